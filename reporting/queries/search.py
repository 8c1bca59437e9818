"""Finding a meeting, an action or a disagreement by its reference and a child by name, among what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Date, Integer, Select, String, cast, func, literal, null, select, union_all

from actions.models import Action
from children.models import Child
from children.queries import search as search_children
from escalation.models import Escalation
from foundation.database import db
from foundation.text import like
from meetings.models import Meeting
from people.models import Person
from people.visibility import visible_to

ROWS = 25


@dataclass(frozen=True)
class Hits:
    """One page of what was found: rows of kind, public id, reference or name, words, state, day. `total` counts all of it."""

    items: Sequence[Any]
    total: int
    number: int
    size: int = ROWS

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def of(self, kind: str) -> list[Any]:
        return [row for row in self.items if row.kind == kind]


def search(person: Person, text: str, page: int = 1) -> Hits:
    """Nothing is asked for where nothing is typed. One query; what may not be seen is neither found nor counted."""
    page = max(1, min(page, 10_000))
    if not text:
        return Hits([], 0, 1)
    found = _found(person, text).subquery("found")
    rows = db.session.execute(
        select(found, func.count().over().label("total"))
        .order_by(found.c.rank, found.c.sort, found.c.public_id)
        .limit(ROWS)
        .offset((page - 1) * ROWS)
    ).all()
    return Hits(rows, rows[0].total if rows else 0, page)


def _found(person: Person, text: str) -> CompoundSelect[Any]:
    children = search_children(person, text).order_by(None)
    return union_all(
        children.with_only_columns(
            *_columns(
                "child",
                0,
                Child.public_id,
                Child.name,
                Child.plan,
                null(),
                Child.date_of_birth,
                Child.name_key,
                Child.id,
            )
        ),
        *(_by_reference(person, text) if any(c.isdigit() for c in text) else ()),
    )


def _by_reference(person: Person, text: str) -> list[Select[Any]]:
    pattern = like(text)
    meetings = _columns(
        "meeting",
        1,
        Meeting.public_id,
        Meeting.reference,
        Meeting.type,
        Meeting.state,
        null(),
        Meeting.reference,
        null(),
    )
    actions = _columns(
        "action",
        2,
        Action.public_id,
        Action.reference,
        Action.text,
        Action.state,
        Action.due_on,
        Action.reference,
        null(),
    )
    disagreements = _columns(
        "escalation",
        3,
        Escalation.public_id,
        Escalation.reference,
        Escalation.theme,
        Escalation.state,
        null(),
        Escalation.reference,
        null(),
    )
    return [
        select(*meetings).where(visible_to(person, Meeting), func.lower(Meeting.reference).like(pattern, escape="\\")),
        select(*actions).where(
            visible_to(person, Action),
            Action.opened_at.is_not(None),
            func.lower(Action.reference).like(pattern, escape="\\"),
        ),
        select(*disagreements).where(
            visible_to(person, Escalation), func.lower(Escalation.reference).like(pattern, escape="\\")
        ),
    ]


def _columns(
    kind: str, rank: int, public_id: Any, name: Any, words: Any, state: Any, day: Any, sort: Any, child_id: Any
) -> list[Any]:
    return [
        literal(kind).label("kind"),
        literal(rank).label("rank"),
        public_id.label("public_id"),
        name.label("name"),
        words.label("words"),
        cast(state, String).label("state"),
        cast(day, Date).label("day") if day is null() else day.label("day"),
        sort.label("sort"),
        cast(child_id, Integer).label("child_id"),
    ]
