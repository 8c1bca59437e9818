"""A child moves to another area: until the receiving lead accepts, the old one holds, and no answer climbs on both sides."""

import re
from datetime import date

import pytest
from scenes import a_child, a_led_child, involved
from sqlalchemy import select

from children import commands, queries
from children.models import AreaMove, LeadProfessional, SharingDecision
from foundation.database import db
from foundation.lifecycles import Refused
from people import commands as people_commands

LENA, MO, ERIN = "lena@southshire.example.uk", "mo@southshire.example.uk", "erin.coordinator@social.example.uk"
SAM, MIA = "sam.worker@social.example.uk", "mia.manager@social.example.uk"
NOTICE = {
    "agency": "southshire", "person": "Lena Lead", "email": LENA, "social_worker": "y", "manager": "Mo Manager",
    "manager_email": MO, "notice": "KX-NOTICE Freya moves to her aunt on Monday.", "needs_conference": "y",
}  # fmt: skip


@pytest.fixture
def freya(cast, unit):
    """Sam leads for Freya, who is on a child protection plan; Southshire is another authority."""
    with unit():
        people_commands.add_agency(None, "southshire", "Southshire Children's Services", "childrens_social_care")
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        commands.set_plan(None, child, "child_protection", "neglect")
        return child.public_id


@pytest.fixture
def noticed(freya, client_as):
    """The page of the notice that Sam wrote down on Thursday 26 February."""
    answer = client_as("sam").post(f"/children/{freya}/areas", data={**NOTICE, "direction": "out"})
    assert answer.status_code == 303
    return answer.location


def leads(unit, child):
    with unit(writes=False):
        rows = db.session.scalars(
            select(LeadProfessional).where(LeadProfessional.state.in_(("active", "handover_proposed")))
        )
        return [row.person.name for row in rows if row.child.public_id == child]


def link_for(mailbox, address):
    return re.search(r"http://convenor\.test(/h/[a-z2-7]+)", mailbox.to(address)[-1].text)[1]


def test_no_answer_climbs_on_both_sides_until_the_receiving_lead_accepts_by_link(
    app, freya, noticed, unit, client_as, clock, dispatch, mailbox
):
    page = client_as("sam").get(noticed).text
    assert "Papers for the new area: 0 of 6" in page and "Thursday 5 March" in page
    # The transfer conference counts from the written notice: fifteen working days.
    assert "Thursday 19 March" in page
    dispatch()
    assert {mail.address for mail in mailbox.all() if "will you take over" in mail.title} == {LENA}
    clock.set("2026-03-03 09:00")  # two working days before: the two who lead
    dispatch()
    told = {mail.address for mail in mailbox.all() if "has not answered" in mail.title}
    assert told == {SAM, LENA}
    clock.set("2026-03-05 09:00")  # the day itself: both areas' managers and the coordinator too
    dispatch()
    told = {mail.address for mail in mailbox.all() if "has not answered" in mail.title}
    assert {SAM, LENA, MIA, MO, ERIN} <= told
    assert not [mail for mail in mailbox.all() if "Freya" in mail.text or "KX-NOTICE" in mail.text]
    for day in ("2026-03-06", "2026-03-09"):  # every working day from then on
        clock.set(f"{day} 09:00")
        before = len(mailbox.to(MO))
        dispatch()
        assert len(mailbox.to(MO)) == before + 1
    assert leads(unit, freya) == ["Sam Worker"]
    app.config["WTF_CSRF_ENABLED"] = False
    browser, theirs, managers = app.test_client(), link_for(mailbox, LENA), link_for(mailbox, MO)
    shown = browser.get(theirs).text
    assert "T-2026-0001" in shown and "Freya" not in shown and "KX-NOTICE" not in shown
    assert browser.post(f"{managers}/accept").status_code == 404
    assert browser.post(f"{theirs}/decline", data={"reason": ""}).status_code == 409
    browser.post(f"{theirs}/code")
    dispatch()
    code = re.search(r"\b(\d{6})\b", mailbox.to(LENA)[-1].text)[1]
    assert "KX-NOTICE" in browser.post(f"{theirs}/text", data={"code": code}).text
    accepted = browser.post(f"{theirs}/accept", data={"introduction": "Met Freya with Sam on Friday."})
    assert accepted.status_code == 200 and "You lead for this child from now on." in accepted.text
    assert leads(unit, freya) == ["Lena Lead"]
    assert browser.get(theirs).status_code == 410
    with unit(writes=False):
        one = db.session.scalars(select(AreaMove)).one()
        old, new = db.session.scalars(select(LeadProfessional).order_by(LeadProfessional.id))
        assert (one.state, old.state, old.ended_at == new.started_at) == ("accepted", "handed_over", True)
        assert old.introduction == "Met Freya with Sam on Friday."
    sent = len(mailbox.all())
    clock.set("2026-03-12 09:00")
    dispatch()
    assert not [mail for mail in mailbox.all()[sent:] if "has not answered" in mail.title]


def test_the_pack_that_is_sent_stands_among_the_sharing_decisions(freya, noticed, unit, client_as):
    sam = client_as("sam")
    wrong = sam.post(f"{noticed}/papers", data={"papers": ["plan"], "lawful_basis": "public_task"})
    assert wrong.status_code == 422
    pack = {"papers": ["plan", "chronology"], "lawful_basis": "public_task", "purpose": "So that nothing is lost."}
    assert sam.post(f"{noticed}/papers", data=pack).status_code == 303
    assert "Papers for the new area: 2 of 6" in sam.get(noticed).text
    with unit(writes=False):
        decision = db.session.scalars(select(SharingDecision)).one()
        assert decision.shared and decision.with_whom == "Lena Lead, Southshire Children's Services"
        assert decision.what == "T-2026-0001: The plan, with what has been done of it; The chronology"


def test_what_somebody_without_an_account_says_is_written_down_with_how(freya, noticed, unit, client_as):
    sam, ned = client_as("sam"), client_as("ned")
    assert ned.post(f"{noticed}/events", data={"event": "accept"}).status_code == 403
    refused = sam.post(f"{noticed}/events", data={"event": "decline", "reason": "No address yet."})
    assert refused.status_code == 409 and "Say how the receiving lead told you" in refused.text
    said = {"event": "decline", "reason": "No address yet.", "told_how": "By telephone on 26 February"}
    assert sam.post(f"{noticed}/events", data=said).status_code == 303
    assert leads(unit, freya) == ["Sam Worker"]
    page = sam.get(f"/children/{freya}/areas").text
    assert "Not accepted" in page and "T-2026-0001" in page


def test_a_child_who_comes_is_held_by_the_old_area_until_somebody_here_accepts(cast, unit, client_as, freya):
    with unit():
        here = a_child(cast.sam, "Noah Example").public_id
    sam = client_as("sam")
    lived = {"area": "Westshire", "who_knows": "The school nurse of Hill School."}
    assert sam.post(f"/children/{here}/areas/lived", data=lived).status_code == 303
    given = {**NOTICE, "direction": "in", "ours": "heidi.aunt@social.example.uk", "notice_on-day": "24",
             "notice_on-month": "2", "notice_on-year": "2026"}  # fmt: skip
    assert sam.post(f"/children/{here}/areas", data={**given, "ours": ""}).status_code == 422
    move = sam.post(f"/children/{here}/areas", data=given).location
    assert leads(unit, here) == ["Lena Lead"]
    assert sam.post(f"{move}/papers", data={"papers": ["assessment", "court"]}).status_code == 303
    page = sam.get(move).text
    assert "Papers from the old area: 2 of 6" in page and "by <time" in page and "Tuesday 17 March" in page
    proposed = f"/meetings/propose?type=icpc_transfer_in&child={here}&since=2026-02-24"
    assert proposed.replace("&", "&amp;") in page
    assert "Tuesday 17 March" in sam.get(proposed).text
    heidi = client_as("heidi")
    assert "Westshire. The school nurse of Hill School." in sam.get(f"/children/{here}/areas").text
    with unit():
        commands.involve(cast.sam, queries.child(cast.sam, here), cast.heidi)
    assert "A child moves here: will you take over?" in heidi.get("/").text
    assert heidi.post(f"{move}/events", data={"event": "accept"}).status_code == 303
    assert leads(unit, here) == ["Heidi Aunt"]


def test_one_notice_waits_at_a_time_and_somebody_holds(cast, unit, freya, noticed):
    with unit():
        child = queries.child(cast.sam, freya)
        lena = people_commands.add_person(
            None, name="Lea", email="lea@southshire.example.uk", agency=queries.standing_move(child.id).agency
        )
        given = {"direction": "out", "theirs": lena, "notice": "She moves."}
        with pytest.raises(Refused, match="A notice waits for its answer"):
            commands.give_notice(cast.sam, child, **given)
        commands.withdraw_move(cast.sam, queries.standing_move(child.id), "They stay.")
        commands.end(cast.mia, child, "Long sick leave.")
        with pytest.raises(Refused, match="Nobody leads for this child"):
            commands.give_notice(cast.mia, child, **given)


def test_a_social_worker_takes_over_under_protection(freya, client_as, unit):
    sam = client_as("sam")
    move = sam.post(f"/children/{freya}/areas", data={**NOTICE, "direction": "out", "social_worker": ""}).location
    said = {"event": "accept", "told_how": "By letter"}
    refused = sam.post(f"{move}/events", data=said)
    assert refused.status_code == 409 and "name a registered social worker" in refused.text
    assert leads(unit, freya) == ["Sam Worker"]


def test_notices_are_there_for_those_who_work_with_the_child_alone(freya, noticed, client_as):
    for name, status in (("ned", 200), ("mia", 200), ("carol", 404), ("frank", 404), ("paula", 404)):
        client = client_as(name)
        assert client.get(noticed).status_code == client.get(f"/children/{freya}/areas").status_code == status
    assert client_as("carol").post(f"{noticed}/events", data={"event": "accept"}).status_code == 404


def test_the_day_of_the_notice(freya, noticed, unit):
    with unit(writes=False):
        one = db.session.scalars(select(AreaMove)).one()
        assert (one.notice_on, one.answer_due_on) == (date(2026, 2, 26), date(2026, 3, 5))
