"""What was explained to a child: each decision with how and when, or that nobody has yet."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands
from children import queries as children
from children.forms import ExplanationForm
from children.models import Child
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.unit_of_work import current_unit
from people.sign_in import me
from reporting.queries.explaining import SHOWN, Decided, decisions
from reporting.views.blueprint import pages


@pages.route("/children/<child_id>/explanations", methods=["GET", "POST"])
def explanations(child_id: str) -> ResponseReturnValue:
    child = children.child(me(), child_id)
    told = db.session.execute(children.explanations(me(), child).limit(SHOWN)).all()
    decided = decisions(me(), child, told)
    form = ExplanationForm()
    form.decision.choices = [("", "Another one")] + [(one.row.public_id, _name(one)) for one in decided]
    if request.method == "GET":
        form.decision.data = next((one.row.public_id for one in decided if not one.is_explained), "")
        return _page(child, form, decided, told)
    if not form.validate_on_submit():
        return _page(child, form, decided, told, 422)
    about = dict(form.decision.choices)[form.decision.data] if form.decision.data else form.about.data
    try:
        commands.record_explanation(
            me(),
            child,
            about_id=form.decision.data or None,
            about=about,
            explained=form.explained.data == "yes",
            how=form.how.data,
            explained_on=form.explained_on.data,
            child_said=form.child_said.data,
        )
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return _page(child, form, decided, told, 422)
    flash("What the child was told stands beside the decision.", "success")
    return redirect(url_for("reporting.explanations", child_id=child.public_id), 303)


def _page(
    child: Child, form: ExplanationForm, decided: list[Decided], told: Any, status: int = 200
) -> ResponseReturnValue:
    audit.read(me(), "explanations", child, children=[child])
    of_decisions = {one.row.public_id for one in decided}
    return render_template(
        "reporting/explanations.html",
        child=child,
        form=form,
        decided=decided,
        others=[one for one in told if one.about_id not in of_decisions],
        may_write=bool(children.roles_in(me(), child.id) & commands.HEARS),
    ), status


def _name(one: Decided) -> str:
    return f"{one.words}, {one.row.reference}, {one.row.decided_at:%d %b %Y}"
