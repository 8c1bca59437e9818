"""What stands in somebody's private calendar: the meetings that they are invited to now, neutral, and nobody else's names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import and_, or_, select

from children.models import Child
from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, MeetingChild
from meetings.models.meeting import AFTER, RUNNING
from meetings.queries.entries import description_of, summary_of, where_is
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
    """28 days back to 400 ahead; a cancelled meeting is shown as cancelled for 28 days. One query.

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
            Invitation.last_sequence,
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
    site = current_app.config["CONVENOR"].base_url
    entries = [
        CalendarEntry(
            method="CANCEL" if row.state == "cancelled" else "REQUEST",
            uid=row.uid,
            sequence=row.last_sequence,
            created=row.asked_at,
            modified=row.changed_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=summary_of(row.reference),
            description=description_of(f"{site}/meetings/{row.public_id}"),
            location=where_is(row.place, row.online_url),
            url=f"{site}/meetings/{row.public_id}",
            conference_url=row.online_url or None,
        )
        for row in rows
    ]
    return Feed(entries, [row.id for row in rows], max((row.changed_at for row in rows), default=None))


def children_of(meetings: list[int]) -> Sequence[str]:
    """Public ids of the children whom these meetings are about, for the record of what was read."""
    found = select(Child.public_id).join(MeetingChild, MeetingChild.child_id == Child.id)
    return db.session.scalars(found.where(MeetingChild.meeting_id.in_(meetings)).distinct()).all()
