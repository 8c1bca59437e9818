"""Quorum: the thirteen worked examples of the procedure, and the sentence that goes with each count."""

from datetime import UTC, datetime

import pytest

import rulebook
from meetings.quorum import CSC, Present, count

DECIDED = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def somebody(what: str, **more: object) -> Present:
    known = {
        "social worker": (CSC, "social_work"),
        "team manager": (CSC, "social_work"),
        "health visitor": ("health", "health_visiting"),
        "school nurse": ("health", "school_nursing"),
        "midwife": ("health", "midwifery"),
        "GP": ("health", "gp"),
        "teacher": ("education", "school"),
        "officer": ("police", "child_abuse_investigation"),
        "solicitor": ("legal", "legal_adviser"),
        "chair": (CSC, "social_work"),
    }
    agency, discipline = known[what]
    return Present(what, agency, discipline, **more)  # type: ignore[arg-type]


REPORT = {"status": "apology_with_report"}
EXAMPLES = [
    (1, "icpc", ["social worker", "teacher", "health visitor"], {"by_agency": True}),
    (2, "icpc", ["social worker", "team manager", "health visitor"], {"by_agency": False, "by_discipline": False}),
    (3, "icpc", ["social worker", "health visitor", "school nurse"], {"by_agency": False}),
    (4, "icpc", ["social worker", "health visitor", "school nurse"], {"by_discipline": True}),
    (5, "icpc", ["social worker", "teacher", ("officer", REPORT), ("GP", REPORT)], {"by_agency": False, "by_discipline": False}),
    (6, "icpc", ["health visitor", "teacher", "officer"], {"by_agency": False, "by_discipline": False}),
    (7, "icpc", ["social worker", "teacher", ("officer", {"direct_contact": False})], {"by_agency": False}),
    (8, "icpc", ["social worker", "teacher", ("midwife", {"left_at": datetime(2026, 3, 5, 10, 30, tzinfo=UTC)})], {"by_agency": False}),
    (9, "icpc", ["social worker", "teacher", ("solicitor", {"capacity": "legal"}), ("chair", {"capacity": "chair"})], {"by_agency": False, "by_discipline": False}),
    (10, "strategy_s47", ["team manager", "officer", ("school nurse", {"can_decide": False})], {"by_agency": False}),
    (11, "icpc_prebirth", ["social worker", "midwife", "health visitor"], {"by_agency": False, "by_discipline": True}),
    (13, "icpc_transfer_in", ["social worker", "teacher", ("social worker", {"capacity": "originating_area"})], {"by_agency": False, "by_discipline": False}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("type_key", "there", "mode", "met"),
    [
        pytest.param(kind, there, mode, met, id=f"example {number} {mode}")
        for number, kind, there, results in EXAMPLES
        for mode, met in results.items()
    ],
)
def test_the_worked_examples(type_key, there, mode, met):
    people = [somebody(who) if isinstance(who, str) else somebody(who[0], **who[1]) for who in there]
    assert count(rulebook.book().meeting_type(type_key).quorum, people, DECIDED, mode).met is met


def test_direct_contact_can_be_turned_off_by_the_locality():
    people = [somebody("social worker"), somebody("teacher"), somebody("officer", direct_contact=False)]
    rule = rulebook.book().meeting_type("icpc").quorum
    assert not count(rule, people, DECIDED).met
    assert count(rule, people, DECIDED, direct_contact_required=False).met


def test_the_sentence_says_who_is_here_and_what_is_missing():
    rule = rulebook.book().meeting_type("icpc").quorum
    found = count(rule, [somebody("social worker"), somebody("health visitor")], DECIDED)
    assert found.sentence == (
        "Not quorate, counted by agency: children's social care and health present; one more agency needed."
    )
    assert found.short == 1
    assert found.missing == ()


def test_a_student_who_may_not_decide_does_not_stand_for_health():
    rule = rulebook.book().meeting_type("strategy_s47").quorum
    people = [somebody("team manager"), somebody("officer"), somebody("school nurse", can_decide=False)]
    found = count(rule, people, DECIDED)
    assert found.missing == ("health",)
    assert "nobody from health present may decide" in found.sentence


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        ({CSC, "health", "police"}, set()),
        ({CSC, "police"}, {"health"}),
        (set(), {CSC, "health", "police"}),
    ],
)
def test_who_is_missing_from_a_strategy_discussion(present, missing):
    people = [Present(agency, agency) for agency in present]
    assert set(count(rulebook.book().meeting_type("strategy_s47").quorum, people).missing) == missing
