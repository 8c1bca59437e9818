"""What was asked about the adults who are easily left out of a file: the father, a partner, whoever comes and goes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

ADULTS = {"father": "Father", "partner": "Partner of a parent", "visitor": "Whoever else is often there"}
ASKED_ANSWERS = {"not_known": "Not known yet", "nobody": "There is nobody"}
LIVES_HERE = {"yes": "Lives here", "no": "Does not live here", "not_known": "Not known to us"}


class AdultAsked(Identified, Versioned, Base):
    """Somebody asked who this adult is, and got no name: whom they asked, and what they did to find out. Whoever has a name
    is a `FamilyMember`."""

    __tablename__ = "adult_asked"
    __table_args__ = (Index("ix_adult_asked_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    adult: Mapped[str] = mapped_column(String(30))
    answer: Mapped[str] = mapped_column(String(30))
    asked_whom: Mapped[str] = mapped_column(String(200))
    steps: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class AdultAccount(Identified, Base):
    """What one agency knows of an adult of the family. The latest of an agency stands; an adult whom one agency alone knows of
    is a question for the others."""

    __tablename__ = "adult_account"
    __table_args__ = (Index("ix_adult_account_member", "member_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("family_member.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    lives_here: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
