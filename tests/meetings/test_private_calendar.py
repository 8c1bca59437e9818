"""A private calendar that any program can subscribe to, and that its owner can cut off."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from meeting_scenes import check_feed

from audit.models import AuditEntry
from children import commands as child_commands
from children import queries as child_queries
from foundation.database import db
from meetings import commands, queries
from meetings.commands.calendars import listed
from people import commands as people_commands
from people.models import PrivateLink


@pytest.fixture
def program(app: Flask) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def opened(client_as: Any) -> Any:
    """`opened("nia")`: the path of somebody's calendar, as their account page shows it once."""

    def made(first_name: str) -> str:
        answer = client_as(first_name).post("/account/calendar")
        assert answer.status_code == 200
        return re.search(r"https?://convenor[.\w]+(/feeds/[a-z2-7]+\.ics)", answer.text)[1]  # type: ignore[index]

    return made


def test_it_holds_ones_own_meetings_and_passes_every_check(
    app: Any, settings: Any, program: Any, opened: Any, invited: Any, proposed: Any, tmp_path: Any
) -> None:
    app.config["CONVENOR"] = replace(settings, base_url="https://convenor.example.uk")
    invited()
    proposed()
    answer = program.get(opened("nia") + "?user=sam")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("inline") and answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    event = one_event(answer)
    assert (event["SUMMARY"], event["STATUS"]) == ("Multi-agency meeting – ref M-2026-0001", "CONFIRMED")
    check_feed(tmp_path, answer.data)
    assert b"mailto" not in answer.data and b"Freya" not in answer.data and b"METHOD" not in answer.data
    assert not Calendar.from_ical(program.get(opened("carol")).data).walk("VEVENT")


def test_the_same_data_is_the_same_bytes_and_is_sent_once(program: Any, opened: Any, invited: Any, unit: Any) -> None:
    invited()
    path = opened("nia")
    first, second = program.get(path), program.get(path)
    assert first.data == second.data and first.headers["ETag"] == second.headers["ETag"]
    assert not first.headers["ETag"].startswith("W/") and first.headers["Last-Modified"]
    known = program.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert known.status_code == 304 and known.data == b"" and known.headers["ETag"] == first.headers["ETag"]
    assert program.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert program.head(path).data == b"" and program.post(path).status_code == 405
    with unit(writes=False):
        read = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "feed.read")).all()
        assert len(read) == 4, "what went out is in the record, what did not is not"


def test_a_cancelled_meeting_stays_for_28_days_and_a_withdrawn_invitation_goes_at_once(
    program: Any, opened: Any, invited: Any, unit: Any, cast: Any, clock: Any
) -> None:
    here = invited()
    path, other = opened("nia"), opened("pip")
    with unit():
        commands.add_invitee(cast.sam, here, cast.judy)
        asked = {one.person.name: one for one in listed(meeting_of(cast, here))}
        commands.withdraw_invitee(cast.sam, here, asked["Pip Sergeant"].public_id, "wrong team")
    assert not Calendar.from_ical(program.get(other).data).walk("VEVENT")
    clock.set("2026-02-26 17:00")
    with unit():
        commands.cancel(cast.judy, here, "duplicate")
    event = one_event(program.get(path))
    assert event["STATUS"] == "CANCELLED" and event["SEQUENCE"] > 0
    clock.set("2026-03-27 09:00")
    assert not Calendar.from_ical(program.get(path).data).walk("VEVENT")


def test_who_is_barred_from_the_child_sees_nothing_of_it(
    program: Any, opened: Any, invited: Any, unit: Any, cast: Any
) -> None:
    here = invited()
    path = opened("nia")
    assert one_event(program.get(path))
    with unit():
        child = child_queries.children_by_ids(cast.sam, [meeting_of(cast, here).children[0].public_id])[0]
        child_commands.declare_conflict(cast.nia, child, cast.nia, "an aunt")
    assert not Calendar.from_ical(program.get(path).data).walk("VEVENT")


def test_one_click_replaces_the_address_and_another_turns_it_off(
    program: Any, opened: Any, client_as: Any, unit: Any, cast: Any
) -> None:
    old = opened("nia")
    assert program.get(old, headers={"User-Agent": "Calendars/1.0"}).status_code == 200
    page = client_as("nia").get("/account").text
    assert "Fetched 1 time" in page and "Calendars/1.0 from 127.0.0.0/24" in page and old not in page
    new = opened("nia")
    assert (program.get(old).status_code, program.get(new).status_code) == (404, 200)
    assert client_as("nia").post("/account/calendar/off").status_code == 303
    gone, never = program.get(new), program.get("/feeds/" + "a" * 32 + ".ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert re.sub(r"nonce-?=?\S+", "", gone.text) == re.sub(r"nonce-?=?\S+", "", never.text)
    with unit(writes=False):
        kept = db.session.scalars(db.select(PrivateLink.token_hash)).all()
        assert all(hashed not in old + new for hashed in kept)


@pytest.mark.parametrize("end", ["left", "no role", "90 days unread"])
def test_it_dies_with_the_account_and_when_nobody_reads_it(
    program: Any, opened: Any, unit: Any, cast: Any, clock: Any, end: str
) -> None:
    path = opened("tia")
    if end == "90 days unread":
        clock.set("2026-05-27 16:39")
        assert program.get(path).status_code == 200
        clock.set("2026-08-26 09:00")
    with unit():
        if end == "left":
            people_commands.leave(None, cast.tia, None)
            assert cast.tia.left_on == date(2026, 2, 26)
        elif end == "no role":
            cast.tia.role = None
    assert program.get(path).status_code == 404


def test_an_administrator_of_the_agency_turns_it_off_and_nobody_else(program: Any, opened: Any, client_as: Any, unit: Any, cast: Any) -> None:  # fmt: skip
    path = opened("nia")
    with unit():
        nia = cast.nia.public_id
    assert client_as("tia").post(f"/people/{nia}/calendar/off").status_code == 403
    assert program.get(path).status_code == 200
    assert "Turn off their private calendar" in client_as("ada").get(f"/people/{nia}/leaving").text
    assert client_as("ada").post(f"/people/{nia}/calendar/off").status_code == 303
    assert program.get(path).status_code == 404


def test_a_calendar_asks_a_handful_of_queries(program: Any, opened: Any, invited: Any, count_queries: Any) -> None:
    for _ in range(3):
        invited()
    path = opened("nia")
    with count_queries() as asked:
        program.get(path)
    assert len(asked) <= 12, asked


def one_event(answer: Any) -> Any:
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert len(events) == 1
    return events[0]


def meeting_of(cast: Any, here: str) -> Any:
    return queries.meeting_for(cast.sam, here)


def test_a_series_stands_as_its_meetings(
    app: Any, settings: Any, program: Any, opened: Any, invited_series: Any, unit: Any, cast: Any, tmp_path: Any
) -> None:
    app.config["CONVENOR"] = replace(settings, base_url="https://convenor.example.uk")
    here = invited_series()
    path, judys = opened("nia"), opened("judy")
    with unit():
        commands.add_invitee(cast.sam, here[3], cast.judy)
        commands.cancel(cast.judy, here[3], "plan_ended")
    answer = program.get(path)
    check_feed(tmp_path, answer.data)
    whole, *meetings = Calendar.from_ical(answer.data).walk("VEVENT")
    assert whole["RRULE"]["COUNT"] == [4] and "EXDATE" not in whole and whole["SUMMARY"].endswith("S-2026-0001")
    assert {str(one["UID"]) for one in meetings} == {str(whole["UID"])} and len(
        {one["SUMMARY"] for one in meetings}
    ) == 4
    assert [str(one["STATUS"]) for one in meetings] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    (single,) = Calendar.from_ical(program.get(judys).data).walk("VEVENT")
    assert "RRULE" not in single and single["RECURRENCE-ID"]
