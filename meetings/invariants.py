"""What must hold of the series: each of its meetings stands once in it, and an answer finds one person and one entry."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from foundation.database import db
from foundation.invariants import invariant
from meetings.models import Invitation, Meeting, MeetingSeries, Seat


@invariant("I-11", "A series is one calendar entry: its meetings share its UID, each under a date of its own.")
def every_meeting_of_a_series_stands_once_in_it() -> Iterator[str]:
    apart = (
        select(Meeting.reference, MeetingSeries.reference.label("series"))
        .join(MeetingSeries, MeetingSeries.id == Meeting.series_id)
        .where(
            or_(Meeting.uid != MeetingSeries.uid, Meeting.usual_at.is_(None), Meeting.sequence > MeetingSeries.counter)
        )
    )
    for row in db.session.execute(apart):
        yield f"Meeting {row.reference} does not stand in series {row.series} as its calendar entry says."
    twice = (
        select(MeetingSeries.reference, Meeting.usual_at)
        .join(Meeting, Meeting.series_id == MeetingSeries.id)
        .group_by(MeetingSeries.reference, Meeting.usual_at)
        .having(func.count() > 1)
    )
    for reference, _ in db.session.execute(twice):
        yield f"Two meetings of series {reference} stand under one date."


@invariant(
    "I-12", "An invitation to a meeting of a series has the seat of its person in that series, and no other has one."
)
def every_seat_is_that_of_its_person() -> Iterator[str]:
    wrong = (
        select(Invitation.public_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .where(
            or_(
                Meeting.series_id.is_distinct_from(Seat.series_id),
                (Seat.id.is_not(None)) & (Seat.person_id != Invitation.person_id),
            )
        )
    )
    for public_id in db.session.scalars(wrong):
        yield f"Invitation {public_id} has not the seat that its meeting and its person ask for."
