"""Both sides on one page: answers, conversations as each side has them, what keeps the child safe, what is agreed."""

import pytest
from ladder_scenes import raised, taken_up
from scenes import a_child, involved

from escalation import commands, queries
from foundation import clock as the_clock
from foundation.lifecycles import BadInput, Refused


@pytest.fixture
def here(unit, cast):
    with unit():
        return raised(cast)


def test_each_sides_version_stands_beside_the_others(client_as, here):
    ned, sam = client_as("ned"), client_as("sam")
    path = f"/escalations/{here}/conversation"
    typed = {"with_": "Ned Nurse and Sam Worker, by telephone", "text": "He said that nobody had read it."}
    when = {"held_at-day": "25", "held_at-month": "2", "held_at-year": "2026", "held_at-time": "10:20"}
    wrong = ned.post(path, data={**typed, **when, "held_at-day": "41"})
    assert wrong.status_code == 422 and "nobody had read it" in wrong.text
    assert ned.post(path, data={**typed, **when}).status_code == 303
    page = sam.get(f"/escalations/{here}").text
    assert "nobody had read it" in page and "10:20" in page and "Add your side’s version" in page
    assert "Add your side’s version" not in ned.get(f"/escalations/{here}").text
    version = page.split("/conversation/")[1].split('"')[0]
    assert ned.post(f"{path}/{version}", data={"text": "Mine again."}).status_code == 403
    assert sam.post(f"{path}/{version}", data={"text": ""}).status_code == 422
    assert sam.post(f"{path}/{version}", data={"text": "I said that two of us had read it."}).status_code == 303
    page = ned.get(f"/escalations/{here}").text
    assert "nobody had read it" in page and "two of us had read it" in page
    again = sam.post(f"{path}/{version}", data={"text": "And a third."})
    assert again.status_code == 409 and "And a third." in again.text


def test_a_conversation_is_not_recorded_before_it_was_held(unit, cast, here):
    with unit(), pytest.raises(BadInput) as wrong:
        commands.record_conversation(cast.ned, here, held_at=None, with_whom="", text="")
    assert set(wrong.value.errors) == {"held_at", "with", "text"}


def test_the_raiser_says_whether_the_answer_settles_it_and_nobody_else_does(client_as, here):
    ned, sam = client_as("ned"), client_as("sam")
    assert "settle it for you" not in sam.get(f"/escalations/{here}/respond").text
    said = {"kind": "fact", "text": "We offer a joint visit.", "offer": "On Monday."}
    assert sam.post(f"/escalations/{here}/respond", data={**said, "settles": "yes"}).status_code == 303
    assert "settles it" not in ned.get(f"/escalations/{here}").text
    assert "settle it for you" in ned.get(f"/escalations/{here}/respond").text
    said = {"kind": "professional_judgement", "text": "It is late, but it helps.", "settles": "partly"}
    assert ned.post(f"/escalations/{here}/respond", data=said).status_code == 303
    assert "settles it: partly" in sam.get(f"/escalations/{here}").text


def test_what_keeps_the_child_safe_stands_on_the_page_at_every_stage(client_as, unit, cast, here):
    ned, nia = client_as("ned"), client_as("nia")
    with unit(writes=False):
        sam, child = cast.sam.public_id, queries.escalation_for(cast.ned, here).children[0].public_id
    assert ned.post(f"/escalations/{here}/safety", data={"interim_safety": ""}).status_code == 422
    agreed = {"interim_safety": "She stays with her aunt until Monday."}
    assert ned.post(f"/escalations/{here}/safety", data=agreed).status_code == 303
    form = ned.get(f"/actions/new?escalation={here}&priority=safety").text
    assert 'value="safety" checked' in form
    action = {"children": child, "escalation": here, "text": "Visit the aunt each evening", "owner": sam, "priority": "safety",
              "outcome_wanted": "She is seen each day.", "due_on-day": "6", "due_on-month": "3", "due_on-year": "2026"}  # fmt: skip
    made = client_as("sam").post("/actions/new", data=action)
    assert made.status_code == 303, made.text
    with unit():
        taken_up(cast, here, 1, 2)
    for page in (ned.get(f"/escalations/{here}").text, nia.get(f"/escalations/{here}").text):
        assert "She stays with her aunt until Monday." in page
        assert "Visit the aunt each evening" in page and "Sam Worker" in page and "6 March" in page


def test_nobody_agrees_to_words_that_they_have_not_read(unit, cast, here):
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="A visit in May.", rationale="No time.", outcome="partly")
        commands.resolve(
            cast.ned, here, agreed_statement="A visit tomorrow.", rationale="She is hurt.", outcome="partly"
        )
        assert queries.escalation_for(cast.ned, here).state == "open", "Sam has not read the other words"
        commands.resolve(cast.sam, here)
        made = queries.escalation_for(cast.ned, here)
        assert (made.state, made.agreed_statement) == ("resolved", "A visit tomorrow.")


def test_an_outcome_is_one_of_three(unit, cast, here):
    with unit(), pytest.raises(BadInput):
        commands.resolve(cast.sam, here, agreed_statement="Yes.", rationale="So.", outcome="nonsense")


def test_a_withdrawal_by_the_manager_reaches_the_raiser_and_both_managers(unit, cast, here, dispatch, mailbox):
    dispatch()
    with unit():
        commands.withdraw(cast.nia, here, "Health has new facts.")
    dispatch()
    with unit(writes=False):
        told = [
            name for name in ("ned", "nia", "sam", "mia") if "withdrawn" in mailbox.to(getattr(cast, name))[-1].title
        ]
    assert told == ["ned", "sam", "mia"]


def test_closing_names_everything_at_once_and_keeps_what_was_typed(client_as, unit, cast, here):
    with unit():
        commands.resolve(cast.sam, here, agreed_statement="A visit.", rationale="New facts.", outcome="changed")
        commands.resolve(cast.ned, here)
        commands.give_feedback(cast.sam, here, "It takes place.")
    sam = client_as("sam")
    refused = sam.post(f"/escalations/{here}/close", data={"no_actions_because": "It is done."})
    assert refused.status_code == 409
    for words in ("has not said yet", "stands in the record of", "what the partnership learns"):
        assert words in refused.text
    assert "It is done." in refused.text
    with unit():
        commands.answer_feedback(cast.ned, here, "yes")
    closed = sam.post(
        f"/escalations/{here}/close",
        data={"no_actions_because": "It is done.", "learning": "Ask health.", "outcome": "changed"},
    )
    assert closed.status_code == 409 and "stands in the record of" in closed.text and "Ask health." in closed.text
    for who in ("ned", "sam"):
        assert client_as(who).post(f"/escalations/{here}/copied").status_code == 303
    closed = sam.post(
        f"/escalations/{here}/close", data={"no_actions_because": "It is done.", "learning": "Ask health."}
    )
    assert closed.status_code == 303
    assert "None, because: It is done." in sam.get(f"/escalations/{here}").text


def test_a_draft_is_kept_and_gone_on_with(client_as, unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        child_id = child.public_id
    ned = client_as("ned")
    typed = {"immediate_risk": "no", "children": child_id, "against_agency": "csc", "about_kind": "service",
             "about_text": "Family support ended", "theme": "service_provision", "concern": "Nobody visits."}  # fmt: skip
    refused = ned.post("/escalations/raise", data={**typed, "go": "raise"})
    assert refused.status_code == 409 and "Nobody visits." in refused.text and "the outcome you want" in refused.text
    here = ned.post("/escalations/raise", data=typed).headers["Location"]
    more = {
        "about_text": "Family support ended",
        "concern": "Nobody visits.",
        "effect_on_child": "She is alone.",
        "outcome_sought": "",
    }
    assert ned.post(f"{here}/draft", data={**more, "go": "raise"}).status_code == 409
    assert ned.post(f"{here}/draft", data=more).status_code == 303
    done = ned.post(f"{here}/draft", data={**more, "outcome_sought": "Weekly visits.", "go": "raise"})
    assert done.status_code == 303
    page = client_as("mia").get(here)
    assert page.status_code == 200 and "Weekly visits." in page.text and "Go on with the draft" not in page.text
    assert ned.post(f"{here}/draft", data=more).status_code == 409


def test_the_same_through_the_api(api_as, unit, cast, here):
    ned, sam, carol = api_as("ned"), api_as("sam"), api_as("carol")
    path = f"/escalations/{here}"
    talk = {"held_at": "2026-02-25T10:20:00+00:00", "with_whom": "Ned and Sam", "text": "Nobody had read it."}
    made = ned.post(f"{path}/conversations", talk)
    assert made.status_code == 201, made.text
    entry = made.json["entries"][-1]
    assert entry["held_at"].startswith("2026-02-25T10:20") and entry["other_version"] is None
    assert carol.post(f"{path}/conversations", talk).status_code == 404
    late = {**talk, "held_at": "2031-03-04T10:20:00+00:00"}
    assert ned.post(f"{path}/conversations", late).json["errors"][0]["field"] == "held_at"
    both = sam.post(f"{path}/conversations/{entry['id']}/version", {"text": "Two of us had."})
    assert both.status_code == 201 and both.json["entries"][-1]["other_version"]["text"] == "Two of us had."
    assert sam.post(f"{path}/conversations/{entry['id']}/version", {"text": "Three."}).status_code == 409
    safe = sam.post(f"{path}/safety", {"interim_safety": "She stays with her aunt."})
    assert safe.status_code == 200 and safe.json["interim_safety"] == "She stays with her aunt."
    assert ned.post(f"{path}/draft", {"concern": "Other words."}).status_code == 409
    mine = {"event": "respond", "text": "Thank you.", "satisfaction": "yes"}
    assert sam.post(f"{path}/events", mine).status_code == 422
    assert ned.post(f"{path}/events", mine).json["entries"][-1]["satisfaction"] == "yes"
    assert sam.post(f"{path}/events", {"event": "withdraw", "reason": "x"}).status_code == 403


def test_what_is_said_is_said_while_it_runs(unit, cast, here):
    with unit():
        commands.withdraw(cast.ned, here, "It is settled.")
        with pytest.raises(Refused):
            commands.record_conversation(cast.ned, here, held_at=the_clock.now(), with_whom="Us", text="Done.")
