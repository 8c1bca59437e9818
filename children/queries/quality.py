"""Where records are blind: what is missing, old or without its reasons, child by child; a handful of queries for any number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select

import rulebook
import working_time
from children.models import CaseSummary, Child, ChronologyEntry, Draft, LeadGap, VoiceEntry
from children.queries.household import adult_gaps
from children.queries.patterns import figure
from children.queries.record import days_late
from children.queries.thinking import fresh_since
from foundation import clock
from foundation.database import db
from people.models import Person
from people.visibility import visible_to

GAPS = {
    "nobody_asked": "nobody has asked",
    "still_not_known": "still not known",
    "named_by_one": "known to one agency alone",
}


@dataclass(frozen=True)
class Lack:
    """One thing that a record lacks, how often, and the page on which it is put right (a part of the child's address)."""

    words: str
    page: str
    number: int = 1


@dataclass(frozen=True)
class Record:
    """A child with what the record lacks."""

    child: Any
    lacks: Sequence[Lack]


def records_with_a_plan(person: Person) -> Select[*tuple[Any, ...]]:
    """The children with an open plan whom `person` may see, those without a lead and those heard longest ago first."""
    judged = ChronologyEntry.kind == "professional_judgement"
    bare = or_(ChronologyEntry.reason == "", cast(ChronologyEntry.rests_on, String) == "[]")
    heard = _of_child(func.max(VoiceEntry.expressed_on), VoiceEntry)
    old = clock.now() - timedelta(
        days=figure("draft.old")
    )  # what stands in them is their writer's alone; the number is not
    return (
        select(
            Child.id,
            Child.public_id,
            Child.name,
            Child.household_id,
            Child.plan,
            Child.plan_since,
            heard.label("heard_on"),
            _of_child(func.max(CaseSummary.written_at), CaseSummary).label("written_at"),
            _of_child(func.count(), ChronologyEntry, judged, bare).label("bare_judgements"),
            _of_child(func.count(), Draft, Draft.finished_at.is_(None), Draft.started_at < old).label("old_drafts"),
            _of_child(func.min(LeadGap.from_at), LeadGap, LeadGap.to_at.is_(None)).label("gap_from"),
        )
        .where(visible_to(person, Child), Child.plan != "none")
        .order_by(_of_child(func.count(), LeadGap, LeadGap.to_at.is_(None)).desc(), heard.is_not(None), heard, Child.id)
    )


def what_they_lack(person: Person, rows: Sequence[Any]) -> list[Record]:
    """Each of `rows`, of `records_with_a_plan`, with what its record lacks. Three queries."""
    ids = [row.id for row in rows]
    late, gaps = _late_entries(person, ids), adult_gaps(ids)
    return [Record(row, _lacks(row, gaps[row.id], late[row.id])) for row in rows]


def _lacks(row: Any, adults: Sequence[Any], late: int) -> list[Lack]:
    silent_since = working_time.england_and_wales().add(clock.today(), -_not_heard_after())
    found = []
    if row.gap_from:
        found.append(Lack("Nobody leads", "lead-professional"))
    if row.heard_on is None:
        found.append(Lack("Never heard in the child’s own words", "voice"))
    elif row.heard_on < silent_since:
        found.append(Lack(f"Not heard for {_not_heard_after()} working days", "voice"))
    if row.written_at is None:
        found.append(Lack("No case summary", "summary"))
    elif row.written_at < fresh_since(clock.today()):
        found.append(Lack("The case summary is old", "summary"))
    if row.bare_judgements:
        found.append(Lack("Judgements without facts or reason", "chronology", row.bare_judgements))
    found += [Lack(f"{adult.label}: {GAPS[adult.state]}", "household") for adult in adults]
    if row.old_drafts:
        found.append(
            Lack(f"Notes older than {figure('draft.old')} days that are not written up", "chronology", row.old_drafts)
        )
    if late:
        found.append(Lack(f"Late entries in the last {figure('quality.looked_back')} working days", "chronology", late))
    return found


def _late_entries(person: Person, ids: Sequence[int]) -> Counter[int]:
    since = working_time.england_and_wales().add(clock.today(), -figure("quality.looked_back"))
    rows = db.session.execute(
        select(ChronologyEntry.child_id, ChronologyEntry.happened_on, ChronologyEntry.entered_at).where(
            visible_to(person, ChronologyEntry),
            ChronologyEntry.child_id.in_(ids),
            ChronologyEntry.entered_at >= datetime.combine(since, time(), clock.LONDON),
        )
    )
    return Counter(row.child_id for row in rows if days_late(row.happened_on, row.entered_at))


def _not_heard_after() -> int:
    return rulebook.book().reminders["voice.missing"].offsets[0]


def _of_child(what: Any, model: Any, *where: Any) -> Any:
    return select(what).select_from(model).where(model.child_id == Child.id, *where).correlate(Child).scalar_subquery()
