"""Mail that comes in."""

import sys
from contextlib import suppress
from pathlib import Path

import click

from convenor.cli.entering import TRY_AGAIN, WRONG_ARGUMENTS, application, convenor


class WrongArguments(click.UsageError):
    """As sysexits.h has it, for the mail server that called."""

    exit_code = WRONG_ARGUMENTS


class TakesMail(click.Command):
    """A command that a mail server calls: it reads exit codes as sysexits.h has them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            raise WrongArguments(wrong.format_message(), wrong.ctx) from None


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
