"""Every rule of a disagreement, with a case that it refuses and one that it lets pass."""

from datetime import date

import pytest

import escalation.lifecycle  # noqa: F401 - the machine that carries a disagreement
from escalation.models import Escalation
from escalation.queries import WHO
from escalation.rules import Facts
from foundation.lifecycles import possible, refusals, rules_of

TODAY = date(2026, 3, 2)  # a Monday
REASONED = {"given": {"reason": "The facts have changed."}}
PAUSE = {"given": {"reason": "Both are away.", "until": date(2026, 3, 5)}, "pause_days": 3}
DRAFT, ENDED = {"state": "draft", "stage": None}, {"state": "feedback_given"}
# rule: event, (disagreement, facts) that it refuses, (disagreement, facts) that it lets pass
CASES = {
    "it_says_what_is_disagreed_and_what_is_wanted": ("raise_", ({**DRAFT, "concern": ""}, {}), (DRAFT, {})),
    "the_answer_comes_from_the_other_agency": (
        "raise_", (DRAFT, {"responder_elsewhere": True}), (DRAFT, {"responder_elsewhere": False})),
    "the_responder_can_answer": ("escalate", ({}, {"responder_can_answer": False}), ({}, {})),
    "nobody_judges_their_own_decision": ("escalate", ({}, {"responder_decided": True}), ({}, {})),
    "nobody_answers_to_whom_they_report": ("reopen", (ENDED, {"responder_answers_to_an_earlier_one": True}), (ENDED, {})),
    "a_conferences_decision_goes_through_dissent_first": (
        "raise_", ({"state": "draft"}, {"conference_runs": True}), ({"state": "draft"}, {})),
    "it_says_what_was_tried": ("escalate", ({}, {}), ({}, {"given": {"what_was_tried": "We met."}})),
    "it_goes_up_once_from_each_stage": (
        "escalate", ({"stage": 2}, {"given": {"from_stage": 1}}), ({"stage": 2}, {"given": {"from_stage": 2}})),
    "there_is_a_stage_above": ("escalate", ({"stage": 4}, {"is_last_stage": True}), ({"stage": 3}, {})),
    "skipping_has_a_reason_and_a_stage": (
        "skip_stage", ({}, {"given": {"reason": "Away", "to_stage": 2}, "later_stages": (2, 3, 4)}),
        ({}, {"given": {"reason": "Away", "to_stage": 3}, "later_stages": (2, 3, 4)})),
    "it_is_early_enough_for_the_fast_track": (
        "fast_track", ({"stage": 3}, {"fast_track_from_here": False}), ({"stage": 2}, {"fast_track_from_here": True})),
    "the_fast_track_has_its_three_answers": (
        "fast_track", ({}, {"given": {"reason": "Tonight", "consulted": "Nia"}}),
        ({}, {"given": {"reason": "Tonight", "consulted": "Nia", "child_safe_tonight": False}})),
    "a_pause_is_short_agreed_and_has_a_reason": ("pause", ({}, {**PAUSE, "pause_days": 6}), ({}, PAUSE)),
    "nothing_waits_while_a_child_is_at_risk": ("pause", ({"immediate_risk": True}, PAUSE), ({}, PAUSE)),
    "a_limit_that_has_passed_is_not_paused": ("pause", ({}, {**PAUSE, "limit_has_passed": True}), ({}, PAUSE)),
    "a_stage_is_paused_once": ("pause", ({}, {**PAUSE, "was_paused": True}), ({}, PAUSE)),
    "only_what_is_paused_resumes": ("resume", ({}, {}), ({}, {"is_paused": True})),
    "what_was_agreed_is_written_down_with_reasons": (
        "resolve", ({}, {"given": {"agreed_statement": "Done"}}),
        ({"agreed_statement": "Done"}, {"given": {"rationale": "New facts"}})),
    "the_raiser_is_told_in_words": (
        "give_feedback", ({"state": "resolved"}, {}), ({"state": "resolved"}, {"given": {"text": "It is done."}})),
    "the_raiser_says_whether_they_are_satisfied": (
        "answer_feedback", (ENDED, {"given": {"satisfaction": "maybe"}}), (ENDED, {"given": {"satisfaction": "no"}})),
    "the_outcome_is_named": ("close", (ENDED, {"given": {"outcome": "won"}}), (ENDED, {"given": {"outcome": "changed"}})),
    "the_raiser_has_answered_the_feedback": ("close", (ENDED, {}), ({**ENDED, "satisfaction": "no"}, {})),
    "each_agency_copied_the_outcome_to_its_record": ("close", (ENDED, {"agencies_to_copy": ("Police",)}), (ENDED, {})),
    "what_was_agreed_has_actions_with_owners": ("close", (ENDED, {}), (ENDED, {"actions_open_or_done": 1})),
    "it_says_what_is_learned": ("close", (ENDED, {}), (ENDED, {"given": {"learning": "Ask health first."}})),
    "a_withdrawal_has_a_reason": ("withdraw", ({}, {"given": {"reason": " "}}), ({}, REASONED)),
    "it_says_what_is_new": ("reopen", ({"state": "closed"}, {}), ({"state": "closed"}, REASONED)),
}  # fmt: skip


def a_disagreement(**given):
    base = dict(
        state="open", stage=1, about_text="The referral", concern="A bruise", outcome_sought="A discussion",
        effect_on_child="Hurt again", immediate_risk=False, fast_tracked=False, agreed_statement="", rationale="", outcome="",
        satisfaction="", learning="", copied_by={},
    )  # fmt: skip
    return Escalation(**{**base, **given})


def reasons(event, case):
    given, facts = case
    return {refusal.rule for refusal in refusals(a_disagreement(**given), event, Facts(today=TODAY, **facts))}


@pytest.mark.parametrize("name", CASES)
def test_the_rule_refuses_one_case_and_lets_another_pass(name):
    event, refused, passed = CASES[name]
    assert name in reasons(event, refused)
    assert name not in reasons(event, passed)


def test_every_rule_of_the_table_has_its_cases():
    assert rules_of(Escalation).names() == set(CASES)


def test_every_rule_has_a_source_and_a_move_of_the_machine():
    table = rules_of(Escalation)
    assert set(table.by_event) <= set(WHO)
    assert all(rule.source for rules in table.by_event.values() for rule in rules)


def test_every_missing_item_of_closing_is_named_at_once():
    assert reasons("close", (ENDED, {"agencies_to_copy": ("Police",)})) == {
        "the_outcome_is_named",
        "the_raiser_has_answered_the_feedback",
        "each_agency_copied_the_outcome_to_its_record",
        "what_was_agreed_has_actions_with_owners",
        "it_says_what_is_learned",
    }


def test_every_move_of_the_machine_says_who_may_make_it():
    known = {event for state in ("draft", "open", "resolved", "feedback_given", "closed", "withdrawn")
             for event in possible(a_disagreement(state=state))}  # fmt: skip
    assert known == set(WHO)
    assert possible(a_disagreement(state="withdrawn")) == []
