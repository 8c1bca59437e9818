"""Time to record, drafts that do not pile up, self-harm as a whole, and the same words twice."""

from datetime import date

import pytest
from scenes import a_child, a_led_child, involved

from children import commands, queries
from foundation.lifecycles import BadInput

DAY = {"happened_on-day": "24", "happened_on-month": "2", "happened_on-year": "2026"}


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        return child.public_id


def test_thirty_minutes_to_write_up_stand_among_todays_work(freya, client_as):
    ned, page = client_as("ned"), f"/children/{freya}"
    sent = {**DAY, "kind": "fact", "text": "Visited; long talk with mother.", "plan": "y"}
    assert ned.post(f"{page}/chronology", data=sent).status_code == 303
    shown = ned.get("/").text
    assert "Write up 24 February: 30 minutes are planned" in shown
    assert "Write up 24 February" not in client_as("nia").get("/?who=team").text, "notes are their writer's alone"


def test_old_drafts_come_back_until_they_are_written_up_or_put_away(freya, client_as, clock):
    ned, page = client_as("ned"), f"/children/{freya}"
    for text in ("KX-BED: no bed in the room.", "KX-DOG: dog asleep.", "KX-NAN: nan rang."):
        assert ned.post(f"{page}/drafts", data={**DAY, "text": text}).status_code == 303
    assert ned.post(f"{page}/drafts", data=DAY).status_code == 422
    assert "are not written up" not in ned.get("/").text
    assert "KX-" not in client_as("sam").get(f"{page}/drafts").text
    clock.set("2026-03-02 09:00")
    ned = client_as("ned")
    shown = ned.get("/").text
    assert "Your notes of 24 February are not written up" in shown and shown.count("Old draft") == 3
    mine = ned.get("/children/drafts").text
    assert "3 drafts older than 2 days" in mine
    ids = [part.split("#")[0] for part in mine.split("chronology?draft=")[1:]]
    form = ned.get(f"{page}/chronology?draft={ids[0]}").text
    assert "KX-BED: no bed in the room." in form and 'value="24"' in form
    sent = {**DAY, "kind": "fact", "text": "No bed in the room."}
    assert ned.post(f"{page}/chronology?draft={ids[0]}", data=sent).status_code == 303
    assert ned.post(f"{page}/drafts/{ids[1]}", data={"because": " "}).status_code == 422
    assert ned.post(f"{page}/drafts/{ids[1]}", data={"because": "It says nothing of the child."}).status_code == 303
    assert "1 draft older than 2 days" in ned.get("/children/drafts").text
    assert client_as("sam").get(f"{page}/drafts/{ids[2]}").status_code == 404


def test_the_same_words_twice_are_asked_about(freya, client_as):
    ned, page = client_as("ned"), f"/children/{freya}/chronology"
    sent = {**DAY, "kind": "fact", "text": "Nobody opened the door."}
    assert ned.post(page, data=sent).status_code == 303
    again = ned.post(page, data={**sent, "happened_on-day": "25", "text": "nobody opened the door."})
    assert again.status_code == 422 and "stand there already, under 24 February 2026" in again.text
    assert "It happened again: keep both entries" in again.text
    assert ned.post(page, data={**sent, "happened_on-day": "25", "again": "y"}).status_code == 303


def test_self_harm_asks_what_it_may_be_linked_to_and_for_the_safety_plan(freya, cast, unit, client_as):
    told = {"happened_on": date(2026, 2, 24), "kind": "fact", "text": "Cuts on her arm.", "incident": "self_harm"}
    with unit():
        child = queries.child(cast.ned, freya)
        with pytest.raises(BadInput) as wrong:
            commands.add_chronology(cast.ned, child, **told)
        assert set(wrong.value.errors) == {"linked_causes", "safety_plan"}
        commands.add_chronology(
            cast.ned, child, **told, linked_causes="Bullied since autumn.", safety_plan="Nan stays tonight."
        )
    shown = client_as("sam").get(f"/children/{freya}/chronology").text
    assert "Bullied since autumn." in shown and "Nan stays tonight." in shown


def test_an_adolescents_incidents_of_any_kind_are_seen_together(cast, unit, client_as):
    with unit():
        ids = {}
        for years in (12, 13):
            child = a_child(cast.sam, f"Child of {years}", date_of_birth=date(2026 - years, 1, 9))
            for day, kind in (("2025-06-01", "missing"), ("2025-11-01", "police"), ("2026-02-01", "hospital")):
                commands.add_chronology(
                    cast.sam, child, happened_on=date.fromisoformat(day), kind="fact", text=kind, incident=kind
                )
            ids[years] = child.public_id
    sam = client_as("sam")
    assert "3 incidents within twelve months" in sam.get(f"/children/{ids[13]}").text
    assert "incidents within twelve months" not in sam.get(f"/children/{ids[12]}").text


def test_behaviour_is_a_way_of_telling(freya, client_as, unit, cast):
    ned = client_as("ned")
    sent = {"views": "Hides under the table when a car stops.", "how": "behaviour"}
    assert ned.post(f"/children/{freya}/voice", data=sent).status_code == 303
    assert "Shown by behaviour" in ned.get(f"/children/{freya}/voice").text
    with unit():
        child = queries.child(cast.ned, freya)
        assert queries.last_heard([child.id])[child.id].how == "behaviour"
