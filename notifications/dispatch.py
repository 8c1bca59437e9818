"""The dispatcher: fires timers whose moment has come, and sends mail that is due.

Everything that it knows stands in the tables. A claim takes one row at a time under a lease, in a unit of work of its own;
the attempt is written before the dialogue with the mail server and its outcome after it, and no transaction is open
meanwhile. Kill it at any instant, start it again days later, and the tables say what is due.

Public: `run_once`, `Dispatcher`, `Counts`, `TICK`.
"""

import os
import random
import socket
import threading
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from time import monotonic
from typing import Any

import httpx
import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask, current_app
from sqlalchemy import func, select, text, update

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.signals import mail_bounced
from foundation.text import clean_line
from foundation.unit_of_work import unit_of_work
from notifications import commands, composing, incoming, mail, smtp
from notifications.composing import Moot, Notice
from notifications.models import (
    MAIL_IS_OUT,
    MAIL_IS_WAITING,
    TIMER_IS_DUE,
    Attempt,
    Heartbeat,
    MailServer,
    Outbox,
    Timer,
)

TICK = timedelta(seconds=2)
LEASE = timedelta(seconds=150)  # longer than the four answers of a dialogue that all come just in time
FIRST_PAUSE, LONGEST_PAUSE = 30, 1800  # seconds
GIVE_UP = timedelta(days=5)
MOST_TRIES = 3  # of composing a mail or firing a timer
MOST_UNKNOWNS = 2
HEARTBEAT_CALLS = 30.0  # seconds between two calls of the heartbeat address

log = structlog.get_logger()
Transport = smtp.Line | smtp.Kept


@dataclass
class Counts:
    """What one run did."""

    fired: int = 0
    moot: int = 0
    folded: int = 0
    sent: int = 0
    deferred: int = 0
    unknown: int = 0
    failed: int = 0
    parked: int = 0
    read: int = 0

    def add(self, what: str, number: int = 1) -> None:
        setattr(self, what, getattr(self, what) + number)

    def as_json(self) -> dict[str, int]:
        return asdict(self)

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, field.name)} {field.name}" for field in fields(self))


def run_once(app: Flask, transport: Transport | None = None) -> Counts:
    """Fire every timer and send every mail that is due, until nothing is; one full cycle."""
    counts = Counts()
    with app.app_context():
        line = transport or _transport()
        worker, started = _worker(), clock.now()
        try:
            while _fire_all(counts) + _send_all(line, worker, counts):
                pass
        finally:
            line.close()
        _note_cycle(worker, started)
        _call_heartbeat()
    return counts


class Dispatcher:
    """Runs until `stop`: timers by the tick of a clock, mail in one sending slot beside it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._worker = _worker()
        self._stopping, self._wanted = threading.Event(), threading.Event()
        self._ticked = self._called = monotonic()
        self._sending_since: float | None = None
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Start the clock, its watchdog and the sending slot."""
        self._scheduler.add_job(
            self._tick, _Every(TICK), id="tick", max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._threads = [
            threading.Thread(target=work, name=work.__name__.strip("_"), daemon=True)
            for work in (self._watch, self._send)
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
                _fire_all(Counts())
                busy = self._sending_since
                if busy is None or monotonic() - busy < LEASE.total_seconds():
                    _note_tick(self._worker)
        except Exception:
            log.exception("tick_failed")
        self._ticked = monotonic()
        self._wanted.set()

    def _send(self) -> None:
        """The sending slot: after each tick whatever is due, and a full cycle is noted when nothing is left."""
        with self._app.app_context():
            line = _transport()
        while not self._stopping.is_set():
            self._wanted.wait()
            self._wanted.clear()
            started = clock.now()
            try:
                with self._app.app_context():
                    _send_all(line, self._worker, Counts(), self._stopping, self._mark)
                    if not self._stopping.is_set():
                        _note_cycle(self._worker, started)
                        self._call_heartbeat()
            except Exception:
                log.exception("sending_failed")
            self._mark(None)
        line.close()

    def _mark(self, since: float | None) -> None:
        self._sending_since = since

    def _call_heartbeat(self) -> None:
        if monotonic() - self._called < HEARTBEAT_CALLS:
            return
        self._called = monotonic()
        _call_heartbeat()

    def _watch(self) -> None:
        """The watchdog: it counts on the monotonic clock, and arms the job anew when the wall clock was put back."""
        while not self._stopping.wait(TICK.total_seconds()):
            if monotonic() - self._ticked > 2 * TICK.total_seconds():
                self._scheduler.reschedule_job("tick", trigger=_Every(TICK))


class _Every(BaseTrigger):
    """Once in each interval, counted from now: a clock put forward by years brings one tick and not millions."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._interval


# Timers.


def _fire_all(counts: Counts) -> int:
    """Fire every timer that is due; gives how many there were. Mail that was stored and not read is read as well."""
    done = 0
    while fired := _fire_next():
        counts.add(fired)
        done += 1
    while incoming.read_next():
        counts.add("read")
        done += 1
    return done


def _fire_next() -> str | None:
    """Fire the timer that is due longest: ask its room, write the mails, and close it, all in one unit of work."""
    timer_id = None
    try:
        with unit_of_work():
            timer = db.session.scalar(
                select(Timer)
                .where(text(TIMER_IS_DUE), Timer.due_at <= clock.now())
                .order_by(Timer.due_at, Timer.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if timer is None:
                return None
            timer_id = timer.id
            audit.name_request(f"timer-{timer.id}")
            return _fire(timer)
    except Exception as trouble:
        if timer_id is None:
            raise
        log.exception("timer_failed", timer=timer_id)
        return _put_off(timer_id, trouble)


def _fire(timer: Timer) -> str:
    said = composing.fire(timer)
    timer.ended_at = clock.now()
    if isinstance(said, Moot):
        timer.state, timer.reason = "moot", said.reason
        return "moot"
    timer.state = "fired"
    for notice in _with_stand_ins(said):
        about_kind = timer.subject_kind if notice.about is None else notice.about.__tablename__
        about_id = timer.subject_id if notice.about is None else notice.about.public_id
        commands.tell_row(
            notice.recipient_id,
            notice.kind,
            about_kind,
            about_id,
            notice.step or timer.step,
            {**timer.details, **notice.details},
            timer.planned_for,
        )
    _plan_next(timer)
    return "fired"


def _with_stand_ins(notices: list[Notice]) -> list[Notice]:
    """The notices, and one for whoever stands in for somebody who is away today and hears of it not otherwise."""
    deputies = composing.standing_in({notice.recipient_id for notice in notices}, clock.today())
    told = {(notice.recipient_id, notice.kind) for notice in notices}
    also = []
    for notice in notices:
        deputy = deputies.get(notice.recipient_id)
        if deputy is not None and (deputy, notice.kind) not in told:
            told.add((deputy, notice.kind))
            details = {**notice.details, "in_place_of": notice.recipient_id}
            also.append(Notice(deputy, notice.kind, details, notice.step, notice.about))
    return notices + also


def _plan_next(timer: Timer) -> None:
    """A reminder that repeats until moot is planned again when its last offset, or a repeat, has fired."""
    reminder = rulebook.book().reminders.get(timer.kind)
    if reminder is None or reminder.repeat_every is None or timer.details.get("offset") != reminder.offsets[-1]:
        return
    at = commands.morning_of(clock.today(), reminder.repeat_every)
    commands.plan_row(
        timer.kind, timer.subject_kind, timer.subject_id, at, "again", timer.recipient_id, dict(timer.details)
    )


def _put_off(timer_id: int, trouble: Exception) -> str:
    """A timer whose room stumbled is tried again a little later, three times in all; the others go on."""
    with unit_of_work():
        timer = db.session.get_one(Timer, timer_id)
        timer.tries += 1
        timer.reason = f"{type(trouble).__name__}: {clean_line(str(trouble))[:300]}"
        if timer.tries < MOST_TRIES:
            timer.due_at = clock.now() + timedelta(seconds=FIRST_PAUSE * 2**timer.tries)
        else:
            timer.state, timer.ended_at = "failed", clock.now()
    return "failed"


# Mail.


def _send_all(
    line: Transport,
    worker: str,
    counts: Counts,
    stopping: threading.Event | None = None,
    mark: Any = lambda since: None,
) -> int:
    """Send every mail that is due, one after the other over one connection; gives how many rows it moved."""
    done = _recover(counts) + _fold(counts)
    pause = 1 / current_app.config["CONVENOR"].mail_rate if current_app.config["CONVENOR"].mail_rate else 0.0
    waited = threading.Event() if stopping is None else stopping
    while not (stopping and stopping.is_set()):
        if not line.is_open and not (_is_waiting() and _is_up(line)):
            break
        mark(monotonic())
        moved = _send_next(line, worker)
        if moved is None:
            break
        counts.add(moved)
        done += 1
        if pause:
            waited.wait(pause)
    mark(None)
    return done


def _is_waiting() -> bool:
    with unit_of_work(writes=False):
        return db.session.scalar(_next().with_only_columns(Outbox.id)) is not None


def _next() -> Any:
    return (
        select(Outbox)
        .where(text(MAIL_IS_WAITING), Outbox.due_at <= clock.now())
        .order_by(Outbox.priority, Outbox.due_at, Outbox.id)
        .limit(1)
    )


def _send_next(line: Transport, worker: str) -> str | None:
    """Claim one mail, send it, write down what came of it."""
    claimed = _claim(worker)
    if not isinstance(claimed, smtp.Letter):
        return claimed
    outcome = line.send(claimed)
    if outcome.server_down:
        _note_down(line.server, outcome.reply)
    return _settle(claimed, outcome)


def _claim(worker: str) -> smtp.Letter | str | None:
    """Take the next mail under a lease, compose it where that was not done yet, and write down the attempt."""
    row_id = None
    try:
        with unit_of_work():
            row: Outbox | None = db.session.scalar(_next().with_for_update(skip_locked=True))
            if row is None:
                return None
            row_id = row.id
            audit.name_request(f"mail-{row.id}")
            if verdict := _compose(row):
                row.state, row.reason = verdict
                return verdict[0]
            row.state, row.attempts = "sending", row.attempts + 1
            row.lease_token, row.lease_worker = new_public_id(), worker
            row.lease_until = clock.database_now(db.session.connection()) + LEASE
            attempt = Attempt(outbox_id=row.id, number=row.attempts, worker=worker, started_at=clock.now())
            db.session.add(attempt)
            db.session.flush()
            assert row.mail is not None and row.lease_token is not None
            host = current_app.config["CONVENOR"].mail_host
            return smtp.Letter(
                row.id,
                attempt.id,
                row.lease_token,
                f"bounce-{row.bounce_token}@{host}",
                row.address,
                mail.outgoing(row.mail, row.attempts),
            )
    except Exception as trouble:
        if row_id is None:
            raise
        log.exception("mail_not_composed", outbox=row_id)
        return _put_aside(row_id, trouble)


def _compose(row: Outbox) -> tuple[str, str] | None:
    """Compose what was not composed yet; a repeat is only asked whether it still matters.

    Gives nothing, or a state and why it is not sent.
    """
    message = composing.compose(row)
    if isinstance(message, Moot):
        return "moot", message.reason
    recipient = composing.reached(row.recipient_id)
    if recipient.undeliverable and not row.confirmed:
        return "parked", f"Mail to this address came back before: {recipient.undeliverable}"
    if row.mail is not None:
        return None
    settings = current_app.config["CONVENOR"]
    to = message.to or Address(clean_line(recipient.name), addr_spec=recipient.email)
    first_id, at = _before(row, message)
    message = mail.stamped(message, at)
    row.message_id = f"<{row.public_id}@{settings.mail_host}>"
    row.address, row.title = to.addr_spec, clean_line(message.subject)[:200]
    if message.entry is not None:
        row.entry_uid, row.entry_stamp = message.entry.uid, at
    sender = mail.Sender(settings.mail_from, settings.mail_host)
    row.mail = mail.build(message, to, sender, row.message_id, at, first_id)
    return None


def _before(row: Outbox, message: composing.Message) -> tuple[str | None, datetime]:
    """The first mail about this calendar entry to this person, and a time for this one that is later than any before it."""
    now = clock.now().replace(microsecond=0)
    if message.entry is None:
        return None, now
    earlier = (Outbox.entry_uid == message.entry.uid, Outbox.recipient_id == row.recipient_id)
    last = db.session.scalar(select(func.max(Outbox.entry_stamp)).where(*earlier))
    first = db.session.scalar(select(Outbox.message_id).where(*earlier).order_by(Outbox.entry_stamp).limit(1))
    return first, now if last is None else max(now, last + timedelta(seconds=1))


def _put_aside(row_id: int, trouble: Exception) -> str:
    """A mail that cannot be composed is tried again a little later, three times in all; the others go on."""
    with unit_of_work():
        row = db.session.get_one(Outbox, row_id)
        row.compose_tries += 1
        row.reason = f"{type(trouble).__name__}: {clean_line(str(trouble))[:300]}"
        if row.compose_tries < MOST_TRIES:
            row.state, row.due_at = "deferred", clock.now() + timedelta(seconds=2 * row.compose_tries)
        else:
            row.state = "failed"
        return row.state


def _settle(letter: smtp.Letter, outcome: smtp.Outcome) -> str:
    """Write down what came of an attempt; the row changes only while it is still under our lease."""
    with unit_of_work():
        attempt = db.session.get_one(Attempt, letter.attempt_id)
        attempt.outcome, attempt.stage, attempt.code = outcome.state, outcome.stage, outcome.code
        attempt.reply, attempt.ended_at = outcome.reply, clock.now()
        row = db.session.scalar(
            select(Outbox).where(Outbox.id == letter.row_id, Outbox.lease_token == letter.lease).with_for_update()
        )
        if row is None:
            log.warning("lease_lost", outbox=letter.row_id)
            return outcome.state
        row.reply = outcome.reply
        _release(row, outcome.state)
        if outcome.no_such_address:
            mail_bounced.send(None, outbox=row, text=outcome.reply)
        return row.state


def _release(row: Outbox, state: str) -> None:
    """End the lease with `state`: sent and failed are final, a second unknown waits for somebody, the rest for its time."""
    now = clock.now()
    row.lease_token = row.lease_until = row.lease_worker = None
    if state == "unknown":
        row.unknowns += 1
        if row.unknowns >= MOST_UNKNOWNS:
            state, row.reason = (
                "parked",
                "The connection was lost twice after the mail was handed over: perhaps it arrived.",
            )
    if state == "deferred" and now - row.created_at > GIVE_UP:
        state, row.reason = "failed", "The mail server put it off for five days."
    if state == "sent":
        row.sent_at, row.reason = now, ""
    if state in ("deferred", "unknown"):
        row.due_at = now + _pause(row.attempts)
    row.state = state


def _pause(failures: int) -> timedelta:
    """How long to wait after so many failures: at random up to a limit that doubles, from 30 seconds to 30 minutes."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 10))
    return timedelta(seconds=random.uniform(FIRST_PAUSE, longest))


def _recover(counts: Counts) -> int:
    """Take back mail whose sender died in the middle: nobody can tell whether it was delivered."""
    with unit_of_work(writes=False):
        if db.session.scalar(select(Outbox.id).where(text(MAIL_IS_OUT)).limit(1)) is None:
            return 0
    with unit_of_work():
        now = clock.database_now(db.session.connection())
        rows = db.session.scalars(select(Outbox).where(text(MAIL_IS_OUT)).with_for_update(skip_locked=True)).all()
        lost = [row for row in rows if (row.lease_until and row.lease_until < now) or _is_dead(row.lease_worker)]
        for row in lost:
            db.session.execute(
                update(Attempt)
                .where(Attempt.outbox_id == row.id, Attempt.number == row.attempts)
                .values(outcome="unknown", stage="process ended", ended_at=clock.now())
            )
            _release(row, "unknown")
            if row.state == "unknown":
                row.due_at = clock.now()
            counts.add(row.state)
    return len(lost)


def _fold(counts: Counts) -> int:
    """Reminders for one person that are due together become one mail."""
    due = (text(MAIL_IS_WAITING), Outbox.due_at <= clock.now(), Outbox.folds, Outbox.attempts == 0)
    with unit_of_work(writes=False):
        several = db.session.scalars(
            select(Outbox.recipient_id).where(*due).group_by(Outbox.recipient_id).having(func.count() > 1)
        ).all()
    for recipient_id in several:
        with unit_of_work():
            rows = db.session.scalars(
                select(Outbox).where(*due, Outbox.recipient_id == recipient_id).with_for_update(skip_locked=True)
            ).all()
            if len(rows) < 2:
                continue
            name = new_public_id()
            commands.tell_row(recipient_id, "digest", "outbox", name, "", {}, clock.now())
            digest_id = db.session.scalar(select(Outbox.id).where(Outbox.about_id == name))
            for row in rows:
                row.state, row.reason, row.folded_into_id = "moot", "told in one mail with others", digest_id
            counts.add("folded", len(rows))
    return len(several)


# The mail server, as a whole.


def _transport() -> Transport:
    settings = current_app.config["CONVENOR"]
    return smtp.Line(settings.smtp_url, settings.mail_host) if settings.smtp_url else smtp.Kept()


def _is_up(line: Transport) -> bool:
    """Whether the server takes mail. While it does not, it is asked rarely, by one clock for all dispatchers."""
    if not line.server:
        return True
    with unit_of_work(writes=False):
        known = db.session.get(MailServer, line.server)
        down = known is not None and known.down_since is not None
        if known is not None and known.try_again_at is not None:
            wait = known.try_again_at - clock.now()
            if timedelta() < wait <= timedelta(seconds=LONGEST_PAUSE):  # more: the clock was put back
                return False
    try:
        line.open()
    except smtp.ServerDown as said:
        _note_down(line.server, str(said))
        return False
    if down:
        _note_up(line.server)
    return True


def _note_down(address: str, said: str) -> None:
    log.warning("mail_server_down", server=address, said=said)
    with unit_of_work():
        server = db.session.get(MailServer, address, with_for_update=True)
        if server is None:
            server = MailServer(address=address, failures=0)
            db.session.add(server)
        server.down_since = server.down_since or clock.now()
        server.try_again_at = clock.now() + _pause(server.failures)
        server.failures += 1
        server.said = said


def _note_up(address: str) -> None:
    with unit_of_work():
        server = db.session.get_one(MailServer, address, with_for_update=True)
        server.failures, server.down_since, server.try_again_at, server.said = 0, None, None, ""


# That it runs.


def _worker() -> str:
    """The name of this process: machine, process space and number, so that a successor can see that it is gone."""
    return f"{_house()}:{os.getpid()}"


def _house() -> str:
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = "-"
    return f"{socket.gethostname()[:60]}:{space}"


def _is_dead(worker: str | None) -> bool:
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


def _note_tick(worker: str) -> None:
    with unit_of_work():
        _beat(worker)


def _note_cycle(worker: str, started: datetime) -> None:
    with unit_of_work():
        beat = _beat(worker)
        beat.cycle_started_at, beat.cycle_ended_at, beat.cycles = started, clock.now(), beat.cycles + 1


def _call_heartbeat() -> None:
    """Tell the watcher outside that a full cycle ended; where this stops, it raises the alarm."""
    url = current_app.config["CONVENOR"].heartbeat_url
    if not url:
        return
    try:
        httpx.get(url, timeout=5).raise_for_status()
    except httpx.HTTPError as trouble:
        log.warning("heartbeat_not_heard", said=type(trouble).__name__)
