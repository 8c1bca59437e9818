"""A chain to work on: twelve entries, some about children, written by the system."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

import audit
from audit import chain
from foundation.database import db


@pytest.fixture
def entries(unit, clock):
    """Twelve entries in twelve units, four of them about the child C1."""
    for number in range(12):
        with unit():
            children = [SimpleNamespace(public_id="c1")] if number % 3 == 1 else []
            audit.read(
                None, "record", SimpleNamespace(public_id=f"s{number}"), children=children, words=f"Word {number}"
            )


@pytest.fixture
def owner(unit, database_kind):
    """Acts as the owner of the database, who can put the triggers aside."""

    def act(*statements, **values):
        with unit():
            connection = db.session.connection()
            for name in triggers(connection, database_kind):
                connection.execute(text(f"drop trigger {name}"))
            for statement in statements:
                connection.execute(text(statement), values)

    return act


def triggers(connection, database_kind):
    if database_kind == "sqlite":
        return list(
            connection.scalars(text("select name from sqlite_master where type = 'trigger' and name like 'audit%'"))
        )
    found = connection.execute(
        text(
            "select t.tgname, c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname like 'audit%'"
        )
    )
    return [f"{row.tgname} on {row.relname}" for row in found]


@pytest.fixture
def verify(unit):
    """Walks the chain; gives the number of the first entry that does not hold, or None."""

    def walk(anchor=None):
        with unit(writes=False):
            return chain.verify(db.session(), anchor)

    return walk


@pytest.fixture
def anchor(unit, entries):
    """The head as it was kept elsewhere."""
    with unit(writes=False):
        return chain.anchor(db.session())
