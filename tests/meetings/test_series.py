"""Core groups that follow one another: planned together, one entry in each calendar, a meeting of its own each."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from meeting_scenes import check_calendars, entry_of, parsed, replied

from foundation import clock as the_clock
from foundation.database import db
from meetings import commands, queries
from meetings.commands.calendars import listed
from meetings.models import Doubt, Meeting, MeetingDue, Proposal
from notifications.models import Outbox

NIA, PIP = "nia.manager@nhs.example.uk", "pip.sergeant@police.example.uk"


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=the_clock.LONDON)


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


def test_the_page_shows_the_dates_before_it_plans_them(scheduled: Any, client_as: Any) -> None:
    here = scheduled(type_key="core_group", trigger_kind="requested")
    sam = client_as("sam")
    assert "Plan a series from this meeting" in sam.get(f"/meetings/{here}").text
    path = f"/meetings/{here}/series"
    page = sam.get(path).text
    assert "At most 6 weeks" in page and "Plan these 6 meetings, no mail" in page
    shown = sam.post(path, data={"every_weeks": "5", "count": "2", "do": "look"})
    assert shown.status_code == 200 and "Moved" in shown.text and "Good Friday" in shown.text
    wrong = sam.post(path, data={"every_weeks": "8", "count": "2", "do": "plan"})
    assert wrong.status_code == 422 and "At most 6 weeks may lie between two of them" in wrong.text
    assert sam.post(path, data={"every_weeks": "5", "count": "3", "do": "plan"}).status_code == 303
    page = sam.get(f"/meetings/{here}").text
    assert "Meeting 1 of 3 in series S-2026-0001" in page and 'rel="next"' in page and "Moved" in page
    mail = sam.get(f"/meetings/{here}/invite").text
    assert "Invite 4 people to 3 meetings" in mail and "Your answer counts for all of them" in mail
    assert sam.get(path).status_code == 409, "a meeting is in one series"
    assert client_as("nia").get(path).status_code == 403


def test_the_private_link_answers_for_all_or_for_one(
    invited_series: Any, dispatch: Any, mailbox: Any, stands: Any, app: Any
) -> None:
    here = invited_series()
    dispatch()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    link = re.search(r"/r/[a-z2-7]+", mailbox.to(NIA)[-1].text)[0]  # type: ignore[index]
    page = client.get(link).text
    assert (
        "One of 4 meetings" in page and "For all that are still to come" in page and "Friday 22 May 2026, 10:00" in page
    )
    third = re.findall(rf"{link}\?of=[a-z2-7]+", page)[1]
    form = {"response": "declined", "comment": "On leave.", "scope": "one"}
    assert client.post(third.replace("?", "/answer?"), data=form).status_code == 303
    assert client.post(f"{link}/answer", data={"response": "accepted", "scope": "series"}).status_code == 303
    assert [line[2]["nia"] for line in stands(here)] == ["accepted", "accepted", "declined", "accepted"]


def test_one_meeting_moves_and_the_others_keep_their_answers(
    invited_series: Any,
    dispatch: Any,
    mailbox: Any,
    mail_in: Any,
    stands: Any,
    unit: Any,
    cast: Any,
    clock: Any,
    tmp_path: Path,
    app: Any,
) -> None:
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    here = invited_series()
    dispatch()
    first = mailbox.to(NIA)[-1].raw
    assert mail_in(replied(first, "ACCEPTED")) == "applied"
    clock.set("2026-02-26 17:00")
    with unit():
        assert commands.change(cast.sam, here[2], starts_at=london("2026-04-23 14:00"))[1] == 4
    dispatch()
    assert len(mailbox.to(NIA)) == 1, "it waits for a further edit"
    clock.set("2026-02-26 17:03")
    dispatch()
    _, moved = mailbox.to(NIA)
    (calendar, event), (_, master) = entry_of(moved.raw), entry_of(first)
    assert moved.title.startswith("Updated: ") and str(calendar["METHOD"]) == "REQUEST"
    assert event["UID"] == master["UID"] and event["ORGANIZER"] == master["ORGANIZER"] and event["SEQUENCE"] == 1
    assert f"{event['RECURRENCE-ID'].dt:%d %b %H:%M}" == "24 Apr 10:00" and "RRULE" not in event
    check_calendars(tmp_path, [moved.raw], "request", first)
    assert [line[2]["nia"] for line in stands(here)] == ["accepted", "accepted", "no_reply", "accepted"]
    late = replied(first, "TENTATIVE").replace(b"20260226T164000Z", b"20260226T170500Z")
    assert mail_in(late) == "applied", "an answer to the series as it was sent"
    assert [line[2]["nia"] for line in stands(here)] == ["tentative", "tentative", "no_reply", "tentative"]
    assert mail_in(replied(moved.raw, "DECLINED")) == "applied"
    assert [line[2]["nia"] for line in stands(here)] == ["tentative", "tentative", "declined", "tentative"]


def test_one_meeting_is_dropped_and_leaves_the_calendar_alone(
    invited_series: Any,
    dispatch: Any,
    mailbox: Any,
    stands: Any,
    unit: Any,
    cast: Any,
    clock: Any,
    tmp_path: Path,
    app: Any,
) -> None:
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")
    here = invited_series()
    dispatch()
    first = mailbox.to(NIA)[-1].raw
    clock.set("2026-02-26 17:00")
    with unit():
        commands.add_invitee(cast.sam, here[1], cast.judy)
    dispatch()
    with unit():
        commands.cancel(cast.judy, here[1], "superseded")
    dispatch()
    cancelled = mailbox.to(NIA)[-1].raw
    calendar, event = entry_of(cancelled)
    assert str(calendar["METHOD"]) == "CANCEL" and f"{event['RECURRENCE-ID'].dt:%d %b}" == "27 Mar"
    check_calendars(tmp_path, [cancelled], "cancel", first)
    with unit():
        nia = next(one for one in listed(queries.meeting_for(cast.sam, here[0])) if one.person.email == NIA)
        commands.remind(cast.sam, here[0], nia.public_id)
    dispatch()
    again = mailbox.to(NIA)[-1].raw
    _, master = entry_of(again)
    assert f"{master['EXDATE'].dts[0].dt:%d %b %H:%M}" == "27 Mar 10:00" and master["SEQUENCE"] == 1
    check_calendars(tmp_path, [again], "request", first)
    (only,) = [mail for mail in mailbox.to("judy.chair@social.example.uk") if mail.title.startswith("Multi")]
    assert entry_of(only.raw)[1]["RECURRENCE-ID"] and "RRULE" not in entry_of(only.raw)[1]


def answer_to(raw: bytes, partstat: str, occurrence: str = "", method: str = "REPLY", *lines: str) -> bytes:
    """What a calendar says of one date of the series in `raw`, or of all of them."""
    named = [f"RECURRENCE-ID{occurrence}"] if occurrence else []
    mail = replied(raw, partstat).decode().replace("END:VEVENT", "\r\n".join([*named, *lines, "END:VEVENT"]))
    return mail.replace("METHOD:REPLY", f"METHOD:{method}").encode()


@pytest.mark.parametrize("occurrence", [
    ":20260424T090000Z", ";TZID=Europe/London:20260424T100000", ";VALUE=DATE:20260424", ";TZID=GMT Standard Time:20260424T100000",
])  # fmt: skip
def test_an_answer_to_one_date_counts_for_that_meeting_alone(
    occurrence: str, invited_series: Any, dispatch: Any, mailbox: Any, mail_in: Any, stands: Any
) -> None:
    here = invited_series()
    dispatch()
    raw = mailbox.to(NIA)[-1].raw
    assert mail_in(answer_to(raw, "DECLINED", occurrence)) == "applied"
    assert [line[2]["nia"] for line in stands(here)] == ["no_reply", "no_reply", "declined", "no_reply"]
    assert mail_in(replied(raw, "ACCEPTED")) == "applied"
    assert [line[2]["nia"] for line in stands(here)] == ["accepted", "accepted", "declined", "accepted"]


def test_what_is_in_doubt_goes_to_a_person_once(
    invited_series: Any, dispatch: Any, mailbox: Any, mail_in: Any, stands: Any, unit: Any, cast: Any
) -> None:
    here = invited_series()
    dispatch()
    raw = mailbox.to(NIA)[-1].raw
    assert mail_in(answer_to(raw, "ACCEPTED", ":20260425T090000Z")) == "review"
    delegated = replied(raw, "DELEGATED").replace(
        b"PARTSTAT=DELEGATED", b'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@nhs.example.uk"'
    )
    assert mail_in(delegated) == "review"
    assert mail_in(replied(raw, "ACCEPTED").replace(b"SEQUENCE:0", b"SEQUENCE:5")) == "review"
    forged = replied(raw, "ACCEPTED").replace(b"rsvp-", b"rsvp-a")
    assert mail_in(forged) == "review"
    stranger = replied(raw, "ACCEPTED").replace(NIA.encode(), b"someone@elsewhere.example")
    assert mail_in(stranger) == "forwarded"
    times = ("DTSTART:20260428T090000Z", "DTEND:20260428T100000Z")
    assert mail_in(answer_to(raw, "TENTATIVE", "", "COUNTER", *times)) == "review"
    with unit(writes=False):
        doubts = db.session.scalars(db.select(Doubt).order_by(Doubt.id)).all()
        assert len(doubts) == 6 and "not in this series" in doubts[0].reasons[0].replace(", and was not,", "")
        assert "another time for the whole series" in doubts[-1].reasons[0]
    assert all(line[2]["nia"] == "no_reply" for line in stands(here))


def test_another_time_for_one_meeting_is_taken_and_moves_that_one(
    invited_series: Any, dispatch: Any, mailbox: Any, mail_in: Any, stands: Any, unit: Any, cast: Any, clock: Any
) -> None:
    here = invited_series()
    dispatch()
    raw = mailbox.to(NIA)[-1].raw
    times = ("DTSTART:20260423T130000Z", "DTEND:20260423T140000Z")
    assert mail_in(answer_to(raw, "TENTATIVE", ":20260424T090000Z", "COUNTER", *times)) == "applied"
    with unit():
        (proposal,) = db.session.scalars(db.select(Proposal)).all()
        assert commands.take_proposal(cast.sam, here[2], proposal.public_id)[1] == 4
    assert stands(here)[2][0] == "Thu 23 Apr 14:00" and stands(here)[1][0] == "Fri 27 Mar 10:00"
    clock.set("2026-02-26 17:30")
    dispatch()
    assert entry_of(mailbox.to(NIA)[-1].raw)[1]["RECURRENCE-ID"]


def test_mail_that_comes_back_marks_every_meeting_to_come(
    invited_series: Any, dispatch: Any, stands: Any, unit: Any, cast: Any
) -> None:
    here = invited_series()
    dispatch()
    with unit():
        nia = next(one for one in listed(queries.meeting_for(cast.sam, here[0])) if one.person.email == NIA)
        assert nia.seat is not None
        sent = db.session.scalars(db.select(Outbox).where(Outbox.about_id == nia.seat.public_id)).one()
        commands.mark_not_reached(sent, "550 no such user")
    assert [line[2]["nia"] for line in stands(here)] == ["undeliverable"] * 4


def test_a_calendar_that_asks_again_gets_the_series_as_it_is(
    invited_series: Any, dispatch: Any, mailbox: Any, mail_in: Any
) -> None:
    invited_series()
    dispatch()
    raw = mailbox.to(NIA)[-1].raw
    assert mail_in(answer_to(raw, "NEEDS-ACTION", "", "REFRESH")) == "applied"
    dispatch()
    assert len(mailbox.to(NIA)) == 2 and entry_of(mailbox.to(NIA)[-1].raw)[1]["RRULE"]
    assert mail_in(answer_to(raw, "NEEDS-ACTION", "", "REFRESH").replace(b"Re: ", b"Re: Re: ")) == "noted"


def test_the_page_of_one_meeting_asks_no_more_for_its_series(
    invited_series: Any, client_as: Any, count_queries: Any
) -> None:
    here, sam = invited_series(), client_as("sam")
    with count_queries() as asked:
        page = sam.get(f"/meetings/{here[1]}").text
    assert "Meeting 2 of 4 in series S-2026-0001" in page and len(asked) <= 10
