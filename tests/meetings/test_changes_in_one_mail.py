"""What a lead professional edits in one go reaches each calendar as one change, and what comes to nothing not at all."""

from typing import Any

import pytest
from meeting_scenes import entry_of, replied

from foundation.database import db
from meetings import commands, queries
from meetings.commands.calendars import listed
from meetings.models import Answer
from notifications.dispatch import run_once

NIA = "nia.manager@nhs.example.uk"


@pytest.fixture
def changed(unit: Any, cast: Any) -> Any:
    """`changed(here, place=…)`: what Sam changes; gives how many are told."""

    def made(here: str, **given: Any) -> int:
        with unit():
            return commands.change(cast.sam, here, reason="More people come.", **given)[1]

    return made


@pytest.fixture
def stands(unit: Any, cast: Any) -> Any:
    """`stands(here)["Nia Nurse-Manager"]`: the answer, and the numbers that keep a calendar right."""

    def read(here: str) -> dict[str, tuple[str, int | None, int]]:
        with unit(writes=False):
            found = listed(queries.meeting_for(cast.sam, here))
            return {one.person.name: (one.response, one.last_sequence, one.min_sequence) for one in found}

    return read


def test_three_edits_in_two_minutes_are_one_mail(
    invited: Any, changed: Any, dispatch: Any, mailbox: Any, clock: Any
) -> None:
    here = invited()
    dispatch()
    clock.set("2026-02-26 16:50")
    assert changed(here, place="Room 3") == 4
    clock.set("2026-02-26 16:51")
    assert changed(here, place="Room 4") == 4
    dispatch()
    assert len(mailbox.to(NIA)) == 1, "nothing goes out before the two minutes are over"
    clock.set("2026-02-26 16:51:30")
    assert changed(here, place="Room 5") == 4
    clock.set("2026-02-26 16:52")
    dispatch()
    first, update = mailbox.to(NIA)
    (_, before), (_, event) = entry_of(first.raw), entry_of(update.raw)
    assert update.title.startswith("Updated: ") and str(event["LOCATION"]) == "Room 5"
    assert event["UID"] == before["UID"] and event["CREATED"].dt == before["CREATED"].dt
    assert int(event["SEQUENCE"]) > int(before["SEQUENCE"]) == 0
    assert event["DTSTAMP"].dt > before["DTSTAMP"].dt and event["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    clock.set("2026-02-26 17:30")
    dispatch()
    assert len(mailbox.to(NIA)) == 2


def test_who_changes_it_back_tells_nobody_and_the_answers_count_again(
    invited: Any, changed: Any, stands: Any, dispatch: Any, mailbox: Any, mail_in: Any, clock: Any, unit: Any
) -> None:
    here = invited()
    dispatch()
    assert mail_in(replied(mailbox.to(NIA)[0].raw, "ACCEPTED", "I bring the file.")) == "applied"
    clock.set("2026-02-26 16:50")
    changed(here, place="Room 3")
    assert stands(here)["Nia Nurse-Manager"] == ("no_reply", 1, 1)
    clock.set("2026-02-26 16:51")
    assert changed(here, place="Room 2") == 0
    assert stands(here)["Nia Nurse-Manager"] == ("accepted", 0, 0)
    clock.set("2026-02-26 17:30")
    dispatch()
    assert len(mailbox.to(NIA)) == 1
    with unit(writes=False):
        outcomes = db.session.scalars(db.select(Answer.outcome).order_by(Answer.id)).all()
        assert outcomes == ["applied", "reset", "restored"]
    assert mail_in(replied(mailbox.to(NIA)[0].raw, "DECLINED").replace(b"164000Z", b"170000Z")) == "applied"


def test_what_is_changed_before_the_invitation_went_out_stands_in_the_invitation(
    invited: Any, changed: Any, dispatch: Any, mailbox: Any
) -> None:
    here = invited()
    changed(here, place="Room 3")
    dispatch()
    (only,) = mailbox.to(NIA)
    assert not only.title.startswith("Updated") and str(entry_of(only.raw)[1]["LOCATION"]) == "Room 3"


def test_shortly_before_the_start_nobody_waits(
    invited: Any, changed: Any, dispatch: Any, mailbox: Any, clock: Any
) -> None:
    here = invited()
    dispatch()
    clock.set("2026-02-27 13:00")
    changed(here, place="Room 3")
    dispatch()
    assert mailbox.to(NIA)[-1].title.startswith("Updated: ")


def test_a_cancellation_does_not_wait_for_the_change_before_it(
    invited: Any, changed: Any, dispatch: Any, mailbox: Any, clock: Any, unit: Any, cast: Any
) -> None:
    here = invited()
    dispatch()
    clock.set("2026-02-26 16:50")
    changed(here, place="Room 3")
    with unit():
        commands.add_invitee(cast.sam, here, cast.judy)
        commands.cancel(cast.judy, here, "duplicate")
    dispatch()
    clock.set("2026-02-26 17:30")
    dispatch()
    assert [str(entry_of(mail.raw)[0]["METHOD"]) for mail in mailbox.to(NIA)] == ["REQUEST", "CANCEL"]
    assert int(entry_of(mailbox.to(NIA)[-1].raw)[1]["SEQUENCE"]) == 2


def test_a_new_chair_asks_nobody_else_again(
    invited: Any, changed: Any, stands: Any, dispatch: Any, mailbox: Any, mail_in: Any, clock: Any, cast: Any, unit: Any
) -> None:
    here = invited()
    dispatch()
    assert mail_in(replied(mailbox.to(NIA)[0].raw, "ACCEPTED")) == "applied"
    clock.set("2026-02-26 16:50")
    with unit():
        judy = cast.judy
        assert commands.change(cast.sam, here, chair=judy, reason="Mia is away.")[1] == 0
    clock.set("2026-02-26 16:55")
    dispatch()
    assert len(mailbox.to(NIA)) == 1 and stands(here)["Nia Nurse-Manager"] == ("accepted", 0, 0)
    assert mailbox.to("judy.chair@social.example.uk")[-1].calendar


def test_whoever_runs_the_dispatcher_by_hand_waits_for_nothing(
    app: Any, invited: Any, changed: Any, dispatch: Any, mailbox: Any, clock: Any
) -> None:
    here = invited()
    dispatch()
    clock.set("2026-02-26 16:50")
    changed(here, place="Room 3")
    changed(here, place="Room 4")
    assert run_once(app, hurry=True).sent == 4
    _, update = mailbox.to(NIA)
    assert str(entry_of(update.raw)[1]["LOCATION"]) == "Room 4"
