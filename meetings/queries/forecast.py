"""How likely the quorum of a meeting is, whom to ring first, and who could come instead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

import rulebook
from children.access import is_current
from children.models import Involvement
from foundation import clock
from foundation.database import db
from meetings.likelihood import Asked, Chance, Past, chance_of, of_agencies, of_quorum, state_at, whom_to_ring
from meetings.models import Attendance, Invitation, Meeting
from meetings.queries.outlook import COUNTS
from meetings.queries.setting import PRESENT
from meetings.queries.sheet import Sheet
from people.models import Absence, Person


@dataclass(frozen=True)
class Ring:
    """One agency to ring: its people with their chances, how much its coming would help, and who could come instead."""

    name: str
    chance: float
    gain: float
    people: tuple[tuple[Invitation, Chance], ...]
    deputies: tuple[str, ...]


@dataclass(frozen=True)
class Forecast:
    """`at_risk`: below what the rule book asks. `reasons`: every person's chance, with what it was counted from."""

    chance: float
    at_risk: bool
    rings: tuple[Ring, ...]
    reasons: tuple[tuple[Invitation, Chance], ...]


def forecast_of(sheet: Sheet) -> Forecast:
    """From the answers and reports so far, and from how the same agencies answered and came before. Three queries."""
    now, meeting = clock.now(), sheet.meeting
    counting = [one for one in sheet.invitations if one.capacity in COUNTS]
    past = past_of(sheet, {one.agency_id for one in counting})
    chances = [(one, chance_of(Asked(one.id, one.agency_id, _state(one)), meeting.type, past)) for one in counting]
    agencies = of_agencies(chance for _, chance in chances)

    def met(coming: frozenset[int]) -> bool:
        return sheet.quorum_with(one for one in counting if one.agency_id in coming).met

    chance = of_quorum(agencies, met)
    line = rulebook.book().figures["quorum.chance"].number / 100
    instead = _instead(sheet)
    rings = tuple(
        Ring(
            next(one.agency.name for one in counting if one.agency_id == agency),
            agencies[agency],
            gain,
            tuple(pair for pair in chances if pair[0].agency_id == agency),
            tuple(instead[agency]),
        )
        for agency, gain in whom_to_ring(agencies, met)
        if meeting.starts_at is not None and meeting.starts_at > now
    )
    return Forecast(chance, chance < line, rings, tuple(chances))


def past_of(sheet: Sheet, agencies: set[int]) -> list[Past]:
    """How those agencies answered and came in the meetings that were held, each seen from as long before its start as this
    meeting is now. Numbers only: nothing of a meeting but its type is shown."""
    now, meeting = clock.now(), sheet.meeting
    before = max((meeting.starts_at or now) - now, timedelta(0))
    since = now - timedelta(days=rulebook.book().figures["quorum.look_back"].number)
    rows = db.session.execute(
        select(
            Invitation.agency_id,
            Meeting.type,
            Meeting.starts_at,
            Invitation.response,
            Invitation.responded_at,
            Invitation.report_received_at,
            Attendance.status,
        )
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .join(Attendance, Attendance.invitation_id == Invitation.id)
        .where(
            Invitation.agency_id.in_(agencies),
            Invitation.capacity.in_(COUNTS),
            Invitation.withdrawn_at.is_(None),
            Attendance.status.not_in(("not_relevant", "invited_late")),
            Meeting.ended_at.is_not(None),
            Meeting.starts_at >= since,
            Meeting.held_at_once.is_(False),
        )
        .order_by(Invitation.id)
    )
    return [
        Past(
            row.agency_id,
            row.type,
            state_at(row.response, row.responded_at, row.report_received_at, row.starts_at - before),
            row.status in PRESENT,
        )
        for row in rows
    ]


def _state(one: Invitation) -> str:
    return state_at(one.response, one.responded_at, one.report_received_at, clock.now())


def _instead(sheet: Sheet) -> dict[int, list[str]]:
    """Who could come for each agency: the deputy they named, whoever stands in for them that day, and colleagues who work
    with the children and are not on the list. Two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in sheet.invitations:
        if one.deputy_named and not one.deputy_id:
            found[one.agency_id].append(f"{one.deputy_named['name']}, whom {one.person.name} named")
    asked = [one.person_id for one in sheet.invitations]
    for row in _standing_in(sheet, asked):
        found[row.agency_id].append(f"{row.name}, who stands in for {row.absent}")
    near = db.session.execute(
        select(Person.name, Person.agency_id)
        .join(Involvement, Involvement.person_id == Person.id)
        .where(
            Involvement.child_id.in_([child.id for child in sheet.children if child.may_open]),
            Involvement.role == "professional",
            is_current(),
            Person.left_on.is_(None),
            Person.id.not_in(asked),
        )
        .distinct()
        .order_by(Person.name)
    )
    for row in near:
        found[row.agency_id].append(f"{row.name}, who works with the children")
    return found


def _standing_in(sheet: Sheet, asked: list[int]) -> Sequence[Any]:
    day = clock.local(sheet.meeting.starts_at).date() if sheet.meeting.starts_at else clock.today()
    absent, deputy = aliased(Person), aliased(Person)
    return db.session.execute(
        select(deputy.name, deputy.agency_id, absent.name.label("absent"))
        .join(Absence, Absence.deputy_id == deputy.id)
        .join(absent, absent.id == Absence.person_id)
        .where(
            Absence.person_id.in_(asked), Absence.from_on <= day, Absence.to_on >= day, Absence.withdrawn_at.is_(None)
        )
    ).all()
