"""Every rule of a meeting, with a case that it refuses and one that it lets pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import rulebook
from foundation.lifecycles import refusals, rules_of
from meetings import lifecycle
from meetings.models import Meeting
from meetings.quorum import Outcome
from meetings.rules import ChairFacts, ChildFacts, Facts, opening_of

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
MET = Outcome(True, "by_agency", {}, (), 0, "Quorate, counted by agency.")
NOT_MET = Outcome(False, "by_agency", {}, ("health",), 0, "Not quorate, counted by agency: health missing.")
SOON = NOW + timedelta(days=3)
CHAIR = ChairFacts("Mia Manager", "manager")
PLAN = rulebook.book().meeting_type("icpc").decision("plan")
ENDS = rulebook.book().meeting_type("rcpc").decision("plan_ends_nfa")
DONE = ChildFacts(
    "the child", PLAN, "neglect", heard=True, lead="active", lead_is_social_worker=True, sharing_recorded=True
)


def a_meeting(**given):
    base = dict(
        type="icpc", state="invited", reference="M-2026-0001", analysis="", missing_reasons={}, postponements=0,
        proceed_reason="", interim_plan="", family_told="", late_reason="", closed_day_reason="", chair_training_reason="", siblings_considered=False,
        starts_at=SOON, ends_at=SOON + timedelta(hours=1),
    )  # fmt: skip
    return Meeting(**{**base, **given})


def facts(given=None, **more):
    return Facts(today=TODAY, now=NOW, given=given or {}, **more)


def child(**more):
    return (replace(DONE, **more),)


REASONED = {"reason": "The room is not free."}
STRATEGY, ICPC, RCPC = {"type": "strategy_s47"}, {"type": "icpc"}, {"type": "rcpc"}
OPENED = {"opening_statements": [key for key, _ in opening_of(rulebook.book().meeting_type("icpc"))]}
# rule: event, (meeting, facts) that it refuses, (meeting, facts) that it lets pass
CASES = {
    "a_refusal_gives_its_reason": ("decline", ({"state": "proposed"}, {}), ({"state": "proposed"}, {"given": REASONED})),
    "a_statutory_meeting_that_is_owed_is_held": (
        "decline", ({"state": "proposed"}, {}), ({"state": "proposed", "type": "professionals"}, {})),
    "fathers_and_partners_are_in_the_record": (
        "conclude", ({"type": "core_group", "state": "in_progress"}, {"adults_missing": ("father",)}),
        ({"type": "core_group", "state": "in_progress"},
         {"adults_missing": ("father",), "given": {"missing_reasons": {"fathers_and_partners": "Asked twice."}}})),
    "the_services_of_parents_are_asked": (
        "invite", ({"state": "scheduled"}, {"services_not_asked": ("Adult mental health of the trust",)}),
        ({"state": "scheduled"}, {})),
    "it_has_a_start_and_an_end": (
        "schedule", ({"state": "proposed", "starts_at": None, "ends_at": None}, {}),
        ({"state": "proposed"}, {"given": {"starts_at": SOON, "minutes_long": 60}})),
    "it_lies_ahead": (
        "change", ({}, {"given": {"starts_at": NOW - timedelta(hours=1)}}), ({}, {"given": {"starts_at": SOON}})),
    "it_stays_between_its_neighbours": (
        "change", ({}, {"series_before": date(2026, 3, 2), "series_after": date(2026, 3, 9), "start_day": date(2026, 3, 9)}),
        ({}, {"series_before": date(2026, 3, 2), "series_after": date(2026, 3, 9), "start_day": date(2026, 3, 5)})),
    "the_next_one_stays_within_its_limit": (
        "change", ({}, {"series_after": date(2026, 4, 9), "series_last_day": date(2026, 4, 8)}),
        ({}, {"series_after": date(2026, 4, 9), "series_last_day": date(2026, 4, 8), "given": {"late_reason": "Ill"},
              "agreed_by_seniority": "manager"})),
    "the_chairs_training_holds": (
        "schedule",
        ({"state": "proposed", "chair_training_reason": "Nobody else."},
         {"chair": replace(CHAIR, trained_until=date(2026, 2, 1)), "start_day": date(2026, 3, 6)}),
        ({"state": "proposed"},
         {"chair": replace(CHAIR, trained_until=date(2026, 2, 1)), "start_day": date(2026, 3, 6),
          "given": {"chair_training_reason": "Nobody else is free."}})),
    "a_conference_is_not_on_a_weekend": (
        "schedule", ({"state": "proposed"}, {"day_is_weekend": True, "start_day": date(2026, 3, 7)}),
        ({"state": "proposed"}, {"start_day": date(2026, 3, 6)})),
    "a_closed_day_has_a_reason": (
        "schedule", ({"state": "proposed", **STRATEGY}, {"day_closed": "Good Friday"}),
        ({"state": "proposed", **STRATEGY}, {"day_closed": "Good Friday", "given": {"closed_day_reason": "Tonight"}})),
    "a_chair_is_named": ("schedule", ({"state": "proposed"}, {}), ({"state": "proposed"}, {"chair": CHAIR})),
    "the_chair_is_independent": (
        "schedule", ({"state": "proposed"}, {"chair": replace(CHAIR, roles=frozenset({"lead_professional"}))}),
        ({"state": "proposed"}, {"chair": CHAIR})),
    "the_chair_is_senior_enough": (
        "schedule", ({"state": "proposed", **STRATEGY}, {"chair": replace(CHAIR, seniority="practitioner")}),
        ({"state": "proposed", **STRATEGY}, {"chair": CHAIR})),
    "a_late_date_has_a_reason_and_a_manager": (
        "schedule", ({"state": "proposed"}, {"limit_on": date(2026, 3, 3), "start_day": date(2026, 3, 5)}),
        ({"state": "proposed"}, {"limit_on": date(2026, 3, 3), "start_day": date(2026, 3, 5),
                                 "given": {"late_reason": "Ill"}, "agreed_by_seniority": "manager"})),
    "every_sibling_is_listed": (
        "schedule", ({"state": "proposed", "type": "court_outcome"}, {"siblings_unlisted": 1}),
        ({"state": "proposed", "type": "court_outcome", "siblings_considered": True}, {"siblings_unlisted": 1})),
    "a_change_at_short_notice_has_a_reason": (
        "change", ({}, {"working_days_to_start": 2}), ({}, {"working_days_to_start": 2, "given": REASONED})),
    "every_role_that_must_come_has_a_person_or_a_reason": (
        "invite", ({"state": "scheduled"}, {"must_unfilled": ("GP",)}), ({"state": "scheduled"}, {})),
    "somebody_is_invited": ("invite", ({"state": "scheduled"}, {}), ({"state": "scheduled"}, {"invited": 3})),
    "the_interpreter_is_no_relative": (
        "invite", ({"state": "scheduled"}, {"interpreter_is_family": True}), ({"state": "scheduled"}, {})),
    "the_family_is_told_or_there_is_a_reason": (
        "invite", ({"state": "scheduled"}, {}), ({"state": "scheduled", "family_told": "By telephone"}, {})),
    "the_invitation_is_in_time": (
        "invite", ({"state": "scheduled", "starts_at": NOW - timedelta(hours=1)}, {}), ({"state": "scheduled"}, {})),
    "a_postponement_has_a_reason": ("postpone", ({}, {}), ({}, {"given": REASONED})),
    "it_is_held_over_to_a_date": ("postpone", ({}, {}), ({}, {"given": {"by": date(2026, 3, 9)}})),
    "a_second_postponement_is_agreed_by_a_service_manager": (
        "postpone", ({"postponements": 1}, {}), ({"postponements": 1}, {"actor_seniority": "senior_manager"})),
    "the_child_is_safe_until_then": (
        "postpone", ({}, {"limit_on": date(2026, 3, 5), "limit_is_statutory": True, "given": {"by": date(2026, 3, 9)}}),
        ({}, {"limit_on": date(2026, 3, 5), "limit_is_statutory": True,
              "given": {"by": date(2026, 3, 9), "interim_plan": "Grandmother stays."}})),
    "a_cancellation_has_a_listed_reason": ("cancel", ({}, {"given": REASONED}), ({}, {"given": {"reason": "duplicate"}})),
    "the_day_has_come": ("open", ({}, {"start_day": date(2026, 3, 5)}), ({}, {"start_day": TODAY})),
    "the_opening_statements_are_made": ("open", ({}, {}), ({}, {"given": OPENED})),
    "a_language_need_has_its_interpreter": (
        "open", ({}, {"interpreter_needed": True}), ({}, {"interpreter_needed": True, "interpreters": 1})),
    "a_review_says_what_is_different": (
        "conclude", ({"state": "in_progress", **RCPC}, {"children": child()}),
        ({"state": "in_progress", **RCPC}, {"children": child(difference_said=True)})),
    "this_type_may_be_held_at_once": ("hold_now", ({"state": "proposed"}, {}), ({"state": "proposed", **STRATEGY}, {})),
    "the_quorum_is_not_met": (
        "find_inquorate", ({"state": "in_progress"}, {"quorum": MET}), ({"state": "in_progress"}, {"quorum": NOT_MET})),
    "this_type_may_go_ahead_inquorate": (
        "proceed_inquorate", ({"state": "inquorate", **STRATEGY}, {}), ({"state": "inquorate"}, {})),
    "going_ahead_has_a_listed_reason_in_words": (
        "proceed_inquorate", ({"state": "inquorate"}, {"given": {"reason": "tired"}}),
        ({"state": "inquorate"}, {"given": {"reason": "pre_birth", "text": "Only two services know the family."}})),
    "it_is_not_the_second_time_running": (
        "proceed_inquorate", ({"state": "inquorate"}, {"children": child(proceeded_before=True)}),
        ({"state": "inquorate"}, {"children": child()})),
    "an_inquorate_meeting_does_not_end_a_plan": (
        "conclude", ({"state": "in_progress", "proceed_reason": "pre_birth", **RCPC}, {"children": child(decision=ENDS)}),
        ({"state": "in_progress", **RCPC}, {"children": child(decision=ENDS)})),
    "an_interim_plan_is_recorded": (
        "reconvene", ({"state": "inquorate"}, {}), ({"state": "inquorate", "interim_plan": "Reviewed with those here"}, {})),
    "it_sits_again_within_the_limit": (
        "reconvene", ({"state": "inquorate"}, {"given": {"starts_at": SOON}, "start_day": date(2026, 3, 20),
                                               "reconvene_by": date(2026, 3, 16)}),
        ({"state": "inquorate"}, {"given": {"starts_at": SOON}, "start_day": date(2026, 3, 5), "reconvene_by": date(2026, 3, 16)})),
    "it_sits_again_on_a_working_day": (
        "reconvene", ({"state": "inquorate"}, {"given": {"starts_at": SOON}, "day_closed": "Saturday"}),
        ({"state": "inquorate"}, {"given": {"starts_at": SOON}})),
    "the_meeting_is_quorate": (
        "conclude", ({"state": "in_progress"}, {"quorum": NOT_MET}), ({"state": "in_progress"}, {"quorum": MET})),
    "every_child_has_a_decision": (
        "conclude", ({"state": "in_progress"}, {"children": child(decision=None)}), ({"state": "in_progress"}, {"children": child()})),
    "a_plan_has_its_category_of_harm": (
        "conclude", ({"state": "in_progress"}, {"children": child(category="")}), ({"state": "in_progress"}, {"children": child()})),
    "every_child_was_heard_or_there_is_a_reason": (
        "conclude", ({"state": "in_progress"}, {"children": child(heard=False)}), ({"state": "in_progress"}, {"children": child()})),
    "there_is_an_analysis": (
        "conclude", ({"state": "in_progress"}, {}), ({"state": "in_progress", "analysis": "We think that …"}, {})),
    "every_agency_was_asked_for_dissent": (
        "conclude", ({"state": "in_progress"}, {"agencies_unasked": ("Northshire Police",)}), ({"state": "in_progress"}, {})),
    "every_action_has_one_owner": (
        "conclude", ({"state": "in_progress"}, {"actions_unowned": 1}), ({"state": "in_progress"}, {})),
    "the_next_dates_are_set": (
        "conclude", ({"state": "in_progress"}, {"children": child(dates_missing=("first core group",))}),
        ({"state": "in_progress"}, {"children": child()})),
    "somebody_leads_for_every_child": (
        "conclude", ({"state": "in_progress"}, {"children": child(lead_is_social_worker=False)}),
        ({"state": "in_progress"}, {"children": child()})),
    "this_type_has_a_decision_letter": (
        "issue_decision", ({"state": "concluded", **STRATEGY}, {}), ({"state": "concluded"}, {})),
    "the_chair_approved_the_letter": (
        "issue_decision", ({"state": "concluded"}, {}), ({"state": "concluded"}, {"approved": frozenset({"decision_letter"})})),
    "the_decision_letter_went_first": (
        "issue_minutes", ({"state": "concluded"}, {}), ({"state": "decision_issued"}, {})),
    "the_chair_approved_the_minutes": (
        "issue_minutes", ({"state": "decision_issued"}, {}), ({"state": "decision_issued"}, {"approved": frozenset({"minutes"})})),
    "a_correction_says_what_and_why": (
        "correct", ({"state": "minutes_issued"}, {"given": REASONED}),
        ({"state": "minutes_issued"}, {"given": {"text": "It was Tuesday.", **REASONED}})),
    "every_date_owed_is_answered": (
        "close", ({"state": "minutes_issued"}, {"dates_open": ("Full record",)}), ({"state": "minutes_issued"}, {})),
    "every_action_is_with_its_owner": (
        "close", ({"state": "minutes_issued"}, {"actions_not_taken": 1}), ({"state": "minutes_issued"}, {})),
    "every_challenge_is_taken_up": (
        "close", ({"state": "minutes_issued"}, {"challenges_unlinked": 1}), ({"state": "minutes_issued"}, {})),
    "sharing_decisions_are_recorded": (
        "close", ({"state": "minutes_issued"}, {"children": child(sharing_recorded=False)}),
        ({"state": "minutes_issued"}, {"children": child()})),
}  # fmt: skip


def refused_by(event, meeting, found):
    return {r.rule: r for r in refusals(a_meeting(**meeting), event, facts(**found))}


@pytest.mark.parametrize("name", CASES)
def test_the_rule_refuses_one_case_and_lets_another_pass(name):
    event, refuses, passes = CASES[name]
    refused = refused_by(event, *refuses)
    assert name in refused
    assert refused[name].message.endswith((".", "?")) and refused[name].source
    assert name not in refused_by(event, *passes)
    assert "no_such_move" not in refused_by(event, *passes)


def test_every_rule_of_the_table_has_its_cases():
    assert lifecycle.MeetingLifecycle
    assert rules_of(Meeting).names() == set(CASES)


def test_all_reasons_come_at_once():
    found = refused_by(
        "conclude", {"state": "in_progress"}, {"quorum": NOT_MET, "children": child(decision=None, heard=False)}
    )
    assert {"the_meeting_is_quorate", "every_child_has_a_decision", "every_child_was_heard_or_there_is_a_reason",
            "there_is_an_analysis"} <= set(found)  # fmt: skip


def test_a_message_says_which_child_and_never_a_name():
    two = (replace(DONE, label="child 1 of 2"), replace(DONE, label="child 2 of 2", heard=False))
    found = refused_by("conclude", {"state": "in_progress"}, {"children": two})
    assert found["every_child_was_heard_or_there_is_a_reason"].message.endswith("for child 2 of 2.")


MOVES = {
    ("proposed", "decline"): "declined",
    ("proposed", "schedule"): "scheduled",
    ("postponed", "schedule"): "scheduled",
    ("scheduled", "invite"): "invited",
    ("scheduled", "change"): "scheduled",
    ("invited", "change"): "invited",
    ("scheduled", "postpone"): "postponed",
    ("invited", "postpone"): "postponed",
    ("proposed", "cancel"): "cancelled",
    ("scheduled", "cancel"): "cancelled",
    ("invited", "cancel"): "cancelled",
    ("postponed", "cancel"): "cancelled",
    ("invited", "open"): "in_progress",
    ("proposed", "hold_now"): "in_progress",
    ("scheduled", "hold_now"): "in_progress",
    ("in_progress", "find_inquorate"): "inquorate",
    ("inquorate", "proceed_inquorate"): "in_progress",
    ("inquorate", "reconvene"): "reconvened",
    ("in_progress", "reconvene"): "reconvened",
    ("in_progress", "conclude"): "concluded",
    ("concluded", "issue_decision"): "decision_issued",
    ("concluded", "issue_minutes"): "minutes_issued",
    ("decision_issued", "issue_minutes"): "minutes_issued",
    ("minutes_issued", "correct"): "minutes_issued",
    ("closed", "correct"): "closed",
    ("minutes_issued", "close"): "closed",
}


def test_the_machine_is_the_procedures_table():
    machine = lifecycle.MeetingLifecycle
    found = {
        (str(transition.source.value), str(event)): str(transition.target.value)
        for state in machine.states
        for transition in state.transitions
        for event in transition.events
    }
    assert found == MOVES
