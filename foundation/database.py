"""The database: base model, column types, and what each of the two engines must be told.

SQLite: foreign keys, WAL, a busy time-out, and `BEGIN IMMEDIATE` for units of work that write, so that no unit starts
by reading and finds only later that somebody else holds the pen. PostgreSQL: a connection is tried before it is used.
"""

import os
import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Integer, MetaData, String, TypeDecorator, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

BUSY_MILLISECONDS = 10_000


class Instant(TypeDecorator[datetime]):
    """A moment: UTC with zone on both engines, though SQLite stores it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table. Names of constraints are fixed, so that migrations can change them on both engines."""

    registry = registry(type_annotation_map={datetime: Instant()})
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Identified:
    """A row with an address of its own: an internal number for joins, a random `public_id` for everything outside."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-20)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, sort_order=-19)


class Versioned:
    """A row that people edit. `audit.record` counts the version up, once for each entry about it; a save from an
    older version fails (`StaleDataError`) instead of overwriting."""

    version: Mapped[int] = mapped_column(Integer, default=0, sort_order=90)


@event.listens_for(Base, "instrument_class", propagate=True)
def _check_versions(mapper: Any, cls: type) -> None:
    if issubclass(cls, Versioned):
        mapper.version_id_col = cls.__table__.c.version  # type: ignore[attr-defined]
        mapper.version_id_generator = False


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False},
    engine_options={"hide_parameters": True},
)


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for the database at `url`."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "connect_args": {"options": "-c idle_in_transaction_session_timeout=60000"},
    }


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # SQLAlchemy's `begin` below decides how a transaction starts
        for pragma in (
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "journal_mode=WAL",
            "synchronous=FULL" if os.environ.get("CONVENOR_ENV") != "test" else "synchronous=NORMAL",
            f"busy_timeout={BUSY_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
