"""Somebody with an account names who comes in their place, on the meeting's page and through the API."""

from typing import Any

import pytest
from meeting_scenes import answered
from room_scenes import begin

from foundation.database import db
from meetings import commands, queries
from meetings.commands.calendars import listed
from meetings.models import Invitation

DORA = {"deputy_name": "Dora Deputy", "deputy_email": "dora@nhs.example.uk", "deputy_seniority": "manager"}


@pytest.fixture
def here(invited: Any, dispatch: Any) -> str:
    meeting = str(invited())
    dispatch()
    return meeting


@pytest.fixture
def nia_stands(unit: Any, cast: Any, here: str) -> Any:
    """`nia_stands()`: Nia's invitation as it stands."""

    def read() -> Invitation:
        with unit(writes=False):
            found = listed(queries.meeting_for(cast.sam, here))
            row = next(one for one in found if one.person_id == cast.nia.id)
            db.session.expunge_all()
            return row

    return read


def test_the_deputy_is_named_on_the_page_and_invited_by_one_press(
    here: str, nia_stands: Any, client_as: Any, mailbox: Any, dispatch: Any
) -> None:
    nia, answer = client_as("nia"), f"/meetings/{here}/answer"
    nobody = nia.post(answer, data={"response": "delegated", "comment": "I am on leave."})
    assert nobody.status_code == 422 and "Enter the name of the person who comes in your place" in nobody.text
    assert "I am on leave." in nobody.text and nia_stands().response == "no_reply"
    junior = nia.post(answer, data={"response": "delegated", **DORA, "deputy_seniority": "practitioner"})
    assert junior.status_code == 422 and "must be a team manager or above" in junior.text
    assert "Dora Deputy" in junior.text, "what was typed stays"
    assert nia.post(answer, data={"response": "delegated", **DORA}).status_code == 303
    row = nia_stands()
    assert row.deputy_named == {"name": "Dora Deputy", "email": "dora@nhs.example.uk", "seniority": "manager"}
    assert "Dora Deputy comes in your place, once they are invited" in " ".join(
        nia.get(f"/meetings/{here}").text.split()
    )
    dispatch()
    assert "A deputy is named" in mailbox.to("sam.worker@social.example.uk")[-1].title
    sam = client_as("sam")
    assert sam.post(f"/meetings/{here}/invitations/{row.public_id}/deputy/invite").status_code == 303
    dispatch()
    assert len(mailbox.to("dora@nhs.example.uk")) == 1


def test_the_other_answers_need_no_deputy(here: str, nia_stands: Any, client_as: Any) -> None:
    nia = client_as("nia")
    for response in ("accepted", "tentative", "declined"):
        assert nia.post(f"/meetings/{here}/answer", data={"response": response}).status_code == 303
        assert (nia_stands().response, nia_stands().deputy_named) == (response, {})
    assert nia.post(f"/meetings/{here}/answer", data={"response": "nonsense"}).status_code == 422


def test_a_page_that_is_older_than_the_meeting_says_so_and_changes_nothing(
    here: str, nia_stands: Any, client_as: Any, unit: Any, cast: Any, clock: Any
) -> None:
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "mia")
    late = client_as("nia").post(f"/meetings/{here}/answer", data={"response": "declined", "comment": "I am ill."})
    assert late.status_code == 409 and "takes no answers now" in late.text and "You wrote: “I am ill.”" in late.text
    assert nia_stands().response == "no_reply"


def test_a_program_names_the_deputy_too(here: str, nia_stands: Any, api_as: Any) -> None:
    nia, own = api_as("nia"), f"/meetings/{here}/invitations/{nia_stands().public_id}"
    nobody = answered(nia.post(f"{own}/response", {"response": "delegated"}), 422)
    assert {error["field"] for error in nobody["errors"]} == {"deputy.name", "deputy.email", "deputy.seniority"}
    dora = {"name": "Dora Deputy", "email": "dora@nhs.example.uk", "seniority": "manager"}
    given = answered(nia.post(f"{own}/response", {"response": "delegated", "deputy": dora}))
    assert given["deputy"] == {**dora, "invited": False}
    assert answered(api_as("tia").get(own))["deputy"] is None, "what somebody said is for whoever convenes"
    by_telephone = {"response": "delegated", "response_source": "telephone"}
    assert answered(api_as("sam").post(f"{own}/response", by_telephone))["deputy"] is None


@pytest.mark.parametrize("asked_already", [False, True])
def test_an_answer_that_counts_again_keeps_its_deputy(
    asked_already: bool, here: str, nia_stands: Any, client_as: Any, unit: Any, cast: Any, clock: Any, dispatch: Any
) -> None:
    client_as("nia").post(f"/meetings/{here}/answer", data={"response": "delegated", **DORA})
    if asked_already:
        with unit():
            commands.invite_deputy(cast.sam, here, nia_stands().public_id)
        dispatch()
    before = nia_stands()
    clock.set("2026-02-26 16:50")
    with unit():
        commands.change(cast.sam, here, place="Room 3", reason="More people come.")
    assert (nia_stands().response, nia_stands().deputy_named) == ("no_reply", {})
    clock.set("2026-02-26 16:51")
    with unit():
        commands.change(cast.sam, here, place="Room 2", reason="Room 3 is taken.")
    after = nia_stands()
    assert after.response == "delegated" and after.deputy_named == before.deputy_named != {}
    assert after.deputy_id == before.deputy_id and (after.deputy_id is not None) == asked_already
