"""Dates and moments as they are typed: what was typed is never lost, whatever it was."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from foundation.fields import DateParts, Line, MomentParts, Text, instant


class Day(Form):
    on = DateParts("On")


class Moment(Form):
    at = MomentParts("At")


class Optional(Form):
    on = DateParts("On", needed=False)


def filled(form, **typed):
    made = form(MultiDict({name.replace("_", "-"): value for name, value in typed.items()}))
    made.validate()
    return made


@pytest.mark.parametrize("typed", [
    ("27", "3", "2026"), ("27", "March", "2026"), ("27", "mar", "26"), (" 27 ", "03", "2026"),
])  # fmt: skip
def test_a_date_is_read_as_people_write_it(typed):
    form = filled(Day, on_day=typed[0], on_month=typed[1], on_year=typed[2])
    assert form.on.data == date(2026, 3, 27) and not form.errors


@pytest.mark.parametrize(("typed", "message", "wrong"), [
    (("31", "2", "2026"), "This is not a real date. Write it like 27 3 2026.", ["day"]),
    (("27", "", "2026"), "The date must include a month.", ["month"]),
    (("x", "y", "2026"), "This is not a real date. Write it like 27 3 2026.", ["day", "month"]),
    (("", "", ""), "Enter the date.", ["day", "month", "year"]),
    (("٢٧", "3", "2026"), "This is not a real date. Write it like 27 3 2026.", ["day"]),
])  # fmt: skip
def test_a_wrong_date_says_what_to_do_and_which_box(typed, message, wrong):
    form = filled(Day, on_day=typed[0], on_month=typed[1], on_year=typed[2])
    assert form.errors == {"on": [message]}
    assert form.on.wrong == wrong
    assert tuple(form.on.raw.values()) == typed


def test_a_date_that_is_not_needed_may_be_left_out():
    assert not filled(Optional, on_day="", on_month="", on_year="").errors
    assert filled(Optional, on_day="3").errors


@pytest.mark.parametrize(("typed", "utc"), [
    ("14:30", "2026-07-01T13:30"), ("2.30pm", "2026-07-01T13:30"), ("9", "2026-07-01T08:00"),
    ("12am", "2026-06-30T23:00"), ("1430", "2026-07-01T13:30"),
])  # fmt: skip
def test_a_time_of_day_is_londons(typed, utc):
    form = filled(Moment, at_day="1", at_month="7", at_year="2026", at_time=typed)
    assert form.at.data == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "25:00", "13pm", "14:75", "noon", "0am"])
def test_a_wrong_time_is_asked_for_again_and_kept(typed):
    form = filled(Moment, at_day="1", at_month="7", at_year="2026", at_time=typed)
    assert form.errors == {"at": ["Enter the time like 14:30."]}
    assert form.at.raw["time"] == typed


def test_a_time_that_the_clocks_skip_does_not_exist():
    form = filled(Moment, at_day="29", at_month="3", at_year="2026", at_time="01:30")
    assert form.errors["at"] == ["The clocks go forward that night, and this time does not exist. Choose another."]
    assert form.at.raw["time"] == "01:30"


def test_an_hour_that_comes_twice_is_taken_the_first_time():
    assert instant(date(2026, 10, 25), time(1, 30)) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "")


def test_a_time_without_its_date_asks_for_the_day():
    form = filled(Moment, at_day="", at_month="", at_year="", at_time="14:30")
    assert form.errors and form.at.raw["time"] == "14:30"


@given(st.fixed_dictionaries({part: st.text(max_size=8) for part in MomentParts.parts}))
def test_whatever_is_typed_is_either_a_moment_or_shown_again_with_a_message(typed):
    from foundation.text import clean_line

    form = Moment(MultiDict({f"at-{part}": value for part, value in typed.items()}))
    assert form.validate() is (form.at.data is not None)
    assert form.at.raw == {part: clean_line(value) for part, value in typed.items()}


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_that_is_shown_is_read_back_the_same(day):
    shown = Day(data={"on": day}).on.raw
    assert filled(Day, **{f"on_{part}": value for part, value in shown.items()}).on.data == day


def test_a_moment_that_is_shown_is_read_back_the_same():
    at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    shown = Moment(data={"at": at}).at.raw
    assert shown["time"] == "14:30"
    assert filled(Moment, **{f"at_{part}": value for part, value in shown.items()}).at.data == at


def test_a_form_that_is_opened_shows_what_is_proposed():
    class Proposed(Form):
        on = DateParts("On", default=lambda: date(2026, 3, 5))

    assert Proposed().on.raw == {"day": "5", "month": "3", "year": "2026"}


def test_texts_are_cleaned_on_their_way_in():
    class Words(Form):
        name = Line("Name")
        text = Text("Text")

    form = Words(MultiDict({"name": " Elm\x00 Park\r\nSchool ", "text": " one\r\ntwo\x07 "}))
    assert (form.name.data, form.text.data) == ("Elm Park School", "one\ntwo")
