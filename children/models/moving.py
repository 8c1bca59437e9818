"""A child who moves from one area to another: who holds until when, what was sent, and where the child lived before."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models.record import Child
from foundation.database import Base, Identified, Versioned
from people.models import Agency, Person

DIRECTIONS = {"out": "To another area", "in": "From another area"}
MOVE_STATES = {
    "noticed": "Waits for the receiving lead",
    "accepted": "Accepted",
    "declined": "Not accepted",
    "withdrawn": "Withdrawn",
}
PAPERS = {
    "assessment": "The latest assessment",
    "plan": "The plan, with what has been done of it",
    "conference": "The record and the decisions of the last conference or review",
    "chronology": "The chronology",
    "reports": "Reports of other agencies",
    "court": "Court orders and legal advice, or that there are none",
}


class AreaMove(Identified, Versioned, Base):
    """A child moves out of this area, or into it. Whoever leads on the giving side holds until `receiving` accepts.

    `notice_on`: the London date of the written notice, from which the transfer conference counts. `answer_due_on` is kept
    with its working. `papers`: by key of `PAPERS`, the day on which each was sent, or came.
    """

    __tablename__ = "area_move"
    __table_args__ = (
        Index(
            "uq_area_move_noticed",
            "child_id",
            unique=True,
            sqlite_where=text("state = 'noticed'"),
            postgresql_where=text("state = 'noticed'"),
        ),
        Index("ix_area_move_child", "child_id", "id"),
        Index("ix_area_move_state", "state", "answer_due_on"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    direction: Mapped[str] = mapped_column(String(30))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))  # of the other area
    giving_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    receiving_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    their_manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # in the other area
    notice_on: Mapped[date]
    notice: Mapped[str] = mapped_column(Text)
    needs_conference: Mapped[bool] = mapped_column(Boolean)
    answer_due_on: Mapped[date]
    working: Mapped[list[str]] = mapped_column(JSON, default=list)
    papers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(30), default="named")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    told_how: Mapped[str] = mapped_column(Text, default="")  # where somebody here wrote the answer down

    child: Mapped[Child] = relationship()
    agency: Mapped[Agency] = relationship()
    giving: Mapped[Person] = relationship(foreign_keys=[giving_id])
    receiving: Mapped[Person] = relationship(foreign_keys=[receiving_id])
    their_manager: Mapped[Person | None] = relationship(foreign_keys=[their_manager_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])

    @property
    def theirs(self) -> Person:
        """Whoever leads on the side of the other area."""
        return self.receiving if self.direction == "out" else self.giving

    @property
    def paper_days(self) -> dict[str, date]:
        """The day of each paper that was sent, or came."""
        return {paper: date.fromisoformat(day) for paper, day in self.papers.items()}

    @property
    def papers_words(self) -> str:
        """As "Papers from the old area: 2 of 6"."""
        which = "from the old area" if self.direction == "in" else "for the new area"
        return f"Papers {which}: {len(self.papers)} of {len(PAPERS)}"


class AreaLived(Identified, Versioned, Base):
    """An area in which the child lived before, and who there may know more. A family that moves often is seen here."""

    __tablename__ = "area_lived"
    __table_args__ = (Index("ix_area_lived_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    area: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    who_knows: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
