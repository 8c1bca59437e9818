"""What every answer carries, whatever it says, and how a request that went wrong is told so."""

import re

import pytest
from flask import Blueprint

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


@pytest.fixture
def app(app_of_its_own):
    """The application with a page that fails."""
    pages = Blueprint("broken", __name__)

    @pages.route("/broken", methods=["GET", "POST"])
    def broken():
        raise ZeroDivisionError("KX-C1-NAME")

    app_of_its_own.register_blueprint(pages)
    return app_of_its_own


@pytest.mark.parametrize(("path", "status"), [
    ("/sign-in", 200), ("/nothing-here", 404), ("/broken", 500), ("/static/convenor.css", 200), ("/static/nothing", 404),
    ("/health/live", 200), ("/api/v1/openapi.json", 401),
])  # fmt: skip
def test_every_answer_carries_the_headers(client_as, path, status):
    answer = client_as("sam").get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert "X-Powered-By" not in answer.headers


def test_the_nonce_of_a_pages_scripts_is_new_each_time(client_as):
    client = client_as("sam")
    assert len({client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}) == 3


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/static/nothing", "/api/v1/openapi.json"])
def test_nothing_but_the_files_of_the_program_is_kept_by_a_browser(client_as, path):
    assert client_as("sam").get(path).headers["Cache-Control"] == "no-store"


def test_a_file_of_the_program_has_another_address_after_it_changed(client_as):
    client = client_as("sam")
    address = re.search(r'href="(/static/convenor\.css[^"]*)"', client.get("/sign-in").text)[1]
    assert "?v=" in address
    assert "immutable" in client.get(address).headers["Cache-Control"]


def test_a_failure_says_nothing_of_the_inside_and_keeps_what_was_typed(client_as):
    typed = {"text": "What the school saw on Tuesday afternoon.", "password": "a long password of mine"}
    answer = client_as("sam").post("/broken", data=typed)
    assert answer.status_code == 500
    assert typed["text"] in answer.text
    assert typed["password"] not in answer.text
    assert "KX-C1-NAME" not in answer.text and "ZeroDivision" not in answer.text


@pytest.mark.parametrize("path", ["/nothing-here", "/broken"])
def test_an_error_page_still_knows_who_is_signed_in(client_as, clock, path):
    client = client_as("sam")
    clock.set("2026-02-26 16:50")
    assert "Sam Worker" in client.get(path).text


def test_a_form_from_elsewhere_changes_nothing(app, cast):
    app.config["WTF_CSRF_ENABLED"] = True
    right = {"email": "sam.worker@social.example.uk", "password": "demo-partnership"}
    client = app.test_client()
    assert client.post("/sign-in", data=right).status_code == 400
    assert client.post("/session").status_code != 200


def test_a_form_of_ours_is_taken_over_https_without_a_referer(app, cast):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    right = {"email": "sam.worker@social.example.uk", "password": "demo-partnership", "csrf_token": token}
    assert client.post("/sign-in", base_url="https://localhost", data=right).status_code == 303


@pytest.mark.parametrize("body", [b"{", b"not json", b'{"a": NaN}', b"[" * 100_000], ids=["cut", "text", "nan", "deep"])
def test_what_cannot_be_read_at_all_is_400_for_a_program(api_as, body):
    sam = api_as("sam")
    answer = sam.client.post("/api/v1/children", data=body, headers={**sam.headers, "Content-Type": "application/json"})
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("path", ["/nothing%00here", "/children/%00", "/children?q=%00"])
def test_a_null_character_is_no_failure_of_ours(client_as, api_as, path):
    assert client_as("sam").get(path).status_code < 500
    assert api_as("sam").get(path).status_code < 500


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_unknown_methods_are_refused(client_as, method):
    assert client_as("sam").open("/sign-in", method=method).status_code in (405, 501)


def test_a_stranger_is_sent_to_the_sign_in(app, cast):
    answer = app.test_client().get("/children")
    assert answer.status_code in (303, 404)
    assert "Sam" not in answer.text
