"""Referrals of a child, what became of each, and the joint look that a pattern of them raises. Dated, never deleted."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models.record import Child
from foundation.database import Base, Identified, Versioned
from people.models import Agency, Person

REFERRAL_OUTCOMES = {
    "accepted": "Accepted",
    "threshold_not_met": "Threshold not met",
    "other_service": "Passed to another service",
    "no_answer": "No answer came",
}
ACCEPTED, NO_ANSWER = "accepted", "no_answer"
REFUSED = ("threshold_not_met", "other_service", NO_ANSWER)


class Referral(Identified, Versioned, Base):
    """A child referred to an agency. `answer_due_on` is kept with its working as it was counted on the day; `told_on` is the
    London date on which the referrer knew the answer and its reason: until then it is owed.

    `review_on` is the day on which whoever refused to let go is asked again; empty where nobody watches any longer.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_child", "child_id", "made_on"),
        Index("ix_referral_followed_by", "followed_by_id"),
        Index("ix_referral_to_agency", "to_agency_id", "told_on"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    made_on: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))  # the referrer's at the time
    followed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the referrer, or who took over their work
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    service: Mapped[str] = mapped_column(String(200), default="")
    concern: Mapped[str] = mapped_column(Text)
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"))
    entered_at: Mapped[datetime]

    answer_due_on: Mapped[date]
    rule: Mapped[str] = mapped_column(String(80))
    working: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(Text, default="")

    outcome: Mapped[str] = mapped_column(String(30), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who wrote the answer down
    told_on: Mapped[date | None]
    satisfied: Mapped[bool | None] = mapped_column(Boolean)
    review_on: Mapped[date | None]
    watch_ended_because: Mapped[str] = mapped_column(Text, default="")

    child: Mapped[Child] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    followed_by: Mapped[Person] = relationship(foreign_keys=[followed_by_id])
    to_agency: Mapped[Agency] = relationship(foreign_keys=[to_agency_id])

    @property
    def is_answered(self) -> bool:
        """That no answer came is written down, and is no answer."""
        return self.outcome not in ("", NO_ANSWER)

    @property
    def is_owed(self) -> bool:
        """Whether the referrer still waits to know what became of it."""
        return not self.is_answered or self.told_on is None


class JointLook(Identified, Versioned, Base):
    """The third concern that nobody took up: those who lead and coordinate look at all of them together. Of the concerns
    themselves nothing stands here; whoever sees the child sees that a pattern exists, and no more."""

    __tablename__ = "joint_look"
    __table_args__ = (
        Index(
            "uq_joint_look_open",
            "child_id",
            unique=True,
            sqlite_where=text("looked_at is null"),
            postgresql_where=text("looked_at is null"),
        ),
        Index("ix_joint_look_child", "child_id"),
    )

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    raised_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    what_came: Mapped[str] = mapped_column(Text, default="")

    child: Mapped[Child] = relationship()
