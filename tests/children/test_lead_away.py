"""Whoever leads will be away, or was named for two days only: those who can act hear of it before a child is without."""

from datetime import date

import pytest
from scenes import a_led_child, involved

from children import commands, queries
from people import commands as people_commands


@pytest.fixture
def led(unit, cast):
    with unit():
        return a_led_child(cast.sam, cast.mia).public_id


def away(unit, cast, last, deputy=None):
    with unit():
        absence = people_commands.plan_absence(
            cast.mia, cast.sam, date(2026, 3, 9), date(2026, 3, last), getattr(cast, deputy) if deputy else None
        )
        return absence.public_id


def told(mailbox, title):
    return sorted(mail.address.split(".")[0] for mail in mailbox.all() if title in mail.title)


NOBODY = "Nobody stands in"


def test_a_lead_who_will_be_away_is_warned_two_working_days_before_and_on_the_day(
    led, unit, cast, clock, dispatch, mailbox
):
    away(unit, cast, 20)
    clock.set("2026-03-05 07:59")
    dispatch()
    assert told(mailbox, NOBODY) == []
    clock.set("2026-03-05 08:01")
    dispatch()
    assert told(mailbox, NOBODY) == ["mia", "sam"]
    clock.set("2026-03-09 08:01")
    dispatch()
    assert told(mailbox, NOBODY) == ["mia", "mia", "sam", "sam"]


@pytest.mark.parametrize(("last", "deputy"), [(10, None), (20, "judy")], ids=["two days", "somebody stands in"])
def test_a_short_absence_and_a_covered_one_warn_nobody(led, unit, cast, clock, dispatch, mailbox, last, deputy):
    away(unit, cast, last, deputy)
    clock.set("2026-03-09 09:00")
    dispatch()
    assert told(mailbox, NOBODY) == []


def test_a_deputy_for_every_child_or_a_cancelled_absence_ends_the_warning(led, unit, cast, clock, dispatch, mailbox):
    away(unit, cast, 20)
    with unit():
        child = queries.child(cast.mia, led)
        involved(cast.mia, child, cast.judy)
        commands.appoint_deputy(cast.mia, child, cast.judy, date(2026, 3, 9), date(2026, 3, 20))
    clock.set("2026-03-05 09:00")
    dispatch()
    assert told(mailbox, NOBODY) == []


def test_an_interim_lead_is_replaced_or_everybody_concerned_hears_each_working_day(
    led, unit, cast, clock, dispatch, mailbox
):
    with unit():
        child = queries.child(cast.mia, led)
        commands.nominate(cast.mia, child, cast.mia, interim=True)
    clock.set("2026-03-02 09:00")
    dispatch()
    assert told(mailbox, "two days are over") == []
    clock.set("2026-03-03 08:01")
    dispatch()
    first = told(mailbox, "two days are over")
    assert "mia" in first
    clock.set("2026-03-04 08:01")
    dispatch()
    assert len(told(mailbox, "two days are over")) == 2 * len(first)
    with unit():
        child = queries.child(cast.mia, led)
        commands.end(cast.mia, child, "Sam leads again.")
    clock.set("2026-03-05 08:01")
    dispatch()
    assert len(told(mailbox, "two days are over")) == 2 * len(first)
