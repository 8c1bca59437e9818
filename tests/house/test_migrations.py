"""Up, down and up again on a database that holds something, and the guards of the audit chain stand after each."""

import pytest
from sqlalchemy import func, inspect, select, text

from convenor import schema
from foundation.database import Base, db
from people.models import Person


def guards(connection):
    if connection.dialect.name == "sqlite":
        return connection.scalar(
            text("select count(*) from sqlite_master where type = 'trigger' and name like 'audit%'")
        )
    return connection.scalar(text("select count(*) from pg_trigger where tgname like 'audit%'"))


def test_up_down_and_up_again_on_a_database_that_holds_something(app, cast, unit):
    with unit(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Person)) > 5
    with app.app_context(), db.engine.begin() as connection:
        standing = guards(connection)
        assert standing >= 4
        schema.upgrade(connection)
        assert guards(connection) == standing
    with app.app_context(), db.engine.begin() as connection:
        schema.downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with app.app_context(), db.engine.begin() as connection:
        schema.upgrade(connection)
        assert guards(connection) == standing
        assert connection.scalar(text("select seq from audit_head")) == 0


def test_the_migrations_make_what_the_models_say(app):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("times", [1, 2])
def test_to_create_the_database_twice_does_no_harm(settings, cast, unit, monkeypatch, times):
    from click.testing import CliRunner

    from convenor.cli import convenor

    for name in ("database_url", "secret_key", "env", "var"):
        monkeypatch.setenv(f"CONVENOR_{name.upper()}", str(getattr(settings, name)))
    for _ in range(times):
        done = CliRunner().invoke(convenor, ["init"])
        assert done.exit_code == 0, done.output
    with unit(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Person)) > 5
