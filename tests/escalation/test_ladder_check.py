"""`convenor check` works each ladder out again (I-7): a fault of every kind is planted, and found; and where there is none,
nothing is said."""

from datetime import date, timedelta

import pytest
from ladder_scenes import raised, settled, taken_up, what_is_wrong, working_day
from sqlalchemy import delete, insert, select, update

from escalation import commands, queries
from escalation.invariants import no_step_was_missed
from escalation.models import Escalation, EscalationStage
from foundation.database import db
from notifications.models import Outbox, Timer


@pytest.fixture
def here(unit, cast, clock, dispatch):
    """Raised before Easter and taken up to stage 2 when the first limit had passed; five weeks of silence since."""
    clock.set("2026-04-02 16:30")
    with unit():
        made = raised(cast)
    day = date(2026, 4, 3)
    while day <= date(2026, 5, 15):
        clock.set(f"{day} 08:00")
        dispatch()
        if day == date(2026, 4, 9):
            clock.set(f"{day} 11:00")
            with unit():
                taken_up(cast, made, 1)
            dispatch()
        day += timedelta(days=1)
    clock.set("2026-05-15 12:00")
    return made


def stage_id(number):
    return select(EscalationStage.public_id).where(EscalationStage.number == number).scalar_subquery()


def timer(number, kind, step):
    return (Timer.subject_id == stage_id(number)) & (Timer.kind == kind) & (Timer.step == step)


def second_row():
    row = db.session.execute(select(EscalationStage.__table__).where(EscalationStage.number == 2)).one()._asdict()
    return {**row, "id": 9999, "public_id": "a2a2a2a2", "round": 5}


def the_last_repeat():
    return select(Timer.id).where(Timer.step == "again", Timer.state == "due").scalar_subquery()


# What was done to the tables, and what the check must say of it.
FAULTS = {
    "an alarm of five weeks ago never went out": (
        lambda: update(Timer).where(timer(1, "escalation.stage_due", "-1")).values(state="due"), "2026-04-07 07:00 UTC was missed"),
    "an alarm of five weeks ago was taken out": (
        lambda: delete(Timer).where(timer(1, "escalation.stage_due", "+0")), "2026-04-08 07:00 UTC was missed"),
    "an alarm was called needless": (
        lambda: update(Timer).where(timer(2, "escalation.overdue", "+2")).values(state="moot"), "was missed"),
    "an alarm failed": (
        lambda: update(Timer).where(timer(2, "escalation.overdue", "+3")).values(state="failed"), "was missed"),
    "an alarm went to nobody": (
        lambda: update(Outbox).where(Outbox.kind == "escalation.overdue", Outbox.step == "+1", Outbox.about_id == stage_id(2)).values(kind="escalation_answered"),
        "went to nobody"),
    "nothing is armed any more": (lambda: delete(Timer).where(Timer.id == the_last_repeat()), "is not armed"),
    "a repeat was taken out": (
        lambda: delete(Timer).where(Timer.step == "again", Timer.state == "fired"), "was missed"),
    "nobody was told that a stage began": (
        lambda: update(Outbox).where(Outbox.kind == "escalation_entered", Outbox.step == "0.2").values(kind="escalation_answered"),
        "nobody was told that stage 2 began"),
    "a limit was moved": (
        lambda: update(EscalationStage).where(EscalationStage.number == 2).values(due_on=date(2026, 6, 1)),
        "its limit is 2026-04-14, and it says 2026-06-01"),
    "a limit is gone": (
        lambda: update(EscalationStage).where(EscalationStage.number == 2).values(due_on=None), "and it says None"),
    "two stages are open": (lambda: insert(EscalationStage).values(second_row()), "2 stages are open"),
    "no stage is open": (
        lambda: update(EscalationStage).where(EscalationStage.number == 2).values(ended_at=EscalationStage.entered_at),
        "0 stages are open"),
    "it stands at another stage": (lambda: update(Escalation).values(stage=3), "it stands at stage 3, and stage 2 is open"),
    "a stage is left out without a word": (
        lambda: update(EscalationStage).where(EscalationStage.number == 2).values(number=4), "stage 2, 3 was left out"),
    "the cap was not heard": (
        lambda: delete(Timer).where(Timer.kind == "escalation.cap", Timer.step == "+0"), "escalation.cap of"),
    "an alarm is armed that nothing asks for": (
        lambda: update(Timer).where(timer(1, "escalation.overdue", "+5")).values(state="due"), "without need"),
}  # fmt: skip


def test_each_fault_is_found(unit, here):
    """Each is planted, asked for, and taken back."""
    with unit() as opened:
        for fault, (plant, words) in FAULTS.items():
            db.session.execute(plant(), execution_options={"synchronize_session": False})
            said = list(no_step_was_missed())
            assert any(words in message and message.startswith("E-2026-") for message in said), (fault, said)
            opened.abandon()
        assert list(no_step_was_missed()) == []


def test_a_settled_one_with_an_open_stage_is_found(app, unit, cast, here):
    with unit():
        settled(cast, here, responder=cast.mia)
    assert what_is_wrong(app) == []
    with unit():
        db.session.execute(update(EscalationStage).where(EscalationStage.number == 2).values(ended_at=None))
    assert ["it is resolved and a stage is open" in finding.message for finding in what_is_wrong(app)] == [True]


def test_a_dispatcher_that_slept_is_found_late_and_then_no_more(app, unit, cast, clock, dispatch):
    clock.set("2026-04-02 16:30")
    with unit():
        raised(cast)
    dispatch()
    clock.set("2026-04-16 12:00")
    assert sum("was missed" in finding.message for finding in what_is_wrong(app)) >= 5
    dispatch()
    assert what_is_wrong(app) == []


def test_a_pause_a_skip_and_the_fast_track_are_no_faults(app, unit, cast, clock, dispatch):
    clock.set("2026-04-07 10:00")
    with unit():
        paused, skipped, fast = raised(cast), raised(cast), raised(cast)
        commands.pause(cast.nia, paused, until=date(2026, 4, 9), reason="Both are away.")
        commands.skip_stage(cast.nia, skipped, to_stage=3, reason="Mia is away.")
        commands.fast_track(cast.ned, fast, reason="Tonight.", consulted="Nia", child_safe_tonight=False)
    for days in range(0, 30, 3):
        clock.set(f"{date(2026, 4, 7) + timedelta(days=days)} 12:00")
        dispatch()
        if days == 15:
            with unit():
                settled(cast, skipped, responder=cast.judy)
                commands.reopen(cast.ned, skipped, "It was not held.")
            dispatch()
        assert what_is_wrong(app) == [], days
    with unit(writes=False):
        assert queries.open_stage(queries.escalation_for(cast.ned, paused)).due_on == working_day(date(2026, 4, 9), 2)
