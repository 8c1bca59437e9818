"""The only clock. Nothing else in the product asks what time it is.

Instants are UTC with zone; what the law counts are dates in London. Tests set the clock; the test environment may
also give a file with an offset in seconds (`CONVENOR_CLOCK_FILE`), read at each call, so that several processes
can be wound on together.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

LONDON = ZoneInfo("Europe/London")

_frozen: datetime | None = None


def now() -> datetime:
    """This instant, in UTC with its zone."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _offset()


def today() -> date:
    """The date in London, which at 23:20 UTC on a summer's evening is already tomorrow's."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant as London's wall clocks show it."""
    return instant.astimezone(LONDON)


def database_now(connection: Connection) -> datetime:
    """The database's own time, for leases only: processes may disagree about the time, the database does not."""
    if connection.dialect.name == "sqlite":
        stamp = connection.scalar(text("select strftime('%Y-%m-%d %H:%M:%f', 'now')"))
        moment = datetime.fromisoformat(str(stamp)).replace(tzinfo=UTC)
    else:
        moment = connection.execute(text("select clock_timestamp()")).scalar_one().astimezone(UTC)
    if _frozen is not None:
        return _frozen
    return moment + _offset()


def set_to(moment: datetime | str | None) -> None:
    """Stop the clock at `moment` (a text is London wall-clock time), or let it run again with `None`."""
    global _frozen
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    _frozen = None if moment is None else moment.astimezone(UTC)


@contextmanager
def stopped_at(moment: datetime | str) -> Iterator[None]:
    """The clock stands at `moment` inside, and is as it was afterwards."""
    before = _frozen
    set_to(moment)
    try:
        yield
    finally:
        set_to(before)


def _offset() -> timedelta:
    path = os.environ.get("CONVENOR_CLOCK_FILE")
    if not path:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(path).read_text().strip() or 0))
    except (OSError, ValueError):
        return timedelta()
