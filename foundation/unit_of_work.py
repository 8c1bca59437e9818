"""One unit of work at each entrance (request, tick, incoming mail, command line), committed once, here and nowhere else.

Either the new state, its audit entries, its timers and its messages are all there, or none is. What a unit hands to
`at_the_end` is written as the last statements before the commit: the audit chain is one line that everybody queues for,
and it must be held as briefly as can be.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, has_app_context

from foundation.database import db

Closer = Callable[[list[Any]], None]
_closer: Closer | None = None


class UnitOfWork:
    """What is gathered between the opening and the one commit."""

    def __init__(self, writes: bool) -> None:
        self.writes = writes
        self.entries: list[Any] = []
        self.kept: list[Any] = []  # written even when everything else is taken back: refusals
        self.later: list[Callable[[], None]] = []  # small writes of a unit that otherwise reads
        self.statements = 0  # counted for the fault hook of the test environment

    def abandon(self) -> None:
        """Take back what was changed so far, and go on with an empty unit: the page that says why still needs to read."""
        db.session.rollback()
        self.entries.clear()
        _begin(self.writes)


def closes_units(closer: Closer) -> Closer:
    """Register the one function that writes the gathered entries (the audit chain) before a commit."""
    global _closer
    _closer = closer
    return closer


def current_unit() -> UnitOfWork:
    """The unit that is open. Raises `RuntimeError` outside one: a write without a unit would never be committed."""
    unit = g.get("unit_of_work") if has_app_context() else None
    if unit is None:
        raise RuntimeError("No unit of work is open here.")
    return unit  # type: ignore[no-any-return]


@contextmanager
def unit_of_work(*, writes: bool = True) -> Iterator[UnitOfWork]:
    """Open a unit inside an application context; commit at the end, or take everything back when an error leaves it.

    A unit that only reads (`writes=False`) still leaves its entries about what was read: they are written in a short
    unit of their own before the answer goes out. Where that fails, the error leaves here and nothing is answered.
    """
    if g.get("unit_of_work") is not None:
        raise RuntimeError("A unit of work is already open.")
    unit = g.unit_of_work = UnitOfWork(writes)
    try:
        _begin(writes)
        yield unit
        _finish(unit)
    except BaseException:
        # What was read stays readable: the page that says what went wrong still names whoever asked.
        db.session.expunge_all()
        db.session.rollback()
        _write_kept(unit)
        raise
    finally:
        g.unit_of_work = None
        db.session.remove()


def _begin(writes: bool) -> None:
    db.session.connection(execution_options={"writes": writes})


def _finish(unit: UnitOfWork) -> None:
    entries = unit.entries + unit.kept
    if not unit.writes and (entries or unit.later):
        db.session.commit()
        _begin(writes=True)
    for write in unit.later:
        write()
    db.session.flush()
    if entries and _closer is not None:
        _closer(entries)
    db.session.commit()


def _write_kept(unit: UnitOfWork) -> None:
    if unit.kept and _closer is not None:
        _begin(writes=True)
        _closer(unit.kept)
        db.session.commit()
