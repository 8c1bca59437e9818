"""What stands in somebody's private calendar: the meetings that they are invited to now, neutral, and nobody else's names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, or_, select

from children.models import Child
from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, MeetingChild, Seat
from meetings.models.meeting import AFTER, RUNNING
from meetings.queries.entries import description_of, joined_by, summary_of, where_is
from notifications.calendar import CalendarEntry
from people.models import Person
from people.visibility import visible_to

BACK, AHEAD = timedelta(days=28), timedelta(days=400)


@dataclass(frozen=True)
class Feed:
    """The entries in a fixed order, and the ids of the meetings behind them."""

    entries: list[CalendarEntry]
    meetings: list[int]
    changed_at: datetime | None


def feed_for(person: Person) -> Feed:
    """28 days back to 400 ahead; a cancelled meeting is shown as cancelled for 28 days. One query, and two
    for each series.

    The stamp is that of the meeting's last change, so that the same data is the same bytes (CALENDAR.md, section 3).
    """
    now = clock.now()
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.public_id,
            Meeting.reference,
            Meeting.uid,
            Meeting.state,
            Meeting.asked_at,
            Meeting.changed_at,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Meeting.online_url,
            Meeting.series_id,
            Meeting.usual_at,
            Invitation.last_sequence,
            Invitation.seat_id,
        )
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            Invitation.person_id == person.id,
            Invitation.withdrawn_at.is_(None),
            Invitation.last_sequence.is_not(None),
            visible_to(person, Meeting),
            Meeting.starts_at.between(now - BACK, now + AHEAD),
            Meeting.ends_at.is_not(None),
            or_(
                Meeting.state.in_(("invited", *RUNNING, *AFTER, "reconvened")),
                and_(Meeting.state == "cancelled", Meeting.changed_at >= now - BACK),
            ),
        )
        .order_by(Meeting.starts_at, Meeting.uid)
    ).all()
    entries = [_entry(row) for row in rows if row.series_id is None]
    for seat_id in dict.fromkeys(row.seat_id for row in rows if row.series_id is not None):
        entries += _series(db.session.get_one(Seat, seat_id), [_entry(row) for row in rows if row.seat_id == seat_id])
    entries.sort(key=lambda entry: (entry.starts_at, entry.uid))
    return Feed(entries, [row.id for row in rows], max((row.changed_at for row in rows), default=None))


def _entry(row: Any) -> CalendarEntry:
    url = f"{current_app.config['CONVENOR'].base_url}/meetings/{row.public_id}"
    method = "CANCEL" if row.state == "cancelled" else "REQUEST"
    return CalendarEntry(
        method=method,
        uid=row.uid,
        sequence=row.last_sequence,
        created=row.asked_at,
        modified=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=summary_of(row.reference),
        description=description_of(url),
        location=where_is(row.place, row.online_url),
        url=url,
        conference_url=joined_by(method, row.online_url),
        recurrence_id=row.usual_at,
    )


def _series(seat: Seat, shown: list[CalendarEntry]) -> list[CalendarEntry]:
    """The series as its meetings: its pattern, each meeting that is shown as one of its own, and no other date. A single
    meeting of it stands without the pattern, as it was mailed."""
    if len(shown) < 2:
        return shown
    series, first = seat.series, shown[0]
    dates = select(Meeting.usual_at).where(Meeting.series_id == series.id).order_by(Meeting.usual_at)
    usual = [at for at in db.session.scalars(dates) if at is not None]
    known = {one.recurrence_id for one in shown}
    whole = replace(
        first,
        method="REQUEST",
        sequence=seat.sequence,
        created=series.planned_at,
        modified=max(series.changed_at, *(one.modified for one in shown)),
        starts_at=series.starts_at,
        ends_at=series.starts_at + timedelta(minutes=series.minutes_long),
        summary=summary_of(series.reference),
        recurrence_id=None,
        rrule=f"FREQ=WEEKLY;INTERVAL={series.every_weeks};COUNT={len(usual)}",
        exdates=tuple(at for at in usual if at not in known),
        exceptions=tuple(shown),
    )
    return [whole]


def children_of(meetings: list[int]) -> Sequence[str]:
    """Public ids of the children whom these meetings are about, for the record of what was read."""
    found = select(Child.public_id).join(MeetingChild, MeetingChild.child_id == Child.id)
    return db.session.scalars(found.where(MeetingChild.meeting_id.in_(meetings)).distinct()).all()
