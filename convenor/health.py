"""Whether the process, the database and the dispatcher are well. No case data, no sign-in."""

import threading
from datetime import datetime
from time import monotonic
from typing import Any

from alembic.runtime.migration import MigrationContext
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from convenor import schema
from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications import queries
from notifications.dispatch import TICK

LONGEST_WAIT = 30.0  # seconds

pages = Blueprint("health", __name__)
_pause = threading.Event()


@pages.get("/health/live")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="live")


@pages.get("/health/ready")
def ready() -> ResponseReturnValue:
    """The database answers and its schema is the one that this release knows."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503
    if current != schema.head():
        return jsonify(status="schema not at head: run convenor init"), 503
    return jsonify(status="ready")


@pages.get("/health/dispatcher")
def dispatcher() -> ResponseReturnValue:
    """Well while a dispatcher ticked less than three ticks ago. `?wait=1` answers after the next full cycle."""
    asked = clock.now()
    deadline = monotonic() + LONGEST_WAIT
    try:
        while True:
            state = _dispatchers(asked)
            if not request.args.get("wait") or state.pop("cycled") or monotonic() > deadline:
                break
            _pause.wait(0.1)
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503
    state.pop("cycled", None)
    return jsonify(state), 200 if state["status"] == "running" else 503


def _dispatchers(asked: datetime) -> dict[str, Any]:
    """How the liveliest dispatcher fares, and whether a cycle that began after `asked` has ended."""
    with unit_of_work(writes=False):
        beats = queries.heartbeats()
        backlog = queries.backlog(clock.now())
        attention = queries.attention()
    last = max((beat.cycle_ended_at for beat in beats if beat.cycle_ended_at), default=None)
    alive = any(clock.now() - beat.ticked_at < 3 * TICK for beat in beats)
    return {
        "status": "running" if alive else "not running",
        "last_full_cycle": last.isoformat() if last else None,
        "oldest_due": backlog.oldest_due_at.isoformat() if backlog.oldest_due_at else None,
        "waiting": backlog.waiting,
        "mail_server_down_since": backlog.down_since.isoformat() if backlog.down_since else None,
        "attention": attention,
        "cycled": any(beat.cycle_started_at and beat.cycle_started_at >= asked for beat in beats),
    }
