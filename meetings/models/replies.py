"""What came back from calendars and mailboxes and waits for a person: times that invitees propose, answers in doubt."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Identified
from meetings.models.invitation import Invitation

PROPOSAL_STATES = {
    "open": "Waiting for you",
    "taken": "Taken: the meeting was moved",
    "refused": "Not taken: the meeting stays",
    "replaced": "Replaced by a later proposal",
}
# What is in doubt: an answer, somebody who comes instead, words instead of an answer, a mail that cannot be read.
DOUBTS = {
    "answer": "An answer",
    "deputy": "A deputy",
    "words": "A mail in words",
    "unclear": "A mail that could not be read",
}
SETTLED = {"": "Waiting for you", "taken": "Taken as an answer", "set_aside": "Set aside"}


class Proposal(Identified, Base):
    """Another time that an invitee proposes from their calendar. It moves nothing by itself; one is open at a time."""

    __tablename__ = "time_proposal"
    __table_args__ = (
        Index(
            "uq_time_proposal_open",
            "invitation_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        UniqueConstraint("mail_id", "number"),
        Index("ix_time_proposal_meeting", "meeting_id", "state"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    mail_id: Mapped[int] = mapped_column(ForeignKey("incoming_mail.id"))
    number: Mapped[int] = mapped_column(Integer, default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int] = mapped_column(Integer, default=0)  # the version of the meeting that it answers
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    invitation: Mapped[Invitation] = relationship(lazy="joined")


class Doubt(Identified, Base):
    """Something that came in and was neither applied nor dropped: a person judges, with the reasons before them.

    Without a meeting nobody here knows what it is about; a coordinator looks at it. `asked_id` is whose address it came to.
    """

    __tablename__ = "answer_doubt"
    __table_args__ = (
        UniqueConstraint("mail_id", "number"),
        Index("ix_answer_doubt_meeting", "meeting_id", "outcome"),
    )

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    mail_id: Mapped[int] = mapped_column(ForeignKey("incoming_mail.id"))
    number: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[str] = mapped_column(String(10))
    sender: Mapped[str] = mapped_column(String(254), default="")
    attendee: Mapped[str] = mapped_column(String(254), default="")
    response: Mapped[str] = mapped_column(String(20), default="")
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    stamp: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]  # of a time that is proposed
    ends_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    alias: Mapped[bool] = mapped_column(default=False)  # probably another address of the one who was asked
    deputy: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    received_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_reason: Mapped[str] = mapped_column(Text, default="")
    taken_for_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))

    asked: Mapped[Invitation | None] = relationship(foreign_keys=[asked_id], lazy="joined")
    taken_for: Mapped[Invitation | None] = relationship(foreign_keys=[taken_for_id], lazy="joined")
