"""What an agency was asked for about a child, and when somebody with fresh eyes looked at the case."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

EYES_BECAUSE = {"long_plan": "The plan has run for long", "new_manager": "Whoever leads has another manager"}


class InformationRequest(Identified, Versioned, Base):
    """One person of an agency is asked what it knows, why, and by when. The answer stays beside the question."""

    __tablename__ = "information_request"
    __table_args__ = (
        Index("ix_information_request_child", "child_id"),
        Index("ix_information_request_asked", "asked_id"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FreshEyes(Identified, Versioned, Base):
    """Somebody who does not lead looks at the case as if for the first time. Open while `reviewed_at` is empty."""

    __tablename__ = "fresh_eyes"
    __table_args__ = (Index("ix_fresh_eyes_child", "child_id", "reviewed_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    because: Mapped[str] = mapped_column(String(30))
    opened_at: Mapped[datetime]
    seen: Mapped[str] = mapped_column(Text, default="")
    different: Mapped[str] = mapped_column(Text, default="")  # what would be done differently
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
