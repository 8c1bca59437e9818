"""What comes back: answers from other people's calendars, mail that could not be delivered, and everything else."""

import base64
import random
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from foundation.database import db
from foundation.signals import reply_received
from notifications import queries
from notifications.commands import tell
from notifications.models import IncomingMail, Outbox
from people.models import Person

TOKEN = "mfrggzdfmztwq2lkmfrggzdf"
TO_US = f"rsvp-{TOKEN}@convenor.example.uk"
UID = "k3m5q7r2t4v6x8z2b4d6f8h2j4@convenor.example.uk"


def a_reply(
    partstat: str = "ACCEPTED",
    attendee: str = 'ATTENDEE;CN="Tia Teacher";PARTSTAT={}:mailto:tia.teacher@school.example.uk',
    organizer: str = f"ORGANIZER:mailto:{TO_US}",
    method: str = "REPLY",
    stamp: str = "DTSTAMP:20260227T091500Z",
    extra: tuple[str, ...] = (),
) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{UID}",
        "SEQUENCE:2", stamp, organizer, attendee.format(partstat), "DTSTART:20260304T140000Z", "DTEND:20260304T153000Z",
        *extra, "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(line for line in lines if line) + "\r\n"


def a_mail(calendar: str | None, to: str = TO_US, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Tia Teacher <tia.teacher@school.example.uk>", to, "Accepted: a meeting"
    mail["Date"], mail["Message-ID"] = "Fri, 27 Feb 2026 09:15:00 +0000", "<1@school.example.uk>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Tia Teacher has accepted.\n")
    if calendar is not None:
        mail.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return mail


@pytest.fixture
def heard():
    """The replies that were announced; their receiver says `applied`."""
    seen: list[Any] = []

    def hear(_sender: Any, reply: Any) -> str:
        seen.append(reply)
        return "applied"

    others = list(reply_received.receivers.items())
    reply_received.receivers.clear()
    reply_received.connect(hear)
    yield seen
    reply_received.disconnect(hear)
    reply_received.receivers.update(others)


def test_an_answer_from_a_calendar_is_announced_with_all_it_says(cast, mail_in, heard):
    comment = ("COMMENT:I can join by video only.", "RECURRENCE-ID;TZID=Europe/London:20260304T140000")
    assert mail_in(a_mail(a_reply("TENTATIVE", extra=comment)).as_bytes(), TO_US) == "applied"
    (reply,) = heard
    assert (reply.token, reply.uid, reply.partstat, reply.sequence) == (TOKEN, UID, "TENTATIVE", 2)
    assert reply.attendee == reply.sender == "tia.teacher@school.example.uk"
    assert reply.dtstamp.isoformat() == "2026-02-27T09:15:00+00:00"
    assert reply.recurrence_id.isoformat() == "2026-03-04T14:00:00+00:00"
    assert reply.comment == "I can join by video only."


def exchange() -> bytes:
    """No ORGANIZER, MAILTO in capitals, base64, addressed to the token only in the envelope."""
    written = a_reply(attendee='ATTENDEE;PARTSTAT={};CN="TIA":MAILTO:Tia.Teacher@School.Example.UK', organizer="")
    mail = a_mail(None, "meetings@convenor.example.uk")
    mail.add_alternative(written, subtype="calendar", cte="base64", params={"method": "REPLY"})
    return mail.as_bytes()


def google() -> bytes:
    """A true answer that calls itself generated, as text/calendar and again as an attachment."""
    mail = a_mail(a_reply(), Auto_Submitted="auto-generated")
    mail.add_attachment(a_reply().encode(), maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def apple() -> bytes:
    """A quoted-printable attachment without a method, an alarm with an ATTENDEE of its own."""
    alarm = ("BEGIN:VALARM", "ACTION:EMAIL", "TRIGGER:-PT10M", "ATTENDEE:mailto:else@x.test", "END:VALARM")
    mail = a_mail(None)
    mail.add_attachment(a_reply(extra=alarm), subtype="calendar", filename="meeting.ics", cte="quoted-printable")
    return mail.as_bytes()


def bare() -> bytes:
    """The calendar is the whole mail, in a charset that nobody knows."""
    head = (
        f"From: tia.teacher@school.example.uk\r\nTo: {TO_US.upper()}\r\nContent-Type: text/calendar; charset=x-klingon"
    )
    return f"{head}; method=REPLY\r\n\r\n{a_reply()}".encode()


def broken_zone() -> bytes:
    """A VTIMEZONE that is cut short makes the parser refuse the file; the answer does not need it."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    return a_mail(a_reply().replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT")).as_bytes()


def twice() -> bytes:
    """Properties that stand twice and say the same."""
    return a_mail(a_reply().replace("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:REPLY")).as_bytes()


@pytest.mark.parametrize("mail", [exchange, google, apple, bare, broken_zone, twice])
def test_answers_as_other_programs_write_them(mail, cast, mail_in, heard):
    assert mail_in(mail(), TO_US) == "applied"
    (reply,) = heard
    assert (reply.token, reply.attendee, reply.partstat) == (TOKEN, "tia.teacher@school.example.uk", "ACCEPTED")


def test_the_same_mail_twice_counts_once(cast, mail_in, heard, unit):
    raw = a_mail(a_reply()).as_bytes()
    assert [mail_in(raw, TO_US) for _ in range(3)] == ["applied", "duplicate", "duplicate"]
    assert len(heard) == 1
    with unit():
        assert db.session.scalars(select(IncomingMail)).one().repeats == 2


def nested(levels: int) -> bytes:
    head = f"From: a@x.test\r\nTo: {TO_US}\r\n"
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(levels))
    return (head + opened).encode()


NOT_READ = {
    "an answer without an answer": a_mail(a_reply(attendee="ATTENDEE:mailto:tia.teacher@school.example.uk")).as_bytes(),
    "nobody answers": a_mail(a_reply(attendee="")).as_bytes(),
    "an unquoted SENT-BY": a_mail(
        a_reply(attendee="ATTENDEE;SENT-BY=mailto:x@y;PARTSTAT={}:mailto:tia.teacher@school.example.uk")
    ).as_bytes(),
    "two different methods": a_mail(a_reply().replace("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:CANCEL")).as_bytes(),
    "no calendar at all": a_mail("BEGIN:VCALENDAR\r\nnothing that ends").as_bytes(),
    "an unknown method": a_mail(a_reply(method="SHOUT")).as_bytes(),
    "two thousand nested parts": nested(2000),
    "two hundred parts": nested(200),
    "a machine at the answer address": b"Return-Path: <>\r\n" + a_mail(a_reply()).as_bytes(),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_cannot_be_read_for_certain_is_kept_for_somebody(name, cast, mail_in, heard, unit):
    assert mail_in(NOT_READ[name], TO_US) == "review"
    assert heard == []
    with unit():
        kept = db.session.scalars(select(IncomingMail)).one()
        assert kept.raw == NOT_READ[name] and kept.reason


def test_a_mail_in_words_is_kept_for_whoever_convenes(cast, mail_in, heard):
    assert mail_in(a_mail(None).as_bytes(), TO_US) == "message"
    assert mail_in(a_mail(None, "office@convenor.example.uk").as_bytes()) == "unmatched"
    assert heard == []


def test_an_automatic_answer_answers_nothing(cast, mail_in, heard):
    away = a_mail(None, Auto_Submitted="auto-replied")
    assert mail_in(away.as_bytes(), TO_US) == "autoreply"
    exchange = a_mail(None, X_Auto_Response_Suppress="All")
    exchange.replace_header("Subject", "Automatic reply: a meeting")
    assert mail_in(exchange.as_bytes(), TO_US) == "autoreply"
    assert heard == []


def test_an_invitation_to_us_changes_nothing(cast, mail_in, heard):
    assert mail_in(a_mail(a_reply(method="REQUEST")).as_bytes(), TO_US) == "ignored"
    assert mail_in(a_mail(a_reply(method="CANCEL")).as_bytes(), TO_US) == "ignored"
    assert heard == []


@pytest.fixture
def sent(unit, cast, clock, room, subject, dispatch):
    """A mail to Ned that went out; gives its row."""
    with unit():
        tell(cast.ned.id, "letter_invitation", subject)
    dispatch()
    with unit():
        return db.session.scalars(select(Outbox)).one()


def a_failure(row: Outbox, action: str = "failed", status: str = "5.1.1", quotes: str = "") -> bytes:
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.uk
To: bounce-{row.bounce_token}@convenor.example.uk
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.uk

Final-Recipient: rfc822; ned.nurse@nhs.example.uk
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

{quotes}
--b--
""".encode()


def test_mail_that_came_back_flags_the_address_and_shows_on_the_invitation(sent, mail_in, unit, cast, subject, heard):
    quoted = sent.mail.decode().replace("\r\n", "\n")  # our own REQUEST is quoted: that is no answer
    assert mail_in(a_failure(sent, quotes=quoted), f"bounce-{sent.bounce_token}@convenor.example.uk") == "undeliverable"
    with unit():
        (delivery,) = queries.delivery_of(subject)
        assert delivery.state == "failed" and "no such user" in delivery.reply
        assert "no such user" in cast.ned.undeliverable
    assert heard == []


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.7"), ("failed", "5.2.2"), ("delivered", "2.0.0")])
def test_a_full_mailbox_or_a_delay_leaves_the_address_usable(action, status, sent, mail_in, unit, cast):
    assert mail_in(a_failure(sent, action, status), f"bounce-{sent.bounce_token}@convenor.example.uk") == "noted"
    with unit():
        assert cast.ned.undeliverable == ""


def test_a_failure_in_plain_words_counts_when_it_names_our_mail(sent, mail_in, unit, cast):
    head = "Return-Path: <>\r\nFrom: postmaster@nhs.example.uk\r\nSubject: Failure\r\n"
    assert mail_in(f"{head}\r\nWe could not deliver it.\r\n") == "review"
    assert mail_in(f"{head}To: x@y.test\r\n\r\nMessage-ID: {sent.message_id}\r\n") == "undeliverable"


def test_a_failure_with_a_wrong_token_flags_nobody(sent, mail_in, unit):
    forged = a_failure(sent).replace(sent.bounce_token.encode(), b"a" * 32)
    assert mail_in(forged) == "review"
    with unit():
        assert db.session.scalar(select(func.count()).select_from(Person).where(Person.undeliverable != "")) == 0


def test_mail_that_was_stored_and_not_read_is_read_by_the_dispatcher(app, cast, unit, dispatch, heard):
    from notifications.incoming import take

    with unit():
        take(a_mail(a_reply()).as_bytes(), TO_US)
    assert dispatch().read == 1 and len(heard) == 1
    with unit():
        assert db.session.scalars(select(IncomingMail)).one().outcome == "applied"


def test_a_receiver_that_stumbles_leaves_the_mail_for_somebody(cast, mail_in, unit):
    def stumble(_sender: Any, reply: Any) -> str:
        raise RuntimeError("The room stumbled.")

    with reply_received.connected_to(stumble):
        assert mail_in(a_mail(a_reply()).as_bytes(), TO_US) == "review"
    with unit():
        assert "RuntimeError" in db.session.scalars(select(IncomingMail)).one().reason


def damaged(raw: bytes, seed: int) -> bytes:
    choose = random.Random(seed)
    content = bytearray(raw)
    for _ in range(choose.randint(1, 12)):
        place = choose.randrange(len(content))
        match choose.randrange(3):
            case 0:
                content[place] = choose.randrange(256)
            case 1:
                del content[place : place + choose.randint(1, 40)]
            case _:
                content[place:place] = base64.b64encode(choose.randbytes(8))
    return bytes(content)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(), st.sampled_from([exchange, google, apple, bare, twice]))
def test_a_damaged_mail_never_raises(cast, mail_in, heard, seed, mail):
    assert mail_in(damaged(mail(), seed), TO_US)


def test_a_mail_of_thirty_megabytes_is_kept_and_not_opened(cast, mail_in, heard, unit):
    attached = b"\r\n".join([a_mail(a_reply()).as_bytes(), b"A" * 76] + [b"A" * 76] * 400_000)
    assert mail_in(attached, TO_US) == "review"
    with unit():
        kept = db.session.scalars(select(IncomingMail)).one()
        assert kept.size == len(attached) and kept.raw == attached and "larger than we read" in kept.reason
    assert heard == []


def test_one_mail_gets_its_time_and_no_more():
    from notifications.incoming.timing import TookTooLong, within

    steps: list[int] = []

    def endless() -> None:
        while True:
            steps.append(1)

    with pytest.raises(TookTooLong):
        within(0.2, endless)
    assert within(5, lambda: "done") == "done"
    with pytest.raises(RecursionError):
        within(5, lambda: (_ for _ in ()).throw(RecursionError))
    before = len(steps)
    assert len(steps) == before  # it does not go on


@pytest.mark.parametrize(
    "name",
    ["ATTENDEE:mailto:a%00b@x.test", "UID:a\x00b", "SEQUENCE:-5", "DTSTAMP:00010101T000000Z", "DTSTAMP:nonsense"],
)
def test_what_a_database_cannot_hold_is_no_failure(name, cast, mail_in, heard):
    assert mail_in(a_mail(a_reply(extra=(name,))).as_bytes(), TO_US) in ("applied", "review")


def test_a_failure_of_an_address_that_was_corrected_meanwhile_flags_nobody(sent, mail_in, unit, cast):
    with unit():
        cast.ned.email, cast.ned.email_key = "ned.n@nhs.example.uk", "ned.n@nhs.example.uk"
    assert mail_in(a_failure(sent), f"bounce-{sent.bounce_token}@convenor.example.uk") == "noted"
    with unit():
        assert db.session.scalar(select(func.count()).select_from(Person).where(Person.undeliverable != "")) == 0
