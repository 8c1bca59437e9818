"""The only clock."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation import clock


def test_a_london_wall_clock_time_is_an_instant_with_zone(clock):
    clock.set("2026-07-01 09:30")
    assert clock.now() == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(("instant", "day"), [
    (datetime(2026, 7, 1, 23, 20, tzinfo=UTC), "2026-07-02"),    # summer: an hour after midnight in London
    (datetime(2026, 1, 1, 23, 20, tzinfo=UTC), "2026-01-01"),    # winter: London keeps UTC
])  # fmt: skip
def test_the_date_is_londons(instant, day):
    with clock.stopped_at(instant):
        assert clock.today().isoformat() == day


def test_a_stopped_clock_goes_on_as_it_was_before():
    with clock.stopped_at("2026-02-26 16:40"):
        with clock.stopped_at("2030-01-01 00:00"):
            assert clock.today().year == 2030
        assert clock.today().year == 2026
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_offset_file_winds_the_clock_on_at_each_call(tmp_path, monkeypatch):
    file = tmp_path / "offset"
    monkeypatch.setenv("CONVENOR_CLOCK_FILE", str(file))
    before = clock.now()
    file.write_text("86400")
    assert timedelta(hours=23) < clock.now() - before < timedelta(hours=25)
    file.write_text("not a number")
    assert abs(clock.now() - before) < timedelta(minutes=1)


def test_the_databases_own_time_is_asked_for_leases(unit, clock):
    from foundation.clock import database_now
    from foundation.database import db

    with unit():
        assert database_now(db.session.connection()) == clock.now()
    clock.set(None)
    with unit():
        assert abs(database_now(db.session.connection()) - datetime.now(UTC)) < timedelta(seconds=5)
