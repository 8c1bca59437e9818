"""This one, all that follow, or the whole series: moved, called off, and who is asked to it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from meeting_scenes import answered, check_calendars, entry_of, moved, replied, rules_that_refuse

from foundation import clock as the_clock
from foundation.database import db
from foundation.lifecycles import Refused
from meetings import commands, queries
from meetings.commands.calendars import listed
from meetings.models import Meeting, MeetingDue

NIA, NED = "nia.manager@nhs.example.uk", "ned.nurse@nhs.example.uk"


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=the_clock.LONDON)


@pytest.fixture
def here(app: Any, invited_series: Any, unit: Any, cast: Any, dispatch: Any, clock: Any) -> list[str]:
    """Four core groups, every four weeks from 27 February, everybody invited; Judy may call them off."""
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    ids: list[str] = invited_series()
    with unit():
        commands.add_invitee(cast.sam, ids[0], cast.judy, scope="series")
    dispatch()
    clock.set("2026-02-26 17:00")
    return ids


@pytest.fixture
def starts(unit: Any) -> Any:
    def read(ids: list[str]) -> list[str]:
        with unit(writes=False):
            rows = [db.session.scalars(db.select(Meeting).where(Meeting.public_id == one)).one() for one in ids]
            return [f"{the_clock.local(one.starts_at):%d %b %H:%M}" if one.starts_at else "" for one in rows]

    return read


@pytest.fixture
def answers(unit: Any, cast: Any) -> Any:
    def read(ids: list[str], name: str) -> list[str]:
        with unit(writes=False):
            lists = [listed(queries.meeting_for(cast.sam, one)) for one in ids]
            return [next((i.response for i in one if i.person.name.startswith(name)), "-") for one in lists]

    return read


def events(raw: bytes) -> list[Any]:
    return list(entry_of(raw)[0].walk("VEVENT"))


def test_all_that_follow_move_as_exceptions_in_one_object(
    here: Any,
    starts: Any,
    answers: Any,
    unit: Any,
    cast: Any,
    clock: Any,
    dispatch: Any,
    mailbox: Any,
    mail_in: Any,
    tmp_path: Path,
) -> None:
    first = mailbox.to(NIA)[-1].raw
    assert mail_in(replied(first, "ACCEPTED")) == "applied"
    with unit():
        _, told = commands.change_some(cast.sam, here[2], "following", starts_at=london("2026-04-23 15:00"))
        assert told == 5
    assert starts(here) == ["27 Feb 10:00", "27 Mar 10:00", "23 Apr 15:00", "21 May 15:00"]
    clock.set("2026-02-26 17:02")
    dispatch()
    update = mailbox.to(NIA)[-1]
    master, *exceptions = events(update.raw)
    assert update.title.startswith("Updated: ") and master["SEQUENCE"] == 0 and "RRULE" in master
    assert [(one["SEQUENCE"], f"{one['RECURRENCE-ID'].dt:%d %b %H:%M}") for one in exceptions] == [
        (1, "24 Apr 10:00"), (1, "22 May 10:00"),
    ]  # fmt: skip
    check_calendars(tmp_path, [update.raw], "request", first)
    assert answers(here, "Nia") == ["accepted", "accepted", "no_reply", "no_reply"]


def test_the_whole_series_moves_with_its_pattern_and_two_edits_are_one_mail(
    here: Any,
    starts: Any,
    answers: Any,
    unit: Any,
    cast: Any,
    clock: Any,
    dispatch: Any,
    mailbox: Any,
    mail_in: Any,
    tmp_path: Path,
) -> None:
    first = mailbox.to(NIA)[-1].raw
    assert mail_in(replied(first, "ACCEPTED")) == "applied"
    with unit():
        commands.change_some(cast.sam, here[1], "series", place="Room 9", reason="More come.")
    clock.set("2026-02-26 17:01")
    with unit():
        commands.change_some(cast.sam, here[0], "series", starts_at=london("2026-03-03 11:00"), reason="Too soon.")
    assert starts(here) == ["03 Mar 11:00", "31 Mar 11:00", "28 Apr 11:00", "26 May 11:00"]
    clock.set("2026-02-26 17:02")
    dispatch()
    _, update = mailbox.to(NIA)
    (master,) = events(update.raw)
    assert f"{master['DTSTART'].dt:%d %b %H:%M}" == "03 Mar 11:00" and str(master["LOCATION"]) == "Room 9"
    assert update.title.startswith("Updated: ") and master["SEQUENCE"] == 2
    check_calendars(tmp_path, [update.raw], "request", first)
    assert answers(here, "Nia") == ["no_reply"] * 4
    assert mail_in(replied(first, "DECLINED")) == "stale", "it answers the series before it moved"
    assert mail_in(replied(update.raw, "TENTATIVE")) == "applied"
    assert answers(here, "Nia") == ["tentative"] * 4


def test_a_closed_day_or_a_passed_limit_refuses_the_move_and_says_which(
    here: Any, starts: Any, unit: Any, cast: Any
) -> None:
    before = starts(here)
    with pytest.raises(Refused) as refused, unit():
        commands.change_some(cast.sam, here[0], "series", starts_at=london("2026-03-06 10:00"), reason="Too soon.")
    assert "Good Friday" in str(refused.value)
    with pytest.raises(Refused) as late, unit():
        commands.change_some(cast.sam, here[2], "following", starts_at=london("2026-05-15 10:00"))
    assert "is after the limit" in str(late.value)
    with pytest.raises(Refused) as past, unit():
        commands.change(cast.sam, here[1], starts_at=london("2026-04-24 09:00"))
    assert {one.rule for one in past.value.refusals} >= {"it_stays_between_its_neighbours"}
    with pytest.raises(Refused) as next_one, unit():
        commands.change(cast.sam, here[1], starts_at=london("2026-03-09 10:00"))
    assert {one.rule for one in next_one.value.refusals} == {"the_next_one_stays_within_its_limit"}
    assert starts(here) == before


def test_the_limit_of_the_next_one_is_counted_from_where_a_meeting_is_now(here: Any, unit: Any, cast: Any) -> None:
    with unit():
        commands.change(cast.sam, here[1], starts_at=london("2026-03-26 10:00"))
    with unit(writes=False):
        third = queries.meeting_for(cast.sam, here[2])
        due = db.session.scalars(db.select(MeetingDue).where(MeetingDue.meeting_id == third.id)).one()
        assert f"{due.due_on}" == "2026-05-07" and not third.late
    with unit():
        commands.cancel(cast.judy, here[1], "superseded")
    with unit(writes=False):
        third = queries.meeting_for(cast.sam, here[2])
        due = db.session.scalars(db.select(MeetingDue).where(MeetingDue.meeting_id == third.id)).one()
        assert f"{due.due_on}" == "2026-04-10" and third.late


def test_the_whole_series_is_called_off_in_one_mail(
    here: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any, mail_in: Any, tmp_path: Path
) -> None:
    first = mailbox.to(NIA)[-1].raw
    with unit():
        assert commands.cancel_some(cast.judy, here[1], "series", "plan_ended")[1] == 5
    dispatch()
    cancelled = mailbox.to(NIA)[-1]
    (event,) = events(cancelled.raw)
    assert cancelled.title.startswith("Cancelled: ") and "RECURRENCE-ID" not in event
    check_calendars(tmp_path, [cancelled.raw], "cancel", first)
    assert mail_in(replied(first, "ACCEPTED")) == "stale"


def test_all_that_follow_are_called_off_one_by_one_and_the_others_stay(
    here: Any, answers: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any, mail_in: Any, tmp_path: Path
) -> None:
    first = mailbox.to(NIA)[-1].raw
    assert mail_in(replied(first, "ACCEPTED")) == "applied"
    with unit():
        commands.cancel_some(cast.judy, here[2], "following", "plan_ended")
    dispatch()
    gone = [mail.raw for mail in mailbox.to(NIA) if mail.title.startswith("Cancelled")]
    assert [f"{events(raw)[0]['RECURRENCE-ID'].dt:%d %b}" for raw in gone] == ["24 Apr", "22 May"]
    for raw in gone:
        check_calendars(tmp_path, [raw], "cancel", first)
    assert answers(here, "Nia")[:2] == ["accepted", "accepted"]


def test_somebody_joins_and_leaves_one_meeting_or_all(
    here: Any, answers: Any, unit: Any, cast: Any, clock: Any, dispatch: Any, mailbox: Any, tmp_path: Path
) -> None:
    with unit():
        commands.change(cast.sam, here[2], starts_at=london("2026-04-23 10:00"))
    clock.set("2026-02-26 17:05")
    dispatch()
    with unit():
        commands.add_invitee(cast.sam, here[0], cast.ned, scope="series")
    dispatch()
    joined = mailbox.to(NED)[-1].raw
    master, exception = events(joined)
    assert master["SEQUENCE"] == 0 and f"{exception['DTSTART'].dt:%d %b}" == "23 Apr", (
        "the exception comes with the series"
    )
    check_calendars(tmp_path, [joined])
    assert answers(here, "Ned") == ["no_reply"] * 4
    with unit():
        ned = next(i for i in listed(queries.meeting_for(cast.sam, here[1])) if i.person.email == NED)
        commands.withdraw_invitee(cast.sam, here[1], ned.public_id, "On leave")
    dispatch()
    single = mailbox.to(NED)[-1].raw
    assert "STATUS" not in events(single)[0] and f"{events(single)[0]['RECURRENCE-ID'].dt:%d %b}" == "27 Mar"
    check_calendars(tmp_path, [single], "uninvite", joined)
    assert answers(here, "Ned") == ["no_reply", "-", "no_reply", "no_reply"]
    with unit():
        ned = next(i for i in listed(queries.meeting_for(cast.sam, here[0])) if i.person.email == NED)
        commands.withdraw_invitee(cast.sam, here[0], ned.public_id, "Moved away", scope="series")
    dispatch()
    left = mailbox.to(NED)[-1]
    assert left.title.startswith("Withdrawn: ") and "RECURRENCE-ID" not in events(left.raw)[0]
    check_calendars(tmp_path, [left.raw], "uninvite", single)
    with unit():
        commands.add_invitee(cast.sam, here[0], cast.ned, scope="series")
    dispatch()
    back = mailbox.to(NED)[-1].raw
    check_calendars(tmp_path, [back], "request", left.raw)
    assert answers(here, "Ned") == ["no_reply"] * 4


def test_programs_plan_and_move_a_series(scheduled: Any, api_as: Any) -> None:
    here, sam = scheduled(type_key="core_group", trigger_kind="requested"), api_as("sam")
    dates = answered(sam.get(f"/meetings/{here}/series/dates?every_weeks=5&count=3"))["items"]
    assert [one["moved"] for one in dates] == [False, True, False] and "Good Friday" in dates[1]["why"]
    answered(sam.post(f"/meetings/{here}/series", {"every_weeks": 7, "count": 3}), 422)
    made = answered(sam.post(f"/meetings/{here}/series", {"every_weeks": 4, "until": "2026-05-30"}), 201)
    series = made["series"]
    assert (series["reference"], series["number"], len(series["meetings"])) == ("S-2026-0001", 1, 4)
    second = series["meetings"][1]["id"]
    moved(sam, second, "change", starts_at="2026-03-26T10:00:00+00:00", scope="following")
    assert [one["starts_at"][:10] for one in sam.get(f"/meetings/{here}").json["series"]["meetings"]] == [
        "2026-02-27", "2026-03-26", "2026-04-23", "2026-05-21",
    ]  # fmt: skip
    assert "it_stays_between_its_neighbours" in rules_that_refuse(
        moved(sam, second, "change", 409, starts_at="2026-04-24T10:00:00+01:00")
    )


def test_the_page_asks_for_which_meetings_a_change_holds(here: Any, starts: Any, client_as: Any) -> None:
    sam = client_as("sam")
    page = sam.get(f"/meetings/{here[1]}/schedule").text
    assert "This one and all that follow" in page and "4 meetings of S-2026-0001" in page
    form = {
        "scope": "following", "starts_at-day": "26", "starts_at-month": "3", "starts_at-year": "2026",
        "starts_at-time": "10:00", "minutes_long": "60", "place": "Room 2",
    }  # fmt: skip
    assert sam.post(f"/meetings/{here[1]}/schedule", data=form).status_code == 303
    assert starts(here) == ["27 Feb 10:00", "26 Mar 10:00", "23 Apr 10:00", "21 May 10:00"]
    assert "This one and all that follow" in client_as("judy").get(f"/meetings/{here[1]}/cancel").text
    assert "This one and all that follow" in sam.get(f"/meetings/{here[1]}/invitations").text
