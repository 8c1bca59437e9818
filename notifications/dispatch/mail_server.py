"""The mail server as a whole: where mail goes, whether it is up, and how rarely it is asked while it is not."""

import random
from datetime import timedelta

import structlog
from flask import current_app

from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications import smtp
from notifications.models import MailServer

FIRST_PAUSE, LONGEST_PAUSE = 30, 1800  # seconds

log = structlog.get_logger()
Transport = smtp.Line | smtp.Kept


def transport_in_force() -> Transport:
    """The mail server of the settings, or the development mailbox where none is named."""
    settings = current_app.config["CONVENOR"]
    if not settings.smtp_url:
        return smtp.Kept()
    return smtp.Line(settings.smtp_url, settings.mail_host, sealed=settings.seals_mail)


def is_up(line: Transport) -> bool:
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
        note_down(line.server, str(said))
        return False
    if down:
        note_up(line.server)
    return True


def note_down(address: str, said: str) -> None:
    """The server at `address` does not take mail, and `said` so: when it is asked again is kept for all dispatchers."""
    log.warning("mail_server_down", server=address, said=said)
    with unit_of_work():
        server = db.session.get(MailServer, address, with_for_update=True)
        if server is None:
            server = MailServer(address=address, failures=0)
            db.session.add(server)
        server.down_since = server.down_since or clock.now()
        server.try_again_at = clock.now() + pause_after(server.failures)
        server.failures += 1
        server.said = said


def note_up(address: str) -> None:
    """The server at `address` takes mail again."""
    with unit_of_work():
        server = db.session.get_one(MailServer, address, with_for_update=True)
        server.failures, server.down_since, server.try_again_at, server.said = 0, None, None, ""


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures: at random up to a limit that doubles, from 30 seconds to 30 minutes."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 10))
    return timedelta(seconds=random.uniform(FIRST_PAUSE, longest))
