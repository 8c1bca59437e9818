"""Calendar entries as other people's calendars understand them (RFC 5545, 5546); the zone is written by us, not by icalendar.

Public: `CalendarEntry`, `to_ical`, `feed_to_ical`, `vevent`, `london_zone`, `PRODID`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vUri,
)

from foundation.text import clean, clean_line

LONDON = ZoneInfo("Europe/London")
PRODID = "-//Convenor//Meetings 1.0//EN"
FEED_NAME, FEED_EVERY = "Meetings", timedelta(hours=1)
LONGEST_SUMMARY = 120
LONGEST_NAME = 100


@dataclass(frozen=True)
class CalendarEntry:
    """One meeting in one invitee's calendar.

    `method`: REQUEST, CANCEL, or DECLINECOUNTER to whoever proposed another time.
    `uninvite` withdraws only this person's invitation, and the meeting stands. `stamp` is set
    when the mail is composed, once. `recurrence_id` is the original start of the one occurrence that is meant.
    `exceptions` of a series share its UID and METHOD, and go out with it in one object.
    """

    method: str
    uid: str
    sequence: int
    created: datetime
    modified: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    organizer: str = ""
    organizer_name: str = ""
    attendee: str = ""
    attendee_name: str = ""
    role: str = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"
    uninvite: bool = False
    conference_url: str | None = None
    stamp: datetime | None = None
    rrule: str | None = None
    exdates: tuple[datetime, ...] = ()
    recurrence_id: datetime | None = None
    exceptions: tuple["CalendarEntry", ...] = ()


def to_ical(entry: CalendarEntry) -> bytes:
    """The calendar object: fixed London zone, one ATTENDEE, CLASS PRIVATE, no alarm."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method)
    calendar.add_component(london_zone())
    for one in (entry, *entry.exceptions):
        event = vevent(one)
        event.add("organizer", _address(one.organizer, {"CN": one.organizer_name}))
        event.add(
            "attendee",
            _address(
                one.attendee,
                {
                    "CN": one.attendee_name,
                    "CUTYPE": "INDIVIDUAL",
                    "ROLE": one.role,
                    "PARTSTAT": one.partstat,
                    "RSVP": "TRUE",
                },
            ),
        )
        if one.method == "REQUEST":
            event.add("x-microsoft-cdo-busystatus", "TENTATIVE")
            event.add("x-microsoft-cdo-intendedstatus", "BUSY")
            event.add("x-microsoft-donotforwardmeeting", "TRUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_to_ical(entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar to subscribe to: no METHOD, and nobody's address. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", FEED_NAME)
    calendar.add("x-wr-calname", FEED_NAME)
    often = vDuration(FEED_EVERY)
    often.params["VALUE"] = "DURATION"  # RFC 7986 5.7 wants it said; icalendar leaves it out
    calendar.add("refresh-interval", often)
    calendar.add("x-published-ttl", vDuration(FEED_EVERY))
    calendar.add_component(london_zone())
    for entry in entries:
        for one in (entry, *entry.exceptions):
            calendar.add_component(vevent(one))
    return bytes(calendar.to_ical())


def vevent(entry: CalendarEntry) -> Event:
    """The event without the people in it: what a feed shows, and what an invitation is made of."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.stamp or entry.modified))
    event.add("created", _utc(entry.created))
    event.add("last-modified", _utc(entry.modified))
    event.add("dtstart", entry.starts_at.astimezone(LONDON))
    event.add("dtend", entry.ends_at.astimezone(LONDON))
    if entry.recurrence_id is not None:
        event.add("recurrence-id", entry.recurrence_id.astimezone(LONDON))
    elif entry.rrule:
        event.add("rrule", vRecur.from_ical(entry.rrule))
        for exdate in entry.exdates:
            event.add("exdate", exdate.astimezone(LONDON))
    event.add("summary", clean_line(entry.summary)[:LONGEST_SUMMARY])
    event.add("description", clean(entry.description))
    if entry.location:
        event.add("location", clean_line(entry.location))
    event.add("url", vUri(entry.url))
    if entry.conference_url:
        event.add("conference", vUri(entry.conference_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    if entry.method == "CANCEL" and not entry.uninvite:
        event.add("status", "CANCELLED")
    elif entry.method != "CANCEL":
        event.add("status", "CONFIRMED")
    return event


@cache
def london_zone() -> Timezone:
    """Europe/London since 1996 in one STANDARD and one DAYLIGHT rule: what every calendar program reads rightly."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for kind, start, month, before, after, name in (
        (TimezoneDaylight, datetime(1981, 3, 29, 1), 3, 0, 1, "BST"),  # noqa: DTZ001  local times, on purpose
        (TimezoneStandard, datetime(1996, 10, 27, 2), 10, 1, 0, "GMT"),  # noqa: DTZ001
    ):
        part = kind()
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _address(email: str, parameters: dict[str, Any]) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        # Line breaks in a parameter would be written ^n, and Outlook shows that as it is.
        address.params[name] = clean_line(value)[:LONGEST_NAME]
    return address


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
