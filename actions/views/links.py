"""The page behind the link of an owner without an account."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from actions import commands, queries
from actions.models import STATES
from actions.queries import ActionLink
from actions.views.blueprint import pages
from actions.views.moves import LINK_MOVES, MOVES
from actions.views.trying import make
from foundation.lifecycles import NotVisible, Refused
from foundation.unit_of_work import current_unit
from people.forms import CodeForm
from people.sign_in import opens
from people.views.links import behind_link, opens_with

opens("actions.link", "actions.link_move", "actions.link_code", "actions.link_text")

in_use = behind_link(queries.link_by_token, queries.is_in_use)


@pages.get("/a/<token>")
@in_use
def link(here: ActionLink, token: str) -> ResponseReturnValue:
    """The page of an owner without an account. Looking at it changes nothing: mail scanners look too."""
    return _link_page(here, token)


@pages.post("/a/<token>/<event>")
@in_use
def link_move(here: ActionLink, token: str, event: str) -> ResponseReturnValue:
    if event not in LINK_MOVES:
        raise NotVisible("event")
    kind = MOVES[event].form
    form = kind(prefix=event) if kind else None
    if form is not None and not form.validate_on_submit():
        return _link_page(here, token, forms={event: form}), 422
    try:
        make(here.person, here.action.public_id, event, form, None)
    except Refused as refused:
        current_unit().abandon()
        again = queries.link_by_token(token)
        assert again is not None
        return _link_page(again, token, forms={event: form} if form else {}, refused=refused.refusals), 409
    flash(MOVES[event].said, "success")
    return redirect(url_for("actions.link", token=token), 303)


@pages.post("/a/<token>/code")
@in_use
def link_code(here: ActionLink, token: str) -> ResponseReturnValue:
    """Mail a code to the owner's address, so that a forwarded link shows nothing of the child."""
    commands.ask_for_code(here)
    flash("A code is on its way to your mail address. It is good for 15 minutes.", "success")
    return redirect(url_for("actions.link", token=token), 303)


@pages.post("/a/<token>/text")
@in_use
def link_text(here: ActionLink, token: str) -> ResponseReturnValue:
    """The words of the action, shown once for the code."""
    form = CodeForm()
    if not opens_with(form, partial(commands.read_with_code, here)):
        return _link_page(here, token, code=form), 422
    return _link_page(here, token, shown=True)


def _link_page(
    here: ActionLink,
    token: str,
    *,
    forms: dict[str, FlaskForm] | None = None,
    code: CodeForm | None = None,
    refused: list[Any] | None = None,
    shown: bool = False,
) -> str:
    """Reference, date and who asks; never a child's name, and the words only for a code."""
    action = here.action
    possible = {move.event for move in queries.moves_for(here.person, action) if not move.refusals}
    given = forms or {}
    offered = {
        event: given.get(event) or (MOVES[event].form or FlaskForm)(prefix=event)
        for event in LINK_MOVES
        if event in possible or event in given
    }
    return render_template(
        "actions/link.html",
        action=action,
        link=here,
        token=token,
        offered=offered,
        asked=MOVES,
        code=code or CodeForm(formdata=None),
        refused=refused or [],
        shown=shown,
        states=STATES,
    )
