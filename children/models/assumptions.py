"""What is taken for granted about a child, how it is tested, and what culture and belief mean in practice for this child."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

RESULTS = {"holds": "It holds", "does_not_hold": "It does not hold"}
BELIEFS = {
    "culture": "Culture and background",
    "belief": "Religion and belief",
    "language": "Language",
    "ways": "How this family brings up children",
}


class Assumption(Identified, Versioned, Base):
    """Something that is taken for granted, who holds it, what speaks for and against it, and how it is tested. Untested while
    `result` is empty. `like_for_child`: what it is like for this child, asked where poverty or neglect play a part."""

    __tablename__ = "assumption"
    __table_args__ = (Index("ix_assumption_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    text: Mapped[str] = mapped_column(Text)
    held_by: Mapped[str] = mapped_column(String(200))
    evidence_for: Mapped[str] = mapped_column(Text, default="")
    evidence_against: Mapped[str] = mapped_column(Text, default="")
    how_to_test: Mapped[str] = mapped_column(Text)
    like_for_child: Mapped[str] = mapped_column(Text, default="")
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_on: Mapped[date]
    result: Mapped[str] = mapped_column(String(30), default="")
    result_words: Mapped[str] = mapped_column(Text, default="")
    tested_on: Mapped[date | None]
    tested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Belief(Identified, Versioned, Base):
    """What culture, belief or language mean in practice for this child. Each entry stays; the latest of its kind stands."""

    __tablename__ = "belief"
    __table_args__ = (Index("ix_belief_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    kind: Mapped[str] = mapped_column(String(30))
    meaning: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(String(200))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
