"""A mail taken apart: headers, parts, addresses and our own secrets in them. Nothing here asks the database."""

import re
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from foundation.text import clean_line

LARGEST_MAIL = 10 * 2**20
MOST_PARTS, MOST_LEVELS = 100, 20
LONGEST_ADDRESS = 254

OUR_ADDRESS = re.compile(r"\b(rsvp|bounce)-([a-z2-7]{16,64})@", re.I)
DMARC = re.compile(r"\bdmarc\s*=\s*pass\b[^;]*\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.I)
# Where our own server wrote the address first, then what the sender claims.
WRITTEN_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
ARCHIVES = (
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/ms-tnef",
    "application/vnd.ms-tnef",
    "application/zip",
    "application/x-zip-compressed",
    "application/gzip",
    "application/x-gzip",
)
ARCHIVE_NAMES = (".zip", ".gz", ".tgz", "winmail.dat", ".p7m")


class NeedsAPerson(Exception):
    """It cannot be read for certain; the message says why."""


def header(mail: Message, name: str) -> str:
    return clean_line(str(mail.get(name, "")))


def tokens_in(recipient: str, mail: Message) -> dict[str, str]:
    """Our secrets by kind, `rsvp` and `bounce`: the envelope's first."""
    found: dict[str, str] = {}
    places = [recipient, *(str(value) for name in WRITTEN_TO for value in mail.get_all(name, []))]
    for place in places:
        for kind, token in OUR_ADDRESS.findall(urllib.parse.unquote(place)):
            found.setdefault(kind.lower(), token.lower())
    return found


def leaves_of(mail: Message) -> Iterator[Message]:
    """The parts that are not containers; what another mail that is attached contains is not looked at."""
    waiting: list[tuple[Message, int]] = [(mail, 0)]
    seen = 0
    while waiting:
        part, level = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or level > MOST_LEVELS:
            raise NeedsAPerson("The mail has more parts than we read.")
        if part.get_content_type() == "message/rfc822":
            continue
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            waiting += [(one, level + 1) for one in inner if isinstance(one, Message)]
        else:
            yield part


def is_packed(part: Message) -> bool:
    """Whether it is an archive, or sealed to somebody: such parts are never opened."""
    name = str(part.get_filename() or "").lower()
    return part.get_content_type() in ARCHIVES or name.endswith(ARCHIVE_NAMES)


def has_empty_return_path(mail: Message) -> bool:
    return str(mail.get("Return-Path", "x")).strip() == "<>"


def is_automatic(mail: Message) -> bool:
    """An absence notice or another answer that nobody wrote (CALENDAR.md 2.9)."""
    if header(mail, "Auto-Submitted").lower() not in ("", "no"):
        return True
    if header(mail, "Precedence").lower() == "auto_reply" or header(mail, "X-Apple-Action").lower() == "vacation":
        return True
    if any(header(mail, name) for name in ("X-Autoreply", "X-Autorespond", "X-MS-Exchange-Inbox-Rules-Loop")):
        return True
    says_so = header(mail, "Subject").lower().startswith(("automatic reply:", "out of office"))
    suppressed = header(mail, "X-Auto-Response-Suppress").lower() == "all"
    return suppressed and (says_so or has_empty_return_path(mail))


def is_proven(mail: Message, authserv_id: str) -> bool:
    """Whether our own mail server says that the domain in From is truly the sender's (RFC 8601; the topmost line alone)."""
    lines, senders = mail.get_all("Authentication-Results", []), mail.get_all("From", [])
    if not authserv_id or not lines or len(senders) != 1:
        return False
    results = clean_line(str(lines[0]))
    signed_by, _, rest = results.partition(";")
    if signed_by.split(" ")[0].casefold() != authserv_id.casefold():
        return False
    passed = DMARC.search(rest)
    return passed is not None and passed.group(1).casefold() == domain_of(sender_of(mail))


def sender_of(mail: Message) -> str:
    return address_in(str(mail.get("From", "")))


def domain_of(address: str) -> str:
    """The domain as it is compared: in lower case, and international names as the wire has them."""
    domain = address.rpartition("@")[2].strip(".").casefold()
    try:
        return domain.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return domain


def address_in(written: str) -> str:
    """An address for comparing: without `mailto:`, quotes and blanks, decoded, in lower case."""
    plain = clean_line(urllib.parse.unquote(written[:2000]))
    plain = re.sub(r"^mailto:", "", plain.strip("<>\"' "), flags=re.I)
    if "<" in plain or " " in plain:
        plain = next((address for _, address in getaddresses([plain]) if address), plain)
    plain = clean_line(plain).casefold()
    local, at, _ = plain.rpartition("@")
    return (f"{local}@{domain_of(plain)}" if at else plain)[:LONGEST_ADDRESS]


def dated(mail: Message) -> datetime | None:
    """The mail's own date in UTC; None where it has none that can be read."""
    try:
        at = parsedate_to_datetime(str(mail["Date"]))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return in_utc(at if at.tzinfo else at.replace(tzinfo=UTC))


def in_utc(at: datetime) -> datetime | None:
    """The same moment in UTC; None where there is no such moment, as on the first day that a calendar knows."""
    try:
        return at.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def decoded(part: Message) -> str:
    """The text of a part: in the charset it names, else UTF-8, else Windows-1252."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    declared = str(part.get_content_charset() or "utf-8")
    for charset in (declared, "utf-8", "cp1252"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def words_of(leaves: list[Message]) -> str:
    """The first text that somebody could have written; not what is attached."""
    for part in leaves:
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            return decoded(part)
    return ""
