"""That a dispatcher runs: its name, its beats in the table, and the watcher outside who is told of each full cycle."""

import os
import socket
from datetime import datetime, timedelta

import httpx
import structlog
from flask import current_app
from sqlalchemy import func, select

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.unit_of_work import unit_of_work
from notifications.models import Heartbeat, Outage

TICK = timedelta(seconds=2)
OUTAGE = timedelta(minutes=30)  # without a tick; what is shorter is a restart

log = structlog.get_logger()


def worker_name() -> str:
    """The name of this process: machine, process space and number, so that a successor can see that it is gone."""
    return f"{_house()}:{os.getpid()}"


def _house() -> str:
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = "-"
    return f"{socket.gethostname()[:60]}:{space}"


def is_dead(worker: str | None) -> bool:
    """Whether the process that took a lease ran here and does not run any more."""
    house, _, number = (worker or "").rpartition(":")
    if house != _house() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _beat(worker: str) -> Heartbeat:
    beat = db.session.get(Heartbeat, worker)
    if beat is None:
        beat = Heartbeat(worker=worker, started_at=clock.now(), ticked_at=clock.now(), cycles=0)
        db.session.add(beat)
    beat.ticked_at = clock.now()
    return beat


def note_tick(worker: str) -> None:
    """Write down that `worker` is alive."""
    with unit_of_work():
        _beat(worker)


def note_start(worker: str) -> None:
    """Write down that `worker` begins, and the time before in which nobody ran: convenors are told of it."""
    with unit_of_work():
        # One after the other: of two that begin together, one finds the outage, and the other that somebody is alive.
        db.session.scalars(select(Heartbeat.worker).order_by(Heartbeat.worker).with_for_update()).all()
        last = db.session.scalar(select(func.max(Heartbeat.ticked_at)))
        if last is not None and clock.now() - last > OUTAGE:
            outage = Outage(public_id=new_public_id(), began_at=last, ended_at=clock.now())
            db.session.add(outage)
            db.session.flush()
            between = {"began_at": last.isoformat(), "ended_at": outage.ended_at.isoformat()}
            audit.record(None, "dispatcher.stood_still", outage, **between)
        _beat(worker)


def note_cycle(worker: str, started: datetime) -> None:
    """Write down that `worker` ended a full cycle: every timer fired, every mail tried."""
    with unit_of_work():
        beat = _beat(worker)
        beat.cycle_started_at, beat.cycle_ended_at, beat.cycles = started, clock.now(), beat.cycles + 1


def call_heartbeat() -> None:
    """Tell the watcher outside that a full cycle ended; where this stops, it raises the alarm."""
    url = current_app.config["CONVENOR"].heartbeat_url
    if not url:
        return
    try:
        httpx.get(url, timeout=5).raise_for_status()
    except httpx.HTTPError as trouble:
        log.warning("heartbeat_not_heard", said=type(trouble).__name__)
