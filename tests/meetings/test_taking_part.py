"""So that a family can take part: an interpreter who is no relative, a private space, plain words; and each agency's part."""

from datetime import date
from typing import Any

import pytest
from room_scenes import an_invited_meeting, attend, begin, ready_to_conclude
from sqlalchemy import select

from actions import commands as actions
from children import commands as children
from children import queries as child_queries
from foundation.database import db
from meetings import commands, queries
from meetings.rules import opening_of
from notifications.models import Outbox

BOOKED = {"language": "Polish", "for_whom": "the mother", "name": "Ewa Nowak", "who": "agency", "from_where": "Lingua"}


@pytest.fixture
def polish(unit: Any, cast: Any, clock: Any) -> tuple[str, str]:
    """A meeting about to begin for a family whose mother needs an interpreter; Mia chairs."""
    with unit():
        here, ids = an_invited_meeting(cast, siblings=1)
        child = child_queries.child(cast.sam, ids[0])
        children.add_family_member(
            cast.sam, child, name="Ola Example", relation="mother", language="Polish", interpreter_needed=True
        )
    clock.set("2026-02-27 14:00")
    return here, ids[0]


def opened(client: Any, here: str, unit: Any, cast: Any, **more: str) -> Any:
    with unit(writes=False):
        said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
    fields = {f"opening-{name}": text for name, text in more.items()}
    return client.post(f"/meetings/{here}/room/opening", data={"opening-statements": said, **fields})


def test_a_language_need_has_its_interpreter_before_it_opens(polish, unit, cast, client_as):
    here, _ = polish
    mia = client_as("mia")
    assert "Ola Example, mother: Polish" in mia.get(f"/meetings/{here}/setting").text
    refused = opened(mia, here, unit, cast)
    assert refused.status_code == 409 and "needs an interpreter and none is booked" in refused.text
    assert mia.post(f"/meetings/{here}/interpreters", data=BOOKED).status_code == 303
    page = mia.get(f"/meetings/{here}/setting").text
    assert "Ewa Nowak" in page and "Lingua" in page and "Booked" in page
    with unit(writes=False):
        booking = db.session.scalars(select(commands.setting.InterpreterBooking.public_id)).one()
    assert mia.post(f"/meetings/{here}/interpreters/{booking}/confirmed").status_code == 303
    assert "Confirmed" in mia.get(f"/meetings/{here}/setting").text
    assert opened(mia, here, unit, cast).status_code == 303


def test_it_opens_without_one_for_a_reason_that_stands_in_the_record(polish, unit, cast, client_as):
    here, _ = polish
    mia = client_as("mia")
    assert opened(mia, here, unit, cast, no_interpreter="The child is in danger tonight.").status_code == 303
    assert (
        "Opened without an interpreter:</b> The child is in danger tonight." in mia.get(f"/meetings/{here}/room").text
    )


@pytest.mark.parametrize(
    "given", [{"who": "relative"}, {"who": "child"}, {"name": "ola  example"}, {"name": "Sibling 1 Example"}]
)
def test_a_relative_or_a_child_never_interprets(polish, client_as, given):
    here, _ = polish
    answer = client_as("mia").post(f"/meetings/{here}/interpreters", data={**BOOKED, **given})
    assert answer.status_code == 409 and "never a family member, a friend or a child" in answer.text
    assert "Pan-Lancashire 1.10" in answer.text


def test_what_is_not_private_shows_in_the_record(polish, unit, cast, client_as):
    here, _ = polish
    mia = client_as("mia")
    answer = mia.post(f"/meetings/{here}/setting", data={"private": "no", "children_present": "yes"})
    assert answer.status_code == 422 and "Say why it is not private" in answer.text
    given = {"private": "no", "private_reason": "The corridor; we moved to the office.",
             "children_present": "yes", "children_reason": "No carer; she draws next door."}  # fmt: skip
    assert mia.post(f"/meetings/{here}/setting", data=given).status_code == 303
    mia.post(f"/meetings/{here}/interpreters", data=BOOKED)
    opened(mia, here, unit, cast)
    room = mia.get(f"/meetings/{here}/room").text
    assert "Not private" in room and "A child hears adults’ matters" in room and "she draws next door" in room
    assert client_as("pip").post(f"/meetings/{here}/setting", data={"private": "yes"}).status_code == 403


def test_the_family_takes_home_what_was_agreed_in_plain_words(polish, unit, cast, client_as):
    here, _ = polish
    mia = client_as("mia")
    mia.post(f"/meetings/{here}/interpreters", data=BOOKED)
    mia.post(f"/meetings/{here}/setting", data={"private": "yes", "children_present": "no"})
    with unit():
        begin(cast, here, "nia", "pip")
        ready_to_conclude(cast, here, [one.public_id for one in queries.meeting_for(cast.mia, here).children])
    given = {"agreement": "You ring us if he comes back.", "heard": "I am to ring when he comes.", "agreed": "read"}
    assert mia.post(f"/meetings/{here}/plain-words", data={**given, "heard": ""}).status_code == 422
    assert mia.post(f"/meetings/{here}/plain-words", data=given).status_code == 303
    with unit():
        commands.conclude(cast.mia, here)
        paper = commands.newest(queries.meeting_for(cast.mia, here), "minutes")
        assert paper is not None
        for text in (paper.text, paper.family_text):
            assert "You ring us if he comes back." in text and "I am to ring when he comes." in text
            assert "Interpreter, Polish, for the mother: Ewa Nowak, Lingua" in text


def test_each_agency_has_a_part_or_a_reason(unit, cast, clock, client_as):
    with unit():
        here, ids = an_invited_meeting(cast, kind="icpc")
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "tia")
        child = child_queries.child(cast.sam, ids[0])
        meeting = queries.meeting_for(cast.mia, here)
        actions.note_action(
            cast.mia, text="Weigh him weekly", outcome_wanted="He grows", owner=cast.nia, due_on=date(2026, 3, 27),
            children=[child], meeting_id=meeting.id, checker_id=cast.mia.id,
        )  # fmt: skip
        school, name = str(cast.tia.agency_id), cast.tia.agency.name
    mia = client_as("mia")
    page = mia.get(f"/meetings/{here}/agencies").text
    assert "Weigh him weekly" in page and "No part yet" in page and name in page
    assert "Asked for, not received" in page
    assert mia.post(f"/meetings/{here}/agencies", data={"agency": school, "because": ""}).status_code == 422
    given = {"agency": school, "because": "He starts there in May."}
    assert mia.post(f"/meetings/{here}/agencies", data=given).status_code == 303
    assert "None, because: He starts there in May." in mia.get(f"/meetings/{here}/agencies").text
    room = mia.get(f"/meetings/{here}/room").text
    assert "say why it has none" in room or "Not yet possible to conclude" in room


def test_the_lead_of_an_absent_agency_is_told(polish, unit, cast, client_as):
    here, _ = polish
    with unit():
        commands.book_interpreter(cast.mia, here, **BOOKED)
        begin(cast, here, "nia", "pip")
        ready_to_conclude(cast, here, [one.public_id for one in queries.meeting_for(cast.mia, here).children])
        attend(cast, here, "tia", status="apology_without_report")
        commands.conclude(cast.mia, here)
    with unit(writes=False):
        told = db.session.scalars(select(Outbox.recipient_id).where(Outbox.kind == "meeting_agency_absent")).all()
        assert told == [cast.tia.manager_id or cast.tia.id]


def test_the_childs_words_are_the_first_thing_on_the_agenda(polish, client_as):
    page = client_as("mia").get(f"/meetings/{polish[0]}/agenda").text
    assert page.partition("<ol")[2].partition("<li>")[2].startswith("<b>The child, read first:</b>")
