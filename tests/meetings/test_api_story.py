"""The story of the issue through the API, on real mail: from Thursday 16:40 to the last paper."""

from dataclasses import replace

import pytest
from meeting_scenes import (
    answered,
    asked_for,
    check_calendars,
    entry_of,
    everybody_comes,
    moved,
    opened,
    parsed,
    replied,
    rules_that_refuse,
)
from scenes import a_child, involved


@pytest.fixture
def ids(unit, cast):
    """Public ids of the cast, by first name, and of the child."""
    with unit():
        child = a_child(cast.sam, "Freya Marlowe")
        involved(cast.sam, child, cast.ned, cast.pip, cast.tia, cast.mia, cast.nia)
        involved(cast.sam, child, cast.judy, role="manager")
        people = {
            name: getattr(cast, name).public_id
            for name in ["sam", "mia", "nia", "ned", "pip", "tia", "judy", "carol", "heidi"]
        }
        return {**people, "child": child.public_id}


@pytest.fixture
def addresses(unit, cast):
    with unit():
        return {name: getattr(cast, name).email for name in ["sam", "mia", "nia", "ned", "pip", "tia", "carol"]}


@pytest.fixture
def post(app, dispatch, smtp_sink):
    """`post()` sends what is due; `post.to(address)` is what arrived there."""
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], base_url="https://convenor.example.uk")

    class Post:
        def __call__(self):
            dispatch()

        def to(self, address):
            return [raw for raw in smtp_sink.mails() if address in str(parsed(raw)["To"])]

        def count(self):
            return len(smtp_sink.mails())

    return Post()


def test_from_the_trigger_to_the_last_paper(api_as, ids, addresses, clock, post, mail_in, tmp_path):
    sam, mia, nia, pip, tia = (api_as(name) for name in ("sam", "mia", "nia", "pip", "tia"))
    # Asked for and scheduled at once, since the social worker convenes.
    meeting = asked_for(
        sam,
        [ids["child"]],
        chair=ids["mia"],
        starts_at="2026-02-27T14:00",
        minutes_long=60,
        place="Civic Centre, room 2",
    )
    here = meeting["id"]
    assert (meeting["state"], meeting["reference"]) == ("scheduled", "M-2026-0001")
    assert meeting["starts_at"] == "2026-02-27T14:00:00+00:00" and meeting["ends_at"] == "2026-02-27T15:00:00+00:00"
    assert meeting["children"] == [{"id": ids["child"], "name": "Freya Marlowe"}]
    assert meeting["chair"] == {"id": ids["mia"], "name": "Mia Manager", "agency": "csc"}
    dues = {due["rule"]: due for due in meeting["due"]}
    assert dues["strategy_s47.hold_by"]["by"] == "2026-02-27" and not dues["strategy_s47.hold_by"]["overdue"]
    assert dues["strategy_s47.hold_by"]["working"][0].startswith("Thu 26 Feb 2026 is day 0")
    assert meeting["quorum"]["at_risk"] and set(meeting["quorum"]["missing"]) == {
        "childrens_social_care", "health", "police",
    }  # fmt: skip
    invitations = f"/meetings/{here}/invitations"
    for name in ("nia", "ned", "pip", "tia"):
        made = answered(sam.post(invitations, {"person": ids[name]}), 201)
        assert made["response"] == "no_reply" and made["calendar"] == {"last_sequence": None, "up_to_date": False}
    stranger = {"name": "Gus Practice", "email": "gus@surgery.example.uk", "agency": "health", "required": False}
    answered(sam.post(invitations, stranger), 201)
    post()
    assert post.count() == 0  # a draft sends nothing

    assert moved(sam, here, "invite")["state"] == "invited"
    post()
    post()
    invited = [addresses[name] for name in ("mia", "nia", "ned", "pip", "tia")] + ["gus@surgery.example.uk"]
    assert post.count() == 6 and all(len(post.to(address)) == 1 for address in invited)
    check_calendars(tmp_path, [post.to(address)[0] for address in invited])
    uids = {str(entry_of(post.to(address)[0])[1]["UID"]) for address in invited}
    assert len(uids) == 1
    listed = answered(sam.get(invitations))["items"]
    assert {one["delivery"]["state"] for one in listed} == {"sent"}
    assert answered(tia.get(invitations))["items"][0]["delivery"] is None  # not for those who only come

    # Answers: from a calendar, on the page, by telephone.
    assert mail_in(replied(post.to(addresses["nia"])[0], "ACCEPTED", "By car")) == "applied"
    of = {one["person"]["id"]: one for one in answered(sam.get(invitations))["items"]}
    assert (of[ids["nia"]]["response"], of[ids["nia"]]["response_source"]) == ("accepted", "calendar")
    assert of[ids["nia"]]["comment"] == "By car"
    assert {one["comment"] for one in answered(tia.get(invitations))["items"]} == {None, ""}
    own = f"{invitations}/{of[ids['pip']]['id']}"
    assert answered(pip.post(f"{own}/response", {"response": "accepted"}))["response_source"] == "page"
    assert tia.post(f"{own}/response", {"response": "declined"}).status_code == 403
    chairs = f"{invitations}/{of[ids['mia']]['id']}"
    taken = answered(sam("PATCH", chairs, {"response": "accepted", "response_source": "telephone"}))
    assert taken["response_source"] == "telephone"
    assert not answered(sam.get(f"/meetings/{here}"))["quorum"]["at_risk"]

    # The day: Convenor's own entry, opening, the table, the record.
    clock.set("2026-02-27 14:00")
    refused = moved(mia, here, "open", 409)
    assert rules_that_refuse(refused) == {"the_opening_statements_are_made"}
    assert opened(mia, here)["state"] == "in_progress"
    attended = everybody_comes(mia, here)["items"]
    assert {row["status"] for row in attended} == {"attended"} and attended[0]["recorded_by"]["name"] == "Mia Manager"
    assert answered(mia.get(f"/meetings/{here}"))["quorum"]["met"]
    fact = answered(
        nia.post(f"/meetings/{here}/statements", {"kind": "fact", "text": "Bruise of 3 cm on the left upper arm."}), 201
    )
    assert fact["by"] == {"id": ids["nia"], "name": "Nia Nurse-Manager", "agency": "health"}
    judgement = {"kind": "professional_judgement", "text": "Not explained by the account given."}
    answered(nia.post(f"/meetings/{here}/statements", judgement), 422)
    judgement |= {"rests_on": [fact["id"]], "reason": "The shape is that of a grip."}
    answered(nia.post(f"/meetings/{here}/statements", judgement), 201)
    assert rules_that_refuse(moved(mia, here, "conclude", 409)) == {
        "every_child_has_a_decision",
        "every_child_was_heard_or_there_is_a_reason",
        "every_agency_was_asked_for_dissent",
        "somebody_leads_for_every_child",
    }
    voice = {"child": ids["child"], "views": "I don't like it when he's cross.", "how": "talked"}
    assert answered(tia.post(f"/meetings/{here}/voice", voice), 201)["heard"]
    for who in (mia, nia, tia):
        answered(who.post(f"/meetings/{here}/positions", {"position": "agree"}), 201)
    decision = {"child": ids["child"], "decision": "s47_joint", "rationale": "Likely significant harm."}
    assert tia.post(f"/meetings/{here}/decisions", decision).status_code == 403
    decided = answered(mia.post(f"/meetings/{here}/decisions", decision), 201)
    assert decided["quorum"]["met"] and decided["quorum"]["at"].startswith("2026-02-27T14:00")
    disagreed = answered(
        pip.post(
            f"/meetings/{here}/dissents",
            {"decision": decided["id"], "agency": "police", "reasons": "We would go alone.", "wish": "record_only"},
        ),
        201,
    )
    assert (disagreed["agency"], disagreed["decision"]) == ("police", decided["id"])
    action = {
        "text": "See the child alone at school",
        "outcome_wanted": "She can speak freely.",
        "owner": ids["sam"],
        "due_on": "2026-03-04",
        "meeting": here,
        "children": [ids["child"]],
    }
    noted = answered(mia.post("/actions", action), 201)
    lead = f"/children/{ids['child']}/lead-professional/events"
    answered(mia.post(lead, {"event": "nominate", "person": ids["sam"], "interim": True}))
    concluded = moved(mia, here, "conclude")
    assert concluded["state"] == "concluded" and concluded["quorum"]["met"]
    dues = {due["rule"]: due for due in concluded["due"]}
    assert dues["strategy_s47.hold_by"]["met"] and dues["icpc.hold_by"]["by"] == "2026-03-20"
    assert dues["icpc.hold_by"]["child"] == ids["child"]
    post()
    assert any(noted["reference"] in str(parsed(raw)["Subject"]) for raw in post.to(addresses["sam"]))

    # The record: drafted, edited, approved, issued, corrected, closed.
    paper = mia.get(f"/meetings/{here}/minutes")
    assert "**FACT**" in paper.json["text"] and paper.headers["ETag"] == '"1"'
    text = paper.json["text"] + "\n\nRead and found right."
    assert mia("PUT", f"/meetings/{here}/minutes", {"text": text}).status_code == 428
    saved = mia("PUT", f"/meetings/{here}/minutes", {"text": text}, **{"If-Match": paper.headers["ETag"]})
    assert answered(saved)["version"] == 2 and saved.headers["ETag"] == '"2"'
    stale = sam("PUT", f"/meetings/{here}/minutes", {"text": "Other words."}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert tia.get(f"/meetings/{here}/minutes").status_code == 404  # not issued yet
    assert rules_that_refuse(moved(sam, here, "issue_minutes", 409)) == {"the_chair_approved_the_minutes"}
    assert sam.post(f"/meetings/{here}/minutes/approval", {"version": 2}).status_code == 403
    answered(mia.post(f"/meetings/{here}/minutes/approval", {"version": 1}), 409)
    assert answered(mia.post(f"/meetings/{here}/minutes/approval", {"version": 2}))["approved"]
    assert moved(sam, here, "issue_minutes")["state"] == "minutes_issued"
    read = answered(tia.get(f"/meetings/{here}/minutes"))
    assert read["edition"] == "full" and read["text"].endswith("Read and found right.")
    correction = {"text": "It was the right arm.", "reason": "I misspoke."}
    asked = answered(nia.post(f"/meetings/{here}/corrections", correction), 201)
    assert asked["decision"] == "open"
    done = answered(mia.post(f"/meetings/{here}/corrections/{asked['id']}/decision", {"accepted": True}))
    assert done["decision"] == "accepted" and done["decided_by"]["name"] == "Mia Manager"
    assert rules_that_refuse(moved(sam, here, "close", 409)) == {"sharing_decisions_are_recorded"}
    shared = {
        "shared": True, "what": "Injury seen", "with": "Police", "purpose": "Enquiry",
        "lawful_basis": "public_task", "consent": "not_safe_to_ask", "reasons": "Risk of harm",
    }  # fmt: skip
    answered(sam.post(f"/children/{ids['child']}/sharing-decisions", shared), 201)
    closed = moved(sam, here, "close")
    assert closed["state"] == "closed" and "correct" in closed["allowed_events"]
    assert answered(tia.get(f"/meetings/{here}/minutes"))["text"] == read["text"]  # the record never changes


def test_every_change_reaches_those_whom_it_concerns(api_as, ids, addresses, clock, post, mail_in, tmp_path):
    sam = api_as("sam")
    here = asked_for(sam, [ids["child"]], chair=ids["mia"], starts_at="2026-02-27T14:00", place="Room 1")["id"]
    invitations = f"/meetings/{here}/invitations"
    asked = {n: answered(sam.post(invitations, {"person": ids[n]}), 201)["id"] for n in ("nia", "pip", "tia")}
    moved(sam, here, "invite")
    post()

    def sent(name):
        return [(str(c["METHOD"]), int(e["SEQUENCE"]), str(e.get("STATUS", ""))) for c, e in map(entry_of, post.to(addresses[name]))]  # fmt: skip

    # A new room: everybody is told, and asked again.
    clock.set("2026-02-26 16:45")
    assert mail_in(replied(post.to(addresses["pip"])[0], "ACCEPTED")) == "applied"
    changed = moved(sam, here, "change", place="Room 2", reason="More people come.")
    assert changed["place"] == "Room 2"
    clock.set("2026-02-26 16:47")
    post()
    for name in ("mia", "nia", "pip", "tia"):
        assert sent(name) == [("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED")]
        check_calendars(tmp_path, post.to(addresses[name])[1:], before=post.to(addresses[name])[0])
    of = {one["id"]: one for one in answered(sam.get(invitations))["items"]}
    assert of[asked["pip"]]["response"] == "no_reply" and of[asked["pip"]]["calendar"] == {
        "last_sequence": 1, "up_to_date": True,
    }  # fmt: skip
    # An answer to the entry as it was before counts no longer.
    assert mail_in(replied(post.to(addresses["pip"])[0], "DECLINED")) == "stale"

    # One person is taken off the list: told alone, that the invitation is withdrawn and not that the meeting is off.
    clock.set("2026-02-26 16:50")
    before = post.count()
    withdrawn = answered(sam("DELETE", f"{invitations}/{asked['tia']}"))
    assert withdrawn["withdrawn_at"] == "2026-02-26T16:50:00+00:00"
    post()
    assert post.count() == before + 1
    assert sent("tia")[-1] == ("CANCEL", 2, "")
    check_calendars(tmp_path, post.to(addresses["tia"])[-1:], "uninvite", post.to(addresses["tia"])[-2])
    assert str(parsed(post.to(addresses["tia"])[-1])["Subject"]).strip().startswith("Withdrawn: ")

    # The others' entries keep their number: a reminder repeats it, and their answers still count.
    clock.set("2026-02-26 16:55")
    answered(sam.post(f"{invitations}/{asked['pip']}/reminder"))
    post()
    assert sent("pip")[-1] == ("REQUEST", 1, "CONFIRMED")
    check_calendars(tmp_path, post.to(addresses["pip"])[-1:], before=post.to(addresses["pip"])[-2])
    assert mail_in(replied(post.to(addresses["pip"])[-1], "ACCEPTED")) == "applied"

    # Asked again, the entry stands above the withdrawal; somebody new gets the present number. Each alone.
    clock.set("2026-02-26 17:00")
    before = post.count()
    again = answered(sam.post(invitations, {"person": ids["tia"]}), 201)
    assert (again["id"], again["withdrawn_at"], again["response"]) == (asked["tia"], None, "no_reply")
    answered(sam.post(invitations, {"person": ids["ned"]}), 201)
    post()
    assert post.count() == before + 2
    assert sent("tia")[-1] == ("REQUEST", 3, "CONFIRMED") and sent("ned") == [("REQUEST", 3, "CONFIRMED")]
    check_calendars(tmp_path, post.to(addresses["tia"])[-1:], before=post.to(addresses["tia"])[-2])
    of = {one["id"]: one for one in answered(sam.get(invitations))["items"]}
    assert of[asked["pip"]]["response"] == "accepted"  # adding somebody asks nobody else again


def test_a_cancelled_core_group_leaves_every_calendar(api_as, ids, addresses, clock, post, tmp_path):
    sam = api_as("sam")
    here = asked_for(
        sam, [ids["child"]], type="core_group", trigger={"kind": "requested", "at": "2026-02-26"},
        chair=ids["sam"], starts_at="2026-03-05T10:00", place="Elm Park Primary School",
    )["id"]  # fmt: skip
    for name in ("nia", "pip", "tia"):
        answered(sam.post(f"/meetings/{here}/invitations", {"person": ids[name]}), 201)
    reasons = {"lead_professional": "Not named yet", "named_core_group_members": "Named at this meeting"}
    moved(sam, here, "invite", missing_reasons=reasons, family_told="Told by telephone today.")
    post()
    clock.set("2026-02-27 09:00")
    moved(sam, here, "cancel", 403, reason="superseded")  # it is owed by law
    unlisted = moved(api_as("judy"), here, "cancel", 409, reason="no time")
    assert rules_that_refuse(unlisted) == {"a_cancellation_has_a_listed_reason"}
    cancelled = moved(api_as("judy"), here, "cancel", reason="superseded", text="Held with the review")
    assert cancelled["state"] == "cancelled" and cancelled["allowed_events"] == []
    post()
    for name in ("sam", "nia", "pip", "tia"):
        first, last = post.to(addresses[name])[0], post.to(addresses[name])[-1]
        calendar, event = entry_of(last)
        part = next(part for part in parsed(last).walk() if part.get_content_type() == "text/calendar")
        assert (str(calendar["METHOD"]), part.get_param("method")) == ("CANCEL", "CANCEL")
        assert str(event["UID"]) == str(entry_of(first)[1]["UID"]) and str(event["STATUS"]) == "CANCELLED"
        assert int(event["SEQUENCE"]) == 1 and str(event["ATTENDEE"]) == f"mailto:{addresses[name]}"
        check_calendars(tmp_path, [last], "cancel", first)
    sent = post.count()
    for day in ("2026-03-03 09:00", "2026-03-05 12:00"):  # reminders of a meeting that is off are void
        clock.set(day)
        post()
    assert post.count() == sent


def test_inquorate_and_reconvened(api_as, ids, clock, dispatch, mailbox, addresses):
    sam, mia = api_as("sam"), api_as("mia")
    here = asked_for(sam, [ids["child"]], chair=ids["mia"], starts_at="2026-02-27T14:00")["id"]
    for name in ("nia", "pip"):
        answered(sam.post(f"/meetings/{here}/invitations", {"person": ids[name]}), 201)
    moved(sam, here, "invite")
    clock.set("2026-02-27 14:00")
    opened(mia, here)
    rows = [{"person": ids["nia"], "status": "attended"}, {"person": ids["pip"], "status": "no_contact"}]
    answered(mia("PUT", f"/meetings/{here}/attendance", {"items": rows}))
    found = moved(mia, here, "find_inquorate")
    assert (found["state"], found["quorum"]["missing"]) == ("inquorate", ["police"])
    no_reason = mia.post(f"/meetings/{here}/events", {"event": "proceed_inquorate", "reason": "we want to"})
    assert {error["field"] for error in answered(no_reason, 422)["errors"]} == {"reason", "text"}
    listed = {"reason": "csc_plus_one_present", "text": "Health is here."}
    assert rules_that_refuse(moved(mia, here, "proceed_inquorate", 409, **listed)) == {
        "this_type_may_go_ahead_inquorate"
    }
    step = {"kind": "police", "text": "999 called at 14:05; officers are on their way."}
    answered(mia.post(f"/meetings/{here}/protective-steps", step), 201)
    refused = moved(mia, here, "reconvene", 409)
    assert rules_that_refuse(refused) == {"an_interim_plan_is_recorded", "it_sits_again_within_the_limit"}
    late = moved(mia, here, "reconvene", 409, interim_plan="She stays with her aunt.", starts_at="2026-03-04T10:00")
    assert rules_that_refuse(late) == {"it_sits_again_within_the_limit"}
    ended = moved(mia, here, "reconvene", interim_plan="She stays with her aunt.", starts_at="2026-03-02T10:00")
    assert ended["state"] == "reconvened" and not ended["quorum"]["met"]
    again = answered(mia.get(f"/meetings/{ended['successor']['id']}"))
    assert again["state"] == "scheduled" and again["predecessor"]["id"] == here
    limits = {due["rule"]: due["by"] for due in again["due"] if due["duty"] == "hold"}
    assert limits["strategy_s47.hold_by"] == "2026-02-27"  # no clock is reset
    assert [s["kind"] for s in answered(mia.get(f"/meetings/{here}/protective-steps"))["items"]] == ["police"]
