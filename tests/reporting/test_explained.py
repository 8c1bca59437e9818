"""What was explained to a child of each decision: how and when, or that nobody has yet."""

import pytest
from room_scenes import an_invited_meeting
from sqlalchemy import select

from children.models import Explanation
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings import queries
from meetings.models import Decision


@pytest.fixture
def decided(cast, unit):
    """A decision for the child, of a meeting that is concluded: the child's id and the decision's."""
    with unit():
        here, (child, *_) = an_invited_meeting(cast)
        meeting = queries.meeting_for(cast.mia, here)
        meeting.state = "concluded"
        decision = Decision(
            public_id=new_public_id(), meeting_id=meeting.id, child_id=meeting.children[0].id, decision="s47_joint",
            rationale="Alone at night.", decided_by_id=cast.mia.id, decided_at=the_clock.now(), quorum={}, version=0,
        )  # fmt: skip
        db.session.add(decision)
        return child, decision.public_id


def test_a_decision_waits_until_somebody_explains_it_to_the_child(decided, client_as, unit):
    child, decision = decided
    sam, here = client_as("sam"), f"/children/{child}/explanations"
    assert "Nobody has explained it yet" in sam.get(here).text
    wrong = sam.post(here, data={"decision": decision, "explained": "yes", "how": " ", "child_said": "Why?"})
    assert wrong.status_code == 422 and "Why?" in wrong.text and "Say how it was explained" in wrong.text
    given = {"decision": decision, "explained": "yes", "how": "With the three houses.", "child_said": "Do I stay here?"}
    assert sam.post(here, data=given).status_code == 303
    page = sam.get(here).text
    assert "Nobody has explained it yet" not in page
    for words in ("With the three houses.", "Do I stay here?", "Thursday 26 February 2026, Sam Worker"):
        assert words in page
    with unit(writes=False):
        assert db.session.scalars(select(Explanation.about_id)).all() == [decision]
    assert client_as("carol").get(here).status_code == 404


def test_why_it_was_not_explained_and_what_was_decided_elsewhere_stand_there_too(decided, client_as):
    child, _ = decided
    sam, here = client_as("sam"), f"/children/{child}/explanations"
    assert sam.post(here, data={"explained": "no", "how": "He is two."}).status_code == 422
    assert sam.post(here, data={"explained": "no", "how": "He is two.", "about": "The new school"}).status_code == 303
    page = sam.get(here).text
    assert "The new school" in page and "Not explained" in page and "Nobody has explained it yet" in page
    nonsense = {"decision": "nonsense", "explained": "yes", "how": "So."}
    assert sam.post(here, data=nonsense).status_code == 422


def test_programs_name_the_decision_by_its_id(decided, api_as):
    child, decision = decided
    sam = api_as("sam")
    made = sam.post(f"/children/{child}/explanations", {"decision": decision, "explained": True, "how": "In pictures."})
    assert made.status_code == 201 and made.json["decision"] == decision and "M-2026-" in made.json["about"]
