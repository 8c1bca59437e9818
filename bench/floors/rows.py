"""Rows through SQLAlchemy Core, one statement each, with nothing around them."""

from collections.abc import Iterable
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table


def insert_after_work(engine: Engine, table: Table, row: dict[str, Any], work: float) -> None:
    """One row in a transaction of its own, in which something else takes `work` seconds first."""
    with engine.begin() as connection:
        sleep(work)
        connection.execute(table.insert(), row)


def insert_each(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Each row a statement, all in the transaction that is open."""
    for row in rows:
        connection.execute(table.insert(), row)


def plain_log(engine: Engine) -> Table:
    """A table for entries without a chain."""
    from sqlalchemy import Column, DateTime, Integer, String, Text

    table = Table(
        "plain_log",
        MetaData(),
        Column("seq", Integer, primary_key=True),
        Column("at", DateTime(timezone=True)),
        Column("actor", String(20)),
        Column("action", String(60)),
        Column("subject_kind", String(40)),
        Column("subject_id", String(20)),
        Column("content", Text),
    )
    table.create(engine)
    return table
