"""Indicators of how decisions were taken: less protection with a need unmet, and meetings a family could not follow."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select

import rulebook
from meetings.models import Decision, InterpreterBooking, Meeting
from people.models import Agency, Person
from reporting.queries.indicators.figures import Behind, Figure, Part, figure, london_date

LOWERS = tuple(
    (kind.key, decision.key)
    for kind in rulebook.book().meeting_types.values()
    for decision in kind.decisions
    if decision.lowers_protection
)


def columns_of_decisions() -> tuple[Any, ...]:
    """What is asked of each meeting that ended: decisions that ended a plan or stepped it down, those of them with the
    chair's reason for what was unmet, whether the family needed an interpreter and had one, and the chair's agency."""
    lowers = or_(*(and_(Meeting.type == kind, Decision.decision == key) for kind, key in LOWERS))

    def counted(*how: Any) -> Any:
        made = select(func.count(Decision.id)).where(Decision.meeting_id == Meeting.id, lowers, *how)
        return made.correlate(Meeting).scalar_subquery()

    booked = exists().where(InterpreterBooking.meeting_id == Meeting.id, InterpreterBooking.withdrawn_at.is_(None))
    interpreted = or_(booked, Meeting.interpreter != "")
    agency = select(Agency.name).join(Person, Person.agency_id == Agency.id).where(Person.id == Meeting.chair_id)
    return (
        counted().label("lowered"),
        counted(Decision.unmet_reason != "").label("unmet"),
        case((Meeting.no_interpreter_reason != "", "without"), (interpreted, "with"), else_="").label("interpreter"),
        agency.correlate(Meeting).scalar_subquery().label("chairs_agency"),
    )


def figures_of_decisions(concluded: Sequence[Any]) -> Iterator[Figure]:
    """From the meetings that were concluded."""
    lowered = [row for row in concluded if row.lowered]
    yield figure(
        "stepped_down_unmet",
        "Less protection with a need unmet",
        "decided although a need was unmet or something had happened again, each with the chair’s reason",
        "decisions that ended a plan or stepped it down",
        sum(row.unmet for row in lowered),
        sum(row.lowered for row in lowered),
        behind=[Behind("meeting", row.id, row.unmet > 0, london_date(row.ended_at)) for row in lowered],
    )
    needed = [row for row in concluded if row.interpreter]
    of = Counter(row.chairs_agency or "" for row in needed)
    with_one = Counter(row.chairs_agency or "" for row in needed if row.interpreter == "with")
    yield figure(
        "interpreter_booked",
        "An interpreter where the family needs one",
        "held with an interpreter",
        "meetings concluded for a family that needs an interpreter",
        with_one.total(),
        len(needed),
        lines=[Part(name, with_one[name], count) for name, count in sorted(of.items())],
        behind=[Behind("meeting", row.id, row.interpreter == "with", london_date(row.ended_at)) for row in needed],
        note="By the agency of the chair.",
    )
