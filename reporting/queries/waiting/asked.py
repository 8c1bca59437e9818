"""What every question about waiting work has: who asks and when, the columns of a row, and the bucket it falls in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, String, Text, bindparam, case, cast, literal, null, select

from foundation.database import Instant
from people.models import Person

OVERDUE, TODAY, WEEK, LATER = range(4)
SAFETY, DUTY, PLAN, ADMINISTRATION = range(4)
COLUMNS: dict[str, Any] = {
    "kind": String(),
    "rank": Integer(),
    "public_id": String(),
    "reference": String(),
    "what": Text(),
    "more": Text(),
    "state": String(),
    "due_on": Date(),
    "due_at": Instant(),
    "bucket": Integer(),
    "owner_id": Integer(),
    "other_id": Integer(),
    "meeting_id": Integer(),
    "action_id": Integer(),
    "child_id": Integer(),
}

ME, NOW = bindparam("me", type_=Integer()), bindparam("now", type_=Instant())


@dataclass(frozen=True)
class Asked:
    """What the questions depend on, besides who asks (`ME`) and when (`NOW`).

    `convenes`: the types of meeting that this profession's agency convenes. `week_ends` is the last London date that
    counts as this week; `yesterday`, `tomorrow`, `next_week` are the instants at which a London day begins; up to
    `risk_until` a start is close enough for its quorum to be a worry, and up to `owed_until` a meeting that nobody has asked
    for yet is one to ask for. A child's summary from before `fresh_since` is old; so are notes from before
    `drafts_old_since`, and a look with fresh eyes from before `eyes_since`.
    """

    team: bool
    convenes: tuple[str, ...]
    today: date
    yesterday: datetime
    tomorrow: datetime
    week_ends: date
    next_week: datetime
    risk_until: datetime
    owed_until: date
    fresh_since: datetime
    drafts_old_since: datetime
    eyes_since: datetime

    def whose(self, column: Any) -> ColumnElement[bool]:
        """The column names the one who asks, or somebody whom they manage."""
        if not self.team:
            mine: ColumnElement[bool] = column == ME
            return mine
        teams: ColumnElement[bool] = column.in_(select(Person.id).where(Person.manager_id == ME))
        return teams


def question(asked: Asked, kind: str, rank: Any, **given: Any) -> Select[Any]:
    """One select with all `COLUMNS`; those not given are empty. Without a `bucket` of its own a row falls by its date."""
    given |= {"kind": literal(kind), "rank": literal(rank) if isinstance(rank, int) else rank}
    given.setdefault("bucket", _bucket(asked, given.get("due_on"), given.get("due_at")))
    return select(
        *((given[name] if name in given else cast(null(), type_)).label(name) for name, type_ in COLUMNS.items())
    )


def _bucket(asked: Asked, due_on: Any, due_at: Any) -> ColumnElement[int]:
    steps: list[tuple[Any, int]] = []
    if due_on is not None:
        steps += [(due_on < asked.today, OVERDUE), (due_on == asked.today, TODAY), (due_on <= asked.week_ends, WEEK)]
    if due_at is not None:
        steps += [(due_at < NOW, OVERDUE), (due_at < asked.tomorrow, TODAY), (due_at < asked.next_week, WEEK)]
    return case(*steps, else_=literal(LATER)) if steps else literal(LATER)
