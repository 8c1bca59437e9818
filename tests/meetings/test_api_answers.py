"""What a program is told: the shape of every error, one effect for one key, and a description that is true."""

import json

import pytest
import schemathesis
from meeting_scenes import answered, asked_for, moved, rules_that_refuse
from scenes import a_child, involved

from meetings.api.moving import Event
from meetings.lifecycle import MeetingLifecycle

GONE = "a" * 20


@pytest.fixture
def scene(unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.mia, cast.pip)
        return {"child": child.public_id, "mia": cast.mia.public_id, "pip": cast.pip.public_id}


@pytest.fixture
def meeting(api_as, scene):
    return asked_for(api_as("sam"), [scene["child"]], chair=scene["mia"], starts_at="2026-02-27T14:00")["id"]


def test_without_a_valid_token_nothing_is_answered(app, meeting):
    client = app.test_client()
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic c2FtOnNhbQ=="}):
        answer = client.get(f"/api/v1/meetings/{meeting}", headers=headers)
        assert answer.status_code == 401 and answer.content_type == "application/problem+json"


@pytest.mark.parametrize("body", ["{", '{"event": NaN}', "[" * 20000, b"\xff\xfe"])
def test_what_cannot_be_read_is_said_to_be_so(api_as, meeting, body):
    sam = api_as("sam")
    answer = sam.client.post(
        f"/api/v1/meetings/{meeting}/events", data=body, content_type="application/json", headers=sam.headers
    )
    assert answer.status_code == 400 and answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("events", {"event": "explode"}, "event"),
        ("events", {"event": "change", "role": "chair"}, "role"),
        ("events", {"event": "change", "version": 1, "agency_id": 3}, "agency_id"),
        ("events", {"event": "change", "starts_at": "secretly"}, "starts_at"),
        ("events", {"event": "change", "starts_at": "2026-03-04"}, "starts_at"),
        ("events", {"event": "change", "starts_at": 1e9}, "starts_at"),
        ("events", {"event": "change", "starts_at": "2026-03-29T01:30"}, "starts_at"),
        ("events", {"event": "change", "starts_at": "٢٠٢٦-03-04T14:00"}, "starts_at"),
        ("events", {"event": "change", "minutes_long": True}, "minutes_long"),
        ("events", {"event": "change", "minutes_long": 4}, "minutes_long"),
        ("events", {"event": "change", "minutes_long": "60"}, "minutes_long"),
        ("events", {"event": "change", "online_url": "http://secretly.example.org"}, "online_url"),
        ("events", {"event": "change", "chair": GONE}, "chair"),
        ("events", {"event": "change", "chair": ["x"]}, "chair"),
        ("events", {"event": "postpone", "by": 0}, "by"),
        ("invitations", {"person": GONE}, "person"),
        ("invitations", {"name": "Somebody"}, "person"),
        ("invitations", {"name": "Somebody", "email": "secretly", "agency": "health"}, "email"),
        ("invitations", {"name": "Somebody", "email": "s@example.org", "agency": "secretly"}, "agency"),
        ("invitations", {"person": GONE, "token": "x"}, "token"),
        ("protective-steps", {"kind": "secretly", "text": "x"}, "kind"),
        ("protective-steps", {"kind": "police", "text": ""}, "text"),
    ],
)
def test_wrong_input_names_its_field_and_never_repeats_it(api_as, meeting, path, body, field):
    sam = api_as("sam")
    before = answered(sam.get(f"/meetings/{meeting}"))
    answer = sam.post(f"/meetings/{meeting}/{path}", body)
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert [error["field"].split(".")[0] for error in answer.json["errors"]] == [field]
    assert "secretly" not in answer.text
    assert answered(sam.get(f"/meetings/{meeting}"))["version"] == before["version"]
    assert len(answered(sam.get(f"/meetings/{meeting}/invitations"))["items"]) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "party"}, "type"),
        ({"trigger": {"kind": "secretly", "at": "2026-02-26"}}, "trigger.kind"),
        ({"trigger": {"kind": "threshold_decision", "at": "secretly"}}, "trigger.at"),
        ({"trigger": {"kind": "threshold_decision", "at": "2026-02-27T10:00"}}, "trigger.at"),
        ({"trigger": {"kind": "threshold_decision", "at": "9999-12-31"}}, "trigger.at"),
        ({"purpose": ""}, "purpose"),
        ({"children": []}, "children"),
        ({"state": "closed"}, "state"),
        ({"created_by": "secretly"}, "created_by"),
        ({"starts_at": "2026-02-25T10:00"}, "starts_at"),
    ],
)
def test_a_proposal_that_is_wrong_leaves_nothing(api_as, scene, change, field):
    sam = api_as("sam")
    body = {
        "type": "strategy_s47",
        "children": [scene["child"]],
        "trigger": {"kind": "threshold_decision", "at": "2026-02-26T16:10"},
        "purpose": "Decide on an enquiry",
    }
    answer = sam.post("/meetings", body | change)
    assert answer.status_code == 422 and "secretly" not in answer.text
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert answered(sam.get("/meetings"))["items"] == []


def test_every_reason_at_once_and_nothing_moved(api_as, meeting):
    sam = api_as("sam")
    refused = answered(sam.post(f"/meetings/{meeting}/events", {"event": "invite"}), 409)
    assert refused["title"] == "The rules refuse this"
    assert all(set(refusal) == {"rule", "message", "source"} for refusal in refused["refusals"])
    wrong_state = answered(sam.post(f"/meetings/{meeting}/events", {"event": "issue_minutes"}), 409)
    assert [refusal["rule"] for refusal in wrong_state["refusals"]] == ["no_such_move"]
    assert answered(sam.get(f"/meetings/{meeting}"))["state"] == "scheduled"
    stale = answered(sam.post(f"/meetings/{meeting}/events", {"event": "change", "version": 0, "place": "x"}), 409)
    assert [refusal["rule"] for refusal in stale["refusals"]] == ["changed_meanwhile"]


def test_what_comes_too_late_is_refused_with_its_reason_and_is_no_wrong_input(api_as, meeting, scene):
    sam = api_as("sam")
    asked = answered(sam.post(f"/meetings/{meeting}/invitations", {"person": scene["pip"]}), 201)["id"]
    mia = api_as("mia")
    moved(mia, meeting, "hold_now", chair=scene["mia"])
    own = f"/meetings/{meeting}/invitations/{asked}"
    for program, method, path, body in (
        (sam, "DELETE", own, None),
        (api_as("pip"), "POST", f"{own}/response", {"response": "accepted"}),
        (sam, "POST", f"{own}/response", {"response": "accepted", "response_source": "telephone"}),
        (sam, "POST", f"{own}/reminder", {}),
    ):
        refused = answered(program(method, path, body), 409)
        assert refused["refusals"], path
    one = answered(sam.get(own))
    assert (one["response"], one["withdrawn_at"]) == ("no_reply", None)


def test_a_cancelled_meeting_takes_nothing_more(api_as, scene):
    sam = api_as("sam")
    here = asked_for(sam, [scene["child"]], type="professionals", trigger={"kind": "requested", "at": "2026-02-26T16:10:00+00:00"})["id"]  # fmt: skip
    moved(sam, here, "cancel", reason="raised_in_error")
    row, child = {"person": scene["mia"], "status": "attended"}, scene["child"]
    for method, path, body in (
        ("POST", "invitations", {"person": scene["pip"]}),
        ("PUT", "attendance", [row]),
        ("POST", "statements", {"kind": "fact", "text": "Seen today.", "by": scene["mia"]}),
        ("POST", "decisions", {"child": child, "decision": "hold_meeting", "rationale": "x"}),
        ("POST", "positions", {"child": child, "position": "agree"}),
        ("POST", "dissents", {"reasons": "x", "wish": "record_only"}),
        ("PUT", "analysis", {"text": "x"}),
        ("PUT", "minutes", {"text": "x"}),
        ("POST", "minutes/approval", {"version": 1}),
        ("POST", "corrections", {"text": "x", "reason": "x"}),
    ):
        refused = answered(sam(method, f"/meetings/{here}/{path}", body, **{"If-Match": '"0"'}), 409)
        assert refused["refusals"], path
    for event in ("schedule", "invite", "issue_minutes", "close", "cancel", "hold_now", "correct"):
        assert rules_that_refuse(moved(sam, here, event, 409)) == {"no_such_move"}
    assert answered(sam.get(f"/meetings/{here}"))["state"] == "cancelled"


def test_a_move_is_for_those_whom_the_procedure_names(api_as, meeting, scene):
    sam, pip = api_as("sam"), api_as("pip")
    assert [pip.post(f"/meetings/{meeting}/events", {"event": event}).status_code for event in ("invite", "conclude")] == [403, 403]  # fmt: skip
    assert pip.post(f"/meetings/{meeting}/invitations", {"person": scene["pip"]}).status_code == 403
    assert pip.get(f"/meetings/{meeting}").json["allowed_events"] == []
    row = {"person": scene["mia"], "status": "attended"}
    answered(sam.post(f"/meetings/{meeting}/events", {"event": "hold_now"}))
    assert (
        pip("PUT", f"/meetings/{meeting}/attendance", [row]).status_code == 403
    )  # no agency is made present by another


def test_the_events_of_the_api_are_those_of_the_machine():
    assert set(Event.__args__) == {str(event.id) for event in MeetingLifecycle.events}


def test_the_same_key_does_its_work_once(api_as, scene):
    sam = api_as("sam")
    body = {
        "type": "strategy_s47",
        "children": [scene["child"]],
        "trigger": {"kind": "threshold_decision", "at": "2026-02-26T16:10"},
        "purpose": "Decide on an enquiry",
    }
    first = sam.post("/meetings", body, **{"Idempotency-Key": "k1"})
    again = sam.post("/meetings", body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201) and first.json == again.json
    assert len(answered(sam.get("/meetings"))["items"]) == 1
    other = sam.post("/meetings", body | {"purpose": "Something else"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 422


def test_lists_go_on_where_they_left_off(api_as, scene):
    sam, pip = api_as("sam"), api_as("pip")
    made = [asked_for(sam, [scene["child"]])["id"] for _ in range(3)]
    first = answered(sam.get("/meetings?limit=2"))
    rest = answered(sam.get(f"/meetings?limit=2&cursor={first['next']}"))
    assert [one["id"] for one in first["items"] + rest["items"]] == made and rest["next"] is None
    moved(sam, made[0], "schedule", chair=scene["mia"], starts_at="2026-02-27T14:00", minutes_long=60)
    assert [one["id"] for one in answered(sam.get("/meetings?state=scheduled"))["items"]] == [made[0]]
    answered(sam.post(f"/meetings/{made[0]}/invitations", {"person": scene["pip"]}), 201)
    assert [one["id"] for one in answered(pip.get("/meetings?mine=true"))["items"]] == [made[0]]
    assert sam.get("/meetings?state=late").status_code == 422
    assert sam.get("/meetings?sort=purpose").status_code == 422
    assert sam.get("/meetings?cursor=x").status_code == 422


def test_whoever_may_not_schedule_only_asks(api_as, scene):
    pip = api_as("pip")
    asked = asked_for(pip, [scene["child"]], chair=scene["mia"], starts_at="2026-02-27T14:00", place="Room 1")
    assert (asked["state"], asked["place"], asked["chair"]["name"]) == ("proposed", "Room 1", "Mia Manager")
    scheduled = moved(api_as("sam"), asked["id"], "schedule")  # with what was wished
    assert scheduled["starts_at"] == "2026-02-27T14:00:00+00:00"


def test_the_analysis_is_written_by_two_and_loses_nothing(api_as, meeting, scene):
    sam, mia = api_as("sam"), api_as("mia")
    answered(sam.post(f"/meetings/{meeting}/events", {"event": "hold_now"}))
    assert mia("PUT", f"/meetings/{meeting}/analysis", {"text": "x"}).status_code == 428
    first = mia("PUT", f"/meetings/{meeting}/analysis", {"text": "A grip."}, **{"If-Match": '"0"'})
    assert first.json == {"text": "A grip.", "version": 1} and first.headers["ETag"] == '"1"'
    late = sam("PUT", f"/meetings/{meeting}/analysis", {"text": "A fall."}, **{"If-Match": '"0"'})
    assert late.status_code == 412 and answered(sam.get(f"/meetings/{meeting}/analysis"))["text"] == "A grip."


def test_the_description_is_whole(api_as, app):
    described = answered(api_as("sam").get("/openapi.json"))
    schemathesis.openapi.from_dict(described).validate()
    served = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/v1/meetings") and rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {path.replace("{", "<").replace("}", ">") for path in described["paths"] if "/meetings" in path} == served
    assert '"additionalProperties": true' not in json.dumps(described["components"]["schemas"]["MeetingEvent"])
    assert described["components"]["schemas"]["MeetingEvent"]["additionalProperties"] is False
