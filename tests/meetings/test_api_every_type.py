"""All sixteen types of meeting, proposed, scheduled, held and written up by what the rule book says of each."""

from datetime import date

import pytest
from meeting_scenes import answered, everybody_comes, moved, opened
from scenes import a_child, a_led_child, involved

from meetings.commands import triggers_of
from meetings.commands.proposing import WITHOUT_CHILD
from people import commands as people_commands
from people import queries
from rulebook import book

# Who convenes, by the key that the type names; and whose organisation it is about, where it names one.
CONVENORS = {"health": "nia", "lado": "lena", "safeguarding_partners": "paula"}
ABOUT = {"lado": "school", "s11_audit": "health"}
COMING = ("sam", "nia", "pip", "tia")


@pytest.fixture
def scene(unit, cast):
    """The cast, a designated officer for allegations, a girl for whom Sam leads, and an unborn child."""
    with unit():
        lena = people_commands.add_person(
            None,
            name="Lena Officer",
            email="lena.officer@social.example.uk",
            agency=queries.agency_by_key("csc"),
            role="manager",
            seniority="manager",
            discipline="lado",
        )
        girl = a_led_child(cast.sam, cast.mia)
        unborn = a_child(cast.sam, "Unborn Example", expected_date_of_birth=date(2026, 8, 1))
        for child in (girl, unborn):
            involved(cast.sam, child, cast.nia, cast.pip, cast.tia)
        people = {name: getattr(cast, name).public_id for name in (*COMING, "judy", "paula")}
        return {**people, "lena": lena.public_id, "girl": girl.public_id, "unborn": unborn.public_id}


@pytest.fixture
def as_one(api_as, unit, app):
    """`as_one("lena")` also for people who are not of the cast."""

    def admitted(name):
        if name != "lena":
            return api_as(name)
        with unit():
            lena = queries.person_by_email("lena.officer@social.example.uk")
            token = people_commands.create_token(None, lena)
        return type(api_as("sam"))(app.test_client(), token)

    return admitted


@pytest.mark.parametrize("key", book().meeting_types)
def test_a_meeting_of_every_type_from_its_trigger_to_its_record(key, as_one, scene, clock):
    kind = book().meeting_type(key)
    convenor, judy = as_one(CONVENORS.get(kind.convenor.key, "sam")), as_one("judy")
    children = (
        [] if kind.subject.key in WITHOUT_CHILD else [scene["unborn" if "unborn" in kind.subject.key else "girl"]]
    )
    trigger = next(iter(triggers_of(kind)))
    proposed = {
        "type": key,
        "children": children,
        "subject": "" if children else "What happened at the club",
        "trigger": {"kind": trigger, "at": "2026-03-03" if trigger == "planned_discharge" else "2026-02-26"},
        "purpose": kind.purpose,
        "named_agency": ABOUT.get(key),
    }
    meeting = answered(convenor.post("/meetings", proposed), 201)
    here = meeting["id"]
    assert meeting["state"] == "proposed" and "schedule" in meeting["allowed_events"]
    assert meeting["due"] and all(due["working"] and due["source"] and due["force"] for due in meeting["due"])
    scheduled = moved(convenor, here, "schedule", chair=scene["judy"], starts_at="2026-02-27T14:00", minutes_long=90)
    assert scheduled["state"] == "scheduled" and not scheduled["late"]
    for name in COMING if key != "lado" else (*COMING, "lena"):
        answered(convenor.post(f"/meetings/{here}/invitations", {"person": scene[name]}), 201)
    reasons = {role.key: "Nobody of theirs works with the family." for role in kind.invitees.must}
    invited = moved(convenor, here, "invite", missing_reasons=reasons, family_told="Told by telephone.")
    assert invited["state"] == "invited"

    clock.set("2026-02-27 14:00")
    opened(judy, here, key)
    everybody_comes(judy, here)
    quorum = answered(judy.get(f"/meetings/{here}"))["quorum"]
    assert quorum["met"], quorum["explanation"]
    decision = kind.decisions[0]
    owed = {start.timer: "2026-03-20" for start in kind.follow_ups(decision.key)}
    for child in children:
        if kind.voice_required:
            words = {"child": child, "reason_absent": "She is with her grandmother today; Tia sees her on Monday."}
            answered(judy.post(f"/meetings/{here}/voice", words), 201)
    made = {
        "decision": decision.key,
        "rationale": "On what was said today.",
        "category": "neglect" if decision.needs_category else "",
        "what_is_different": "Calmer mornings." if kind.reviews_a_plan else "",
        **({"child": children[0]} if children else {}),
    }
    answered(judy.post(f"/meetings/{here}/decisions", made), 201)
    for agency in ("csc", "health", "police", "school"):
        answered(judy.post(f"/meetings/{here}/dissent-answers", {"agency": agency, "dissents": False}), 201)
    if children == [scene["unborn"]]:
        event = {"event": "nominate", "person": scene["sam"], "interim": True}
        answered(judy.post(f"/children/{children[0]}/lead-professional/events", event))
    unknown = {"fathers_and_partners": "Their mother would not say; asked again on Monday."}
    concluded = moved(
        judy, here, "conclude", analysis="What we think is happening.", next_dates=owed, missing_reasons=unknown
    )
    assert concluded["state"] == "concluded" and concluded["quorum"]["met"]
    assert {due["rule"] for due in concluded["due"]} >= {rule.key for rule in kind.outputs} | set(owed)
    assert all(due["met"] for due in concluded["due"] if due["duty"] == "hold")
    if key == "rapid_review":
        # Everybody on the list and at the children's side is offered a debrief, once, and the review owes it no more.
        assert all(due["met"] for due in concluded["due"] if due["rule"] == "rapid_review.debrief")
        for name in (*COMING, "judy"):
            offered = answered(as_one(name).get("/debriefs"))["items"]
            assert [one["state"] for one in offered if one["person"].lower().startswith(name)] == ["offered"]

    papers = ["minutes", *(["decision-letter"] if kind.has_decision_letter else [])]
    for paper in papers:
        answered(judy.post(f"/meetings/{here}/{paper}/approval"))
    if kind.has_decision_letter:
        refused = moved(convenor, here, "issue_minutes", 409)
        assert [one["rule"] for one in refused["refusals"]] == ["the_decision_letter_went_first"]
        assert moved(judy, here, "issue_decision")["state"] == "decision_issued"
    else:
        assert judy.get(f"/meetings/{here}/decision-letter").status_code == 404
    assert moved(convenor, here, "issue_minutes")["state"] == "minutes_issued"
