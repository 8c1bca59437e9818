"""What goes to the calendar of one invitee: a meeting or a series, a change of it, the same once more, that it is off."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, Seat
from meetings.models.meeting import OVER
from meetings.queries.contact import unsafe_to_write
from meetings.queries.entries import entry_of, entry_of_series
from meetings.queries.links import SERIES_LINK
from meetings.queries.series import lies_ahead, places_of, stands
from notifications.calendar import CalendarEntry
from notifications.composing import CANCELLATION, INVITATION, Message, Moot, composes, is_being_kept, rendered
from notifications.models import Outbox
from people import links

TIME_KEPT = "The meeting stays at its time"
NOT_SENT_ANY_LONGER = ("in_progress", "inquorate", "concluded", "decision_issued", "minutes_issued", *OVER)


@composes("meeting_invitation", "meeting_update", "meeting_reminder", priority=INVITATION)
def invitation(row: Outbox) -> Message | Moot:
    """The invitation, a change of it, or the same once more: one entry for this invitee's calendar alone."""
    asked, meeting = _invited(row.about_id)
    if asked.withdrawn_at is not None:
        return Moot("the invitation was withdrawn")
    if unsafe_to_write(meeting, asked.person):
        return Moot("it is not safe to write to this person")
    if meeting.state in NOT_SENT_ANY_LONGER:
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    if meeting.starts_at is None or meeting.starts_at < clock.now():
        return Moot("the meeting's time has passed")
    if row.details.get("sequence", 0) < (asked.last_sequence or 0):
        return Moot("a newer version is on its way")
    start = {"meeting_invitation": "", "meeting_update": "Updated: ", "meeting_reminder": ""}[row.kind]
    return _entry_mail(row, asked, meeting, start, "REQUEST")


@composes("meeting_cancelled", "meeting_withdrawn", priority=CANCELLATION, always_sent=True)
def cancellation(row: Outbox) -> Message | Moot:
    """The entry leaves the calendar: the meeting is off, or only this invitation is withdrawn. No reason is given."""
    asked, meeting = _invited(row.about_id)
    if not row.details.get("starts_at"):
        return Moot("it never had a date")
    withdrawn = row.kind == "meeting_withdrawn"
    return _entry_mail(row, asked, meeting, "Withdrawn: " if withdrawn else "Cancelled: ", "CANCEL", uninvite=withdrawn)


@composes("meeting_time_kept", priority=INVITATION)
def time_is_kept(row: Outbox) -> Message | Moot:
    """Another time was proposed and is not taken: in words, and as the DECLINECOUNTER that a calendar reads. No reason."""
    asked, meeting = _invited(row.about_id)
    if asked.withdrawn_at is not None:
        return Moot("the invitation was withdrawn")
    if meeting.state != "invited" or meeting.starts_at is None or meeting.ends_at is None:
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    entry = entry_of(
        asked,
        meeting,
        method="DECLINECOUNTER",
        sequence=asked.last_sequence or 0,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
    )
    words = rendered(
        "meeting",
        heading=TIME_KEPT,
        sentence="You proposed another time for this meeting. It stays at the time in your invitation. Please answer whether "
        "you come.",
        reference=meeting.reference,
        path=private_way(asked) if asked.person.role is None else f"/meetings/{meeting.public_id}",
    )
    return Message(subject=f"{TIME_KEPT}: {entry.summary}", entry=entry, **words)


def _entry_mail(
    row: Outbox, asked: Invitation, meeting: Meeting, start: str, method: str, *, uninvite: bool = False
) -> Message:
    then = {
        name: datetime.fromisoformat(row.details[name]) for name in ("starts_at", "ends_at") if row.details.get(name)
    }
    starts_at = meeting.starts_at if method == "REQUEST" else then["starts_at"]
    ends_at = meeting.ends_at if method == "REQUEST" else then["ends_at"]
    assert starts_at is not None and ends_at is not None
    entry = entry_of(
        asked,
        meeting,
        method=method,
        sequence=int(row.details.get("sequence", asked.last_sequence or 0)),
        starts_at=starts_at,
        ends_at=ends_at,
        uninvite=uninvite,
    )
    words = rendered(
        "meeting_entry",
        kind=row.kind,
        reference=meeting.reference,
        starts_at=starts_at,
        ends_at=ends_at,
        where=entry.location,
        url=entry.url,
        asked_by=(meeting.coordinator or meeting.asked_by).name,
        has_account=asked.person.role is not None,
        answered=asked.response not in ("no_reply", "undeliverable"),
        answer=private_way(asked) if method == "REQUEST" else "",
    )
    return Message(subject=start + entry.summary, entry=entry, **words)


@composes("series_invitation", "series_update", "series_reminder", priority=INVITATION)
def invitation_to_series(row: Outbox) -> Message | Moot:
    """A whole series for this invitee's calendar, as it is now: the pattern, and every meeting that is an exception to it."""
    seat = _seat(row.about_id)
    coming = [one for one, asked in places_of(seat) if asked.withdrawn_at is None and stands(one) and lies_ahead(one)]
    if not coming:
        return Moot("no meeting of the series is still to come")
    if unsafe_to_write(coming[0], seat.person):
        return Moot("it is not safe to write to this person")
    start = "Updated: " if row.kind == "series_update" else ""
    return _series_mail(row, seat, coming, start, entry_of_series(seat))


@composes("series_cancelled", "series_withdrawn", priority=CANCELLATION, always_sent=True)
def cancellation_of_series(row: Outbox) -> Message | Moot:
    """The series leaves the calendar: it is off, or only this person's invitation to it is withdrawn."""
    seat = _seat(row.about_id)
    withdrawn = row.kind == "series_withdrawn"
    entry = replace(entry_of_series(seat, method="CANCEL", uninvite=withdrawn), sequence=int(row.details["entry"]))
    return _series_mail(row, seat, [], "Withdrawn: " if withdrawn else "Cancelled: ", entry)


def _series_mail(row: Outbox, seat: Seat, coming: list[Meeting], start: str, entry: CalendarEntry) -> Message:
    first = coming[0] if coming else None
    words = rendered(
        "series_entry",
        kind=row.kind,
        reference=seat.series.reference,
        meetings=coming,
        every_weeks=seat.series.every_weeks,
        where=entry.location,
        url=entry.url,
        asked_by=(first.coordinator or first.asked_by).name if first else "",
        has_account=seat.person.role is not None,
        answered=seat.response not in ("no_reply", "undeliverable"),
        answer=_private_way_of_series(seat) if entry.method == "REQUEST" else "",
    )
    return Message(subject=start + entry.summary, entry=entry, **words)


def _private_way_of_series(seat: Seat) -> str:
    return f"/r/{links.make(SERIES_LINK, seat.public_id, seat.person)}" if is_being_kept() else "/r/…"


def private_way(asked: Invitation) -> str:
    """The address at which this invitee answers without an account. A preview, or a repeat of a mail, makes no secret."""
    return f"/r/{links.make('invitation', asked.public_id, asked.person)}" if is_being_kept() else "/r/…"


def _invited(public_id: str) -> tuple[Invitation, Meeting]:
    row: Any = db.session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.public_id == public_id)
    ).one()
    return row[0], row[1]


def _seat(public_id: str) -> Seat:
    return db.session.scalars(select(Seat).where(Seat.public_id == public_id)).one()
