"""Mail that is due: claimed under a lease, composed, handed over, settled; what a dead sender left is taken back."""

import threading
from datetime import datetime, timedelta
from email.headerregistry import Address
from time import monotonic
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import func, select, text, update

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.signals import mail_bounced
from foundation.text import clean_line
from foundation.unit_of_work import unit_of_work
from notifications import commands, composing, mail, smtp
from notifications.composing import Moot
from notifications.dispatch.counts import Counts
from notifications.dispatch.life import is_dead
from notifications.dispatch.mail_server import Transport, is_up, note_down, pause_after
from notifications.models import MAIL_IS_OUT, MAIL_IS_WAITING, Attempt, Outbox

LEASE = timedelta(seconds=150)  # longer than the four answers of a dialogue that all come just in time
GIVE_UP = timedelta(days=5)
MOST_TRIES = 3  # of composing a mail
MOST_UNKNOWNS = 2

log = structlog.get_logger()


def send_all(
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
        if not line.is_open and not (_is_waiting() and is_up(line)):
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


def send_without_waiting() -> None:
    """What waits for further edits is due now: somebody asks for a run, and does not come back for the rest."""
    with unit_of_work():
        db.session.execute(
            update(Outbox)
            .where(text(MAIL_IS_WAITING), Outbox.attempts == 0, Outbox.compose_tries == 0, Outbox.due_at > clock.now())
            .values(due_at=clock.now()),
            execution_options={"synchronize_session": False},
        )


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
    claimed = claim(worker)
    if not isinstance(claimed, smtp.Letter):
        return claimed
    outcome = line.send(claimed)
    if outcome.server_down:
        note_down(line.server, outcome.reply)
    return settle(claimed, outcome)


def claim(worker: str) -> smtp.Letter | str | None:
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


def settle(letter: smtp.Letter, outcome: smtp.Outcome) -> str:
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
        row.due_at = now + pause_after(row.attempts)
    row.state = state


def _recover(counts: Counts) -> int:
    """Take back mail whose sender died in the middle: nobody can tell whether it was delivered."""
    with unit_of_work(writes=False):
        if db.session.scalar(select(Outbox.id).where(text(MAIL_IS_OUT)).limit(1)) is None:
            return 0
    with unit_of_work():
        now = clock.database_now(db.session.connection())
        rows = db.session.scalars(select(Outbox).where(text(MAIL_IS_OUT)).with_for_update(skip_locked=True)).all()
        lost = [row for row in rows if (row.lease_until and row.lease_until < now) or is_dead(row.lease_worker)]
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
