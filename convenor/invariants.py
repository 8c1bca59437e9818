"""The invariants that concern every room; the rooms' own stand in their `invariants.py`."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, func, select, text

from audit import chain
from audit.models import AuditEntry
from convenor import schema
from foundation.database import Base, Versioned, db
from foundation.invariants import invariant, stated
from foundation.unit_of_work import unit_of_work


@dataclass(frozen=True)
class Finding:
    """Where an invariant does not hold."""

    invariant: str
    message: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def findings() -> list[Finding]:
    """Ask every invariant, each in a unit of its own that only reads."""
    found = []
    for one in stated():
        with unit_of_work(writes=False):
            found += [Finding(one.key, message) for message in one.question()]
    return found


@invariant("I-1", "The version of a row is the number of entries about changes to it.")
def every_change_has_its_entry() -> Iterator[str]:
    """No change without an entry, and no entry without a change: counted on both sides for every table with versions."""
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Versioned):
            continue
        table = mapper.local_table
        assert isinstance(table, Table)
        counted = (
            select(AuditEntry.subject_id, func.count().label("entries"))
            .where(AuditEntry.subject_kind == table.name, AuditEntry.changes)
            .group_by(AuditEntry.subject_id)
            .subquery()
        )
        entries = func.coalesce(counted.c.entries, 0)
        rows = (
            select(table.c.public_id, table.c.version, entries.label("entries"))
            .outerjoin(counted, counted.c.subject_id == table.c.public_id)
            .where(table.c.version != entries)
        )
        for row in db.session.execute(rows):
            yield f"{table.name} {row.public_id} is at version {row.version} and has {row.entries} entries."
        absent = select(counted.c.subject_id).where(counted.c.subject_id.not_in(select(table.c.public_id)))
        for public_id in db.session.scalars(absent):
            yield f"{table.name} {public_id} has entries and does not exist."


@invariant("I-2", "The audit chain verifies from its first entry to its head.")
def the_chain_holds() -> Iterator[str]:
    verdict = chain.verify(db.session())
    if verdict.broken_at is not None:
        yield f"Entry {verdict.broken_at} {verdict.reason}."


@invariant("I-5", "Foreign keys hold, the file is sound, the schema is the newest.")
def the_database_is_sound() -> Iterator[str]:
    connection = db.session.connection()
    current = MigrationContext.configure(connection).get_current_revision()
    if current != schema.head():
        yield f"The schema is at {current}, this release knows {schema.head()}. Run convenor init."
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("pragma foreign_key_check")):
            yield f"Row {row[1]} of {row[0]} names a row of {row[2]} that does not exist."
        for (said,) in connection.execute(text("pragma integrity_check")):
            if said != "ok":
                yield f"The file is damaged: {said}."
    else:
        for name in connection.scalars(text("select conname from pg_constraint where not convalidated")):
            yield f"The constraint {name} was never checked."
