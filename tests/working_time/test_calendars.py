"""Which days are working days, and why the others are not."""

from datetime import date, timedelta

import holidays
import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from working_time import Calendar, OutsideCalendar, england_and_wales
from working_time.freeze import frozen

CALENDAR = england_and_wales()
DAYS = st.dates(date(2012, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2020, 5, 8), "Early May bank holiday"),  # moved for VE day
        (date(2022, 6, 2), "Spring bank holiday"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2022, 12, 27), "Christmas Day substitute day"),
        (date(2023, 5, 8), "Coronation of King Charles III"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2026, 12, 28), "Boxing Day substitute day"),
        (date(2027, 12, 27), "Christmas Day substitute day"),
        (date(2028, 1, 3), "New Year's Day substitute day"),
        (date(2026, 12, 26), "Saturday"),  # Boxing Day itself: the weekend is the reason
        (date(2026, 3, 17), None),  # St Patrick's Day is a bank holiday elsewhere
        (date(2026, 8, 3), None),  # so is the first Monday of August
        (date(2026, 11, 24), None),
    ],
)
def test_why_a_day_is_closed(day, reason):
    assert CALENDAR.why_closed(day) == reason
    assert CALENDAR.is_working_day(day) == (reason is None)


def test_the_frozen_file_is_what_its_script_writes():
    written = frozen()
    assert {day.isoformat(): name for day, name in CALENDAR.bank_holidays.items()} == written["bank_holidays"]
    assert CALENDAR.known_until.isoformat() == written["known_until"] == "2028-12-26"


def test_a_second_source_agrees_on_easter():
    for easter in rrule.rrule(rrule.YEARLY, byeaster=0, dtstart=date(2011, 1, 1), until=date(2049, 12, 31)):
        assert CALENDAR.why_closed(easter.date() - timedelta(days=2)) == "Good Friday"
        assert CALENDAR.why_closed(easter.date() + timedelta(days=1)) == "Easter Monday"


def test_every_working_day_of_twenty_years_counted_one_by_one():
    """The look-up against the plainest count there is, with the library's own calendar instead of our file."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2033))
    day, counted = date(2012, 1, 1), 0
    while day < date(2032, 1, 1):
        day += timedelta(days=1)
        counted += day.weekday() < 5 and day not in closed
        assert CALENDAR.working_days_between(date(2012, 1, 1), day) == counted
        if day.weekday() < 5 and day not in closed:
            assert CALENDAR.add(date(2012, 1, 1), counted) == day


@given(DAYS, st.integers(-500, 500))
@settings(max_examples=200)
def test_adding_and_counting_are_each_others_inverse(day, amount):
    assert CALENDAR.working_days_between(day, CALENDAR.add(day, amount)) == amount


@given(DAYS, st.integers(-300, 300).filter(bool))
@settings(max_examples=200)
def test_no_count_ends_on_a_closed_day(day, amount):
    assert CALENDAR.why_closed(CALENDAR.add(day, amount)) is None


@given(DAYS, DAYS, st.integers(-300, 300).filter(bool))
@settings(max_examples=200)
def test_a_later_start_never_gives_an_earlier_end(one, other, amount):
    earlier, later = sorted((one, other))
    assert CALENDAR.add(earlier, amount) <= CALENDAR.add(later, amount)


@given(DAYS)
@settings(max_examples=100)
def test_the_neighbours_of_a_day(day):
    assert CALENDAR.previous_working_day(day) < day < CALENDAR.next_working_day(day)
    assert CALENDAR.on_or_before(day) <= day <= CALENDAR.on_or_after(day)
    assert (CALENDAR.on_or_before(day) == day) == CALENDAR.is_working_day(day)


def test_a_local_closure_is_a_closed_day_of_that_place_only():
    local = CALENDAR.with_closures({date(2026, 12, 24): "offices closed"})
    assert local.why_closed(date(2026, 12, 24)) == "Local closure: offices closed"
    assert local.add(date(2026, 12, 23), 1) == date(2026, 12, 29)
    assert local.national.add(date(2026, 12, 23), 1) == date(2026, 12, 24)
    assert local.with_closures({date(2026, 12, 29): ""}).add(date(2026, 12, 23), 1) == date(2026, 12, 30)


@pytest.mark.parametrize("count", [(date(2050, 12, 1), 100), (date(2010, 1, 10), -100), (date(1999, 12, 31), 1)])
def test_a_count_out_of_the_calendar_says_where_it_ends(count):
    with pytest.raises(OutsideCalendar, match="from Fri 1 Jan 2010 to Sat 31 Dec 2050"):
        CALENDAR.add(*count)


def test_the_closed_days_of_easter():
    assert CALENDAR.closed_days(date(2026, 4, 2), date(2026, 4, 7)) == (
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
    )


def test_a_calendar_of_ones_own():
    week = Calendar(
        "A week", date(2026, 11, 23), date(2026, 11, 29), {date(2026, 11, 25): "Fair day"}, date(2026, 11, 25)
    )
    assert week.add(date(2026, 11, 23), 3) == date(2026, 11, 27)
    assert not week.is_provisional(date(2026, 11, 25))
    assert week.is_provisional(date(2026, 11, 26))
