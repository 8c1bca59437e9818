"""The home page: what waits for whom, in two queries whatever the amount."""

from scenes import a_child


def test_a_new_person_is_told_what_will_stand_here(client_as):
    shown = client_as("carol").get("/")
    assert shown.status_code == 200
    assert "Nothing waits for you." in shown.text
    assert "Propose a meeting" in shown.text


def test_search(cast, unit, client_as):
    with unit():
        a_child(cast.sam)
    shown = client_as("sam").get("/search?q=freya")
    assert "Freya Example" in shown.text
