"""Opened again: the cap is watched once more, and each round of a stage stays on the ladder."""

from datetime import date

import pytest
from ladder_scenes import WORKING_DAYS, raised, settled, taken_up, what_is_wrong, working_day, written
from sqlalchemy import select

from escalation import commands, queries
from foundation import clock as the_clock
from foundation.database import db
from notifications.models import Outbox


@pytest.fixture
def here(unit, cast, clock):
    """Raised on Thursday 2 April 2026: its cap of 20 working days is Tuesday 5 May."""
    clock.set("2026-04-02 16:30")
    with unit():
        return raised(cast)


def closed(cast, here):
    settled(cast, here)
    commands.give_feedback(cast.sam, here, "It is held.")
    commands.answer_feedback(cast.ned, here, "yes")
    commands.confirm_copied(cast.ned, here)
    commands.close(cast.sam, here, learning="Listen.", copied_by=["csc"], no_actions_because="It was done at once.")


def cap_alarms(unit):
    """The days on which the partner was told that it is open for longer than the cap."""
    with unit(writes=False):
        rows = db.session.scalars(
            select(Outbox.sent_at)
            .where(Outbox.kind == "escalation.cap", Outbox.state == "sent")
            .order_by(Outbox.sent_at)
        )
        return sorted({the_clock.local(sent_at).date().isoformat() for sent_at in rows})


@pytest.mark.parametrize(
    ("closed_at", "opened_at", "heard_on"),
    [
        ("2026-04-10 10:00", "2026-04-14 10:00", ["2026-05-05", "2026-05-12"]),  # before its cap: the cap stands
        ("2026-04-10 10:00", "2026-05-14 10:00", ["2026-05-15", "2026-05-22"]),  # the cap passed while it was closed
        ("2026-05-06 10:00", "2026-05-07 10:00", ["2026-05-05", "2026-05-08", "2026-05-15"]),  # heard once before
    ],
)
def test_the_partners_hear_of_the_cap_after_it_was_opened_again(
    app, unit, cast, here, clock, dispatch, closed_at, opened_at, heard_on
):
    def days_pass(how_many):
        for _ in range(how_many):
            clock.set(f"{working_day(the_clock.today(), 1)} 08:30")
            dispatch()

    days_pass(WORKING_DAYS.index(date.fromisoformat(closed_at[:10])) - WORKING_DAYS.index(the_clock.today()))
    clock.set(closed_at)
    with unit():
        closed(cast, here)
    clock.set(opened_at)
    with unit():
        commands.reopen(cast.ned, here, "Nobody came.")
    days_pass(20)
    assert cap_alarms(unit) == heard_on
    assert what_is_wrong(app) == []


def test_each_round_of_a_stage_stands_on_the_ladder(unit, cast, here, client_as):
    with unit():
        taken_up(cast, here, 1, 2)
        settled(cast, here, responder=cast.judy)
        commands.reopen(cast.ned, here, "It was not held.", stage=2)
    ned = client_as("ned")

    def rung(number):
        page = ned.get(f"/escalations/{here}").text
        return page.split("cv-rung__title")[5 - number].split("cv-rung__number")[0]

    ahead, now, left = rung(3), rung(2), rung(1)
    assert "Before it was opened again" in ahead and "Settled here" in ahead
    assert "if needed, by" in ahead, "it lies before them once more"
    assert "Before it was opened again" in now and "We spoke and did not agree." in now
    assert "Mia Manager (Northshire Children&#39;s Social Care) answers" in now and "Why this date?" in now
    assert "We spoke and did not agree." in left and "if needed" not in left
    with unit():
        taken_up(cast, here, 2)
    again = rung(3)
    assert "Settled here" in again and "Judy Chair (Northshire Children&#39;s Social Care) answers" in again


def test_only_the_raiser_has_the_page_of_a_draft_and_a_raised_one_leads_to_its_ladder(unit, cast, here, client_as):
    with unit():
        draft = written(cast)
    ned, nia, sam = client_as("ned"), client_as("nia"), client_as("sam")
    assert ned.get(f"/escalations/{draft}/draft").status_code == 200
    assert ned.get(f"/escalations/{here}/draft").headers["Location"] == f"/escalations/{here}"
    for other in (nia, sam):
        assert other.get(f"/escalations/{here}/draft").status_code == 404
        assert other.post(f"/escalations/{here}/draft", data={"concern": "Mine."}).status_code == 404
    late = ned.post(f"/escalations/{here}/draft", data={"about_text": "Other words."})
    assert late.status_code == 409 and "Other words." in late.text
    with unit(writes=False):
        assert queries.escalation_for(cast.ned, here).about_text == "The referral was not accepted"
