"""What we make of it: the case summary, and what we think is happening beside what else it could be. Nothing is overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

THINKING = {"analysis": "Analysis", "hypothesis": "Hypothesis"}
CONFIDENCE = {"low": "Low", "medium": "Medium", "high": "High"}


class CaseSummary(Identified, Versioned, Base):
    """Who this child is, what the risks are and what is different now, on the day it was written. The latest stands."""

    __tablename__ = "case_summary"
    __table_args__ = (Index("ix_case_summary_child", "child_id", "written_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    who: Mapped[str] = mapped_column(Text)
    risks: Mapped[str] = mapped_column(Text)
    steps_taken: Mapped[str] = mapped_column(Text, default="")
    what_is_different: Mapped[str] = mapped_column(Text)
    needs_next: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]


class Analysis(Identified, Versioned, Base):
    """What somebody thinks is happening, what else it could be, and what would change their mind. `replaces` an earlier one,
    which stays."""

    __tablename__ = "analysis"
    __table_args__ = (Index("ix_analysis_child", "child_id", "written_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    kind: Mapped[str] = mapped_column(String(30))
    thinking: Mapped[str] = mapped_column(Text)
    alternatives: Mapped[str] = mapped_column(Text)
    rests_on: Mapped[list[Any]] = mapped_column(JSON, default=list)  # public ids of entries of the chronology
    confidence: Mapped[str] = mapped_column(String(30))
    would_change: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("analysis.id"), index=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
