"""Core groups that follow one another: planned together, one entry in each calendar, a meeting of its own each."""

from pathlib import Path
from typing import Any

import pytest
from meeting_scenes import check_calendars, entry_of, parsed, replied

from foundation import clock as the_clock
from foundation.database import db
from meetings import queries
from meetings.commands.calendars import listed
from meetings.models import Meeting, MeetingDue

NIA, PIP = "nia.manager@nhs.example.uk", "pip.sergeant@police.example.uk"


@pytest.fixture
def stands(unit: Any, cast: Any) -> Any:
    """`stands(here)`: for each meeting its London start, and the answers by first name."""

    def read(here: list[str]) -> list[tuple[str, str, dict[str, str]]]:
        with unit(writes=False):
            found = []
            for one in here:
                meeting = db.session.scalars(db.select(Meeting).where(Meeting.public_id == one)).one()
                answers = {i.person.name.partition(" ")[0].lower(): i.response for i in listed(meeting)}
                start = f"{the_clock.local(meeting.starts_at):%a %d %b %H:%M}" if meeting.starts_at else ""
                found.append((start, meeting.state, answers))
            return found

    return read


def test_each_is_a_meeting_of_its_own_at_the_same_time_of_day(series: Any, stands: Any, unit: Any, cast: Any) -> None:
    here = series()
    assert [line[0] for line in stands(here)] == [
        "Fri 27 Feb 10:00", "Fri 27 Mar 10:00", "Fri 24 Apr 10:00", "Fri 22 May 10:00",
    ]  # fmt: skip
    assert {line[1] for line in stands(here)} == {"scheduled"}
    with unit(writes=False):
        meetings = [queries.meeting_for(cast.sam, one) for one in here]
        assert [one.starts_at.hour for one in meetings if one.starts_at] == [10, 10, 9, 9], "the clocks go forward"
        assert len({one.reference for one in meetings}) == 4 and len({one.uid for one in meetings}) == 1
        second = db.session.scalars(db.select(MeetingDue).where(MeetingDue.meeting_id == meetings[1].id)).one()
        assert (second.rule, f"{second.due_on}") == ("core_group.subsequent", "2026-04-10")
        assert [one.person.name for one in listed(meetings[3])] == [one.person.name for one in listed(meetings[0])]


def test_everybody_gets_one_entry_for_all_of_them(
    invited_series: Any, dispatch: Any, mailbox: Any, tmp_path: Path, app: Any
) -> None:
    from dataclasses import replace

    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    invited_series()
    dispatch()
    (mail,) = mailbox.to(NIA)
    calendar, event = entry_of(mail.raw)
    assert str(calendar["METHOD"]) == "REQUEST" and len(calendar.walk("VEVENT")) == 1
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=4;INTERVAL=4" and event["SEQUENCE"] == 0
    assert str(event["SUMMARY"]) == "Multi-agency meeting – ref S-2026-0001"
    check_calendars(tmp_path, [mail.raw])
    assert "You are invited to 4 meetings" in mail.text and "Friday 27 March" in mail.text
    assert "S-2026-0001" in str(parsed(mail.raw)["Subject"])


def test_an_answer_to_the_series_answers_every_meeting(
    invited_series: Any, dispatch: Any, mailbox: Any, mail_in: Any, stands: Any
) -> None:
    here = invited_series()
    dispatch()
    answer = replied(mailbox.to(NIA)[-1].raw, "ACCEPTED", "I bring the file.")
    assert mail_in(answer) == "applied"
    assert [line[2]["nia"] for line in stands(here)] == ["accepted"] * 4
    assert mail_in(b"X-Again: yes\r\n" + answer) == "duplicate"
    assert [line[2]["pip"] for line in stands(here)] == ["no_reply"] * 4
