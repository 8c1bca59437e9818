"""A dissent in a meeting opens the disagreement in one step: decision, positions, safety meanwhile, ladder and clock."""

import pytest
from room_scenes import an_invited_meeting, begin
from sqlalchemy import select

from escalation import queries
from escalation.models import Escalation
from foundation.database import db
from meetings import commands as meetings
from meetings.models import Decision, Dissent

WHOLE = {
    "dissent-reasons": "The injury is not explained.",
    "dissent-wish": "challenge",
    "dissent-immediate_risk": "no",
    "dissent-outcome_sought": "A section 47 enquiry.",
    "dissent-effect_on_child": "He is hurt again.",
    "dissent-interim_safety": "He stays with his aunt.",
}


@pytest.fixture
def decided(unit, cast, clock):
    """A strategy discussion decided on nothing further; health holds another position. Gives the meeting and the decision."""
    with unit():
        here, (child,) = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
        meetings.give_position(cast.nia, here, position="dissent", words="It is not explained.", child=child)
        decision = meetings.decide(
            cast.mia, here, decision="no_s47_no_further_action", rationale="An accident.", child=child
        )
        return here, decision.public_id


def opened():
    return db.session.scalars(select(Escalation)).one()


def test_one_form_on_the_meetings_screen_opens_it_before_the_managers(client_as, unit, cast, decided):
    here, decision = decided
    nia = client_as("nia")
    with unit(writes=False):
        before = db.session.execute(select(Decision.decision, Decision.text, Decision.rationale)).one()
    screen = nia.get(f"/meetings/{here}/room").text
    assert "what keeps the child safe meanwhile" in screen
    done = nia.post(f"/meetings/{here}/room/dissents", data={**WHOLE, "dissent-decision": decision})
    assert done.status_code == 303, done.text
    with unit(writes=False):
        made = opened()
        stage = queries.open_stage(made)
        # It begins at stage 2; Mia, who decided, is the only one to hold that, so it was passed at once.
        assert [(one.number, one.result) for one in queries.stages_of(made)] == [(2, "vacant"), (3, "")]
        assert (made.state, made.stage, made.interim_safety) == ("open", 3, "He stays with his aunt.")
        assert (made.raiser_id, made.decision_maker_id) == (cast.nia.id, cast.mia.id)
        assert stage.due_on is not None and stage.responder_id != cast.mia.id
        said = queries.entries_of(cast.nia, made)[0].text
        assert "An accident." in said and "It is not explained." in said
        assert db.session.execute(select(Decision.decision, Decision.text, Decision.rationale)).one() == before
        path = f"/escalations/{made.public_id}"
        dissent = db.session.scalars(select(Dissent.public_id)).one()
    assert nia.get(f"/escalations/of-dissent/{dissent}").headers["Location"] == path
    assert client_as("carol").get(f"/escalations/of-dissent/{dissent}").status_code == 404
    assert f"/escalations/of-dissent/{dissent}" in nia.get(f"/meetings/{here}/room").text


def test_without_the_answers_it_is_a_draft_that_is_gone_on_with(client_as, unit, cast, decided):
    here, decision = decided
    nia = client_as("nia")
    short = {name: words for name, words in WHOLE.items() if name.endswith(("reasons", "wish"))}
    assert nia.post(f"/meetings/{here}/room/dissents", data={**short, "dissent-decision": decision}).status_code == 303
    with unit(writes=False):
        made = opened()
        assert made.state == "draft"
        path = f"/escalations/{made.public_id}"
    more = {
        "about_text": "The decision",
        "concern": "Not explained.",
        "effect_on_child": "Hurt.",
        "outcome_sought": "An enquiry.",
    }
    assert nia.post(f"{path}/draft", data={**more, "go": "raise"}).status_code == 303
    with unit(writes=False):
        assert (opened().state, opened().stage) == ("open", 3)


def test_through_the_api_and_in_the_chairs_hand_it_waits_for_the_dissenter(api_as, unit, cast, decided):
    here, decision = decided
    with unit(writes=False):
        nia = cast.nia.public_id
    body = {"reasons": "Not explained.", "wish": "challenge", "decision": decision, "immediate_risk": False,
            "outcome_sought": "An enquiry.", "effect_on_child": "Hurt again."}  # fmt: skip
    made = api_as("mia").post(f"/meetings/{here}/dissents", {**body, "by": nia})
    assert made.status_code == 201, made.text
    with unit(writes=False):
        assert opened().state == "draft", "nobody raises it in another's name"


def test_ones_own_agency_is_not_challenged_here(api_as, unit, cast, decided):
    here, decision = decided
    body = {"reasons": "I see it otherwise.", "wish": "challenge", "decision": decision}
    refused = api_as("mia").post(f"/meetings/{here}/dissents", body)
    assert refused.status_code == 422 and "your manager" in refused.text
    assert api_as("mia").get(f"/meetings/{here}/dissents").json["items"] == []


def test_stopped_half_way_neither_dissent_nor_ladder_stands(sweep, unit, cast, decided):
    here, decision = decided
    answers = {"immediate_risk": False, "outcome_sought": "An enquiry.", "effect_on_child": "Hurt again."}
    sweep(
        lambda: meetings.dissent(
            cast.nia, here, reasons="Not explained.", wish="challenge", decision=decision, challenge=answers
        )
    )
    with unit(writes=False):
        assert (opened().state, opened().stage) == ("open", 3)
