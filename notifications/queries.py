"""Reads of the mail room. It knows no permissions: the room that a mail is about has asked already."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

from sqlalchemy import func, select, text

from foundation.database import db
from foundation.lifecycles import NotVisible
from notifications.models import (
    MAIL_IS_WAITING,
    MAIL_NEEDS_ATTENTION,
    TIMER_IS_DUE,
    Attempt,
    Heartbeat,
    MailServer,
    Outage,
    OutageSeen,
    Outbox,
    Timer,
    kind_of,
)


@dataclass(frozen=True)
class Delivery:
    """How one mail fares. `reply` is what the mail server said last, `reason` why it was not sent."""

    id: str
    kind: str
    step: str
    about_kind: str
    about_id: str
    recipient_id: int
    state: str
    reason: str
    reply: str
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None

    @property
    def needs_attention(self) -> bool:
        return self.state in ("failed", "parked")


def delivery_of(*subjects: Any) -> list[Delivery]:
    """Every mail about `subjects` (all of one kind), oldest first. One query."""
    if not subjects:
        return []
    columns = (
        Outbox.public_id.label("id"), Outbox.kind, Outbox.step, Outbox.about_kind, Outbox.about_id, Outbox.recipient_id,
        Outbox.state, Outbox.reason, Outbox.reply, Outbox.attempts, Outbox.created_at, Outbox.due_at, Outbox.sent_at,
    )  # fmt: skip
    ids = [subject.public_id for subject in subjects]
    found = (
        select(*columns).where(Outbox.about_kind == kind_of(subjects[0]), Outbox.about_id.in_(ids)).order_by(Outbox.id)
    )
    return [Delivery(**row) for row in db.session.execute(found).mappings()]


SOMEBODY = re.compile(r"[^\s<>()\"'@]+@")  # who it is, before the domain


@dataclass(frozen=True)
class DeadLetter:
    """A mail that did not go out, as whoever looks after the installation may read of it."""

    kind: str
    state: str
    domain: str
    said: str
    due_at: datetime
    attempts: int


# When the oldest mail that has not gone out was due; a column for a query that is made anyway.
OLDEST_MAIL_WAITING = select(func.min(Outbox.due_at)).where(text(MAIL_IS_WAITING)).scalar_subquery()


def outage_unseen_by(person_id: Any) -> Any:
    """The newest outage that a person has not read of; a column for a query that is made anyway."""
    seen = select(OutageSeen.outage_id).where(OutageSeen.person_id == person_id).correlate_except(OutageSeen)
    return select(func.max(Outage.id)).where(Outage.id.not_in(seen)).scalar_subquery()


def outage(number: int) -> Outage:
    return db.session.get_one(Outage, number)


def outages(most: int = 20) -> list[Outage]:
    """When nothing ran, the last first."""
    return list(db.session.scalars(select(Outage).order_by(Outage.id.desc()).limit(most)))


def dead_letters(most: int = 100) -> list[DeadLetter]:
    """Mails that failed or wait for somebody's decision, newest first; of whom they are for, no more than the domain."""
    columns = Outbox.kind, Outbox.state, Outbox.reason, Outbox.reply, Outbox.address, Outbox.due_at, Outbox.attempts
    found = select(*columns).where(text(MAIL_NEEDS_ATTENTION)).order_by(Outbox.id.desc()).limit(most)
    return [
        DeadLetter(
            row.kind,
            row.state,
            row.address.rpartition("@")[2],
            SOMEBODY.sub("…@", row.reply or row.reason),
            row.due_at,
            row.attempts,
        )
        for row in db.session.execute(found)
    ]


def attention() -> int:
    """How many mails failed or wait for somebody's decision."""
    return db.session.scalar(select(func.count()).select_from(Outbox).where(text(MAIL_NEEDS_ATTENTION))) or 0


@dataclass(frozen=True)
class Trouble:
    """Since when a mail server does not answer, and what it said."""

    since: datetime
    said: str


@dataclass(frozen=True)
class Backlog:
    """What waits to go out, and what is wrong with the server that takes it, with the mailbox that answers come to, and
    with the way of the alarm."""

    waiting: int
    oldest_due_at: datetime | None
    server: Trouble | None
    mailbox: Trouble | None
    alarm: Trouble | None


def backlog(now: datetime) -> Backlog:
    """Mail that is due and has not gone out; two queries."""
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Outbox.due_at)).where(text(MAIL_IS_WAITING), Outbox.created_at <= now)
    ).one()
    down = select(MailServer.use, MailServer.down_since, MailServer.said).where(MailServer.down_since.is_not(None))
    found = {row.use: Trouble(row.down_since, row.said) for row in db.session.execute(down)}
    return Backlog(waiting, oldest, found.get("out"), found.get("in"), found.get("alarm"))


def planned(subject: Any) -> list[Timer]:
    """The moments to come about `subject`, soonest first."""
    found = select(Timer).where(
        Timer.subject_kind == kind_of(subject), Timer.subject_id == subject.public_id, text(TIMER_IS_DUE)
    )
    return list(db.session.scalars(found.order_by(Timer.due_at, Timer.id)))


def heartbeats() -> list[Heartbeat]:
    """Every dispatcher that ever ran, the liveliest first."""
    return list(db.session.scalars(select(Heartbeat).order_by(Heartbeat.ticked_at.desc())))


def attempts_at(outbox_id: int) -> list[Attempt]:
    """The ledger of one mail."""
    return list(db.session.scalars(select(Attempt).where(Attempt.outbox_id == outbox_id).order_by(Attempt.number)))


def kept_mails() -> Any:
    """A query of mail that was composed, newest first: id, title, address, when, state. Development and tests only."""
    return (
        select(Outbox.id, Outbox.public_id, Outbox.title, Outbox.address, Outbox.kind, Outbox.sent_at, Outbox.state)
        .where(Outbox.mail.is_not(None))
        .order_by(Outbox.id.desc())
    )


@dataclass(frozen=True)
class KeptMail:
    """A mail as its reader would see it, taken from the very bytes that go out."""

    id: str
    title: str
    address: str
    to: str
    sent_at: datetime | None
    text: str
    html: str
    calendar: str
    raw: bytes


def kept_mail(mail_id: str) -> KeptMail:
    """One composed mail, its parts decoded. Raises `NotVisible`."""
    row = db.session.execute(
        select(Outbox.public_id, Outbox.mail, Outbox.address, Outbox.sent_at).where(
            Outbox.public_id == mail_id, Outbox.mail.is_not(None)
        )
    ).one_or_none()
    if row is None:
        raise NotVisible("mail")
    return read_back(row.public_id, row.address, row.sent_at, row.mail)


def read_back(mail_id: str, address: str, sent_at: datetime | None, raw: bytes) -> KeptMail:
    """The parts of one of our own mails."""
    mail = message_from_bytes(raw, policy=policy.default)
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}

    def said(kind: str) -> str:
        return str(parts[kind].get_content()).replace("\r\n", "\n") if kind in parts else ""

    return KeptMail(
        mail_id, str(mail["Subject"]), address, str(mail["To"]), sent_at,
        said("text/plain"), said("text/html"), said("text/calendar"), raw,
    )  # fmt: skip


def was_mailed_since(subject: Any, kind: str, at: datetime) -> bool:
    """Whether a mail of `kind` about `subject` was asked for since that instant."""
    here = Outbox.about_kind == kind_of(subject), Outbox.about_id == subject.public_id
    newer = select(Outbox.id).where(*here, Outbox.kind == kind, Outbox.created_at > at)
    return db.session.scalar(newer.limit(1)) is not None
