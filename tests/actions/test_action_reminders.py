"""Reminders at −5, −1, 0, +1, +3 and +5 working days, rising from the owner to the coordinator, each exactly once."""

from datetime import date
from typing import Any

import pytest

from actions import commands
from foundation.database import db
from notifications.models import Outbox, Timer
from people import commands as people_commands


def about(mails: list[tuple[str, str]]) -> list[str]:
    return sorted(who for who, title in mails if "action " in title or "reminders" in title)


def test_reminders_rise_over_the_easter_holidays(set_by_judy: Any, sent: Any, clock: Any) -> None:
    """Due on Thursday 2 April 2026; Good Friday and Easter Monday lie between it and the first working day after."""
    set_by_judy(due_on=date(2026, 4, 2))
    sent()
    told = {}
    for day in (
        "03-25",
        "03-26",
        "03-27",
        "04-01",
        "04-02",
        "04-03",
        "04-06",
        "04-07",
        "04-08",
        "04-09",
        "04-13",
        "04-14",
    ):
        clock.set(f"2026-{day} 07:59")
        assert about(sent()) == []
        clock.set(f"2026-{day} 08:00")
        told[day] = about(sent())
        assert about(sent()) == []
    assert {day: who for day, who in told.items() if who} == {
        "03-26": ["ned"],  # five working days before
        "04-01": ["ned"],
        "04-02": ["ned"],
        "04-07": ["ned", "nia"],  # Tuesday, the first working day after the holidays
        "04-09": ["ned", "nia", "sam"],
        "04-13": ["erin", "ned", "nia", "sam"],
    }


def test_a_dispatcher_that_slept_says_everything_once(
    set_by_judy: Any, dispatch: Any, mailbox: Any, unit: Any, cast: Any, clock: Any
) -> None:
    set_by_judy(due_on=date(2026, 4, 2))
    dispatch()
    clock.set("2026-04-20 09:00")
    dispatch()
    dispatch()
    with unit(writes=False):
        rows = db.session.execute(
            db.select(Outbox.recipient_id, Outbox.details).where(Outbox.kind == "action.due")
        ).all()
        said = [(recipient, details["offset"]) for recipient, details in rows]
    assert len(said) == len(set(said)) == 6 + 3 + 2 + 1


@pytest.mark.parametrize("end", ["done", "cancelled", "declined"])
def test_what_is_over_is_reminded_no_more(
    unit: Any, cast: Any, set_by_judy: Any, sent: Any, clock: Any, end: str
) -> None:
    action = set_by_judy(due_on=date(2026, 3, 10))
    with unit():
        if end == "done":
            commands.claim_done(cast.ned, action, evidence="Note", effect_for_child="No change")
            commands.confirm_done(cast.judy, action)
        elif end == "cancelled":
            commands.cancel(cast.judy, action, reason="Moved away.")
        else:
            commands.decline(cast.ned, action, reason="Not mine.")
        due = db.session.scalar(
            db.select(db.func.count()).select_from(Timer).where(Timer.kind == "action.due", Timer.state == "due")
        )
        assert due == 0
    sent()
    clock.set("2026-03-20 09:00")
    assert about(sent()) == []


def test_more_time_builds_the_schedule_anew(unit: Any, cast: Any, set_by_judy: Any, sent: Any, clock: Any) -> None:
    action = set_by_judy(due_on=date(2026, 3, 10))
    with unit():
        commands.extend(cast.ned, action, due_on=date(2026, 3, 24), reason="Ill.")
    sent()
    clock.set("2026-03-16 12:00")
    assert about(sent()) == []
    clock.set("2026-03-17 08:00")
    assert about(sent()) == ["ned"]


def test_a_claim_silences_the_owner_and_wakes_the_checker(
    unit: Any, cast: Any, set_by_judy: Any, dispatch: Any, mailbox: Any, clock: Any
) -> None:
    """Claiming is no way to be forgotten: the lead and the coordinator still hear that it is late."""
    with unit():
        judy = cast.judy.id
    action = set_by_judy(due_on=date(2026, 3, 10))
    with unit():
        commands.claim_done(cast.ned, action, evidence="Note", effect_for_child="No change")
    clock.set("2026-03-18 09:00")
    dispatch()
    with unit(writes=False):
        rows = db.session.execute(
            db.select(Outbox.kind, Outbox.recipient_id).where(Outbox.kind.in_(("action.due", "action.evidence")))
        ).all()
        sam, erin = cast.sam.id, cast.erin.id
    assert {row.recipient_id for row in rows if row.kind == "action.due"} == {sam, erin}
    assert {row.recipient_id for row in rows if row.kind == "action.evidence"} == {sam, judy}


def test_a_planned_leaving_date_is_announced_while_actions_are_open(
    unit: Any, cast: Any, set_by_judy: Any, sent: Any, clock: Any
) -> None:
    set_by_judy(due_on=date(2026, 4, 30))
    with unit():
        commands.plan_leaving(cast.nia, cast.ned, date(2026, 3, 13))
    sent()
    clock.set("2026-03-06 08:00")
    assert sent() == [(who, "1 open action to be handed over") for who in ("erin", "nia")]
    with unit():
        people_commands.leave(None, cast.ned, cast.nia)
    sent()
    clock.set("2026-03-13 09:00")
    assert [title for _, title in sent() if "handed over" in title] == []


def test_mail_names_no_child_and_no_fact(set_by_judy: Any, dispatch: Any, mailbox: Any, clock: Any) -> None:
    set_by_judy(owner="gil", due_on=date(2026, 3, 10))
    clock.set("2026-03-20 09:00")
    dispatch()
    mails = mailbox.all()
    assert mails
    for mail in mails:
        whole = f"{mail.title}{mail.text}{mail.html}"
        assert "Poppy" not in whole and "Canary" not in whole and "See the child" not in whole
        assert mail.text.startswith("OFFICIAL-SENSITIVE")
