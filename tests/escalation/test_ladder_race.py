"""Two people act on one disagreement at the same instant: one wins, the other reads why, and nothing is doubled."""

from threading import Barrier, Thread

import pytest
from ladder_scenes import NORTHSHIRE, raised, what_is_wrong
from sqlalchemy import func, select

from escalation import commands, queries
from escalation.models import EscalationStage, PolicyVersion
from foundation.database import db
from foundation.lifecycles import Refused
from foundation.unit_of_work import unit_of_work
from notifications.models import Outbox


@pytest.fixture
def at_once(app):
    """`at_once(first, second)` runs both at the same instant, each in a unit of its own; gives what each was told."""

    def run(*acts):
        start, said = Barrier(len(acts)), {}

        def one(number, act):
            with app.app_context():
                start.wait()
                try:
                    with unit_of_work():
                        act()
                    said[number] = "done"
                except Refused as refused:
                    said[number] = str(refused)

        threads = [Thread(target=one, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(said) == len(acts), "each was answered"
        return [said[number] for number in range(len(acts))]

    return run


@pytest.fixture
def here(unit, cast, clock):
    clock.set("2026-04-02 16:30")
    with unit():
        return raised(cast)


def rows(unit, here):
    with unit(writes=False):
        stages = select(EscalationStage).order_by(EscalationStage.id)
        return [(stage.number, stage.result) for stage in db.session.scalars(stages)]


def test_escalated_and_resolved_at_the_same_instant(app, unit, cast, here, at_once):
    """Sam has agreed already: Ned's word would settle it, while his manager takes it up."""
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="A discussion is held.", rationale="New facts.")
    up, agreed = at_once(
        lambda: commands.escalate(cast.nia, here, what_was_tried="Two talks.", from_stage=1),
        lambda: commands.resolve(cast.ned, here, outcome="changed"),
    )
    with unit(writes=False):
        made = queries.escalation_for(cast.erin, here)
        state, stage = made.state, made.stage
    if state == "resolved":
        assert agreed == "done" and "that is resolved cannot be moved" in up
        assert rows(unit, here) == [(1, "resolved")]
    else:
        # Taken up first: what Sam agreed to binds nobody at stage 2, and Ned's word waits for Mia's.
        assert (state, stage, up, agreed) == ("open", 2, "done", "done")
        assert rows(unit, here) == [(1, "taken_up"), (2, "")]
    assert what_is_wrong(app) == []


def test_two_take_it_up_at_the_same_instant(app, unit, cast, here, at_once, dispatch):
    said = at_once(
        lambda: commands.escalate(cast.ned, here, what_was_tried="Two talks.", from_stage=1),
        lambda: commands.escalate(cast.nia, here, what_was_tried="We spoke.", from_stage=1),
    )
    assert sorted(said, key=len)[0] == "done"
    assert "It has left stage 1 already and stands at stage 2." in max(said, key=len)
    assert rows(unit, here) == [(1, "taken_up"), (2, "")]
    dispatch()
    with unit(writes=False):
        entered = select(Outbox.recipient_id, func.count()).where(
            Outbox.kind == "escalation_entered", Outbox.step == "0.2"
        )
        assert {count for _, count in db.session.execute(entered.group_by(Outbox.recipient_id))} == {1}
    assert what_is_wrong(app) == []


def test_both_sides_agree_at_the_same_instant(app, unit, cast, here, at_once):
    words = dict(agreed_statement="A discussion is held.", rationale="New facts.", outcome="changed")
    assert at_once(
        lambda: commands.resolve(cast.ned, here, **words), lambda: commands.resolve(cast.sam, here, **words)
    ) == ["done", "done"]
    with unit(writes=False):
        made = queries.escalation_for(cast.ned, here)
        assert (made.state, made.resolved_at is None) == ("resolved", False)
    assert rows(unit, here) == [(1, "resolved")]
    assert what_is_wrong(app) == []


def test_two_open_it_again_at_the_same_instant(app, unit, cast, here, at_once):
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="Held.", rationale="New facts.")
        commands.resolve(cast.ned, here, outcome="changed")
    said = at_once(
        lambda: commands.reopen(cast.ned, here, "It was not held."),
        lambda: commands.reopen(cast.nia, here, "Nobody came."),
    )
    assert "done" in said and any("that is open cannot be moved" in words for words in said)
    assert rows(unit, here) == [(1, "resolved"), (2, "")]
    assert what_is_wrong(app) == []


def test_two_save_a_policy_at_the_same_instant(app, unit, cast, at_once):
    """The second reads that there is a newer one, with its number, and can save again over it."""
    said = at_once(*(lambda: commands.adopt_policy(cast.erin, **NORTHSHIRE) for _ in range(2)))
    assert sorted(said, key=len)[0] == "done" and "Version 1 was added while you were working" in max(said, key=len)
    with unit():
        assert commands.adopt_policy(cast.erin, **NORTHSHIRE, seen=1).number == 2
    with unit(writes=False):
        assert db.session.scalar(select(func.count()).select_from(PolicyVersion)) == 2
    assert what_is_wrong(app) == []
