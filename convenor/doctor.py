"""What is wrong with this installation, and what to do: asked by a person, so every answer is a sentence."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

import rulebook
import working_time
from convenor import schema
from convenor.settings import Settings
from foundation import clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications import queries
from notifications.dispatch import TICK

ROOM_LEFT = 500 * 2**20


@dataclass(frozen=True)
class Advice:
    """One thing that was looked at. `state`: `well`, `note` (works, but look at it) or `wrong`."""

    state: str
    what: str
    to_do: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.state:5} {self.what}" + (f" {self.to_do}" if self.to_do else "")


def examine(app: Flask, settings: Settings) -> list[Advice]:
    """Look at everything that an installation can get wrong."""
    with app.app_context():
        return [*_machine(settings), *_rules(), *_database(), *_mail(settings)]


def _machine(settings: Settings) -> Iterator[Advice]:
    yield Advice("well", f"Python {sys.version.split()[0]}, environment {settings.env}.")
    folder = settings.var if settings.var.exists() else settings.var.parent
    if not os.access(folder, os.W_OK):
        yield Advice("wrong", f"{settings.var} cannot be written.", "Give it to the user that runs Convenor.")
    elif shutil.disk_usage(folder).free < ROOM_LEFT:
        yield Advice("wrong", f"Less than 500 MB are free under {settings.var}.", "Make room before the disk is full.")
    else:
        yield Advice("well", f"{settings.var} can be written.")


def _rules() -> Iterator[Advice]:
    book = rulebook.book()
    yield Advice("well", f"The rule book holds {len(book.meeting_types)} types of meeting.")
    known = working_time.england_and_wales().known_until
    if known < clock.today() + timedelta(days=180):
        yield Advice("note", f"Bank holidays are known until {known} only.", "Install the newest release.")
    else:
        yield Advice("well", f"Bank holidays are known until {known}.")


def _database() -> Iterator[Advice]:
    kind = db.engine.dialect.name
    try:
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as trouble:
        yield Advice(
            "wrong", f"The database does not answer ({type(trouble).__name__}).", "Look at CONVENOR_DATABASE_URL."
        )
        return
    if current != schema.head():
        yield Advice("wrong", f"The {kind} database is not at the newest schema.", "Run convenor init.")
        return
    yield Advice("well", f"The {kind} database is at the newest schema.")
    with unit_of_work(writes=False):
        beats = queries.heartbeats()
        backlog = queries.backlog(clock.now())
        attention = queries.attention()
    if any(clock.now() - beat.ticked_at < 3 * TICK for beat in beats):
        yield Advice("well", "A dispatcher is running.")
    else:
        yield Advice("note", "No dispatcher is running.", "Start convenor serve (SQLite) or convenor dispatcher.")
    if backlog.server:
        yield Advice("wrong", f"The mail server has not answered since {_when(backlog.server.since)}: mail waits.")
    if backlog.mailbox:
        yield Advice(
            "wrong",
            f"The mailbox that answers come to has not been read since {_when(backlog.mailbox.since)}. {backlog.mailbox.said}",
            "Look at CONVENOR_IMAP_URL; what is in the mailbox waits there.",
        )
    if attention:
        yield Advice(
            "note", f"{attention} mails failed or wait for a decision.", "Open /engine as a system administrator."
        )


def _when(moment: datetime) -> str:
    return f"{clock.local(moment):%d %B %Y, %H:%M} UK time"


def _mail(settings: Settings) -> Iterator[Advice]:
    if settings.smtp_url:
        yield Advice("well", "Mail goes out through the server that CONVENOR_SMTP_URL names.")
    else:
        yield Advice("note", "No mail leaves this machine: it is kept, and read at /mailbox.", "Set CONVENOR_SMTP_URL.")
    if settings.imap_url:
        yield Advice("well", "Answers are collected from the mailbox that CONVENOR_IMAP_URL names.")
    if not settings.alarm_mail:
        yield Advice("note", "Nobody is mailed when mail cannot be delivered.", "Set CONVENOR_ALARM_MAIL.")
