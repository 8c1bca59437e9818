"""What is planned, what goes out, what was tried, and what came in. Nothing here is ever deleted: it is the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Identified

TIMER_STATES = {"due": "Due", "fired": "Fired", "moot": "Not needed", "failed": "Failed"}
MAIL_STATES = {
    "due": "Waiting to be sent",
    "sending": "Being sent",
    "sent": "Sent",
    "deferred": "Put off by the mail server",
    "unknown": "The connection was lost: perhaps sent",
    "failed": "Could not be delivered",
    "moot": "Not sent: no longer needed",
    "parked": "Waiting for a decision",
}

# The claims look for these words as they stand here, so that the partial indexes below serve them.
TIMER_IS_DUE = "state = 'due'"
MAIL_IS_WAITING = "state in ('due', 'deferred', 'unknown')"
MAIL_IS_OUT = "state = 'sending'"
MAIL_NEEDS_ATTENTION = "state in ('failed', 'parked')"
MAIL_IS_UNREAD = "outcome = ''"


def kind_of(subject: Any) -> str:
    """How a subject is named in timers and mails: by its table."""
    return str(subject.__tablename__)


def _only(name: str, condition: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Timer(Base):
    """A moment to come: what, about whom, when. `planned_for` is the moment itself; `due_at` when it is next looked at.

    `key` is unique for kind, subject, step, recipient and moment: planning twice leaves one row.
    """

    __tablename__ = "timer"
    __table_args__ = (
        _only("ix_timer_due", TIMER_IS_DUE, "due_at", "id"),
        Index("ix_timer_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(40), default="")
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    planned_for: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="due")
    reason: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def offset(self) -> int:
        """Where in the schedule of its reminder this moment stands; a repeat counts as the last offset."""
        return int(self.details.get("offset", 0))


class Outbox(Identified, Base):
    """One mail to one recipient. It is composed when it is first sent, and then kept: a repeat sends the same again.

    The lease says which process is sending it; it is compared with the database's time.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        _only("ix_outbox_waiting", MAIL_IS_WAITING, "priority", "due_at", "id"),
        _only("ix_outbox_out", MAIL_IS_OUT, "lease_until"),
        _only("ix_outbox_attention", MAIL_NEEDS_ATTENTION, "id"),
        Index("ix_outbox_about", "about_kind", "about_id"),
        Index("ix_outbox_entry", "entry_uid", "recipient_id"),
        Index("ix_outbox_folded", "folded_into_id"),
    )

    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(40), default="")
    recipient_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    priority: Mapped[int] = mapped_column(Integer)
    folds: Mapped[bool] = mapped_column(Boolean, default=False)
    folded_into_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="due")
    reason: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")  # the mail server's last words
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    unknowns: Mapped[int] = mapped_column(Integer, default=0)
    compose_tries: Mapped[int] = mapped_column(Integer, default=0)
    confirmed: Mapped[bool] = mapped_column(Boolean, default=False)  # somebody wants it sent to a flagged address
    lease_token: Mapped[str | None] = mapped_column(String(20))
    lease_until: Mapped[datetime | None]
    lease_worker: Mapped[str | None] = mapped_column(String(120))
    sent_at: Mapped[datetime | None]
    alarmed_at: Mapped[datetime | None]  # when whoever is on call was told that it failed or is parked
    bounce_token: Mapped[str] = mapped_column(String(32), unique=True)
    message_id: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(254), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    entry_uid: Mapped[str | None] = mapped_column(String(200))
    entry_stamp: Mapped[datetime | None]
    mail: Mapped[bytes | None] = mapped_column(LargeBinary)


class Attempt(Base):
    """One try at sending: written before the dialogue with the mail server, its result after it."""

    __tablename__ = "mail_attempt"
    __table_args__ = (UniqueConstraint("outbox_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    number: Mapped[int] = mapped_column(Integer)
    worker: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="sending")
    stage: Mapped[str] = mapped_column(String(20), default="")  # how far the dialogue came
    code: Mapped[int | None] = mapped_column(Integer)
    reply: Mapped[str] = mapped_column(Text, default="")


class MailServer(Base):
    """What is known of a mail server that does not answer: all dispatchers leave it alone until `try_again_at`.

    `use`: `out` takes mail, `in` is the mailbox that answers come to, `alarm` takes the mail of the alarm.
    """

    __tablename__ = "mail_server"

    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    use: Mapped[str] = mapped_column(String(10), default="out")
    failures: Mapped[int] = mapped_column(Integer, default=0)
    down_since: Mapped[datetime | None]
    try_again_at: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(Text, default="")


class Heartbeat(Base):
    """A dispatcher that runs: `ticked_at` while it is well, `cycle_…` for its last full cycle."""

    __tablename__ = "dispatcher_heartbeat"

    worker: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    ticked_at: Mapped[datetime]
    cycle_started_at: Mapped[datetime | None]
    cycle_ended_at: Mapped[datetime | None]
    cycles: Mapped[int] = mapped_column(Integer, default=0)


class Outage(Identified, Base):
    """A time in which no dispatcher ran: nothing went out, and no limit was watched."""

    __tablename__ = "outage"

    began_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(unique=True)


class OutageSeen(Base):
    """Somebody has read that there was an outage."""

    __tablename__ = "outage_seen"

    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]


class IncomingMail(Identified, Base):
    """A mail that came in: stored first, read afterwards. The same bytes are stored once, sealed where a key stands.

    `forgotten_at`: when the bytes were let go of; what came of the mail stays.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (
        _only("ix_incoming_mail_unread", MAIL_IS_UNREAD, "id"),
        Index("ix_incoming_mail_received", "received_at"),
        _only("ix_incoming_mail_kept", "forgotten_at is null", "received_at"),
    )

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime]
    recipient: Mapped[str] = mapped_column(String(254), default="")
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    size: Mapped[int] = mapped_column(Integer, default=0)
    forgotten_at: Mapped[datetime | None]
    repeats: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str] = mapped_column(String(20), default="")  # '' until it was read
    reason: Mapped[str] = mapped_column(Text, default="")
    token: Mapped[str] = mapped_column(String(64), default="")  # hash of the token that it came under
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    read_at: Mapped[datetime | None]
