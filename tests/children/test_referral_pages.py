"""The pages and the API of referrals: what was refused is seen, asked again in one step, and disagreed with in one click."""

from datetime import date

import pytest
from scenes import a_child, involved

from children import commands, queries
from people import queries as people


@pytest.fixture
def scene(unit, cast):
    """Freya, whom Ned referred to social care: threshold not met, written down by Sam and not told."""
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.pip, cast.tia)
        involved(cast.sam, child, cast.erin, role="coordinator")
        made = commands.refer(cast.ned, child, to_agency=people.agency_by_key("csc"), concern="KX-CONCERN")
        commands.answer_referral(cast.sam, made.public_id, outcome="threshold_not_met", reason="KX-REASON")
        return f"/children/{child.public_id}", made.public_id


def test_earlier_referrals_stand_in_view_with_their_pattern(scene, client_as, clock, cast, unit):
    here, first = scene
    ned = client_as("ned")
    assert "Referred once, last refused 26 February" in ned.get(here).text
    page = ned.get(f"{here}/referrals").text
    assert "Threshold not met" in page and "KX-REASON" in page and "Keep watching: review" in page
    again = ned.get(f"{here}/referrals?again={first}").text
    assert "KX-CONCERN" in again and 'value="csc" selected' in again.replace("  ", " ")
    typed = {"again": first, "to_agency": "csc", "concern": "A fourth visit missed.", "form_id": "a" * 20}
    made = ned.post(f"{here}/referrals", data=typed)
    assert made.status_code == 303
    assert "R-2026-0001" in ned.get(made.headers["Location"]).text
    assert "Referred twice, last refused 26 February" in ned.get(here).text
    assert "None that you may see" in client_as("tia").get(here).text


@pytest.mark.parametrize(("typed", "beside"), [
    ({"to_agency": "", "concern": "x"}, "to_agency"),
    ({"to_agency": "csc", "concern": " "}, "concern"),
    ({"to_agency": "csc", "concern": "Kept", "made_on-day": "1", "made_on-month": "1", "made_on-year": "2031"}, "made_on"),
])  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(scene, client_as, typed, beside):
    answer = client_as("ned").post(f"{scene[0]}/referrals", data=typed)
    assert answer.status_code == 422
    assert f"{beside}-error" in answer.text and (typed["concern"].strip() or "x") in answer.text


def test_the_agency_writes_its_answer_down_and_a_second_is_refused(scene, client_as, unit, cast):
    with unit():
        child = queries.child(cast.ned, scene[0].rsplit("/", 1)[1])
        made = commands.refer(cast.ned, child, to_agency=people.agency_by_key("police"), concern="Seen at night.")
        here = f"{scene[0]}/referrals/{made.public_id}"
    pip = client_as("pip")
    assert "Write down the answer, and tell Ned Nurse" in pip.get(here).text
    assert pip.post(here, data={"outcome": "other_service", "reason": ""}).status_code == 422
    assert pip.post(here, data={"outcome": "other_service", "reason": "For early help."}).status_code == 303
    assert pip.post(here, data={"outcome": "accepted"}).status_code == 409
    assert client_as("tia").get(here).status_code == 404


def test_no_opens_a_disagreement_with_what_stands_there(scene, client_as):
    here, made = scene
    ned = client_as("ned")
    page = ned.get(f"{here}/referrals/{made}").text
    assert "Does this answer settle it for you?" in page and "No: raise a disagreement" in page
    led = ned.post(f"{here}/referrals/{made}/satisfaction", data={"satisfied": "no"})
    assert led.status_code == 303 and f"about=referral&about_id={made}" in led.headers["Location"]
    form = ned.get(led.headers["Location"]).text
    for stands in ("KX-CONCERN", "Referral R-2026-0001 of 26 February 2026", 'value="csc" selected', f'value="{made}"'):
        assert stands in form
    saved = ned.post("/escalations/raise", data={
        "immediate_risk": "no", "children": here.rsplit("/", 1)[1], "against_agency": "csc", "about_kind": "referral",
        "about_id": made, "about_text": "Referral R-2026-0001", "theme": "thresholds", "concern": "KX-CONCERN",
    })  # fmt: skip
    assert saved.status_code == 303
    assert "It does not settle it for the referrer" in ned.get(f"{here}/referrals/{made}").text
    assert ned.post(f"{here}/referrals/{made}/satisfaction", data={"satisfied": "yes"}).status_code == 303


def test_an_answer_of_ones_own_agency_goes_to_the_manager(scene, client_as, unit, cast):
    here, _ = scene
    with unit():
        child = queries.child(cast.sam, here.rsplit("/", 1)[1])
        made = commands.refer(cast.sam, child, to_agency=people.agency_by_key("csc"), concern="Alone at night.")
        commands.answer_referral(cast.sam, made.public_id, outcome="threshold_not_met", reason="Not yet.")
        page = f"{here}/referrals/{made.public_id}"
    sam = client_as("sam")
    assert "No: I take it to my manager" in sam.get(page).text
    led = sam.post(f"{page}/satisfaction", data={"satisfied": "no"})
    assert led.status_code == 303 and led.headers["Location"].endswith(page)
    shown = sam.get(page).text
    assert "take it to your manager today" in shown and "it goes to your manager" in shown and "Refer again" in shown


def test_a_refused_referrer_whose_role_has_ended_may_still_disagree(scene, client_as, api_as, unit, cast):
    here, made = scene
    child_id = here.rsplit("/", 1)[1]
    with unit():
        child = queries.child(cast.ned, child_id)
        commands.end_involvement(cast.ned, child, queries.role_held(child, cast.ned, "professional"))
    ned = client_as("ned")
    assert ned.get(here).status_code == 404
    page = ned.get(f"{here}/referrals/{made}").text
    assert "KX-REASON" in page and "Freya" not in page and "Refer again" not in page
    body = {"children": [child_id], "about": {"kind": "referral", "id": made, "text": "Refused"}, "theme": "thresholds",
            "against_agency": "csc", "immediate_risk": False}  # fmt: skip
    assert api_as("ned").post("/escalations", body).status_code == 201
    body["about"] = {"kind": "other", "id": None, "text": "Refused"}
    assert api_as("ned").post("/escalations", body).status_code == 404
    with unit(writes=False):
        assert not queries.may_see(cast.ned, child_id)


def test_the_watch_is_moved_and_ended_on_the_page(scene, client_as):
    here = f"{scene[0]}/referrals/{scene[1]}"
    ned = client_as("ned")
    assert ned.post(f"{here}/watch", data={}).status_code == 422
    later = {"review_on-day": "1", "review_on-month": "6", "review_on-year": "2026"}
    assert ned.post(f"{here}/watch", data=later).status_code == 303
    assert "Keep watching: review Monday 1 June" in ned.get(here).text
    assert ned.post(f"{here}/watch", data={"ended_because": "The family moved."}).status_code == 303
    assert "Nobody watches any longer. The family moved." in ned.get(here).text
    assert client_as("sam").post(f"{here}/watch", data=later).status_code == 403


def test_what_waits_stands_on_the_worklist(scene, client_as, clock, unit, cast):
    here, _ = scene
    assert "What came of your referral to Northshire" in client_as("ned").get("/").text
    with unit():
        child = queries.child(cast.pip, here.rsplit("/", 1)[1])
        commands.refer(cast.pip, child, to_agency=people.agency_by_key("health"), concern="Bruises.")
    clock.set("2026-03-27 10:00")
    ned = client_as("ned").get("/").text
    assert "Ask again? Your referral" in ned and "A referral to Riverside NHS Trust: the referrer waits" in ned
    pip = client_as("pip").get("/").text
    assert "Your referral to Riverside NHS Trust: no answer yet" in pip and "/escalations/raise?about=referral" in pip
    assert "the referrer has not been told the answer" in client_as("erin").get("/").text


def test_a_pattern_exists_and_nothing_more_is_shown(scene, client_as, unit, cast):
    here, _ = scene
    with unit():
        child = queries.child(cast.pip, here.rsplit("/", 1)[1])
        for person in (cast.pip, cast.tia):
            one = commands.refer(person, child, to_agency=people.agency_by_key("csc"), concern="KX-OTHER")
            commands.answer_referral(cast.sam, one.public_id, outcome="threshold_not_met", reason="KX-OTHER-REASON")
    ned = client_as("ned")
    for path in (here, f"{here}/referrals", f"{here}/joint-look"):
        page = ned.get(path).text
        assert "pattern exists" in page or path.endswith("joint-look")
        for secret in ("KX-OTHER", "Pip", "Tia", "R-2026-0002", "R-2026-0003"):
            assert secret not in page.partition("Who is involved")[0], (path, secret)
    erin = client_as("erin")
    assert "A pattern exists: look at it together" in erin.get("/").text
    assert erin.post(f"{here}/joint-look", data={"what_came": ""}).status_code == 422
    assert erin.post(f"{here}/joint-look", data={"what_came": "They add up."}).status_code == 303
    assert erin.post(f"{here}/joint-look", data={"what_came": "Again."}).status_code == 409
    assert "pattern exists" not in ned.get(here).text


# The API


def test_the_api_refers_answers_and_watches(scene, api_as):
    here = scene[0]
    ned, sam, tia = api_as("ned"), api_as("sam"), api_as("tia")
    made = ned.post(
        f"{here}/referrals", {"to_agency": "csc", "concern": "More.", "service": "front door", "again": scene[1]}
    )
    assert made.status_code == 201
    one = made.json
    assert (one["reference"], one["outcome"], one["again"], one["due"]["by"]) == (
        "R-2026-0002",
        None,
        scene[1],
        "2026-02-27",
    )
    assert one["due"]["rule"] == "escalation.referral_answer" and one["due"]["working"]
    there = f"{here}/referrals/{one['id']}"
    assert sam.post(f"{there}/answer", {"outcome": "other_service", "reason": ""}).status_code == 422
    answered = sam.post(
        f"{there}/answer", {"outcome": "other_service", "reason": "Early help.", "told_on": "2026-02-26"}
    )
    assert (answered.json["outcome"], answered.json["told_on"], answered.json["review_on"]) == (
        "other_service", "2026-02-26", "2026-03-26",
    )  # fmt: skip
    assert sam.post(f"{there}/answer", {"outcome": "accepted"}).status_code == 409
    assert sam.post(f"{there}/satisfaction", {"satisfied": True}).status_code == 403
    assert ned.post(f"{there}/satisfaction", {"satisfied": False}).json["satisfied"] is False
    assert ned.post(f"{there}/watch", {"review_on": "2026-04-01"}).json["review_on"] == "2026-04-01"
    assert ned.post(f"{there}/watch", {"ended_because": "Taken up."}).json["review_on"] is None
    listed = ned.get(f"{here}/referrals").json
    assert [item["reference"] for item in listed["items"]] == ["R-2026-0001", "R-2026-0002"]
    assert (listed["pattern"], listed["next"]) == (False, None)
    assert tia.get(f"{here}/referrals").json["items"] == []
    assert tia.get(there).status_code == 404 and ned.get(there).status_code == 200
    assert api_as("carol").get(f"{here}/referrals").status_code == 404


@pytest.mark.parametrize(("body", "field"), [
    ({"to_agency": "nowhere", "concern": "x"}, "to_agency"),
    ({"to_agency": "csc", "concern": "x", "again": "nothing"}, "again"),
    ({"to_agency": "csc", "concern": "x", "made_on": "2026-05-01"}, "made_on"),
    ({"to_agency": "csc", "concern": "x", "secret": 1}, "secret"),
])  # fmt: skip
def test_wrong_input_names_its_field(scene, api_as, body, field):
    answer = api_as("ned").post(f"{scene[0]}/referrals", body)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


def test_a_referral_of_another_child_is_not_found_under_this_one(scene, api_as, unit, cast):
    with unit():
        other = a_child(cast.ned, "Noah Example", date_of_birth=date(2020, 1, 1)).public_id
    assert api_as("ned").get(f"/children/{other}/referrals/{scene[1]}").status_code == 404


def test_the_joint_look_is_written_down_by_the_api(scene, api_as, unit, cast):
    with unit():
        child = queries.child(cast.pip, scene[0].rsplit("/", 1)[1])
        for person in (cast.pip, cast.tia):
            commands.refer(person, child, to_agency=people.agency_by_key("csc"), concern="One more.")
        commands.answer_referral(cast.sam, queries.referral(cast.pip, _latest(cast.pip, child)).public_id,
                                 outcome="threshold_not_met", reason="Not yet.")  # fmt: skip
    assert api_as("tia").get(f"{scene[0]}/referrals").json["pattern"] is True
    assert api_as("tia").post(f"{scene[0]}/joint-look", {"what_came": "Looked."}).status_code == 403
    assert api_as("erin").post(f"{scene[0]}/joint-look", {"what_came": "Looked."}).json["what_came"] == "Looked."
    assert api_as("tia").get(f"{scene[0]}/referrals").json["pattern"] is False


def _latest(person, child):
    from foundation.database import db

    return db.session.execute(queries.referrals(person, child)).first().public_id


def test_the_third_referral_says_how_often_it_was_refused(scene, client_as, cast, unit):
    """Principle 2a: past refusals put nobody off, and each shows its reason and the way to disagree."""
    here, _ = scene
    with unit():
        child = queries.child(cast.sam, here.removeprefix("/children/"))
        second = commands.refer(cast.pip, child, to_agency=people.agency_by_key("csc"), concern="Shouting at night")
        commands.answer_referral(cast.sam, second.public_id, outcome="threshold_not_met", reason="One call only")
        commands.refer(cast.tia, child, to_agency=people.agency_by_key("csc"), concern="Comes hungry")
        commands.nominate(cast.mia, child, cast.sam)
        commands.accept(cast.sam, child)
        refused = second.public_id
    page = client_as("sam").get(here).text
    assert "Referred 3 times, last refused 26 February" in page and "A pattern exists" in page
    page = client_as("pip").get(f"{here}/referrals/{refused}").text
    assert "One call only" in page and "disagreement" in page
