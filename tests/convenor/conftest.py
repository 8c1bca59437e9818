"""The demonstration, loaded once for all tests that only look at it."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from convenor import demo
from convenor.application import create_app
from convenor.settings import Settings
from foundation import clock as the_clock
from foundation.database import db


@pytest.fixture(scope="module")
def northshire(
    database_kind: str, template: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The demonstration as it stands on Thursday 26 February 2026 at 16:40. Tests of it change nothing."""
    folder = tmp_path_factory.mktemp("northshire")
    yield from _loaded(_copy(database_kind, template, folder, request), folder)


def _copy(kind: str, template: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        shutil.copy(template.removeprefix("sqlite:///"), folder / "convenor.db")
        return f"sqlite:///{folder / 'convenor.db'}"
    request.getfixturevalue("postgresql_server")
    server = create_engine(template.replace("convenor_template", "postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        name = f"northshire_{uuid.uuid4().hex}"
        connection.execute(text(f"create database {name} template convenor_template"))
    server.dispose()
    return template.replace("convenor_template", name)


def _loaded(url: str, folder: Path) -> Iterator[Flask]:
    settings = Settings(
        env="test",
        var=folder / "var",
        database_url=url,
        secret_key="a key that only tests know, of good length",
        base_url="http://convenor.test",
        mail_from="meetings@convenor.example.uk",
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    the_clock.set_to("2026-02-26 16:40")
    try:
        app.config["PRINTED"] = demo.load(app)
        yield app
    finally:
        the_clock.set_to(None)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def signed_in(northshire: Flask) -> Callable[[str], FlaskClient]:
    """A browser's client signed in to the demonstration by e-mail address."""

    def client(email: str) -> FlaskClient:
        made = northshire.test_client()
        answer = made.post("/sign-in", data={"email": email, "password": "demo-partnership"})
        assert answer.status_code == 303, answer.text
        return made

    return client
