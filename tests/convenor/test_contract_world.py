"""The fixed small world: who may see which child, and every canary in its place."""

import pytest
from sqlalchemy import inspect, text

from children import queries as children
from convenor import demo
from convenor.demo import contract
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from people import queries as people

SEES = {
    "alice": {"C1", "C2"},
    "bob": {"C1"},
    "carol": set(),
    "dan": {"C1", "C3"},
    "judy": {"C1"},
    "heidi": set(),
    "erin": set(),
    "frank": set(),
    "grace": set(),
    "ivan": set(),
    "mallory": {"C1", "C2", "C3", "C4", "C5", "C6"},
}


@pytest.fixture
def world(app, clock):
    demo.load_contract(app)
    return app


def test_everybody_sees_what_the_contract_says(world):
    with world.app_context(), unit_of_work(writes=False):
        for key, seen in SEES.items():
            person = people.person_by_email(contract.address_of(key))
            found = {row.name.split("-")[1] for row in db.session.execute(children.search(person))}
            assert found == seen, key


def test_every_canary_stands_in_the_record_once_it_is_loaded(world):
    with world.app_context(), unit_of_work(writes=False):
        held = "".join(_everything())
    assert [one for one in contract.canaries() if one not in held] == []


def test_no_canary_leaves_by_mail(world):
    with world.app_context(), unit_of_work(writes=False):
        mails = b"".join(row[0] for row in db.session.execute(text("select mail from outbox where mail is not null")))
    assert mails and b"KX-" not in bytes(mails)


def _everything():
    """The rows of every table but the mails and the record of who read what, as text."""
    for table in inspect(db.engine).get_table_names():
        if table not in ("outbox", "audit_payload"):
            yield from (str(tuple(row)) for row in db.session.execute(text(f"select * from {table}")))
