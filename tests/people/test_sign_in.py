"""Signing in and out, as a person and as a program."""

from sqlalchemy import select

from foundation.database import db
from people.models import SignInSession


def test_a_worker_signs_in_and_out(client_as, unit):
    client = client_as("sam")
    with unit():
        assert len(db.session.scalars(select(SignInSession)).all()) == 1
    assert client.post("/sign-out").status_code == 303
    with unit():
        assert db.session.scalars(select(SignInSession)).one().ended_at is not None


def test_a_wrong_password_says_the_same_as_an_unknown_address(app, cast):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    wrong = client.post("/sign-in", data={"email": "sam.worker@social.example.uk", "password": "not the password"})
    absent = client.post("/sign-in", data={"email": "nobody@social.example.uk", "password": "not the password"})
    assert wrong.status_code == absent.status_code == 401
    assert "do not go together" in wrong.text and "do not go together" in absent.text


def test_after_five_failures_the_account_waits(app, cast, clock):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for _ in range(5):
        client.post("/sign-in", data={"email": "sam.worker@social.example.uk", "password": "not the password"})
    right = {"email": "sam.worker@social.example.uk", "password": "demo-partnership"}
    assert "Wait 1 minute" in client.post("/sign-in", data=right).text
    clock.set("2026-02-26 16:42")
    assert client.post("/sign-in", data=right).status_code == 303


def test_an_idle_session_ends_after_half_an_hour(client_as, clock):
    client = client_as("sam")
    clock.set("2026-02-26 17:05")
    assert client.post("/session").status_code == 200
    clock.set("2026-02-26 17:34")
    assert client.post("/session").status_code == 200
    clock.set("2026-02-26 18:05")
    assert client.post("/session").status_code == 401


def test_a_program_without_a_token_learns_nothing(app, cast):
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
