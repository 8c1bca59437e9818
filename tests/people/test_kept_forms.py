"""A session ends while somebody writes: what they sent too late is there again once they have signed in."""

import re
from html import unescape

import pytest
from conftest import PASSWORD
from scenes import a_child
from sqlalchemy import func, select

from foundation.database import db
from people.models import KeptForm

WORDS = "The mother says that he fell from the swing; nobody else was there."


@pytest.fixture
def chronology(unit, cast):
    with unit():
        return f"/children/{a_child(cast.sam).public_id}/chronology"


def too_late(client, clock, path):
    """Half an hour and more passes before Sam sends what he wrote."""
    clock.set("2026-02-26 17:20")
    return client.post(
        path, data={"kind": "fact", "text": WORDS, "source": "Mother", "csrf_token": "x", "form_id": "y"}
    )


def signs_in(client, email):
    return client.post("/sign-in", data={"email": email, "password": PASSWORD}, follow_redirects=True)


def waiting(unit):
    with unit(writes=False):
        return db.session.scalar(select(func.count()).select_from(KeptForm))


def test_it_is_there_again_and_sent_with_one_press(client_as, chronology, clock, unit):
    sam = client_as("sam")
    assert "/sign-in" in too_late(sam, clock, chronology).location
    shown = signs_in(sam, "sam.worker@social.example.uk").text
    assert WORDS in unescape(shown) and f'action="{chronology}"' in shown
    fields = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', shown.partition("Throw it away")[0]))
    assert {"kind", "text", "source", "kept_form"} <= set(fields) and "password" not in fields
    wrong = sam.post(chronology, data={**fields, "form_id": "one"})
    assert wrong.status_code == 422 and waiting(unit) == 1  # the day is missing: it is kept until it is saved
    day = {"happened_on-day": "20", "happened_on-month": "2", "happened_on-year": "2026"}
    assert sam.post(chronology, data={**fields, **day, "form_id": "two"}).status_code == 303
    assert waiting(unit) == 0
    assert WORDS in unescape(sam.get(chronology).text)


def test_nobody_else_in_the_same_browser_finds_it(client_as, chronology, clock):
    browser = client_as("sam")
    too_late(browser, clock, chronology)
    shown = signs_in(browser, "mia.manager@social.example.uk").text
    assert "My work" in shown and WORDS not in unescape(shown)
    assert WORDS not in unescape(browser.get("/kept").text)


def test_it_is_thrown_away_or_gone_after_a_day(client_as, chronology, clock, unit):
    sam = client_as("sam")
    too_late(sam, clock, chronology)
    shown = signs_in(sam, "sam.worker@social.example.uk").text
    sam.post(re.search(r'action="(/kept/[^"]+)"', shown)[1])
    assert waiting(unit) == 0 and "Nothing waits" in sam.get("/kept").text
    clock.set("2026-02-26 18:10")
    sam.post(chronology, data={"text": WORDS})
    clock.set("2026-02-27 18:20")
    assert "Nothing waits" in signs_in(sam, "sam.worker@social.example.uk").text or "My work" in sam.get("/").text
    assert WORDS not in unescape(sam.get("/kept").text)


def test_a_stranger_and_what_a_script_saves_leave_nothing(app, client_as, chronology, clock, unit):
    sam = client_as("sam")
    clock.set("2026-02-26 17:20")
    sam.post(chronology, data={"text": WORDS}, headers={"Sec-Fetch-Mode": "cors"})
    app.test_client().post(chronology, data={"text": WORDS})
    assert waiting(unit) == 0
