"""The page behind the private link of somebody in another area, to whom a child moves."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

import audit
from children import queries
from children.forms import MoveAnswerForm
from children.models import MOVE_STATES, PAPERS
from children.queries import MoveLink
from children.views.blueprint import pages
from children.views.moving import answer
from foundation.lifecycles import NotVisible, Refusal
from people import links
from people.forms import CodeForm
from people.links import TooManyCodes
from people.sign_in import opens
from people.views.links import behind_link

opens("children.move_link", "children.move_link_event", "children.move_link_code", "children.move_link_text")

in_use = behind_link(queries.move_by_token, queries.move_link_is_in_use)


@pages.get("/h/<token>")
@in_use
def move_link(here: MoveLink, token: str) -> ResponseReturnValue:
    """Reference, who asks, by when. Looking changes nothing: mail scanners look too."""
    return _page(here, token)


@pages.post("/h/<token>/<event>")
@in_use
def move_link_event(here: MoveLink, token: str, event: str) -> ResponseReturnValue:
    if event not in ("accept", "decline") or here.person.id != here.move.receiving_id:
        raise NotVisible("event")
    form = MoveAnswerForm()
    if not form.validate_on_submit():
        return _page(here, token, 422, form=form)
    status, refused = form.tried(lambda: answer(here.person, here.move, event, form))
    if status:
        again = queries.move_by_token(token)
        assert again is not None
        return _page(again, token, status, form=form, refused=refused)
    return render_template("children/move_answered.html", move=here.move, states=MOVE_STATES)


@pages.post("/h/<token>/code")
@in_use
def move_link_code(here: MoveLink, token: str) -> ResponseReturnValue:
    """Mail a code to their address, so that a forwarded link shows nothing of the child."""
    try:
        if links.ask_for_code(here.link, here.move.reference):
            audit.record(here.person, "area_move.code_asked", here.move, children=[here.move.child])
    except TooManyCodes:
        raise TooManyRequests from None
    flash("A code is on its way to your mail address. It is good for 15 minutes.", "success")
    return redirect(url_for("children.move_link", token=token), 303)


@pages.post("/h/<token>/text")
@in_use
def move_link_text(here: MoveLink, token: str) -> ResponseReturnValue:
    """The notice, shown once for the code."""
    code = CodeForm()
    if not code.validate_on_submit():
        return _page(here, token, 422, code=code)
    try:
        right = links.code_is_right(here.link, code.code.data or "")
    except TooManyCodes:
        raise TooManyRequests from None
    if not right:
        audit.refused(here.person, "area_move.read", "area_move", here.move.public_id)
        code.code.errors = ("That is not the code, or its 15 minutes are over. Ask for a new one.",)
        return _page(here, token, 422, code=code)
    audit.read(here.person, "area_move", here.move, children=[here.move.child], by="link and code")
    return _page(here, token, shown=True)


def _page(
    here: MoveLink,
    token: str,
    status: int = 200,
    *,
    form: MoveAnswerForm | None = None,
    code: CodeForm | None = None,
    refused: list[Refusal] | None = None,
    shown: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "children/move_link.html",
        move=here.move,
        token=token,
        form=form or MoveAnswerForm(formdata=None),
        code=code or CodeForm(formdata=None),
        refused=refused or [],
        shown=shown,
        papers=PAPERS,
        states=MOVE_STATES,
        is_late=queries.is_late(here.move),
        answers=here.person.id == here.move.receiving_id,
    )
    return page, status
