"""The mail itself (RFC 5322, 2045, 6047): one recipient, clean headers, text, HTML and calendar, the same bytes at each repeat.

Public: `build`, `Sender`, `reply_address`, `first_link`, `outgoing`, `stamped`.
"""

import base64
import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.headerregistry import Address
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from flask import current_app

from foundation.text import clean, clean_line
from notifications.calendar import to_ical
from notifications.composing import Message

WIRE = compat32.clone(linesep="\r\n", max_line_length=76)
LONGEST_HEADER = 200
LONGEST_WORD = 60  # an encoded word stands on the same line as the name of its header: an empty first line looks forged
LINK = re.compile(r"https?://\S+")

_utf8 = Charset("utf-8")
_utf8.body_encoding = QP


@dataclass(frozen=True)
class Sender:
    """Who sends, and under which domain: from the settings, never from a request."""

    address: str
    host: str
    name: str = "Convenor"


def build(message: Message, to: Address, sender: Sender, message_id: str, at: datetime, first_id: str | None) -> bytes:
    """The mail to `to` as it goes over the wire. `first_id` is the mail that this one continues.

    Raises `ValueError` where the address cannot stand in a header.
    """
    body: MIMEBase = MIMEMultipart("alternative")
    body.attach(_text(message.text, "plain"))
    if message.html is not None:
        body.attach(_text(message.html, "html"))
    if message.entry is not None:
        ics = to_ical(message.entry)
        body.attach(_calendar(ics, message.entry.method))
        body = _with_attachment(body, ics)
    headers = {
        "From": _mailbox(Address(sender.name, addr_spec=sender.address)),
        "To": _mailbox(to),
        "Reply-To": _reply_to(message, sender),
        "Subject": _words(message.subject),
        "Date": format_datetime(at),
        "Message-ID": message_id,
        "In-Reply-To": message.in_reply_to or first_id,
        "References": message.in_reply_to or first_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    for name, value in headers.items():
        if value:
            body[name] = value
    return re.sub(rb"\r?\n", b"\r\n", body.as_bytes(policy=WIRE))


def outgoing(mail: bytes, attempt: int) -> bytes:
    """The kept mail with the number of this attempt: the only thing in which a repeat differs."""
    return b"X-Convenor-Attempt: %d\r\n" % attempt + mail


def stamped(message: Message, at: datetime) -> Message:
    """The message with the time at which its calendar entry was made."""
    if message.entry is None:
        return message
    exceptions = tuple(replace(one, stamp=at) for one in message.entry.exceptions)
    return replace(message, entry=replace(message.entry, stamp=at, exceptions=exceptions))


def reply_address(token: str) -> str:
    """Where the calendar of an invitee answers to: the ORGANIZER address, the same for each mail to the same person."""
    return f"rsvp-{token}@{current_app.config['CONVENOR'].mail_host}"


def first_link(text: str) -> str | None:
    """The first of our own addresses in a mail's text."""
    found = LINK.search(text)
    ours = current_app.config["CONVENOR"].base_url
    return found.group().rstrip(".,") if found and found.group().startswith(ours) else None


def _text(text: str, subtype: str) -> MIMEText:
    return MIMEText(clean(text) + "\n", subtype, _utf8)  # type: ignore[arg-type]


def _calendar(ics: bytes, method: str) -> MIMEBase:
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name="invite.ics")
    return _in_base64(part, ics)


def _with_attachment(body: MIMEBase, ics: bytes) -> MIMEBase:
    part = MIMEBase("application", "ics", name="invite.ics")
    part["Content-Disposition"] = 'attachment; filename="invite.ics"'
    outer = MIMEMultipart("mixed")
    outer.attach(body)
    outer.attach(_in_base64(part, ics))
    return outer


def _in_base64(part: MIMEBase, content: bytes) -> MIMEBase:
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(content).decode("ascii"))
    return part


def _reply_to(message: Message, sender: Sender) -> str:
    return str(Address(addr_spec=message.reply_to or (message.entry.organizer if message.entry else sender.address)))


def _mailbox(address: Address) -> str:
    """Name and address; the name is cleaned and, where it could be read as anything but words, encoded."""
    name, plain = clean_line(address.display_name)[:LONGEST_HEADER], str(Address(addr_spec=address.addr_spec))
    if not name:
        return plain
    if name.isascii() and "=?" not in name:
        return str(Address(name, addr_spec=address.addr_spec))
    return f"{_encoded(name)} <{plain}>"


def _words(text: str) -> str:
    text = clean_line(text)[:LONGEST_HEADER]
    return text if text.isascii() and "=?" not in text else _encoded(text)


def _encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=LONGEST_WORD).encode(linesep="\n")
