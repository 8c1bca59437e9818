"""Planning moments, telling people, and taking back what no longer matters. All inside the caller's unit of work."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Protocol

from sqlalchemy import select, text, update
from sqlalchemy.dialects import postgresql, sqlite

import audit
import rulebook
import working_time
from audit.commands import Actor
from foundation import clock
from foundation.clock import LONDON
from foundation.database import db
from foundation.identifiers import new_public_id, new_token
from foundation.lifecycles import NotVisible, Refusal, Refused
from notifications import composing
from notifications.models import MAIL_IS_WAITING, TIMER_IS_DUE, Outage, OutageSeen, Outbox, Timer, kind_of


class Reader(Actor, Protocol):
    """Somebody signed in, as this room knows people."""

    id: Any


MORNING = time(8)  # London; reminders that count in days go out then


def plan(
    kind: str,
    subject: Any,
    at: datetime,
    *,
    step: str = "",
    recipient_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Ask the room again about `subject` at the instant `at`. Planned twice, it stands once; once dropped, again."""
    plan_row(kind, kind_of(subject), subject.public_id, at, step, recipient_id, details or {})


def plan_reminders(key: str, subject: Any, anchor: date | datetime, *, details: dict[str, Any] | None = None) -> None:
    """Plan every offset of the rule book's reminder `key` around `anchor`, the date or instant of the thing itself.

    Working days go out at 08:00 London, hours at the instant, what is said at once goes out now. Offsets that are past
    are left out; the others stand. A reminder that repeats is planned anew each time it has fired.
    """
    now = clock.now()
    for offset, at in moments(rulebook.book().reminders[key], anchor, now):
        if at >= now:
            plan(key, subject, at, step=f"{offset:+d}", details={**(details or {}), "offset": offset})


def drop(subject: Any, *kinds: str, because: str) -> None:
    """What is planned about `subject`, and mail about it that has not gone out, no longer matters (of `kinds`; none: all).

    Cancellations still go out: a calendar that heard of a meeting must hear that it is off.
    """
    ended = {"state": "moot", "reason": because}
    timers = update(Timer).where(
        Timer.subject_kind == kind_of(subject), Timer.subject_id == subject.public_id, text(TIMER_IS_DUE)
    )
    mails = update(Outbox).where(
        Outbox.about_kind == kind_of(subject),
        Outbox.about_id == subject.public_id,
        text(MAIL_IS_WAITING),
        Outbox.kind.not_in(composing.always_sent()),
    )
    if kinds:
        timers, mails = timers.where(Timer.kind.in_(kinds)), mails.where(Outbox.kind.in_(kinds))
    options = {"synchronize_session": False}
    db.session.execute(timers.values(ended_at=clock.now(), **ended), execution_options=options)
    db.session.execute(mails.values(**ended), execution_options=options)


def tell(
    recipient_id: int,
    kind: str,
    about: Any,
    *,
    step: str = "",
    details: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Mail `recipient_id` about `about`: due now, or at `at`; composed when it is sent. `step` tells one from the next."""
    tell_row(recipient_id, kind, kind_of(about), about.public_id, step, details or {}, at or clock.now())


def send_again(person: Actor, outbox_id: str) -> None:
    """Send a failed or parked mail once more, to a flagged address too: `person` has seen what was said about it.

    The room that shows the mail has asked whether they may. Raises `Refused` where it is neither failed nor parked.
    """
    row = _needing_a_decision(outbox_id)
    row.state, row.due_at, row.reason, row.confirmed, row.unknowns = "due", clock.now(), "", True, 0
    row.alarmed_at = None
    audit.record(person, "mail.sent_again", row, mail_kind=row.kind, about=row.about_id)


def take_as_delivered(person: Actor, outbox_id: str) -> None:
    """Somebody knows that it arrived. Raises `Refused` where the mail is neither failed nor parked."""
    row = _needing_a_decision(outbox_id)
    row.state, row.sent_at, row.reason = "sent", clock.now(), "taken as delivered"
    audit.record(person, "mail.taken_as_delivered", row, mail_kind=row.kind, about=row.about_id)


def see_outage(person: Reader, outage_id: str) -> None:
    """`person` has read that nothing ran for a time, and is not told again."""
    outage = db.session.scalar(select(Outage).where(Outage.public_id == outage_id))
    if outage is None:
        raise NotVisible("outage")
    known = select(OutageSeen.outage_id).where(OutageSeen.person_id == person.id)
    for earlier in db.session.scalars(select(Outage.id).where(Outage.id <= outage.id, Outage.id.not_in(known))):
        db.session.add(OutageSeen(outage_id=earlier, person_id=person.id, seen_at=clock.now()))
    audit.record(person, "outage.seen", outage)


def moments(reminder: rulebook.Reminder, anchor: date | datetime, now: datetime) -> list[tuple[int, datetime]]:
    """Each offset of `reminder` with its instant. Raises `ValueError` for hours around a date without a time."""
    if reminder.unit == "elapsed_hours":
        if not isinstance(anchor, datetime):
            raise ValueError(f"{reminder.key} counts hours: it needs an instant.")
        return [(offset, anchor.astimezone(UTC) + timedelta(hours=offset)) for offset in reminder.offsets]
    day = clock.local(anchor).date() if isinstance(anchor, datetime) else anchor
    return [
        (offset, now if offset == 0 and reminder.at_once else morning_of(day, offset)) for offset in reminder.offsets
    ]


def morning_of(day: date, working_days: int) -> datetime:
    """08:00 London, so many working days from `day`; 0 on a closed day is the next working day."""
    calendar = working_time.england_and_wales()
    there = calendar.add(day, working_days) if working_days else calendar.on_or_after(day)
    return datetime.combine(there, MORNING, LONDON).astimezone(UTC)


def plan_row(
    kind: str,
    subject_kind: str,
    subject_id: str,
    at: datetime,
    step: str,
    recipient_id: int | None,
    details: dict[str, Any],
) -> None:
    """One timer, by the name of its subject."""
    row = {
        "key": _key(kind, subject_kind, subject_id, step, recipient_id, at),
        "kind": kind,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "step": step,
        "recipient_id": recipient_id,
        "details": details,
        "planned_for": at,
        "due_at": at,
        "state": "due",
        "reason": "",
        "tries": 0,
        "planned_at": clock.now(),
    }
    _once(Timer, row)


def tell_row(
    recipient_id: int, kind: str, about_kind: str, about_id: str, step: str, details: dict[str, Any], at: datetime
) -> None:
    """One outbox row, by the name of what it is about. Raises `LookupError` where no room composes `kind`."""
    composer = composing.composer_of(kind)
    row = {
        "public_id": new_public_id(),
        "key": _key(kind, about_kind, about_id, step, recipient_id, at),
        "kind": kind,
        "about_kind": about_kind,
        "about_id": about_id,
        "step": step,
        "recipient_id": recipient_id,
        "details": details,
        "priority": composer.priority,
        "folds": composer.folds,
        "created_at": clock.now(),
        "due_at": at,
        "state": "due",
        "reason": "",
        "reply": "",
        "attempts": 0,
        "unknowns": 0,
        "compose_tries": 0,
        "confirmed": False,
        "bounce_token": new_token(),
        "address": "",
        "title": "",
    }
    _once(Outbox, row)


def _once(model: Any, row: dict[str, Any]) -> None:
    """Insert `row` unless its key stands already; what was dropped under that key stands again."""
    connection = db.session.connection()
    connection.execute(_insert_once(model, connection.dialect.name), row)


@cache
def _insert_once(model: Any, engine: str) -> Any:
    # Kept, since putting the statement together anew costs several times what the insert does.
    table = model.__table__
    statement = (postgresql if engine == "postgresql" else sqlite).insert(table)
    again = {name: statement.excluded[name] for name in ("state", "reason", "due_at", "details")}
    return statement.on_conflict_do_update(index_elements=["key"], set_=again, where=table.c.state == "moot")


def _key(kind: str, subject_kind: str, subject_id: str, step: str, recipient_id: int | None, at: datetime) -> str:
    parts = (kind, subject_kind, subject_id, step, str(recipient_id), at.astimezone(UTC).isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _needing_a_decision(outbox_id: str) -> Outbox:
    row = db.session.scalar(select(Outbox).where(Outbox.public_id == outbox_id).with_for_update())
    if row is None:
        raise NotVisible("mail")
    if row.state not in ("failed", "parked"):
        raise Refused(
            [Refusal("the_mail_waits_for_a_decision", "This mail is not waiting for a decision.", "The outbox")]
        )
    return row
