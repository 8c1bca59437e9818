"""The schema of the database: Alembic through its own interface."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from convenor.rooms import ROOT


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for `connection` where one is open already."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "migrations"))
    made.attributes["connection"] = connection
    return made


def head() -> str | None:
    """The newest revision that this release knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database up to `to`."""
    command.upgrade(config(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    """Bring the database back to `to`."""
    command.downgrade(config(connection), to)
