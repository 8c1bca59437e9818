"""What goes out, as somebody else's software reads it: every kind of calendar mail, and headers that an attacker wrote."""

import importlib.util
import re
import subprocess
import sys
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import queries
from notifications.calendar import CalendarEntry
from notifications.commands import tell
from notifications.composing import Message
from notifications.mail import Sender, build, outgoing

CHECKS = Path(__file__).parent.parent / "calendar_checks"
NAMES = ["Amira Khan", "AMK", "12 Rose Lane"]  # a child that is nowhere in what goes out


def _checker() -> Any:
    spec = importlib.util.spec_from_file_location("check_ics", CHECKS / "check_ics.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checker = _checker()


def faults(raw: bytes, kind: str = "auto") -> list[str]:
    """What the checker faults in a mail, its recommendations included."""
    report = checker.Report("mail")
    checker.check_mail(
        raw, report, Namespace(kind=kind, site="convenor.example.uk", show_attendees=False, strict=True), NAMES
    )
    return [f"{rule}: {text}" for rule, text in report.must + report.should]


@pytest.fixture
def send(unit, cast, clock, room, subject, dispatch, mailbox):
    """`send(sequence=1, …)` sends Tia one calendar mail and gives its bytes."""
    steps = iter(range(1000))

    def sent(kind: str = "letter_invitation", **changes: Any) -> bytes:
        room.entry = changes
        with unit():
            tell(cast.tia.id, kind, subject, step=str(next(steps)))
        dispatch()
        return mailbox.all()[-1].raw

    return sent


def test_an_invitation_passes_every_check(send):
    assert faults(send()) == []


def test_an_invitation_with_a_place_a_joining_link_and_a_long_summary_passes_too(send):
    raw = send(
        location="Room 2, Town Hall, Northshire",
        conference_url="https://video.example.uk/j/123",
        summary="Multi-agency meeting – ref M-2026-0412",
        attendee_name='Zoë "Zed" Müller; chair, of “quotes”',
        role="CHAIR",
    )
    assert faults(raw) == []


def test_an_update_comes_later_with_a_higher_sequence_and_continues_the_first_mail(send):
    first = send()
    starts = datetime(2026, 3, 5, 9, 30, tzinfo=checker.LONDON)
    second = send(sequence=1, starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert faults(second) == []
    before, after = (message_from_bytes(raw, policy=policy.default) for raw in (first, second))
    assert after["In-Reply-To"] == after["References"] == before["Message-ID"]
    assert stamp(second) > stamp(first)  # though both were made in the same second
    report = checker.Report("update")
    old, new = (checker.icalendar.Calendar.from_ical(calendar_of(raw)) for raw in (first, second))
    checker.compare(old, new, report, before, after)
    assert report.must == []


def test_a_cancellation_and_a_withdrawal_pass(send):
    assert faults(send(method="CANCEL", sequence=1)) == []
    withdrawn = send(method="CANCEL", sequence=2, uninvite=True)
    assert faults(withdrawn, "uninvite") == []
    assert b"STATUS" not in calendar_of(withdrawn)


def test_a_series_and_a_moved_occurrence_pass(send):
    series = send(rrule="FREQ=WEEKLY;INTERVAL=6;COUNT=5", exdates=(datetime(2026, 4, 15, 14, tzinfo=checker.LONDON),))
    assert faults(series) == []
    moved = datetime(2026, 5, 28, 10, tzinfo=checker.LONDON)
    one = send(
        sequence=1,
        recurrence_id=datetime(2026, 5, 27, 14, tzinfo=checker.LONDON),
        starts_at=moved,
        ends_at=moved + timedelta(hours=1),
    )
    assert faults(one) == []


def test_a_calendar_server_stores_it_and_gives_it_back(send, tmp_path):
    (tmp_path / "invite.ics").write_bytes(calendar_of(send()))
    done = subprocess.run(
        [sys.executable, str(CHECKS / "caldav_roundtrip.py"), str(tmp_path / "invite.ics")],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_repeat_is_the_same_but_for_its_number(send, unit, subject):
    raw = send()
    with unit():
        kept = queries.kept_mail(queries.delivery_of(subject)[0].id)
    assert kept.raw == raw
    assert outgoing(raw, 2) == b"X-Convenor-Attempt: 2\r\n" + raw


def test_a_plain_mail_says_how_it_is_marked_first_and_where_it_comes_from(send):
    mail = message_from_bytes(send("letter_notice"), policy=policy.default)
    assert mail.get_body(("plain",)).get_content().startswith("OFFICIAL-SENSITIVE")
    assert re.search(r"<body[^>]*>\s*<p[^>]*>OFFICIAL-SENSITIVE", mail.get_body(("html",)).get_content())
    assert mail["Auto-Submitted"] == "auto-generated" and mail["List-Unsubscribe"] is None
    assert "http://convenor.test" in mail.get_body(("plain",)).get_content()


ATTACKS = [
    "Name\r\nBcc: evil@x.test",
    "Ann,evil@x.test",
    '"x" <a@b>, evil@x.test',
    "line\u2028Bcc: evil@x.test",
    "n" * 5000,
    "=?utf-8?B?DQpCY2M6IGV2aWxAeC50ZXN0?=",
    'Ann";ROLE=CHAIR:mailto:evil@x.test',
    "Review\r\nATTENDEE:mailto:evil@x.test",
    "\x0b\x0c\x1c\x85 \ud800 \ufeff",
]


def the_mail(name: str, title: str) -> tuple[bytes, CalendarEntry]:
    made = datetime(2026, 2, 26, 16, 40, tzinfo=UTC)
    entry = CalendarEntry(
        method="REQUEST", uid="u@convenor.example.uk", sequence=0, created=made, modified=made, stamp=made,
        starts_at=made, ends_at=made + timedelta(hours=1), summary=title, description=f"OFFICIAL-SENSITIVE {title}",
        location=title, url="https://convenor.example.uk/meetings/abc", organizer="rsvp-abc@convenor.example.uk",
        organizer_name=name, attendee="tia.teacher@school.example.uk", attendee_name=name,
    )  # fmt: skip
    to = Address(re.sub("[\r\n]", "", name), addr_spec="tia.teacher@school.example.uk")
    sender = Sender("meetings@convenor.example.uk", "convenor.example.uk")
    message = Message(title, "OFFICIAL-SENSITIVE\n", "<p>OFFICIAL-SENSITIVE</p>", entry)
    return build(message, to, sender, "<x@convenor.example.uk>", made, None), entry


def reaches_only_tia(raw: bytes) -> None:
    raw.decode("ascii")
    assert b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, raw.split(b"\r\n"))) <= 998
    mail = message_from_bytes(raw, policy=policy.default)
    heads = [name.lower() for name in mail]
    assert len(heads) == len(set(heads)) and not {"bcc", "cc"} & set(heads)
    assert [one.addr_spec for one in mail["To"].addresses] == ["tia.teacher@school.example.uk"]
    ics = calendar_of(raw)
    lines = re.sub(rb"\r\n[ \t]", b"", ics).split(b"\r\n")
    attendees = [line for line in lines if line.upper().startswith(b"ATTENDEE")]
    assert len(attendees) == 1 and attendees[0].endswith(b":mailto:tia.teacher@school.example.uk")
    event = checker.vobject.readOne(ics.decode()).vevent
    assert event.attendee.value == "mailto:tia.teacher@school.example.uk" and len(event.attendee_list) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_S54_what_an_attacker_writes_into_names_and_titles_stays_words(attack):
    reaches_only_tia(the_mail(attack, attack)[0])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300))
def test_S54_no_name_and_no_title_adds_a_header_or_a_recipient(name, title):
    reaches_only_tia(the_mail(name, title)[0])


def test_S54_an_address_that_could_be_read_as_two_is_refused():
    with pytest.raises(ValueError, match=r".+"):
        Address("Ann", addr_spec="ann@x.test,evil@x.test")


def calendar_of(raw: bytes) -> bytes:
    part = next(part for part in message_from_bytes(raw).walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def stamp(raw: bytes) -> str:
    found = re.search(rb"DTSTAMP:(\S+)", calendar_of(raw))
    assert found
    return found.group(1).decode()
