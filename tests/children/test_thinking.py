"""The case summary and its age; what we think is happening, beside what else it could be."""

import re
from datetime import date

import pytest
from scenes import a_led_child, involved

from children import commands, queries
from children.models import Analysis, CaseSummary
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted

SUMMARY = {
    "who": "A girl of seven who loves swimming.",
    "risks": "Left alone at night.",
    "what_is_different": "Nothing yet.",
}
THOUGHT = {
    "kind": "hypothesis", "thinking": "Nobody is at home at night.", "alternatives": "An aunt sleeps there unseen.",
    "confidence": "low", "would_change": "The aunt says so.",
}  # fmt: skip


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        commands.set_plan(cast.mia, child, "child_protection", "neglect")
        fact = commands.add_chronology(
            cast.ned, child, happened_on=date(2026, 2, 20), kind="fact", text="Alone at 23:40.", incident="left_alone"
        )
        return child.public_id, fact.public_id


def test_the_first_view_says_who_this_child_is_and_how_old_that_is(freya, client_as, clock):
    child, _ = freya
    sam = client_as("sam")
    assert "no summary yet" in sam.get(f"/children/{child}").text
    assert sam.post(f"/children/{child}/summary", data=SUMMARY).status_code == 303
    page = sam.get(f"/children/{child}").text
    first = page[page.index("What you need to know") : page.index("picture-timeline")]
    for words in (*list(SUMMARY.values())[:2], "Summary of Thursday 26 February 2026", "Father: nobody has asked"):
        assert words in first
    assert ">old<" not in first
    clock.set("2026-06-01 09:00")
    sam = client_as("sam")
    assert ">old<" in sam.get(f"/children/{child}").text
    assert "Older than 60 working days" in sam.get(f"/children/{child}/summary").text
    assert "Alone at 23:40." in sam.get(f"/children/{child}").text


def test_three_incidents_of_a_kind_stand_in_the_first_view(freya, cast, unit, client_as):
    child, _ = freya
    with unit():
        for day in (date(2025, 12, 1), date(2026, 1, 9)):
            commands.add_chronology(
                cast.ned,
                queries.child(cast.ned, child),
                happened_on=day,
                kind="fact",
                text="Alone.",
                incident="left_alone",
            )
    assert "Left alone: 3 times within a year" in client_as("sam").get(f"/children/{child}").text


def test_an_old_summary_reminds_the_lead_and_then_the_manager_and_a_new_one_silences_it(
    freya, cast, unit, clock, dispatch, mailbox
):
    child, _ = freya
    old = "A child’s summary is old"
    clock.set("2026-05-27 09:00")  # 60 working days after the plan began
    dispatch()
    with unit(writes=False):
        heard = {
            name: [old in f"{mail.title} {mail.text}" for mail in mailbox.to(getattr(cast, name))]
            for name in ("sam", "mia")
        }
    assert any(heard["sam"]) and not any(heard["mia"])
    with unit():
        commands.write_summary(cast.sam, queries.child(cast.sam, child), **SUMMARY)
    clock.set("2026-06-04 09:00")
    dispatch()
    with unit(writes=False):
        assert not any(old in f"{mail.title} {mail.text}" for mail in mailbox.to(cast.mia))


def test_the_worklist_of_the_lead_shows_it(freya, client_as, clock):
    child, _ = freya
    assert "The case summary is old" not in client_as("sam").get("/").text
    clock.set("2026-06-01 09:00")
    assert "The case summary is old" in client_as("sam").get("/").text
    client_as("sam").post(f"/children/{child}/summary", data=SUMMARY)
    assert "The case summary is old" not in client_as("sam").get("/").text


@pytest.mark.parametrize("field", ["thinking", "alternatives", "would_change", "confidence", "rests_on", "kind"])
def test_an_analysis_names_what_it_rests_on_and_what_else_it_could_be(freya, cast, unit, field):
    child, fact = freya
    wrong = {**THOUGHT, "rests_on": [fact], field: ["nothing"] if field == "rests_on" else " "}
    with pytest.raises(BadInput) as refused, unit():
        commands.analyse(cast.sam, queries.child(cast.sam, child), **wrong)
    assert list(refused.value.errors) == [field]


def test_a_later_one_takes_its_place_and_both_stay(freya, client_as, unit):
    child, fact = freya
    sam, here = client_as("sam"), f"/children/{child}/analyses"
    wrong = sam.post(here, data={**THOUGHT, "alternatives": ""})
    assert wrong.status_code == 422 and THOUGHT["thinking"] in wrong.text
    assert sam.post(here, data={**THOUGHT, "rests_on": [fact]}).status_code == 303
    first = re.search(r'id="analysis-(\w+)"', sam.get(here).text)[1]
    later = {**THOUGHT, "kind": "analysis", "thinking": "Mother works nights.", "replaces": first, "rests_on": [fact]}
    assert sam.post(here, data=later).status_code == 303
    page = sam.get(here).text
    assert "Replaced" in page and THOUGHT["thinking"] in page and "20 Feb 2026 · Fact: Alone at 23:40." in page
    shown = sam.get(f"/children/{child}").text
    assert "Mother works nights." in shown and "What else it could be: An aunt" in shown


def test_programs_write_and_read_both(freya, api_as):
    child, fact = freya
    ned = api_as("ned")
    assert ned.post(f"/children/{child}/summaries", SUMMARY).json["stale"] is False
    made = ned.post(f"/children/{child}/analyses", {**THOUGHT, "rests_on": [fact]})
    assert made.status_code == 201 and made.json["rests_on"] == [fact]
    assert ned.get(f"/children/{child}/summaries").json["items"][0]["who"] == SUMMARY["who"]
    assert ned.get(f"/children/{child}/analyses").json["items"][0]["confidence"] == "low"
    for path in ("summaries", "analyses"):
        assert api_as("carol").get(f"/children/{child}/{path}").status_code == 404


def test_who_does_not_work_with_the_child_writes_neither_and_nothing_is_kept(freya, cast, unit, client_as):
    child, fact = freya
    for act in (commands.write_summary, commands.analyse):
        given = SUMMARY if act is commands.write_summary else {**THOUGHT, "rests_on": [fact]}
        with pytest.raises(NotPermitted), unit():
            act(cast.mia, queries.child(cast.mia, child), **given)
    for path in ("summary", "analyses"):
        assert client_as("carol").get(f"/children/{child}/{path}").status_code == 404
    with unit(writes=False):
        assert db.session.query(CaseSummary).count() == db.session.query(Analysis).count() == 0
