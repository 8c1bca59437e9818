"""Opening, and who is here: every mark asks at once whether the meeting is still quorate."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from meetings import commands
from meetings.models import ATTENDANCE, Invitation
from meetings.views import pages
from meetings.views.room.desk import Desk, page
from meetings.views.room.standing import HERE, initials
from people.models import Person
from people.queries import agency_by_key, colleagues


@pages.get("/meetings/<meeting_id>/room")
def room(meeting_id: str) -> ResponseReturnValue:
    return page(Desk(meeting_id))


@pages.post("/meetings/<meeting_id>/room/opening")
def open_it(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("opening")

    def act() -> str:
        commands.open_meeting(
            desk.person,
            meeting_id,
            form.statements.data or [],
            form.skipped.data or "",
            no_interpreter_reason=form.no_interpreter.data or "",
        )
        return "The meeting is open. You are marked as here; take down who else is."

    return desk.enter(form, "who", act)


@pages.post("/meetings/<meeting_id>/room/attendance/<invitation_id>")
def attend(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    """The whole row of one person."""
    desk = Desk(meeting_id)
    form = desk.sent(f"attendance-{invitation_id}")
    row = {
        "status": form.status.data,
        "arrived_at": form.arrived.data,
        "left_at": form.left.data,
        "means": form.means.data,
        "can_decide": form.can_decide.data,
        "reason": form.reason.data,
    }
    return desk.enter(form, "who", lambda: _mark(desk, invitation_id, row), **{"attendance.0": "status"})


@pages.post("/meetings/<meeting_id>/room/attendance/<invitation_id>/<event>")
def mark(meeting_id: str, invitation_id: str, event: str) -> ResponseReturnValue:
    """One press: somebody is here, or has left."""
    desk = Desk(meeting_id)
    return desk.enter(
        None, "who", lambda: _mark(desk, invitation_id, _row(desk, desk.invitation(invitation_id), event))
    )


@pages.post("/meetings/<meeting_id>/room/letters")
def mark_by_letters(meeting_id: str) -> ResponseReturnValue:
    """Two letters and Enter, where the script of the page does not see to it."""
    desk = Desk(meeting_id)
    typed = request.form.get("letters", "").strip().casefold()

    def act() -> str:
        meant = [one for one in desk.sheet.invitations if _goes_by(one.person, typed)] if typed else []
        if len(meant) != 1:
            names = ", ".join(one.person.name for one in meant)
            raise BadInput(
                {"letters": f"{names}: type more of the name." if names else "Nobody on the list has these letters."}
            )
        return _mark(desk, meant[0].public_id, _row(desk, meant[0], "here"))

    return desk.enter(None, "who", act)


@pages.post("/meetings/<meeting_id>/room/people")
def somebody_joins(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("join")

    def act() -> str:
        sheet = commands.join(
            desk.person, meeting_id, _who_joins(desk, form), capacity=form.capacity.data, means=form.means.data
        )
        return f"They are on the list, and here. {sheet.quorum().sentence}"

    return desk.enter(form, "who", act, person="who")


def _mark(desk: Desk, invitation_id: str, row: dict[str, Any]) -> str:
    """Write the row down. What is said is the count that follows from it; where the quorum is gone it is a warning."""
    invitation = desk.invitation(invitation_id)
    sheet = commands.record_attendance(desk.person, desk.meeting.public_id, [{"invitation": invitation_id, **row}])
    kept = sheet.attendance[invitation.id]
    what = (
        f"left at {clock.local(kept.left_at):%H:%M}"
        if kept.left_at
        else (
            f"is here since {clock.local(kept.arrived_at):%H:%M}"
            if kept.arrived_at
            else ATTENDANCE[kept.status].lower()
        )
    )
    outcome = sheet.quorum()
    sentence = f"{invitation.person.name} {what}. {outcome.sentence}"
    if outcome.met:
        return sentence
    flash(sentence, "warning")
    return ""


def _row(desk: Desk, invitation: Invitation, event: str) -> dict[str, Any]:
    """`here` or `left`, at this minute; the rest of the row stays as it was."""
    row = desk.sheet.attendance.get(invitation.id)
    before = row.status if row else ""
    status = before if before in HERE else "attended"
    kept = {
        "status": status,
        "means": row.means if row else "in_person",
        "can_decide": row.can_decide if row else None,
        "arrived_at": row.arrived_at if row else None,
    }
    return {**kept, "left_at": clock.now()} if event == "left" else kept


def _goes_by(person: Person, typed: str) -> bool:
    return initials(person.name).casefold() == typed or person.name.casefold().startswith(typed)


def _who_joins(desk: Desk, form: Any) -> Person:
    """Somebody with an account by address or part of the name, else somebody without one by name, address and agency."""
    if form.who.data:
        found = list(db.session.scalars(colleagues(desk.person, form.who.data).limit(9)))
        exact = [one for one in found if form.who.data.casefold() in (one.email.casefold(), one.name.casefold())]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise BadInput({"who": "Nobody in service goes by this. Give name, address and agency below."})
        raise BadInput({"who": f"Which of them? {'; '.join(f'{one.name} ({one.email})' for one in found[:8])}."})
    errors = {
        name: message
        for name, message in (
            ("who", "" if form.name.data or form.email.data else "Name whoever joins, here or below."),
            ("name", "" if form.name.data or not form.email.data else "Enter their name."),
            (
                "email",
                "" if form.email.data or not form.name.data else "Enter their e-mail address: the record goes there.",
            ),
            ("agency", "" if form.agency.data or not form.name.data else "Choose their agency."),
        )
        if message
    }
    if errors:
        raise BadInput(errors)
    return commands.invitee(
        desk.person, name=form.name.data, email=form.email.data, agency=agency_by_key(form.agency.data)
    )
