"""Pages of lists: by number for people, by cursor for programs; at most 100 rows a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from foundation.database import db
from foundation.lifecycles import BadInput

ROWS = 25
MOST = 100


@dataclass(frozen=True)
class Page:
    """One page of rows. `total` counts what the reader may see, never more."""

    items: Sequence[Any]
    number: int
    total: int
    size: int
    url_for: Callable[[int], str]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(query: Select[Any], number: int, url_for: Callable[[int], str], size: int = ROWS) -> Page:
    """The rows of `query` on page `number` (from 1; beyond the last page: the last one). Two queries."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = max(1, min(number, -(-total // size) or 1))
    rows = db.session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, total, size, url_for)


def after(query: Select[Any], key: Any, cursor: str | None, limit: int = MOST) -> tuple[list[Any], str | None]:
    """Rows of an API list behind `cursor`, and the next cursor. `key` is the unique integer column that orders it."""
    limit = max(1, min(limit, MOST))
    if cursor:
        query = query.where(key > _number(cursor))
    rows = list(db.session.execute(query.order_by(None).order_by(key).add_columns(key.label("_key")).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return rows, str(rows[-1]._key) if more else None


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadInput({"cursor": "Use the value of “next” from the page before."})
    return int(cursor)
