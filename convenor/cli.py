"""The command line. Every command is one unit of work; a mistake ends with one clear line and an exit code that says so."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from functools import wraps
from pathlib import Path
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


class TakesMail(click.Command):
    """A command that a mail server calls: it reads exit codes as sysexits.h has them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            wrong.exit_code = WRONG_ARGUMENTS  # type: ignore[misc]
            raise


@convenor.command("mail-in", cls=TakesMail)
@click.option("--recipient", help="The envelope recipient, as the mail server knows it.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def mail_in(recipient: str | None, file: Path | None) -> None:
    """Take one incoming mail from FILE or standard input. Exit 0 once it is stored, 75 to try again, 64 for wrong arguments."""
    from notifications import incoming

    try:
        raw = file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as trouble:
        click.echo(f"{file}: {trouble.strerror}.", err=True)
        sys.exit(WRONG_ARGUMENTS)
    try:
        with application(unit=False):
            mail_id, known = incoming.store(raw, recipient)
            outcome = "duplicate" if known else "stored"
            if not known:
                # It is stored, and the mail server is told no more: what cannot be read now, the dispatcher reads later.
                with suppress(Exception):
                    outcome = incoming.read(mail_id)
    except (Exception, SystemExit) as trouble:  # whatever it is, the mail must come again and never bounce
        click.echo(f"The mail could not be stored ({type(trouble).__name__}). Try again.", err=True)
        sys.exit(TRY_AGAIN)
    click.echo(outcome)


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


def ends_with(code: int) -> None:
    """End the running command with `code` once it has printed what it found."""
    click.get_current_context().call_on_close(lambda: sys.exit(code) if code else None)


def _private(settings: Settings) -> None:
    """Only the operator reads the database file and the folder around it."""
    if not settings.database_url.startswith("sqlite:///"):
        return
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if file.exists():
            file.chmod(0o600)
