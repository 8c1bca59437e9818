"""What stands against ending a plan or stepping it down: unmet needs, outcomes not reached, and what happened again."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, and_, cast, exists, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased

import rulebook
from actions.models import Action, ActionChild
from children.access import children_visible_to
from children.models import INCIDENTS, NEEDS, Child, ChronologyEntry, NeedSeen
from foundation import clock
from foundation.database import Instant, db
from meetings.models import Meeting, MeetingChild
from meetings.models.meeting import AFTER
from people.models import Person

# Meetings at which the last look was taken: those that make a plan, and those that may end one.
REVIEWS = tuple(
    kind.key
    for kind in rulebook.book().meeting_types.values()
    if any(decision.makes_plan or decision.lowers_protection for decision in kind.decisions)
)


@dataclass(frozen=True)
class Unmet:
    """One thing, in words. `what`: need, outcome or event."""

    what: str
    text: str


def unmet_of(reader: Person, meeting: Meeting) -> dict[int, list[Unmet]]:
    """By child of the meeting, as far as `reader` may open the record. One query."""
    here = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    seen = and_(Child.id.in_(here), Child.id.in_(children_visible_to(reader)))
    found: dict[int, list[Unmet]] = defaultdict(list)
    events: Counter[tuple[int, str]] = Counter()
    rows = db.session.execute(union_all(_needs(seen, meeting), _outcomes(seen, meeting), _events(seen, meeting))).all()
    for row in sorted(rows, key=lambda row: (row.what, row.id)):
        if row.what == "need":
            found[row.child_id].append(Unmet("need", f"Need not met: {NEEDS[row.key].partition(':')[0]}"))
        elif row.what == "outcome":
            due = f"due {row.on.day} {row.on:%B %Y}"
            found[row.child_id].append(Unmet("outcome", f"Outcome not reached: {row.key} ({due})"))
        elif row.on > (clock.local(row.last).date() if row.last else row.plan_since or date.min):
            events[row.child_id, row.key] += 1
    for (child, key), times in sorted(events.items()):
        often = {1: "once", 2: "twice"}.get(times, f"{times} times")
        found[child].append(Unmet("event", f"{INCIDENTS[key]}: {often} since the last review"))
    return dict(found)


def _needs(seen: Any, meeting: Meeting) -> Any:
    newer = aliased(NeedSeen)
    later = exists().where(newer.child_id == NeedSeen.child_id, newer.need == NeedSeen.need, newer.id > NeedSeen.id)
    columns = _columns("need", NeedSeen.id, NeedSeen.need, NeedSeen.seen_on, meeting)
    return columns.join(NeedSeen, NeedSeen.child_id == Child.id).where(seen, NeedSeen.state == "not_met", ~later)


def _outcomes(seen: Any, meeting: Meeting) -> Any:
    """Actions whose date has passed and that are not done: their outcome is what the child was promised."""
    columns = _columns("outcome", Action.id, Action.outcome_wanted, Action.due_on, meeting)
    return (
        columns.join(ActionChild, ActionChild.child_id == Child.id)
        .join(Action, Action.id == ActionChild.action_id)
        .where(
            seen,
            Action.state.in_(("open", "done_claimed", "declined")),
            Action.opened_at.is_not(None),
            Action.confidential.is_(False),
            Action.due_on < clock.today(),
            Action.outcome_wanted != "",
        )
    )


def _events(seen: Any, meeting: Meeting) -> Any:
    entry = ChronologyEntry
    columns = _columns("event", entry.id, entry.incident, entry.happened_on, meeting)
    return columns.join(entry, entry.child_id == Child.id).where(seen, entry.kind == "fact", entry.incident != "")


def _columns(what: str, key: Any, word: Any, on: Any, meeting: Meeting) -> Any:
    """`last`: when the child's plan was last reviewed; without a review, what happened counts since the plan began."""
    sat, about = aliased(Meeting), aliased(MeetingChild)
    last = (
        select(func.max(sat.ended_at))
        .join(about, about.meeting_id == sat.id)
        .where(about.child_id == Child.id, sat.type.in_(REVIEWS), sat.state.in_(AFTER), sat.id != meeting.id)
        .correlate(Child)
        .scalar_subquery()
    )
    named = literal(what).label("what"), key.label("id"), Child.id.label("child_id"), cast(word, String).label("key")
    since = type_coerce(last, Instant).label("last"), Child.plan_since.label("plan_since")
    return select(*named, on.label("on"), *since).select_from(Child)
