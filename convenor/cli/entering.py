"""How every command enters: the settings, the application with its unit of work, and mistakes as one clear line."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from flask import Flask

from convenor.settings import Settings, WrongSettings, from_environment
from foundation.lifecycles import BadInput, NotVisible, Refused

COULD_NOT_RUN, MISCONFIGURED, WRONG_ARGUMENTS, TRY_AGAIN = 2, 78, 64, 75


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def convenor() -> None:
    """Convenor: multi-agency meetings, actions and professional disagreements."""


def settings() -> Settings:
    """The settings, or the end of the program with every problem named."""
    try:
        return from_environment()
    except WrongSettings as wrong:
        for problem in wrong.problems:
            click.echo(problem, err=True)
        sys.exit(MISCONFIGURED)


@contextmanager
def application(*, writes: bool = True, unit: bool = True) -> Iterator[Flask]:
    """The application with an open unit of work; errors that people can mend become one line."""
    found = settings()  # before anything large is imported: a program that may not start says so at once
    from convenor.application import create_app
    from foundation.unit_of_work import unit_of_work

    app = create_app(found)
    with app.app_context(), plain_errors():
        if unit:
            with unit_of_work(writes=writes):
                yield app
        else:
            yield app


@contextmanager
def plain_errors() -> Iterator[None]:
    """Say what is wrong in one line for each fault, and exit with 1."""
    try:
        yield
    except BadInput as wrong:
        raise click.ClickException(
            "; ".join(f"{field}: {message}" for field, message in wrong.errors.items())
        ) from None
    except Refused as refused:
        raise click.ClickException(" ".join(r.message for r in refused.refusals)) from None
    except NotVisible as missing:
        raise click.ClickException(f"There is no such {missing.args[0]}.") from None


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json` to a command that returns what it prints."""

    @click.option("--json", "machine", is_flag=True, help="Print JSON.")
    @wraps(command)
    def run(machine: bool, **options: Any) -> None:
        found, lines = command(**options)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1) if machine else "\n".join(lines))

    return run


def ends_with(code: int) -> None:
    """End the running command with `code` once it has printed what it found."""
    click.get_current_context().call_on_close(lambda: sys.exit(code) if code else None)
