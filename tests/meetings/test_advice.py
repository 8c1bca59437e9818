"""Legal advice and medical opinions are judgements: labelled, open to challenge, and asked about a second time."""

from typing import Any

import pytest
from room_scenes import an_invited_meeting, begin, ready_to_conclude

from escalation import commands as disagreements
from meetings import commands, queries


@pytest.fixture
def advised(unit: Any, cast: Any, clock: Any) -> tuple[str, str, str]:
    """Nia gives a medical opinion in a meeting that runs: the meeting's id, the child's, the statement's."""
    with unit():
        here, ids = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip", "tia")
        fact = commands.say(cast.nia, here, kind="fact", text="Bruise of 3 cm.", source="GP")
    with unit():
        made = commands.say(
            cast.nia, here, kind="professional_judgement", text="It fits a fall.", rests_on=[fact.public_id],
            reason="Its place.", confidence="low", advice="medical",
        )  # fmt: skip
        return here, ids[0], made.public_id


def test_advice_is_a_judgement_that_anybody_may_challenge(advised, unit, cast, client_as):
    here, _, statement = advised
    tia = client_as("tia")
    page = tia.get(f"/meetings/{here}/room").text
    way = f"/escalations/raise?about=assessment&amp;about_id={statement}"
    assert "medical opinion" in page and way in page
    form = tia.get(way.replace("&amp;", "&")).text
    assert "Medical opinion in" in form
    with unit():
        made = disagreements.draft(
            cast.tia, about_kind="assessment", about_id=statement, about_text="Medical opinion", theme="assessment_outcome",
            concern="She says otherwise.", outcome_sought="A second look.", effect_on_child="Hurt again.",
            against_agency=cast.nia.agency, decision_maker=cast.nia, immediate_risk=False,
            children=queries.meeting_for(cast.tia, here).children,
        )  # fmt: skip
        disagreements.raise_disagreement(cast.tia, made.public_id)
        reference, name = made.reference, cast.tia.name
    shown = tia.get(f"/meetings/{here}/room").text
    assert "Challenged" in shown and reference in shown and f"by {name}" in shown


def test_advice_is_never_written_down_as_a_fact(advised, api_as):
    here, _, _ = advised
    body = {"kind": "fact", "text": "No grounds for an order.", "advice": "legal"}
    answer = api_as("nia").post(f"/meetings/{here}/statements", body)
    assert answer.status_code == 422


def test_a_second_opinion_is_an_action_with_one_owner(advised, unit, cast, client_as):
    here, _, statement = advised
    with unit(writes=False):
        owner = cast.pip.public_id
    key = f"second-{statement}"
    given = {f"{key}-owner": owner, f"{key}-due_on-day": "6", f"{key}-due_on-month": "3", f"{key}-due_on-year": "2026"}
    tia = client_as("tia")
    assert tia.post(f"/meetings/{here}/room/statements/{statement}/second-opinion", data={}).status_code == 422
    assert tia.post(f"/meetings/{here}/room/statements/{statement}/second-opinion", data=given).status_code == 303
    with unit(writes=False):
        room = queries.room_of(cast.mia, queries.meeting_for(cast.mia, here))
        assert [(one.text, one.owner) for one in room.actions] == [
            ("Get a second opinion on the medical opinion of this meeting", cast.pip.name)
        ]


def test_labels_and_who_agreed_travel_into_the_minutes(advised, unit, cast):
    here, child, _ = advised
    with unit():
        commands.give_position(cast.nia, here, position="agree", child=child)
        ready_to_conclude(cast, here, [child])
        commands.conclude(cast.mia, here)
        paper = commands.newest(queries.meeting_for(cast.mia, here), "minutes")
        for text in (paper.text, paper.family_text):
            assert "**FACT**: Bruise of 3 cm." in text
            assert "**PROFESSIONAL JUDGEMENT, MEDICAL OPINION**: It fits a fall." in text
            assert "Because: Its place." in text
            assert f"Where the agencies stood: {cast.nia.agency.name} agrees." in text
