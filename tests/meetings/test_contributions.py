"""What each agency gives: asked for and received, silent or away, and who belongs at the table by the children's ages."""

from datetime import date
from typing import Any

import pytest
from room_scenes import london
from scenes import a_child, a_led_child, involved
from sqlalchemy import func, select

from children import commands as children
from children import queries as child_queries
from children.models import FreshEyes, InformationRequest
from foundation.database import db
from meetings import commands
from meetings.queries.contributions import contributions_about
from notifications.models import Outbox
from people import commands as people_commands
from people.visibility import visible_to


@pytest.fixture
def freya(unit: Any, cast: Any) -> str:
    """Sam leads for Freya, who is on a plan; Nia, and Tia of the school, work with her."""
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        children.involve(cast.sam, child, cast.nia, what="school nurse")
        children.involve(cast.sam, child, cast.tia)
        children.set_plan(cast.mia, child, "child_in_need")
        return str(child.public_id)


def test_an_agency_is_asked_and_its_answer_is_due(freya, unit, cast, client_as):
    sam, here = client_as("sam"), f"/children/{freya}/contributions"
    with unit(writes=False):
        nia, pip = cast.nia.email, cast.pip.email
    page = sam.get(here).text
    assert "school nurse" in page and "No role is written down" in page
    asked = {"person": nia, "what": "Has she been weighed?", "why": "The review on Monday."}
    assert sam.post(here, data={**asked, "why": ""}).status_code == 422
    assert sam.post(here, data={**asked, "person": pip}).status_code == 422
    assert sam.post(here, data=asked).status_code == 303
    assert "due" in sam.get(here).text and "Asked for" in sam.get(here).text
    nurse = client_as("nia")
    assert "You are asked what you know" in nurse.get("/").text
    with unit(writes=False):
        made = db.session.scalars(select(InformationRequest)).one()
        assert made.due_on == date(2026, 3, 5)
        way = f"/children/{freya}/information/{made.public_id}"
    assert client_as("tia").post(way, data={"answer": "I know."}).status_code == 403
    assert nurse.post(way, data={"answer": "Weighed in May; she has not grown."}).status_code == 303
    page = sam.get(here).text
    assert "Weighed in May" in page and "Received" in page and "Gave information" in page
    assert client_as("carol").get(here).status_code == 404


def test_silence_is_found_on_the_next_day_and_leave_is_none(freya, unit, cast, clock, dispatch):
    clock.set("2026-03-20 10:00")
    with unit():
        children.add_chronology(
            cast.tia,
            child_queries.child(cast.tia, freya),
            happened_on=date(2026, 3, 20),
            kind="fact",
            text="At school.",
        )
        people_commands.plan_absence(cast.sam, cast.sam, date(2026, 3, 23), date(2026, 3, 27), cast.mia)
    clock.set("2026-03-26 09:00")
    dispatch()
    with unit(writes=False):
        assert [one for one in contributions_about(child_queries.child(cast.mia, freya)) if one.silent_since] == []
        assert told(cast) == []
    clock.set("2026-03-27 09:00")
    dispatch()
    with unit(writes=False):
        silent = [one.name for one in contributions_about(child_queries.child(cast.mia, freya)) if one.silent_since]
        assert silent == [cast.nia.agency.name], "the school wrote; social care is on leave"
        assert told(cast) == sorted({cast.sam.id, cast.mia.id, cast.sue.id}), (
            "her lead, who stands in, and its own lead"
        )


def told(cast: Any) -> list[int]:
    return sorted(set(db.session.scalars(select(Outbox.recipient_id).where(Outbox.kind == "agency.silence"))))


def test_a_new_manager_and_a_long_plan_ask_for_fresh_eyes(freya, unit, cast, clock, client_as):
    page = f"/children/{freya}/fresh-eyes"
    assert ">Due<" not in client_as("sam").get(page).text.replace("\n", "")
    clock.set("2026-12-01 10:00")
    mia = client_as("mia")
    assert "fresh eyes is due" in mia.get("/").text and "Due" in mia.get(page).text
    looked = {"seen": "Nobody has asked her father.", "different": "He is asked this week."}
    refused = client_as("sam").post(page, data=looked)
    assert refused.status_code == 409 and "Whoever leads does not look with fresh eyes" in refused.text
    assert mia.post(page, data={**looked, "different": ""}).status_code == 422
    assert mia.post(page, data=looked).status_code == 303
    assert "fresh eyes is due" not in mia.get("/").text and "Nobody has asked her father." in mia.get(page).text
    with unit():
        child = child_queries.child(cast.mia, freya)
        now = child_queries.leading(child.id)
        assert now is not None and cast.ned.manager_id != cast.sam.manager_id
        children.involve(cast.sam, child, cast.ned)
        children.nominate(cast.mia, child, cast.ned)
        children.end(cast.mia, child, "He takes over.")
        children.accept(cast.ned, child)
        waits = db.session.scalars(select(FreshEyes).where(FreshEyes.reviewed_at.is_(None))).one()
        assert waits.because == "new_manager"
        for model in (FreshEyes, InformationRequest):
            seen = select(func.count()).select_from(model).where(visible_to(cast.carol, model))
            assert db.session.scalar(seen) == 0


def test_the_childs_age_asks_for_health_visitor_and_school(unit, cast, client_as):
    with unit():
        girl = a_child(cast.sam)
        boy = a_child(cast.sam, "Noah Example", date_of_birth=date(2023, 1, 9), sibling=girl)
        involved(cast.sam, [girl, boy], cast.mia)
        children.involve(cast.sam, girl, cast.tia, holiday_cover="Mr Cover, 01632 960999")
        made = commands.propose(
            cast.sam, type_key="professionals", children=[girl, boy], trigger_kind="requested",
            trigger_at=london("2026-02-26 16:10"), purpose="Who does what",
        )  # fmt: skip
        here, tia = made.public_id, cast.tia.name
    sam = client_as("sam")
    page = sam.get(f"/meetings/{here}").text
    with unit():
        commands.add_invitee(cast.sam, here, cast.tia)
        commands.schedule(cast.sam, here, starts_at=london("2026-03-31 10:00"), minutes_long=60, chair=cast.mia,
                          late_reason="Nobody is free before.", late_agreed_by=cast.mia)  # fmt: skip
    page = sam.get(f"/meetings/{here}").text
    assert "a health visitor, for a child under five" in page and "the school, for a child of school age" not in page
    assert "Easter holidays" in page and "The school is closed that day" in page
    page = sam.get(f"/meetings/{here}/agencies").text
    assert f"{tia}: reached through Mr Cover, 01632 960999" in page


def test_two_accounts_that_cannot_both_hold_stand_on_the_next_agenda(unit, cast, client_as):
    with unit():
        child = a_child(cast.sam, address="1 Example Street")
        involved(cast.sam, child, cast.mia, cast.nia)
        lee = children.add_family_member(cast.sam, child, name="Lee Example", relation="mother’s partner")
        children.give_account(cast.sam, child, lee, lives_here="no", words="He moved out in May.")
        made = commands.propose(
            cast.sam, type_key="professionals", children=[child], trigger_kind="requested",
            trigger_at=london("2026-02-26 16:10"), purpose="Who lives with her",
        )  # fmt: skip
        here = made.public_id
    agenda = f"/meetings/{here}/agenda"
    assert "Accounts that differ" not in client_as("sam").get(agenda).text
    with unit():
        children.give_account(
            cast.nia, child_queries.child(cast.nia, child.public_id), lee, lives_here="yes", words="His boots."
        )
        names = cast.sam.agency.name, cast.nia.agency.name
    page = client_as("sam").get(agenda).text
    assert "Accounts that differ" in page and "He moved out in May." in page and "His boots." in page
    assert all(f"Account of {name.replace(chr(39), '&#39;')}" in page for name in names)
