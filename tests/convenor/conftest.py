"""The demonstration, loaded once for all tests that only look at it."""

from collections.abc import Callable, Iterator

import pytest
from conftest import lay
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from convenor.application import create_app
from convenor.settings import Settings
from foundation import clock as the_clock
from foundation.database import db


@pytest.fixture(scope="session")
def northshire(
    database_kind: str, demonstration: str, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The demonstration as it stands on Thursday 26 February 2026 at 16:40. Tests of it change nothing."""
    folder = tmp_path_factory.mktemp("northshire")
    url = f"sqlite:///{folder / 'convenor.db'}"
    if database_kind == "postgresql":
        url = address.replace(str(make_url(address).database), "northshire")
    lay(database_kind, demonstration, url)
    app = create_app(
        Settings(
            env="test",
            var=folder / "var",
            database_url=url,
            secret_key="a key that only tests know, of good length",
            base_url="http://convenor.test",
            mail_from="meetings@convenor.example.uk",
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _its_thursday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever looks at the demonstration looks at it then."""
    if "northshire" in request.fixturenames:
        the_clock.set_to("2026-02-26 16:40")
    yield
    if "northshire" in request.fixturenames:
        the_clock.set_to(None)


@pytest.fixture
def signed_in(northshire: Flask) -> Callable[[str], FlaskClient]:
    """A browser's client signed in to the demonstration by e-mail address."""

    def client(email: str) -> FlaskClient:
        made = northshire.test_client()
        answer = made.post("/sign-in", data={"email": email, "password": "demo-partnership"})
        assert answer.status_code == 303, answer.text
        return made

    return client
