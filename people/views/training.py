"""Multi-agency training: mine, of those for whom I answer, and which agencies have never trained together."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from foundation import clock
from foundation.text import clean
from people import commands, queries
from people.forms import TrainingForm
from people.sign_in import me
from people.views.blueprint import pages


@pages.get("/training")
def training() -> ResponseReturnValue:
    return _training(_form())


@pages.post("/training")
def log_training() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _training(form, 422)
    status, _ = form.tried(
        lambda: commands.log_training(
            me(),
            queries.person(me(), form.person.data),
            form.course.data,
            form.taken_on.data,
            form.evidence.data,
        )
    )
    if status:
        return _training(form, status)
    flash("It is logged. A reminder comes before it runs out.", "success")
    return redirect(url_for("people.training"), 303)


@pages.post("/training/<training_id>/withdrawal")
def withdraw_training(training_id: str) -> ResponseReturnValue:
    commands.withdraw_training(me(), queries.training(me(), training_id), clean(request.form.get("reason", "")))
    flash("The entry is taken back; it stays with its reason and counts for nothing.", "success")
    return redirect(url_for("people.training"), 303)


def _form() -> TrainingForm:
    form = TrainingForm()
    form.person.choices = [
        (me().public_id, f"{me().name} (you)"),
        *((row.public_id, row.name) for row in queries.team_of(me())),
    ]
    form.course.choices = [(course.key, course.name) for course in rulebook.book().courses.values()]
    return form


def _training(form: TrainingForm, status: int = 200) -> ResponseReturnValue:
    audit.read(me(), "training", me())
    never, together = queries.never_trained_together(me())
    return render_template(
        "people/training.html",
        form=form,
        mine=queries.training_of(me(), mine=True),
        team=queries.training_of(me(), mine=False),
        courses=rulebook.book().courses,
        never=never,
        together=together,
        today=clock.today(),
    ), status
