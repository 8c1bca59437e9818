"""Whom nothing may be sent to about a child, and who is met apart: where there is abuse, a letter can do harm."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

CONTACT_RULES = {
    "never": "Do not send to them, and do not invite them",
    "apart": "Invite them, hear them and write to them apart from the others",
}


class ContactRule(Identified, Versioned, Base):
    """A rule about one person, for every child of the household. `email_key` is empty where no address of theirs is known;
    then the name counts. It ends with a reason, and is never deleted."""

    __tablename__ = "contact_rule"
    __table_args__ = (Index("ix_contact_rule_household", "household_id"),)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    email_key: Mapped[str] = mapped_column(String(254), default="")
    kind: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
