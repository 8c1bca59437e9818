"""Which meeting something that came in is about: by its entry, by the secret of a seat, by a date of the pattern."""

from datetime import date, datetime

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, Seat
from meetings.queries.series import lies_ahead, places_of
from notifications.models import kind_of


def meeting_of_entry(uid: str, recurrence_id: datetime | date | None = None) -> Meeting | None:
    """The meeting that stands in calendars under `uid`; of a series the one that is named, else the first to come."""
    if not uid:
        return None
    found = db.session.scalars(select(Meeting).where(Meeting.uid == uid).order_by(Meeting.usual_at)).all()
    if recurrence_id is not None and (meant := [one for one in found if is_meant(one, recurrence_id)]):
        return meant[0]
    return next((one for one in found if lies_ahead(one)), found[-1] if found else None)


def is_meant(meeting: Meeting, recurrence_id: datetime | date) -> bool:
    """Whether `recurrence_id` names the meeting: the instant of its start by the pattern, or that day in London."""
    if meeting.usual_at is None:
        return False
    if isinstance(recurrence_id, datetime):
        return meeting.usual_at == recurrence_id
    return clock.local(meeting.usual_at).date() == recurrence_id


def seat_under(token: str) -> Seat | None:
    """The seat of a secret, held until the answer is in: two readers at once take it one after the other."""
    if not token:
        return None
    held = select(Seat).where(Seat.token == token).with_for_update(of=Seat)
    return db.session.scalar(held.execution_options(populate_existing=True))


def seat_named(kind: str, public_id: str) -> Seat | None:
    """The seat that a mail of ours was about; None where it was about something else."""
    if kind != kind_of(Seat):
        return None
    return db.session.scalar(select(Seat).where(Seat.public_id == public_id))


def next_place(seat: Seat) -> tuple[Invitation | None, Meeting | None]:
    """The invitation of the seat to the next meeting to come, and the meeting; where none is, the last one."""
    places = [place for place in places_of(seat) if place[1].withdrawn_at is None] or places_of(seat)
    ahead = next((place for place in places if lies_ahead(place[0])), places[-1] if places else None)
    return (ahead[1], ahead[0]) if ahead else (None, None)
