"""Reading what was stored, each mail once, in a unit of work of its own. Whatever a mail contains, nothing is raised."""

import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

import audit
from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications.incoming.judge import judge, pass_on_unread
from notifications.incoming.keeping import store
from notifications.models import MAIL_IS_UNREAD, IncomingMail

MOST_TRIES = 3
STUMBLED = "The mail could not be read"

log = structlog.get_logger()


def receive(raw: bytes, recipient: str | None = None) -> str:
    """Take one mail and read it, each in a unit of work of its own; gives its outcome."""
    mail_id, known = store(raw, recipient)
    return "duplicate" if known else read(mail_id)


def read_next() -> bool:
    """Read one mail that was stored and never read: the process ended in between. Gives whether there was one."""
    with unit_of_work(writes=False):
        found = select(IncomingMail.id).where(text(MAIL_IS_UNREAD)).order_by(IncomingMail.id).limit(1)
        mail_id = db.session.scalar(found)
    if mail_id is None:
        return False
    read(mail_id)
    return True


def read(mail_id: int) -> str:
    """Read a stored mail and let it take effect; gives its outcome. Never raises for what a mail contains."""
    for attempt in range(1, MOST_TRIES + 1):
        try:
            return _read(mail_id)
        except (IntegrityError, OperationalError) as trouble:
            # Another reader took the same answer at this instant, or held the database: it is seen the next time.
            if attempt == MOST_TRIES:
                return _set_aside(mail_id, trouble)
        except (Exception, RecursionError) as trouble:
            return _set_aside(mail_id, trouble)
    raise AssertionError


def _read(mail_id: int) -> str:
    with unit_of_work():
        mail = db.session.scalar(select(IncomingMail).where(IncomingMail.id == mail_id).with_for_update())
        if mail is None or mail.outcome:
            return "duplicate"
        audit.name_request(f"mail-in-{mail.id}")
        verdict = judge(mail)
        mail.outcome, mail.reason, mail.read_at = verdict.outcome, verdict.reason[:500], clock.now()
        return mail.outcome


def _set_aside(mail_id: int, trouble: BaseException) -> str:
    """The program stumbled over it: it is kept for a person, and where that cannot be said either, kept all the same."""
    name = type(trouble).__name__
    log.warning("mail_not_read", mail=mail_id, trouble=name)
    reason = f"{STUMBLED} ({name})."
    try:
        with unit_of_work():
            mail = _marked(mail_id, reason)
            pass_on_unread(mail, reason)
    except (Exception, RecursionError) as again:
        log.warning("mail_not_passed_on", mail=mail_id, trouble=type(again).__name__)
        with unit_of_work():
            _marked(mail_id, reason)
    return "review"


def _marked(mail_id: int, reason: str) -> IncomingMail:
    mail = db.session.get_one(IncomingMail, mail_id)
    mail.tries += 1
    mail.outcome, mail.reason, mail.read_at = "review", reason, clock.now()
    return mail
