"""A child's chronology, read as a whole: its entries, the meetings that stood beside them, and what was made of it before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

import rulebook
from children import queries as children
from children.models import INCIDENTS, SHOWS, Child
from foundation import clock
from foundation.database import db
from meetings.models import Meeting, MeetingChild
from people.models import Person
from people.visibility import visible_to
from reporting import rules

NOT_HELD = ("declined", "cancelled", "postponed", "reconvened")
SHAPES = {"better": "ok", "worse": "late", "missed": "soon", "unmet": "soon", "visit": "plain"}
LINE = 40  # events of the line


@dataclass(frozen=True)
class Event:
    """One point of the line of events: a meeting, or an entry of the chronology with what it shows."""

    on: date
    word: str
    shape: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A question with its entries; `settled`: why somebody said that it does not stand, where that holds for all of them."""

    question: rules.Question
    entries: Sequence[Any]
    settled: Any


@dataclass(frozen=True)
class Patterns:
    """`asked`: every question, the open ones first; `line`: events, latest first; `marks`: what a pattern can rest on."""

    asked: Sequence[Asked]
    line: Sequence[Event]
    marks: Sequence[Any]

    @property
    def open(self) -> list[Asked]:
        return [one for one in self.asked if not one.settled]

    def open_question(self, pattern: str) -> Asked | None:
        return next((one for one in self.open if one.question.pattern == pattern), None)


def patterns(person: Person, child: Child) -> Patterns:
    """Three queries, whatever the amount."""
    rows, settled, meetings = children.marks(person, child), children.settled(person, child), _meetings(person, child)
    occasions = [rules.Occasion(clock.local(row.at).date(), row.type) for row in meetings]
    occasions += [rules.Occasion(row.happened_on, "visit") for row in rows if row.shows == "visit"]
    if child.plan_since:
        occasions.append(rules.Occasion(child.plan_since, "plan"))
    reading = rules.Reading(
        [rules.Mark(row.public_id, row.happened_on, row.shows, row.incident, row.differs_from) for row in rows],
        occasions,
        clock.today(),
        children.figure,
    )
    asked = [_asked(person, child, one, rows, settled) for one in rules.questions(reading, INCIDENTS)]
    return Patterns(sorted(asked, key=lambda one: bool(one.settled)), _line(rows, meetings), rows)


def _asked(
    person: Person, child: Child, question: rules.Question, rows: Sequence[Any], settled: Sequence[Any]
) -> Asked:
    by_id = {row.public_id: row for row in rows}
    missing = [one for one in question.entries if one not in by_id]
    if missing:  # an entry that was told otherwise and shows nothing by itself
        by_id.update(children.entries_named(person, child, missing))
    why = next((one for one in settled if rules.is_settled(question, one.pattern, one.entries)), None)
    return Asked(question, [by_id[one] for one in question.entries if one in by_id], why)


def _meetings(person: Person, child: Child) -> Sequence[Any]:
    at = func.coalesce(Meeting.opened_at, Meeting.starts_at)
    return db.session.execute(
        select(Meeting.type, at.label("at"))
        .where(
            visible_to(person, Meeting),
            Meeting.id.in_(select(MeetingChild.meeting_id).where(MeetingChild.child_id == child.id)),
            Meeting.state.not_in(NOT_HELD),
            at.is_not(None),
        )
        .order_by(at)
    ).all()


def _line(rows: Sequence[Any], meetings: Sequence[Any]) -> list[Event]:
    events = [
        Event(
            row.happened_on,
            SHOWS.get(row.shows) or INCIDENTS.get(row.incident, "Another account"),
            SHAPES.get(row.shows, "late" if row.incident else "wait"),
            row.text,
        )
        for row in rows
    ]
    for row in meetings:
        name = rulebook.book().meeting_type(row.type).name
        events.append(Event(clock.local(row.at).date(), "Meeting", "plain", name))
    events = [event for event in events if event.on <= clock.today()]
    return sorted(events, key=lambda one: one.on, reverse=True)[:LINE]
