"""Actions: who does what by when, for which children, with what to show for it. Nothing of it is ever deleted."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from children.models import Child
from foundation.database import Base, Identified, Versioned
from people.models import Agency, Person
from working_time import Calendar

STATES = {
    "open": "Open",
    "done_claimed": "Claimed done, to be checked",
    "done": "Done",
    "declined": "Declined: needs another owner",
    "cancelled": "Cancelled",
}
OPEN_STATES = ("open", "done_claimed")  # somebody is owed something
UNFINISHED_STATES = (*OPEN_STATES, "declined")  # declined: it goes back to whoever set it, and is nowhere near over
AMBER_WITHIN, RED_PAST_FIRST_DATE = 5, 10  # working days
PRIORITIES = {"safety": "Safety", "plan": "Plan", "admin": "Administration"}


class Action(Identified, Versioned, Base):
    """One thing that one named person does by one date.

    `agency_id`: the owner's agency when they became the owner, kept if they move. `original_due_on` never changes.
    `proposed_owner_id`: asked to take over; the owner stays the owner until they accept. `opened_at` is None while the
    action is only noted in a meeting that still runs: then nobody is told or reminded. `belongs_to_lead`: it goes with
    the role of lead professional, whoever holds it. `confidential`: it arose in a part of the meeting that was held in
    confidence, and is there for those admitted to that part and those named on it alone. `due_working`: how the date
    was counted, where it was counted.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("state in ('open', 'done_claimed', 'done', 'declined', 'cancelled')", name="known_state"),
        CheckConstraint("priority in ('safety', 'plan', 'admin')", name="known_priority"),
        CheckConstraint("due_on >= original_due_on", name="the_first_date_stands"),
        Index("ix_action_owner", "owner_id", "state", "due_on"),
        Index("ix_action_state", "state", "due_on"),
        Index("ix_action_meeting", "meeting_id"),
        Index("ix_action_escalation", "escalation_id"),
        Index("ix_action_set_by", "set_by_id", "state"),
        Index("ix_action_checker", "checker_id", "state"),
        Index("ix_action_proposed_owner", "proposed_owner_id"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    text: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(Text)
    outcome_wanted: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(String(30), default="plan")
    state: Mapped[str] = mapped_column(String(30), default="open")
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    due_on: Mapped[date]
    original_due_on: Mapped[date]
    due_working: Mapped[str] = mapped_column(Text, default="")
    extensions: Mapped[int] = mapped_column(Integer, default=0)
    noted_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    evidence_wanted: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    effect_for_child: Mapped[str] = mapped_column(Text, default="")
    claimed_at: Mapped[datetime | None]
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    escalation_id: Mapped[int | None] = mapped_column(Integer)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    service_use_id: Mapped[int | None] = mapped_column(ForeignKey("service_use.id"), index=True)  # what it rests on
    assumption_id: Mapped[int | None] = mapped_column(ForeignKey("assumption.id"), index=True)
    belongs_to_lead: Mapped[bool] = mapped_column(Boolean, default=False)
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    declined_reason: Mapped[str] = mapped_column(Text, default="")
    sent_back_reason: Mapped[str] = mapped_column(Text, default="")
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    proposed_owner: Mapped[Person | None] = relationship(foreign_keys=[proposed_owner_id])
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id])
    agency: Mapped[Agency] = relationship()
    children: Mapped[list[Child]] = relationship(secondary="action_child", order_by=Child.id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ActionChild(Base):
    """A child whom an action is for."""

    __tablename__ = "action_child"
    __table_args__ = (Index("ix_action_child_child", "child_id"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), primary_key=True)


class ActionExtension(Base):
    """More time was given: from which date to which, why, and who agreed to it."""

    __tablename__ = "action_extension"
    __table_args__ = (UniqueConstraint("action_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    number: Mapped[int] = mapped_column(Integer)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ActionStep(Base):
    """A line of an action's history, in the words of whoever made the move."""

    __tablename__ = "action_step"
    __table_args__ = (Index("ix_action_step_action", "action_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(30))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the house itself, as when somebody left
    words: Mapped[str] = mapped_column(Text, default="")


def is_overdue(action: Action, today: date) -> bool:
    """Past its date, from 00:00 London of the day after; a declined one is late as well: nobody does it."""
    return action.state not in ("done", "cancelled") and action.due_on < today


def rag(action: Action, today: date, calendar: Calendar) -> str:
    """`red`, `amber`, `green` or `grey` on the London date `today`, in working days (DOMAIN, "Actions").

    Asked whenever it is shown and never stored. `action` may be an entity or a row with the same names.
    """
    if action.state in ("done", "cancelled"):
        return "grey"
    if action.due_on < today or calendar.working_days_between(action.original_due_on, today) > RED_PAST_FIRST_DATE:
        return "red"
    if action.extensions or calendar.working_days_between(today, action.due_on) <= AMBER_WITHIN:
        return "amber"
    return "green"


def extension_words(action: Action, calendar: Calendar) -> str:
    """As "2nd extension, 12 working days over the first date"; '' where the first date stands."""
    if not action.extensions:
        return ""
    over = calendar.working_days_between(action.original_due_on, action.due_on)
    return f"{ordinal(action.extensions)} extension, {over} working day{'' if over == 1 else 's'} over the first date"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
