"""Limits counted as the domain reference defines them, each with its working."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from working_time import (
    BadLimit,
    Limit,
    NonexistentTime,
    OutsideCalendar,
    Override,
    Pause,
    PauseRefused,
    TriggerNeedsTime,
    due,
    england_and_wales,
    overdue,
    written_day,
)

at = datetime.fromisoformat

CALENDAR = england_and_wales()
LONDON = ZoneInfo("Europe/London")
GOLDEN = json.loads(Path(__file__).with_name("golden_dates.json").read_text(encoding="utf-8"))["cases"]
A_DAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} \d{4}")
A_DAY_WITH_REASON = re.compile(rf"({A_DAY.pattern})(?: skipped)? \(([A-Z][^()]*)\)")
MOMENTS = st.datetimes(at("2015-01-01T00:00"), at("2027-12-31T00:00"), timezones=st.just(UTC))
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))


def count(amount, unit, trigger, **more):
    """A due date on the calendar of England and Wales; `more` is shared out between the limit and the count."""
    of_limit = {key: more.pop(key) for key in list(more) if key in Limit.__dataclass_fields__}
    return due(Limit(amount, unit, **of_limit), trigger, calendar=CALENDAR, **more)


def golden_due(case):
    rule, given_ = case["rule"], case["input"]
    trigger = given_["trigger"]
    limit = Limit(
        amount=rule.get("amount", rule.get("statutory_amount")),
        unit=rule["unit"],
        direction=rule["direction"],
        trigger_day_counts=rule["trigger_day_counts"],
        roll=rule["roll"],
        statutory=rule.get("statutory", False),
    )
    moment = datetime.fromisoformat(trigger) if "T" in trigger else date.fromisoformat(trigger)
    return due(limit, moment, calendar=CALENDAR, local_amount=given_.get("local_amount"))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["id"])
def test_golden_dates(case):
    found, expected = golden_due(case), case["expected"]
    assert found.by == (date.fromisoformat(expected["due_date"]) if "due_date" in expected else None)
    assert (found.at and found.at.isoformat()) == expected.get("due_at")
    assert found.effective_amount == expected.get("effective_amount", case["rule"].get("amount"))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["id"])
def test_the_working_names_every_day_and_every_reason_of_the_golden_one(case):
    working = golden_due(case).working
    told = "\n".join(working)
    assert set(A_DAY.findall(case["working"])) <= set(A_DAY.findall(told))
    for day, reason in A_DAY_WITH_REASON.findall(case["working"]):
        assert any(line.startswith(day) and reason in line for line in working), (day, reason)


def test_a_weekend_day_is_skipped_for_being_one():
    assert "Sat 14 Feb 2026 is skipped (Saturday)" in count(15, "working_days", date(2026, 2, 12)).working


def test_the_working_begins_with_day_0_and_ends_with_the_result():
    working = count(15, "working_days", date(2026, 2, 12)).working
    assert working[0] == "Thu 12 Feb 2026 is day 0"
    assert working[-1] == "Thu 5 Mar 2026 is working day 15"
    assert "Sat 14 Feb 2026 is skipped (Saturday)" in working


# Day 0


@pytest.mark.parametrize(
    ("trigger", "due_by"),
    [
        (at("2026-02-09T19:05"), date(2026, 2, 10)),  # a Monday evening is that Monday
        (at("2026-02-09T23:59:59"), date(2026, 2, 10)),
        (datetime(2026, 7, 10, 23, 20, tzinfo=UTC), date(2026, 7, 13)),  # Saturday 11 July in London
        (datetime(2026, 7, 12, 23, 20, tzinfo=UTC), date(2026, 7, 14)),  # Monday 13 July in London
        (datetime(2026, 1, 12, 23, 20, tzinfo=UTC), date(2026, 1, 13)),  # in winter the same date
        (datetime(2026, 2, 10, 3, tzinfo=ZoneInfo("Asia/Tokyo")), date(2026, 2, 10)),  # Monday in London
    ],
)
def test_day_0_is_the_london_date_of_the_trigger(trigger, due_by):
    assert count(1, "working_days", trigger).by == due_by


def test_the_working_says_which_day_a_foreign_evening_is_in_london():
    first = count(1, "working_days", datetime(2026, 7, 10, 23, 20, tzinfo=UTC)).working[0]
    assert first == "Sat 11 Jul 2026 is day 0 (Fri 10 Jul 2026 23:20 UTC is that day in London; Saturday)"


def test_the_working_says_why_it_counts_from_there():
    working = count(1, "working_days", date(2026, 2, 12), because="the strategy discussion").working
    assert working[0] == "Thu 12 Feb 2026 is day 0 (the strategy discussion)"


@pytest.mark.parametrize(
    ("trigger", "unit", "amount", "due_by"),
    [
        (date(2026, 2, 12), "working_days", 1, date(2026, 2, 12)),
        (date(2026, 2, 12), "working_days", 15, date(2026, 3, 4)),
        (date(2026, 2, 14), "working_days", 1, date(2026, 2, 16)),  # a Saturday is never day 1
        (date(2026, 4, 3), "working_days", 1, date(2026, 4, 7)),  # nor is Good Friday
        (date(2026, 2, 12), "calendar_days", 28, date(2026, 3, 11)),
        (date(2026, 2, 12), "working_days", 0, date(2026, 2, 12)),
    ],
)
def test_a_locality_that_counts_the_trigger_day(trigger, unit, amount, due_by):
    assert count(amount, unit, trigger, trigger_day_counts=True).by == due_by


def test_an_amount_of_nothing_is_due_the_same_day_even_on_a_sunday():
    assert count(0, "working_days", date(2026, 2, 15)).by == date(2026, 2, 15)


# Days, weeks, months, and rolls


@pytest.mark.parametrize(
    ("amount", "unit", "trigger", "more", "due_by"),
    [
        (28, "calendar_days", date(2026, 11, 24), {"roll": "back"}, date(2026, 12, 22)),
        (
            28,
            "calendar_days",
            date(2026, 11, 28),
            {"roll": "back"},
            date(2026, 12, 24),
        ),  # past Boxing and Christmas Day
        (28, "calendar_days", date(2026, 11, 28), {"roll": "forward"}, date(2026, 12, 29)),
        (28, "calendar_days", date(2026, 11, 28), {}, date(2026, 12, 26)),
        (6, "weeks", date(2026, 2, 20), {"roll": "back"}, date(2026, 4, 2)),  # Good Friday rolls to Thursday
        (6, "weeks", date(2026, 8, 14), {"roll": "back", "direction": "before"}, date(2026, 7, 3)),
        (3, "months", date(2026, 8, 31), {}, date(2026, 11, 30)),
        (6, "months", date(2027, 8, 31), {}, date(2028, 2, 29)),  # a leap year
        (24, "months", date(2024, 2, 29), {}, date(2026, 2, 28)),
        (3, "months", date(2026, 5, 31), {"direction": "before"}, date(2026, 2, 28)),
        (3, "months", date(2026, 6, 30), {"direction": "before", "roll": "back"}, date(2026, 3, 30)),
        (12, "months", date(2026, 1, 31), {"roll": "back"}, date(2027, 1, 29)),  # a Sunday
        (5, "working_days", date(2026, 4, 8), {"direction": "before"}, date(2026, 3, 30)),
        (1, "working_days", date(2026, 4, 7), {"direction": "before"}, date(2026, 4, 2)),
    ],
)
def test_plain_addition_and_rolls(amount, unit, trigger, more, due_by):
    assert count(amount, unit, trigger, **more).by == due_by


def test_a_roll_names_every_day_that_it_passes():
    working = count(28, "calendar_days", date(2026, 11, 28), roll="back").working
    assert "Sat 26 Dec 2026 is not a working day (Saturday): rolled back" in working
    assert "Fri 25 Dec 2026 is not a working day (Christmas Day): rolled back" in working
    assert working[-1].startswith("Thu 24 Dec 2026")


# Hours


@pytest.mark.parametrize(
    ("trigger", "hours", "due_at"),
    [
        ("2026-03-28T12:00", 24, "2026-03-29T13:00:00+01:00"),
        ("2026-10-24T12:00", 24, "2026-10-25T11:00:00+00:00"),
        ("2026-10-24T12:00", 72, "2026-10-27T11:00:00+00:00"),
        ("2026-10-25T01:30", 1, "2026-10-25T01:30:00+00:00"),  # the first 01:30; an hour on is the second
        ("2026-10-25T01:30:00+00:00", 1, "2026-10-25T02:30:00+00:00"),
        ("2026-12-25T23:00", 24, "2026-12-26T23:00:00+00:00"),
        ("2026-05-22T16:00:30", 0, "2026-05-22T16:00:30+01:00"),
    ],
)
def test_elapsed_hours_are_real_hours(trigger, hours, due_at):
    assert count(hours, "elapsed_hours", at(trigger)).at.isoformat() == due_at


@pytest.mark.parametrize(
    ("trigger", "hours", "due_at"),
    [
        ("2026-11-24T09:00", 8, "2026-11-24T17:00:00+00:00"),  # ends exactly at 17:00: that day
        ("2026-11-24T17:00", 1, "2026-11-25T10:00:00+00:00"),
        ("2026-11-24T07:00", 1, "2026-11-24T10:00:00+00:00"),
        ("2026-11-27T16:00", 2, "2026-11-30T10:00:00+00:00"),
        ("2026-11-28T12:00", 1, "2026-11-30T10:00:00+00:00"),  # from a Saturday
        ("2026-11-24T22:15", 16, "2026-11-26T17:00:00+00:00"),
        ("2026-03-27T16:30", 1, "2026-03-30T09:30:00+01:00"),  # over the clock change
    ],
)
def test_working_hours_run_from_nine_to_five_on_working_days(trigger, hours, due_at):
    assert count(hours, "working_hours", at(trigger)).at.isoformat() == due_at


def test_working_hours_backwards_and_in_other_opening_hours():
    back = count(2, "working_hours", at("2026-11-24T10:00"), direction="before")
    assert back.at == datetime(2026, 11, 23, 16, tzinfo=LONDON)
    at_opening = count(1, "working_hours", at("2026-11-24T10:00"), direction="before")
    assert at_opening.at == datetime(2026, 11, 24, 9, tzinfo=LONDON)
    short = count(8, "working_hours", at("2026-11-24T10:00"), hours=(time(10), time(14)))
    assert short.at == datetime(2026, 11, 25, 14, tzinfo=LONDON)


@given(MOMENTS, st.integers(0, 2000))
@settings(max_examples=150)
def test_elapsed_hours_are_exact_over_both_clock_changes(moment, hours):
    found = count(hours, "elapsed_hours", moment)
    assert found.at.astimezone(UTC) - moment == timedelta(hours=hours)
    assert found.at.tzinfo == LONDON


@given(MOMENTS, st.integers(1, 60))
@settings(max_examples=80)
def test_working_hours_end_in_opening_hours_of_a_working_day(moment, hours):
    at = count(hours, "working_hours", moment).at
    assert CALENDAR.is_working_day(at.date())
    assert time(9) < at.time() <= time(17)


def test_hours_need_a_time_of_day():
    with pytest.raises(TriggerNeedsTime, match="Give the time as well"):
        count(24, "elapsed_hours", date(2026, 5, 22))


@pytest.mark.parametrize("clock", [time(1), time(1, 30), time(1, 59, 59)])
def test_a_time_that_the_spring_clock_change_leaves_out_is_refused(clock):
    with pytest.raises(NonexistentTime, match="before 01:00 or from 02:00"):
        count(1, "elapsed_hours", datetime.combine(date(2026, 3, 29), clock))


# Pauses


def test_a_pause_takes_its_days_out_of_the_count():
    pause = Pause(date(2026, 2, 16), date(2026, 2, 17))
    found = count(2, "working_days", date(2026, 2, 13), may_pause=True, pauses=[pause])
    assert found.by == date(2026, 2, 19)
    assert "Mon 16 Feb 2026 is skipped (paused)" in found.working
    assert "Sat 14 Feb 2026 is skipped (Saturday)" in found.working


@pytest.mark.parametrize(
    ("first", "last", "due_by"),
    [
        (date(2026, 2, 12), date(2026, 2, 12), date(2026, 2, 16)),  # day 0 itself: nothing to take out
        (date(2026, 2, 13), date(2026, 2, 16), date(2026, 2, 18)),  # the weekend inside it was out already
        (date(2026, 2, 17), date(2026, 2, 20), date(2026, 2, 16)),  # begins after the end
        (date(2026, 2, 16), date(2026, 2, 20), date(2026, 2, 23)),
        (at("2026-02-13T09:00"), at("2026-02-13T17:00"), date(2026, 2, 17)),
    ],
)
def test_pauses_in_working_days(first, last, due_by):
    assert count(2, "working_days", date(2026, 2, 12), may_pause=True, pauses=[Pause(first, last)]).by == due_by


def test_pauses_in_calendar_days_and_months():
    pause = [Pause(date(2026, 2, 14), date(2026, 2, 15))]
    assert count(7, "calendar_days", date(2026, 2, 12), may_pause=True, pauses=pause).by == date(2026, 2, 21)
    assert count(1, "months", date(2026, 2, 12), may_pause=True, pauses=pause).by == date(2026, 3, 14)
    assert count(1, "weeks", date(2026, 2, 19), direction="before", may_pause=True, pauses=pause).by == date(
        2026, 2, 10
    )


def test_a_pause_in_hours_adds_what_of_it_lies_on_the_way():
    overnight = Pause(at("2026-05-22T20:00"), at("2026-05-23T08:00"))
    assert count(24, "elapsed_hours", at("2026-05-22T16:00"), may_pause=True, pauses=[overnight]).at == datetime(
        2026, 5, 24, 4, tzinfo=LONDON
    )
    already_running = Pause(at("2026-05-22T10:00"), at("2026-05-22T18:00"))
    assert count(24, "elapsed_hours", at("2026-05-22T16:00"), may_pause=True, pauses=[already_running]).at == datetime(
        2026, 5, 23, 18, tzinfo=LONDON
    )
    overlapping = [
        Pause(at("2026-05-22T17:00"), at("2026-05-22T19:00")),
        Pause(at("2026-05-22T18:00"), at("2026-05-22T20:00")),
    ]
    assert count(2, "elapsed_hours", at("2026-05-22T16:00"), may_pause=True, pauses=overlapping).at == datetime(
        2026, 5, 22, 21, tzinfo=LONDON
    )


def test_a_pause_in_working_hours():
    lunch = Pause(at("2026-11-24T12:00"), at("2026-11-24T14:00"))
    whole_day = Pause(date(2026, 11, 25), date(2026, 11, 25))
    found = count(8, "working_hours", at("2026-11-24T09:00"), may_pause=True, pauses=[lunch, whole_day])
    assert found.at == datetime(2026, 11, 26, 11, tzinfo=LONDON)
    assert "Wed 25 Nov 2026 is skipped (paused)" in found.working


@pytest.mark.parametrize("limit", [Limit(15, "working_days", statutory=True, may_pause=True), Limit(2, "working_days")])
def test_a_limit_that_may_not_be_paused_refuses(limit):
    with pytest.raises(PauseRefused, match="Take the pause out"):
        due(limit, date(2026, 2, 12), calendar=CALENDAR, pauses=[Pause(date(2026, 2, 13), date(2026, 2, 13))])


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadLimit, match="must not end before it begins"):
        Pause(date(2026, 2, 13), date(2026, 2, 11))


# What a locality may change


@pytest.mark.parametrize(
    ("local", "override", "amount", "said"),
    [
        (10, None, 10, "Local 10 is shorter than the statutory 15, so 10 applies"),
        (15, None, 15, None),
        (20, None, 15, "no override is recorded, so 15 applies"),
        (20, Override("two teams merge"), 20, "an override is recorded (two teams merge), so 20 applies"),
        (
            20,
            Override("two teams merge", ends=date(2026, 2, 11)),
            15,
            "does not hold on Thu 12 Feb 2026, so 15 applies",
        ),
        (20, Override("two teams merge", ends=date(2026, 2, 12)), 20, "so 20 applies"),
        (20, Override("two teams merge", starts=date(2026, 2, 13)), 15, "so 15 applies"),
        (0, None, 0, "so 0 applies"),
    ],
)
def test_a_statutory_limit_is_shortened_freely_and_lengthened_only_by_an_override(local, override, amount, said):
    found = count(15, "working_days", date(2026, 2, 12), statutory=True, local_amount=local, override=override)
    assert found.effective_amount == amount
    assert found.by == CALENDAR.add(date(2026, 2, 12), amount)
    assert said is None or any(said in line for line in found.working)


def test_before_a_meeting_the_larger_number_is_the_stricter():
    earlier = count(2, "working_days", date(2026, 1, 13), direction="before", statutory=True, local_amount=3)
    later = count(2, "working_days", date(2026, 1, 13), direction="before", statutory=True, local_amount=1)
    assert (earlier.effective_amount, later.effective_amount) == (3, 2)


def test_a_limit_of_local_procedure_is_changed_either_way():
    assert count(5, "working_days", date(2026, 2, 12), local_amount=8).effective_amount == 8


def test_a_local_closure_never_stretches_a_statutory_limit():
    closed = {date(2026, 12, 24): "offices closed"}
    statutory = count(1, "working_days", date(2026, 12, 23), statutory=True, closures=closed)
    local = count(1, "working_days", date(2026, 12, 23), closures=closed)
    as_working = count(1, "working_days", date(2026, 12, 23), closures=closed, closures_count_as_closed=False)
    assert (statutory.by, local.by, as_working.by) == (date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 24))
    assert "Thu 24 Dec 2026 is a local closure day, which does not stretch a statutory limit" in statutory.working
    assert "Thu 24 Dec 2026 is skipped (Local closure: offices closed)" in local.working


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_override_needs_a_reason(reason):
    with pytest.raises(BadLimit, match="needs a reason"):
        Override(reason)


def test_an_override_lasts_twelve_months_at_most():
    Override("merge", starts=date(2026, 1, 1), ends=date(2027, 1, 1))
    with pytest.raises(BadLimit, match="twelve months"):
        Override("merge", starts=date(2026, 1, 1), ends=date(2027, 1, 2))


# Past the last announced bank holiday


@pytest.mark.parametrize(
    ("trigger", "provisional"), [(date(2028, 12, 1), False), (date(2028, 12, 20), True), (date(2029, 6, 1), True)]
)
def test_a_date_past_the_last_announced_bank_holiday_is_provisional(trigger, provisional):
    found = count(15, "working_days", trigger)
    assert found.provisional == provisional
    assert (
        any("Provisional: bank holidays are announced up to Tue 26 Dec 2028" in line for line in found.working)
        == provisional
    )


def test_expected_bank_holidays_are_skipped_beforehand():
    assert count(1, "working_days", date(2028, 12, 29)).by == date(2029, 1, 2)


# Late or not


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2026, 7, 10, 23, 59, 59, tzinfo=LONDON), False),
        (datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 10, 23, 0, 0, tzinfo=UTC), True),  # midnight in London
        (datetime(2026, 7, 11, 0, 0, 0, tzinfo=LONDON), True),
    ],
)
def test_a_day_is_kept_until_its_end_in_london(now, late):
    found = count(1, "working_days", date(2026, 7, 9))
    assert found.ends_at == datetime(2026, 7, 10, 23, 59, 59, tzinfo=LONDON)
    assert found.overdue(now) == overdue(found, now) == late


def test_an_hour_limit_is_late_only_after_its_instant():
    found = count(24, "elapsed_hours", at("2026-05-22T16:00"))
    assert not found.overdue(found.at)
    assert found.overdue(found.at + timedelta(microseconds=1))


# Laws


@given(DAYS, DAYS, st.integers(0, 200), st.sampled_from(["after", "before"]))
@settings(max_examples=120)
def test_a_later_trigger_never_gives_an_earlier_date(one, other, amount, direction):
    earlier, later = sorted((one, other))
    for unit in ("working_days", "calendar_days"):
        assert (
            count(amount, unit, earlier, direction=direction).by <= count(amount, unit, later, direction=direction).by
        )


@given(DAYS, st.integers(0, 36), st.sampled_from(["after", "before"]), st.sampled_from(["back", "forward"]))
@settings(max_examples=120)
def test_a_rolled_date_is_a_working_day(day, amount, direction, roll):
    for unit in ("months", "weeks", "calendar_days"):
        assert CALENDAR.is_working_day(count(amount, unit, day, direction=direction, roll=roll).by)


@given(DAYS, st.integers(1, 60), st.booleans())
@settings(max_examples=120)
def test_counted_and_skipped_days_together_are_every_day(day, amount, counts):
    found = count(amount, "working_days", day, trigger_day_counts=counts)
    skipped = [line for line in found.working if " is skipped (" in line]
    is_day_one = counts and CALENDAR.is_working_day(day)
    assert len(skipped) + amount - is_day_one == (found.by - day).days
    assert found.working[-1] == f"{written_day(found.by)} is working day {amount}"


@given(DAYS, st.integers(0, 30), DAYS, st.integers(0, 20))
@settings(max_examples=120)
def test_a_pause_never_brings_a_date_forward(day, amount, first, length):
    pause = Pause(first, first + timedelta(days=length))
    for unit in ("working_days", "calendar_days"):
        paused = count(amount, unit, day, may_pause=True, pauses=[pause]).by
        assert paused >= count(amount, unit, day).by
        assert amount == 0 or not first <= paused <= pause.last


# What cannot be counted


@pytest.mark.parametrize(
    "fault",
    [
        {"amount": -1},
        {"amount": 1.5},
        {"amount": True},
        {"amount": "15"},
        {"amount": 10**9},
        {"unit": "fortnights"},
        {"direction": "sideways"},
        {"roll": "up"},
        {"hours": (time(17), time(9))},
    ],
)
def test_an_impossible_limit_is_refused(fault):
    with pytest.raises(BadLimit):
        Limit(**{"amount": 15, "unit": "working_days"} | fault)


@pytest.mark.parametrize("unit", ["working_days", "months", "weeks"])
def test_a_count_into_another_age_is_refused(unit):
    with pytest.raises(OutsideCalendar):
        count(100_000, unit, date(2026, 1, 1), direction="before")


@given(DAYS, st.integers(0, 40), st.booleans(), st.sampled_from([1, -1]), DAYS, st.integers(0, 15), st.booleans())
@settings(max_examples=200)
def test_the_count_is_that_of_somebody_with_a_calendar_and_a_pencil(day, amount, counts, way, first, length, pauses):
    """Day by day, leaving out weekends, bank holidays, the pause and a local closure ten days on."""
    paused = {first + timedelta(days=number) for number in range(length)} if pauses and length else set()
    closed = day + timedelta(days=10 * way)

    def is_open(one):
        return CALENDAR.is_working_day(one) and one not in paused and one != closed

    pencil, left = day, amount - (counts and amount > 0 and is_open(day))
    while left:
        pencil += timedelta(days=way)
        left -= is_open(pencil)
    found = count(
        amount,
        "working_days",
        day,
        direction="after" if way == 1 else "before",
        trigger_day_counts=counts,
        may_pause=True,
        pauses=[Pause(min(paused), max(paused))] if paused else [],
        closures={closed: ""},
    )
    assert found.by == pencil


@given(MOMENTS, st.integers(0, 40), st.integers(-600, 600), st.integers(0, 300), st.sampled_from([1, -1]))
@settings(max_examples=80)
def test_working_hours_are_those_of_somebody_with_a_stop_watch(moment, hours, offset, length, way):
    """Quarter by quarter of an hour, on the working days' opening hours, less a pause."""
    quarter = timedelta(minutes=15)
    start = moment.replace(minute=0, second=0, microsecond=0)
    pause = Pause(start + offset * quarter, start + (offset + length) * quarter)
    watch, left = start, hours * 4
    while left:
        tick = watch if way == 1 else watch - quarter
        local = tick.astimezone(LONDON)
        running = CALENDAR.is_working_day(local.date()) and 9 <= local.hour < 17
        left -= running and not pause.first <= tick < pause.last
        watch += way * quarter
    direction = "after" if way == 1 else "before"
    found = count(hours, "working_hours", start, direction=direction, may_pause=True, pauses=[pause])
    assert found.at == watch
