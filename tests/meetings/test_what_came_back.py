"""What came back from calendars and waits for a person: decided on the page and through the API, once."""

from typing import Any

from meeting_scenes import answered, rules_that_refuse
from reply_scenes import PIP

LATER = ["DTSTART:20260227T150000Z", "DTEND:20260227T160000Z"]


def test_whoever_convenes_decides_on_the_page_what_came_back(pip, stands, here, client_as, count_queries, standing):
    pip.answers("TENTATIVE", method="COUNTER", lines=LATER)
    pip.answers("ACCEPTED", to="meetings@convenor.example.uk", stamp="20260226T171000Z")
    sam = client_as("sam")
    assert "Came back, and waits for you" in sam.get(f"/meetings/{here}").text
    work = sam.get("/").text
    assert "Pip Sergeant proposes another time" in work and "is in doubt" in work
    with count_queries() as asked:
        page = sam.get(f"/meetings/{here}/came-back")
    assert page.status_code == 200 and len(asked) <= 15 and "anybody may have sent it" in page.text
    now = stands()
    nothing = sam.post(f"/meetings/{here}/doubts/{now.doubt}/aside", data={})
    assert nothing.status_code == 422 and "Say why it is set aside" in nothing.text
    taken = sam.post(
        f"/meetings/{here}/doubts/{now.doubt}/take",
        data={f"{now.doubt}-invitation": now.id, f"{now.doubt}-response": "accepted"},
    )
    assert taken.status_code == 303 and stands().response == "accepted"
    moved = sam.post(
        f"/meetings/{here}/proposals/{now.proposal}/take", data={f"{now.proposal}-reason": "The police can then."}
    )
    assert moved.status_code == 303 and f"{standing(here).starts_at:%H:%M}" == "15:00"
    assert "Nothing waits for you here" in sam.get(f"/meetings/{here}/came-back").text
    assert client_as("tia").get(f"/meetings/{here}/came-back").status_code == 403


def test_a_proposed_time_that_breaks_a_rule_is_refused_with_the_reason(pip, stands, here, client_as, standing):
    night = ["DTSTART:20260301T150000Z", "DTEND:20260301T160000Z"]  # a Sunday
    pip.answers("TENTATIVE", method="COUNTER", lines=night)
    now = stands()
    page = client_as("sam").post(
        f"/meetings/{here}/proposals/{now.proposal}/take", data={f"{now.proposal}-reason": "They ask for it."}
    )
    assert page.status_code == 409 and "date, place and chair are changed" in page.text
    assert stands().proposals[0][1] == "open" and f"{standing(here).starts_at:%H:%M}" == "14:00"


def test_an_answer_about_nothing_known_is_looked_at_by_a_coordinator(pip, stands, client_as):
    assert pip.answers("ACCEPTED", uid="nothing@elsewhere.example", to="meetings@convenor.example.uk") == "unmatched"
    now, erin = stands(), client_as("erin")
    assert now.doubts[0][0] == "unclear" and "is about no meeting that is known here" in erin.get("/").text
    assert PIP in erin.get("/came-back").text
    assert erin.post(f"/came-back/{now.doubt}/aside", data={f"{now.doubt}-reason": "Not ours."}).status_code == 303
    assert stands().doubts[0][1] == "set_aside"
    assert client_as("sam").get("/came-back").status_code == 403


def test_of_two_who_decide_at_once_the_second_is_told_so_and_keeps_what_was_typed(
    pip: Any, stands: Any, here: str, client_as: Any
) -> None:
    pip.answers("TENTATIVE", method="COUNTER", lines=LATER)
    pip.answers("ACCEPTED", to="meetings@convenor.example.uk", stamp="20260226T171000Z")
    now, sam, mia = stands(), client_as("sam"), client_as("mia")
    for page, field in ((f"proposals/{now.proposal}/refuse", now.proposal), (f"doubts/{now.doubt}/aside", now.doubt)):
        typed = {f"{field}-reason": "Health cannot then."}
        assert sam.post(f"/meetings/{here}/{page}", data=typed).status_code == 303
        late = mia.post(f"/meetings/{here}/{page}", data={f"{field}-reason": "Police cannot either."})
        assert late.status_code == 409 and "Somebody has decided on this already" in late.text
        assert "You wrote: “Police cannot either.”" in late.text
    taken = {f"{now.doubt}-invitation": now.id, f"{now.doubt}-response": "accepted"}
    assert mia.post(f"/meetings/{here}/doubts/{now.doubt}/take", data=taken).status_code == 409
    assert stands().response == "tentative"


def test_whose_answer_it_is_must_be_chosen(pip: Any, stands: Any, here: str, client_as: Any) -> None:
    pip.answers("ACCEPTED", to="meetings@convenor.example.uk")
    now = stands()
    page = client_as("sam").post(f"/meetings/{here}/doubts/{now.doubt}/take", data={f"{now.doubt}-invitation": ""})
    assert page.status_code == 422 and "Choose whose answer it is" in page.text


def test_a_program_lists_proposed_times_and_takes_or_refuses_them(
    pip: Any, stands: Any, here: str, api_as: Any, standing: Any
) -> None:
    pip.answers("TENTATIVE", method="COUNTER", lines=[*LATER, "COMMENT:I am in court until three."])
    sam = api_as("sam")
    one = answered(sam.get(f"/meetings/{here}/proposals"))["items"][0]
    assert (one["state"], one["starts_at"], one["comment"]) == (
        "open", "2026-02-27T15:00:00+00:00", "I am in court until three.",
    )  # fmt: skip
    assert one["invitation"] == stands().id and one["by"]["name"] == "Pip Sergeant"
    for reader in ("tia", "pip"):
        answered(api_as(reader).get(f"/meetings/{here}/proposals"), 403)
        answered(api_as(reader).post(f"/meetings/{here}/proposals/{one['id']}/take", {}), 403)
    answered(api_as("carol").get(f"/meetings/{here}/proposals"), 404)
    moved = answered(sam.post(f"/meetings/{here}/proposals/{one['id']}/take", {"reason": "The police can then."}))
    assert (moved["state"], moved["told"], f"{standing(here).starts_at:%H:%M}") == ("taken", 4, "15:00")
    late = answered(sam.post(f"/meetings/{here}/proposals/{one['id']}/refuse", {}), 409)
    assert rules_that_refuse(late) == {"not_decided_on_yet"}
    answered(sam.post(f"/meetings/{here}/proposals/{'a' * 20}/refuse", {}), 404)


def test_a_program_refuses_a_proposed_time_and_is_held_to_the_rules_of_a_change(
    pip: Any, stands: Any, here: str, api_as: Any, standing: Any
) -> None:
    sunday = ["DTSTART:20260301T150000Z", "DTEND:20260301T160000Z"]
    pip.answers("TENTATIVE", method="COUNTER", lines=sunday)
    sam, one = api_as("sam"), stands().proposal
    assert answered(sam.post(f"/meetings/{here}/proposals/{one}/take", {"reason": "They ask."}), 409)["refusals"]
    assert stands().proposals[0][1] == "open"
    kept = answered(sam.post(f"/meetings/{here}/proposals/{one}/refuse", {"reason": "A Sunday."}))
    assert (kept["state"], kept["reason"]) == ("refused", "A Sunday.")
    assert f"{standing(here).starts_at:%d %H:%M}" == "27 14:00"


def test_a_program_judges_answers_in_doubt(pip: Any, stands: Any, here: str, api_as: Any) -> None:
    pip.answers("ACCEPTED", to="meetings@convenor.example.uk")
    sam = api_as("sam")
    one = answered(sam.get(f"/meetings/{here}/doubts"))["items"][0]
    assert (one["kind"], one["attendee"], one["response"], one["outcome"]) == ("answer", PIP, "accepted", None)
    assert "anybody may have sent it" in one["reasons"][0]
    answered(api_as("tia").get(f"/meetings/{here}/doubts"), 403)
    here_one = f"/meetings/{here}/doubts/{one['id']}"
    nobody = answered(sam.post(f"{here_one}/take", {"invitation": "a" * 20}), 422)
    assert [error["field"] for error in nobody["errors"]] == ["invitation"]
    silent = answered(sam.post(f"{here_one}/aside", {}), 422)
    assert [error["field"] for error in silent["errors"]] == ["reason"]
    taken = answered(sam.post(f"{here_one}/take", {"invitation": stands().id}))
    assert (taken["outcome"], taken["taken_for"]) == ("taken", stands().id) and stands().response == "accepted"
    assert rules_that_refuse(answered(sam.post(f"{here_one}/aside", {"reason": "x"}), 409)) == {"not_decided_on_yet"}


def test_a_doubt_of_one_meeting_is_not_judged_under_another(
    pip: Any, stands: Any, here: str, api_as: Any, invited: Any
) -> None:
    pip.answers("ACCEPTED", to="meetings@convenor.example.uk")
    other, one = invited(), stands_doubt(api_as("sam"), here)
    sam = api_as("sam")
    answered(sam.post(f"/meetings/{other}/doubts/{one}/aside", {"reason": "x"}), 404)
    answered(sam.post(f"/meetings/{other}/doubts/{one}/take", {"invitation": "a" * 20}), 404)


def stands_doubt(who: Any, here: str) -> str:
    return str(answered(who.get(f"/meetings/{here}/doubts"))["items"][0]["id"])


def test_what_nobody_knows_is_for_a_coordinator_alone(pip: Any, stands: Any, api_as: Any) -> None:
    pip.answers("ACCEPTED", uid="nothing@elsewhere.example", to="meetings@convenor.example.uk")
    erin, sam = api_as("erin"), api_as("sam")
    one = answered(erin.get("/came-back"))["items"][0]
    answered(sam.get("/came-back"), 403)
    answered(sam.post(f"/came-back/{one['id']}/aside", {"reason": "x"}), 403)
    aside = answered(erin.post(f"/came-back/{one['id']}/aside", {"reason": "Not ours."}))
    assert (aside["outcome"], aside["settled_reason"]) == ("set_aside", "Not ours.")
    answered(erin.post(f"/came-back/{one['id']}/aside", {"reason": "x"}), 409)
