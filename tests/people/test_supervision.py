"""Supervision and debriefs: that they were held is seen by those who answer for somebody, what was said by the two alone."""

from datetime import date

import pytest
from scenes import a_child, involved
from sqlalchemy import select

from audit.models import AuditEntry, AuditPayload
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refused
from notifications.models import Timer
from people import commands, queries
from people.models import Debrief, SupervisionLine

SECRET = "KX-WHAT-WAS-SAID"
MET = {"focus": f"{SECRET} about the week", "records_looked_at": "sound", "agreed": f"{SECRET} a day off"}


@pytest.fixture
def line(unit, cast, clock):
    """Mia supervises Sam since 26 February; they met on 2 March."""
    with unit():
        made = commands.arrange_supervision(cast.mia, cast.sam, cast.mia)
        here = made.public_id
    clock.set("2026-03-02 12:00")
    with unit():
        commands.record_supervision(cast.mia, queries.supervision_line(cast.mia, here), held_on=date(2026, 3, 2), **MET)
    return here


@pytest.fixture
def debrief(unit, cast, line):
    """Sam was offered a debrief, asked for Judy, and they talked."""
    with unit():
        commands.offer_debrief(None, [cast.sam.id], about="a" * 20, since=date(2026, 3, 2))
        here = db.session.scalars(select(Debrief.public_id)).one()
    with unit():
        commands.take_debrief(cast.sam, queries.debrief(cast.sam, here), cast.judy)
    with unit():
        commands.hold_debrief(cast.judy, queries.debrief(cast.judy, here), date(2026, 3, 2), f"{SECRET} and was heard")
    return here


def test_the_next_date_is_counted_from_the_day_on_which_they_met(unit, cast, line):
    with unit():
        assert db.session.scalars(select(SupervisionLine.due_on)).one() == date(2026, 3, 30)
        planned = db.session.execute(
            select(Timer.details, Timer.state).where(Timer.kind == "supervision.due").order_by(Timer.planned_for)
        ).all()
        assert [(one.details["offset"], one.state) for one in planned if one.state == "due"] == [
            (-5, "due"), (0, "due"), (5, "due"),
        ]  # fmt: skip
        assert {one.state for one in planned} == {"due", "moot"}


def test_both_are_reminded_and_neither_once_they_have_met(unit, cast, clock, line, dispatch, mailbox):
    dispatch()
    clock.set("2026-03-23 09:00")
    dispatch()
    with unit():
        sam, mia = cast.sam, cast.mia
    for one in (sam, mia):
        assert "Supervision is due" in mailbox.to(one)[-1].title
        assert mailbox.to(one)[-1].text.startswith("OFFICIAL-SENSITIVE") and SECRET not in mailbox.to(one)[-1].text
    with unit():
        commands.record_supervision(
            cast.sam, queries.supervision_line(cast.sam, line), held_on=date(2026, 3, 23), **MET
        )
    before = len(mailbox.all())
    clock.set("2026-04-07 09:00")
    dispatch()
    assert len(mailbox.all()) == before


@pytest.mark.parametrize(("given", "wrong"), [
    ({"held_on": date(2026, 3, 3)}, "held_on"),
    ({"held_on": date(2026, 2, 20)}, "held_on"),
    ({"focus": " "}, "focus"),
    ({"records_looked_at": ""}, "records_looked_at"),
    ({"records_looked_at": "to_mend"}, "about_records"),
])  # fmt: skip
def test_what_is_asked_of_a_record(unit, cast, line, given, wrong):
    with unit(), pytest.raises(BadInput) as told:
        here = queries.supervision_line(cast.sam, line)
        commands.record_supervision(cast.sam, here, **{"held_on": date(2026, 3, 2), **MET, **given})
    assert wrong in told.value.errors


def test_who_says_who_supervises_whom(unit, cast):
    with unit():
        with pytest.raises(NotPermitted):
            commands.arrange_supervision(cast.sam, cast.sam, cast.mia)
        with pytest.raises(BadInput):
            commands.arrange_supervision(cast.mia, cast.sam, cast.sam)
        commands.arrange_supervision(cast.sue, cast.ned, cast.sue)  # their safeguarding lead
        with pytest.raises(BadInput):
            commands.arrange_supervision(cast.sue, cast.ned, cast.sue)


# Who: what they find of the supervision (its days, what was said), and of the debrief.
READERS = {
    "sam": (True, True, True, True),  # supervised and debriefed
    "mia": (True, True, True, False),  # supervises; manages Sam, but did not debrief
    "judy": (False, False, True, True),  # debriefs
    "heidi": (False, False, False, False),  # a colleague of the same team
    "sue": (False, False, False, False),  # safeguarding lead of another agency
    "erin": (False, False, False, False),  # a coordinator reads numbers
    "paula": (False, False, False, False),
    "grace": (False, False, False, False),
    "frank": (False, False, False, False),
    "ada": (False, False, False, False),
    "ned": (False, False, False, False),
}


@pytest.mark.parametrize("who", READERS)
def test_who_sees_what_on_every_page_and_path(client_as, api_as, line, debrief, who):
    days, said, offered, told = READERS[who]
    browser, program = client_as(who), api_as(who)
    for answer in (browser.get("/supervision"), program.get("/supervision")):
        assert answer.status_code == 200 and SECRET not in answer.text
        assert (line in answer.text) == days
    for answer in (browser.get(f"/supervision/{line}"), program.get(f"/supervision/{line}/held")):
        assert answer.status_code == (200 if days else 404)
        assert (SECRET in answer.text) == said
    for answer in (browser.get("/debriefs"), program.get("/debriefs")):
        assert answer.status_code == 200
        assert ("Sam Worker" in answer.text.replace('cv-me__name">Sam', "") or who == "sam") == offered
        assert (SECRET in answer.text) == told
    writes = {
        browser.post(f"/supervision/{line}", data={}).status_code,
        program.post(f"/supervision/{line}/held", {"held_on": "2026-03-02", **MET}).status_code,
    }
    assert writes == ({422, 201} if who in ("sam", "mia") else {404})
    answered = program.post(f"/debriefs/{debrief}/events", {"event": "decline"}).status_code
    assert answered == (409 if who == "sam" else 403 if offered else 404)


def test_a_manager_who_does_not_supervise_sees_the_days_alone(unit, cast, client_as, api_as, line):
    with unit():
        commands.arrange_supervision(cast.mia, cast.sam, cast.judy)
    with unit():
        other = next(one.public_id for one in queries.supervision_lines(cast.judy, mine=True))
        commands.record_supervision(
            cast.judy, queries.supervision_line(cast.judy, other), held_on=date(2026, 3, 2), **MET
        )
    page = client_as("mia").get(f"/supervision/{other}")
    assert "Monday 2 March 2026" in page.text and "for the two who met" in page.text and SECRET not in page.text
    assert api_as("mia").get(f"/supervision/{other}/held").json["items"][0].keys() == {"id", "held_on", "due_on"}
    assert client_as("mia").post(f"/supervision/{other}", data={"focus": "x"}).status_code in (403, 422)


def test_a_later_supervisor_does_not_come_into_what_was_said_before(unit, cast, client_as, line):
    with unit():
        commands.leave(None, cast.mia, cast.judy)
    page = client_as("judy").get("/supervision")
    assert "Judy Chair supervises Sam Worker" in page.text and line not in page.text
    assert client_as("judy").get(f"/supervision/{line}").status_code == 404


def test_nothing_of_it_stands_in_the_audit_in_a_mail_or_in_a_child(
    unit, cast, client_as, line, debrief, dispatch, mailbox
):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.judy)
        here = child.public_id
        assert not [one for one in db.session.scalars(select(AuditPayload.content)) if SECRET in one]
        for entry in db.session.scalars(select(AuditEntry)):
            assert entry.child_id is None or not entry.action.startswith(("supervision", "debrief"))
    dispatch()
    assert not [mail for mail in mailbox.all() if SECRET in mail.text]
    for path in (f"/children/{here}", f"/children/{here}/access", "/search?q=heard", "/", "/?team=1"):
        assert SECRET not in client_as("sam").get(path).text


def test_a_debrief_is_offered_once_and_may_be_taken_up_after_it_was_declined(unit, cast, clock):
    with unit():
        assert commands.offer_debrief(None, [cast.sam.id, cast.ned.id], about="b" * 20, since=date(2026, 2, 26)) == 2
        assert commands.offer_debrief(None, [cast.sam.id], about="b" * 20, since=date(2026, 2, 26)) == 0
        here = next(row.public_id for row in queries.debriefs(cast.sam, mine=True))
    with unit():
        mine = queries.debrief(cast.sam, here)
        commands.decline_debrief(cast.sam, mine)
        with pytest.raises(Refused):
            commands.take_debrief(cast.sam, mine, cast.sam)
        with pytest.raises(NotPermitted):
            commands.take_debrief(cast.mia, queries.debrief(cast.mia, here), cast.judy)
        commands.take_debrief(cast.sam, mine, cast.judy)
        with pytest.raises(Refused):
            commands.hold_debrief(cast.sam, mine, date(2026, 3, 9))
        assert mine.state == "taken"


def test_an_offer_without_an_answer_is_brought_up_and_names_nobody(unit, cast, clock, dispatch, mailbox, client_as):
    with unit():
        commands.offer_debrief(
            None, [cast.sam.id], about="c" * 20, since=date(2026, 2, 26), coordinator_id=cast.erin.id
        )
        told = [cast.sam, cast.mia, cast.erin]
    dispatch()
    clock.set("2026-03-05 09:00")
    dispatch()
    for one in told:
        mail = mailbox.to(one)[-1]
        assert "debrief" in mail.title and "Sam Worker" not in mail.text
    clock.set("2026-03-06 09:00")
    page = client_as("erin").get("/debriefs").text
    assert "<b>1</b>" in page and "Sam Worker" not in page
    assert "A debrief is offered" in client_as("sam").get("/").text


def test_a_wrong_record_keeps_what_was_typed(client_as, line):
    answer = client_as("sam").post(f"/supervision/{line}", data={"focus": "Typed already", "held_on-day": "31"})
    assert answer.status_code == 422
    assert "Typed already" in answer.text and "Say whether you looked at records together." in answer.text


def test_the_pages_do_what_they_say(client_as, unit, cast):
    mia = client_as("mia")
    with unit():
        sam = cast.sam.public_id
    assert mia.post("/supervision", data={"supervisee": sam, "supervisor": ""}).status_code == 303
    assert "Mia Manager supervises Sam Worker" in mia.get("/supervision").text
    with unit():
        here = queries.supervision_lines(cast.sam, mine=True)[0].public_id
        commands.offer_debrief(None, [cast.sam.id], about="d" * 20, since=date(2026, 2, 26))
        offer = queries.debriefs(cast.sam, mine=True)[0].public_id
    sam_s = client_as("sam")
    met = {
        "held_on-day": "26",
        "held_on-month": "2",
        "held_on-year": "2026",
        "focus": "The week",
        "records_looked_at": "no",
    }
    assert sam_s.post(f"/supervision/{here}", data=met).status_code == 303
    assert "No, not this time" in sam_s.get(f"/supervision/{here}").text
    events = f"/debriefs/{offer}/events"
    nobody = {f"{offer}-event": "take", f"{offer}-debriefer": "Nobody Known"}
    assert sam_s.post(events, data=nobody).status_code == 422
    assert sam_s.post(events, data={f"{offer}-event": "take", f"{offer}-debriefer": "Judy Chair"}).status_code == 303
    assert "Sam Worker asks you for a debrief" in client_as("judy").get("/debriefs").text
    assert sam_s.post(events, data={f"{offer}-event": "hold"}).status_code == 422
    assert mia.post(f"/supervision/{here}/end").status_code == 303
