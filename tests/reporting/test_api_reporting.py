"""The rule book, the dates it gives, and the audit record, asked by programs."""

import pytest
from meeting_scenes import answered, asked_for
from scenes import a_child, involved

from rulebook import book


@pytest.fixture
def scene(unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.pip, cast.tia)
        return {"child": child.public_id, "sam": cast.sam.public_id, "pip": cast.pip.public_id}


def test_every_type_of_meeting_with_its_sources(api_as):
    kinds = {kind["key"]: kind for kind in answered(api_as("tia").get("/rules/meeting-types"))["items"]}
    assert set(kinds) == set(book().meeting_types) and len(kinds) == 16
    rules = [rule for kind in kinds.values() for part in ("limits", "reports", "outputs") for rule in kind[part]]
    assert all(rule["source"] and rule["edition"] and rule["force"] and rule["verified"] for rule in rules)
    assert kinds["icpc"]["quorum"]["min_other_agencies"] == 2
    assert kinds["icpc"]["decisions"][0]["key"] == "plan"


def test_the_policies_of_disagreement_with_their_stages(api_as):
    policies = {one["key"]: one for one in answered(api_as("tia").get("/rules/escalation-policies"))["items"]}
    assert set(policies) == set(book().policies)
    stages = {stage["stage"]: stage["limit"]["amount"] for stage in policies["default"]["stages"] if stage["stage"]}
    assert stages == {1: 2, 2: 3, 3: 5, 4: 5} and policies["default"]["is_default"]
    assert all(stage["limit"]["source"] for policy in policies.values() for stage in policy["stages"])


def test_a_date_with_its_working(api_as):
    given = answered(api_as("tia").get("/rules/due?rule=icpc.hold_by&from=2026-02-12"))
    assert given["due_date"] == "2026-03-05" and given["working"][0].startswith("Thu 12 Feb 2026 is day 0")
    assert given["source"] and given["force"] == "statutory_guidance"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("rule=icpc.hold_bye&from=2026-02-12", "rule"),
        ("rule=icpc.hold_by&from=secretly", "from"),
        ("rule=icpc.hold_by&from=9999-12-31", "from"),
        ("rule=icpc.hold_by", "from"),
        ("rule=icpc.hold_by&from=2026-02-12&extra=1", "extra"),
    ],
)
def test_a_question_that_cannot_be_answered(api_as, query, field):
    answer = api_as("tia").get(f"/rules/due?{query}")
    assert answer.status_code == 422 and [one["field"] for one in answer.json["errors"]] == [field]
    assert "secretly" not in answer.text and "hold_bye" not in answer.text


def test_who_did_and_who_looked_at_what(api_as, scene):
    sam, pip, tia = api_as("sam"), api_as("pip"), api_as("tia")
    meeting = asked_for(sam, [scene["child"]])["id"]
    answered(tia.get(f"/meetings/{meeting}"))
    shown = answered(sam.get(f"/audit?subject={meeting}"))["items"]
    assert [(one["action"], one["actor"]["name"]) for one in shown if one["changes"]] == [
        ("meeting.proposed", "Sam Worker")
    ]
    assert next(one["details"] for one in shown if one["changes"])["trigger"] == "threshold_decision"
    assert not any(
        one["actor"]["name"] == "Tia Teacher" for one in answered(pip.get(f"/audit?subject={meeting}"))["items"]
    )
    assert any(one["actor"]["name"] == "Tia Teacher" for one in answered(tia.get(f"/audit?subject={meeting}"))["items"])
    # Whoever manages somebody in the case sees who looked, as on the child's own page.
    managed = answered(api_as("mia").get(f"/audit?subject={scene['child']}"))["items"]
    assert any(one["actor"]["name"] == "Tia Teacher" and not one["changes"] for one in managed)


def test_what_is_not_seen_has_no_entries_either(api_as, scene):
    sam = api_as("sam")
    meeting = asked_for(sam, [scene["child"]])["id"]
    answered(sam.get("/children"))
    for name in ("carol", "ada", "paula"):
        outside = api_as(name)
        for subject in (meeting, scene["child"], scene["sam"], "a" * 20):
            assert answered(outside.get(f"/audit?subject={subject}")) == {"items": [], "next": None}
    assert api_as("carol").get("/audit").status_code == 422
    of_sam = answered(api_as("pip").get(f"/audit?subject={scene['sam']}"))["items"]
    assert of_sam == []  # what a colleague did with their account is no colleague's business


def test_an_auditor_sees_that_and_never_what(api_as, scene):
    asked_for(api_as("sam"), [scene["child"]])
    grace, frank = api_as("grace"), api_as("frank")
    every = answered(grace.get("/audit?limit=100"))["items"]
    assert any(one["action"] == "meeting.proposed" and one["child"] == scene["child"] for one in every)
    assert all(one["details"] is None for one in every)
    system = answered(frank.get("/audit?limit=100"))["items"]
    assert system and all(one["child"] is None and one["details"] is None for one in system)
    first = answered(grace.get("/audit?limit=2"))
    assert answered(grace.get(f"/audit?limit=2&cursor={first['next']}"))["items"][0]["seq"] == 3
