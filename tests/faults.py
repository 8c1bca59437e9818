"""The statement sweep: a command that fails at its n-th statement leaves the database as it was, for every n.

`sweep(command)` sets `CONVENOR_TEST_FAULT` to `raise:1`, `raise:2` … until the command gets through, and compares every table
after each failure; in the end the invariants are asked. `command` is called inside an open unit of work, anew each time.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from convenor import invariants
from foundation.database import Base, db
from foundation.faults import InjectedFault

Snapshot = dict[str, list[tuple[Any, ...]]]


class Sweep:
    """Runs a command again and again, each time failing one statement later."""

    def __init__(
        self, app: Flask, unit: Callable[..., AbstractContextManager[Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._app, self._unit, self._monkeypatch = app, unit, monkeypatch

    def __call__(self, command: Callable[[], Any], most: int = 200) -> int:
        """The number of statements at which it was stopped; at the end the command was done once."""
        before = self.snapshot()
        for number in range(1, most):
            self._monkeypatch.setenv("CONVENOR_TEST_FAULT", f"raise:{number}")
            try:
                with self._unit():
                    command()
            except InjectedFault:
                self._monkeypatch.delenv("CONVENOR_TEST_FAULT")
                after = self.snapshot()
                changed = [table for table in after if after[table] != before[table]]
                assert changed == [], f"stopped at statement {number}, the command left its traces in {changed}"
                continue
            self._monkeypatch.delenv("CONVENOR_TEST_FAULT")
            assert self.snapshot() != before, "the command changed nothing at all"
            with self._app.app_context():
                assert invariants.findings() == []
            return number - 1
        raise AssertionError(f"The command was not done within {most} statements.")

    def snapshot(self) -> Snapshot:
        """Every row of every table."""
        with self._unit(writes=False):
            connection = db.session.connection()
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }
