"""Who does what for a child, what each agency has contributed, and asking one for what it knows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands as children_commands
from children import queries as children
from children.commands.involving import INVOLVES
from children.forms.asking import AnswerForm, AskForm
from children.models import Child
from foundation.lifecycles import BadInput
from meetings.queries.contributions import SIGNS, contributions_about
from meetings.views import pages
from people.queries import person_named
from people.sign_in import me


@pages.route("/children/<child_id>/contributions", methods=["GET", "POST"])
def contributions(child_id: str) -> ResponseReturnValue:
    child = children.child(me(), child_id)
    form, answer = AskForm(), AnswerForm(formdata=None)
    if request.method == "GET":
        return _page(child, form, answer)
    if not form.validate():
        return _page(child, form, answer, 422)

    def ask() -> None:
        asked = person_named(me(), form.person.data or "")
        if asked is None:
            raise BadInput({"person": "Nobody in service goes by this. Use their e-mail address."})
        children_commands.ask_information(me(), child, asked, what=form.what.data or "", why=form.why.data or "")

    status, _ = form.tried(ask)
    if status:
        return _page(child, form, answer, status)
    flash("It is asked, with a day by which the answer is due. Whoever is asked has been told.", "success")
    return redirect(url_for("meetings.contributions", child_id=child_id), 303)


@pages.post("/children/<child_id>/information/<request_id>")
def answer_information(child_id: str, request_id: str) -> ResponseReturnValue:
    child = children.child(me(), child_id)
    form = AnswerForm()
    if not form.validate():
        return _page(child, AskForm(formdata=None), form, 422)

    def answer() -> None:
        children_commands.answer_information(me(), child, request_id, form.answer.data or "")

    status, _ = form.tried(answer)
    if status:
        return _page(child, AskForm(formdata=None), form, status)
    flash("The answer stands beside the question. Whoever asked has been told.", "success")
    return redirect(url_for("meetings.contributions", child_id=child_id), 303)


def _page(child: Child, form: AskForm, answer: AnswerForm, status: int = 200) -> ResponseReturnValue:
    audit.read(me(), "contributions", child, children=[child])
    return render_template(
        "meetings/contributions.html",
        child=child,
        parts=contributions_about(child),
        signs=SIGNS,
        requests=children.requests_about(me(), child),
        form=form,
        answer=answer,
        may_ask=bool(children.roles_in(me(), child.id) & INVOLVES),
    ), status
