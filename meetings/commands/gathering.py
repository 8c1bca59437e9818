"""A change of a meeting that stands: edits within a short while go out as one, and what comes to nothing not at all."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

import rulebook
from foundation import clock
from foundation.database import db
from foundation.text import search_key
from meetings.commands.calendars import announce, listed, note_answer, raise_sequence, reset_answer, what_it_says
from meetings.models import Answer, Invitation, Meeting
from notifications.commands import drop
from notifications.models import Outbox

REQUESTS = ("meeting_invitation", "meeting_update", "meeting_reminder")
OF_SERIES = ("series_invitation", "series_update", "series_reminder")
NOT_OUT_YET = ("due", "deferred")
AT_ONCE_WITHIN = timedelta(hours=2)  # of the start: then nobody waits for a second edit


@dataclass
class Told:
    """What one invitee was told last, and what waits to go out to them."""

    last: dict[str, Any] | None = None
    waiting: dict[str, datetime] = field(default_factory=dict)  # kind: when it is due
    with_series: bool = False  # a mail about the whole series waits: it will say how this meeting is by then


def announce_change(meeting: Meeting) -> int:
    """Tell everybody on the list for whom the entry is another now; how many that is.

    The mail waits as long as the rule book says (`meeting.update`), counted from the first of several edits. Whoever was
    told nothing yet gets their invitation as it now is. Where the meeting is back to what somebody knows, they hear
    nothing, and their earlier answer counts again.
    """
    invited = listed(meeting)
    known = _told(meeting, invited)
    changed = [one for one in invited if _differs(known[one.public_id].last, meeting)]
    if changed:
        raise_sequence(meeting)
    for invitation in invited:
        told = known[invitation.public_id]
        if told.waiting:
            drop(invitation, *REQUESTS, because="joined with a later change")
        if invitation not in changed:
            _take_up_again(invitation, told.last or {}, invited)
        elif told.with_series:
            reset_answer(invitation)
            invitation.last_sequence = invitation.min_sequence = meeting.sequence
        elif told.last is None:
            announce(meeting, invitation, "meeting_invitation", significant=True)
        else:
            first = told.waiting.get("meeting_update") or clock.now() + _gathered_for(meeting)
            announce(meeting, invitation, "meeting_update", significant=True, at=max(first, clock.now()))
    return len(changed)


def _gathered_for(meeting: Meeting) -> timedelta:
    if meeting.starts_at is not None and meeting.starts_at - clock.now() < AT_ONCE_WITHIN:
        return timedelta()
    return timedelta(minutes=rulebook.book().reminders["meeting.update"].gather_minutes)


def _told(meeting: Meeting, invited: list[Invitation]) -> dict[str, Told]:
    """By the public id of the invitation. One query."""
    found = {one.public_id: Told() for one in invited}
    of_seat = {one.seat.public_id: one.public_id for one in invited if one.seat is not None}
    rows = db.session.execute(
        select(Outbox.about_id, Outbox.kind, Outbox.state, Outbox.due_at, Outbox.attempts, Outbox.details)
        .where(
            or_(
                and_(Outbox.about_kind == "invitation", Outbox.about_id.in_(found), Outbox.kind.in_(REQUESTS)),
                and_(Outbox.about_kind == "series_seat", Outbox.about_id.in_(of_seat), Outbox.kind.in_(OF_SERIES)),
            ),
            Outbox.state != "moot",
        )
        .order_by(Outbox.id)
    )
    for row in rows:
        told = found[of_seat.get(row.about_id, row.about_id)]
        waits = row.state in NOT_OUT_YET and row.attempts == 0
        if row.kind in OF_SERIES:
            told.with_series = told.with_series or waits
            told.last = told.last if waits else row.details["meetings"].get(meeting.public_id, told.last)
        elif waits:
            told.waiting[row.kind] = row.due_at
        else:
            told.last = row.details
    return found


def _differs(last: dict[str, Any] | None, meeting: Meeting) -> bool:
    now = what_it_says(meeting)
    return last is None or any(last.get(name) != value for name, value in now.items())


def _take_up_again(invitation: Invitation, last: dict[str, Any], invited: list[Invitation]) -> None:
    """The meeting is as this invitee knows it: their number and their answer, with the deputy whom it names and who may be
    among the `invited` by now, are what they were before the edits."""
    invitation.last_sequence = last.get("sequence", invitation.last_sequence)
    invitation.min_sequence = last.get("min_sequence", invitation.min_sequence)
    newest = select(Answer).where(Answer.invitation_id == invitation.id).order_by(Answer.id.desc())
    reset = db.session.scalar(newest.limit(1))
    if invitation.response != "no_reply" or reset is None or reset.outcome != "reset":
        return
    given = db.session.scalar(newest.where(Answer.outcome == "applied").limit(1))
    if given is None:
        return
    invitation.response, invitation.response_source = given.response, given.source
    invitation.responded_at, invitation.comment = given.at, given.comment
    invitation.for_series = invitation.seat is not None and invitation.seat.response == given.response
    invitation.deputy_named, deputy = given.deputy, search_key(given.deputy.get("email", ""))
    invitation.deputy_id = next((one.person_id for one in invited if deputy and one.person.email_key == deputy), None)
    note_answer(
        invitation,
        given.response,
        given.source,
        outcome="restored",
        at=clock.now(),
        comment=given.comment,
        deputy=given.deputy,
    )
