"""What a new worker reads before anything else; and what each form of the record is for."""

import re
from datetime import date, timedelta

import pytest
from scenes import a_led_child, involved

from children import commands, queries
from children.models import ChronologyEntry, VoiceEntry
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id

FORMS = (
    "voice", "chronology", "sharing-decisions", "summary", "analyses", "needs", "listening", "explanations", "involvements",
    "family", "referrals", "engagement", "drafts",
)  # fmt: skip


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        commands.set_plan(cast.mia, child, "child_protection", "neglect")
        return child.public_id


def terms(page):
    """The terms of the first card, in their order."""
    first = page[page.index('id="first"') : page.index("picture-timeline")]
    return [re.sub("<[^>]+>", "", term) for term in re.findall(r"<dt>(.*?)</dt>", first)], first


def test_a_new_worker_reads_risks_plan_meeting_and_lead_before_anything_else(freya, cast, unit, client_as):
    with unit():
        commands.write_summary(
            cast.sam, queries.child(cast.sam, freya), who="A girl of seven.", risks="Alone at night.",
            steps_taken="A key safe; an aunt on call.", what_is_different="Nothing yet.",
        )  # fmt: skip
    order, first = terms(client_as("ned").get(f"/children/{freya}").text)
    assert order[:7] == [
        "Who this is", "Risks", "Steps taken", "Plan", "Next date", "Lead professional", "Where nobody looks",
    ]  # fmt: skip
    for words in ("Alone at night.", "A key safe; an aunt on call.", "Child protection plan, neglect", "Sam Worker"):
        assert words in first
    assert "Father: nobody has asked" in first, "what nobody knows stands there too"


def test_no_contact_is_said_where_nothing_was_recorded(freya, client_as, clock):
    sam, page = client_as("sam"), f"/children/{freya}"
    assert 'cv-tag--late">no contact recorded' in sam.get(page).text
    assert sam.post(f"{page}/voice", data={"views": "I like swimming.", "how": "talked"}).status_code == 303
    assert "no contact recorded" not in sam.get(page).text
    clock.set("2026-04-10 10:00")
    assert "not heard for 29 working days" in client_as("sam").get(page).text


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_record_says_what_it_is_for(freya, client_as, form):
    assert "What this is for: so that" in client_as("sam").get(f"/children/{freya}/{form}").text


def test_fifteen_years_ask_no_more_than_one_day(freya, cast, unit, client_as, count_queries):
    page, sam = f"/children/{freya}", client_as("sam")

    def asked():
        sam.get(page)
        with count_queries() as statements:
            assert sam.get(page).status_code == 200
        return len(statements)

    few = asked()
    with unit():
        child, now = queries.child(cast.sam, freya), the_clock.now()
        days = [date(2026, 2, 20) - timedelta(days=number * 5475 // 3000) for number in range(3000)]
        db.session.bulk_insert_mappings(ChronologyEntry, [
            {"public_id": new_public_id(), "version": 1, "child_id": child.id, "happened_on": day, "kind": "fact", "text": "Seen.",
             "incident": "police" if place % 9 == 0 else "", "entered_by_id": cast.ned.id, "entered_at": now}
            for place, day in enumerate(days)
        ])  # fmt: skip
        db.session.bulk_insert_mappings(VoiceEntry, [
            {"public_id": new_public_id(), "version": 1, "child_id": child.id, "expressed_on": day, "how": "talked",
             "views": "I like it here.", "recorded_by_id": cast.ned.id, "entered_by_id": cast.ned.id, "entered_at": now}
            for day in days[::10]
        ])  # fmt: skip
    assert asked() == few <= 15
    assert sam.get(page).text.count("I like it here.") <= 4, "the page does not grow with the record"
