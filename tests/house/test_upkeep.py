"""What an operator asks: do the invariants hold, what is wrong here, what are the figures."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from convenor import schema
from convenor.cli import convenor
from foundation.database import db
from people import commands, queries


@pytest.fixture
def run(settings, monkeypatch):
    """`run("check")` on the database of this test."""
    for name in ("database_url", "secret_key", "env", "var"):
        monkeypatch.setenv(f"CONVENOR_{name.upper()}", str(getattr(settings, name)))
    return lambda *words: CliRunner().invoke(convenor, list(words))


def asked(unit, statement):
    with unit():
        db.session.execute(text(statement))


def test_the_cast_was_added_with_an_entry_for_every_change(cast, run):
    done = run("check", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


@pytest.mark.parametrize(("harm", "found"), [
    ("update person set version = version + 1 where name = 'Sam Worker'", "I-1"),
    ("update person set public_id = 'somebody' where name = 'Sam Worker'", "I-1"),
    ("update audit_head set hash = 'x'", "I-2"),
    ("update alembic_version set version_num = '0000'", "I-5"),
])  # fmt: skip
def test_a_record_that_does_not_add_up_is_found(cast, unit, run, harm, found):
    asked(unit, harm)
    done = run("check", "--json")
    assert done.exit_code == 1
    assert {one["invariant"] for one in json.loads(done.stdout)} == {found}
    assert "Sam Worker" not in done.output


def test_a_row_that_names_nothing_is_found(cast, unit, run, app, database_kind):
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL keeps its foreign keys by itself")
    import sqlite3

    with sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")) as elsewhere:
        elsewhere.execute("update person set agency_id = 999 where name = 'Sam Worker'")
    assert run("check").stdout.startswith("I-5 Row ")


def test_a_database_that_does_not_answer_is_no_finding(run, monkeypatch, tmp_path):
    monkeypatch.setenv("CONVENOR_DATABASE_URL", f"sqlite:///{tmp_path}")
    assert run("check").exit_code == 2
    told = run("doctor")
    assert told.exit_code == 1
    assert "wrong The database does not answer" in told.stdout


def test_the_doctor_finds_a_schema_that_is_behind_and_says_what_to_do(app, run, database_url):
    assert run("doctor").exit_code == 0
    with app.app_context(), db.engine.begin() as connection:
        schema.downgrade(connection, "base")
    told = run("doctor", "--json")
    assert told.exit_code == 1
    assert [one["to_do"] for one in json.loads(told.stdout) if one["state"] == "wrong"] == ["Run convenor init."]


def test_figures_are_for_this_machine_only(app, cast):
    client = app.test_client()
    assert "\nconvenor_audit_entries " in client.get("/metrics").text
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_figures_are_for_whoever_has_the_token(app, cast, settings):
    app.config["CONVENOR"] = replace(settings, metrics_token="a token for figures")
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    client = app.test_client()
    right, wrong = ({"Authorization": f"Bearer {word}"} for word in ("a token for figures", "guessed"))
    assert client.get("/metrics", headers=right, **elsewhere).status_code == 200
    assert client.get("/metrics", headers=wrong, **elsewhere).status_code == 404


def test_no_figure_names_anybody(app, cast, unit):
    with unit():
        commands.add_person(None, name="KX-NAME", email="kx@social.example.uk", agency=queries.agency_by_key("csc"))
    assert "KX" not in app.test_client().get("/metrics").text
