"""Training that several agencies take together: who took what, and until when it holds."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Identified, Versioned
from people.models.accounts import Person


class Training(Identified, Versioned, Base):
    """Somebody took a course of the rule book on a London date. Those who were there on the same day trained together."""

    __tablename__ = "training"
    __table_args__ = (
        Index("ix_training_person", "person_id", "course"),
        Index("ix_training_together", "course", "taken_on"),
        Index("ix_training_expires", "expires_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(String(60))
    taken_on: Mapped[date]
    expires_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text, default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # entered in error
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
