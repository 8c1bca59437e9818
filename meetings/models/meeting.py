"""The meeting, its children, the dates it owes, and protective steps, which may be recorded in any state."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

import rulebook
from children.models import Child
from foundation.database import Base, Identified, Versioned
from meetings.models.series import MeetingSeries
from people.models import Person

STATES = {
    "proposed": "Proposed",
    "declined": "Declined",
    "scheduled": "Scheduled",
    "invited": "Invited",
    "postponed": "Postponed",
    "in_progress": "In progress",
    "inquorate": "Inquorate",
    "reconvened": "Reconvened",
    "concluded": "Concluded",
    "decision_issued": "Decision issued",
    "minutes_issued": "Minutes issued",
    "closed": "Closed",
    "cancelled": "Cancelled",
}
BEFORE = ("proposed", "scheduled", "invited", "postponed")
RUNNING = ("in_progress", "inquorate")
AFTER = ("concluded", "decision_issued", "minutes_issued", "closed")
OVER = ("declined", "reconvened", "closed", "cancelled")


class Meeting(Identified, Versioned, Base):
    """One sitting. `type` is a key of the rule book; `sequence` counts what every invitee's calendar must take over."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_state_starts", "state", "starts_at"),
        Index("ix_meeting_chair", "chair_id"),
        Index("ix_meeting_asked_by", "asked_by_id"),
        Index("ix_meeting_coordinator", "coordinator_id"),
        # The meetings of a series stand under one UID; which of them is meant, the start by the pattern says.
        Index(
            "uq_meeting_uid",
            "uid",
            unique=True,
            sqlite_where=text("series_id is null"),
            postgresql_where=text("series_id is null"),
        ),
        Index("ix_meeting_uid", "uid"),
        Index("ix_meeting_series", "series_id", "usual_at"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    type: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="proposed")
    purpose: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text, default="")  # where it is about an organisation, an adult or an incident
    trigger_kind: Mapped[str] = mapped_column(String(60))
    trigger_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    named_agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("agency.id")
    )  # the employer, the audited organisation
    siblings_considered: Mapped[bool] = mapped_column(Boolean, default=False)

    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    uid: Mapped[str] = mapped_column(String(120))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"))
    usual_at: Mapped[datetime | None]  # its start by the pattern of its series: what calendars know it by
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    announced_at: Mapped[datetime | None]  # when the invitations first went out
    changed_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    late_reason: Mapped[str] = mapped_column(Text, default="")
    late_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_day_reason: Mapped[str] = mapped_column(Text, default="")
    chair_training_reason: Mapped[str] = mapped_column(Text, default="")  # why they chair though their training lapsed
    postponed_by: Mapped[date | None]
    postponements: Mapped[int] = mapped_column(Integer, default=0)

    missing_reasons: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # role that must come: why nobody does
    family_told: Mapped[str] = mapped_column(Text, default="")  # how and when, or why not
    interpreter: Mapped[str] = mapped_column(String(200), default="")
    no_interpreter_reason: Mapped[str] = mapped_column(Text, default="")  # opened all the same, with a language need
    setting: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # keys of `meetings.models.setting.SETTING`
    plain_words: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict
    )  # what was agreed, and what the family heard

    held_at_once: Mapped[bool] = mapped_column(Boolean, default=False)
    opened_at: Mapped[datetime | None]
    opening_statements: Mapped[list[str]] = mapped_column(JSON, default=list)
    opening_skipped_reason: Mapped[str] = mapped_column(Text, default="")
    analysis: Mapped[str] = mapped_column(Text, default="")
    analysis_version: Mapped[int] = mapped_column(
        Integer, default=0
    )  # of this text alone: others write elsewhere meanwhile
    confidential_slot: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # decided_by, why, family_told
    interim_plan: Mapped[str] = mapped_column(Text, default="")
    proceed_reason: Mapped[str] = mapped_column(String(60), default="")
    proceed_text: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]  # concluded, or reconvened
    quorum_at_end: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was declined, postponed or cancelled
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    escalation_id: Mapped[int | None] = mapped_column(Integer)  # where it was convened from a disagreement

    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id])
    coordinator: Mapped[Person | None] = relationship(foreign_keys=[coordinator_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    late_agreed_by: Mapped[Person | None] = relationship(foreign_keys=[late_agreed_by_id], viewonly=True)
    series: Mapped[MeetingSeries | None] = relationship()
    children: Mapped[list[Child]] = relationship(secondary="meeting_child", order_by="Child.id", viewonly=True)

    @property
    def kind(self) -> rulebook.MeetingType:
        """What the rule book says about this type of meeting."""
        return rulebook.book().meeting_type(self.type)

    @property
    def minutes_long(self) -> int | None:
        if self.starts_at is None or self.ends_at is None:
            return None
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class MeetingChild(Base):
    """A child whom a meeting is about: one meeting, a record of its own for each child."""

    __tablename__ = "meeting_child"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)
    # Named only to those who may see this child's own record, not to everybody who is asked to the meeting.
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)


class MeetingDue(Identified, Base):
    """A date that is owed, kept with its working: it is never rebuilt from newer data (DOMAIN: how rules are held).

    `duty`: `hold` (this meeting, by then), `report`, `output` (a letter, a record), `follow_up` (a meeting that this one
    started, for one child), `reconvene`, `window` (until when a dissent may become a challenge: owed by nobody).
    `met_at`/`met_how`: when and how it was answered.
    """

    __tablename__ = "meeting_due"
    __table_args__ = (
        UniqueConstraint("meeting_id", "rule", "child_id"),
        Index("ix_meeting_due_open", "met_at", "due_on"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("child.id"), index=True)
    rule: Mapped[str] = mapped_column(String(80))
    duty: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    working: Mapped[list[str]] = mapped_column(JSON, default=list)
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    warning_only: Mapped[bool] = mapped_column(Boolean, default=False)
    statutory: Mapped[bool] = mapped_column(Boolean, default=False)
    force: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(Text)
    verified: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[str] = mapped_column(String(80), default="")
    met_at: Mapped[datetime | None]
    met_how: Mapped[str] = mapped_column(Text, default="")


class ProtectiveStep(Identified, Base):
    """Something done to keep a child safe now. No rule stands in its way, in any state, at any hour."""

    __tablename__ = "protective_step"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))  # interim_safety, referral, police, emergency_duty_team
    text: Mapped[str] = mapped_column(Text)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]
