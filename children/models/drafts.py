"""What somebody has still to write up: theirs alone until it stands in the chronology."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned


class Draft(Identified, Versioned, Base):
    """Notes of a visit or an event. `write_up_on`: the day on which thirty minutes are kept free for it. Finished when it
    stands in the chronology (`became`), or when its writer says why it never will (`dropped_because`)."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_person", "person_id", "finished_at"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    happened_on: Mapped[date]
    write_up_on: Mapped[date | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    became: Mapped[str] = mapped_column(String(20), default="")
    dropped_because: Mapped[str] = mapped_column(Text, default="")
