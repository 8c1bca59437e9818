"""The alarm: whoever is on call hears by mail of what could not be delivered, on a way of its own where one is named."""

from datetime import timedelta
from email.headerregistry import Address
from typing import Any

from flask import current_app
from sqlalchemy import select, text, update

from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications import mail, smtp
from notifications.composing import Message, rendered
from notifications.dispatch.mail_server import LONGEST_PAUSE, note_down, note_up
from notifications.models import MAIL_NEEDS_ATTENTION, MailServer, Outbox

ONE = "Convenor: a mail was not delivered"
TURN = timedelta(seconds=150)  # how long one dispatcher has it to itself


def raise_alarm() -> int:
    """One mail about everything that failed or is parked and that nobody on call was told of; how many mails that is.

    It goes past the outbox, since the outbox is what it speaks of. Told is only what the server has taken: a crash can
    repeat it, and cannot silence it.
    """
    settings = current_app.config["CONVENOR"]
    url = settings.alarm_smtp_url or settings.smtp_url
    if not (settings.alarm_mail and url):
        return 0
    line = smtp.Line(url, settings.mail_host, sealed=settings.seals(url))
    way = f"alarm by {line.server}"
    untold = _take_turn(way)
    if not untold:
        return 0
    try:
        line.open()
        outcome = line.send(_letter(untold, settings))
    except smtp.ServerDown as trouble:
        note_down(way, str(trouble), "alarm")
        return 0
    finally:
        line.close()
    if outcome.state != "sent":
        note_down(way, outcome.reply, "alarm")
        return 0
    with unit_of_work():
        told = update(Outbox).where(Outbox.id.in_(untold)).values(alarmed_at=clock.now())
        db.session.execute(told, execution_options={"synchronize_session": False})
    note_up("alarm")
    return len(untold)


def _take_turn(way: str) -> list[int]:
    """What is to be told, where it is this dispatcher's turn to tell it; nothing where another does, or waits to try again."""
    untold = select(Outbox.id).where(text(MAIL_NEEDS_ATTENTION), Outbox.alarmed_at.is_(None)).order_by(Outbox.id)
    with unit_of_work(writes=False):
        if db.session.scalar(untold.limit(1)) is None:
            return []
    with unit_of_work():
        server = db.session.get(MailServer, way, with_for_update=True)
        if server is None:
            server = MailServer(address=way, use="alarm", failures=0)
            db.session.add(server)
        wait = (server.try_again_at or clock.now()) - clock.now()
        if timedelta() < wait <= timedelta(seconds=LONGEST_PAUSE):  # more: the clock was put back
            return []
        server.try_again_at = clock.now() + TURN
        return list(db.session.scalars(untold))


def _letter(untold: list[int], settings: Any) -> smtp.Letter:
    """The mail of the alarm: how many, and where to look; nothing of whom they are for or about."""
    words = rendered("alarm", count=len(untold))
    message = Message(f"Convenor: {len(untold)} mails were not delivered" if len(untold) > 1 else ONE, **words)
    name = f"<alarm-{untold[-1]}@{settings.mail_host}>"
    sender = mail.Sender(settings.mail_from, settings.mail_host)
    to = Address(addr_spec=settings.alarm_mail)
    content = mail.build(message, to, sender, name, clock.now().replace(microsecond=0), None)
    return smtp.Letter(0, 0, "", settings.mail_from, settings.alarm_mail, content)
