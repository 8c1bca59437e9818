"""What somebody carries before one more child is given to them, and how many faces a child has had."""

from datetime import date

import pytest
from scenes import a_child, a_led_child, involved

from actions import commands as actions
from children import commands, queries
from foundation.lifecycles import BadInput, Refused

LATE = {"text": "Visit Freya", "outcome_wanted": "She is seen.", "due_on": date(2026, 3, 2)}


@pytest.fixture
def thirteen(cast, unit):
    """Sam leads for twelve children; Freya, the thirteenth, has nobody."""
    with unit():
        for number in range(12):
            a_led_child(cast.sam, cast.mia, f"Child {number} Example")
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


SAM, JUDY = "sam.worker@social.example.uk", "judy.chair@social.example.uk"


def test_a_load_above_the_line_needs_a_managers_name_and_reason(thirteen, cast, unit, client_as, dispatch, mailbox):
    mia, here = client_as("mia"), f"/children/{thirteen}/lead-professional"
    page = mia.get(here).text
    assert "Sam Worker (Northshire Children&#39;s Social Care): leads for 12 children; no action is overdue" in page
    assert page.count("above the line") == 2  # the mark beside Sam, and the question
    given = {"event": "nominate", "person": SAM}
    refused = mia.post(f"{here}/events", data=given)
    assert refused.status_code == 409
    assert "The nominee leads for 12 children, and the line is 12. Name the manager who agrees" in refused.text
    for wrong, field in (
        ({"load_agreed_by": SAM, "load_reason": "He can."}, "Name a manager who is in service"),
        ({"load_agreed_by": JUDY}, "Say why it can be carried"),
        ({"load_agreed_by": "nobody@example.org", "load_reason": "x"}, "Nobody in service goes by this"),
    ):
        answer = mia.post(f"{here}/events", data={**given, **wrong})
        assert answer.status_code == 422 and field in answer.text
    with unit():
        assert queries.pending(queries.child(cast.mia, thirteen).id) is None
    agreed = {"load_agreed_by": JUDY, "load_reason": "Two plans end this month."}
    assert mia.post(f"{here}/events", data={**given, **agreed}).status_code == 303
    assert "Judy Chair agreed: Two plans end this month." in mia.get(here).text
    dispatch()
    assert "You are named as agreeing to an allocation" in {mail.title for mail in mailbox.to(JUDY)}


def test_overdue_work_counts_as_load_and_an_interim_lead_is_never_held_up(cast, unit, clock, api_as):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        actions.set_action(cast.sam, child_ids=[child.public_id], owner=cast.sam, **LATE)
        here, sam = child.public_id, cast.sam.public_id
    clock.set("2026-03-09 10:00")  # five working days late: the line itself
    with unit():
        assert queries.load_of(cast.sam) == queries.Load(0, 5) and not queries.load_of(cast.sam).above
    clock.set("2026-03-10 10:00")
    path = f"/children/{here}/lead-professional/events"
    refused = api_as("mia").post(path, {"event": "nominate", "person": sam})
    assert refused.status_code == 409 and "6 working days late, and the line is 5" in refused.text
    assert api_as("mia").post(path, {"event": "nominate", "person": sam, "interim": True}).status_code == 200


def test_the_fourth_worker_within_a_year_is_counted_and_an_older_one_is_not(cast, unit, clock, client_as):
    clock.set("2025-01-06 10:00")
    with unit():
        child = a_led_child(cast.heidi, cast.mia)
        involved(cast.heidi, child, cast.sam, cast.ned, cast.tia)
        here = child.public_id
    followers = (("2025-01-20", "heidi", "sam"), ("2026-02-02", "sam", "ned"), ("2026-02-09", "ned", "tia"))
    for day, now, then in (*followers, ("2026-02-16", "tia", "sam"), ("2026-02-23", "sam", "heidi")):
        clock.set(f"{day} 10:00")
        with unit():
            child = queries.child(getattr(cast, now), here)
            commands.propose_handover(getattr(cast, now), child, "The story so far.", getattr(cast, then))
            met = {"introduction": "Met at home."} if then != "sam" else {"introduction_skipped_reason": "On leave."}
            commands.accept_handover(getattr(cast, then), child, **met)
    # Heidi's own first time ended more than a year ago, but she leads again: Sam, Ned, Tia and Heidi.
    client = client_as("heidi")
    assert "4th worker in 12 months" in client.get(f"/children/{here}").text
    page = client.get(f"/children/{here}/lead-professional").text
    assert "4th worker in 12 months" in page and "Handovers with an introduction to the child: 3 of 5." in page
    assert "Introduction to the child: None: On leave." in page
    clock.set("2027-02-20 10:00")  # Sam's last time ended within the year; Ned's and Tia's did not
    assert "2nd worker in 12 months" in client_as("heidi").get(f"/children/{here}").text


def test_nobody_agrees_to_their_own_load(thirteen, cast, unit):
    with unit(), pytest.raises((BadInput, Refused)):
        child = queries.child(cast.mia, thirteen)
        commands.nominate(cast.mia, child, cast.sam, load_agreed_by=cast.sam, load_reason="I can.")


def test_the_familys_view_of_who_leads_is_owed_until_it_is_written_down(cast, unit, client_as):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        here = f"/children/{child.public_id}/lead-professional"
    sam = client_as("sam")
    assert "The family’s view is owed" in sam.get(here).text
    assert sam.post(f"{here}/family-view", data={"family_view": " "}).status_code == 422
    said = {"family_view": "She would rather keep Ned, whom she knows."}
    assert sam.post(f"{here}/family-view", data=said).status_code == 303
    page = sam.get(here).text
    assert said["family_view"] in page and "is owed" not in page
    assert client_as("carol").post(f"{here}/family-view", data=said).status_code == 404
