"""Who sees what of a meeting, asked of the API: what may not be seen looks exactly like what does not exist."""

import pytest
from meeting_scenes import answered, asked_for, everybody_comes, moved, opened
from scenes import a_child, involved

from children.models import ConflictOfInterest
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings.models import Invitation
from people import commands as people_commands

GONE = "a" * 20
PARTS = (
    "", "/invitations", "/attendance", "/statements", "/decisions", "/positions", "/dissents", "/minutes",
    "/decision-letter", "/protective-steps", "/corrections", "/analysis", "/invite.ics",
)  # fmt: skip


@pytest.fixture
def scene(unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.mia, cast.nia, cast.pip, cast.tia, cast.heidi, cast.ned)
        db.session.add(
            ConflictOfInterest(
                public_id=new_public_id(), child_id=child.id, person_id=cast.heidi.id, reason="aunt",
                declared_by_id=cast.heidi.id, declared_at=the_clock.now(),
            )
        )  # fmt: skip
        names = ("sam", "mia", "nia", "pip", "tia", "heidi", "carol", "ned")
        return {name: getattr(cast, name).public_id for name in names} | {"child": child.public_id}


@pytest.fixture
def running(api_as, scene, clock):
    """A strategy discussion under way, with three agencies and the school at the table."""
    sam = api_as("sam")
    here = asked_for(sam, [scene["child"]], chair=scene["mia"], starts_at="2026-02-27T14:00")["id"]
    for name in ("nia", "pip", "tia"):
        answered(sam.post(f"/meetings/{here}/invitations", {"person": scene[name]}), 201)
    moved(sam, here, "invite")
    clock.set("2026-02-27 14:00")
    opened(api_as("mia"), here)
    everybody_comes(api_as("mia"), here)
    return here


@pytest.mark.parametrize("name", ["carol", "frank", "heidi", "grace", "ada", "paula"])
def test_a_meeting_is_not_there_for_whoever_is_outside(api_as, running, name):
    outside = api_as(name)
    nowhere = outside.get(f"/meetings/{GONE}")
    assert nowhere.status_code == 404
    for part in PARTS:
        answer = outside.get(f"/meetings/{running}{part}")
        assert answer.status_code == 404 and answer.data == nowhere.data, part
    for method, part, body in (
        ("POST", "/events", {"event": "cancel", "reason": "duplicate"}),
        ("POST", "/invitations", {"name": "x", "email": "x@example.org", "agency": "health"}),
        ("PUT", "/attendance", []),
        ("POST", "/statements", {"kind": "fact", "text": "x"}),
        ("POST", "/positions", {"position": "agree"}),
        ("POST", "/decisions", {"decision": "s47_joint", "rationale": "x"}),
        ("POST", "/dissents", {"reasons": "x"}),
        ("POST", "/protective-steps", {"kind": "police", "text": "x"}),
        ("POST", "/minutes", {}),
        ("PUT", "/minutes", {"text": "x"}),
        ("POST", "/minutes/approval", {}),
        ("POST", "/corrections", {"text": "x", "reason": "y"}),
    ):
        answer = outside(method, f"/meetings/{running}{part}", body)
        assert answer.status_code == 404 and answer.data == nowhere.data, part
    assert answered(outside.get("/meetings"))["items"] == []


def test_a_token_narrowed_to_meetings_reads_those_alone(api_as, running, unit, cast, app):
    with unit():
        token = people_commands.create_token(None, cast.sam, scopes=("meetings:read",))
    narrow = type(api_as("sam"))(app.test_client(), token)
    assert narrow.get(f"/meetings/{running}").status_code == 200
    assert narrow.get("/actions").status_code == 403
    assert narrow.post(f"/meetings/{running}/events", {"event": "cancel"}).status_code == 403


def test_one_meetings_things_are_not_found_under_another(api_as, running, scene):
    sam, mia = api_as("sam"), api_as("mia")
    other = asked_for(sam, [scene["child"]])["id"]
    made = answered(mia.post(f"/meetings/{running}/statements", {"kind": "fact", "text": "x"}), 201)["id"]
    seat = answered(sam.get(f"/meetings/{running}/invitations"))["items"][0]["id"]
    nowhere = sam.get(f"/meetings/{GONE}").data
    for path in (f"statements/{made}", f"invitations/{seat}"):
        answer = sam.get(f"/meetings/{other}/{path}")
        assert answer.status_code == 404 and answer.data == nowhere
    assert sam("DELETE", f"/meetings/{other}/invitations/{seat}").status_code == 404
    assert mia.post(f"/meetings/{running}/dissents/{GONE}/challenge").status_code == 404


def test_a_restricted_type_is_seen_by_those_named_in_it(api_as, scene):
    sam, ned, tia = api_as("sam"), api_as("ned"), api_as("tia")
    here = asked_for(sam, [scene["child"]], type="strategy_complex")["id"]
    assert ned.get(f"/meetings/{here}").status_code == tia.get(f"/meetings/{here}").status_code == 404
    answered(sam.post(f"/meetings/{here}/invitations", {"person": scene["tia"]}), 201)
    assert tia.get(f"/meetings/{here}").status_code == 200 and ned.get(f"/meetings/{here}").status_code == 404
    plain = asked_for(sam, [scene["child"]])["id"]
    assert ned.get(f"/meetings/{plain}").status_code == 200


def test_a_restricted_brother_is_named_to_nobody_who_does_not_work_with_him(api_as, scene, unit, cast):
    with unit():
        brother = a_child(cast.sam, "Noah Hidden").public_id
    sam, pip = api_as("sam"), api_as("pip")
    made = asked_for(sam, [scene["child"], brother], restricted_children=[brother])
    answered(sam.post(f"/meetings/{made['id']}/invitations", {"person": scene["pip"]}), 201)
    assert [child["name"] for child in made["children"]] == ["Freya Example", "Noah Hidden"]
    seen = pip.get(f"/meetings/{made['id']}")
    assert [child["name"] for child in seen.json["children"]] == ["Freya Example", None] and "Hidden" not in seen.text


def test_S99_positions_are_blind_until_ones_own_is_given(api_as, client_as, running, cast, unit):
    nia, pip, tia = api_as("nia"), api_as("pip"), api_as("tia")
    positions = f"/meetings/{running}/positions"
    first = {"position": "agree_with_reservation", "words": "If he leaves the house."}
    given = answered(nia.post(positions, first), 201)["id"]
    answered(tia.post(positions, {"position": "agree"}), 201)
    assert answered(pip.get(positions)) == {"items": [], "next": None}
    assert "reservation" not in pip.get(f"/meetings/{running}").text
    assert answered(pip.get(f"/audit?subject={given}"))["items"] == []
    page = client_as("pip")
    for path in ("", "/room", "/minutes", "/agenda"):
        shown = page.get(f"/meetings/{running}{path}").text
        assert "If he leaves the house" not in shown, path
    early = pip.post(f"/meetings/{running}/events", {"event": "conclude"})
    assert "If he leaves the house" not in early.text
    answered(pip.post(positions, {"position": "not_asked"}), 201)
    assert [one["agency"] for one in answered(pip.get(positions))["items"]] == ["police"]  # that was no position
    answered(pip.post(positions, {"position": "dissent", "words": "We would go alone."}), 201)
    seen = answered(pip.get(positions))["items"]
    assert {one["agency"] for one in seen} == {"health", "school", "police"}
    answered(pip.post(positions, {"position": "agree"}), 201)
    kept = [(one["position"], one["replaced_at"] is None) for one in answered(pip.get(positions))["items"] if one["agency"] == "police"]  # fmt: skip
    assert kept == [("not_asked", False), ("dissent", False), ("agree", True)]
    assert answered(pip.post(positions, {"position": "dissent"}), 422)["errors"][0]["field"] == "words"


def test_S100_what_is_said_in_confidence_is_absent_for_whoever_is_not_admitted(
    api_as, client_as, running, scene, unit, cast
):
    mia, tia, ned = api_as("mia"), api_as("tia"), api_as("ned")
    with unit():
        seat = db.session.scalar(db.select(Invitation).where(Invitation.person_id == cast.tia.id))
        seat.confidential_part = False
    statements = f"/meetings/{running}/statements"
    secret = answered(mia.post(statements, {"kind": "fact", "text": "An address.", "confidential": True}), 201)
    judged = {"kind": "professional_judgement", "text": "A risk.", "rests_on": [secret["id"]], "reason": "He knows it."}
    answered(mia.post(statements, judged), 201)
    assert len(answered(mia.get(statements))["items"]) == 2
    for outside in (tia, ned):
        seen = answered(outside.get(statements))["items"]
        assert [one["kind"] for one in seen] == ["professional_judgement"] and seen[0]["rests_on"] == []
        assert outside.get(f"{statements}/{secret['id']}").status_code == 404
        assert outside("DELETE", f"{statements}/{secret['id']}").status_code == 404
        assert secret["id"] not in outside.get(f"/audit?subject={secret['id']}").text
        for path in (f"/children/{scene['child']}/chronology", f"/children/{scene['child']}", f"/meetings/{running}"):
            assert "An address." not in outside.get(path).text, path
    for reader in ("tia", "ned"):
        for path in ("/search?q=address", f"/children/{scene['child']}", f"/children/{scene['child']}/chronology"):
            assert "An address." not in client_as(reader).get(path).text, path
    assert mia.get(f"/audit?subject={secret['id']}").json["items"][0]["action"] == "statement.made"
    answered(mia("DELETE", f"{statements}/{secret['id']}"))
    assert mia("DELETE", f"{statements}/{secret['id']}").status_code == 404  # it was taken back once


def test_the_papers_go_to_each_in_the_edition_that_is_theirs(api_as, running, scene, unit, cast):
    mia, sam, tia, ned = (api_as(name) for name in ("mia", "sam", "tia", "ned"))
    with unit():
        seat = db.session.scalar(db.select(Invitation).where(Invitation.person_id == cast.tia.id))
        seat.confidential_part = False
    secret = {"kind": "fact", "text": "An address nobody may have.", "confidential": True}
    answered(mia.post(f"/meetings/{running}/statements", secret), 201)
    answered(mia.post(f"/meetings/{running}/voice", {"child": scene["child"], "reason_absent": "Asleep."}), 201)
    answered(mia.post(f"/meetings/{running}/decisions", {"decision": "no_s47_assess", "rationale": "Enough."}), 201)
    for agency in ("csc", "health", "police", "school"):
        answered(mia.post(f"/meetings/{running}/dissent-answers", {"agency": agency}), 201)
    lead = {"event": "nominate", "person": scene["sam"]}
    answered(mia.post(f"/children/{scene['child']}/lead-professional/events", lead))
    moved(mia, running, "conclude")
    minutes = f"/meetings/{running}/minutes"
    assert "An address" in answered(mia.get(minutes))["text"]
    assert tia.get(minutes).status_code == 404 and tia.get(minutes).data == tia.get(f"/meetings/{GONE}").data
    assert tia("PUT", minutes, {"text": "x"}, **{"If-Match": '"1"'}).status_code == 403
    answered(mia.post(f"{minutes}/approval"))
    moved(sam, running, "issue_minutes")
    for reader in (tia, ned):  # not admitted, and not asked at all
        seen = answered(reader.get(minutes))
        assert seen["edition"] == "family" and "An address" not in seen["text"] and seen["family_text"] is None
    assert answered(api_as("pip").get(minutes))["edition"] == "full"
    refused = answered(mia("PUT", minutes, {"text": "Other words."}, **{"If-Match": '"1"'}), 409)
    assert refused["refusals"][0]["rule"] == "what_was_issued_stays"


def test_ones_own_entry_for_the_calendar(api_as, client_as, running):
    sam, pip = api_as("sam"), api_as("pip")
    own = pip.get(f"/meetings/{running}/invite.ics")
    assert own.status_code == 200 and own.content_type.startswith("text/calendar")
    assert own.text.count("ATTENDEE") == 1 and "pip.sergeant@police.example.uk" in own.text.replace("\r\n ", "")
    assert "METHOD:REQUEST" in own.text and "Freya" not in own.text
    assert client_as("pip").get(f"/meetings/{running}/invite.ics").data == own.data  # the page gives the same
    assert sam.get(f"/meetings/{running}/invite.ics").status_code == 404  # asks for it, and is not asked to it


def test_S83_no_agency_is_made_present_by_who_may_not(api_as, running, scene):
    mia, pip, tia = api_as("mia"), api_as("pip"), api_as("tia")
    attendance = f"/meetings/{running}/attendance"
    before = answered(mia.get(attendance))["items"]
    row = [{"person": scene["tia"], "status": "attended", "can_decide": True}]
    for program in (pip, tia):
        answered(program("PUT", attendance, row), 403)
    assert answered(mia.get(attendance))["items"] == before
    answered(mia("PUT", attendance, row))
    made = next(one for one in answered(pip.get(attendance))["items"] if one["person"]["id"] == scene["tia"])
    assert made["recorded_by"]["name"] == "Mia Manager"
