"""Whether all is well."""

import sys
from typing import Any

import click

from convenor.cli.entering import COULD_NOT_RUN, application, as_json, convenor, ends_with, settings


@convenor.command()
@as_json
def check() -> tuple[Any, list[str]]:
    """Ask every invariant. Exit 0 where all hold, 1 with findings, 2 where it could not be asked."""
    from convenor import invariants

    try:
        with application(unit=False):
            found = invariants.findings()
    except Exception as trouble:
        click.echo(f"The invariants could not be asked ({type(trouble).__name__}). Run convenor doctor.", err=True)
        sys.exit(COULD_NOT_RUN)
    lines = [f"{one.invariant} {one.message}" for one in found] or ["Every invariant holds."]
    ends_with(1 if found else 0)
    return [one.as_json() for one in found], lines


@convenor.command()
@as_json
def doctor() -> tuple[Any, list[str]]:
    """What is wrong with this installation, and what to do. Exit 1 where something is."""
    from convenor import doctor

    with application(unit=False) as app:
        advice = doctor.examine(app, settings())
    ends_with(1 if any(one.state == "wrong" for one in advice) else 0)
    return [one.as_json() for one in advice], [str(one) for one in advice]
