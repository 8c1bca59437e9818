"""The same request sent twice does its work once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Blueprint, flash, redirect, request
from sqlalchemy import func, select

import audit
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import Refusal, Refused
from foundation.problems import Body
from people.models import Agency


class NewAgency(Body):
    key: str


@pytest.fixture
def app(app_of_its_own):
    """The application with an act of its own, by page and by API: an agency that is added each time it is asked."""
    from flask_openapi3 import APIBlueprint

    pages, api = Blueprint("once", __name__), APIBlueprint("once_api", __name__, url_prefix="/api/v1")

    def add(name):
        if name == "refused":
            raise Refused([Refusal("it_is_wanted", "Nobody wants this.", "A test")])
        agency = Agency(public_id=new_public_id(), key=new_public_id(), name=name, kind="health")
        db.session.add(agency)
        audit.record(None, "agency.added", agency)
        return agency

    @pages.post("/once")
    def by_page():
        add(request.form["name"])
        flash("Added.", "success")
        return redirect("/", 303)

    @api.post("/once")
    def by_api(body: NewAgency):
        return {"id": add(body.key).public_id}, 201

    app_of_its_own.register_blueprint(pages)
    app_of_its_own.register_api(api)
    app_of_its_own.config["WTF_CSRF_ENABLED"] = False
    return app_of_its_own


def added(unit):
    with unit(writes=False):
        return db.session.scalar(select(func.count()).where(Agency.kind == "health", Agency.key != "health"))


def test_the_same_key_gets_the_same_answer_and_does_nothing_more(api_as, unit):
    sam = api_as("sam")
    first = sam.post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"})
    again = sam.post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"})
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.content_type == again.content_type
    assert added(unit) == 1


def test_the_same_key_with_another_body_is_wrong_input(api_as, unit):
    sam = api_as("sam")
    sam.post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"})
    answer = sam.post("/once", {"key": "two"}, **{"Idempotency-Key": "k1"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"
    assert added(unit) == 1


def test_a_key_belongs_to_the_client_who_used_it(api_as, unit):
    for name in ("sam", "ned"):
        assert api_as(name).post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"}).status_code == 201
    assert added(unit) == 2


def test_a_request_without_a_key_is_done_each_time(api_as, unit):
    sam = api_as("sam")
    for _ in range(2):
        sam.post("/once", {"key": "one"})
    assert added(unit) == 2


def test_what_was_refused_may_be_sent_again_under_its_key(api_as, unit):
    sam = api_as("sam")
    for _ in range(2):
        assert sam.post("/once", {"key": "refused"}, **{"Idempotency-Key": "k1"}).status_code == 409
    assert sam.post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"}).status_code == 201


def test_a_key_is_free_again_after_a_day(api_as, unit, clock):
    sam = api_as("sam")
    sam.post("/once", {"key": "one"}, **{"Idempotency-Key": "k1"})
    clock.set("2026-02-27 16:41")
    assert sam.post("/once", {"key": "two"}, **{"Idempotency-Key": "k1"}).status_code == 201
    assert sam.post("/once", {"key": "two"}, **{"Idempotency-Key": "k1"}).headers["Idempotency-Replayed"] == "true"
    assert added(unit) == 2


def test_a_double_click_has_one_effect(client_as, unit):
    client = client_as("sam")
    answers = [client.post("/once", data={"form_id": "f1", "name": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert added(unit) == 1


def test_a_form_sent_again_with_other_words_is_not_taken_for_the_first(client_as, unit):
    client = client_as("sam")
    client.post("/once", data={"form_id": "f1", "name": "the first words that were typed"})
    answer = client.post("/once", data={"form_id": "f1", "name": "the second words that were typed"})
    assert answer.status_code == 422
    assert "the second words that were typed" in answer.text
    assert added(unit) == 1


def test_twenty_who_press_the_same_button_at_once_have_one_effect(app, client_as, unit):
    client = client_as("sam")
    cookie = client.get_cookie("convenor").value

    def press(_):
        other = app.test_client()
        other.set_cookie("convenor", cookie)
        return other.post("/once", data={"form_id": "f1", "name": "one"}).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(press, range(20))) == {303}
    assert added(unit) == 1
