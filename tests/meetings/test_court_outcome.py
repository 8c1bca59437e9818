"""An unexpected outcome in court: a meeting for the child and every brother and sister in one step, each looked at alone."""

import re
from datetime import date
from typing import Any

import pytest
from scenes import a_child, involved
from sqlalchemy import func, select

from children import commands as children
from children import queries as child_queries
from children.models import Child
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings import commands, queries
from meetings.models import CourtOutcome, InterpreterBooking, Meeting, NoPart, OutcomeReview
from notifications.models import Outbox
from people.visibility import visible_to

GIVEN = {
    "decided_on-day": "26", "decided_on-month": "2", "decided_on-year": "2026", "outcome": "returned",
    "order_made": "Both go home today.", "unexpected": "yes", "expected": "A care order.",
}  # fmt: skip


@pytest.fixture
def family(unit: Any, cast: Any) -> dict[str, str]:
    """A girl; her brother, who has moved; an unborn child; and a half-brother elsewhere whom Carol alone works with. The
    half-brother was removed in 2019."""
    with unit():
        girl = a_child(cast.sam, address="1 Example Street")
        boy = a_child(cast.sam, "Noah Example", sibling=girl, same_household=False, address="9 Far Street")
        unborn = a_child(cast.sam, "Unborn Example", expected_date_of_birth=date(2026, 5, 1), sibling=girl)
        half = a_child(cast.carol, "KX-HALF Example", sibling=girl, relation="half_sibling", same_household=False)
        involved(cast.sam, [girl, boy, unborn], cast.mia, cast.nia)
        commands.record_court_outcome(
            cast.carol, half, decided_on=date(2019, 6, 3), outcome="removed", order_made="KX-ORDER", unexpected=False
        )
        commands.record_court_outcome(
            cast.sam,
            boy,
            decided_on=date(2019, 6, 3),
            outcome="removed",
            order_made="Care of the father.",
            unexpected=False,
        )
        children.nominate(cast.mia, girl, cast.sam, interim=True)
        return {"girl": girl.public_id, "boy": boy.public_id, "unborn": unborn.public_id, "half": half.public_id}


def reviews(unit: Any) -> dict[str, bool]:
    with unit(writes=False):
        rows = db.session.query(Child.name, OutcomeReview.closed_at).join(
            OutcomeReview, OutcomeReview.child_id == Child.id
        )
        return {name.partition(" ")[0]: closed is not None for name, closed in rows}


def test_one_step_proposes_the_meeting_for_everybody_and_a_look_at_each(family, unit, cast, client_as):
    sam = client_as("sam")
    answer = sam.post(f"/children/{family['girl']}/court-outcomes", data=GIVEN)
    assert answer.status_code == 303, answer.text
    page = sam.get(answer.location).text
    assert "Child removed 2019" in page and "Care of the father." in page and "Expected: A care order." in page
    assert "A child who is not named here" in page and "KX-" not in page
    assert reviews(unit) == {"Freya": False, "Noah": False, "Unborn": False, "KX-HALF": False}
    with unit(writes=False):
        meeting = queries.meeting_for(cast.sam, answer.location.split("/")[2])
        assert meeting.type == "court_outcome" and meeting.state == "proposed" and len(meeting.children) == 4
        due = next(one for one in queries.sheet_of(cast.sam, meeting).dues if one.rule == "court_outcome.hold_by")
        assert due.due_on == date(2026, 3, 3)
        told = {row.recipient_id for row in db.session.query(Outbox).filter(Outbox.kind == "court_review_asked")}
        assert cast.sam.id in told
    assert "KX-" not in client_as("nia").get(f"/meetings/{answer.location.split('/')[2]}").text


def test_what_was_expected_starts_nothing(family, unit, client_as):
    sam = client_as("sam")
    assert sam.post(f"/children/{family['girl']}/court-outcomes", data={**GIVEN, "expected": ""}).status_code == 422
    answer = sam.post(f"/children/{family['girl']}/court-outcomes", data={**GIVEN, "unexpected": "no"})
    assert answer.status_code == 303 and reviews(unit) == {}


def test_each_look_closes_for_one_child_alone_and_with_a_reason(family, unit, cast, client_as):
    sam = client_as("sam")
    sam.post(f"/children/{family['girl']}/court-outcomes", data=GIVEN)
    assert "look at this child" in sam.get("/").text
    page = sam.get(f"/children/{family['boy']}/court-outcomes").text
    way = re.search(r'action="(/children/\w+/outcome-reviews/\w+)"', page)[1]
    assert sam.post(way, data={"view": " "}).status_code == 422
    assert sam.post(way, data={"view": "He is with his father, who knows."}).status_code == 303
    assert reviews(unit) == {"Freya": False, "Noah": True, "Unborn": False, "KX-HALF": False}
    assert "He is with his father" in sam.get(f"/children/{family['boy']}/court-outcomes").text
    assert client_as("carol").post(way, data={"view": "Mine."}).status_code == 404


def test_a_child_born_later_is_looked_at_too(family, unit, cast, client_as):
    client_as("sam").post(f"/children/{family['girl']}/court-outcomes", data=GIVEN)
    with unit():
        a_child(cast.sam, "Later Example", sibling=child_queries.child(cast.sam, family["boy"]))
    assert reviews(unit)["Later"] is False


def test_it_cannot_be_scheduled_with_a_sibling_left_out(family, unit, cast, clock, client_as):
    answer = client_as("sam").post(f"/children/{family['girl']}/court-outcomes", data=GIVEN)
    here = answer.location.split("/")[2]
    with unit():
        a_child(cast.sam, "Later Example", sibling=child_queries.child(cast.sam, family["girl"]))
    with unit(writes=False):
        moves = queries.moves_of(cast.sam, queries.sheet_of(cast.sam, queries.meeting_for(cast.sam, here)))
        assert "every_sibling_is_listed" in [
            one.rule for event, why in moves.blocked if event == "schedule" for one in why
        ]


def test_who_sees_a_courts_decision_and_who_interprets(family, unit, cast, client_as):
    client_as("sam").post(f"/children/{family['girl']}/court-outcomes", data=GIVEN)
    with unit():
        meeting = db.session.scalars(select(Meeting)).one()
        commands.book_interpreter(
            cast.sam, meeting.public_id, language="Polish", for_whom="the mother", name="Ewa Nowak", who="agency",
            from_where="Lingua",
        )  # fmt: skip
        db.session.add(
            NoPart(
                public_id=new_public_id(), meeting_id=meeting.id, agency_id=cast.nia.agency_id, because="x",
                said_by_id=cast.sam.id, said_at=meeting.asked_at,
            )
        )  # fmt: skip
        db.session.flush()
        for model, seen in ((CourtOutcome, (2, 2, 1, 0)), (OutcomeReview, (3, 3, 1, 0)), (InterpreterBooking, (1, 1, 1, 0)),
                            (NoPart, (1, 1, 1, 0))):  # fmt: skip
            rows = [
                db.session.scalar(select(func.count()).select_from(model).where(visible_to(person, model)))
                for person in (cast.sam, cast.nia, cast.carol, cast.frank)
            ]
            assert tuple(rows) == seen, model
