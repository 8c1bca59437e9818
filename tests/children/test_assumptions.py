"""What is taken for granted is written down, tested, and brought to supervision; culture and belief are asked, not guessed."""

from datetime import date

import pytest
from scenes import a_led_child, involved

from children import commands, queries
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refused
from people import commands as people_commands

TAKEN = {"text": "He sees his father at weekends.", "held_by": "All of us", "how_to_test": "Ask him, and his nan."}


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


def noted(cast, freya, **given):
    return commands.note_assumption(cast.sam, queries.child(cast.sam, freya), **{**TAKEN, **given})


def test_an_assumption_is_listed_untested_until_its_result_stands(freya, client_as):
    sam = client_as("sam")
    page = sam.post(f"/children/{freya}/assumptions", data={"text": "He is fed."})
    assert page.status_code == 422 and "Say how it will be tested" in page.text and "He is fed." in page.text
    assert sam.post(f"/children/{freya}/assumptions", data=TAKEN).status_code == 303
    page = sam.get(f"/children/{freya}/assumptions").text
    assert "Untested" in page and "to be tested by" in page and "26 March" in page  # twenty working days
    assert "1 untested" in sam.get(f"/children/{freya}").text
    here = page.split("/assumptions/")[1][:20]
    tested = {f"{here}-result": "does_not_hold", f"{here}-words": "He has not seen him since May."}
    assert sam.post(f"/children/{freya}/assumptions/{here}", data={}).status_code == 422
    assert sam.post(f"/children/{freya}/assumptions/{here}", data=tested).status_code == 303
    assert sam.post(f"/children/{freya}/assumptions/{here}", data=tested).status_code == 409
    page = sam.get(f"/children/{freya}/assumptions").text
    assert "It does not hold" in page and "He has not seen him since May." in page
    assert "untested" not in sam.get(f"/children/{freya}").text


def test_what_is_untested_for_twenty_working_days_is_brought_to_supervision(freya, cast, unit, clock, client_as):
    """Principle 2b: supervision challenges assumptions."""
    with unit():
        noted(cast, freya)
        line = people_commands.arrange_supervision(cast.mia, cast.sam, cast.mia).public_id
        others = people_commands.arrange_supervision(cast.nia, cast.ned, cast.sue).public_id
    for moment, is_there in (("2026-03-26 09:00", False), ("2026-03-27 09:00", True)):
        clock.set(moment)
        for who in ("sam", "mia"):
            page = client_as(who).get(f"/supervision/{line}").text
            assert (TAKEN["text"] in page) is is_there
    assert TAKEN["text"] in client_as("ned").get(f"/supervision/{others}").text  # Ned works with her as well
    assert TAKEN["text"] not in client_as("nia").get(f"/supervision/{others}").text  # she is not one of the two
    with unit():
        child = queries.child(cast.ned, freya)
        here = queries.assumption(cast.ned, child, _only(cast, freya))
        commands.record_test(cast.ned, child, here, result="holds", words="Seen there on Saturday.")
    assert TAKEN["text"] not in client_as("sam").get(f"/supervision/{line}").text


def test_in_a_case_of_neglect_it_is_asked_what_it_is_like_for_this_child(freya, cast, unit, client_as):
    """Principle 2b: poverty, and lower standards that are accepted."""
    ask = "What is it like for this child?"
    assert ask not in client_as("sam").get(f"/children/{freya}/assumptions").text
    with unit():
        commands.set_plan(cast.sam, queries.child(cast.sam, freya), "child_protection", "neglect")
    sam = client_as("sam")
    assert ask in sam.get(f"/children/{freya}/assumptions").text
    assert sam.post(f"/children/{freya}/assumptions", data=TAKEN).status_code == 422
    data = {**TAKEN, "like_for_child": "She goes to bed hungry on Thursdays."}
    assert sam.post(f"/children/{freya}/assumptions", data=data).status_code == 303
    assert "She goes to bed hungry on Thursdays." in sam.get(f"/children/{freya}/assumptions").text


def test_an_action_says_that_it_rests_on_an_untested_assumption(freya, cast, unit, client_as):
    """Principle 2c: assumptions that find their way into plans."""
    with unit():
        assumption = noted(cast, freya).public_id
    sam = client_as("sam")
    set_one = {
        "text": "Agree weekends with his father", "outcome_wanted": "He knows when he comes.", "children": [freya],
        "owner_email": "sam.worker@social.example.uk", "due_on-day": "30", "due_on-month": "6", "due_on-year": "2026",
        "priority": "plan", "rests_on": assumption,
    }  # fmt: skip
    answer = sam.post("/actions/new", data=set_one)
    assert answer.status_code == 303
    flag = "rests on an untested assumption"
    assert flag in sam.get(answer.location).text and flag in sam.get("/actions").text
    assert flag in sam.get(f"/children/{freya}").text
    with unit():
        child = queries.child(cast.sam, freya)
        here = queries.assumption(cast.sam, child, assumption)
        commands.record_test(cast.sam, child, here, result="holds", words="He saw him on Saturday.")
    assert flag not in sam.get(answer.location).text
    assert sam.post("/actions/new", data={**set_one, "rests_on": "a" * 20}).status_code == 422


def test_a_word_about_belief_is_asked_about_and_not_refused(freya, client_as):
    """Principle 2c: what it means in practice; a single word warns."""
    sam = client_as("sam")
    given = {"kind": "belief", "meaning": "Muslim", "said_by": "Her mother"}
    page = sam.post(f"/children/{freya}/beliefs", data=given)
    assert page.status_code == 422 and "One word says little" in page.text and "Muslim" in page.text
    assert "Nobody has asked yet" in sam.get(f"/children/{freya}/beliefs").text
    assert sam.post(f"/children/{freya}/beliefs", data={**given, "is_all": "y"}).status_code == 303
    more = {**given, "meaning": "She fasts on some days and eats at nan’s afterwards.", "said_by": "Freya"}
    assert sam.post(f"/children/{freya}/beliefs", data=more).status_code == 303
    page = sam.get(f"/children/{freya}/beliefs").text
    assert page.index("She fasts on some days") < page.index("Muslim")


def test_what_else_could_explain_it_is_asked_of_what_the_family_says_and_counted(freya, client_as, api_as):
    """Principle 2d: professional curiosity; optional, and counted."""
    sam = client_as("sam")
    day = {"happened_on-day": "26", "happened_on-month": "2", "happened_on-year": "2026"}
    said = {"kind": "family_view", "text": "He fell off the sofa.", **day}
    assert "What else could explain this?" in sam.get(f"/children/{freya}/chronology").text
    assert sam.post(f"/children/{freya}/chronology", data=said).status_code == 303
    why = {"what_else": "A grip mark: the bruise has four fingers."}
    assert (
        sam.post(
            f"/children/{freya}/chronology", data={**said, **why, "text": "He fell off the sofa again."}
        ).status_code
        == 303
    )
    page = sam.get(f"/children/{freya}/chronology").text
    assert "What else could explain it: A grip mark" in page
    assert "Of 2 views of the family somebody asked for 1 what else could explain it" in page
    items = api_as("ned").get(f"/children/{freya}/chronology").json["items"]
    assert sorted(one["what_else"] for one in items) == ["", why["what_else"]]


def test_a_judgement_shows_how_sure_it_is_and_what_would_change_it(freya, cast, unit, client_as):
    """Principle 2d: respectful uncertainty."""
    with unit():
        child = queries.child(cast.sam, freya)
        fact = commands.add_chronology(cast.sam, child, happened_on=date(2026, 2, 26), kind="fact", text="Bruise.")
        here = fact.public_id
    sam = client_as("sam")
    judged = {
        "kind": "professional_judgement", "text": "He was held too hard.", "rests_on": [here], "reason": "Its shape.",
        "confidence": "low", "would_change": "What the paediatrician says.", "happened_on-day": "26",
        "happened_on-month": "2", "happened_on-year": "2026",
    }  # fmt: skip
    assert sam.post(f"/children/{freya}/chronology", data=judged).status_code == 303
    page = sam.get(f"/children/{freya}/chronology").text
    assert "Confidence: low" in page and "It would change with: What the paediatrician says." in page


def test_what_is_wrong_is_said_and_nothing_is_kept(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        for field in TAKEN:
            with pytest.raises(BadInput) as wrong:
                noted(cast, freya, **{field: " "})
            assert list(wrong.value.errors) == [field]
        with pytest.raises(BadInput) as wrong:
            commands.record_belief(cast.sam, child, kind="taste", meaning="", said_by="")
        assert sorted(wrong.value.errors) == ["kind", "meaning", "said_by"]
        with pytest.raises(NotPermitted):
            commands.note_assumption(cast.nia, queries.child(cast.nia, freya), **TAKEN)
        here = noted(cast, freya)
        commands.record_test(cast.sam, child, here, result="holds", words="Asked.")
        with pytest.raises(Refused):
            commands.record_test(cast.sam, child, here, result="holds", words="Asked again.")


def _only(cast, freya):
    return db.session.execute(queries.assumptions(cast.sam, queries.child(cast.sam, freya))).one().public_id
