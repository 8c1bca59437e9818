"""No disagreement is without a way forward: where nobody holds a stage or a side has left, somebody stands in; and what was
agreed, copied or paused before counts once."""

from datetime import date

import pytest
from ladder_scenes import raised, settled, taken_up, what_is_wrong, written

from escalation import commands, queries
from foundation.lifecycles import BadInput, NotPermitted, Refused
from people import commands as people_commands


@pytest.fixture
def here(unit, cast, clock):
    clock.set("2026-04-02 16:30")
    with unit():
        return raised(cast)


def names_of(refused):
    return {reason.rule for reason in refused.value.refusals}


def moves(person, here):
    made = queries.escalation_for(person, here)
    return queries.moves_of(person, made, queries.stages_of(made)).allowed


def closed(cast, here, by):
    commands.answer_feedback(cast.ned, here, "yes")
    commands.close(
        by, here, learning="Ask health first.", copied_by=["csc", "health"], copied_told_by="Ned Nurse, by telephone",
        no_actions_because="It was done at once.",
    )  # fmt: skip


def test_at_a_last_stage_that_nobody_holds_the_coordinator_and_the_partners_stand_in(unit, cast, here):
    with unit():
        people_commands.leave(None, cast.paula, cast.judy)
        taken_up(cast, here, 1, 2, 3)
        stage = queries.open_stage(queries.escalation_for(cast.erin, here))
        assert (stage.number, stage.responder_id) == (4, None)
        assert {"respond", "resolve"} <= set(moves(cast.erin, here))
        commands.resolve(cast.erin, here, agreed_statement="It is done.", rationale="For her safety.", outcome="partly")
        commands.give_feedback(cast.erin, here, "It is done from Monday.")
        closed(cast, here, cast.erin)
        assert queries.escalation_for(cast.ned, here).state == "closed"


def test_a_raiser_who_left_is_stood_in_for_by_their_manager(unit, cast, here):
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="It is done.", rationale="New facts.", outcome="changed")
        people_commands.leave(None, cast.ned, cast.nia)
        commands.resolve(cast.nia, here)
        commands.give_feedback(cast.sam, here, "It is done.")
        assert "answer_feedback" in moves(cast.nia, here)
        commands.answer_feedback(cast.nia, here, "partly", "It came late.")
        assert queries.escalation_for(cast.nia, here).satisfaction == "partly"


def test_while_the_raiser_is_in_service_nobody_agrees_for_them(unit, cast, here):
    for person in ("nia", "erin", "mia"):
        with unit(), pytest.raises(NotPermitted):
            commands.resolve(getattr(cast, person), here, agreed_statement="Done.", rationale="Done.")


def test_what_was_agreed_at_one_stage_does_not_bind_the_next(unit, cast, here):
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="No change.", rationale="The threshold was not met.")
        taken_up(cast, here, 1)
        commands.resolve(cast.ned, here, agreed_statement="It is looked at again.", rationale="New facts.")
        assert queries.escalation_for(cast.ned, here).state == "open", "Mia has not said anything yet"


def test_opened_again_it_asks_anew_for_everything_and_keeps_what_was_said(unit, cast, here):
    with unit():
        settled(cast, here)
        commands.give_feedback(cast.sam, here, "It takes place tomorrow at ten.")
        commands.answer_feedback(cast.ned, here, "no", "Nobody came.")
        commands.confirm_copied(cast.ned, here)
        commands.confirm_copied(cast.sam, here)
        commands.reopen(cast.ned, here, "Nobody came.")
        made = queries.escalation_for(cast.ned, here)
        assert (made.state, made.stage, made.reopened, made.copied_by) == ("open", 2, 1, {})
        kept = queries.entries_of(cast.ned, made)[-1].text
        for words in (
            "A discussion is held tomorrow.",
            "New facts.",
            "tomorrow at ten",
            "Satisfied: No",
            "Nobody came.",
        ):
            assert words in kept
        settled(cast, here, responder=cast.mia)
        commands.give_feedback(cast.mia, here, "It was held.")
        with pytest.raises(Refused) as refused:
            commands.close(cast.mia, here, learning="Keep what is promised.", no_actions_because="None.")
        assert "each_agency_copied_the_outcome_to_its_record" in names_of(refused)
        assert "the_raiser_has_answered_the_feedback" in names_of(refused)


def test_an_outcome_is_copied_once_there_is_one_and_by_the_two_sides(unit, cast, here):
    with unit():
        with pytest.raises(Refused) as refused:
            commands.confirm_copied(cast.ned, here)
        assert names_of(refused) == {"there_is_an_outcome_to_copy"}
        settled(cast, here)
        commands.give_feedback(cast.sam, here, "It is held.")
        commands.answer_feedback(cast.ned, here, "yes")
        with pytest.raises(BadInput, match="csc, health"):
            commands.close(
                cast.sam, here, learning="Listen.", copied_by=["csc", "health", "police"], no_actions_because="None."
            )


def test_whoever_closes_confirms_for_their_own_agency_and_a_coordinator_says_who_told_them(unit, cast, here, client_as):
    rest = dict(learning="Listen.", no_actions_because="None.")
    with unit():
        settled(cast, here)
        commands.give_feedback(cast.sam, here, "It is held.")
        commands.answer_feedback(cast.ned, here, "yes")
    with unit(), pytest.raises(BadInput, match="Confirm it for your own agency"):
        commands.close(cast.sam, here, copied_by=["csc", "health"], copied_told_by="Ned", **rest)
    with unit(), pytest.raises(BadInput, match="Say who told you"):
        commands.close(cast.erin, here, copied_by=["csc", "health"], **rest)
    with unit(), pytest.raises(Refused) as refused:
        commands.close(cast.sam, here, copied_by=["csc"], **rest)
    assert names_of(refused) == {"each_agency_copied_the_outcome_to_its_record"}
    sam, erin = client_as("sam"), client_as("erin")
    own = sam.get(f"/escalations/{here}/close").text
    assert "Children&#39;s Social Care" in own and "Riverside" not in own and "Who told you so" not in own
    assert "Who told you so" in erin.get(f"/escalations/{here}/close").text
    typed = {**rest, "outcome": "changed", "copied_by": ["csc", "health"], "copied_told_by": ""}
    wrong = erin.post(f"/escalations/{here}/close", data=typed)
    assert wrong.status_code == 422 and "Say who told you" in wrong.text and "Listen." in wrong.text
    done = erin.post(f"/escalations/{here}/close", data={**typed, "copied_told_by": "Ned Nurse, by telephone"})
    assert done.status_code == 303, done.text
    page = erin.get(f"/escalations/{here}").text
    assert "Ned Nurse, by telephone" in page and "Riverside NHS Trust" in page


def test_a_stage_is_paused_once(app, unit, cast, clock, here, dispatch):
    with unit():
        commands.pause(cast.nia, here, until=date(2026, 4, 8), reason="Both are away.")
        assert queries.open_stage(queries.escalation_for(cast.ned, here)).due_on == date(2026, 4, 10)
    clock.set("2026-04-07 10:00")
    with unit():
        commands.resume(cast.ned, here)
        with pytest.raises(Refused) as refused:
            commands.pause(cast.nia, here, until=date(2026, 4, 8), reason="Away again.")
        assert names_of(refused) == {"a_stage_is_paused_once"}
        # The pause ended before this Tuesday, so that it cost no working day.
        assert queries.open_stage(queries.escalation_for(cast.ned, here)).due_on == date(2026, 4, 8)
    dispatch()
    assert what_is_wrong(app) == []


def test_who_may_be_named_to_answer(unit, cast, clock):
    with unit():
        here = written(cast)
        for person, rule in (
            ("nia", "the_answer_comes_from_the_other_agency"),  # the raiser's own
            ("pip", "the_answer_comes_from_the_other_agency"),  # a third one
            ("frank", "the_responder_can_answer"),  # keeps the engine, sees no case
        ):
            with pytest.raises(Refused) as refused:
                commands.raise_disagreement(cast.ned, here, getattr(cast, person))
            assert names_of(refused) == {rule}
        commands.raise_disagreement(cast.ned, here, cast.heidi)
        with pytest.raises(Refused) as refused:
            commands.escalate(cast.ned, here, what_was_tried="We spoke.", responder=cast.sam)
        assert "nobody_judges_their_own_decision" in names_of(refused)


def test_the_fast_track_too_begins_from_what_is_written_down(unit, cast, clock):
    with unit():
        here = written(cast, concern="", immediate_risk=True)
        with pytest.raises(Refused) as refused:
            commands.fast_track(cast.ned, here, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        assert names_of(refused) == {"it_says_what_is_disagreed_and_what_is_wanted"}
        commands.edit_draft(cast.ned, here, concern="A new bruise.")
        commands.fast_track(cast.ned, here, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        assert queries.escalation_for(cast.ned, here).stage == 3


def test_opened_again_after_the_fast_track_it_counts_in_days(app, unit, cast, clock):
    clock.set("2026-04-07 10:00")
    with unit():
        here = written(cast)
        commands.fast_track(cast.ned, here, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
        settled(cast, here, responder=cast.judy)
        commands.reopen(cast.ned, here, "It was not done.", stage=3)
        assert queries.open_stage(queries.escalation_for(cast.ned, here)).due_on == date(2026, 4, 14)
        commands.escalate(cast.ned, here, what_was_tried="We asked again.")
        assert queries.open_stage(queries.escalation_for(cast.ned, here)).due_on == date(2026, 4, 14)
    assert what_is_wrong(app) == []
