"""What every move of a meeting begins and ends with: find, permit, gather the facts; then say what is planned about it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

import audit
from children.commands import follow_need
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refusal, Refused
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands import dates
from meetings.models import Meeting
from meetings.models.meeting import RUNNING
from meetings.queries import Sheet
from meetings.queries.facts import may, who_may
from meetings.rules import Facts
from notifications.commands import drop, plan_reminders
from people.models import Person

CHANGED = Refusal(
    "changed_meanwhile",
    "This meeting changed while you were working. Look at it as it is now, then try again.",
    "Two people at once",
)


def permitted(person: Person, public_id: str, event: str, **given: Any) -> tuple[Meeting, Facts]:
    """The meeting and the facts for `event`. Raises `NotVisible` for what `person` may not see, `NotPermitted` for who may
    not make this move, `Refused` where `given` names a version that is no longer the newest."""
    sheet = sheet_for(person, public_id, event, given.pop("version", None))
    return sheet.meeting, queries.facts_of(person, sheet, given)


def sheet_for(person: Person, public_id: str, event: str, version: int | None = None) -> Sheet:
    """The sheet of a meeting on which `person` may make the move `event`."""
    meeting = queries.meeting_for(person, public_id)
    sheet = queries.sheet_of(person, meeting)
    if not may(queries.roles_of(person, meeting, sheet), meeting, event):
        audit.refused(person, f"meeting.{event}", "meeting", meeting.public_id)
        raise NotPermitted(who_may(meeting, event))
    if version is not None and version != meeting.version:
        raise Refused([CHANGED])
    return sheet


def running(person: Person, public_id: str) -> tuple[Meeting, Sheet, set[str]]:
    """A meeting that is in progress, for writing down what happens in it. Raises `Refused` where it is not."""
    meeting = queries.meeting_for(person, public_id)
    # Everybody at the table writes at once: one after the other, so that nobody is told that somebody else was quicker.
    held = select(Meeting).where(Meeting.id == meeting.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()
    sheet = queries.sheet_of(person, meeting)
    message = (
        "This meeting is not in progress. What is said is written down as it runs; afterwards, ask for a correction."
    )
    stands(meeting, RUNNING, "the_meeting_is_in_progress", message)
    return meeting, sheet, queries.roles_of(person, meeting, sheet)


def stands(meeting: Meeting, states: Collection[str], rule: str, message: str) -> None:
    """Raise `Refused` with `message` where the meeting is in none of `states`."""
    if meeting.state not in states:
        raise Refused([Refusal(rule, message, "The lifecycle of a meeting")])


def plan_about(meeting: Meeting, over: str = "") -> None:
    """Plan what is said around the start of a meeting that stands; where it is `over`, nothing of it matters any longer.

    The dates that it owes keep their own reminders: a cancelled meeting that is still owed goes on alerting.
    """
    drop(meeting, because=over or "the meeting was changed")
    if over:
        for due in dates.standing(meeting):
            if due.duty == "report":
                dates.meet(due, over)
        return
    if meeting.state == "invited" and meeting.starts_at is not None:
        for reminder in ("meeting.reply", "meeting.quorum_risk", "meeting.day_before"):
            plan_reminders(reminder, meeting, meeting.starts_at)


def note_arrangements(meeting: Meeting, *, missing_reasons: dict[str, str], family_told: str, interpreter: str) -> None:
    """What has to be known of a meeting before its invitations go out. What is not given stays as it is."""
    reasons = {key: clean(text) for key, text in missing_reasons.items() if clean(text)}
    meeting.missing_reasons = {**meeting.missing_reasons, **reasons}
    meeting.family_told = clean(family_told) or meeting.family_told
    meeting.interpreter = clean_line(interpreter) or meeting.interpreter


def follow_leads(person: Person, meeting: Meeting) -> None:
    """An open meeting needs somebody who leads for each child: the gap alarm begins, or ends, with what changed here."""
    for child in meeting.children:
        follow_need(person, child)


def need(given: dict[str, Any], **fields: str) -> None:
    """Raise `BadInput` naming each of `fields` that is missing, with its message."""
    missing = {name: message for name, message in fields.items() if not given.get(name)}
    if missing:
        raise BadInput(missing)
