"""Case audits: a sample of records drawn at random, each looked at by somebody who never worked on the case."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models.record import Child
from foundation.database import Base, Identified, Versioned
from people.models import Person

# What is looked at in each record. Source: the 10 Principles, principle 1 (recording).
AUDIT_QUESTIONS = {
    "voice": "The child’s own words, and what changed because of them",
    "facts": "Facts, judgements and views are apart, and judgements have their reasons",
    "timely": "Entries are made in time; the chronology and the summary are up to date",
    "analysis": "Analysis, and what else it could be, not description alone",
    "sharing": "What was shared or not, with whom and why",
}
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
TO_MEND = ("requires_improvement", "inadequate")


class CaseAudit(Identified, Versioned, Base):
    """One case of a sample. Until it is graded, or its day has passed, the record is open to `auditor`, to read alone."""

    __tablename__ = "case_audit"
    __table_args__ = (
        Index("ix_case_audit_auditor", "auditor_id", "graded_at"),
        Index("ix_case_audit_child", "child_id"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    auditor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime]
    due_on: Mapped[date]
    grades: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    good: Mapped[str] = mapped_column(Text, default="")
    to_mend: Mapped[str] = mapped_column(Text, default="")
    graded_at: Mapped[datetime | None]

    child: Mapped[Child] = relationship()
    auditor: Mapped[Person] = relationship(foreign_keys=[auditor_id])
