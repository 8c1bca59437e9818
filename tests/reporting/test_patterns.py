"""A chronology read as a whole: pure, on planted and on shuffled ones; then as the page shows it."""

import random
import re
from datetime import date, timedelta

import pytest
from scenes import a_led_child, involved

import rulebook
from children import commands, queries
from children.models import INCIDENTS
from foundation.lifecycles import BadInput, NotPermitted
from reporting.rules import Mark, Occasion, Question, Reading, chance_of, is_settled, questions

TODAY = date(2026, 2, 26)
OCCASIONS = [Occasion(TODAY - timedelta(days=days)) for days in (30, 120, 210, 300, 390, 480)]


def number(key):
    return rulebook.book().figures[key].number


def asks(marks, occasions=OCCASIONS):
    return {one.pattern: one for one in questions(Reading(marks, occasions, TODAY, number), INCIDENTS)}


def planted(chance):
    """Better around each meeting and worse in between, with some noise."""
    marks = []
    for place, occasion in enumerate(OCCASIONS):
        better = occasion.on - timedelta(days=chance.randint(0, 10))
        worse = occasion.on + timedelta(days=chance.randint(12, 50))
        noise = chance.random() < 0.15
        marks.append(Mark(f"b{place}", better, "worse" if noise else "better"))
        marks.append(Mark(f"w{place}", min(worse, TODAY), "worse"))
    return marks


def shuffled(marks, chance):
    """The same days, with what each shows dealt out anew."""
    shows = [mark.shows for mark in marks]
    chance.shuffle(shows)
    return [Mark(mark.id, mark.on, show) for mark, show in zip(marks, shows, strict=True)]


def test_planted_patterns_are_asked_about_and_shuffled_ones_no_oftener_than_stated():
    """The rate is stated in the rule book (five in a hundred) and held whatever the chronology."""
    chance = random.Random(20260226)
    chronologies = [planted(chance) for _ in range(300)]
    found = sum("near_meetings" in asks(marks) for marks in chronologies)
    alarms = sum("near_meetings" in asks(shuffled(marks, chance)) for marks in chronologies for _ in range(4))
    assert found / 300 >= 0.9
    assert alarms / 1200 <= number("pattern.false_alarms") / 100
    assert chance_of(4, 4, 4, 8) == pytest.approx(1 / 70), "all four of four near: one way in seventy"


def test_each_question_lists_its_entries_and_accuses_nobody():
    days = [TODAY - timedelta(days=days) for days in (300, 200, 100, 20)]
    marks = [Mark(f"m{n}", day, "missed") for n, day in enumerate(days)]
    marks += [Mark(f"i{n}", day, incident="injury") for n, day in enumerate(days[1:])]
    marks += [Mark(f"u{n}", day, "unmet") for n, day in enumerate(days[2:])]
    marks += [Mark("told", days[0]), Mark("other", days[1], differs_from="told")]
    marks += [Mark("old", TODAY - timedelta(days=800), incident="injury")]
    found = asks(marks + planted(random.Random(1)))
    assert found["missed"].entries == ("m0", "m1", "m2", "m3")
    assert found["repeated.injury"].entries == ("i0", "i1", "i2"), "what lies further back than a year is not counted"
    assert found["unmet"].entries == ("u0", "u1") and found["differing"].entries == ("told", "other")
    assert {"near_meetings"} <= set(found)
    for one in found.values():
        assert one.asks.endswith("?") and one.entries
        assert not re.search(
            r"\b(lie|lying|decei|manipulat|disguis|fail|blam|refus|guilt|pretend|score|risk level)", one.asks
        )
    assert asks([Mark("once", days[3], "missed")]) == {}


def test_worse_again_after_a_better_time_offers_an_early_review():
    meeting = OCCASIONS[0].on
    better, worse = Mark("b", meeting - timedelta(days=2), "better"), Mark("w", meeting + timedelta(days=20), "worse")
    found = asks([better, worse])["relapse"]
    assert found.entries == ("b", "w") and found.early_review
    assert "relapse" not in asks([better]) and "relapse" not in asks([worse])


def test_what_was_settled_holds_for_its_entries_and_a_further_one_asks_again():
    question = Question("missed", "Why?", ("a", "b", "c"))
    assert is_settled(question, "missed", ["a", "b", "c", "older"])
    assert not is_settled(question, "missed", ["a", "b"])
    assert not is_settled(question, "unmet", ["a", "b", "c"])


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        for month in (9, 11, 12):
            commands.add_chronology(
                cast.ned,
                child,
                happened_on=date(2025, month, 3),
                kind="fact",
                text=f"Nobody in {month}.",
                shows="missed",
            )
        return child.public_id


def test_dismissing_needs_a_reason_and_a_new_fact_brings_it_back(freya, cast, unit, client_as):
    ned, page = client_as("ned"), f"/children/{freya}/patterns"
    shown = ned.get(page).text
    assert "Appointments were missed" in shown and shown.count("Nobody in") >= 3
    refused = ned.post(f"{page}/settled", data={"pattern": "missed", "reason": " "})
    assert refused.status_code == 422 and "Say why the question does not stand" in refused.text
    assert ned.post(f"{page}/settled", data={"pattern": "missed", "reason": "Kept away by snow."}).status_code == 303
    shown = ned.get(page).text
    assert "raises no question" in shown and "Kept away by snow." in shown
    assert ned.post(f"{page}/settled", data={"pattern": "missed", "reason": "Twice."}).status_code == 422
    with unit():
        child = queries.child(cast.ned, freya)
        commands.add_chronology(
            cast.ned, child, happened_on=date(2026, 2, 20), kind="fact", text="Again.", shows="missed"
        )
    shown = ned.get(page).text
    assert "raises no question" not in shown and "Again." in shown


def test_six_signs_each_with_evidence_and_day_and_two_of_them_ask_the_chair(freya, cast, unit, client_as):
    ned, page = client_as("ned"), f"/children/{freya}/patterns"
    assert ned.get(page).text.count("nobody has looked") == 6
    wrong = ned.post(f"{page}/signs", data={"indicator": "unmet_needs", "marked": "yes", "evidence": ""})
    assert wrong.status_code == 422 and "Say what the evidence is." in wrong.text
    for sign in ("unmet_needs", "family_account"):
        sent = {"indicator": sign, "marked": "yes", "evidence": f"Seen: {sign}.", "seen_on-day": "20"}
        sent |= {"seen_on-month": "2", "seen_on-year": "2026"}
        assert ned.post(f"{page}/signs", data=sent).status_code == 303
    shown = ned.get(page).text
    assert "Seen: unmet_needs." in shown and "Friday 20 February 2026, Ned" in shown and "2 marked" in shown
    with unit():
        child = queries.child(cast.sam, freya)
        asked = [(row.name, row.number) for row in queries.children_with_a_prompt(cast.sam, [child.id])]
        assert asked == [("Freya Example", 2)]
        commands.mark_indicator(cast.ned, child, indicator="unmet_needs", marked=False, evidence="Met since.")
        assert queries.children_with_a_prompt(cast.sam, [child.id]) == []
        with pytest.raises(NotPermitted):
            commands.mark_indicator(cast.mia, child, indicator="unmet_needs", marked=True, evidence="…")


def test_engagement_and_change_are_two_answers_and_neither_gives_the_other(freya, cast, unit, client_as):
    ned, page = client_as("ned"), f"/children/{freya}/engagement"
    half = ned.post(page, data={"engagement": "works_with_us", "evidence": "Kept every appointment."})
    assert half.status_code == 422 and "Say what has changed for the child, whatever the family does." in half.text
    with unit():
        child = queries.child(cast.ned, freya)
        for given, field in ({"change": "none"}, "engagement"), ({"engagement": "avoids"}, "change"):
            told = {"engagement": "", "change": "", "evidence": "Seen."} | given
            with pytest.raises(BadInput) as wrong:
                commands.record_engagement(cast.ned, child, **told)
            assert list(wrong.value.errors) == [field]
    sent = {"engagement": "works_with_us", "change": "none", "evidence": "Kept every appointment; still no bed."}
    assert ned.post(page, data=sent).status_code == 303
    shown = ned.get(page).text
    assert "<dd>Works with us</dd>" in shown and "<dd>No change for the child</dd>" in shown


def test_the_note_for_visits_is_for_those_who_visit(freya, cast, unit, client_as):
    with unit():
        child = queries.child(cast.sam, freya)
        commands.involve(cast.sam, child, cast.pip, direct_contact=False)
        commands.record_engagement(
            cast.ned, child, engagement="refuses", change="none", evidence="The door stayed shut.",
            fear="She fears that he hears of it.", safety="KX-DOG at the door; go in twos.",
        )  # fmt: skip
    for name, sees in (("sam", True), ("ned", True), ("mia", False), ("pip", False)):
        shown = client_as(name).get(f"/children/{freya}/engagement").text
        assert "She fears that he hears of it." in shown
        assert ("KX-DOG" in shown) is sees, name
