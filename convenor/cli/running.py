"""What stays up, and what it does once: pages, timers, mail."""

import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from convenor.cli.entering import MISCONFIGURED, application, as_json, convenor, settings


@convenor.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True, help="0: any that is free.")
@click.option("--no-dispatcher", is_flag=True, help="With SQLite: leave the dispatcher to a process of its own.")
def serve(host: str, port: int, no_dispatcher: bool) -> None:
    """Serve pages and the API; with SQLite also fire timers and send mail."""
    settings()
    from convenor import running
    from notifications.dispatch import Dispatcher

    with application(unit=False) as app:
        pass
    beside = not no_dispatcher and settings().database_url.startswith("sqlite")
    with running.pid_in(settings().var / "dispatcher.pid") if beside else nullcontext():
        running.serve(app, host, port, Dispatcher(app) if beside else None, click.echo)


@convenor.command()
@click.option("--pid-file", type=click.Path(dir_okay=False, path_type=Path), help="Default: dispatcher.pid under var/.")
def dispatcher(pid_file: Path | None) -> None:
    """Fire timers and send mail until told to end."""
    settings()
    from convenor import running
    from notifications.dispatch import Dispatcher

    with application(unit=False) as app:
        pass
    with running.pid_in(pid_file or settings().var / "dispatcher.pid"):
        running.dispatch(Dispatcher(app))


@convenor.command()
@click.option("--once", is_flag=True, required=True, help="Do what is due now, and end.")
@click.option("--now", "moment", help="As if it were this time (ISO 8601); not in production.")
@as_json
def dispatch(once: bool, moment: str | None) -> tuple[Any, list[str]]:
    """Fire every due timer and send every due message, then print what was done. What waits for further edits goes too."""
    from foundation import clock
    from notifications.dispatch import run_once

    if moment and settings().production:
        click.echo("--now: time is not ours to set in production.", err=True)
        sys.exit(MISCONFIGURED)
    try:
        there = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        raise click.UsageError("Write --now as 2026-03-05T16:40.") from None
    with application(unit=False) as app:
        pass
    with clock.stopped_at(there) if there else nullcontext():
        counts = run_once(app, hurry=True)
    return counts.as_json(), [str(counts)]
