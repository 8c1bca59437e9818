"""One chain for the whole record: written with the deed, gapless, and found out when somebody changed it."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text

import audit
from audit import chain
from audit.models import AuditEntry, AuditHead, AuditPayload
from foundation.database import db
from foundation.unit_of_work import unit_of_work


def a_subject(name="s1"):
    return SimpleNamespace(public_id=name)


def test_a_chain_without_entries_holds(verify):
    assert (verify().entries, verify().broken_at) == (0, None)


def test_every_entry_follows_from_the_one_before(entries, verify, unit):
    verdict = verify()
    assert (verdict.entries, verdict.broken_at) == (12, None)
    with unit(writes=False):
        rows = db.session.execute(
            select(AuditEntry.seq, AuditEntry.prev_hash, AuditEntry.hash).order_by(AuditEntry.seq)
        ).all()
        head = db.session.execute(select(AuditHead.seq, AuditHead.hash)).one()
    assert [row.seq for row in rows] == list(range(1, 13))
    assert [row.prev_hash for row in rows] == [chain.START, *(row.hash for row in rows[:-1])]
    assert tuple(head) == (12, rows[-1].hash)


def test_an_act_about_three_children_has_an_entry_for_each_and_counts_as_one_change(unit, verify):
    with unit():
        audit.read(None, "record", a_subject(), children=[a_subject(f"c{n}") for n in (1, 2, 3)])
        subject = SimpleNamespace(public_id="m1", version=0)
        audit.record(None, "meeting.proposed", subject, children=[a_subject("c1"), a_subject("c2")])
    with unit(writes=False):
        rows = db.session.execute(
            select(AuditEntry.action, AuditEntry.child_id, AuditEntry.changes).order_by(AuditEntry.seq)
        )
        assert [tuple(row) for row in rows] == [
            ("record.read", "c1", False), ("record.read", "c2", False), ("record.read", "c3", False),
            ("meeting.proposed", "c1", True), ("meeting.proposed", "c2", False),
        ]  # fmt: skip
    assert subject.version == 1
    assert verify().broken_at is None


def test_the_content_may_be_erased_and_the_chain_still_holds(entries, owner, verify):
    owner("delete from audit_payload where seq = 5")
    assert verify().broken_at is None


def test_what_an_entry_says_cannot_be_guessed_from_its_hash(unit):
    for _ in range(2):
        with unit():
            audit.read(None, "record", a_subject(), answer="yes")
    with unit(writes=False):
        hashes = db.session.scalars(select(AuditEntry.payload_hash)).all()
        assert db.session.scalar(select(func.count(AuditPayload.salt.distinct()))) == 2
    assert hashes[0] != hashes[1]


def test_a_clock_that_went_back_does_not_turn_the_order_round(unit, clock, verify):
    with unit():
        audit.read(None, "record", a_subject())
    clock.set("2026-02-26 15:00")
    with unit():
        audit.read(None, "record", a_subject())
    with unit(writes=False):
        times = db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq)).all()
        said = db.session.scalars(select(AuditPayload.content).order_by(AuditPayload.seq)).all()
    assert times[0] == times[1]
    assert "clock_went_back" not in said[0] and "clock_went_back" in said[1]
    assert verify().broken_at is None


def test_eight_who_write_at_once_keep_one_chain_without_a_gap(app, clock, verify):
    def work(number):
        for _ in range(10):
            with app.app_context(), unit_of_work():
                audit.read(None, "record", a_subject(f"s{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert (verify().entries, verify().broken_at) == (80, None)


def test_a_walk_bears_that_others_append_meanwhile(app, clock, entries, verify):
    from threading import Event

    stop = Event()

    def write():
        while not stop.is_set():
            with app.app_context(), unit_of_work():
                audit.read(None, "record", a_subject())

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        verdicts = [verify() for _ in range(30)]
        stop.set()
        writing.result()
    assert [verdict.reason for verdict in verdicts if verdict.broken_at is not None] == []


REFUSED = [
    "update audit_entry set action = 'nothing' where seq = 3",
    "update audit_payload set content = '{}' where seq = 3",
    "delete from audit_entry where seq = 12",
    "delete from audit_payload where seq = 12",
    "delete from audit_entry",
    "insert into audit_payload (seq, salt, content) values (3, 'x', 'y') on conflict (seq) do update set content = 'y'",
    "insert into audit_entry select * from audit_entry where seq = 3 on conflict (seq) do update set action = 'nothing'",
]
REFUSED_SQLITE = [
    "insert or replace into audit_entry select * from audit_entry where seq = 12",
    "replace into audit_payload (seq, salt, content) values (3, 'x', 'y')",
    "update or replace audit_entry set seq = 2 where seq = 3",
]
REFUSED_POSTGRESQL = [
    "truncate audit_entry cascade",
    "truncate audit_payload",
]


@pytest.mark.parametrize("statement", REFUSED + REFUSED_SQLITE + REFUSED_POSTGRESQL)
def test_the_database_itself_refuses_to_change_the_record(entries, unit, verify, database_kind, statement):
    if statement in (REFUSED_POSTGRESQL if database_kind == "sqlite" else REFUSED_SQLITE):
        pytest.skip("a statement of the other engine")
    with pytest.raises(Exception, match=r"cannot be changed|must follow the newest"), unit():
        # A fresh connection without our pragmas is what somebody else's program would open.
        db.session.execute(text("pragma recursive_triggers = off" if database_kind == "sqlite" else "select 1"))
        db.session.execute(text(statement))
    assert (verify().entries, verify().broken_at) == (12, None)


def test_an_entry_that_does_not_follow_the_newest_is_refused(entries, unit, verify):
    with pytest.raises(Exception, match="must follow the newest"), unit():
        row = db.session.execute(select(AuditEntry.__table__).where(AuditEntry.seq == 12)).one()._mapping
        db.session.execute(AuditEntry.__table__.insert(), {**row, "seq": 13, "prev_hash": "0" * 64})
    assert verify().entries == 12
