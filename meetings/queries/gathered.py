"""What stands about a meeting in small numbers, gathered in one question however many kinds of it there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, String, case, cast, literal, null, or_, select, union_all

from actions.models import Action
from children.models import Child, ChildRelation
from foundation.database import db
from meetings.models import (
    Dissent,
    InterpreterBooking,
    Meeting,
    MeetingChild,
    NoPart,
    OfferedTime,
    Position,
    Proposal,
    ProtectiveStep,
)
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from people.models import Agency, Person


@dataclass(frozen=True)
class StepLine:
    """A protective step."""

    kind: str
    text: str
    taken_at: datetime
    by: str


@dataclass(frozen=True)
class DissentLine:
    """A dissent, in the dissenter's own words."""

    public_id: str
    person_id: int
    by: str
    agency_name: str
    reasons: str
    wish: str
    recorded_at: datetime
    escalation_id: int | None


@dataclass
class Gathered:
    """What was found. `positions_from`: agencies that gave their position on any decision. `went_ahead`: the children whose
    last concluded meeting of this type went ahead inquorate. `offers`: other times, by invitation."""

    steps: list[StepLine] = field(default_factory=list)
    dissents: list[DissentLine] = field(default_factory=list)
    positions_from: frozenset[int] = frozenset()
    actions_unowned: int = 0
    actions_declined: int = 0
    siblings_unlisted: int = 0
    went_ahead: frozenset[int] = frozenset()
    offers: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    interpreters: int = 0
    no_part: frozenset[int] = frozenset()  # agencies that said why they take nothing on


def gathered(meeting: Meeting) -> Gathered:
    """Read what the state of the meeting calls for: its rules look at no more."""
    parts = [steps_of(meeting)]
    if meeting.state in BEFORE and meeting.kind.siblings_listed_required:
        parts.append(_siblings(meeting))
    if meeting.state in BEFORE:
        parts.append(_interpreters(meeting))
    if meeting.state == "invited":
        parts += _offers(meeting)
    if meeting.state in (*RUNNING, *AFTER, "reconvened"):
        parts += [dissents_of(meeting), _positions(meeting), _actions(meeting)]
    if meeting.state == "inquorate" and meeting.kind.quorum.chair_may_proceed_inquorate:
        parts.append(_sittings_before(meeting))
    return read(parts)


def done_and_dissented(meeting: Meeting) -> Gathered:
    """The protective steps and the dissents alone, and what an inquorate meeting is asked."""
    asks = meeting.state == "inquorate" and meeting.kind.quorum.chair_may_proceed_inquorate
    return read(
        [
            steps_of(meeting),
            dissents_of(meeting),
            *([_sittings_before(meeting)] if asks else []),
            *([_interpreters(meeting)] if meeting.state in BEFORE else [_no_part(meeting)]),
        ]
    )


def read(parts: Sequence[Any]) -> Gathered:
    """Ask once, and put each row where it belongs."""
    found, positions, no_part = Gathered(), set(), set()
    last: dict[int, tuple[datetime, str]] = {}
    rows: Sequence[Any] = db.session.execute(union_all(*parts)).all()
    for row in sorted(rows, key=lambda row: row.id):
        match row.what:
            case "step":
                found.steps.append(step_of(row))
            case "dissent":
                found.dissents.append(dissent_of(row))
            case "position":
                positions.add(row.number)
            case "action":
                found.actions_unowned += row.number
                found.actions_declined += row.key == "declined"
            case "no_part":
                no_part.add(row.number)
            case "interpreter":
                found.interpreters += 1
            case "sibling":
                found.siblings_unlisted += 1
            case "offer":
                found.offers[row.number].append((row.at, row.other_at))
            case "sitting_before":
                last[row.number] = max(last.get(row.number, (row.at, row.key)), (row.at, row.key))
    found.positions_from, found.no_part = frozenset(positions), frozenset(no_part)
    found.went_ahead = frozenset(child for child, (_, reason) in last.items() if reason)
    return found


def step_of(row: Any) -> StepLine:
    return StepLine(row.key, row.text, row.at, row.by)


def dissent_of(row: Any) -> DissentLine:
    return DissentLine(row.public_id, row.number, row.by, row.agency, row.text, row.key, row.at, row.other_number)


def columns(
    what: str,
    model: Any,
    key: Any,
    *,
    text: Any = "",
    at: Any = None,
    by: Any = "",
    agency: Any = "",
    number: Any = None,
    other_number: Any = None,
    other_at: Any = None,
) -> Any:
    """The columns that every part of the one question has; what a part lacks is empty."""
    return select(
        literal(what).label("what"),
        model.id.label("id"),
        model.public_id.label("public_id"),
        cast(key, String).label("key"),
        (literal(text) if isinstance(text, str) else text).label("text"),
        (cast(null(), DateTime(timezone=True)) if at is None else at).label("at"),
        (literal(by) if isinstance(by, str) else by).label("by"),
        (literal(agency) if isinstance(agency, str) else agency).label("agency"),
        (cast(null(), Integer) if number is None else number).label("number"),
        (cast(null(), Integer) if other_number is None else other_number).label("other_number"),
        (cast(null(), DateTime(timezone=True)) if other_at is None else other_at).label("other_at"),
    )


def steps_of(meeting: Meeting) -> Any:
    # The first part gives its types to the others: a moment of each kind stands in it.
    step = ProtectiveStep
    part = columns("step", step, step.kind, text=step.text, at=step.taken_at, by=Person.name, other_at=step.taken_at)
    return part.join(Person, Person.id == step.taken_by_id).where(step.meeting_id == meeting.id)


def dissents_of(meeting: Meeting) -> Any:
    part = columns(
        "dissent", Dissent, Dissent.wish, text=Dissent.reasons, at=Dissent.recorded_at, by=Person.name,
        agency=Agency.name, number=Dissent.person_id, other_number=Dissent.escalation_id,
    )  # fmt: skip
    part = part.join(Person, Person.id == Dissent.person_id).join(Agency, Agency.id == Dissent.agency_id)
    return part.where(Dissent.meeting_id == meeting.id)


def _positions(meeting: Meeting) -> Any:
    part = columns("position", Position, Position.position, number=Position.agency_id)
    return part.where(Position.meeting_id == meeting.id, Position.position != "not_asked")


def _actions(meeting: Meeting) -> Any:
    left = case((Person.left_on.is_not(None), 1), else_=0)
    part = columns("action", Action, Action.state, number=left).join(Person, Person.id == Action.owner_id)
    return part.where(Action.meeting_id == meeting.id, Action.state != "cancelled")


def _offers(meeting: Meeting) -> list[Any]:
    """Other times: offered on a page, or proposed from a calendar and not refused."""
    return [
        columns("offer", kind, "", at=kind.starts_at, number=kind.invitation_id, other_at=kind.ends_at).where(
            kind.meeting_id == meeting.id, stands
        )
        for kind, stands in (
            (OfferedTime, OfferedTime.withdrawn_at.is_(None)),
            (Proposal, Proposal.state == "open"),
        )
    ]


def _interpreters(meeting: Meeting) -> Any:
    booked = InterpreterBooking
    part = columns("interpreter", booked, booked.state)
    return part.where(booked.meeting_id == meeting.id, booked.withdrawn_at.is_(None))


def _no_part(meeting: Meeting) -> Any:
    part = columns("no_part", NoPart, "", number=NoPart.agency_id)
    return part.where(NoPart.meeting_id == meeting.id)


def _siblings(meeting: Meeting) -> Any:
    """Brothers and sisters of the children (same household, or related) who are not on the meeting's list."""
    listed = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    households = select(Child.household_id).where(Child.id.in_(listed))
    related = select(ChildRelation.other_id).where(ChildRelation.child_id.in_(listed))
    return columns("sibling", Child, "").where(
        or_(Child.household_id.in_(households), Child.id.in_(related)), Child.id.not_in(listed)
    )


def _sittings_before(meeting: Meeting) -> Any:
    """The concluded meetings of this type about the same children, with why one went ahead without its quorum."""
    listed = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    part = columns(
        "sitting_before", Meeting, Meeting.proceed_reason, at=Meeting.ended_at, number=MeetingChild.child_id
    ).join(MeetingChild, MeetingChild.meeting_id == Meeting.id)
    return part.where(
        MeetingChild.child_id.in_(listed),
        Meeting.type == meeting.type,
        Meeting.state.in_(AFTER),
        Meeting.id != meeting.id,
    )
