"""Meetings that follow one another every few weeks: one entry in a calendar, and one row for each of them here."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Identified
from people.models import Person


class MeetingSeries(Identified, Base):
    """What the calendar entry of a whole series says: its pattern, its place. Each meeting of it is a row of its own.

    `counter` is the highest SEQUENCE given out under the UID, `sequence` that of the entry as a whole. A meeting that is held
    otherwise than the pattern says is an exception with a number of its own (CALENDAR.md 1.1, 1.4).
    """

    __tablename__ = "meeting_series"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    every_weeks: Mapped[int] = mapped_column(Integer)
    starts_at: Mapped[datetime]  # of the first by the pattern; the others keep its time of day by London's clocks
    minutes_long: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    counter: Mapped[int] = mapped_column(Integer, default=0)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]  # when the invitations to the whole first went out


class Seat(Identified, Base):
    """One person asked to meetings of one series: one secret address for the answers to all of them.

    `whole`: their calendar holds the series, and not only single meetings of it. `sequence` is the number of that entry as
    this person was sent it, `last_sequence` the highest that they were sent under the UID. `response` answers the whole.
    """

    __tablename__ = "series_seat"
    __table_args__ = (UniqueConstraint("series_id", "person_id"), Index("ix_series_seat_person", "person_id"))

    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    whole: Mapped[bool] = mapped_column(Boolean, default=False)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    last_sequence: Mapped[int] = mapped_column(Integer, default=0)
    response: Mapped[str] = mapped_column(String(20), default="no_reply")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    series: Mapped[MeetingSeries] = relationship(lazy="joined")
