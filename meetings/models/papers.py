"""Decision letter and minutes: every version is kept, the chair approves one, and only an approved one is issued."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified


class Paper(Identified, Base):
    """One version of the letter or the minutes of a meeting, in Markdown. A version never changes."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[str] = mapped_column(String(20))  # minutes, decision_letter
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    family_text: Mapped[str] = mapped_column(Text, default="")  # without the confidential part
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: drafted from the record
    written_at: Mapped[datetime]
    proposal_to: Mapped[int | None] = mapped_column(Integer)  # set aside beside this number: two people wrote at once
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]


class Recipient(Identified, Base):
    """Somebody to whom an issued paper went, in which version and why."""

    __tablename__ = "paper_recipient"
    __table_args__ = (UniqueConstraint("paper_id", "person_id"), Index("ix_paper_recipient_person", "person_id"))

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    edition: Mapped[str] = mapped_column(String(10))  # full, family
    why: Mapped[str] = mapped_column(String(200))


class Correction(Identified, Base):
    """A correction stands beside the record, which never changes."""

    __tablename__ = "correction"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(20), default="open")  # open, accepted, noted
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
