"""Pages of actions: the list, one action, each move, a new action, and the page behind an owner's link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

import audit
from actions import commands, queries
from actions.forms import ActionForm, ClaimForm, ExtendForm, OwnerFields, ReasonForm, ReassignForm, ReopenForm
from actions.models import PRIORITIES, STATES, Action
from actions.queries import ActionLink, ActionRow
from children import queries as children
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, Refused
from foundation.paging import page_of
from foundation.spreadsheets import csv_answer
from foundation.unit_of_work import current_unit
from people.forms import CodeForm
from people.links import TooManyCodes
from people.models import Person
from people.queries import person_by_email
from people.sign_in import me, opens
from people.views.links import link_is_over
from people.visibility import visible_to

pages = Blueprint("actions", __name__)
opens("actions.link", "actions.link_move", "actions.link_code", "actions.link_text")

FILTERS = {"me": "Mine", "team": "My team’s", "": "All that I may see"}
CSV_MOST = 5000
SOMEBODY = "Name exactly one person. A team, “all” or an agency is nobody."


@dataclass(frozen=True)
class Asked:
    """A move that a person may ask for: its words, what is said when it was made, and its form where it has one; `button`
    says what the form does and who is told."""

    label: str
    said: str
    form: type[FlaskForm] | None = None
    title: str = ""
    button: str = ""
    hint: str = ""
    warning: bool = False


MOVES = {
    "accept": Asked("I will do it", "You have accepted it. Whoever set it has been told."),
    "claim_done": Asked(
        "It is done",
        "Whoever checks it has been told.",
        ClaimForm,
        title="Say that it is done",
        button="Say that it is done, and tell whoever checks it",
        hint="Whoever set it, the chair or the lead professional then looks at it.",
    ),
    "confirm_done": Asked("Confirm that it is done", "It is done. Its owner has been told."),
    "send_back": Asked(
        "Send it back",
        "It is open again. Its owner has been told.",
        ReasonForm,
        title="Send it back to its owner",
        button="Send it back, and tell its owner",
    ),
    "extend": Asked(
        "Give more time",
        "The new date stands beside the first one. Those concerned have been told.",
        ExtendForm,
        title="Give more time",
        button="Give more time, and tell those concerned",
        hint="The first date stays in view, with each extension and its reason.",
    ),
    "decline": Asked(
        "I cannot do it",
        "Whoever set it has been told, and finds another owner.",
        ReasonForm,
        title="Say that you cannot do it",
        button="Say so, and tell whoever set it",
    ),
    "reassign": Asked(
        "Name another owner",
        "They have been told.",
        ReassignForm,
        title="Name another owner",
        button="Ask them to take it over",
        hint="The present owner stays the owner until the new one accepts.",
    ),
    "cancel": Asked(
        "Cancel it",
        "It is cancelled. Its owner has been told.",
        ReasonForm,
        title="Cancel the action",
        button="Cancel it, and tell its owner",
        hint="It stays in the record, with your reason.",
        warning=True,
    ),
    "reopen": Asked(
        "Open it again",
        "It is open again. Its owner has been told.",
        ReopenForm,
        title="Open it again",
        button="Open it again, and tell its owner",
        hint="Name another owner where the last one has left.",
    ),
}
LINK_MOVES = ("accept", "claim_done", "extend", "decline")
SAID = {
    "noted": "Written down",
    "opened": "Set",
    "dropped": "Taken back before it began",
    "accept": "Accepted",
    "stay": "Did not take it over",
    "decline": "Declined",
    "claim_done": "Said that it is done",
    "confirm_done": "Confirmed done",
    "send_back": "Sent back",
    "extend": "Gave more time",
    "reassign": "Asked somebody else to take over",
    "hand_over": "Handed over",
    "cancel": "Cancelled",
    "reopen": "Opened again",
}


@pages.get("/actions")
def show_list() -> ResponseReturnValue:
    person = me()
    chosen = _chosen()
    page = page_of(
        queries.searched(person, **chosen),
        request.args.get("page", 1, int),
        lambda number: url_for("actions.show_list", page=number, **_address(chosen)),
    )
    rows = queries.with_children(person, page.items)
    audit.read(person, "actions", person, children=[child for row in rows for child in row.children])
    csv = url_for("actions.take_away", **_address(chosen))
    return render_template(
        "actions/list.html", rows=rows, page=page, chosen=chosen, filters=FILTERS, states=STATES, csv=csv
    )


@pages.get("/actions.csv")
def take_away() -> ResponseReturnValue:
    """The list as it is filtered, to take away. Each child on it gets an entry."""
    person = me()
    found = db.session.execute(queries.searched(person, **_chosen()).limit(CSV_MOST)).all()
    rows = queries.with_children(person, found)
    audit.read(person, "actions.export", person, children=[child for row in rows for child in row.children])
    header = (
        "Reference", "Action", "Outcome wanted", "For", "Kind", "Owner", "Agency", "Due", "First date", "Extensions",
        "State", "Colour", "Accepted", "Evidence", "Changed for the child",
    )  # fmt: skip
    return csv_answer(
        "actions.csv",
        header,
        (
            (
                row.reference,
                row.text,
                row.outcome_wanted,
                "; ".join(child.name for child in row.children),
                PRIORITIES[row.priority],
                row.owner_name,
                row.agency_name,
                row.due_on.isoformat(),
                row.original_due_on.isoformat(),
                row.extensions,
                row.state_words,
                row.rag,
                row.accepted_at.date().isoformat() if row.accepted_at else "",
                row.evidence,
                row.effect_for_child,
            )
            for row in rows
        ),
    )


@pages.route("/actions/new", methods=["GET", "POST"])
def set_one() -> ResponseReturnValue:
    person = me()
    form = ActionForm()
    if request.method == "GET":
        form.children.data = request.args.getlist("child")
        form.meeting.data, form.escalation.data = request.args.get("meeting", ""), request.args.get("escalation", "")
        form.priority.data = request.args.get("priority") or form.priority.data
    ids = list(dict.fromkeys(form.children.data or []))
    named = children.children_by_ids(person, ids) if ids else []
    offered = list(
        {one.id: one for one in [*named, *(s for c in named for s in children.siblings(person, c))]}.values()
    )
    if not offered and not (form.meeting.data or form.escalation.data):
        found = db.session.execute(children.search(person).limit(100)).all()
        audit.read(person, "children", person, children=found)
        return render_template("actions/for_whom.html", found=found)
    form.children.choices = [(one.public_id, one.name) for one in offered]
    form.owner.choices = _owners(named)
    audit.read(person, "child", person, children=offered, kind="child")
    if request.method == "GET":
        return render_template("actions/new.html", form=form)
    if not form.validate_on_submit():
        return render_template("actions/new.html", form=form), 422
    try:
        action = commands.set_action(
            person,
            text=form.text.data or "",
            outcome_wanted=form.outcome_wanted.data or "",
            owner=_owner_of(form),
            due_on=form.due_on.data,
            child_ids=ids,
            meeting=form.meeting.data or "",
            escalation=form.escalation.data or "",
            priority=form.priority.data or "plan",
            evidence_wanted=form.evidence_wanted.data or "",
            belongs_to_lead=form.belongs_to_lead.data,
        )
    except BadInput as wrong:
        _put_beside(form, wrong)
        return render_template("actions/new.html", form=form), 422
    flash(f"{action.reference} is set. {action.owner.name} has been told.", "success")
    _warn_if_not_reached(action)
    return redirect(url_for("actions.show", action_id=action.public_id), 303)


@pages.get("/actions/<action_id>")
def show(action_id: str) -> ResponseReturnValue:
    return render_template("actions/show.html", **_page_of_one(action_id))


@pages.post("/actions/<action_id>/events")
def move_at_once(action_id: str) -> ResponseReturnValue:
    """A move that needs nothing but the press of its button."""
    event = request.form.get("event", "")
    if event not in MOVES or MOVES[event].form is not None:
        raise NotVisible("event")
    try:
        _make(me(), action_id, event, None, request.form.get("version", type=int))
    except Refused as refused:
        current_unit().abandon()
        return render_template("actions/show.html", **_page_of_one(action_id), refused=refused.refusals), 409
    flash(MOVES[event].said, "success")
    return redirect(url_for("actions.show", action_id=action_id), 303)


@pages.route("/actions/<action_id>/<event>", methods=["GET", "POST"])
def move(action_id: str, event: str) -> ResponseReturnValue:
    """A move with what has to be said for it."""
    asked = MOVES.get(event)
    if asked is None or asked.form is None:
        raise NotVisible("event")
    person, form = me(), asked.form()
    seen = request.form.get("version", type=int)

    def page(refused: list[Any], status: int) -> ResponseReturnValue:
        row = queries.one_row(person, action_id)
        audit.read(person, "action", row, children=row.children, kind="action")
        if isinstance(form, OwnerFields):
            form.owner.choices = _owners(queries.action_visible_to(person, action_id).children)
        return render_template(
            "actions/move.html",
            row=row,
            form=form,
            asked=asked,
            event=event,
            version=row.version if seen is None else seen,
            refused=refused,
        ), status

    if request.method == "GET":
        return page([], 200)
    if not form.validate_on_submit():
        return page([], 422)
    try:
        action = _make(person, action_id, event, form, seen)
    except BadInput as wrong:
        _put_beside(form, wrong)
        return page([], 422)
    except Refused as refused:
        current_unit().abandon()
        seen = None
        return page(refused.refusals, 409)
    flash(asked.said, "success")
    _warn_if_not_reached(action)
    return redirect(url_for("actions.show", action_id=action_id), 303)


@pages.get("/a/<token>")
def link(token: str) -> ResponseReturnValue:
    """The page of an owner without an account. Looking at it changes nothing: mail scanners look too."""
    here = queries.link_by_token(token)
    return _link_page(here, token) if here and queries.is_in_use(here) else link_is_over(here)


@pages.post("/a/<token>/<event>")
def link_move(token: str, event: str) -> ResponseReturnValue:
    here = queries.link_by_token(token)
    if here is None or not queries.is_in_use(here):
        return link_is_over(here)
    if event not in LINK_MOVES:
        raise NotVisible("event")
    kind = MOVES[event].form
    form = kind(prefix=event) if kind else None
    if form is not None and not form.validate_on_submit():
        return _link_page(here, token, forms={event: form}), 422
    try:
        _make(here.person, here.action.public_id, event, form, None)
    except Refused as refused:
        current_unit().abandon()
        here = queries.link_by_token(token)
        assert here is not None
        return _link_page(here, token, forms={event: form} if form else {}, refused=refused.refusals), 409
    flash(MOVES[event].said, "success")
    return redirect(url_for("actions.link", token=token), 303)


@pages.post("/a/<token>/code")
def link_code(token: str) -> ResponseReturnValue:
    """Mail a code to the owner's address, so that a forwarded link shows nothing of the child."""
    here = queries.link_by_token(token)
    if here is None or not queries.is_in_use(here):
        return link_is_over(here)
    try:
        commands.ask_for_code(here)
    except TooManyCodes:
        raise TooManyRequests from None
    flash("A code is on its way to your mail address. It is good for 15 minutes.", "success")
    return redirect(url_for("actions.link", token=token), 303)


@pages.post("/a/<token>/text")
def link_text(token: str) -> ResponseReturnValue:
    """The words of the action, shown once for the code."""
    here = queries.link_by_token(token)
    if here is None or not queries.is_in_use(here):
        return link_is_over(here)
    form = CodeForm()
    if not form.validate_on_submit():
        return _link_page(here, token, code=form), 422
    try:
        shown = commands.read_with_code(here, form.code.data or "")
    except TooManyCodes:
        raise TooManyRequests from None
    if not shown:
        form.code.errors = ("That is not the code, or its 15 minutes are over. Ask for a new one.",)
        return _link_page(here, token, code=form), 422
    return _link_page(here, token, shown=True)


def _make(person: Person, action_id: str, event: str, form: FlaskForm | None, version: int | None) -> Action:
    """Call the command of `event` with what was typed."""
    given = {} if form is None else {field.name.removeprefix(form._prefix): field.data for field in form}
    for name in ("csrf_token", "owner_email"):
        given.pop(name, None)
    if isinstance(form, OwnerFields):
        given["owner"] = _owner_of(form)
    command: Callable[..., Action] = getattr(commands, event)
    return command(person, action_id, version=version, **given)


def _page_of_one(action_id: str) -> dict[str, Any]:
    person = me()
    row = queries.one_row(person, action_id)
    action = queries.action_visible_to(person, action_id)
    audit.read(person, "action", row, children=row.children, kind="action")
    moves = [
        {
            "event": move.event,
            "label": MOVES[move.event].label,
            "refusals": move.refusals,
            "warning": MOVES[move.event].warning,
            "href": url_for("actions.move", action_id=action_id, event=move.event) if MOVES[move.event].form else "",
        }
        for move in queries.moves_for(person, action)
    ]
    return {
        "row": row,
        "moves": moves,
        "history": queries.history_of(person, row.id),
        "extensions": queries.extensions_of(person, row.id),
        "said": SAID,
        "priorities": PRIORITIES,
        "not_reached": queries.owner_not_reached(action.owner) if row.not_reached else "",
        "origin": _origin(person, row),
    }


def _origin(person: Person, row: ActionRow) -> Any:
    """The meeting or escalation that it came from, where the reader may see it."""
    try:
        if row.meeting_id:
            return queries.origin_of(person, "meeting", id=row.meeting_id)
        if row.escalation_id:
            return queries.origin_of(person, "escalation", id=row.escalation_id)
    except NotVisible:
        pass
    return None


def _chosen() -> dict[str, Any]:
    """What the list is filtered by; anything unknown is no filter."""
    state = request.args.get("state", "unfinished")
    return {
        "owner": request.args.get("owner", "me")[:40],
        "state": state if state in (*STATES, "unfinished") else "",
        "overdue": request.args.get("overdue") == "1",
        "text": request.args.get("q", "")[:200],
    }


def _address(chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "owner": chosen["owner"],
        "state": chosen["state"],
        "q": chosen["text"] or None,
        "overdue": "1" if chosen["overdue"] else None,
    }


def _owners(about: list[Any]) -> list[tuple[str, str]]:
    """Those who work with the children; everybody else is named by address."""
    involved = children.people_involved(about) if about else []
    known = {one.public_id: f"{one.name} · {one.agency_name}" for one in involved if "family" not in one.roles}
    mine = {me().public_id: f"{me().name} · {me().agency.name}"}
    return [("", "Choose a person"), *(mine | known).items()]


def _owner_of(form: OwnerFields) -> Person | None:
    """The one person named. Raises `BadInput` where an address is nobody's."""
    if email := form.owner_email.data:
        found = person_by_email(email)
        if found is None:
            raise BadInput(
                {"owner_email": "Nobody in the partnership has this address. Check it, or have them added first."}
            )
        return found
    if not form.owner.data:
        return None
    return db.session.scalar(select(Person).where(Person.public_id == form.owner.data, visible_to(me(), Person)))


def _put_beside(form: FlaskForm, wrong: BadInput) -> None:
    """Each message beside its field."""
    for name, message in wrong.errors.items():
        field = form._fields.get(name)
        if field is None:
            form.form_errors.append(message)
        else:
            field.errors = (*field.errors, message)


def _warn_if_not_reached(action: Action) -> None:
    if action.is_open and (why := queries.owner_not_reached(action.owner)):
        flash(f"Owner not reached. {why}", "warning")


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
