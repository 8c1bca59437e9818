"""Who leads for a child, and the times in which nobody does."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models.record import Child
from foundation.database import Base, Identified, Versioned
from people.models import Person

LEAD_STATES = {
    "nominated": "Nominated",
    "accepted": "Accepted",
    "active": "Leads",
    "handover_proposed": "Leads; handover proposed",
    "handed_over": "Handed over",
    "ended": "Ended",
    "declined": "Declined",
}
LEADING = ("active", "handover_proposed")
PENDING = ("nominated", "accepted")


class LeadProfessional(Identified, Versioned, Base):
    """One person's time as lead professional for one child, from nomination on. One leads at every instant, never two."""

    __tablename__ = "lead_professional"
    __table_args__ = (
        Index(
            "uq_lead_professional_leading",
            "child_id",
            unique=True,
            sqlite_where=text("state in ('active', 'handover_proposed')"),
            postgresql_where=text("state in ('active', 'handover_proposed')"),
        ),
        Index(
            "uq_lead_professional_pending",
            "child_id",
            unique=True,
            sqlite_where=text("state in ('nominated', 'accepted')"),
            postgresql_where=text("state in ('nominated', 'accepted')"),
        ),
        Index("ix_lead_professional_child", "child_id", "state"),
        Index("ix_lead_professional_person", "person_id", "state"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(30), default="named")
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nominated_at: Mapped[datetime]
    interim: Mapped[bool] = mapped_column(Boolean, default=False)
    starts_on: Mapped[date]
    until_on: Mapped[date | None]  # of an interim lead: the last day
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # of declining, withdrawing or ending
    load: Mapped[str] = mapped_column(Text, default="")  # what the nominee carried, in words; where above the line
    load_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    load_reason: Mapped[str] = mapped_column(Text, default="")
    family_view: Mapped[str] = mapped_column(Text, default="")  # on who leads; owed until it is written down
    handover_of_id: Mapped[int | None] = mapped_column(ForeignKey("lead_professional.id"))
    handover_note: Mapped[str] = mapped_column(Text, default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_from: Mapped[date | None]
    deputy_to: Mapped[date | None]

    child: Mapped[Child] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])
    load_agreed_by: Mapped[Person | None] = relationship(foreign_keys=[load_agreed_by_id])

    @property
    def leads(self) -> bool:
        return self.state in LEADING


class LeadGap(Identified, Versioned, Base):
    """A time in which nobody led for a child with an open plan or meeting; open while `to_at` is empty."""

    __tablename__ = "lead_gap"
    __table_args__ = (
        Index(
            "uq_lead_gap_open",
            "child_id",
            unique=True,
            sqlite_where=text("to_at is null"),
            postgresql_where=text("to_at is null"),
        ),
        Index("ix_lead_gap_child", "child_id"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]

    child: Mapped[Child] = relationship()
