"""Every rule refuses where it should, and lets pass where it should."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

import actions.lifecycle  # noqa: F401  the machine
from actions.models import Action
from actions.rules import Facts
from foundation.lifecycles import possible, refusals, rules_of
from people.models import Person

NED, JUDY = 1, 2
BEGAN = datetime(2026, 2, 26, 9, tzinfo=UTC)


def person(id: int, name: str = "Ned Nurse", left_on: date | None = None) -> Person:
    return Person(id=id, name=name, left_on=left_on)


def an_action(**given: Any) -> Action:
    standing: dict[str, Any] = {
        "state": "open", "opened_at": BEGAN, "owner_id": NED, "due_on": date(2026, 3, 10), "priority": "plan",
        "accepted_at": None, "proposed_owner_id": None,
    }  # fmt: skip
    return Action(**(standing | given))


def facts(**given: Any) -> Facts:
    standing: dict[str, Any] = {"today": date(2026, 2, 26), "person_id": NED, "owner": person(NED)}
    return Facts(**(standing | given))


# rule, event, the action and the facts that it refuses, those that it lets pass
CASES: list[tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("the_action_has_begun", "accept", {"opened_at": None}, {}, {}, {}),
    ("it_is_not_accepted_already", "accept", {"accepted_at": BEGAN}, {}, {}, {}),
    ("it_is_not_accepted_already", "accept", {"accepted_at": BEGAN}, {}, {"accepted_at": BEGAN, "proposed_owner_id": 9}, {}),
    ("a_reason_is_given", "decline", {}, {}, {}, {"reason": "Not in our remit."}),
    ("a_reason_is_given", "cancel", {}, {}, {}, {"reason": "She has moved away."}),
    ("a_reason_is_given", "send_back", {"state": "done_claimed"}, {}, {"state": "done_claimed"}, {"reason": "No note."}),
    ("a_reason_is_given", "reopen", {"state": "done"}, {}, {"state": "done"}, {"reason": "It came back."}),
    ("what_shows_that_it_is_done_is_said", "claim_done", {}, {"effect_for_child": "No change"}, {},
     {"effect_for_child": "No change", "evidence": "Case note of 2 March"}),
    ("what_changed_for_the_child_is_said", "claim_done", {}, {"evidence": "Case note"}, {},
     {"effect_for_child": "No change", "evidence": "Case note of 2 March"}),
    ("the_new_date_is_later", "extend", {}, {"reason": "Ill", "due_on": date(2026, 3, 10)}, {},
     {"reason": "Ill", "due_on": date(2026, 3, 11)}),
    ("the_new_date_is_not_past", "extend", {"due_on": date(2026, 2, 2)}, {"reason": "Ill", "due_on": date(2026, 2, 25)},
     {"due_on": date(2026, 2, 2)}, {"reason": "Ill", "due_on": date(2026, 2, 26)}),
    ("more_time_for_safety_is_agreed", "extend", {"priority": "safety"}, {"reason": "Ill", "due_on": date(2026, 3, 20)},
     {"priority": "safety"}, {"reason": "Ill", "due_on": date(2026, 3, 20), "is_checker": True}),
    ("the_new_owner_is_somebody_else", "reassign", {}, {}, {}, {"owner": person(JUDY, "Judy Chair")}),
    ("the_owner_is_in_service", "reassign", {}, {"owner": person(JUDY, "Judy Chair", date(2026, 2, 1))}, {},
     {"owner": person(JUDY, "Judy Chair")}),
    ("the_owner_is_in_service", "reopen", {"state": "done"}, {"reason": "Again", "owner": person(NED, left_on=date(2026, 2, 1))},
     {"state": "done"}, {"reason": "Again", "owner": person(JUDY, "Judy Chair")}),
    ("the_owner_is_not_part_of_the_case", "reassign", {}, {"owner": person(JUDY), "owner_is_barred": True}, {},
     {"owner": person(JUDY, "Judy Chair")}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "event", "action", "given", "good_action", "good"), CASES)
def test_a_rule_refuses_and_lets_pass(
    rule: str, event: str, action: Any, given: Any, good_action: Any, good: Any
) -> None:
    refused = refusals(an_action(**action), event, facts(**given))
    assert rule in [refusal.rule for refusal in refused]
    assert all(refusal.message.endswith((".", "”.")) and refusal.source for refusal in refused)
    assert refusals(an_action(**good_action), event, facts(**good)) == []


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == rules_of(Action).names()


def test_all_reasons_come_at_once() -> None:
    refused = refusals(an_action(), "claim_done", facts())
    assert [refusal.rule for refusal in refused] == [
        "what_shows_that_it_is_done_is_said",
        "what_changed_for_the_child_is_said",
    ]


@pytest.mark.parametrize(
    ("state", "events"),
    [
        ("open", {"accept", "claim_done", "extend", "decline", "reassign", "cancel"}),
        ("done_claimed", {"confirm_done", "send_back"}),
        ("done", {"reopen"}),
        ("declined", {"reassign", "cancel", "reopen"}),
        ("cancelled", {"reopen"}),
    ],
)
def test_the_moves_from_each_state(state: str, events: set[str]) -> None:
    assert set(possible(an_action(state=state))) == events
