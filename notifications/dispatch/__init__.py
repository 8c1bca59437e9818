"""The dispatcher: fires timers whose moment has come, sends mail that is due, takes in what came.

Everything that it knows stands in the tables. A claim takes one row at a time under a lease, in a unit of work of its own;
the attempt is written before the dialogue with the mail server and its outcome after it, and no transaction is open
meanwhile. Kill it at any instant, start it again days later, and the tables say what is due.

Public: `run_once`, `Dispatcher`, `Counts`, `TICK`.
"""

import threading
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask

from foundation import clock
from notifications.dispatch.alarm import raise_alarm
from notifications.dispatch.collecting import EVERY, collect_mail
from notifications.dispatch.counts import Counts
from notifications.dispatch.life import TICK, call_heartbeat, note_cycle, note_start, note_tick, worker_name
from notifications.dispatch.mail_server import Transport, transport_in_force
from notifications.dispatch.outgoing import LEASE, send_all, send_without_waiting
from notifications.dispatch.timers import fire_all

__all__ = ["TICK", "Counts", "Dispatcher", "run_once"]

HEARTBEAT_CALLS = 30.0  # seconds between two calls of the heartbeat address

log = structlog.get_logger()


def run_once(app: Flask, transport: Transport | None = None, *, hurry: bool = False) -> Counts:
    """Fire every timer and send every mail that is due, until nothing is; one full cycle. With `hurry`, mail that waits for
    further edits does not."""
    counts = Counts()
    with app.app_context():
        line = transport or transport_in_force()
        worker, started = worker_name(), clock.now()
        try:
            collect_mail(counts)
            if hurry:
                send_without_waiting()
            while fire_all(counts) + send_all(line, worker, counts):
                pass
            raise_alarm()
        finally:
            line.close()
        note_cycle(worker, started)
        call_heartbeat()
    return counts


class Dispatcher:
    """Runs until `stop`: timers by the tick of a clock, mail in one sending slot beside it, the mailbox in another."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._worker = worker_name()
        self._stopping, self._wanted = threading.Event(), threading.Event()
        self._ticked = self._called = monotonic()
        self._sending_since: float | None = None
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Start the clock, its watchdog and the sending slot."""
        with self._app.app_context():
            note_start(self._worker)
        self._scheduler.add_job(
            self._tick, _Every(TICK), id="tick", max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._threads = [
            threading.Thread(target=work, name=work.__name__.strip("_"), daemon=True)
            for work in (self._watch, self._send, self._collect)
        ]
        for thread in self._threads:
            thread.start()

    def run(self) -> None:
        """Start, and come back when somebody calls `stop`."""
        self.start()
        self._stopping.wait()
        self.finish()

    def stop(self) -> None:
        """End after the mail that is being sent. Safe to call from a signal handler."""
        self._stopping.set()
        self._wanted.set()

    def finish(self) -> None:
        """Stop, and wait until the mail that is being sent is settled."""
        self.stop()
        self._scheduler.shutdown(wait=True)
        for thread in self._threads:
            thread.join(LEASE.total_seconds())

    def _tick(self) -> None:
        """The job of the clock: fire what is due, then wake the sending slot."""
        self._ticked = monotonic()
        try:
            with self._app.app_context():
                fire_all(Counts())
                busy = self._sending_since
                if busy is None or monotonic() - busy < LEASE.total_seconds():
                    note_tick(self._worker)
        except Exception:
            log.exception("tick_failed")
        self._ticked = monotonic()
        self._wanted.set()

    def _send(self) -> None:
        """The sending slot: after each tick whatever is due, and a full cycle is noted when nothing is left."""
        with self._app.app_context():
            line = transport_in_force()
        while not self._stopping.is_set():
            self._wanted.wait()
            self._wanted.clear()
            started = clock.now()
            try:
                with self._app.app_context():
                    send_all(line, self._worker, Counts(), self._stopping, self._mark)
                    raise_alarm()
                    if not self._stopping.is_set():
                        note_cycle(self._worker, started)
                        self._call_heartbeat()
            except Exception:
                log.exception("sending_failed")
            self._mark(None)
        line.close()

    def _collect(self) -> None:
        """The collecting slot: what came into the mailbox, every half minute."""
        while not self._stopping.is_set():
            try:
                with self._app.app_context():
                    collect_mail(Counts())
            except Exception:
                log.exception("collecting_failed")
            self._stopping.wait(EVERY.total_seconds())

    def _mark(self, since: float | None) -> None:
        self._sending_since = since

    def _call_heartbeat(self) -> None:
        if monotonic() - self._called < HEARTBEAT_CALLS:
            return
        self._called = monotonic()
        call_heartbeat()

    def _watch(self) -> None:
        """The watchdog: it counts on the monotonic clock, and arms the job anew when the wall clock was put back. A job that it
        has armed gets its time before it is armed again: armed at every look, it would always be about to run."""
        armed = monotonic()
        while not self._stopping.wait(TICK.total_seconds()):
            if monotonic() - max(self._ticked, armed) > 2 * TICK.total_seconds():
                self._scheduler.reschedule_job("tick", trigger=_Every(TICK))
                armed = monotonic()


class _Every(BaseTrigger):
    """Once in each interval, counted from now: a clock put forward by years brings one tick and not millions."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._interval
