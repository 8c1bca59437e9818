"""The child's own words on the page: when and how, differing views, what was taken back, drawings, what helps to say it."""

from datetime import date
from io import BytesIO

import pytest
from scenes import a_led_child, involved

from children import commands, queries
from convenor import pages
from convenor.demo.records import _a_drawing


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia, communication_needs="Makaton; her nan knows her signs.")
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


def test_words_are_refused_without_how_they_were_heard(freya, client_as):
    ned, here = client_as("ned"), f"/children/{freya}/voice"
    page = ned.get(here).text
    for asked in ("What did the child say or show?", "When", "How the child was heard"):
        assert asked in page
    refused = ned.post(here, data={"views": "I want nan."})
    assert refused.status_code == 422
    assert "Say how the child was heard." in refused.text and "I want nan." in refused.text
    assert ned.post(here, data={"views": "I want nan.", "how": "talked"}).status_code == 303


def test_two_views_that_differ_both_stand_with_their_days(freya, client_as):
    ned, here = client_as("ned"), f"/children/{freya}/voice"
    for day, views, how in (("20", "I want to go home.", "talked"), ("24", "Turns away at the word home.", "observed")):
        given = {"expressed_on-day": day, "expressed_on-month": "2", "expressed_on-year": "2026"}
        assert ned.post(here, data={"views": views, "how": how, **given}).status_code == 303
    page = ned.get(here).text
    for words in ("I want to go home.", "Turns away at the word home.", "20 February 2026", "24 February 2026"):
        assert words in page


def test_what_was_taken_back_and_its_first_words_name_each_other(freya, client_as, cast, unit):
    with unit():
        child = queries.child(cast.ned, freya)
        first = commands.record_voice(cast.ned, child, views="He hit me.")
        there = f"/children/{freya}/voice/{first.public_id}/retraction"
    ned = client_as("ned")
    assert "each by themselves" in ned.get(there).text
    back = {"views": "He did not.", "how": "talked", "why_retracted": "He was in the room."}
    refused = ned.post(there, data=back)
    assert refused.status_code == 422 and "Say what you discussed." in refused.text
    assert ned.post(there, data={**back, "discussed": "Who helps her."}).status_code == 303
    page = ned.get(f"/children/{freya}/voice").text
    for words in ("He hit me.", "He did not.", "Taken back later", "Both stand.", "He was in the room."):
        assert words in page


def test_two_drawings_stand_side_by_side_with_their_days(freya, client_as, cast, unit):
    with unit():
        entry = commands.record_voice(cast.tia, queries.child(cast.tia, freya), views="Nan and me.")
        there = f"/children/{freya}/voice/{entry.public_id}/files"
    tia = client_as("tia")
    for shows in ("Nan and me in May.", "Nan, me and a dog."):
        given = {"file": (BytesIO(_a_drawing()), "x.png"), "explanation": shows}
        assert tia.post(there, data=given).status_code == 303
    page = tia.get(f"/children/{freya}/voice").text
    assert page.count('<ul class="cv-drawings">') == 1 and page.count('class="cv-drawing"') == 2
    assert page.count("Kept Thursday 26 February 2026 by Tia") == 2


def test_needs_and_help_stand_above_the_form(freya, client_as, cast, unit):
    with unit():
        child = queries.child(cast.tia, freya)
        commands.record_listening(cast.tia, child, trusts="Nan.", aids="A board with pictures.", advocacy="too_young")
    page = client_as("tia").get(f"/children/{freya}/voice").text
    above = page.partition('name="views"')[0]
    for words in ("Makaton", "A board with pictures.", "somebody speaks for the child", "a difficult conversation"):
        assert words in above
    assert 'href="/local-arrangements"' in above


def test_what_changed_and_what_comes_next_are_asked(freya, client_as):
    ned, here = client_as("ned"), f"/children/{freya}/voice"
    given = {"views": "I want nan.", "how": "talked", "what_changed": "She sleeps there on Fridays."}
    assert ned.post(here, data=given).status_code == 303
    assert "She sleeps there on Fridays." in ned.get(here).text
    summary = f"/children/{freya}/summary"
    written = {"who": "A girl.", "risks": "Hurt.", "what_is_different": "Sleeps.", "needs_next": "A school near nan."}
    assert ned.post(summary, data=written).status_code == 303
    assert "What the child needs next" in ned.get(summary).text and "A school near nan." in ned.get(summary).text


def test_support_and_protection_are_asked_of_each_child(freya, client_as):
    ned, here = client_as("ned"), f"/children/{freya}/needs"
    assert "what is their status, which rights go with it" in ned.get(here).text
    for need, evidence in (("support", "Play therapy for her alone."), ("protection", "Called names at school.")):
        assert ned.post(here, data={"need": need, "state": "met", "evidence": evidence}).status_code == 303
        assert evidence in ned.get(here).text


def test_a_letter_shows_its_reading_age_and_that_the_child_has_it(freya, client_as, cast, unit):
    ned, here = client_as("ned"), f"/children/{freya}/letter"
    plain = "We met on Monday. You will stay with nan. Ned will come to see you. You can ask me."
    given = {"about": "The review", "for_age": "7", "format": "spoken", "text": plain}
    assert ned.post(here, data={**given, "for_age": ""}).status_code == 422
    page = ned.post(here, data=given).text
    assert "Reads well" in page and plain in page and "Not in the form that is needed" not in page
    hard = "The multi-agency conference determined that safeguarding arrangements necessitate continuing supervision."
    assert "Too hard" in ned.post(here, data={**given, "text": hard}).text
    assert "Not in the form that is needed" in ned.post(here, data={**given, "format": "written"}).text
    assert ned.post(here, data={**given, "given": "yes"}).status_code == 303
    assert "By letter for the age of 7, read aloud" in ned.get(f"/children/{freya}/explanations").text
    assert client_as("carol").get(here).status_code == 404


def test_a_day_before_closed_days_are_known_is_said_in_years(clock):
    clock.set("2026-02-26 16:40")
    assert pages.distance(date(2009, 5, 1)) == "17 years ago"
