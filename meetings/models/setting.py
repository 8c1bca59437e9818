"""How a meeting is made possible for a family: who interprets, where they can speak, what each agency takes on."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

BOOKED = {"booked": "Booked", "confirmed": "Confirmed"}
# Who interprets. The last two are asked about so that they can be refused.
INTERPRETS = {
    "agency": "Somebody from an interpreting agency",
    "employed": "An interpreter whom one of our agencies employs",
    "relative": "Somebody of the family, or a friend",
    "child": "A child",
}
NEVER = ("relative", "child")
# What is recorded of the setting, by its keys: an answer, and a reason where the answer asks for one.
SETTING = ("private", "private_reason", "children_present", "children_reason")
AGREED = {"signed": "Signed", "read": "Read to them, and understood", "neither": "Neither yet"}


class InterpreterBooking(Identified, Versioned, Base):
    """An interpreter for one meeting: in which language, for whom, from where. Never a relative, a friend or a child."""

    __tablename__ = "interpreter_booking"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    language: Mapped[str] = mapped_column(String(100))
    for_whom: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    from_where: Mapped[str] = mapped_column(String(200))  # the interpreting agency, or the employer
    state: Mapped[str] = mapped_column(String(20), default="booked")
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class NoPart(Identified, Base):
    """An agency has no action in the plan that was made here, and why: silence about its part is no answer."""

    __tablename__ = "no_part"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    because: Mapped[str] = mapped_column(Text)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
