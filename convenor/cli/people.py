"""Agencies, accounts and tokens."""

import sys
from datetime import datetime

import click

from convenor.cli.entering import application, convenor
from foundation.lifecycles import BadInput


@convenor.group()
def agency() -> None:
    """Agencies of the partnership."""


@agency.command("add")
@click.argument("key")
@click.option("--name", required=True)
@click.option("--kind", required=True, help="A key of `agencies` in the rule book: health, police …")
@click.option("--telephone", default="")
def agency_add(key: str, name: str, kind: str, telephone: str) -> None:
    """Add an agency."""
    from people import commands

    with application():
        commands.add_agency(None, key, name, kind, telephone)
    click.echo(f"Added {key}.")


@convenor.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--agency", "agency_key", required=True)
@click.option("--role", required=True)
@click.option("--discipline")
@click.option("--seniority", default="practitioner", show_default=True)
@click.option("--manager", "manager_email", help="The line manager's address.")
@click.option("--registered-social-worker", is_flag=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def user_add(
    email: str,
    name: str,
    agency_key: str,
    role: str,
    discipline: str | None,
    seniority: str,
    manager_email: str | None,
    registered_social_worker: bool,
    password_stdin: bool,
) -> None:
    """Add an account."""
    from people import commands, queries

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with application():
        manager = queries.person_by_email(manager_email) if manager_email else None
        if manager_email and manager is None:
            raise BadInput({"manager": "Nobody has this address."})
        person = commands.add_person(
            None,
            name=name,
            email=email,
            agency=queries.agency_by_key(agency_key),
            role=role,
            discipline=discipline,
            seniority=seniority,
            manager=manager,
            registered_social_worker=registered_social_worker,
            password=password,
        )
        said = f"Added {person.name}."
    click.echo(said)


@user.command("leave")
@click.argument("email")
@click.option("--hand-over-to", "receiver_email", required=True, help="Who takes over what the leaver holds.")
def user_leave(email: str, receiver_email: str) -> None:
    """End an account; what it holds is handed over."""
    from people import commands, queries

    with application():
        leaver, receiver = queries.person_by_email(email), queries.person_by_email(receiver_email)
        if leaver is None or receiver is None:
            raise BadInput({"email" if leaver is None else "hand-over-to": "Nobody has this address."})
        handed = commands.leave(None, leaver, receiver)
    click.echo("\n".join([f"{email} has left.", *(f"Handed over: {text}" for text in handed)]))


@convenor.group()
def token() -> None:
    """Tokens of the API."""


@token.command("create")
@click.argument("email")
@click.option("--read-only", is_flag=True)
@click.option("--scope", "scopes", multiple=True, help="meetings:read, actions:write …; none: all")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it works.")
def token_create(email: str, read_only: bool, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Create a token that acts as somebody. It is printed once and stored hashed."""
    from people import commands, queries

    with application():
        person = queries.person_by_email(email)
        if person is None:
            raise BadInput({"email": "Nobody has this address."})
        made = commands.create_token(
            None, person, read_only=read_only, scopes=scopes, expires=expires.date() if expires else None
        )
    click.echo(made)
