"""Moments to come: planned once, asked again when they come, told to whoever it concerns then."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from foundation.clock import LONDON
from foundation.database import db
from notifications import queries
from notifications.commands import drop, plan, plan_reminders, tell
from notifications.models import Outbox, Timer
from people import commands as people_commands


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_planning_twice_leaves_one_timer(unit, cast, subject):
    for _ in range(2):
        with unit():
            plan("letter.due", subject, london("2026-03-05 08:00"), step="-1")
    with unit():
        assert len(queries.planned(subject)) == 1


def test_a_reminder_is_planned_in_working_days_at_eight_in_the_morning(unit, cast, subject):
    with unit():
        plan_reminders("action.due", subject, date(2026, 3, 9))  # a Monday
    with unit():
        planned = [(timer.step, timer.planned_for) for timer in queries.planned(subject)]
    assert planned == [
        ("-5", london("2026-03-02 08:00")),
        ("-1", london("2026-03-06 08:00")),
        ("+0", london("2026-03-09 08:00")),
        ("+1", london("2026-03-10 08:00")),
        ("+3", london("2026-03-12 08:00")),
        ("+5", london("2026-03-16 08:00")),
    ]


def test_offsets_that_are_past_are_left_out(unit, cast, subject):
    with unit():
        plan_reminders("action.due", subject, date(2026, 3, 2))  # five working days before is a week ago
    with unit():
        assert [timer.step for timer in queries.planned(subject)] == ["-1", "+0", "+1", "+3", "+5"]


def test_a_due_day_that_is_closed_moves_its_reminder_to_the_next_working_day(unit, cast, subject):
    with unit():
        plan_reminders("action.due", subject, date(2026, 4, 3))  # Good Friday
    with unit():
        on_the_day = next(timer for timer in queries.planned(subject) if timer.offset == 0)
    assert on_the_day.planned_for == london("2026-04-07 08:00")


def test_hours_are_counted_as_they_pass(unit, cast, subject):
    with unit():
        plan_reminders(
            "escalation.stage_due_hours", subject, london("2026-03-29 06:00")
        )  # the clocks went forward at one
    with unit():
        first = queries.planned(subject)[0]
    assert first.planned_for == london("2026-03-28 21:00")


def test_what_is_dropped_is_not_told_and_what_is_planned_again_is(unit, cast, subject, clock, room, dispatch, mailbox):
    with unit():
        room.told = [cast.sam.id]
        plan("letter.due", subject, london("2026-03-05 08:00"))
        drop(subject, "letter.due", because="postponed")
    clock.set("2026-03-05 08:00")
    dispatch()
    assert mailbox.all() == [] and room.fired == []
    with unit():
        assert db.session.scalars(select(Timer)).one().reason == "postponed"
        plan("letter.due", subject, london("2026-03-05 08:00"))
    dispatch()
    assert len(mailbox.all()) == 1


def test_an_answer_that_came_in_time_silences_the_reminder(unit, cast, subject, clock, room, dispatch, mailbox):
    with unit():
        room.told = [cast.sam.id]
        plan("letter.due", subject, london("2026-03-05 08:00"))
    room.moot = "replied"
    clock.set("2026-03-05 09:00")
    assert dispatch().moot == 1
    assert mailbox.all() == []
    with unit():
        assert db.session.scalars(select(Timer)).one().reason == "replied"


def test_a_timer_fires_once_though_the_run_is_repeated(unit, cast, subject, clock, room, dispatch, mailbox):
    with unit():
        room.told = [cast.sam.id, cast.mia.id]
        plan("letter.due", subject, london("2026-03-05 08:00"))
    clock.set("2026-03-05 08:00")
    assert dispatch().fired == 1
    assert dispatch().fired == 0
    assert len(mailbox.all()) == 2


def test_somebody_who_is_away_is_reminded_together_with_their_deputy(
    unit, cast, subject, clock, room, dispatch, mailbox
):
    with unit():
        people_commands.plan_absence(cast.mia, cast.sam, date(2026, 3, 4), date(2026, 3, 6), cast.judy)
        room.told = [cast.sam.id]
        plan("letter.due", subject, london("2026-03-05 08:00"))
    clock.set("2026-03-05 08:00")
    dispatch()
    assert len(mailbox.to("sam.worker@social.example.uk")) == 1
    (stood_in,) = mailbox.to("judy.chair@social.example.uk")
    assert "you stand in for Sam Worker" in stood_in.text and "you stand in for Sam Worker" in stood_in.html


def test_a_repeating_reminder_comes_again_until_it_is_moot(unit, cast, subject, clock, room, dispatch, mailbox):
    with unit():
        room.told = [cast.mia.id]
        plan_reminders("lead.gap", subject, date(2026, 2, 26))
    dispatch()  # at once
    for day in ("2026-02-27", "2026-03-02", "2026-03-03", "2026-03-04"):
        clock.set(f"{day} 08:00")
        dispatch()
    assert len(mailbox.all()) == 5
    room.moot = "a lead is active"
    clock.set("2026-03-05 08:00")
    dispatch()
    clock.set("2026-03-06 08:00")
    dispatch()
    assert len(mailbox.all()) == 5
    with unit():
        assert queries.planned(subject) == []


def test_a_room_that_stumbles_holds_nobody_else_up(unit, cast, subject, clock, room, dispatch, mailbox):
    from dataclasses import replace

    with unit():
        room.told = [cast.sam.id]
        room.stumbles = {subject.public_id}
        plan("letter.due", subject, london("2026-03-05 08:00"))
        plan("letter.due", replace(subject, public_id="t" * 20), london("2026-03-05 08:01"))
    clock.set("2026-03-05 08:05")
    counts = dispatch()
    assert (counts.failed, counts.fired, counts.sent) == (1, 1, 1)
    for minutes in (10, 20, 30):
        clock.set(f"2026-03-05 08:{minutes}")
        dispatch()
    with unit():
        stumbled = db.session.scalar(select(Timer).where(Timer.subject_id == subject.public_id))
        assert (stumbled.state, stumbled.tries) == ("failed", 3)
        assert "RuntimeError" in stumbled.reason


def test_reminders_for_one_person_that_come_due_together_are_one_mail(
    unit, cast, subject, clock, room, dispatch, mailbox
):
    from dataclasses import replace

    with unit():
        room.told = [cast.sam.id]
        for number in range(40):
            plan("letter.due", replace(subject, public_id=f"letter-{number}"), london(f"2026-02-27 08:{number:02}"))
    clock.set("2026-03-02 16:00")  # the machine stood still from Friday to Monday
    counts = dispatch()
    assert (counts.fired, counts.folded, counts.sent) == (40, 40, 1)
    (digest,) = mailbox.all()
    assert digest.title == "40 reminders" and digest.text.startswith("OFFICIAL-SENSITIVE")
    with unit():
        folded = db.session.scalars(select(Outbox).where(Outbox.folded_into_id.is_not(None))).all()
        assert {row.state for row in folded} == {"moot"} and len(folded) == 40


def test_a_cancellation_goes_out_though_everything_about_it_is_dropped(unit, cast, subject, room, dispatch, mailbox):
    with unit():
        tell(cast.sam.id, "letter_invitation", subject)
        tell(cast.sam.id, "letter_cancelled", subject)
        drop(subject, because="cancelled")
    dispatch()
    with unit():
        assert [(row.kind, row.state) for row in queries.delivery_of(subject)] == [
            ("letter_invitation", "moot"),
            ("letter_cancelled", "sent"),
        ]


def test_telling_a_kind_that_nobody_composes_is_refused_at_once(unit, cast, subject):
    with pytest.raises(LookupError, match="composes"), unit():
        tell(cast.sam.id, "no_such_kind", subject)
