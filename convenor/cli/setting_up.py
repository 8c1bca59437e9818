"""Begin: the database and the demonstration."""

from pathlib import Path

import click

from convenor.cli.entering import application, convenor, settings
from convenor.settings import Settings


@convenor.command()
def init() -> None:
    """Create the database or bring it up to date, and check the rule book. Safe to run again."""
    settings()
    import rulebook
    from convenor import schema
    from foundation.database import db

    with application(unit=False):
        rulebook.book()
        with db.engine.begin() as connection:
            schema.upgrade(connection)
    _private(settings())
    click.echo("The database is ready.")


@convenor.command()
@click.option("--contract", is_flag=True, help="The small fixed world of the reliability and security contract.")
def demo(contract: bool) -> None:
    """Load a fictional partnership into an empty database, and print who can sign in."""
    from convenor import demo as demonstration

    with application(unit=False) as app:
        lines = demonstration.load_contract(app) if contract else demonstration.load(app)
    click.echo("\n".join(lines))


def _private(settings: Settings) -> None:
    """Only the operator reads the database file and the folder around it."""
    if not settings.database_url.startswith("sqlite:///"):
        return
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if file.exists():
            file.chmod(0o600)
