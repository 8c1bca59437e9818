"""Mail that comes in: stored first, then read, and read twice it counts once.

The only things that a mail can bring about are an answer, a comment, and a note that something was not delivered. What
cannot be read for certain is kept, with the outcome `review`, for somebody to look at.

Public: `take`, `store`, `read`, `receive`, `Reply`.
"""

import hashlib
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import structlog
from icalendar import Calendar, Event
from sqlalchemy import select, text

import audit
from foundation import clock
from foundation.clock import LONDON
from foundation.database import db
from foundation.identifiers import hash_of, new_public_id
from foundation.signals import mail_bounced, reply_received
from foundation.text import clean
from foundation.unit_of_work import unit_of_work
from notifications.models import MAIL_IS_UNREAD, IncomingMail, Outbox

LARGEST_MAIL = 10 * 2**20
LARGEST_CALENDAR = 256 * 2**10
LONGEST_LINE = 64 * 2**10
MOST_PARTS, MOST_LEVELS, MOST_EVENTS, MOST_ATTENDEES = 100, 20, 20, 200
LONGEST_COMMENT = 2000
MOST_TRIES = 3

ANSWERS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
NOT_FOR_US = ("REQUEST", "PUBLISH", "ADD", "CANCEL", "DECLINECOUNTER")
CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
OUR_ADDRESS = re.compile(r"\b(rsvp|bounce)-([a-z2-7]{16,64})@", re.I)
ZONES = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?\n", re.I | re.M | re.S)
FAILED_FOR_GOOD = re.compile(r"^5\.(?!2\.2$)\d+\.\d+$")

log = structlog.get_logger()


@dataclass(frozen=True)
class Reply:
    """An answer from somebody's calendar, as the mail claims it. `token` is the one that it came under, or empty.

    The receiver decides whose it is and whether it counts, and gives the outcome: `applied`, `stale`, `duplicate`,
    `forwarded`, `review` or `unmatched`.
    """

    token: str
    uid: str
    attendee: str
    sender: str
    partstat: str
    sequence: int
    dtstamp: datetime | None
    recurrence_id: datetime | date | None
    comment: str
    received_at: datetime
    mail_id: int
    counter: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class _Verdict:
    outcome: str
    reason: str = ""


class _NeedsAPerson(Exception):
    """It cannot be read for certain; the message says why."""


def receive(raw: bytes, recipient: str | None = None) -> str:
    """Take one mail and read it, each in a unit of work of its own; gives its outcome."""
    mail_id, known = store(raw, recipient)
    return "duplicate" if known else read(mail_id)


def store(raw: bytes, recipient: str | None) -> tuple[int, bool]:
    """Store one mail in a unit of work of its own; gives its id, and whether it was here and read before."""
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
        recipient=(recipient or "")[:254],
        raw=raw,
        outcome="",
    )
    db.session.add(mail)
    db.session.flush()
    return mail


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
    try:
        with unit_of_work():
            mail = db.session.scalar(select(IncomingMail).where(IncomingMail.id == mail_id).with_for_update())
            if mail is None or mail.outcome:
                return "duplicate"
            audit.name_request(f"mail-in-{mail.id}")
            verdict = _judge(mail)
            mail.outcome, mail.reason, mail.read_at = verdict.outcome, verdict.reason, clock.now()
            return mail.outcome
    except (Exception, RecursionError) as trouble:
        log.warning("mail_not_read", mail=mail_id, trouble=type(trouble).__name__)
        return _set_aside(mail_id, trouble)


def _set_aside(mail_id: int, trouble: BaseException) -> str:
    with unit_of_work():
        mail = db.session.get_one(IncomingMail, mail_id)
        mail.tries += 1
        mail.outcome, mail.reason, mail.read_at = "review", f"could not be read: {type(trouble).__name__}", clock.now()
    return "review"


# What kind of mail it is.


def _judge(stored: IncomingMail) -> _Verdict:
    """The outcome of one mail, in the order in which kinds of mail are told apart."""
    if len(stored.raw) > LARGEST_MAIL:
        return _Verdict("review", "the mail is larger than we read")
    mail = message_from_bytes(stored.raw, policy=policy.compat32)
    tokens = _tokens(stored, mail)
    token = tokens.get("rsvp") or tokens.get("bounce") or ""
    stored.token = hash_of(token) if token else ""
    try:
        leaves = list(_leaves(mail))
        if bounce := _bounce(stored, mail, tokens.get("bounce", "")):
            return bounce
        if mail.get_content_type() == "multipart/report":
            return _Verdict("ignored", "a read receipt or report")
        if tokens.get("rsvp") and _has_empty_return_path(mail):
            return _Verdict("review", "sent by a machine to an answer address")
        if (calendar := _calendar(leaves)) is not None:
            return _calendar_reply(stored, mail, tokens.get("rsvp", ""), calendar)
    except _NeedsAPerson as why:
        return _Verdict("review", str(why))
    if _is_automatic(mail):
        return _Verdict("autoreply")
    if any(part.get_content_type() in ("application/pkcs7-mime", "application/ms-tnef") for part in leaves):
        return _Verdict("review", "signed, encrypted or packed")
    return _Verdict("message" if token else "unmatched")


def _tokens(stored: IncomingMail, mail: Message) -> dict[str, str]:
    """Our tokens by kind, from where our own server wrote them first, then from what the sender claims."""
    headers = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
    places = [stored.recipient, *(str(value) for name in headers for value in mail.get_all(name, []))]
    found: dict[str, str] = {}
    for place in places:
        for kind, token in OUR_ADDRESS.findall(place):
            found.setdefault(kind.lower(), token.lower())
    return found


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that are not containers; what another mail that is attached contains is not looked at."""
    waiting: list[tuple[Message, int]] = [(mail, 0)]
    seen = 0
    while waiting:
        part, level = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or level > MOST_LEVELS:
            raise _NeedsAPerson("the mail has more parts than we read")
        if part.get_content_type() == "message/rfc822":
            continue
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            waiting += [(one, level + 1) for one in inner if isinstance(one, Message)]
        else:
            yield part


def _has_empty_return_path(mail: Message) -> bool:
    return str(mail.get("Return-Path", "x")).strip() == "<>"


def _is_automatic(mail: Message) -> bool:
    def header(name: str) -> str:
        return str(mail.get(name, "")).strip().lower()

    if header("Auto-Submitted") not in ("", "no") or header("Precedence") == "auto_reply":
        return True
    if any(header(name) for name in ("X-Autoreply", "X-Autorespond", "X-MS-Exchange-Inbox-Rules-Loop")):
        return True
    if header("X-Apple-Action") == "vacation":
        return True
    says_so = header("Subject").startswith(("automatic reply:", "out of office"))
    return header("X-Auto-Response-Suppress") == "all" and (says_so or _has_empty_return_path(mail))


# Mail that came back.


def _bounce(stored: IncomingMail, mail: Message, token: str) -> _Verdict | None:
    """What a failure report brings about; None where it is none."""
    report = mail.get_content_type() == "multipart/report" and mail.get_param("report-type") == "delivery-status"
    sender = _address(str(mail.get("From", "")))
    postmaster = sender.partition("@")[0] in ("mailer-daemon", "postmaster")
    told = any(mail.get(name) for name in ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr"))
    by_machine = postmaster or told or _has_empty_return_path(mail)
    if not report and not (by_machine and (token or postmaster or told)):
        return None
    if not report and token and _is_automatic(mail) and not (postmaster or told):
        return None
    row = _outbox_of(token, stored.raw)
    if row is None:
        return _Verdict("review", "a failure of a mail that is not known here")
    stored.outbox_id = row.id
    action, status, words = _delivery_status(mail) if report else ("failed", "5.0.0", _plain(mail))
    said = f"{status} {words}".strip()[:500]
    if action != "failed":
        return _Verdict("noted", f"{action}: {said}")
    newer = db.session.scalar(
        select(Outbox.id).where(
            Outbox.recipient_id == row.recipient_id,
            Outbox.id > row.id,
            Outbox.sent_at > (row.sent_at or row.created_at),
        )
    )
    if newer is not None and not FAILED_FOR_GOOD.match(status):
        return _Verdict("noted", f"an older mail: {said}")
    row.state, row.reason, row.reply = "failed", "it came back", said
    if FAILED_FOR_GOOD.match(status):
        mail_bounced.send(None, outbox=row, text=said)
        return _Verdict("undeliverable", said)
    return _Verdict("noted", said)


def _outbox_of(token: str, raw: bytes) -> Outbox | None:
    """The mail that came back: by its own token, else by its Message-ID as it is quoted."""
    if token and (row := db.session.scalar(select(Outbox).where(Outbox.bounce_token == token))):
        return row
    quoted = re.findall(rb"^Message-ID:\s*(<[^>\s]{5,190}>)", raw, re.I | re.M)[:5]
    ids = [one.decode("ascii", "replace") for one in quoted]
    return db.session.scalar(select(Outbox).where(Outbox.message_id.in_(ids)).limit(1)) if ids else None


def _delivery_status(mail: Message) -> tuple[str, str, str]:
    """Action, status and the server's words of a report (RFC 3464); what is missing counts as not failed for good."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        inner = part.get_payload()
        for block in inner if isinstance(inner, list) else []:
            if isinstance(block, Message) and block.get("Action"):
                action = str(block["Action"]).strip().lower()
                words = str(block.get("Diagnostic-Code", "")).partition(";")[2]
                return action, str(block.get("Status", "")).strip().split(" ")[0], clean(words).replace("\n", " ")
    return "failed", "4.0.0", ""


def _plain(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            return " ".join(_decoded(part).split())[:400]
    return ""


# Answers from calendars.


def _calendar(leaves: list[Message]) -> Calendar | None:
    """The calendar object of a mail. Two that say the same are one; a text/calendar part goes before an attachment."""
    named = [part for part in leaves if str(part.get_filename() or "").lower().endswith(".ics")]
    candidates = [part for part in leaves if part.get_content_type() in CALENDAR_TYPES] + named
    candidates.sort(key=lambda part: part.get_content_type() != "text/calendar")
    for part in candidates:
        written = _decoded(part)
        if "BEGIN:VCALENDAR" not in written.upper():
            continue
        if len(written) > LARGEST_CALENDAR:
            raise _NeedsAPerson("the calendar part is larger than we read")
        return _parsed(written)
    return None


def _parsed(written: str) -> Calendar:
    """One VCALENDAR. A broken time zone must not cost an answer: the answer does not need it."""
    unfolded = re.sub(r"\r?\n[ \t]", "", written)
    lines = unfolded.splitlines()
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise _NeedsAPerson("the calendar part has a line longer than we read")
    if sum(line.upper().startswith("ATTENDEE") for line in lines) > MOST_ATTENDEES * MOST_EVENTS:
        raise _NeedsAPerson("the calendar part names more people than we read")
    if sum(line.upper().startswith("BEGIN:") for line in lines) > 10 * MOST_EVENTS:
        raise _NeedsAPerson("the calendar part holds more than we read")
    for attempt in (written, ZONES.sub("", written)):
        try:
            found = Calendar.from_ical(attempt, multiple=True)
        except (ValueError, KeyError, IndexError, AttributeError):
            continue
        if len(found) != 1:
            raise _NeedsAPerson("the mail holds several calendars")
        return found[0]
    raise _NeedsAPerson("the calendar part cannot be read")


def _calendar_reply(stored: IncomingMail, mail: Message, token: str, calendar: Calendar) -> _Verdict:
    """What a calendar object brings about: an answer is announced, everything else changes nothing."""
    method = str(_only_one(calendar.get("METHOD"), "methods") or "").strip().upper()
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    if method in NOT_FOR_US:
        uids = [str(event.get("UID", "")) for event in events]
        ours = db.session.scalar(select(Outbox.id).where(Outbox.entry_uid.in_(uids)).limit(1))
        return (
            _Verdict("review", f"somebody sent {method} for one of our meetings")
            if ours
            else _Verdict("ignored", method)
        )
    if method not in ("REPLY", "COUNTER"):
        return _Verdict("review", f"the calendar part asks for {method[:20] or 'nothing'}")
    if not events:
        return _Verdict("ignored", "no event")
    if len(events) > MOST_EVENTS:
        raise _NeedsAPerson("the calendar part holds more events than we read")
    replies = [_reply(stored, mail, token, event, method) for event in events]
    outcomes = [outcome for reply in replies for _, outcome in reply_received.send(None, reply=reply) if outcome]
    for outcome in ("applied", *outcomes):
        if outcome in outcomes:
            return _Verdict(str(outcome))
    return _Verdict("unmatched", "nobody knows this meeting")


def _reply(stored: IncomingMail, mail: Message, token: str, event: Event, method: str) -> Reply:
    """One event of a REPLY, each field read as it stands, with nothing invented for what is missing."""
    sender = _address(str(mail.get("From", "")))
    attendee, partstat = _answer(event, sender)
    sequence = _first(event.get("SEQUENCE", 0))
    recurrence = _first(event.get("RECURRENCE-ID"))
    comments = [*_many(event.get("COMMENT")), *_many(event.get("X-CALENDARSERVER-PRIVATE-COMMENT"))]
    return Reply(
        token=token or _organizer_token(event),
        uid=str(_only_one(event.get("UID"), "identifiers") or ""),
        attendee=attendee,
        sender=sender,
        partstat=partstat,
        sequence=int(sequence) if isinstance(sequence, int) else 0,
        dtstamp=_made_at(event, mail, stored.received_at),
        recurrence_id=_instant(recurrence.dt) if hasattr(recurrence, "dt") else None,
        comment=clean("\n".join(str(comment) for comment in comments))[:LONGEST_COMMENT],
        received_at=stored.received_at,
        mail_id=stored.id,
        counter=_proposal(event) if method == "COUNTER" else None,
    )


def _answer(event: Event, sender: str) -> tuple[str, str]:
    """Who answers, and what; of several attendees the one who sent it. Raises `_NeedsAPerson` where it cannot be told."""
    answers: dict[str, set[str]] = {}
    attendees = _many(event.get("ATTENDEE"))
    if len(attendees) > MOST_ATTENDEES:
        raise _NeedsAPerson("the calendar part names more people than we read")
    for attendee in attendees:
        address = _address(str(attendee))
        if ";" in address:
            raise _NeedsAPerson("the answer's address cannot be read")
        partstat = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).strip().upper()
        answers.setdefault(address, set()).add(partstat)
    if not answers:
        raise _NeedsAPerson("the answer names nobody")
    who = sender if sender in answers else next(iter(answers))
    if len(answers) > 1 and who != sender:
        raise _NeedsAPerson("the answer names several people")
    said = answers[who] - {""}
    if len(said) != 1:
        raise _NeedsAPerson("the answer says nothing" if not said else "the answer says two things")
    return who, said.pop()


def _organizer_token(event: Event) -> str:
    found = OUR_ADDRESS.search(_address(str(_first(event.get("ORGANIZER", "")))) or "")
    return found.group(2).lower() if found and found.group(1).lower() == "rsvp" else ""


def _made_at(event: Event, mail: Message, received_at: datetime) -> datetime:
    """When the answer was made: its DTSTAMP, else the mail's date; a time well ahead of ours counts as now."""
    stamp = _first(event.get("DTSTAMP"))
    made = _instant(stamp.dt) if hasattr(stamp, "dt") else None
    if not isinstance(made, datetime):
        try:
            made = _instant(parsedate_to_datetime(str(mail["Date"])))
        except (TypeError, ValueError, IndexError):
            made = received_at
    assert isinstance(made, datetime)
    return received_at if made > received_at + timedelta(hours=24) else made


def _proposal(event: Event) -> tuple[datetime, datetime]:
    start, end = (_first(event.get(name)) for name in ("DTSTART", "DTEND"))
    pair = [_instant(one.dt) for one in (start, end) if hasattr(one, "dt")]
    if len(pair) != 2 or not all(isinstance(one, datetime) for one in pair) or pair[1] <= pair[0]:  # type: ignore[operator]
        raise _NeedsAPerson("the proposed time cannot be read")
    return pair[0], pair[1]  # type: ignore[return-value]


def _instant(value: Any) -> datetime | date | None:
    """A moment in UTC; a time without a zone counts as London's, and a bare date stays one."""
    if not isinstance(value, datetime):
        return value if isinstance(value, date) else None
    return (value.replace(tzinfo=LONDON) if value.tzinfo is None else value).astimezone(UTC)


def _decoded(part: Message) -> str:
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


def _address(written: str) -> str:
    """An address for comparing: without `mailto:`, quotes and blanks, decoded, in lower case."""
    plain = urllib.parse.unquote(written).strip()
    plain = re.sub(r"^mailto:", "", plain.strip("<>\"' "), flags=re.I)
    if "<" in plain or " " in plain:
        plain = next((address for _, address in getaddresses([plain]) if address), plain)
    return plain.strip().casefold()


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _only_one(value: Any, what: str) -> Any:
    """A value that may stand twice, when both say the same."""
    said = {str(one).strip() for one in _many(value)}
    if len(said) > 1:
        raise _NeedsAPerson(f"the calendar part has two {what}")
    return said.pop() if said else None
