"""The children's part of the API: the same commands, the contract's names."""

from datetime import date

import pytest
from scenes import a_child, a_led_child, involved

from children import commands, queries

FREYA = {
    "name": "Freya Example",
    "date_of_birth": "2019-03-05",
    "first_language": "Polish",
    "interpreter_needed": True,
    "communication_needs": "Picture cards",
}


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        return child.public_id


def test_a_child_is_added_found_and_shown(api_as, cast):
    sam = api_as("sam")
    added = sam.post("/children", FREYA)
    assert added.status_code == 201
    child = sam.get(f"/children/{added.json['id']}").json
    assert {key: child[key] for key in FREYA} == FREYA
    assert child["expected_date_of_birth"] is None and child["lead_professional"] is None
    assert child["household"]["restricted_address"] is False
    assert [one["id"] for one in sam.get("/children?q=frey").json["items"]] == [child["id"]]
    assert [one["id"] for one in sam.get("/children?q=2019-03-05").json["items"]] == [child["id"]]
    unborn = sam.post("/children", {"name": "Unborn", "expected_date_of_birth": "2026-06-01", "sibling": child["id"]})
    assert sam.get(f"/children/{unborn.json['id']}").json["household"]["children"][0]["id"] == child["id"]


@pytest.mark.parametrize(("body", "field"), [
    ({"name": "Freya"}, "date_of_birth"),
    ({"name": "Freya", "date_of_birth": "5 March"}, "date_of_birth"),
    ({"date_of_birth": "2019-03-05"}, "name"),
    ({"name": "Freya", "date_of_birth": "2019-03-05", "secret": 1}, "secret"),
    ({"name": "x" * 300, "date_of_birth": "2019-03-05"}, "name"),
])  # fmt: skip
def test_wrong_input_names_the_field_and_never_repeats_the_value(api_as, body, field):
    answer = api_as("sam").post("/children", body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert "5 March" not in answer.text and "xxx" not in answer.text


def test_somebody_is_involved_and_a_last_day_ends_it_at_once(freya, api_as, cast, unit):
    sam, pip = api_as("sam"), api_as("pip")
    with unit(writes=False):
        pip_id = cast.pip.public_id
    body = {"person": pip_id, "role": "professional", "from": "2026-02-26", "what": "police"}
    added = sam.post(f"/children/{freya}/involvements", body)
    assert added.status_code == 201 and added.json["person"]["agency"] == "police"
    assert pip.get(f"/children/{freya}").status_code == 200
    roles = {row["person"]["name"]: row["role"] for row in sam.get(f"/children/{freya}/involvements").json["items"]}
    assert roles["Pip Sergeant"] == "professional"
    ended = sam.post(f"/children/{freya}/involvements", {"person": pip_id, "role": "professional", "to": "2026-02-26"})
    assert ended.status_code == 200 and ended.json["id"] == added.json["id"]
    assert pip.get(f"/children/{freya}").status_code == 404
    nobody = sam.post(f"/children/{freya}/involvements", {"person": "a" * 20, "role": "professional"})
    assert nobody.status_code == 422 and nobody.json["errors"][0]["field"] == "person"


def test_voice_and_its_retraction(freya, api_as):
    ned = api_as("ned")
    first = ned.post(f"/children/{freya}/voice", {"views": "He hit me.", "expressed_on": "2026-02-25", "how": "talked"})
    assert first.status_code == 201 and first.json["recorded_by"]["name"] == "Ned Nurse"
    back = {"views": "He did not.", "retracts": first.json["id"], "why_retracted": "Afraid.", "discussed": "Who helps."}
    assert ned.post(f"/children/{freya}/voice", {**back, "discussed": ""}).status_code == 422
    assert ned.post(f"/children/{freya}/voice", back).status_code == 201
    items = ned.get(f"/children/{freya}/voice").json["items"]
    assert [(row["views"], row["retracts"]) for row in items] == [
        ("He hit me.", None),
        ("He did not.", first.json["id"]),
    ]


def test_an_entry_of_another_child_is_not_found_here(freya, api_as, cast, unit):
    with unit():
        other = a_child(cast.sam, "Other Example")
        entry = commands.record_voice(cast.sam, other, views="Elsewhere.").public_id
    back = {"views": "x", "retracts": entry, "why_retracted": "x", "discussed": "x"}
    assert api_as("sam").post(f"/children/{freya}/voice", back).status_code == 404


def test_chronology_and_sharing_decisions(freya, api_as):
    ned = api_as("ned")
    fact = ned.post(f"/children/{freya}/chronology", {"happened_on": "2026-02-20", "kind": "fact", "text": "Bruise."})
    assert fact.status_code == 201
    assert fact.json["happened_on"] == "2026-02-20" and fact.json["entered_at"].startswith("2026-02-26T16:40")
    judged = {"happened_on": "2026-02-20", "kind": "professional_judgement", "text": "Unexplained.", "reason": "Size."}
    assert ned.post(f"/children/{freya}/chronology", judged).status_code == 422
    assert ned.post(f"/children/{freya}/chronology", {**judged, "rests_on": [fact.json["id"]]}).status_code == 201
    assert len(ned.get(f"/children/{freya}/chronology").json["items"]) == 2
    decision = {"shared": True, "what": "Bruise", "with": "Police", "purpose": "Protect", "lawful_basis": "public_task"}
    made = ned.post(f"/children/{freya}/sharing-decisions", decision)
    assert made.status_code == 201 and made.json["with"] == "Police"
    assert ned.post(f"/children/{freya}/sharing-decisions", {**decision, "shared": False}).status_code == 422
    assert len(ned.get(f"/children/{freya}/sharing-decisions").json["items"]) == 1


def test_the_lead_changes_hands(freya, api_as, cast, unit):
    with unit(writes=False):
        ned_id, judy_id = cast.ned.public_id, cast.judy.public_id
    path = f"/children/{freya}/lead-professional"
    sam, ned, mia = api_as("sam"), api_as("ned"), api_as("mia")
    shown = sam.get(path).json
    assert (shown["state"], shown["lead"]["person"]["name"], shown["gap"]) == ("active", "Sam Worker", None)
    assert shown["allowed_events"] == ["nominate"]
    assert [blocked["event"] for blocked in shown["blocked_events"]] == ["propose_handover"]
    refused = sam.post(f"{path}/events", {"event": "propose_handover"})
    assert refused.status_code == 409
    assert {reason["rule"] for reason in refused.json["refusals"]} == {
        "a_successor_is_nominated",
        "the_handover_note_is_written",
    }
    proposed = sam.post(
        f"{path}/events", {"event": "propose_handover", "person": ned_id, "handover_note": "All of it."}
    )
    assert proposed.json["state"] == "handover_proposed" and proposed.json["nomination"]["person"]["id"] == ned_id
    done = ned.post(f"{path}/events", {"event": "accept_handover", "introduction": "Met at home."})
    assert done.status_code == 200 and done.json["lead"]["person"]["id"] == ned_id
    assert api_as("carol").post(f"{path}/events", {"event": "accept"}).status_code == 404
    assert sam.post(f"{path}/events", {"event": "end", "reason": "x"}).status_code == 403
    cover = {"event": "appoint_deputy", "person": judy_id, "from": "2026-03-02", "to": "2026-03-06"}
    assert mia.post(f"{path}/events", cover).json["deputy"]["from"] == "2026-03-02"
    ended = mia.post(f"{path}/events", {"event": "end", "reason": "Moves teams."}).json
    assert ended["lead"] is None and ended["gap"].startswith("2026-02-26T16:40")
    assert mia.post(f"{path}/events", {"event": "end", "reason": "Again."}).status_code == 409
    assert mia.post(f"{path}/events", {"event": "nominate"}).status_code == 422
    assert mia.post(f"{path}/events", {"event": "vanish"}).status_code == 422


def test_the_same_key_does_it_once(freya, api_as, cast, unit):
    ned = api_as("ned")
    body = {"views": "I want nan."}
    headers = {"Idempotency-Key": "k1"}
    answers = [ned.post(f"/children/{freya}/voice", body, **headers) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert ned.post(f"/children/{freya}/voice", {"views": "Other."}, **headers).status_code == 422
    assert len(ned.get(f"/children/{freya}/voice").json["items"]) == 1


def test_lists_come_in_pages(cast, unit, api_as):
    with unit():
        for number in range(5):
            a_child(cast.sam, f"Child {number}")
    sam = api_as("sam")
    first = sam.get("/children?limit=3").json
    second = sam.get(f"/children?limit=3&cursor={first['next']}").json
    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 2, None)


def test_who_is_involved_for_other_rooms(cast, unit):
    with unit():
        girl = a_child(cast.sam)
        boy = a_child(cast.sam, "Noah Example", date_of_birth=date(2022, 1, 9), sibling=girl)
        involved(cast.sam, girl, cast.ned)
        commands.involve(cast.sam, boy, cast.ned, "professional", direct_contact=False, what="health visitor")
        people = {one.name: one for one in queries.people_involved([girl, boy])}
        assert people["Ned Nurse"].child_ids == {girl.id, boy.id} and people["Ned Nurse"].direct_contact
        assert (people["Ned Nurse"].agency_kind, people["Ned Nurse"].role) == ("health", "professional")
        assert queries.is_involved(cast.ned, [girl.id, boy.id]) and not queries.is_involved(cast.pip, [girl.id])
        assert queries.agencies_working_with([girl.id]) == {cast.sam.agency_id, cast.ned.agency_id}
        assert queries.line_managers_of_case([girl.id]) == {cast.mia.id, cast.nia.id}
