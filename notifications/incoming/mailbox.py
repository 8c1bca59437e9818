"""The mailbox that answers come to: each mail is stored and read, and moved only when that is committed; none is deleted.

`CONVENOR_IMAP_URL` is `imaps://user:password@host:port/INBOX`; `imap://` for a server on this machine, or for one elsewhere
that offers STARTTLS. Several readers may look into one mailbox at the same time: what one has moved, the others leave.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

import structlog
from flask import current_app
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications.incoming.keeping import store
from notifications.incoming.reading import STUMBLED, read
from notifications.models import IncomingMail

PROCESSED, REVIEW, FAILED = FOLDERS = ("Processed", "Review", "Failed")
FOR_A_PERSON = ("review", "forwarded", "message", "unmatched")
LOCAL = ("localhost", "127.0.0.1", "::1")
TIMEOUT = 30.0
AT_ONCE = 200
MOST_TROUBLES = 3
LARGEST_KEPT = 64 * 2**20  # of a larger one only the head is stored; the mail itself stays in the mailbox

log = structlog.get_logger()
Troubles = (ImapToolsError, imaplib.IMAP4.error, OSError)


class MailboxDown(Exception):
    """The mailbox cannot be looked into now; what is in it waits there. The message says why, fit to be read."""


def address() -> str:
    """The mailbox of the settings as it may be shown: without a name or a password. Empty where none is named."""
    url = current_app.config["CONVENOR"].imap_url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or 'localhost'}:{_port(parts)}" if url else ""


def collect() -> int:
    """Take what is in the mailbox; gives how many mails were new. Without a mailbox there is nothing to do.

    Raises `MailboxDown`. A mail that could not be stored stays where it is and is taken the next time.
    """
    url = current_app.config["CONVENOR"].imap_url
    if not url:
        return 0
    new = troubles = 0
    with _opened(url) as mailbox:
        folders = _folders(mailbox)
        for uid in mailbox.uids()[:AT_ONCE]:
            try:
                new += _take(mailbox, uid, folders)
            except Exception as trouble:
                log.warning("mail_not_taken", trouble=type(trouble).__name__)
                troubles += 1
                if troubles == MOST_TROUBLES:
                    break
    return new


def _take(mailbox: BaseMailBox, uid: str, folders: dict[str, str]) -> bool:
    """Store one mail, read it, and move it when that is committed; gives whether it was new."""
    raw = _content(mailbox, uid)
    if raw is None:
        return False  # another reader has moved it
    mail_id, known = store(raw, None)
    if not known:
        read(mail_id)
    mailbox.move(uid, folders[_folder_for(mail_id)])
    return not known


def _content(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """The bytes of a mail, without marking it as seen; only its head where it is larger than anything that is kept."""
    _, found = mailbox.client.uid("FETCH", uid, "(RFC822.SIZE)")
    said = b" ".join(one if isinstance(one, bytes) else one[0] for one in found if one)
    size = int(said.partition(b"RFC822.SIZE ")[2].split(b")")[0].split()[0]) if b"RFC822.SIZE " in said else None
    if size is None:
        return None
    _, found = mailbox.client.uid("FETCH", uid, "(BODY.PEEK[])" if size <= LARGEST_KEPT else "(BODY.PEEK[HEADER])")
    return next((bytes(one[1]) for one in found if isinstance(one, tuple)), None)


def _folder_for(mail_id: int) -> str:
    with unit_of_work(writes=False):
        mail = db.session.get_one(IncomingMail, mail_id)
        if mail.outcome not in FOR_A_PERSON:
            return PROCESSED
        return FAILED if mail.reason.startswith(STUMBLED) else REVIEW


def _folders(mailbox: BaseMailBox) -> dict[str, str]:
    """The three folders, made where they are missing; below INBOX on servers that keep everything there."""
    found = {}
    for name in FOLDERS:
        if mailbox.folder.exists(name):
            found[name] = name
            continue
        below = f"INBOX{mailbox.folder.list('', 'INBOX')[0].delim or '/'}{name}"
        if mailbox.folder.exists(below):
            found[name] = below
            continue
        try:
            mailbox.folder.create(name)
            found[name] = name
        except Troubles:  # another reader was quicker, or the server wants it below INBOX
            found[name] = name if mailbox.folder.exists(name) else below
            if found[name] == below:
                mailbox.folder.create(below)
    return found


@contextmanager
def _opened(url: str) -> Iterator[BaseMailBox]:
    parts = urlsplit(url)
    host, folder = parts.hostname or "localhost", unquote(parts.path.strip("/")) or "INBOX"
    context = ssl.create_default_context()
    mailbox: BaseMailBox | None = None
    try:
        if parts.scheme == "imaps":
            mailbox = MailBox(host, _port(parts), timeout=TIMEOUT, ssl_context=context)
        elif host in LOCAL:
            mailbox = MailBoxUnencrypted(host, _port(parts), timeout=TIMEOUT)
        else:
            mailbox = MailBoxStartTls(host, _port(parts), timeout=TIMEOUT, ssl_context=context)
        mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder)
        yield mailbox
    except Troubles as trouble:
        raise MailboxDown(_why(trouble)) from None
    finally:
        if mailbox is not None:
            try:
                mailbox.logout()
            except Troubles:
                pass


def _port(parts: SplitResult) -> int:
    return parts.port or (993 if parts.scheme == "imaps" else 143)


def _why(trouble: Exception) -> str:
    """In words of our own: what a server says may hold the account's name."""
    if isinstance(trouble, MailboxLoginError):
        return "It does not let us in: the account's name or password is wrong, or the account is locked."
    if isinstance(trouble, MailboxFolderSelectError):
        return "It has no folder of the name that CONVENOR_IMAP_URL gives."
    if isinstance(trouble, ssl.SSLError):
        return "The connection cannot be encrypted, or its certificate does not hold."
    return "It does not answer."
