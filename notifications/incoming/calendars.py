"""What a calendar object in a mail says, each field read as it stands; nothing is invented for what is missing."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import Message
from typing import Any

from icalendar import Calendar, Event

from foundation.text import clean, clean_line
from notifications.incoming.parts import OUR_ADDRESS, NeedsAPerson, address_in, decoded, in_utc

LARGEST_CALENDAR = 256 * 2**10
LONGEST_LINE = 64 * 2**10
MOST_EVENTS, MOST_ATTENDEES, MOST_COMPONENTS = 20, 200, 200
LONGEST_COMMENT = 2000
LONGEST_UID = 200

CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
ZONES = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?\n", re.I | re.M | re.S)
STAMPS = re.compile(r"(\d{8}T\d{6}Z)\s*[/;,]\s*(\d{8}T\d{6}Z)")
COMMENTS = ("COMMENT", "X-CALENDARSERVER-PRIVATE-COMMENT", "X-CALENDARSERVER-ATTENDEE-COMMENT")


@dataclass(frozen=True)
class Said:
    """What one ATTENDEE of an answer says. `partstat` is empty where nothing is said."""

    address: str
    partstat: str
    delegated_to: str = ""
    delegated_from: str = ""
    sent_by: str = ""
    also: str = ""  # the EMAIL parameter (RFC 7986)

    @property
    def addresses(self) -> set[str]:
        return {self.address, self.also} - {""}


@dataclass(frozen=True)
class EventSaid:
    """One event of an answer. `trouble` says why it cannot be taken as it stands; `token` is the one in its ORGANIZER."""

    uid: str
    sequence: int = 0
    stamp: datetime | None = None
    replied_at: datetime | None = None
    recurrence: datetime | date | None = None
    answers: tuple[Said, ...] = ()
    token: str = ""
    comment: str = ""
    proposal: tuple[datetime, datetime] | None = None
    trouble: str = ""


@dataclass(frozen=True)
class CalendarSaid:
    """The calendar object of a mail: what it asks for, and about what."""

    method: str
    events: tuple[EventSaid, ...] = field(default=())
    difference: str = ""  # another calendar part of the same mail says something else


def calendar_in(leaves: list[Message]) -> CalendarSaid | None:
    """What the calendar of a mail says; None where it has none. Two that say the same are one, and a text/calendar part
    goes before an attachment. Raises `NeedsAPerson`."""
    found: list[CalendarSaid] = []
    for part in _candidates(leaves):
        written = _written(part)
        if not written:
            continue
        if found:  # only to notice a difference: what cannot be read here costs nothing
            try:
                found.append(_said_by(written))
            except NeedsAPerson:
                continue
        else:
            found.append(_said_by(written))
    if not found:
        return None
    first = found[0]
    differs = any(_gist(one) != _gist(first) for one in found[1:])
    difference = "Another calendar part of the same mail says something else." if differs else ""
    return CalendarSaid(first.method, first.events, difference)


def _candidates(leaves: list[Message]) -> list[Message]:
    named = ("application/octet-stream", "text/plain")
    parts = [
        part
        for part in leaves
        if part.get_content_type() in CALENDAR_TYPES
        or (part.get_content_type() in named and str(part.get_filename() or "").lower().endswith(".ics"))
    ]
    return sorted(parts, key=lambda part: part.get_content_type() != "text/calendar")


def _written(part: Message) -> str:
    """The calendar's text. A wrong charset in the header must not hide it: the words that count are plain letters."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    if len(content) > LARGEST_CALENDAR:
        raise NeedsAPerson("The calendar part is larger than we read.")
    written = decoded(part)
    if "BEGIN:VCALENDAR" not in written.upper():
        written = content.decode("utf-8", "replace") if b"BEGIN:VCALENDAR" in content.upper() else ""
    return written.lstrip("\ufeff")


def _gist(one: CalendarSaid) -> tuple[Any, ...]:
    return one.method, tuple((event.uid, {(a.address, a.partstat) for a in event.answers}) for event in one.events)


def _said_by(written: str) -> CalendarSaid:
    calendar = _parsed(written)
    method = clean_line(only_one(calendar.get("METHOD"), "methods")).upper()[:20]
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    if len(events) > MOST_EVENTS:
        raise NeedsAPerson("The calendar part holds more events than we read.")
    return CalendarSaid(method, tuple(_event(event, method) for event in events))


def _parsed(written: str) -> Calendar:
    """One VCALENDAR. A broken time zone must not cost an answer: the answer does not need it."""
    lines = re.sub(r"\r?\n[ \t]", "", written).splitlines()
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise NeedsAPerson("The calendar part has a line longer than we read.")
    if sum(line[:8].upper() == "ATTENDEE" for line in lines) > MOST_ATTENDEES * MOST_EVENTS:
        raise NeedsAPerson("The calendar part names more people than we read.")
    if sum(line[:6].upper() == "BEGIN:" for line in lines) > MOST_COMPONENTS:
        raise NeedsAPerson("The calendar part holds more than we read.")
    for attempt in (written, ZONES.sub("", written)):
        try:
            found = Calendar.from_ical(attempt, multiple=True)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError):
            continue
        if len(found) > 1:
            raise NeedsAPerson("The mail holds several calendars.")
        if found:
            return found[0]
    raise NeedsAPerson("The calendar part cannot be read.")


def _event(event: Event, method: str) -> EventSaid:
    """One event. What cannot be read for certain is said in `trouble`, beside everything that can."""
    troubles: list[str] = []

    def tried(read: Any, otherwise: Any) -> Any:
        try:
            return read()
        except NeedsAPerson as why:
            troubles.append(str(why))
            return otherwise

    return EventSaid(
        uid=clean_line(tried(lambda: only_one(event.get("UID"), "identifiers"), ""))[:LONGEST_UID],
        sequence=tried(lambda: _sequence(event), 0),
        stamp=tried(lambda: _moment(event.get("DTSTAMP"), floating=False), None),
        replied_at=_stamp(str(first(event.get("X-MICROSOFT-CDO-REPLYTIME", "")))),
        recurrence=tried(lambda: _recurrence(event), None),
        answers=tried(lambda: _answers(event, method), ()),
        token=_organizer_token(event),
        comment=_comment(event),
        proposal=tried(lambda: _proposal(event, method), None),
        trouble=" ".join(troubles),
    )


def _sequence(event: Event) -> int:
    """The version that is answered; missing counts as 0."""
    value = first(event.get("SEQUENCE", 0))
    try:
        return max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        raise NeedsAPerson("The answer's version number cannot be read.") from None


def _answers(event: Event, method: str) -> tuple[Said, ...]:
    attendees = many(event.get("ATTENDEE"))
    if len(attendees) > MOST_ATTENDEES:
        raise NeedsAPerson("The calendar part names more people than we read.")
    found = tuple(dict.fromkeys(_said(attendee) for attendee in attendees))
    if any(";" in one.address or ":" in one.address for one in found):
        raise NeedsAPerson("The address of whoever answers cannot be read.")
    if method not in ("REPLY", "COUNTER"):
        return found
    if not found:
        raise NeedsAPerson("The answer names nobody.")
    if not any(one.partstat for one in found):
        raise NeedsAPerson("The answer says neither yes nor no.")
    return found


def _said(attendee: Any) -> Said:
    params = getattr(attendee, "params", {})

    def param(name: str) -> str:
        return str(first(params.get(name, "")) or "")

    return Said(
        address=address_in(str(attendee)),
        partstat=clean_line(param("PARTSTAT")).upper()[:30],
        delegated_to=address_in(param("DELEGATED-TO")),
        delegated_from=address_in(param("DELEGATED-FROM")),
        sent_by=address_in(param("SENT-BY")),
        also=address_in(param("EMAIL")),
    )


def _comment(event: Event) -> str:
    said = [str(one) for name in COMMENTS for one in many(event.get(name))]
    for attendee in many(event.get("ATTENDEE"))[:MOST_ATTENDEES]:
        params = getattr(attendee, "params", {})
        said += [
            str(first(params.get(name)))
            for name in ("TO-ALL-PROPOSED-NEW-TIME", "X-RESPONSE-COMMENT")
            if name in params
        ]
    return clean("\n".join(dict.fromkeys(said)))[:LONGEST_COMMENT]


def _organizer_token(event: Event) -> str:
    found = OUR_ADDRESS.search(address_in(str(first(event.get("ORGANIZER", "")))))
    return found.group(2).lower() if found and found.group(1).lower() == "rsvp" else ""


def _recurrence(event: Event) -> datetime | date | None:
    """Which occurrence is meant: an instant in UTC, or a day. Raises `NeedsAPerson` where no zone says which instant."""
    if "RECURRENCE-ID" not in event:
        return None
    value = _dt(event.get("RECURRENCE-ID"))
    if isinstance(value, datetime):
        value = in_utc(value) if value.tzinfo else None
    if not isinstance(value, date):
        raise NeedsAPerson("Which occurrence is meant cannot be read.")
    return value


def _proposal(event: Event, method: str) -> tuple[datetime, datetime] | None:
    """The time that is proposed: by a COUNTER, or by iOS in a parameter of its own."""
    if method != "COUNTER":
        texts = [
            str(first(getattr(one, "params", {}).get("TO-ALL-PROPOSED-NEW-TIME", "")))
            for one in many(event.get("ATTENDEE"))[:MOST_ATTENDEES]
        ]
        found = next((match for match in map(STAMPS.search, texts) if match), None)
        pair = (_stamp(found.group(1)), _stamp(found.group(2))) if found else (None, None)
        return (pair[0], pair[1]) if pair[0] and pair[1] and pair[1] > pair[0] else None
    start, end = (_moment(event.get(name), floating=True) for name in ("DTSTART", "DTEND"))
    if start is None or end is None or end <= start:
        raise NeedsAPerson("The proposed time cannot be read.")
    return start, end


def _moment(value: Any, *, floating: bool) -> datetime | None:
    """An instant in UTC. One without a zone is none where a proposal is read: nobody knows which hour is meant.

    A stamp without a zone counts as UTC, which is the only form that it may have.
    """
    found = _dt(value)
    if not isinstance(found, datetime):
        return None
    if found.tzinfo is None:
        if floating:
            raise NeedsAPerson("The proposed time is in a time zone that we do not know.")
        found = found.replace(tzinfo=UTC)
    return in_utc(found)


def _dt(value: Any) -> Any:
    """The date or time in a property; None where there is none. Raises `NeedsAPerson` for one that is damaged."""
    try:
        return getattr(first(value), "dt", None)
    except ValueError:
        raise NeedsAPerson("A time in the calendar part cannot be read.") from None


def _stamp(written: str) -> datetime | None:
    try:
        return datetime.strptime(written.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None if isinstance(value, list) else value


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def only_one(value: Any, what: str) -> str:
    """A value that may stand twice, when both say the same."""
    said = {str(one).strip() for one in many(value)}
    if len(said) > 1:
        raise NeedsAPerson(f"The calendar part has two {what}.")
    return said.pop() if said else ""
