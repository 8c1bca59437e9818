"""What is said, thought, decided and disagreed with in a meeting, each kind apart; and what is typed and not said yet."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified, Versioned

KINDS = {
    "fact": "Fact",
    "professional_judgement": "Professional judgement",
    "family_view": "Family view",
    "child_voice": "Child's voice",
}
POSITIONS = {
    "agree": "Agrees",
    "agree_with_reservation": "Agrees, with a reservation",
    "dissent": "Dissents",
    "not_asked": "Was not asked",
}
WISHES = {"record_only": "Recorded only", "challenge": "To be challenged"}
HARMS = {"physical": "Physical", "emotional": "Emotional", "sexual": "Sexual", "neglect": "Neglect"}
CONFIDENCE = {"low": "Low", "medium": "Medium", "high": "High"}
# A judgement that carries weight because of who gives it, and is open to challenge all the same.
ADVICE = {"legal": "Legal advice", "medical": "Medical opinion"}
# What is asked before a plan ends or is stepped down. Source: The 10 Principles, 4.7 and 7a (optimism).
OPTIMISM = {
    "change_shown": "What shows that something has changed for the child?",
    "for_how_long": "For how long has it been so?",
    "if_it_returns": "How would we notice if it came back, and who acts then?",
}


class Statement(Identified, Versioned, Base):
    """One thing that somebody said in the meeting. A judgement names the facts that it rests on and gives the reason."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_meeting", "meeting_id", "id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    kind: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))  # who said it
    source: Mapped[str] = mapped_column(String(300), default="")
    happened_on: Mapped[date | None]
    rests_on: Mapped[list[str]] = mapped_column(JSON, default=list)  # public ids of facts
    reason: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(10), default="")
    advice: Mapped[str] = mapped_column(String(10), default="")  # of a judgement: a key of `ADVICE`
    what_else: Mapped[str] = mapped_column(Text, default="")  # what else could explain it
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ChildHeard(Identified, Base):
    """The child's voice in this meeting: an entry of the child's record, words taken down here, or why there are none."""

    __tablename__ = "child_heard"
    __table_args__ = (UniqueConstraint("meeting_id", "child_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    voice_id: Mapped[int | None] = mapped_column(ForeignKey("voice_entry.id"))
    reason_absent: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class Decision(Identified, Versioned, Base):
    """What is decided for one child (or for the meeting's subject), with its reasons and the quorum of that minute."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("meeting_id", "child_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    decision: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text, default="")
    rationale: Mapped[str] = mapped_column(Text)
    alternatives: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(20), default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    quorum: Mapped[dict[str, Any]] = mapped_column(JSON)
    next_dates: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict
    )  # what it starts, by rule: the date that is set
    what_is_different: Mapped[str] = mapped_column(Text, default="")  # for the child, since the last review
    optimism: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # answers by key of `OPTIMISM`
    unmet: Mapped[list[str]] = mapped_column(JSON, default=list)  # what stood against stepping down at that minute
    unmet_reason: Mapped[str] = mapped_column(Text, default="")  # why the chair decided so all the same
    supervision_on: Mapped[date | None]
    no_supervision_reason: Mapped[str] = mapped_column(Text, default="")


class Position(Identified, Base):
    """Where an agency stands on the decision for a child, given before it sees the others'. A change keeps the first."""

    __tablename__ = "position"
    __table_args__ = (Index("ix_position_meeting", "meeting_id", "agency_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    position: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text, default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class DissentAsked(Base):
    """An agency was asked whether it dissents. "None" is an answer; silence is not."""

    __tablename__ = "dissent_asked"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    dissents: Mapped[bool] = mapped_column(Boolean)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]


class Dissent(Identified, Versioned, Base):
    """A professional's formal disagreement with a decision, in their own words, which nobody else edits."""

    __tablename__ = "dissent"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    reasons: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(String(20), default="record_only")
    recorded_at: Mapped[datetime]
    challenged_at: Mapped[datetime | None]
    escalation_id: Mapped[int | None] = mapped_column(Integer)


class RoomDraft(Base):
    """What somebody has typed into one form of the room and not entered yet: theirs alone, kept until they enter it.

    `typed` holds the fields as they were sent, so that even half a date comes back as it was left.
    """

    __tablename__ = "room_draft"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(60), primary_key=True)
    typed: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(Integer, default=1)
    saved_at: Mapped[datetime]
