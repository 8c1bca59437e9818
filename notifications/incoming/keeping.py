"""Keeping what came, as it came, before anybody looks into it: the same bytes once, sealed where a key stands."""

import hashlib
from datetime import timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from foundation import clock, sealing
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.text import clean_line
from foundation.unit_of_work import unit_of_work
from notifications.models import IncomingMail

AT_ONCE = 200


def store(raw: bytes, recipient: str | None) -> tuple[int, bool]:
    """Store one mail in a unit of work of its own; gives its id, and whether it was here and read before."""
    try:
        return _store(raw, recipient)
    except IntegrityError:  # another reader stored the same bytes at this instant: now they are here
        return _store(raw, recipient)


def _store(raw: bytes, recipient: str | None) -> tuple[int, bool]:
    with unit_of_work():
        mail = take(raw, recipient)
        return mail.id, bool(mail.outcome)


def take(raw: bytes, recipient: str | None) -> IncomingMail:
    """Store a mail as it came, unless the same bytes are here already. Nothing is read yet."""
    fingerprint = hashlib.sha256(raw).hexdigest()
    mail = db.session.scalar(select(IncomingMail).where(IncomingMail.fingerprint == fingerprint).with_for_update())
    if mail is not None:
        mail.repeats += 1
        return mail
    mail = IncomingMail(
        public_id=new_public_id(),
        fingerprint=fingerprint,
        received_at=clock.now(),
        recipient=clean_line(recipient or "")[:254],
        size=len(raw),
        sealed=sealing.has_key(),
        raw=sealing.seal(raw) if sealing.has_key() else raw,
        outcome="",
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def content_of(mail: IncomingMail) -> bytes:
    """The bytes as they came. Raises `sealing.CannotUnseal` where the key is missing or another one."""
    return sealing.unseal(mail.raw) if mail.sealed else mail.raw


def forget_old() -> int:
    """Let go of the bytes of mail that was read longer ago than `CONVENOR_MAIL_DAYS`; what came of it stays."""
    days = current_app.config["CONVENOR"].mail_days
    old = (
        select(IncomingMail.id)
        .where(
            IncomingMail.received_at < clock.now() - timedelta(days=days),
            IncomingMail.forgotten_at.is_(None),
            IncomingMail.outcome != "",
        )
        .order_by(IncomingMail.id)
        .limit(AT_ONCE)
    )
    with unit_of_work(writes=False):
        ids = list(db.session.scalars(old))
    if ids:
        with unit_of_work():
            gone = update(IncomingMail).where(IncomingMail.id.in_(ids))
            db.session.execute(gone.values(raw=b"", sealed=False, forgotten_at=clock.now()))
    return len(ids)
