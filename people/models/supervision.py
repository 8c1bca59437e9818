"""Supervision and debriefs. That they were held is one row, what was said another: the second is private to the two."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Identified, Versioned
from people.models.accounts import Person

RECORDS_LOOKED_AT = {
    "sound": "Yes: they are sound",
    "to_mend": "Yes: something has to be put right",
    "no": "No, not this time",
}
DEBRIEF_STATES = {"offered": "Offered", "taken": "Taken up", "held": "Held", "declined": "Declined"}


class SupervisionLine(Identified, Versioned, Base):
    """Who supervises whom, and the London date by which they next meet. One line stands between the same two."""

    __tablename__ = "supervision_line"
    __table_args__ = (
        Index(
            "uq_supervision_line_standing",
            "supervisee_id",
            "supervisor_id",
            unique=True,
            sqlite_where=text("ended_on is null"),
            postgresql_where=text("ended_on is null"),
        ),
        Index("ix_supervision_line_supervisor", "supervisor_id"),
        Index("ix_supervision_line_due", "due_on"),
    )

    supervisee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]

    supervisee: Mapped[Person] = relationship(foreign_keys=[supervisee_id])
    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id])


class Supervision(Identified, Versioned, Base):
    """That supervision was held, and by when it had to be. `supervisee_id` and `supervisor_id` are those of that day."""

    __tablename__ = "supervision"
    __table_args__ = (Index("ix_supervision_line", "line_id", "held_on"), Index("ix_supervision_due", "due_on"))

    line_id: Mapped[int] = mapped_column(ForeignKey("supervision_line.id"))
    supervisee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    held_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class SupervisionNote(Identified, Base):
    """What was said in supervision. Only the two who were there read it, whoever manages them later."""

    __tablename__ = "supervision_note"

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision.id"), unique=True)
    focus: Mapped[str] = mapped_column(Text)
    assumptions: Mapped[str] = mapped_column(Text, default="")  # what was taken for granted, and how it is tested
    records_looked_at: Mapped[str] = mapped_column(String(20))
    about_records: Mapped[str] = mapped_column(Text, default="")
    agreed: Mapped[str] = mapped_column(Text, default="")


class Debrief(Identified, Versioned, Base):
    """A debrief that is offered to somebody who took part in something serious. `about_id` is the public id of that."""

    __tablename__ = "debrief"
    __table_args__ = (
        UniqueConstraint("person_id", "about_id"),
        Index("ix_debrief_with", "with_id"),
        Index("ix_debrief_due", "due_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_id: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="offered")
    offered_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    arranged_for: Mapped[date | None]
    held_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    debriefer: Mapped[Person | None] = relationship(foreign_keys=[with_id])


class DebriefNote(Identified, Base):
    """What was said in a debrief, for the two who were there alone."""

    __tablename__ = "debrief_note"

    debrief_id: Mapped[int] = mapped_column(ForeignKey("debrief.id"), unique=True)
    with_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
