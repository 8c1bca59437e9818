"""The story of an action through the API."""

from threading import Barrier, Thread
from typing import Any

import pytest


@pytest.fixture
def wanted(unit: Any, cast: Any, case: Any) -> dict[str, Any]:
    with unit():
        return {
            "text": "See the child alone at school",
            "outcome_wanted": "She is heard.",
            "owner": cast.ned.public_id,
            "due_on": "2026-03-10",
            "children": [case.child],
        }


def test_the_whole_story(api_as: Any, wanted: Any, clock: Any) -> None:
    sam, ned, judy = api_as("sam"), api_as("ned"), api_as("judy")
    made = sam.post("/actions", wanted)
    assert made.status_code == 201
    action = made.json
    assert action["reference"] == "A-2026-0001" and action["agency"] == "health" and action["rag"] == "green"
    assert action["children"] == [{"id": wanted["children"][0], "name": "Poppy Canary"}]
    path = f"/actions/{action['id']}"
    shown = ned.get(path).json
    assert shown["allowed_events"] == ["accept", "claim_done", "extend", "decline", "reassign"]
    assert judy.get(path).status_code == 404

    def move(who: Any, **body: Any) -> Any:
        return who.post(f"{path}/events", body)

    assert move(ned, event="accept").json["accepted_at"] == "2026-02-26T16:40:00+00:00"
    assert ned.get(path).json["blocked_events"] == [
        {
            "event": "accept",
            "refusals": [
                {
                    "rule": "it_is_not_accepted_already",
                    "message": "Its owner has accepted it already.",
                    "source": "DOMAIN, “Actions”",
                }
            ],
        }
    ]
    refused = move(ned, event="claim_done")
    assert refused.status_code == 409 and refused.content_type == "application/problem+json"
    assert [r["rule"] for r in refused.json["refusals"]] == [
        "what_shows_that_it_is_done_is_said",
        "what_changed_for_the_child_is_said",
    ]
    longer = move(ned, event="extend", due_on="2026-03-20", reason="Half-term").json
    assert (longer["due_on"], longer["original_due_on"]) == ("2026-03-20", "2026-03-10")
    assert longer["extensions"][0]["agreed_by"]["name"] == "Ned Nurse"
    assert move(ned, event="claim_done", evidence="Note", effect_for_child="No change").json["state"] == "done_claimed"
    assert move(ned, event="confirm_done").status_code == 403
    assert move(sam, event="send_back", reason="Which note?").json["state"] == "open"
    move(ned, event="claim_done", evidence="Note of 2 March", effect_for_child="No change")
    assert move(sam, event="cancel", reason="Moved").status_code == 409  # claimed done: it is looked at first
    done = move(sam, event="confirm_done").json
    assert done["state"] == "done" and done["confirmed_by"]["name"] == "Sam Worker" and done["rag"] == "grey"
    assert move(sam, event="reopen", reason="It came back").json["state"] == "open"
    assert move(sam, event="cancel", reason="Moved").json["cancelled_reason"] == "Moved"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"owner": "all"}, "owner"),
        ({"owner": ""}, "owner"),
        ({"due_on": "ongoing"}, "due_on"),
        ({"due_on": "2026-02-25"}, "due_on"),
        ({"text": "school"}, "text"),
        ({"outcome_wanted": ""}, "outcome_wanted"),
        ({"agency": "police"}, "agency"),
        ({"children": []}, "children"),
        ({"urgent": True}, "urgent"),
        ({"priority": "now"}, "priority"),
    ],
)
def test_wrong_input_names_its_field(api_as: Any, wanted: Any, change: Any, field: str) -> None:
    sam = api_as("sam")
    answer = sam.post("/actions", wanted | change)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert sam.get("/actions").json["items"] == []


def test_what_may_not_be_seen_is_not_there(api_as: Any, wanted: Any) -> None:
    sam, carol = api_as("sam"), api_as("carol")
    id = sam.post("/actions", wanted).json["id"]
    assert carol.get("/actions").json == {"items": [], "next": None}
    there, nowhere = carol.get(f"/actions/{id}"), carol.get("/actions/aaaaaaaaaaaaaaaaaaaa")
    assert there.status_code == nowhere.status_code == 404 and there.data == nowhere.data
    assert carol.post(f"/actions/{id}/events", {"event": "accept"}).status_code == 404
    assert carol.post("/actions", wanted).status_code == 404  # the child
    assert sam.post("/actions", wanted | {"meeting": "aaaaaaaaaaaaaaaaaaaa"}).status_code == 404


def test_lists(api_as: Any, wanted: Any, clock: Any, unit: Any, cast: Any) -> None:
    sam, ned, mia = api_as("sam"), api_as("ned"), api_as("mia")
    with unit():
        own = cast.sam.public_id
    late = sam.post("/actions", wanted | {"due_on": "2026-02-27"}).json["id"]
    mine = sam.post("/actions", wanted | {"owner": own}).json["id"]
    clock.set("2026-03-02 09:00")

    def ids(who: Any, query: str) -> list[str]:
        return [item["id"] for item in who.get(f"/actions{query}").json["items"]]

    assert ids(sam, "") == [late, mine]
    assert ids(sam, "?owner=me") == ids(sam, f"?owner={own}") == ids(mia, "?owner=team") == [mine]
    assert ids(ned, "?overdue=true") == ids(ned, "?owner=me&state=open") == [late]
    assert ids(sam, "?state=done") == []
    first = sam.get("/actions?limit=1").json
    assert [item["id"] for item in sam.get(f"/actions?limit=1&cursor={first['next']}").json["items"]] == [mine]
    assert sam.get("/actions?state=late").status_code == 422
    assert sam.get("/actions?sort=name").status_code == 422


def test_the_same_request_sent_twice_sets_one_action(api_as: Any, wanted: Any) -> None:
    sam = api_as("sam")
    first = sam.post("/actions", wanted, **{"Idempotency-Key": "k1"})
    again = sam.post("/actions", wanted, **{"Idempotency-Key": "k1"})
    assert first.json == again.json and len(sam.get("/actions").json["items"]) == 1


def test_claimed_done_and_cancelled_at_once_one_wins(api_as: Any, wanted: Any) -> None:
    sam, ned = api_as("sam"), api_as("ned")
    for _ in range(5):
        path = f"/actions/{sam.post('/actions', wanted).json['id']}"
        answers: dict[str, int] = {}
        start = Barrier(2)

        def ask(
            who: Any, body: dict[str, str], path: str = path, start: Barrier = start, answers: Any = answers
        ) -> None:
            program = type(who)(
                who.client.application.test_client(), who.headers["Authorization"].removeprefix("Bearer ")
            )
            start.wait()
            answers[body["event"]] = program.post(f"{path}/events", body).status_code

        claim = {"event": "claim_done", "evidence": "Note", "effect_for_child": "No change"}
        both = [
            Thread(target=ask, args=(ned, claim)),
            Thread(target=ask, args=(sam, {"event": "cancel", "reason": "Moved"})),
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert sorted(answers.values()) == [200, 409]
        won = "done_claimed" if answers["claim_done"] == 200 else "cancelled"
        assert sam.get(path).json["state"] == won
