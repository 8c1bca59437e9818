"""Meetings through the API, for the tests that need one in some state."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar

from meetings.rules import opening_of
from rulebook import book

CHECK = Path(__file__).parent / "calendar_checks" / "check_ics.py"
NAMES = "Freya\nMarlowe\n"


def answered(answer: Any, status: int = 200) -> Any:
    """The JSON of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    return answer.json


def asked_for(who: Any, children: Sequence[str], **given: Any) -> Any:
    """A strategy discussion, as `who` asks for it at 16:40 on a Thursday."""
    body: dict[str, Any] = {
        "type": "strategy_s47",
        "children": list(children),
        "trigger": {"kind": "threshold_decision", "at": "2026-02-26T16:10:00+00:00"},
        "purpose": "Decide whether to start a section 47 enquiry",
    }
    return answered(who.post("/meetings", {**body, **given}), 201)


def moved(who: Any, meeting: str, event: str, status: int = 200, **given: Any) -> Any:
    """The meeting after one event."""
    return answered(who.post(f"/meetings/{meeting}/events", {"event": event, **given}), status)


def rules_that_refuse(answer: Any) -> set[str]:
    return {refusal["rule"] for refusal in answer["refusals"]}


def opened(who: Any, meeting: str, kind: str = "strategy_s47") -> Any:
    said = [key for key, _ in opening_of(book().meeting_type(kind))]
    return moved(who, meeting, "open", opening_statements=said)


def everybody_comes(who: Any, meeting: str) -> Any:
    """Everybody on the list attended, senior enough to decide."""
    rows = [
        {"invitation": one["id"], "status": "attended", "can_decide": True}
        for one in who.get(f"/meetings/{meeting}/invitations").json["items"]
        if one["withdrawn_at"] is None
    ]
    return answered(who("PUT", f"/meetings/{meeting}/attendance", rows))


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def entry_of(raw: bytes) -> Any:
    """The calendar object of a mail, with its one event as `.event` would be: `calendar, event`."""
    part = next(part for part in parsed(raw).walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return calendar, next(iter(calendar.walk("VEVENT")))


def check_calendars(folder: Path, raws: Sequence[bytes], kind: str = "auto", before: bytes | None = None) -> None:
    """Every rule of the calendar contract, by the checker that was not written with the product."""
    (folder / "names.txt").write_text(NAMES)
    options = ["--strict", "--kind", kind, "--forbid", str(folder / "names.txt")]
    if before is not None:
        (folder / "before.eml").write_bytes(before)
        options += ["--prev", str(folder / "before.eml")]
    files = []
    for number, raw in enumerate(raws):
        path = folder / f"{kind}-{number}.eml"
        path.write_bytes(raw)
        files.append(str(path))
    found = subprocess.run([sys.executable, str(CHECK), *options, *files], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def check_feed(folder: Path, raw: bytes) -> None:
    """The rules for a calendar that is subscribed to, by the same checker."""
    (folder / "names.txt").write_text(NAMES)
    (folder / "feed.ics").write_bytes(raw)
    options = ["--strict", "--kind", "feed", "--forbid", str(folder / "names.txt"), str(folder / "feed.ics")]
    found = subprocess.run([sys.executable, str(CHECK), *options], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def replied(raw: bytes, partstat: str, comment: str = "") -> bytes:
    """What a calendar program sends back to the invitation `raw` when its owner answers."""
    mail, (_, event) = parsed(raw), entry_of(raw)
    organizer = str(event["ORGANIZER"]).removeprefix("mailto:")
    attendee = str(event["ATTENDEE"]).removeprefix("mailto:")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Somebody//Calendar//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{event['UID']}",
        f"SEQUENCE:{event['SEQUENCE']}",
        f"DTSTAMP:{event['DTSTAMP'].dt:%Y%m%dT%H%M%SZ}",
        *(
            [event["RECURRENCE-ID"].dt.astimezone(UTC).strftime("RECURRENCE-ID:%Y%m%dT%H%M%SZ")]
            if "RECURRENCE-ID" in event
            else []
        ),
        f"ORGANIZER:mailto:{organizer}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = attendee, organizer, f"Re: {mail['Subject']}"
    reply["Return-Path"] = f"<{attendee}>"
    reply["Message-ID"] = f"<reply-{partstat.lower()}-{event['SEQUENCE']}-{attendee}>"
    reply.set_content("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    return reply.as_bytes()
