"""Mail servers as a whole: where mail goes, whether it is up, and how rarely it is asked while it is not."""

import random
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, update

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
    return smtp.Line(settings.smtp_url, settings.mail_host, sealed=settings.seals(settings.smtp_url))


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
        note_up("out")
    return True


def note_down(address: str, said: str, use: str = "out") -> None:
    """The server at `address` does not do what it is for, and `said` so: when it is asked again is kept for all
    dispatchers. What was said of another that was used for the same is over."""
    log.warning("mail_server_down", server=address, said=said)
    with unit_of_work():
        _forget(MailServer.use == use, MailServer.address != address)
        server = db.session.get(MailServer, address, with_for_update=True)
        if server is None:
            server = MailServer(address=address, use=use, failures=0)
            db.session.add(server)
        server.down_since = server.down_since or clock.now()
        server.try_again_at = clock.now() + pause_after(server.failures)
        server.failures += 1
        server.said = said


def note_up(use: str) -> None:
    """The server that is used for this answers again."""
    with unit_of_work():
        _forget(MailServer.use == use)


def _forget(*which: ColumnElement[bool]) -> None:
    well = {"failures": 0, "down_since": None, "try_again_at": None, "said": ""}
    db.session.execute(
        update(MailServer).where(*which).values(**well), execution_options={"synchronize_session": False}
    )


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures: at random up to a limit that doubles, from 30 seconds to 30 minutes."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 10))
    return timedelta(seconds=random.uniform(FIRST_PAUSE, longest))
