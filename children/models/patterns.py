"""What a chronology shows when it is read as a whole: the questions that it raises, what was made of them, and how the family
and the workers are with each other. Evidence to judge; nothing is counted into a score."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

# What an entry of the chronology shows when all are read together, where the writer can say.
SHOWS = {
    "better": "Things were better for the child",
    "worse": "Things were worse for the child",
    "missed": "An appointment was missed, or nobody was let in",
    "unmet": "A need of the child was not met",
    "visit": "A visit of which the family knew beforehand",
}
ACCOUNTS = {
    "family": "Family",
    "professional": "Professional",
    "neighbour": "Neighbour or somebody who knows them",
}
# Principle 7e.
INDICATORS = {
    "family_account": "What the family says and what is seen differ",
    "professional_accounts": "Professionals’ accounts differ from each other",
    "neighbour_accounts": "Neighbours or relatives say otherwise",
    "unmet_needs": "The child’s needs are still not met",
    "repeat_incidents": "Incidents repeat",
    "chronology": "The chronology, read as a whole, shows no lasting change",
}
# Two scales, each asked by itself: a family that keeps every appointment may change nothing for the child.
ENGAGEMENTS = {
    "refuses": "Refuses or is hostile",
    "avoids": "Avoids us",
    "goes_along": "Goes along with what is asked",
    "works_with_us": "Works with us",
}
CHANGES_FOR_CHILD = {
    "worse": "Worse for the child",
    "none": "No change for the child",
    "some": "Some change for the child",
    "lasting": "Lasting change for the child",
}


class IndicatorSeen(Identified, Versioned, Base):
    """One of the six indicators, marked or not, with its evidence on one day. The latest of each stands; none is lost."""

    __tablename__ = "indicator_seen"
    __table_args__ = (Index("ix_indicator_seen_child", "child_id", "indicator", "seen_on"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    indicator: Mapped[str] = mapped_column(String(30))
    marked: Mapped[bool] = mapped_column(Boolean)
    evidence: Mapped[str] = mapped_column(Text)
    rests_on: Mapped[list[Any]] = mapped_column(JSON, default=list)  # public ids of entries of the chronology
    seen_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class PatternSettled(Identified, Versioned, Base):
    """Somebody looked at a question that the chronology raises and said why it does not stand. It holds for these entries."""

    __tablename__ = "pattern_settled"
    __table_args__ = (Index("ix_pattern_settled_child", "child_id", "pattern"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    pattern: Mapped[str] = mapped_column(String(60))
    entries: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(Text)
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]


class Engagement(Identified, Versioned, Base):
    """How the family and the workers are with each other, and, apart from it, what has changed for the child."""

    __tablename__ = "engagement"
    __table_args__ = (Index("ix_engagement_child", "child_id", "seen_on"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    seen_on: Mapped[date]
    engagement: Mapped[str] = mapped_column(String(30))
    change: Mapped[str] = mapped_column(String(30))
    evidence: Mapped[str] = mapped_column(Text)
    fear: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class SafetyNote(Identified, Versioned, Base):
    """What a worker has to know before a visit, for the worker's own safety. The latest stands."""

    __tablename__ = "safety_note"
    __table_args__ = (Index("ix_safety_note_child", "child_id", "written_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
