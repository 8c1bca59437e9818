"""Dates asked for as text: `convenor due`, one rule or a file of cases."""

import json
from pathlib import Path

import pytest

from rulebook import NoSuchRule, book
from rulebook.dates import BadCase, due_of_case, due_of_cases, due_of_rule
from working_time import WorkingTimeError

GOLDEN = json.loads((Path(__file__).parents[1] / "working_time" / "golden_dates.json").read_text(encoding="utf-8"))
WORKING_DAYS = {"kind": "limit", "amount": 2, "unit": "working_days"}
STATUTORY = {"kind": "capped_limit", "statutory": True, "statutory_amount": 15, "unit": "working_days"}


def case(rule, **given):
    return {"id": "X1", "rule": rule, "input": given}


@pytest.mark.parametrize("golden", GOLDEN["cases"], ids=lambda golden: golden["id"])
def test_golden_cases(golden):
    answer = due_of_case({key: value for key, value in golden.items() if key != "expected"})
    assert answer["id"] == golden["id"]
    assert golden["expected"].items() <= answer.items()
    assert "error" not in answer


@pytest.mark.parametrize("golden", GOLDEN["cases"], ids=lambda golden: golden["id"])
def test_the_book_holds_the_rules_of_the_golden_cases(golden):
    """G21 counts the trigger day, as a locality may, and `unit.working_hours` shows a unit that no rule uses."""
    if golden["id"] == "G21" or golden["rule_key"] == "unit.working_hours":
        return
    limit = book().rule(golden["rule_key"]).limit
    rule = golden["rule"]
    assert (limit.amount, limit.unit, limit.direction, limit.roll) == (
        rule.get("amount", rule.get("statutory_amount")),
        rule["unit"],
        rule["direction"],
        rule["roll"],
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            case(WORKING_DAYS, trigger="2026-02-13", pauses=[{"from": "2026-02-16", "to": "2026-02-17"}]),
            {"due_date": "2026-02-19"},
        ),
        (case(WORKING_DAYS, trigger="2026-02-13", pauses=[["2026-02-16", "2026-02-17"]]), {"due_date": "2026-02-19"}),
        (case(WORKING_DAYS, trigger="2026-12-23", closures=["2026-12-24"]), {"due_date": "2026-12-30"}),
        (
            case(WORKING_DAYS, trigger="2026-12-23", closures=["2026-12-24"], closures_count_as_closed=False),
            {"due_date": "2026-12-29"},
        ),
        (
            case(WORKING_DAYS, trigger="2026-12-23", closures=[{"from": "2026-12-24", "to": "2026-12-31"}]),
            {"due_date": "2027-01-05"},
        ),
        (case(WORKING_DAYS, trigger="2026-12-23", closures={"2026-12-24": "moving"}), {"due_date": "2026-12-30"}),
        (
            case(WORKING_DAYS | {"statutory": True}, trigger="2026-12-23", closures=["2026-12-24"]),
            {"due_date": "2026-12-29"},
        ),
        (case(STATUTORY, trigger="2026-02-12", local_amount=20), {"due_date": "2026-03-05", "effective_amount": 15}),
        (
            case(STATUTORY, trigger="2026-02-12", local_amount=20, override={"reason": "merger", "ends": "2026-12-31"}),
            {"due_date": "2026-03-12", "effective_amount": 20},
        ),
        (
            case(STATUTORY, trigger="2026-02-12", override={"reason": "merger", "new_value": 20}),
            {"due_date": "2026-03-12", "effective_amount": 20},
        ),
        (
            case(STATUTORY, trigger="2026-02-12", local_amount=20, override={"reason": "merger", "ends": "2026-01-31"}),
            {"due_date": "2026-03-05", "effective_amount": 15},
        ),
        (case(STATUTORY, trigger="2026-02-12", local_amount=20, override=True), {"effective_amount": 20}),
        (
            case({"amount": 8, "unit": "working_hours", "hours": ["08:00", "16:00"]}, trigger="2026-11-24T08:00"),
            {"due_at": "2026-11-24T16:00:00+00:00"},
        ),
        (
            case({"amount": 8, "unit": "working_hours"}, trigger="2026-11-24T08:00", hours=["08:00", "16:00"]),
            {"due_at": "2026-11-24T16:00:00+00:00"},
        ),
        (
            case({"amount": 24, "unit": "elapsed_hours"}, trigger="2026-07-10T23:20:00Z"),
            {"due_at": "2026-07-12T00:20:00+01:00"},
        ),
        (case(WORKING_DAYS, trigger="2026-07-10T23:20:00Z"), {"due_date": "2026-07-14"}),
        (case(WORKING_DAYS, trigger="2029-01-02"), {"due_date": "2029-01-04", "provisional": True}),
        ({"id": "X1", "rule_key": "rcpc.first", "input": {"trigger": "2025-11-28"}}, {"due_date": "2026-02-27"}),
    ],
)
def test_cases_of_our_own(asked, expected):
    answer = due_of_case(asked)
    assert expected.items() <= answer.items()
    assert answer["working"]


def test_a_refused_pause_leaves_the_date_standing_and_says_so():
    answer = due_of_case(case(STATUTORY, trigger="2026-02-12", pauses=[["2026-02-16", "2026-02-20"]]))
    assert answer["due_date"] == "2026-03-05"
    assert "cannot be paused" in answer["error"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (None, "A case must be a mapping"),
        ({}, "'input' must be a mapping"),
        ({"input": {}}, "no 'trigger'"),
        ({"input": {"trigger": "2026-02-12"}}, "needs a 'rule'"),
        ({"rule_key": "icpc.holdby", "input": {"trigger": "2026-02-12"}}, "icpc.hold_by"),
        (case(WORKING_DAYS, trigger="tomorrow"), "must be a date such as"),
        (case(WORKING_DAYS, trigger="2026-02-30"), "must be a date such as"),
        (case(WORKING_DAYS, trigger=20260212), "must be text"),
        (case(WORKING_DAYS, trigger="x" * 10_000), "must be text of at most"),
        (case(WORKING_DAYS, trigger="0001-01-01"), "between the years 1900 and 2200"),
        (case(WORKING_DAYS, trigger="9999-12-31T23:59:00-11:00"), "between the years 1900 and 2200"),
        (case(WORKING_DAYS, trigger="1950-01-02"), "outside the calendar"),
        (case(WORKING_DAYS | {"amount": 10**12}, trigger="2026-02-12"), "whole number from 0"),
        (case(WORKING_DAYS | {"amount": -1}, trigger="2026-02-12"), "whole number from 0"),
        (case(WORKING_DAYS | {"amount": 2.5}, trigger="2026-02-12"), "whole number from 0"),
        (case(WORKING_DAYS | {"amount": 99_999}, trigger="2026-02-12"), "outside the calendar"),
        (case(WORKING_DAYS | {"unit": ["weeks"]}, trigger="2026-02-12"), "'unit' must be one of"),
        (case({"amount": 2}, trigger="2026-02-12"), "'unit' must be one of"),
        (case(WORKING_DAYS | {"direction": "up"}, trigger="2026-02-12"), "'direction' must be one of"),
        (case(WORKING_DAYS | {"statutory": "yes"}, trigger="2026-02-12"), "'statutory' must be true or false"),
        (case(WORKING_DAYS | {"rol": "back"}, trigger="2026-02-12"), "does not know rol"),
        (case({"kind": "capped_limit", "amount": 2, "unit": "weeks"}, trigger="2026-02-12"), "no 'statutory_amount'"),
        (case(WORKING_DAYS, trigger="2026-02-12", pause=[]), "does not know pause"),
        (case(WORKING_DAYS, trigger="2026-02-12", pauses="always"), "'pauses' must be a list"),
        (case(WORKING_DAYS, trigger="2026-02-12", pauses=[["2026-02-13"]]), "two ends"),
        (case(WORKING_DAYS, trigger="2026-02-12", pauses=[{"from": "2026-02-13"}]), "Each end of a pause"),
        (case(WORKING_DAYS, trigger="2026-02-12", pauses=[["2026-02-16", "2026-02-13"]]), "must not end before"),
        (
            case(WORKING_DAYS, trigger="2026-02-12", closures=[{"from": "2026-01-01", "to": "2099-01-01"}]),
            "longer than a year",
        ),
        (case(WORKING_DAYS, trigger="2026-02-12", local_amount="many"), "A local amount is a whole number"),
        (case(STATUTORY, trigger="2026-02-12", local_amount=20, override={"by": "AB"}), "needs a reason"),
        (
            case({"amount": 1, "unit": "working_hours", "hours": ["9"]}, trigger="2026-02-12T09:00"),
            "'hours' must be two times",
        ),
        (case({"amount": 24, "unit": "elapsed_hours"}, trigger="2026-02-12"), "Give the time as well"),
        (case({"amount": 24, "unit": "elapsed_hours"}, trigger="2026-03-29T01:30"), "does not exist in London"),
    ],
)
def test_a_malformed_case_is_told_what_is_wrong(asked, message):
    with pytest.raises((BadCase, NoSuchRule, WorkingTimeError), match=message):
        due_of_case(asked)


def test_one_bad_case_does_not_keep_the_others_from_an_answer():
    answers = due_of_cases([case(WORKING_DAYS, trigger="2026-02-12"), "nonsense", {"id": "X3", "input": {}}])
    assert answers[0]["due_date"] == "2026-02-16"
    assert answers[1] == {"id": "case 2", "error": "A case must be a mapping of names to values."}
    assert (answers[2]["id"], "no 'trigger'" in answers[2]["error"]) == ("X3", True)


@pytest.mark.parametrize("file", [None, 7, {"cases": "none"}, {}])
def test_a_file_without_cases_is_refused(file):
    with pytest.raises(BadCase, match="must hold a list of cases"):
        due_of_cases(file)


def test_the_answers_to_the_golden_file_are_plain_json():
    answers = due_of_cases(GOLDEN)
    assert len(answers) == GOLDEN["case_count"]
    assert json.loads(json.dumps(answers)) == answers


def test_one_rule_with_its_source():
    answer = due_of_rule("icpc.hold_by", "2026-02-12T10:15")
    assert (answer["due_date"], answer["force"]) == ("2026-03-05", "statutory_guidance")
    assert answer["source"].startswith("Working Together to Safeguard Children 2023")
    assert answer["working"][-1] == "Thu 5 Mar 2026 is working day 15"
    with pytest.raises(BadCase, match="must be a date such as"):
        due_of_rule("icpc.hold_by", "soon")
