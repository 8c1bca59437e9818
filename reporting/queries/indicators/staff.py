"""Indicators of how those who do the work are looked after (DOMAIN §10): numbers, never whose."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Date, String, case, cast, func, literal, null, select, type_coerce

import rulebook
from foundation import clock
from foundation.database import Instant
from people.models import RECORDS_LOOKED_AT, Person, Supervision, SupervisionLine, SupervisionNote, Training
from reporting.queries.indicators.figures import Figure, Part, Period, figure


def entries_of_staff(period: Period) -> Iterator[Any]:
    """Supervision that was due in the period, held or not; and the latest time at which each of those in service took each
    course. In the columns of the entries of `work`, so that one question finds them all: `flag` is what is counted."""
    held = select(
        *_columns("supervision", Supervision.held_on <= Supervision.due_on, SupervisionNote.records_looked_at)
    )
    yield held.outerjoin(SupervisionNote, SupervisionNote.supervision_id == Supervision.id).where(
        Supervision.due_on.between(period.from_on, period.to_on)
    )
    yield select(*_columns("supervision", literal(False), literal(""))).where(
        SupervisionLine.ended_on.is_(None),
        SupervisionLine.due_on.between(period.from_on, period.to_on),
        SupervisionLine.due_on < clock.today(),
    )
    day = min(period.to_on, clock.today())
    yield (
        select(*_columns("training", func.max(Training.expires_on) >= day, Training.course))
        .join(Person, Person.id == Training.person_id)
        .where(Training.withdrawn_at.is_(None), Training.taken_on <= day, Person.left_on.is_(None))
        .group_by(Training.person_id, Training.course)
    )


def figures_of_staff(found: dict[str, list[Any]]) -> Iterator[Figure]:
    """From the entries that were found, by kind."""
    yield _supervision(found["supervision"])
    yield _training(found["training"])


def _columns(kind: str, flag: Any, word: Any) -> tuple[Any, ...]:
    yes = case((flag, 1), else_=0).label("flag")
    nobody = literal(0).label("id")  # a number of the whole partnership: no row leads to anybody
    none = type_coerce(null(), Date).label("on"), cast(null(), Instant).label("at")
    return literal(kind).label("kind"), nobody, yes, *none, cast(word, String).label("word")


def _supervision(rows: Sequence[Any]) -> Figure:
    return figure(
        "supervision_in_time",
        "Supervision in time",
        "held by its date",
        "supervision due in the quarter, held or not",
        sum(row.flag for row in rows),
        len(rows),
        lines=[
            Part(f"Looked at records? {words}", sum(row.word == key for row in rows))
            for key, words in RECORDS_LOOKED_AT.items()
        ],
    )


def _training(rows: Sequence[Any]) -> Figure:
    by_course: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_course[row.word].append(row)
    return figure(
        "training_current",
        "Training with other agencies that holds",
        "holds on the last day of the quarter, or today",
        "courses that somebody in service has taken, the latest time of each",
        sum(row.flag for row in rows),
        len(rows),
        lines=[
            Part(course.name, sum(row.flag for row in by_course[course.key]), len(by_course[course.key]))
            for course in rulebook.book().courses.values()
        ],
    )
