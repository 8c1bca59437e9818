"""Answers from people's calendars: whose they are, whether they count, and what a person has to judge."""

import hashlib
import os
import random
import threading
from dataclasses import replace
from typing import Any

import pytest
from imap_server import Server
from meeting_scenes import entry_of
from reply_corpus import PROGRAMS, Asked
from reply_scenes import PIP, Calendar
from sqlalchemy import select

from foundation.database import db
from meetings import commands, queries
from meetings.models import Invitation, Proposal
from notifications.incoming import mailbox
from people import commands as people_commands
from people.models import Person

# --- which counts ----------------------------------------------------------------------------------------------------


def test_the_last_answer_counts_and_all_are_kept(pip, stands):
    assert pip.answers("TENTATIVE", lines=["COMMENT:I may be in court."]) == "applied"
    assert pip.answers("ACCEPTED", stamp="20260226T171000Z") == "applied"
    now = stands()
    assert (now.response, now.comment) == ("accepted", "")
    assert now.answers == [("tentative", "applied", "token"), ("accepted", "applied", "token")]


@pytest.mark.parametrize(("second", "outcome", "counts"), [
    (dict(stamp="20260226T162900Z"), "stale", "accepted"),                                   # sent before, comes after
    (dict(stamp="20260226T163000Z"), "applied", "declined"),                                 # Outlook for Mac: one stamp for two
    (dict(stamp="20260226T163000Z", head=["Date: Thu, 26 Feb 2026 16:00:00 +0000"]), "stale", "accepted"),             # one stamp, sent before
    (dict(stamp="20260226T163000Z", lines=["X-MICROSOFT-CDO-REPLYTIME:20260226T150000Z"]), "stale", "accepted"),       # Exchange says when
    (dict(stamp="20260301T170000Z"), "applied", "declined"),                                 # a clock three days ahead: now
    (dict(sequence=7), "review", "accepted"),                                                # never sent to anybody
    (dict(sequence="99999999999999999999"), "review", "accepted"),
    (dict(sequence="soon"), "review", "accepted"),
])  # fmt: skip
def test_an_answer_after_another(second, outcome, counts, pip, stands):
    first = dict(stamp="20260226T163000Z", head=["Date: Thu, 26 Feb 2026 16:30:00 +0000"])
    assert pip.answers("ACCEPTED", **first) == "applied"
    assert pip.answers("DECLINED", **second) == outcome
    assert stands().response == counts


def test_an_answer_to_a_version_before_the_move_is_kept_and_changes_nothing(
    pip, stands, unit, cast, here, dispatch, clock
):
    before = pip.written("ACCEPTED", stamp="20260226T180000Z")
    clock.set("2026-02-26 17:30")
    with unit():
        commands.change(cast.sam, here, place="Room 9", reason="The room is needed.")
    clock.set("2026-02-26 17:33")
    dispatch()
    assert pip._mail_in(before) == "stale"
    assert stands().response == "no_reply" and stands().answers == [("accepted", "stale", "")]
    assert pip.answers("ACCEPTED", stamp="20260226T180500Z") == "applied"


def test_the_later_of_calendar_and_page_counts(pip, stands, unit, cast, here, clock):
    clock.set("2026-02-26 17:30")
    with unit():
        commands.answer(cast.pip, here, stands_id(cast, here), "declined")
    assert pip.answers("ACCEPTED", stamp="20260226T171500Z") == "stale"
    assert pip.answers("ACCEPTED", stamp="20260226T174500Z") == "applied"
    assert stands().response == "accepted"


def stands_id(cast: Any, here: str) -> str:
    meeting = queries.meeting_for(cast.pip, here)
    return db.session.scalars(
        select(Invitation.public_id).where(Invitation.meeting_id == meeting.id, Invitation.person_id == cast.pip.id)
    ).one()


def test_the_same_answer_on_two_ways_counts_once(pip, stands):
    one = pip.written("ACCEPTED")
    other = f"Received: from a relay\r\n{one}"
    assert [pip._mail_in(mail) for mail in (one, other, one)] == ["applied", "duplicate", "duplicate"]
    assert stands().answers == [("accepted", "applied", "token")]


def test_an_old_answer_sent_once_more_by_somebody_who_has_it_changes_nothing(pip, stands):
    yes = pip.written("ACCEPTED")
    assert pip._mail_in(yes) == "applied"
    assert pip.answers("DECLINED", stamp="20260226T171000Z") == "applied"
    assert pip._mail_in(f"Received: from somewhere\r\n{yes}") == "stale"
    assert stands().response == "declined"


def test_after_the_meeting_or_the_invitation_is_over_an_answer_is_kept_and_does_nothing(pip, stands, clock):
    mail = pip.written("ACCEPTED")
    clock.set("2026-02-27 16:00")
    assert pip._mail_in(mail) == "stale"
    assert stands().response == "no_reply" and stands().answers == [("accepted", "no_effect", "")]


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_a_delegate_who_answers_for_somebody_is_named_beside_it(pip, stands):
    assert (
        pip.answers(
            "ACCEPTED", sender="Office <office@police.example.uk>", params=';SENT-BY="mailto:office@police.example.uk"'
        )
        == "applied"
    )
    assert stands().by == ["office@police.example.uk"]


def test_another_address_of_theirs_is_taken_once_a_person_has_said_so(pip, stands, here, unit, cast):
    alias = dict(attendee="p.sergeant@police.example.uk", sender="p.sergeant@police.example.uk")
    assert pip.answers("ACCEPTED", **alias) == "review"
    now = stands()
    assert now.response == "no_reply" and "probably another address of Pip" in now.doubts[0][2]
    with unit():
        commands.take_doubt(cast.sam, here, now.doubt, now.id, remember=True)
    assert stands().response == "accepted"
    assert pip.answers("DECLINED", stamp="20260226T171000Z", **alias) == "applied"


def test_somebody_who_was_not_asked_is_never_added_and_changes_no_answer(pip, stands, here, unit, cast):
    assert (
        pip.answers("ACCEPTED", attendee="stranger@elsewhere.example", sender="stranger@elsewhere.example")
        == "forwarded"
    )
    now = stands()
    assert now.response == "no_reply" and "who was not asked" in now.doubts[0][2]
    with unit():
        assert len(queries.sheet_of(cast.sam, queries.meeting_for(cast.sam, here)).invitations) == 4
        commands.set_doubt_aside(cast.sam, here, now.doubt, "It was forwarded.")
    assert stands().doubts[0][1] == "set_aside"


@pytest.mark.parametrize("head", [
    [],
    ["Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=police.example.uk"],
    ["Authentication-Results: mx.convenor.example.uk; dmarc=fail header.from=police.example.uk"],
    ["Authentication-Results: mx.convenor.example.uk; dmarc=pass header.from=elsewhere.example"],
    ["Authentication-Results: mx.elsewhere.example; dmarc=none",
     "Authentication-Results: mx.convenor.example.uk; dmarc=pass header.from=police.example.uk"],
])  # fmt: skip
def test_without_the_secret_only_our_own_server_can_vouch_for_an_answer(head, pip, stands, vouching):
    assert pip.answers("ACCEPTED", to="meetings@convenor.example.uk", head=head) == "review"
    assert stands().response == "no_reply" and "anybody may have sent it" in stands().doubts[0][2]


def test_an_answer_that_our_own_server_vouches_for_counts_without_the_secret(pip, stands, vouching):
    head = [
        "Authentication-Results: mx.convenor.example.uk; spf=pass; dmarc=pass (p=none) header.from=police.example.uk"
    ]
    assert pip.answers("ACCEPTED", to="meetings@convenor.example.uk", head=head) == "applied"
    assert stands().answers == [("accepted", "applied", "dmarc")]


@pytest.fixture
def vouching(app, settings):
    from dataclasses import replace

    app.config["CONVENOR"] = replace(settings, authserv_id="mx.convenor.example.uk")
    yield
    app.config["CONVENOR"] = settings


FORGED = {
    "another entry under this secret": dict(uid="nothing@convenor.example.uk"),
    "a secret that nobody has": dict(to="rsvp-aaaaaaaaaaaaaaaaaaaaaaaa@convenor.example.uk"),
    "two answers in one name": dict(lines=[f"ATTENDEE;PARTSTAT=DECLINED:mailto:{PIP}"]),
    "no answer": dict(partstat=""),
    "one occurrence of no series": dict(lines=["RECURRENCE-ID:20260227T140000Z"]),
    "an occurrence in a zone that nobody knows": dict(lines=["RECURRENCE-ID;TZID=Nowhere:20260227T140000"]),
    "a call off": dict(method="CANCEL"),
    "a new invitation": dict(method="REQUEST"),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_in_doubt_is_neither_applied_nor_dropped(name, pip, stands, standing, here):
    before = standing(here)
    assert pip.answers(**{"partstat": "ACCEPTED", **FORGED[name]}) == "review"
    now = stands()
    assert now.response == "no_reply" and len(now.doubts) == 1
    after = standing(here)
    assert (after.state, after.starts_at, after.place) == (before.state, before.starts_at, before.place)


def test_a_person_judges_once_and_not_somebody_whom_it_does_not_concern(pip, stands, here, unit, cast):
    from foundation.lifecycles import BadInput, NotPermitted, Refused

    pip.answers("ACCEPTED", to="meetings@convenor.example.uk")
    now = stands()
    with pytest.raises(NotPermitted), unit():
        commands.take_doubt(cast.tia, here, now.doubt, now.id)
    with pytest.raises(BadInput), unit():
        commands.set_doubt_aside(cast.sam, here, now.doubt, " ")
    with unit():
        commands.take_doubt(cast.sam, here, now.doubt, now.id)
    with pytest.raises(Refused, match="decided on this already"), unit():
        commands.set_doubt_aside(cast.sam, here, now.doubt, "Too late.")
    assert stands().answers == [("accepted", "applied", "judged")]


# --- what they ask ---------------------------------------------------------------------------------------------------

LATER = ["DTSTART:20260227T150000Z", "DTEND:20260227T160000Z"]


def test_a_proposed_time_waits_for_whoever_convenes_and_moves_nothing(pip, stands, standing, here):
    assert pip.answers("TENTATIVE", method="COUNTER", lines=[*LATER, "COMMENT:I am in court until three."]) == "applied"
    now = stands()
    assert (now.response, now.proposals) == ("tentative", [("27 15:00", "open")])
    assert f"{standing(here).starts_at:%H:%M}" == "14:00"
    later = ["DTSTART:20260227T153000Z", "DTEND:20260227T163000Z"]
    assert pip.answers("TENTATIVE", method="COUNTER", lines=later, stamp="20260226T171000Z") == "applied"
    assert stands().proposals == [("27 15:00", "replaced"), ("27 15:30", "open")]


def test_a_proposed_time_that_is_taken_moves_the_meeting_and_asks_everybody_again(
    pip, stands, standing, here, unit, cast, dispatch, mailbox, clock
):
    pip.answers("TENTATIVE", method="COUNTER", lines=LATER)
    before = pip.entry["SEQUENCE"]
    with unit():
        _, told = commands.take_proposal(cast.sam, here, proposal_of(), reason="The police can then.")
    clock.set("2026-02-26 16:50")
    dispatch()
    assert told == 4 and f"{standing(here).starts_at:%H:%M}" == "15:00"
    assert stands().response == "no_reply" and stands().proposals == [("27 15:00", "taken")]
    assert pip.entry["SEQUENCE"] == before + 1


def proposal_of() -> str:
    return db.session.scalars(select(Proposal.public_id).where(Proposal.state == "open")).one()


def test_a_proposed_time_that_is_refused_is_answered_in_words(
    pip, stands, standing, here, unit, cast, dispatch, mailbox
):
    pip.answers("DECLINED", method="COUNTER", lines=LATER)
    with unit():
        commands.refuse_proposal(cast.sam, here, proposal_of(), "Health cannot then.")
    dispatch()
    said = mailbox.to(PIP)[-1]
    assert "stays at its time" in said.title and "Health" not in said.text
    assert stands().proposals == [("27 15:00", "refused")] and f"{standing(here).starts_at:%H:%M}" == "14:00"


@pytest.mark.parametrize("lines", [
    ["DTSTART:20260227T160000Z", "DTEND:20260227T150000Z"],
    ["DTSTART:20260227T160000", "DTEND:20260227T170000"],
    ["DTSTART;TZID=Somewhere:20260227T160000", "DTEND;TZID=Somewhere:20260227T170000"],
    ["DTSTART:never"],
    [],
])  # fmt: skip
def test_a_proposed_time_that_cannot_be_read_for_certain_goes_to_a_person(lines, pip, stands):
    assert pip.answers("TENTATIVE", method="COUNTER", lines=lines) == "review"
    assert stands().proposals == [] and stands().response == "no_reply"


def test_a_proposed_time_in_a_windows_zone_is_read_right(pip, stands):
    lines = ["DTSTART;TZID=GMT Standard Time:20260227T150000", "DTEND;TZID=GMT Standard Time:20260227T160000"]
    assert pip.answers("TENTATIVE", method="COUNTER", lines=lines) == "applied"
    assert stands().proposals == [("27 15:00", "open")]


@pytest.mark.parametrize(("seniority", "known", "outcome"), [
    ("manager", True, "applied"),
    ("practitioner", True, "review"),    # this meeting decides for the agencies
    ("", False, "review"),               # nobody knows how senior they are
])  # fmt: skip
def test_a_deputy_is_held_to_the_rule_of_seniority(seniority, known, outcome, pip, stands, here, unit, cast):
    if known:
        with unit():
            people_commands.add_person(
                None, name="Dee Deputy", email="dee@police.example.uk", agency=cast.pip.agency, seniority=seniority
            )
    assert pip.answers("DELEGATED", params=';DELEGATED-TO="mailto:dee@police.example.uk"') == outcome
    now = stands()
    if outcome == "applied":
        assert (now.response, now.deputy["name"]) == ("delegated", "Dee Deputy")
    else:
        assert now.response == "no_reply" and now.doubts[0][0] == "deputy"
        with unit():
            commands.take_doubt(cast.sam, here, now.doubt, now.id, seniority="manager")
        assert stands().response == "delegated" and stands().deputy["email"] == "dee@police.example.uk"


def test_whoever_lost_the_entry_gets_it_again_at_most_once_an_hour(pip, stands, mailbox, dispatch, clock):
    assert pip.answers("", method="REFRESH") == "applied"
    dispatch()
    first, again = [mail.raw for mail in mailbox.to(PIP)]
    assert entry_of(first)[1]["SEQUENCE"] == entry_of(again)[1]["SEQUENCE"]
    clock.set("2026-02-26 17:10")
    assert pip.answers("", method="REFRESH", stamp="20260226T171000Z") == "noted"
    dispatch()
    assert len(mailbox.to(PIP)) == 2 and stands().response == "no_reply"


# --- what is no answer -----------------------------------------------------------------------------------------------


def test_an_absence_notice_stands_beside_the_invitee_and_is_no_answer(pip, stands, unit, mailbox, mail_in):
    away = f"From: {PIP}\r\nTo: {pip.organizer}\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am away. Ask Ann.\r\n"
    assert mail_in(away) == "autoreply"
    assert (
        stands().response == "no_reply" and stands().answers == [("automatic", "noted", "")] and stands().doubts == []
    )


def test_an_answer_in_words_waits_for_a_person_who_takes_it_down(pip, stands, here, mail_in, unit, cast):
    assert mail_in(f"From: {PIP}\r\nTo: {pip.organizer}\r\nSubject: Re\r\n\r\nYes, I will come.\r\n") == "message"
    now = stands()
    assert now.response == "no_reply" and now.doubts[0][0] == "words"
    with unit():
        commands.take_doubt(cast.sam, here, now.doubt, now.id, response="accepted")
    assert (stands().response, stands().comment) == ("accepted", "Yes, I will come.")


def test_a_mail_that_came_back_counts_for_the_quorum_and_ends_when_the_address_is_right(
    pip, stands, here, unit, cast, mail_in, dispatch, mailbox
):
    from notifications.models import Outbox

    with unit():
        row = db.session.scalars(
            select(Outbox).where(Outbox.about_id == stands_id(cast, here), Outbox.kind == "meeting_invitation")
        ).one()
    failure = "Return-Path: <>\r\nFrom: postmaster@police.example.uk\r\nSubject: Failure\r\n\r\nNo such user.\r\n"
    assert mail_in(failure, f"bounce-{row.bounce_token}@convenor.example.uk") == "undeliverable"
    assert stands().response == "undeliverable"
    dispatch()
    assert any("did not arrive" in mail.title for mail in mailbox.to(cast_address(cast, unit)))
    with unit():
        sheet = queries.sheet_of(cast.sam, queries.meeting_for(cast.sam, here))
        assert "unreached" in {
            line.state for line in queries.outlook_of(sheet, queries.around(cast.sam, sheet.meeting)).agencies
        }
    with unit():
        admin = db.session.scalars(select(Person).where(Person.role == "system_admin")).first()
        reached = people_commands.correct_address(admin, cast.pip, "pip.s@police.example.uk")
        assert (reached.email, reached.undeliverable) == ("pip.s@police.example.uk", "")
    with unit():
        waiting = select(Invitation.response).join(Person, Person.id == Invitation.person_id)
        assert db.session.scalars(waiting.where(Person.email == "pip.s@police.example.uk")).one() == "no_reply"


def cast_address(cast: Any, unit: Any) -> str:
    with unit(writes=False):
        return cast.sam.email


# --- many readers ----------------------------------------------------------------------------------------------------


def test_one_answer_delivered_fifty_times_counts_once_for_four_readers(pip, stands, app, settings, tmp_path):
    server = Server(tmp_path / "server")
    try:
        app.config["CONVENOR"] = replace(settings, imap_url=server.url)
        server.deliver(pip.written("ACCEPTED", lines=["COMMENT:By car."]), times=50)

        def look() -> None:
            with app.app_context():
                while server.holds()["INBOX"]:
                    mailbox.collect()

        readers = [threading.Thread(target=look) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(120)
        # A server may let two readers move one mail at once; then it stands there twice, and counts once all the same.
        held = server.holds()
        assert (held["INBOX"], held["Review"], held["Failed"]) == (0, 0, 0) and held["Processed"] >= 50
    finally:
        app.config["CONVENOR"] = settings
        server.stop()
    assert (stands().response, stands().comment) == ("accepted", "By car.")
    assert [outcome for _, outcome, _ in stands().answers] == ["applied"] and stands().doubts == []


# --- as real programs write them -------------------------------------------------------------------------------------


def asked_of(pip: Calendar) -> Asked:
    return Asked(pip.organizer, str(pip.entry["UID"]), PIP, "Pip Sergeant", int(pip.entry["SEQUENCE"]))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_reply_without_an_organizer_or_in_any_other_form_updates_the_right_invitee_once(
    program, pip, stands, mail_in
):
    """PEERS, nextcloud/server#53949 and nextcloud/mail#10811: replies of Outlook.com were thrown away."""
    raw = PROGRAMS[program](asked_of(pip), "ACCEPTED", "Komme später, Grüße")
    assert [mail_in(raw), mail_in(raw)] == ["applied", "duplicate"]
    now = stands()
    assert now.response == "accepted" and now.doubts == [] and "Grüße" in now.comment
    assert [(response, outcome) for response, outcome, _ in now.answers] == [("accepted", "applied")]


def test_an_answer_that_cannot_be_read_becomes_work_for_whoever_convenes(pip, stands, mail_in, client_as):
    raw = PROGRAMS["exchange"](asked_of(pip), "", "")
    assert mail_in(raw) == "review"
    assert stands().response == "no_reply" and "is in doubt" in client_as("sam").get("/").text


def test_googles_proposal_says_reply_outside_and_counter_inside(pip, stands, mail_in):
    raw = PROGRAMS["apple_phone"](asked_of(pip), "TENTATIVE", "Later?").replace(b"METHOD:REPLY", b"METHOD:COUNTER")
    raw = raw.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nDTSTART:20260227T150000Z\r\nDTEND:20260227T160000Z")
    assert mail_in(raw) == "applied"
    assert stands().response == "tentative" and stands().proposals == [("27 15:00", "open")]


def test_outlook_for_mac_answers_twice_with_one_stamp(pip, stands, mail_in):
    perhaps = PROGRAMS["outlook_mac"](asked_of(pip), "TENTATIVE", "")
    no = PROGRAMS["outlook_mac"](asked_of(pip), "DECLINED", "").replace(b"16:50:00", b"16:53:00")
    assert [mail_in(no), mail_in(perhaps)] == ["applied", "stale"]
    assert stands().response == "declined"


# --- damaged ---------------------------------------------------------------------------------------------------------

DAMAGED = int(os.environ.get("CONVENOR_TEST_DAMAGED", "60"))
LINES = (
    b"\r\n",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b"BEGIN:VEVENT\r\n",
    b"END:VCALENDAR\r\n",
    b"PARTSTAT=",
    b"=?utf-8?b?",
    b"--",
    b";",
)


def damaged(raw: bytes, choose: random.Random) -> bytes:
    """The mail after an accident: bytes changed, lost, doubled, swapped, or other things in between."""
    content = bytearray(raw)
    for _ in range(choose.randint(1, 8)):
        place, length = choose.randrange(len(content) or 1), choose.randint(1, 60)
        match choose.randrange(6):
            case 0:
                content[place : place + 1] = bytes([choose.randrange(256)])
            case 1:
                del content[place : place + length]
            case 2:
                content[place:place] = content[place : place + length]
            case 3:
                content[place:place] = choose.choice(LINES)
            case 4:
                del content[max(place, len(content) - 300) :]
            case _:
                content[place:place] = choose.randbytes(length)
    return bytes(content)


def test_damaged_mails_stop_nothing_and_nothing_is_lost_or_applied_that_does_not_say_so(
    pip, stands, mail_in, unit, here, standing
):
    """`CONVENOR_TEST_DAMAGED=5000` for the long run. A mail that still says yes, whole, under the secret, may count."""
    from notifications.incoming.letters import letter_in
    from notifications.models import IncomingMail

    choose, asked = random.Random(20260226), asked_of(pip)
    sent: set[bytes] = set()
    before = standing(here)
    for number in range(DAMAGED):
        program = PROGRAMS[choose.choice(list(PROGRAMS))]
        raw = damaged(program(asked, "DECLINED", f"Number {number}"), choose)
        outcome = mail_in(raw)
        sent.add(raw)
        if outcome == "applied":
            letter = letter_in(raw, "", "")
            said = [one for event in letter.calendar.events for one in event.answers if PIP in one.addresses]
            assert asked.organizer in (
                f"rsvp-{letter.rsvp}@convenor.example.uk",
                f"rsvp-{letter.calendar.events[0].token}@convenor.example.uk",
            )
            assert {one.partstat for one in said} == {"DECLINED"} and letter.calendar.events[0].uid == asked.uid
    after = standing(here)
    assert (after.state, after.starts_at, after.place) == (before.state, before.starts_at, before.place)
    assert stands().response in ("no_reply", "declined")
    assert [one.response for name, one in after.invitations.items() if name != "pip"] == ["no_reply"] * 3
    with unit():
        kept = {mail.fingerprint: mail for mail in db.session.scalars(select(IncomingMail))}
        assert set(kept) == {hashlib.sha256(raw).hexdigest() for raw in sent}
        assert all(mail.outcome and not mail.reason.startswith("The mail could not be read") for mail in kept.values())
