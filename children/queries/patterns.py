"""What was made of a chronology as a whole: indicators, questions that were settled, engagement; and drafts."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select

import rulebook
from children.models import (
    INDICATORS,
    Child,
    ChronologyEntry,
    Draft,
    Engagement,
    IndicatorSeen,
    PatternSettled,
    SafetyNote,
)
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


def figure(key: str) -> int:
    """A number of the rule book by which a chronology is read."""
    return rulebook.book().figures[key].number


def _latest_indicators(person: Person) -> Any:
    order = func.row_number().over(
        partition_by=(IndicatorSeen.child_id, IndicatorSeen.indicator),
        order_by=(IndicatorSeen.seen_on.desc(), IndicatorSeen.id.desc()),
    )
    return select(IndicatorSeen, order.label("place")).where(visible_to(person, IndicatorSeen)).subquery()


def indicators(person: Person, child: Child) -> dict[str, Any]:
    """For each of the six, how it stands by the latest entry, or None."""
    seen = _latest_indicators(person)
    rows = db.session.execute(
        select(seen, Person.name.label("by"))
        .join(Person, Person.id == seen.c.recorded_by_id)
        .where(seen.c.child_id == child.id, seen.c.place == 1)
    ).all()
    found = {row.indicator: row for row in rows}
    return {key: found.get(key) for key in INDICATORS}


def children_with_a_prompt(person: Person, child_ids: Collection[int]) -> list[Any]:
    """Those of the children for whom so many of the six stand marked that the chair is asked to look: name, address, number."""
    seen = _latest_indicators(person)
    return list(
        db.session.execute(
            select(Child.name, Child.public_id, func.count().label("number"))
            .join(seen, seen.c.child_id == Child.id)
            .where(seen.c.place == 1, seen.c.marked.is_(True), Child.id.in_(child_ids))
            .group_by(Child.id, Child.name, Child.public_id)
            .having(func.count() >= figure("pattern.prompt"))
            .order_by(Child.name, Child.public_id)
        )
    )


def marks(person: Person, child: Child) -> Sequence[Any]:
    """The entries of the chronology that a pattern can be made of, oldest first."""
    entry = ChronologyEntry
    return db.session.execute(
        select(
            entry.public_id, entry.happened_on, entry.shows, entry.incident, entry.account_of, entry.differs_from,
            entry.text, entry.kind,
        )
        .where(
            visible_to(person, entry), entry.child_id == child.id,
            (entry.shows != "") | (entry.incident != "") | (entry.differs_from != ""),
        )
        .order_by(entry.happened_on, entry.id)
    ).all()  # fmt: skip


def settled(person: Person, child: Child) -> Sequence[Any]:
    """The questions that somebody looked at, latest first."""
    return db.session.execute(
        select(
            PatternSettled.pattern,
            PatternSettled.entries,
            PatternSettled.reason,
            PatternSettled.settled_at,
            Person.name.label("by"),
        )
        .join(Person, Person.id == PatternSettled.settled_by_id)
        .where(visible_to(person, PatternSettled), PatternSettled.child_id == child.id)
        .order_by(PatternSettled.settled_at.desc(), PatternSettled.id.desc())
    ).all()


def engagements(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """How it was from one time to the next, latest first."""
    return (
        select(
            Engagement.id,
            Engagement.public_id,
            Engagement.seen_on,
            Engagement.engagement,
            Engagement.change,
            Engagement.evidence,
            Engagement.fear,
            Engagement.recorded_at,
            Person.name.label("by"),
        )
        .join(Person, Person.id == Engagement.recorded_by_id)
        .where(visible_to(person, Engagement), Engagement.child_id == child.id)
        .order_by(Engagement.seen_on.desc(), Engagement.id.desc())
    )


def safety_note(person: Person, child: Child) -> Any:
    """The latest, for those who visit; None for everybody else."""
    return db.session.execute(
        select(SafetyNote.text, SafetyNote.written_at, Person.name.label("by"))
        .join(Person, Person.id == SafetyNote.written_by_id)
        .where(visible_to(person, SafetyNote), SafetyNote.child_id == child.id)
        .order_by(SafetyNote.written_at.desc(), SafetyNote.id.desc())
        .limit(1)
    ).first()


def drafts(person: Person) -> Sequence[Any]:
    """What `person` has still to write up, oldest first."""
    return db.session.execute(
        select(
            Draft.public_id,
            Draft.text,
            Draft.happened_on,
            Draft.write_up_on,
            Draft.started_at,
            Child.public_id.label("child"),
            Child.name.label("child_name"),
        )
        .join(Child, Child.id == Draft.child_id)
        .where(visible_to(person, Draft), Draft.finished_at.is_(None))
        .order_by(Draft.started_at, Draft.id)
    ).all()


def draft(person: Person, child: Child, public_id: str) -> Draft:
    """One of theirs about this child, not written up yet. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Draft).where(visible_to(person, Draft), Draft.child_id == child.id, Draft.public_id == public_id)
    )
    if found is None:
        raise NotVisible("draft")
    return found


def said_before(person: Person, child: Child, text: str) -> Any:
    """An entry of the chronology with the very same words."""
    return db.session.execute(
        select(ChronologyEntry.public_id, ChronologyEntry.happened_on)
        .where(
            visible_to(person, ChronologyEntry),
            ChronologyEntry.child_id == child.id,
            func.lower(ChronologyEntry.text) == text.lower(),
        )
        .limit(1)
    ).first()
