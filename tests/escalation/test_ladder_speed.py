"""A handful of queries for the list and for the page, however many disagreements, stages and words there are."""

import pytest
from ladder_scenes import raised, taken_up, written
from sqlalchemy import insert, select

from escalation import commands, queries
from escalation.models import Escalation, EscalationChild, EscalationStage
from foundation.database import db

MOST_ON_A_PAGE = 15


@pytest.fixture
def asked(client_as, count_queries):
    """`asked(who, path)`: how many statements the answer took, the session's and the audit entry's among them."""
    signed_in = {}

    def counted(who, path):
        client = signed_in.setdefault(who, client_as(who))
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    return counted


def copies(unit, here, upto):
    """As many more like it as make `upto` altogether, as the tables have them."""
    with unit():
        model = db.session.execute(select(Escalation.__table__).where(Escalation.public_id == here)).one()._asdict()
        stage = (
            db.session.execute(select(EscalationStage.__table__).where(EscalationStage.escalation_id == model["id"]))
            .one()
            ._asdict()
        )
        child = db.session.scalar(select(EscalationChild.child_id))
        numbers = range(db.session.query(Escalation).count() + 1, upto + 1)
        rows = [{**model, "id": 5000 + n, "public_id": f"e{n}", "reference": f"E-2026-{5000 + n}"} for n in numbers]
        db.session.execute(insert(Escalation.__table__), rows)
        db.session.execute(
            insert(EscalationStage.__table__),
            [{**stage, "id": 5000 + n, "public_id": f"s{n}", "escalation_id": 5000 + n} for n in numbers],
        )
        db.session.execute(
            insert(EscalationChild.__table__), [{"escalation_id": 5000 + n, "child_id": child} for n in numbers]
        )


def test_the_list_asks_as_much_for_ten_as_for_a_thousand(unit, cast, clock, api_as, asked, count_queries):
    with unit():
        here = raised(cast)
    program = api_as("ned")

    def measured():
        with count_queries() as statements:
            assert program.get("/escalations?limit=200").status_code == 200
        return asked("ned", "/escalations"), asked("erin", "/escalations"), len(statements)

    copies(unit, here, 10)
    ten = measured()
    copies(unit, here, 1000)
    assert measured() == ten
    assert max(ten) <= MOST_ON_A_PAGE


def test_the_page_asks_as_much_at_the_last_stage_as_at_the_first(unit, cast, clock, api_as, asked, count_queries):
    with unit():
        here = raised(cast)
    page, program = f"/escalations/{here}", api_as("ned")

    def measured():
        with count_queries() as statements:
            assert program.get(page).status_code == 200
        return [asked(who, page) for who in ("ned", "erin")] + [len(statements)]

    first = measured()
    assert max(first) <= MOST_ON_A_PAGE
    with unit():
        taken_up(cast, here, 1, 2, 3)
    last = measured()
    assert max(last) <= MOST_ON_A_PAGE
    assert [more - before for before, more in zip(first, last, strict=True)] == [1, 1, 1], (
        "the senior stage has a meeting"
    )
    with unit():
        for number in range(30):
            commands.respond(cast.ned, here, kind="fact", text=f"This was said, {number}.")
    assert measured() == last


def test_every_form_of_a_move_and_the_draft_stay_within_it_too(unit, cast, clock, asked):
    with unit():
        here, draft = raised(cast), written(cast)
    for event in ("escalate", "respond", "resolve", "skip_stage", "fast_track", "withdraw"):
        assert asked("ned", f"/escalations/{here}/{event}") <= MOST_ON_A_PAGE, event
    assert asked("ned", f"/escalations/{draft}") <= MOST_ON_A_PAGE
    assert asked("ned", "/escalations/raise") <= MOST_ON_A_PAGE
    assert asked("ned", "/search?q=E-2026") <= MOST_ON_A_PAGE


def test_a_long_line_of_managers_is_one_query(unit, cast, clock, count_queries):
    from people import commands as people_commands

    with unit():
        here = raised(cast)
        above = None
        for number in range(12):
            above = people_commands.add_person(
                None, email=f"line{number}@social.example.uk", name=f"Line {number}", agency=cast.sam.agency,
                role="manager", seniority="manager", discipline="social_work", manager=above,
            )  # fmt: skip
    with unit(writes=False):
        made = queries.escalation_for(cast.ned, here)
        with count_queries() as statements:
            queries.counterpart(made, 2)
        assert len(statements) <= 8
