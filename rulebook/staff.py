"""What is owed to those who work with children and asked of them: dates, courses, ceilings of load, section 11 standards.

Public: `Course`, `Ceiling`, `Standard`, `Expected`, `SchoolHoliday`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rulebook.dated_rules import DatedRule, read_timer
from rulebook.entries import Entry
from rulebook.sources import Library, Source
from rulebook.words import Words
from working_time import Limit


@dataclass(frozen=True)
class Course:
    """A course that several agencies take together. `validity` counts from the day on which it was taken."""

    key: str
    name: str
    needed_to_chair: bool
    validity: DatedRule
    source: Source


@dataclass(frozen=True)
class Ceiling:
    """A number above which an allocation needs a manager's reason."""

    key: str
    what: str
    most: int
    source: Source


@dataclass(frozen=True)
class Standard:
    """What an organisation answers for under section 11, and the evidence that is asked for."""

    key: str
    text: str
    evidence: str
    source: Source


@dataclass(frozen=True)
class Expected:
    """Who belongs at the table while a child is of this age: `from_years` counts, `below_years` no longer does."""

    key: str
    what: str
    role: str
    from_years: int
    below_years: int
    source: Source


@dataclass(frozen=True)
class SchoolHoliday:
    """Days on which schools are closed, both included; each authority sets its own."""

    key: str
    name: str
    from_on: date
    to_on: date
    source: Source

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


def read_expected(entry: Entry, library: Library) -> Expected:
    expected = Expected(
        entry.text("key"),
        entry.text("what"),
        entry.text("role"),
        entry.whole("from_years"),
        entry.whole("below_years"),
        library.source_of(entry),
    )
    entry.done()
    return expected


def read_school_holiday(entry: Entry, library: Library) -> SchoolHoliday:
    key, name = entry.text("key"), entry.text("name")
    from_on, to_on = entry.day_or_none("from_on"), entry.day_or_none("to_on")
    if from_on is None or to_on is None or to_on < from_on:
        raise entry.fault("needs a first and a last day, in that order.")
    holiday = SchoolHoliday(key, name, from_on, to_on, library.source_of(entry))
    entry.done()
    return holiday


def read_rules(file: Entry, words: Words, library: Library) -> Iterator[DatedRule]:
    for entry in file.entries("rules"):
        source = library.source_of(entry)
        yield read_timer(
            entry, entry.text("key"), entry.text("what"), part="staff", triggers=words.triggers, source=source
        )


def read_course(entry: Entry, words: Words, library: Library) -> Course:
    key, name, source = entry.text("key"), entry.text("name"), library.source_of(entry)
    validity = DatedRule(
        key=f"training.{key}",
        what=f"Take “{name}” again",
        part="staff",
        trigger="training.taken",
        trigger_words=words.triggers["training.taken"],
        limit=Limit(amount=entry.whole("months"), unit="months"),
        source=source,
    )
    course = Course(key, name, entry.flag("needed_to_chair"), validity, source)
    entry.done()
    return course


def read_ceiling(entry: Entry, library: Library) -> Ceiling:
    ceiling = Ceiling(entry.text("key"), entry.text("what"), entry.whole("most"), library.source_of(entry))
    entry.done()
    return ceiling


def read_standard(entry: Entry, library: Library) -> Standard:
    standard = Standard(entry.text("key"), entry.text("text"), entry.text("evidence"), library.source_of(entry))
    entry.done()
    return standard
