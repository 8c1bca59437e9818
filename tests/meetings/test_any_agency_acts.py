"""Whoever works with a child, in whatever agency, calls the others together and challenges them (principle 9.2)."""

import pytest
from meeting_scenes import answered, asked_for
from scenes import a_child, involved


@pytest.mark.parametrize("who", ["tia", "ned", "pip"])
def test_school_health_and_police_propose_a_meeting_and_raise_a_disagreement(who, unit, cast, api_as):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, getattr(cast, who))
        child_id, sam = child.public_id, cast.sam.public_id
    theirs = api_as(who)
    assert asked_for(theirs, [child_id])["state"] == "proposed"
    draft = answered(theirs.post("/escalations", {
        "children": [child_id], "about": {"kind": "referral", "id": None, "text": "Not accepted"}, "theme": "thresholds",
        "concern": "A bruise.", "outcome_sought": "A discussion.", "effect_on_child": "Hurt again.", "decision_maker": sam,
        "against_agency": "csc", "immediate_risk": False,
    }), 201)  # fmt: skip
    assert answered(theirs.post(f"/escalations/{draft['id']}/events", {"event": "raise"}))["stage"] == 1
