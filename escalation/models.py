"""A professional disagreement and its ladder. The policy is frozen into the row when it is raised: a policy that is edited
afterwards moves no date of a disagreement that runs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models import Child
from foundation.database import Base, Identified, Versioned
from people.models import Agency, Person

STATES = {
    "draft": "Draft",
    "open": "Open",
    "resolved": "Resolved",
    "feedback_given": "Feedback given",
    "closed": "Closed",
    "withdrawn": "Withdrawn",
}
ABOUT = {
    "decision": "A decision of a meeting",
    "dissent": "A dissent at a conference",
    "referral": "The outcome of a referral",
    "assessment": "An assessment",
    "action": "An action refused or left",
    "service": "A service withdrawn",
    "meeting_declined": "A meeting that was declined",
    "timeliness": "Something that is not done in time",
    "other": "Something else",
}
OUTCOMES = {"changed": "The decision was changed", "partly": "It was changed in part", "unchanged": "It stands"}
SATISFACTION = {"yes": "Yes", "partly": "Partly", "no": "No"}
LOCAL = "local."  # before the number of a version of the locality's own policy: a key beside those of the rule book
KINDS = {"fact": "Fact", "professional_judgement": "Professional judgement"}
CONVERSATION, VERSION = "conversation", "version"  # what was said, as one side has it; and as the other side has it


class Escalation(Identified, Versioned, Base):
    """One disagreement. `ladder` is the policy in force when it was raised; `stage` is the stage that is open, if any."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_state", "state", "stage"),
        Index("ix_escalation_raiser", "raiser_id"),
        Index("ix_escalation_against", "against_agency_id"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    stage: Mapped[int | None] = mapped_column(Integer)
    policy: Mapped[str] = mapped_column(String(40))
    ladder: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    raiser_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    raiser_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name_held_back: Mapped[bool] = mapped_column(Boolean, default=False)
    against_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    decision_maker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]
    about_kind: Mapped[str] = mapped_column(String(30))
    about_id: Mapped[str | None] = mapped_column(String(20))
    about_text: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(String(40))
    concern: Mapped[str] = mapped_column(Text)
    outcome_sought: Mapped[str] = mapped_column(Text)
    effect_on_child: Mapped[str] = mapped_column(Text)
    immediate_risk: Mapped[bool] = mapped_column(Boolean)
    interim_safety: Mapped[str] = mapped_column(Text, default="")
    drafted_at: Mapped[datetime]
    raised_at: Mapped[datetime | None]
    cap_on: Mapped[date | None]

    fast_tracked: Mapped[bool] = mapped_column(Boolean, default=False)
    fast_track_reason: Mapped[str] = mapped_column(Text, default="")
    reopened: Mapped[int] = mapped_column(Integer, default=0)
    agreed_by_raiser_at: Mapped[datetime | None]
    agreed_by_responder_at: Mapped[datetime | None]
    agreed_statement: Mapped[str] = mapped_column(Text, default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    resolved_at: Mapped[datetime | None]
    feedback: Mapped[str] = mapped_column(Text, default="")
    feedback_due_on: Mapped[date | None]
    feedback_at: Mapped[datetime | None]
    satisfaction: Mapped[str] = mapped_column(String(10), default="")
    satisfaction_words: Mapped[str] = mapped_column(Text, default="")
    copied_by: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # agency key: when it copied the outcome
    copied_told_by: Mapped[str] = mapped_column(
        String(500), default=""
    )  # who told the coordinator so, of the other side
    learning: Mapped[str] = mapped_column(Text, default="")
    no_actions_because: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # of a withdrawal

    raiser: Mapped[Person] = relationship(foreign_keys=[raiser_id])
    against_agency: Mapped[Agency] = relationship(foreign_keys=[against_agency_id])
    raiser_agency: Mapped[Agency] = relationship(foreign_keys=[raiser_agency_id])
    decision_maker: Mapped[Person | None] = relationship(foreign_keys=[decision_maker_id])
    children: Mapped[list[Child]] = relationship(secondary="escalation_child", order_by="Child.id", viewonly=True)
    stages: Mapped[list["EscalationStage"]] = relationship(order_by="EscalationStage.id", viewonly=True)


class EscalationChild(Base):
    """Whose safety it is about."""

    __tablename__ = "escalation_child"

    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)


class EscalationStage(Identified, Base):
    """One stage that was entered: who answers, by when, how it was counted, and how it ended. One is open at a time."""

    __tablename__ = "escalation_stage"
    __table_args__ = (
        UniqueConstraint("escalation_id", "round", "number"),
        Index("ix_escalation_stage_open", "ended_at", "due_on"),
        Index("ix_escalation_stage_responder", "responder_id"),
    )

    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"))
    round: Mapped[int] = mapped_column(Integer, default=0)  # counts how often it was reopened
    number: Mapped[int] = mapped_column(Integer)
    entered_at: Mapped[datetime]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    working: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(Text, default="")
    force: Mapped[str] = mapped_column(String(30), default="")
    responder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(
        String(20), default=""
    )  # taken_up, skipped, vacant, resolved, withdrawn, fast_tracked
    ended_at: Mapped[datetime | None]
    ended_late: Mapped[bool] = mapped_column(Boolean, default=False)
    what_was_tried: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    pause_reason: Mapped[str] = mapped_column(Text, default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))

    responder: Mapped[Person | None] = relationship(foreign_keys=[responder_id])


class EscalationEntry(Identified, Base):
    """What was said in the course of it: an answer, an offer, a conversation. Nobody edits another's words: whoever
    remembers a conversation otherwise puts their own version beside it (`beside_id`)."""

    __tablename__ = "escalation_entry"
    __table_args__ = (Index("ix_escalation_entry_escalation", "escalation_id", "id"),)

    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"))
    stage: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    offer: Mapped[str] = mapped_column(Text, default="")
    settles: Mapped[str] = mapped_column(String(10), default="")  # whether the answer settles it for the raiser
    held_at: Mapped[datetime | None]
    with_whom: Mapped[str] = mapped_column(String(500), default="")
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("escalation_entry.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


class PolicyVersion(Identified, Base):
    """A version of the locality's own policy. Rows are added and never changed: what was in force stays readable, and a
    disagreement that runs keeps the one that it began under. `ladder` has the stages as a disagreement freezes them."""

    __tablename__ = "escalation_policy"

    number: Mapped[int] = mapped_column(Integer, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    based_on: Mapped[str] = mapped_column(String(40))
    ladder: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cap_working_days: Mapped[int] = mapped_column(Integer)
    cap_reason: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[Person] = relationship()

    @property
    def key(self) -> str:
        return f"{LOCAL}{self.number}"


class IroDispute(Identified, Versioned, Base):
    """A dispute that a child's independent reviewing officer raises with their local authority about the care plan. It is no
    professional disagreement: it has no ladder, two dates of its own, and may go to Cafcass at any point (IRO Handbook, ch. 6).
    """

    __tablename__ = "iro_dispute"
    __table_args__ = (Index("ix_iro_dispute_child", "child_id"), Index("ix_iro_dispute_answers", "answers_id", "state"))

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="open")
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answers_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    informal_on: Mapped[date]
    total_on: Mapped[date]
    dates: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list
    )  # each limit as it was counted, and its source
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    referred_because: Mapped[str] = mapped_column(Text, default="")
    referred_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]

    child: Mapped[Child] = relationship()
    raised_by: Mapped[Person] = relationship(foreign_keys=[raised_by_id])
    answers: Mapped[Person] = relationship(foreign_keys=[answers_id])
