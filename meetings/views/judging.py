"""What came back from calendars and waits for whoever convenes: take a proposed time, judge an answer in doubt."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

import audit
from foundation.lifecycles import NotVisible, require
from meetings import commands, queries
from meetings.commands import RUNS
from meetings.commands.judging import NOBODY_KNOWS, NOT_YOURS
from meetings.forms.judging import AsideForm, ProposalForm, TakeForm
from meetings.models import DOUBTS, PROPOSAL_STATES, RESPONSES, SETTLED, Doubt, Proposal
from meetings.queries import Judging, Sheet
from meetings.views import pages
from meetings.views.trying import people, tried, was_shown
from people.sign_in import me


@pages.get("/meetings/<meeting_id>/came-back")
def came_back(meeting_id: str) -> ResponseReturnValue:
    return _page(meeting_id)


@pages.post("/meetings/<meeting_id>/proposals/<proposal_id>/<what>")
def decide_on_proposal(meeting_id: str, proposal_id: str, what: str) -> ResponseReturnValue:
    """The meeting moves to the time that is proposed, or stays."""
    form = ProposalForm(prefix=proposal_id)
    told: list[int] = []

    def take() -> None:
        told.append(commands.take_proposal(me(), meeting_id, proposal_id, reason=form.reason.data or "")[1])

    def refuse() -> None:
        commands.refuse_proposal(me(), meeting_id, proposal_id, form.reason.data or "")

    acts = {"take": take, "refuse": refuse}
    if what not in acts:
        raise NotVisible("proposal")
    status, refusals = tried(form, acts[what], proposal="reason") if form.validate_on_submit() else (422, [])
    if status:
        return _page(meeting_id, {proposal_id: form}, status, refusals)
    if what == "take":
        flash(
            f"The meeting is moved. {people(told[0]).capitalize()} will get the new time by mail and be asked again.",
            "success",
        )
    else:
        flash("The meeting stays at its time. Whoever proposed another is told so.", "success")
    return redirect(url_for("meetings.came_back", meeting_id=meeting_id), 303)


@pages.post("/meetings/<meeting_id>/doubts/<doubt_id>/take")
def take_doubt(meeting_id: str, doubt_id: str) -> ResponseReturnValue:
    """It is the answer of somebody on the list."""
    form = TakeForm(prefix=doubt_id)
    taken: list[Any] = []

    def take() -> None:
        given = form.given("remember", "seniority")
        answer = {"response": form.response.data or "", **given}
        taken.append(commands.take_doubt(me(), meeting_id, doubt_id, form.invitation.data or "", **answer))

    status, refusals = tried(form, take) if form.validate_on_submit() else (422, [])
    if status:
        return _page(meeting_id, {doubt_id: form}, status, refusals)
    words = RESPONSES[taken[0].response].lower()
    flash(f"Taken as the answer of {taken[0].person.name}: {words}. No mail was sent.", "success")
    return redirect(url_for("meetings.came_back", meeting_id=meeting_id), 303)


@pages.post("/meetings/<meeting_id>/doubts/<doubt_id>/aside")
def set_aside(meeting_id: str, doubt_id: str) -> ResponseReturnValue:
    """It is no answer, or none that counts."""
    form = AsideForm(prefix=doubt_id)
    status, refusals = _set_aside(form, partial(commands.set_doubt_aside, me(), meeting_id, doubt_id))
    if status:
        return _page(meeting_id, {doubt_id: form}, status, refusals)
    return redirect(url_for("meetings.came_back", meeting_id=meeting_id), 303)


@pages.get("/came-back")
def unknown() -> ResponseReturnValue:
    return _unknown()


@pages.post("/came-back/<doubt_id>/aside")
def set_unknown_aside(doubt_id: str) -> ResponseReturnValue:
    form = AsideForm(prefix=doubt_id)
    status, refusals = _set_aside(form, partial(commands.set_unknown_aside, me(), doubt_id))
    if status:
        return _unknown({doubt_id: form}, status, refusals)
    return redirect(url_for("meetings.unknown"), 303)


def _set_aside(form: AsideForm, act: Callable[[str], object]) -> tuple[int, list[Any]]:
    tried_it = tried(form, lambda: act(form.reason.data or "")) if form.validate_on_submit() else (422, [])
    if tried_it == (0, []):
        flash("Set aside, with your reason. No answer was changed.", "success")
    return tried_it


def _page(
    meeting_id: str, tried_forms: dict[str, Any] | None = None, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    sheet = queries.sheet_of(me(), queries.meeting_for(me(), meeting_id))
    meeting = sheet.meeting
    require(queries.roles_of(me(), meeting, sheet) & RUNS, NOT_YOURS)
    found = queries.judging_of(me(), meeting)
    given = tried_forms or {}
    was_shown(sheet, "answers")
    return render_template(
        "meetings/came_back.html",
        meeting=meeting,
        found=found,
        forms_of={one.public_id: _proposal_form(one, given) for one in found.open_proposals}
        | {one.public_id: _doubt_forms(one, sheet, given) for one in found.open_doubts},
        refusals=refusals or [],
        typed=_typed(found, given) if refusals else "",
        **_words(),
    ), status


def _unknown(
    tried_forms: dict[str, Any] | None = None, status: int = 200, refusals: list[Any] | None = None
) -> ResponseReturnValue:
    require(me().role == "coordinator", NOBODY_KNOWS)
    found = queries.unknown_answers(me())
    given = tried_forms or {}
    audit.read(me(), "answers", me())
    return render_template(
        "meetings/came_back.html",
        meeting=None,
        found=found,
        forms_of={one.public_id: (None, _aside_form(one, given)) for one in found.open_doubts},
        refusals=refusals or [],
        typed=_typed(found, given) if refusals else "",
        **_words(),
    ), status


def _typed(found: Judging, given: dict[str, Any]) -> str:
    """What was written about something that is not open any longer, so that it is not lost with its form."""
    still_open = {one.public_id for one in found.open_proposals} | {one.public_id for one in found.open_doubts}
    gone = (form for key, form in given.items() if key not in still_open)
    return next((form.reason.data or "" for form in gone if "reason" in form), "")


def _words() -> dict[str, Any]:
    return {"kinds": DOUBTS, "states": PROPOSAL_STATES, "settled": SETTLED, "responses": RESPONSES}


def _proposal_form(proposal: Proposal, given: dict[str, Any]) -> ProposalForm:
    known = given.get(proposal.public_id)
    return known if isinstance(known, ProposalForm) else ProposalForm(formdata=None, prefix=proposal.public_id)


def _doubt_forms(doubt: Doubt, sheet: Sheet, given: dict[str, Any]) -> tuple[TakeForm, AsideForm]:
    known = given.get(doubt.public_id)
    asked = doubt.asked.public_id if doubt.asked else ""
    take = (
        known
        if isinstance(known, TakeForm)
        else TakeForm(
            formdata=None,
            prefix=doubt.public_id,
            invitation=asked,
            response=doubt.response or None,
            remember=doubt.alias,
        )
    )
    take.invitation.choices = [
        ("", "Choose"),
        *(
            (one.public_id, f"{one.person.name}, {one.agency.name}")
            for one in sheet.invitations
            if not one.withdrawn_at
        ),
    ]
    return take, _aside_form(doubt, given)


def _aside_form(doubt: Doubt, given: dict[str, Any]) -> AsideForm:
    known = given.get(doubt.public_id)
    return known if isinstance(known, AsideForm) else AsideForm(formdata=None, prefix=doubt.public_id)
