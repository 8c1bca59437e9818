"""Whether the process, the database and the dispatcher are well. No case data, no sign-in."""

import hmac
import threading
from datetime import datetime
from time import monotonic
from typing import Any

from alembic.runtime.migration import MigrationContext
from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from audit.models import AuditHead
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
        "mail_server_down_since": backlog.server.since.isoformat() if backlog.server else None,
        "mailbox_down_since": backlog.mailbox.since.isoformat() if backlog.mailbox else None,
        "attention": attention,
        "cycled": any(beat.cycle_started_at and beat.cycle_started_at >= asked for beat in beats),
    }


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus: to programs of this machine and to whoever has the token. Nobody else learns that it exists."""
    if not _may_measure():
        abort(404)
    now = clock.now()
    with unit_of_work(writes=False):
        backlog, attention, beats = queries.backlog(now), queries.attention(), queries.heartbeats()
        entries = db.session.scalar(select(AuditHead.seq)) or 0
    ticked = max((beat.ticked_at for beat in beats), default=None)
    figures = CollectorRegistry()
    for name, says, value in (
        ("convenor_mails_waiting", "Mails that are due and have not gone out", backlog.waiting),
        (
            "convenor_mails_oldest_due_seconds",
            "How long the oldest of them has been due",
            _age(backlog.oldest_due_at, now),
        ),
        ("convenor_deadletter_total", "Mails that failed or wait for a decision", attention),
        (
            "convenor_mail_server_down_seconds",
            "Since when the mail server does not answer",
            _age(backlog.server.since if backlog.server else None, now),
        ),
        (
            "convenor_mailbox_down_seconds",
            "Since when the mailbox that answers come to cannot be read",
            _age(backlog.mailbox.since if backlog.mailbox else None, now),
        ),
        (
            "convenor_dispatchers_alive",
            "Dispatchers that ticked within three ticks",
            sum(now - beat.ticked_at < 3 * TICK for beat in beats),
        ),
        ("convenor_last_tick_age_seconds", "How long ago a dispatcher ticked last", _age(ticked, now)),
        ("convenor_audit_entries", "Entries of the audit chain", entries),
    ):
        Gauge(name, says, registry=figures).set(value)
    return Response(generate_latest(figures), content_type=CONTENT_TYPE_LATEST)


def _may_measure() -> bool:
    token = current_app.config["CONVENOR"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # What a reverse proxy of this machine hands on comes from loopback too, and says so.
    return request.remote_addr in ("127.0.0.1", "::1") and not request.headers.get("X-Forwarded-For")


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
