"""A professional disagreement from the first draft to its lessons, and what happens when nobody answers."""

from datetime import date

import pytest
from scenes import a_child, involved

from escalation import commands, queries
from foundation.lifecycles import NotPermitted, NotVisible, Refused
from people import commands as people_commands


def refusals_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {r.rule for r in refused.value.refusals}


@pytest.fixture
def raised(unit, cast, clock):
    """Ned of health disagrees with Sam of social care on Thursday before Easter; gives the disagreement's id."""
    clock.set("2026-04-02 16:30")
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        made = commands.draft(
            cast.ned,
            children=[child],
            about_kind="referral",
            about_text="The referral of 30 March was not accepted",
            theme="thresholds",
            concern="A bruise that is not explained.",
            outcome_sought="A strategy discussion this week.",
            effect_on_child="She may be hurt again.",
            against_agency=cast.sam.agency,
            decision_maker=cast.sam,
            immediate_risk=False,
        )
        here = made.public_id
    with unit():
        commands.raise_disagreement(cast.ned, here)
    return here


def test_the_ladder_of_the_golden_dates(unit, cast, clock, raised, dispatch, mailbox):
    with unit():
        made = queries.escalation_for(cast.ned, raised)
        stage = queries.open_stage(made)
        assert (made.state, made.stage, stage.responder.name) == ("open", 1, "Sam Worker")
        assert stage.due_on == date(2026, 4, 8)
        assert made.cap_on == date(2026, 5, 5)
        assert [(number, day) for number, day, _ in queries.projection(made.ladder, date(2026, 4, 2))] == [
            (1, date(2026, 4, 8)), (2, date(2026, 4, 13)), (3, date(2026, 4, 20)), (4, date(2026, 4, 27)),
        ]  # fmt: skip
    dispatch()
    with unit():
        assert mailbox.to(cast.sam) and mailbox.to(cast.mia) and mailbox.to(cast.nia)
        commands.respond(cast.sam, raised, kind="professional_judgement", text="The threshold was not met.")
    clock.set("2026-04-09 09:00")
    with unit():
        made = queries.escalation_for(cast.ned, raised)
        assert queries.is_overdue(queries.open_stage(made))
        commands.escalate(cast.ned, raised, what_was_tried="We spoke twice.", from_stage=1)
        stage = queries.open_stage(queries.escalation_for(cast.ned, raised))
        assert (stage.number, stage.responder.name, stage.due_on) == (2, "Mia Manager", date(2026, 4, 14))
        assert "it_goes_up_once_from_each_stage" in refusals_of(
            commands.escalate, cast.ned, raised, what_was_tried="Again.", from_stage=1
        )


def test_from_agreement_to_the_lesson(unit, cast, clock, raised):
    with unit():
        commands.resolve(
            cast.sam, raised, agreed_statement="A strategy discussion is held tomorrow.", rationale="New facts."
        )
        assert queries.escalation_for(cast.ned, raised).state == "open"
    with unit():
        commands.resolve(cast.ned, raised, outcome="changed")
        made = queries.escalation_for(cast.ned, raised)
        assert (made.state, made.feedback_due_on) == ("resolved", date(2026, 4, 8))
        commands.give_feedback(cast.sam, raised, "It takes place tomorrow at ten.")
    with unit():
        assert refusals_of(commands.close, cast.sam, raised) == {
            "the_raiser_has_answered_the_feedback",
            "each_agency_copied_the_outcome_to_its_record",
            "what_was_agreed_has_actions_with_owners",
            "it_says_what_is_learned",
        }
        commands.answer_feedback(cast.ned, raised, "yes")
        commands.confirm_copied(cast.ned, raised)
        commands.confirm_copied(cast.sam, raised)
    with unit():
        commands.close(
            cast.sam, raised, learning="Ask for the paediatric view first.", no_actions_because="Held already."
        )
        assert queries.escalation_for(cast.ned, raised).state == "closed"


def test_silence_alarms_each_day_and_never_closes(unit, cast, clock, raised, dispatch, mailbox):
    for day in (
        "2026-04-08 08:00",
        "2026-04-09 08:00",
        "2026-04-10 08:00",
        "2026-04-13 08:00",
        "2026-04-15 08:00",
        "2026-04-22 08:00",
    ):
        clock.set(day)
        dispatch()
        dispatch()
    with unit():
        made = queries.escalation_for(cast.ned, raised)
        assert (made.state, made.stage) == ("open", 1)
        late = [mail for mail in mailbox.to(cast.ned) if "limit has passed" in mail.title]
        assert len(late) == 5
        assert len([mail for mail in mailbox.to(cast.erin) if "limit has passed" in mail.title]) == 5


def test_a_stage_that_nobody_holds_is_passed_at_once(unit, cast, clock, raised, dispatch, mailbox):
    with unit():
        people_commands.leave(None, cast.mia, cast.judy)
        commands.escalate(cast.ned, raised, what_was_tried="We spoke.")
        stages = queries.stages_of(queries.escalation_for(cast.ned, raised))
        assert [(s.number, s.result) for s in stages] == [(1, "taken_up"), (2, "vacant"), (3, "")]
        assert stages[-1].responder.name == "Judy Chair"
    dispatch()
    with unit():
        assert any("nobody holds it" in mail.title for mail in mailbox.to(cast.erin))


def test_the_fast_track_counts_in_hours(unit, cast, clock, raised):
    with unit():
        assert refusals_of(commands.fast_track, cast.ned, raised) == {"the_fast_track_has_its_three_answers"}
        commands.fast_track(
            cast.ned, raised, reason="He comes home tonight.", consulted="Nia Nurse-Manager", child_safe_tonight=False
        )
        stage = queries.open_stage(queries.escalation_for(cast.ned, raised))
        assert stage.number == 3
        assert stage.due_at.isoformat() == "2026-04-03T15:30:00+00:00"


def test_who_may_and_who_sees(unit, cast, raised):
    with unit():
        with pytest.raises(NotPermitted):
            commands.withdraw(cast.sam, raised, "It is settled.")
        for outsider in (cast.carol, cast.tia, cast.pip, cast.frank):
            with pytest.raises(NotVisible):
                queries.escalation_for(outsider, raised)
        for insider in (cast.ned, cast.sam, cast.nia, cast.mia, cast.erin):
            assert queries.escalation_for(insider, raised)


def test_a_draft_is_its_raisers_alone(unit, cast, clock):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        made = commands.draft(
            cast.ned, children=[child], about_kind="other", about_text="x", theme="roles",
            against_agency=cast.sam.agency, immediate_risk=False,
        )  # fmt: skip
        with pytest.raises(NotVisible):
            queries.escalation_for(cast.nia, made.public_id)
        assert "it_says_what_is_disagreed_and_what_is_wanted" in refusals_of(
            commands.raise_disagreement, cast.ned, made.public_id
        )


def test_the_story_through_the_api(api_as, unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        child_id, sam = child.public_id, cast.sam.public_id
    ned = api_as("ned")
    made = ned.post("/escalations", {
        "children": [child_id], "about": {"kind": "referral", "id": None, "text": "Not accepted"}, "theme": "thresholds",
        "concern": "A bruise.", "outcome_sought": "A discussion.", "effect_on_child": "Hurt again.", "decision_maker": sam,
        "against_agency": "csc", "immediate_risk": False,
    })  # fmt: skip
    assert made.status_code == 201, made.text
    path = f"/escalations/{made.json['id']}"
    assert made.json["allowed_events"] == ["raise", "fast_track", "withdraw"]
    raised = ned.post(f"{path}/events", {"event": "raise"})
    assert raised.status_code == 200 and raised.json["stage"] == 1, raised.text
    assert raised.json["due"][0]["working"]
    refused = ned.post(f"{path}/events", {"event": "escalate", "from_stage": 1})
    assert refused.status_code == 409 and refused.json["refusals"][0]["rule"] == "it_says_what_was_tried"
    assert api_as("carol").get(path).status_code == 404
    assert [item["id"] for item in ned.get("/escalations?mine=true").json["items"]] == [made.json["id"]]
