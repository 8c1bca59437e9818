"""R-02: a command that is stopped at any of its statements leaves the database as it was."""

from datetime import date

import pytest
from room_scenes import an_invited_meeting, begin, london, ready_to_conclude

from actions import commands as actions
from meetings import commands


@pytest.fixture
def meeting(unit, cast):
    with unit():
        return an_invited_meeting(cast)


@pytest.fixture
def ready(meeting, unit, cast, clock):
    here, ids = meeting
    clock.set("2026-02-27 14:02")
    with unit():
        begin(cast, here, "mia", "nia", "pip")
        ready_to_conclude(cast, here, ids)
    return here


def test_R02_moving_a_meeting_is_whole_or_not_at_all(meeting, cast, sweep):
    here, _ = meeting
    moved = {"starts_at": london("2026-02-27 15:00"), "minutes_long": 60, "reason": "The room is taken."}
    assert sweep(lambda: commands.change(cast.sam, here, **moved)) > 10


def test_R02_concluding_a_meeting_is_whole_or_not_at_all(ready, cast, sweep):
    assert sweep(lambda: commands.conclude(cast.mia, ready, analysis="It cannot be ruled out.")) > 20


def test_R02_setting_an_action_is_whole_or_not_at_all(meeting, cast, sweep):
    _, ids = meeting

    def set_one():
        actions.set_action(
            cast.sam,
            text="See the child alone at school",
            outcome_wanted="She can speak freely.",
            owner=cast.tia,
            due_on=date(2026, 3, 4),
            child_ids=ids,
        )

    assert sweep(set_one) > 5
