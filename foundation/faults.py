"""Faults on request, in the test environment only: `CONVENOR_TEST_FAULT=raise:n` or `kill:n` at the n-th SQL
statement of a unit that writes. Anywhere else the setting's presence stops the start (`convenor/settings.py`)."""

import os
import signal
from typing import Any

from flask import g, has_app_context
from sqlalchemy import Engine, event


class InjectedFault(RuntimeError):
    """The fault that a test asked for."""


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_given: Any) -> None:
    fault = os.environ.get("CONVENOR_TEST_FAULT")
    if not fault or os.environ.get("CONVENOR_ENV") != "test" or not has_app_context():
        return
    unit = g.get("unit_of_work")
    if unit is None or not unit.writes:
        return
    unit.statements += 1
    kind, number = fault.split(":")
    if unit.statements == int(number):
        if kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise InjectedFault("The fault that was asked for.")
