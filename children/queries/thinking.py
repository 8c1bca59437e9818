"""Summaries and analyses of one child."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

import rulebook
import working_time
from children.models import Analysis, CaseSummary, Child, ChronologyEntry
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


def stale_after() -> int:
    """After so many working days a summary is old. Source: the rule book, `summary.stale`."""
    return rulebook.book().reminders["summary.stale"].offsets[0]


def is_stale(written_at: datetime) -> bool:
    return written_at < fresh_since(clock.today())


def fresh_since(today: date) -> datetime:
    """The instant since which a summary still counts as fresh."""
    return datetime.combine(working_time.england_and_wales().add(today, -stale_after()), time(), clock.LONDON)


def summaries(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Latest first."""
    return (
        select(
            CaseSummary.id,
            CaseSummary.public_id,
            CaseSummary.who,
            CaseSummary.risks,
            CaseSummary.steps_taken,
            CaseSummary.what_is_different,
            CaseSummary.needs_next,
            CaseSummary.written_at,
            Person.name.label("written_by_name"),
            Person.public_id.label("written_by"),
        )
        .join(Person, Person.id == CaseSummary.written_by_id)
        .where(visible_to(person, CaseSummary), CaseSummary.child_id == child.id)
        .order_by(CaseSummary.written_at.desc(), CaseSummary.id.desc())
    )


def analyses(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Latest first; one that was replaced says by which."""
    newer, replaced = aliased(Analysis), aliased(Analysis)
    return (
        select(
            Analysis.id,
            Analysis.public_id,
            Analysis.kind,
            Analysis.thinking,
            Analysis.alternatives,
            Analysis.rests_on,
            Analysis.confidence,
            Analysis.would_change,
            Analysis.written_at,
            newer.public_id.label("replaced_by"),
            replaced.public_id.label("replaces"),
            Person.name.label("written_by_name"),
            Person.public_id.label("written_by"),
        )
        .join(Person, Person.id == Analysis.written_by_id)
        .outerjoin(newer, newer.replaces_id == Analysis.id)
        .outerjoin(replaced, replaced.id == Analysis.replaces_id)
        .where(visible_to(person, Analysis), Analysis.child_id == child.id)
        .order_by(Analysis.written_at.desc(), Analysis.id.desc())
    )


def analysis(person: Person, child: Child, public_id: str) -> Analysis:
    """One of this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Analysis).where(
            Analysis.public_id == public_id, Analysis.child_id == child.id, visible_to(person, Analysis)
        )
    )
    if found is None:
        raise NotVisible("analysis")
    return found


def entries_named(person: Person, child: Child, public_ids: Collection[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """The entries of the chronology by these ids: day, kind and text."""
    rows = db.session.execute(
        select(
            ChronologyEntry.public_id, ChronologyEntry.happened_on, ChronologyEntry.kind, ChronologyEntry.text
        ).where(
            visible_to(person, ChronologyEntry),
            ChronologyEntry.child_id == child.id,
            ChronologyEntry.public_id.in_(public_ids),
        )
    )
    return {row.public_id: row for row in rows}
