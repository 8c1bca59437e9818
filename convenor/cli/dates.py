"""What a rule gives."""

import json
from pathlib import Path
from typing import Any

import click

from convenor.cli.entering import as_json, convenor


@convenor.command()
@click.argument("rule", required=False)
@click.option("--from", "trigger", help="A date, or a time in London or with an offset.")
@click.option("--cases", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file of cases.")
@as_json
def due(rule: str | None, trigger: str | None, cases: Path | None) -> tuple[Any, list[str]]:
    """The date that a rule gives, with its working."""
    from rulebook import dates

    if cases is not None:
        read = json.loads(cases.read_text())
        found = [dates.due_of_case(case) for case in (read["cases"] if isinstance(read, dict) else read)]
        return found, [f"{one['id']}: {one.get('due_date') or one.get('due_at')}" for one in found]
    if not rule or not trigger:
        raise click.UsageError("Give a RULE and --from, or --cases FILE.")
    try:
        one = dates.due_of_rule(rule, trigger)
    except (LookupError, ValueError) as wrong:
        raise click.ClickException(str(wrong.args[0])) from None
    return one, [str(one.get("due_date") or one.get("due_at")), *one["working"]]
