"""What a court decided for a child, and the look that is then taken at each child who belongs to the same adults."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

COURT_OUTCOMES = {
    "removed": "Removed from home",
    "returned": "Returned or left at home",
    "care_order": "Care order",
    "supervision_order": "Supervision order",
    "no_order": "No order made",
    "other": "Something else",
}


class CourtOutcome(Identified, Versioned, Base):
    """One decision of the Family Court, also one of years ago. `unexpected`: not the one that was planned for."""

    __tablename__ = "court_outcome"
    __table_args__ = (Index("ix_court_outcome_child", "child_id", "decided_on"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    decided_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(30))
    order_made: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(Text, default="")
    unexpected: Mapped[bool] = mapped_column(Boolean)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class OutcomeReview(Identified, Versioned, Base):
    """Whether one child is safe after that decision: for the child itself and each brother or sister, born later too. It
    closes for that child alone, with a view of that child's own risk."""

    __tablename__ = "outcome_review"
    __table_args__ = (UniqueConstraint("outcome_id", "child_id"), Index("ix_outcome_review_child", "child_id"))

    outcome_id: Mapped[int] = mapped_column(ForeignKey("court_outcome.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    opened_at: Mapped[datetime]
    view: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
