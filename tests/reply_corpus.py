"""Answers in the forms in which real programs send them (CALENDAR.md 2.4 to 2.9), written out by hand, for our tests to
fill in. Each is a whole mail; what is theirs alone is kept: capitals, folding, charsets, zones, parts, missing fields.
"""

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage


@dataclass(frozen=True)
class Asked:
    """What an invitee was sent: the secret address, the entry, and who they are."""

    organizer: str
    uid: str
    address: str
    name: str
    sequence: int = 0


def _mail(asked: Asked, subject: str, *head: str) -> list[str]:
    return [f"From: {asked.name} <{asked.address}>", f"To: {asked.organizer}", f"Subject: {subject}",
            "Date: Thu, 26 Feb 2026 16:50:00 +0000", "MIME-Version: 1.0", *head]  # fmt: skip


def _calendar(asked: Asked, prodid: str, *event: str, zone: str = "", method: str = "REPLY") -> str:
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", f"PRODID:{prodid}", "VERSION:2.0", *zone.splitlines(), "BEGIN:VEVENT",
             *event, "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def _joined(head: list[str], body: str) -> bytes:
    return "\r\n".join([*head, "", body]).encode()


WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
BROKEN_ZONE = "BEGIN:VTIMEZONE\nTZID:(UTC+00:00) Dublin\\, Edinburgh\\, Lisbon\\, London\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE"


def exchange(asked: Asked, answer: str, comment: str) -> bytes:
    """No ORGANIZER, MAILTO in capitals, its own zone, base64; a translated SUMMARY and STATUS:CONFIRMED whatever is said."""
    written = _calendar(
        asked, "Microsoft Exchange Server 2010", f'ATTENDEE;PARTSTAT={answer};CN="{asked.name.upper()}":MAILTO:{asked.address.upper()}',
        f"COMMENT;LANGUAGE=en-GB:{comment}\\n", f"UID:{asked.uid}", "SUMMARY;LANGUAGE=de-DE:Angenommen: Besprechung",
        "DTSTART;TZID=GMT Standard Time:20260227T140000", "DTEND;TZID=GMT Standard Time:20260227T150000", "CLASS:PRIVATE",
        "PRIORITY:5", "DTSTAMP:20260226T164930Z", "TRANSP:OPAQUE", "STATUS:CONFIRMED", f"SEQUENCE:{asked.sequence}",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0", "X-MICROSOFT-CDO-REPLYTIME:20260226T164930Z", zone=WINDOWS_ZONE,
    )  # fmt: skip
    head = _mail(
        asked,
        "Angenommen: Besprechung",
        "Content-Language: de-DE",
        'Content-Type: multipart/alternative; boundary="_x_"',
    )
    body = base64.encodebytes(written.encode()).decode().replace("\n", "\r\n")
    return _joined(
        head,
        f'--_x_\r\nContent-Type: text/plain; charset="iso-8859-1"\r\n\r\n\r\n--_x_\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--_x_--\r\n',
    )


def outlook_com(asked: Asked, answer: str, comment: str) -> bytes:
    """As Exchange, through outlook.com: no ORGANIZER, a display name for its zone that its own VTIMEZONE does not explain."""
    written = _calendar(
        asked, "Microsoft Exchange Server 2010", f"ATTENDEE;PARTSTAT={answer};CN={asked.name}:MAILTO:{asked.address}",
        f"COMMENT:{comment}", f"UID:{asked.uid}", "DTSTART;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":20260227T140000",
        "DTSTAMP:20260226T164931Z", f"SEQUENCE:{asked.sequence}", zone=BROKEN_ZONE,
    )  # fmt: skip
    return _joined([*_mail(asked, "Accepted"), "Content-Type: text/calendar; charset=utf-8; method=REPLY"], written)


def outlook_mac(asked: Asked, answer: str, comment: str) -> bytes:
    """Outlook for Mac: quoted-printable; a DTSTAMP that it does not move between two answers."""
    written = _calendar(
        asked, "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", f"UID:{asked.uid}", f"ORGANIZER:mailto:{asked.organizer}",
        f"ATTENDEE;CN={asked.name};PARTSTAT={answer}:mailto:{asked.address}", "DTSTAMP:20260226T164000Z",
        f"SEQUENCE:{asked.sequence}", f"COMMENT:{comment}",
    )  # fmt: skip
    body = quopri.encodestring(written.encode()).decode()
    return _joined(
        [
            *_mail(asked, "Re: meeting"),
            "Content-Type: text/calendar; method=REPLY; charset=UTF-8",
            "Content-Transfer-Encoding: quoted-printable",
        ],
        body,
    )


def google(asked: Asked, answer: str, comment: str) -> bytes:
    """Calls itself auto-generated; the same twice, as text/calendar and as an attachment; an ATTENDEE in its alarm."""
    written = _calendar(
        asked, "-//Google Inc//Google Calendar 70.9054//EN", "DTSTART:20260227T140000Z", "DTEND:20260227T150000Z",
        "DTSTAMP:20260226T164932Z", f"ORGANIZER;CN=Partnership:mailto:{asked.organizer}", f"UID:{asked.uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={asked.name};\r\n X-NUM-GUESTS=0:mailto:{asked.address}",
        f"COMMENT:{comment}", f"SEQUENCE:{asked.sequence}", "STATUS:CONFIRMED", "ATTACH:https://calendar.example/track?x=1",
        "BEGIN:VALARM", "ACTION:EMAIL", "ATTENDEE:mailto:else@elsewhere.example", "TRIGGER:-P0DT0H30M0S", "END:VALARM",
    )  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Sender"] = (
        f"{asked.name} <{asked.address}>",
        asked.organizer,
        "Google Calendar <calendar-notification@google.example>",
    )
    mail["Subject"], mail["Auto-Submitted"], mail["Date"] = (
        "Accepted: meeting",
        "auto-generated",
        "Thu, 26 Feb 2026 16:50:00 +0000",
    )
    mail.set_content("Accepted.")
    mail.add_alternative(written, subtype="calendar", params={"method": "REPLY"})
    mail.add_attachment(written.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def apple_mac(asked: Asked, answer: str, comment: str) -> bytes:
    """iCal: an attachment without a method, mixed inside alternative, quoted-printable; its comment is a property of its own."""
    written = _calendar(
        asked, "-//Apple Inc.//macOS 14.0//EN", f"UID:{asked.uid}", "DTSTAMP:20260226T164933Z", f"SEQUENCE:{asked.sequence}",
        f'ATTENDEE;CN="{asked.name}";CUTYPE=INDIVIDUAL;EMAIL="{asked.address}";PARTSTAT={answer};ROLE=REQ-PARTICIPANT:MAILTO:{asked.address}',
        f"ORGANIZER;CN=Partnership:mailto:{asked.organizer}", f'X-CALENDARSERVER-PRIVATE-COMMENT;X-CALENDARSERVER-DTSTAMP="20260226T164933Z":{comment}',
    )  # fmt: skip
    body = quopri.encodestring(written.encode()).decode()
    head = _mail(asked, "meeting", "Content-Type: multipart/alternative; boundary=A")
    return _joined(
        head,
        f"--A\r\nContent-Type: text/plain\r\n\r\nHas accepted.\r\n--A\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>Has accepted</p>\r\n--B\r\nContent-Type: text/calendar; name=iCal.ics; charset=utf-8\r\nContent-Disposition: attachment; filename=iCal.ics\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--B--\r\n--A--\r\n",
    )


def apple_phone(asked: Asked, answer: str, comment: str) -> bytes:
    """iOS: the whole mail is application/ics."""
    written = _calendar(
        asked, "-//Apple Inc.//iOS 18.0//EN", f"UID:{asked.uid}", "DTSTAMP:20260226T164934Z", f"SEQUENCE:{asked.sequence}",
        f"ATTENDEE;CN={asked.name};PARTSTAT={answer}:mailto:{asked.address}", f"ORGANIZER:mailto:{asked.organizer}", f"COMMENT:{comment}",
    )  # fmt: skip
    return _joined([*_mail(asked, "meeting"), 'Content-Type: application/ics; name="meeting.ics"'], written)


def android(asked: Asked, answer: str, comment: str) -> bytes:
    """Android mail: MAILTO in capitals, no SEQUENCE, a calendar in a part named text/plain with the ending .ics."""
    written = _calendar(
        asked, "AndroidEmail", f"ATTENDEE;PARTSTAT={answer}:MAILTO:{asked.address}", "DTSTART:20260227T140000Z", "DTEND:20260227T150000Z",
        f"UID:{asked.uid}", "DTSTAMP:20260226T164935Z", f"ORGANIZER:MAILTO:{asked.organizer}", f"COMMENT:{comment}",
    )  # fmt: skip
    head = _mail(asked, "Accepted", "Content-Type: multipart/mixed; boundary=C")
    return _joined(
        head,
        f"--C\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAccepted\r\n--C\r\nContent-Type: text/plain; name=invite.ics\r\nContent-Disposition: attachment; filename=invite.ics\r\n\r\n{written}\r\n--C--\r\n",
    )


def domino(asked: Asked, answer: str, comment: str) -> bytes:
    """Domino: a zone called Romance with its own VTIMEZONE, properties that stand twice, latin-1 in a part that says UTF-8."""
    zone = WINDOWS_ZONE.replace("GMT Standard Time", "Romance")
    written = _calendar(
        asked, "-//Lotus Development Corporation//NONSGML Notes 9.0//EN_C", "METHOD:REPLY", "DTSTART;TZID=\"Romance\":20260227T140000",
        "DTSTAMP:20260226T164936Z", f"SEQUENCE:{asked.sequence}", f"SEQUENCE:{asked.sequence}", f"UID:{asked.uid}", f"UID:{asked.uid}",
        f'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN="{asked.name}/POLICE"\r\n ;RSVP=FALSE:mailto:{asked.address}',
        f"ORGANIZER;CN=x:mailto:{asked.organizer}", f"COMMENT:{comment}", "X-LOTUS-NOTESVERSION:2", zone=zone,
    )  # fmt: skip
    return "\r\n".join(
        [
            *_mail(asked, "Accepted"),
            "Content-Type: text/calendar; method=REPLY; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            written,
        ]
    ).encode("cp1252", "replace")


def thunderbird(asked: Asked, answer: str, comment: str) -> bytes:
    """Thunderbird: folded in the middle of a letter that takes two bytes, multipart/mixed over alternative."""
    long = f"COMMENT:{comment}".encode()
    folded = b"\r\n ".join(long[start : start + 21] for start in range(0, len(long), 21))
    written = _calendar(
        asked, "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "CREATED:20260226T160000Z", "LAST-MODIFIED:20260226T164937Z",
        "DTSTAMP:20260226T164937Z", f"UID:{asked.uid}", f"ORGANIZER:mailto:{asked.organizer}", f"SEQUENCE:{asked.sequence}",
        f"ATTENDEE;RSVP=TRUE;PARTSTAT={answer};ROLE=REQ-PARTICIPANT:mailto:{asked.address}", "COMMENT-HERE",
    ).encode().replace(b"COMMENT-HERE", folded)  # fmt: skip
    head = "\r\n".join([*_mail(asked, "meeting"), "Content-Type: multipart/mixed; boundary=D", "", ""]).encode()
    return (
        head
        + b"--D\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + written
        + b"\r\n--D--\r\n"
    )


def zimbra(asked: Asked, answer: str, comment: str) -> bytes:
    """Zimbra: SENT-BY of whoever holds the mailbox, a wrong charset in the header."""
    written = _calendar(
        asked, "Zimbra-Calendar-Provider", f"UID:{asked.uid}", f"ORGANIZER:mailto:{asked.organizer}", "DTSTAMP:20260226T164938Z",
        f"ATTENDEE;CN={asked.name};PARTSTAT={answer};SENT-BY=\"mailto:office@police.example.uk\":mailto:{asked.address}",
        f"SEQUENCE:{asked.sequence}", f"COMMENT:{comment}",
    )  # fmt: skip
    return _joined(
        [*_mail(asked, "Accept: meeting"), "Content-Type: text/calendar; method=REPLY; charset=utf-16"], written
    )


def kronolith(asked: Asked, answer: str, comment: str) -> bytes:
    """Horde: an address that is encoded as in a link, angle brackets, multipart/related without words."""
    encoded = asked.address.replace("@", "%40")
    written = _calendar(
        asked, "-//The Horde Project//Horde iCalendar Library//EN", f"UID:{asked.uid}", "DTSTAMP:20260226T164939Z",
        f"ATTENDEE;PARTSTAT={answer}:mailto:{encoded}", f"SEQUENCE:{asked.sequence}", f"ORGANIZER:mailto:{asked.organizer}", f"COMMENT:{comment}",
    )  # fmt: skip
    head = _mail(asked, "Accepted", "Content-Type: multipart/related; boundary=E")
    return _joined(head, f"--E\r\nContent-Type: text/x-vcalendar; charset=x-nobody-knows\r\n\r\n{written}\r\n--E--\r\n")


PROGRAMS: dict[str, Callable[[Asked, str, str], bytes]] = {
    one.__name__: one
    for one in (
        exchange,
        outlook_com,
        outlook_mac,
        google,
        apple_mac,
        apple_phone,
        android,
        domino,
        thunderbird,
        zimbra,
        kronolith,
    )
}
