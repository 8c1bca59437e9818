"""One unit of work at each entrance: all of it is there, or none."""

import pytest
from sqlalchemy import Engine, event, func, select

import audit
from audit.models import AuditEntry
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.unit_of_work import current_unit, unit_of_work
from people.models import Agency


def an_agency(key="csc"):
    return Agency(public_id=new_public_id(), key=key, name=key, kind="childrens_social_care")


def actions(unit):
    with unit(writes=False):
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def agencies(unit):
    with unit(writes=False):
        return db.session.scalar(select(func.count()).select_from(Agency))


@pytest.fixture
def begins():
    """How each transaction on SQLite began."""
    seen = []

    def listen(_connection, _cursor, statement, *_):
        if statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    yield seen
    event.remove(Engine, "before_cursor_execute", listen)


def test_a_deed_and_its_entry_are_written_together(unit):
    with unit():
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
    assert agencies(unit) == 1
    assert actions(unit) == ["agency.added"]


def test_what_fails_leaves_nothing_neither_deed_nor_entry(unit):
    with pytest.raises(ZeroDivisionError), unit():
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
        db.session.flush()
        raise ZeroDivisionError
    assert agencies(unit) == 0
    assert actions(unit) == []


def test_an_entry_that_cannot_be_written_takes_the_deed_back(unit, monkeypatch):
    import audit.chain

    def full(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(audit.chain, "canonical", full)
    with pytest.raises(OSError), unit():
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
    assert agencies(unit) == 0


def test_a_reading_unit_writes_what_was_read_at_its_end(unit):
    with unit():
        agency = an_agency()
        db.session.add(agency)
    with unit(writes=False):
        audit.read(None, "agency", agency)
    assert actions(unit) == ["agency.read"]


def test_nothing_is_answered_when_the_entry_of_a_reading_cannot_be_written(unit, monkeypatch):
    import audit.chain

    monkeypatch.setattr(audit.chain, "canonical", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError), unit(writes=False):
        audit.read(None, "agency", an_agency())
    assert actions(unit) == []


def test_a_refusal_is_kept_though_everything_else_is_taken_back(unit):
    with pytest.raises(LookupError), unit():
        db.session.add(an_agency())
        audit.refused(None, "agency.add", "agency", "-")
        raise LookupError
    assert agencies(unit) == 0
    assert actions(unit) == ["access.refused"]


def test_an_abandoned_unit_goes_on_empty(unit):
    with unit() as here:
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
        db.session.flush()
        here.abandon()
        assert db.session.scalar(select(func.count()).select_from(Agency)) == 0
        audit.refused(None, "agency.add", "agency", "-")
    assert agencies(unit) == 0
    assert actions(unit) == ["access.refused"]


def test_what_was_read_stays_readable_after_an_error(unit):
    with unit():
        db.session.add(an_agency())
    with pytest.raises(LookupError), unit():
        agency = db.session.scalar(select(Agency))
        raise LookupError
    assert agency.name == "csc"


def test_the_version_counts_the_entries_about_a_row(unit):
    with unit():
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
    with unit():
        agency = db.session.scalar(select(Agency))
        agency.name = "Northshire"
        audit.record(None, "agency.renamed", agency)
    with unit(writes=False):
        assert db.session.scalar(select(Agency.version)) == 2


def test_a_save_from_an_older_version_fails_instead_of_overwriting(unit, app):
    from sqlalchemy.orm.exc import StaleDataError

    with unit():
        agency = an_agency()
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
    stale = agency
    with unit():
        current = db.session.scalar(select(Agency))
        current.name = "first"
        audit.record(None, "agency.renamed", current)
    with pytest.raises(StaleDataError), unit():
        db.session.add(stale)
        stale.name = "second"
        audit.record(None, "agency.renamed", stale)
    with unit(writes=False):
        assert db.session.scalar(select(Agency.name)) == "first"


def test_units_do_not_nest_and_nothing_is_written_outside_one(unit, app):
    with unit(), pytest.raises(RuntimeError), unit_of_work():
        pass
    with app.app_context(), pytest.raises(RuntimeError):
        current_unit()


def test_a_unit_that_writes_holds_the_pen_from_its_beginning(unit, begins, database_kind):
    if database_kind != "sqlite":
        pytest.skip("SQLite has one pen for the whole database")
    with unit():
        pass
    assert begins == ["BEGIN IMMEDIATE"]
    begins.clear()
    with unit(writes=False):
        pass
    assert begins == ["BEGIN"]
    begins.clear()
    with unit(writes=False):
        audit.read(None, "agency", an_agency())
    assert begins == ["BEGIN", "BEGIN IMMEDIATE"]


def test_instants_come_back_in_utc_with_their_zone(unit, clock):
    from datetime import UTC, datetime, timedelta, timezone

    from foundation.idempotency import IdempotencyKey

    summer = datetime(2026, 7, 1, 14, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    with unit():
        db.session.add(IdempotencyKey(client="c", key="k", body_hash="-", used_at=summer))
    with unit(writes=False):
        found = db.session.scalar(select(IdempotencyKey.used_at))
        assert (found, found.tzinfo) == (summer, UTC)
        assert db.session.scalar(select(func.count()).where(IdempotencyKey.used_at == summer)) == 1
        assert db.session.scalar(select(func.count()).where(IdempotencyKey.used_at > summer)) == 0


def test_an_instant_without_a_zone_is_not_taken(unit):
    from datetime import datetime

    from sqlalchemy.exc import StatementError

    from foundation.idempotency import IdempotencyKey

    with pytest.raises(StatementError, match="needs its time zone"), unit():
        db.session.add(
            IdempotencyKey(client="c", key="k", body_hash="-", used_at=datetime.fromisoformat("2026-07-01T14:30"))
        )
