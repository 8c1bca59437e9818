"""The audit chain."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from convenor.cli.entering import application, as_json, convenor


@convenor.group("audit")
def audit_group() -> None:
    """The audit chain."""


@audit_group.command("verify")
@click.option("--anchor", "anchor_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def audit_verify(anchor_file: Path | None) -> tuple[Any, list[str]]:
    """Walk the chain; exit 1 and name the first entry that does not hold."""
    from audit import chain
    from foundation.database import db

    kept = json.loads(anchor_file.read_text()) if anchor_file else None
    with application(writes=False):
        verdict = chain.verify(db.session(), kept)
    if verdict.broken_at is not None:
        click.echo(f"Entry {verdict.broken_at} {verdict.reason}.", err=True)
        sys.exit(1)
    lines = [f"{verdict.entries} entries, head {verdict.head}: the chain holds.", verdict.not_checkable]
    return verdict.__dict__, [line for line in lines if line]


@audit_group.command("anchor")
def audit_anchor() -> None:
    """Print the head of the chain, to be kept elsewhere."""
    from audit import chain
    from foundation.database import db

    with application(writes=False):
        click.echo(json.dumps(chain.anchor(db.session())))
