"""A meeting that cannot decide, told through the pages from the empty chair to the sitting that decides; and a child about whom
a meeting is opened again after everything had come to its end."""

from typing import Any

import pytest
from meeting_scenes import answered
from room_scenes import an_invited_meeting, begin, london, ready_to_conclude

from children import commands as children_commands
from children import queries as children_queries
from meetings import commands, queries
from people import commands as people_commands

PLAN = {"reconvene-interim_plan": "She stays with her aunt; seen daily.", "reconvene-minutes_long": "60"}


def on(day: int, month: int = 3, at: str = "10:00") -> dict[str, str]:
    names = ("day", "month", "year", "time")
    values = (str(day), str(month), "2026", at)
    return {f"reconvene-starts_at-{name}": value for name, value in zip(names, values, strict=True)}


@pytest.fixture
def sitting(unit: Any, cast: Any, clock: Any) -> Any:
    """`sitting("icpc")`: Friday at 14:00; Mia and Nia are there, the police are not. Gives the meeting's id and the child's."""

    def begun(kind: str = "strategy_s47") -> tuple[str, str]:
        with unit():
            here, children = an_invited_meeting(cast, kind=kind)
        clock.set("2026-02-27 14:00")
        with unit():
            begin(cast, here, "mia", "nia")
        return here, children[0]

    return begun


def hold_by(program: Any, here: str) -> set[tuple[str, str]]:
    """The dates by which it has to be held, which nothing that happens to a sitting may move."""
    dues = answered(program.get(f"/meetings/{here}"))["due"]
    return {(due["rule"], due["by"] or due["at"]) for due in dues if due["duty"] == "hold"}


def test_a_strategy_discussion_without_the_police_protects_first_and_sits_again_within_the_limit(
    sitting: Any, client_as: Any, api_as: Any, unit: Any, cast: Any, clock: Any, dispatch: Any, mailbox: Any
) -> None:
    here, child = sitting()
    mia, program = client_as("mia"), api_as("mia")
    room = f"/meetings/{here}/room"
    before = hold_by(program, here)
    assert mia.post(f"{room}/conclude").status_code == 409
    assert mia.post(f"{room}/inquorate").status_code == 303
    dispatch()
    assert "Your agency was missing" in mailbox.to("pip.sergeant@police.example.uk")[-1].title
    ahead = {"proceed-reason": "csc_plus_one_present", "proceed-text": "We know enough."}
    refused = mia.post(f"{room}/going-ahead", data=ahead)
    assert refused.status_code == 409 and "never goes ahead inquorate" in refused.text
    step = {"protect-kind": "police", "protect-text": "Police asked to see her tonight; looked at again at 18:00."}
    assert mia.post(f"{room}/protection", data=step).status_code == 303, "protection never waits"
    assert "Record the interim safety plan" in mia.post(f"{room}/reconvene", data=on(2)).text
    late = mia.post(f"{room}/reconvene", data={**on(9), **PLAN})
    assert late.status_code == 409 and "She stays with her aunt" in late.text, "after the limit; what was typed stays"
    answer = mia.post(f"{room}/reconvene", data={**on(2), **PLAN})
    assert answer.status_code == 303
    again = answer.headers["Location"].rpartition("/")[2]
    first, second = (answered(program.get(f"/meetings/{one}")) for one in (here, again))
    assert (first["state"], first["interim_plan"]) == ("reconvened", "She stays with her aunt; seen daily.")
    assert first["successor"]["id"] == again and second["predecessor"]["id"] == here
    assert hold_by(program, again) >= before, "no clock is set back by a sitting that could not decide"
    assert {one["person"]["name"] for one in answered(program.get(f"/meetings/{again}/invitations"))["items"]} >= {
        "Nia Nurse-Manager", "Pip Sergeant", "Tia Teacher", "Mia Manager",
    }  # fmt: skip

    with unit():
        commands.invite(cast.sam, again)
    clock.set("2026-03-02 10:00")
    with unit():
        begin(cast, again, "mia", "nia", "pip")
        ready_to_conclude(cast, again, [child])
    mia = client_as("mia")
    assert mia.post(f"/meetings/{again}/room/conclude").status_code == 303
    done = answered(program.get(f"/meetings/{again}"))
    assert done["state"] == "concluded" and done["quorum"]["met"]
    assert all(due["met"] for due in done["due"] if due["duty"] in ("hold", "reconvene"))


def test_the_chair_of_a_conference_goes_ahead_for_a_listed_reason_and_never_twice_running(
    sitting: Any, client_as: Any, api_as: Any, unit: Any, cast: Any, clock: Any
) -> None:
    here, child_id = sitting("icpc")
    mia = client_as("mia")
    room = f"/meetings/{here}/room"
    assert mia.post(f"{room}/inquorate").status_code == 303
    unlisted = mia.post(f"{room}/going-ahead", data={"proceed-reason": "we_are_busy", "proceed-text": "We are busy."})
    assert unlisted.status_code in (409, 422) and "We are busy." in unlisted.text
    listed = {"proceed-reason": "csc_plus_one_present", "proceed-text": "Health and social care know her best."}
    assert mia.post(f"{room}/going-ahead", data=listed).status_code == 303
    assert answered(api_as("mia").get(f"/meetings/{here}"))["state"] == "in_progress"
    assert "Health and social care know her best." in mia.get(room).text, "the record shows it"
    with unit():
        commands.analyse(cast.mia, here, "No harm that goes on; an accident is likely.")
        commands.hear_child(cast.mia, here, child_id, reason_absent="Asleep; she is seen tomorrow.")
        commands.decide(cast.mia, here, decision="no_plan_nfa", rationale="No likely harm.", child=child_id)
        for agency in queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here)).agencies_present():
            commands.ask_dissent(cast.mia, here, agency, False)
        children_commands.nominate(cast.mia, children_queries.child(cast.mia, child_id), cast.judy, interim=True)
    ended = mia.post(f"{room}/conclude")
    assert ended.status_code == 303
    assert "Health and social care know her best." in mia.get(f"/meetings/{here}").text

    with unit():
        again = commands.propose(
            cast.sam, type_key="icpc", children=[children_queries.child(cast.sam, child_id)], trigger_kind="requested",
            trigger_at=clock.now(), purpose="New information.",
        ).public_id  # fmt: skip
        for one in (cast.nia, cast.pip):
            commands.add_invitee(cast.sam, again, one)
        commands.schedule(
            cast.sam, again, starts_at=london("2026-03-09 10:00"), minutes_long=60, chair=cast.mia, place="Room 2"
        )
        roles = {role.key: "Cannot come." for role in queries.meeting_for(cast.sam, again).kind.invitees.must}
        commands.invite(cast.sam, again, missing_reasons=roles, family_told="By telephone.")
    clock.set("2026-03-09 10:00")
    with unit():
        begin(cast, again, "mia", "nia")
    mia = client_as("mia")
    assert mia.post(f"/meetings/{again}/room/inquorate").status_code == 303
    refused = mia.post(f"/meetings/{again}/room/going-ahead", data=listed)
    assert refused.status_code == 409 and "The conference before this one went ahead inquorate too" in refused.text
    blocked = {
        one["event"]: one["refusals"] for one in answered(api_as("mia").get(f"/meetings/{again}"))["blocked_events"]
    }
    assert "it_is_not_the_second_time_running" in {one["rule"] for one in blocked["proceed_inquorate"]}


def test_a_child_whose_work_had_ended_is_led_by_nobody_in_silence_when_a_meeting_is_opened_again(
    client_as: Any, api_as: Any, unit: Any, cast: Any, clock: Any, dispatch: Any, mailbox: Any
) -> None:
    with unit():
        here, (child_id,) = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "mia", "nia", "pip")
        children_commands.involve(cast.sam, children_queries.child(cast.sam, child_id), cast.heidi)
        ready_to_conclude(cast, here, [child_id])
        commands.conclude(cast.mia, here)
    with unit():
        child = children_queries.child(cast.mia, child_id)
        for plan in ("child_in_need", "none"):
            children_commands.set_plan(cast.mia, child, plan)
        children_commands.end(cast.mia, child, "The plan has come to its end.")
        people_commands.leave(None, cast.sam, cast.heidi)
    assert answered(api_as("mia").get(f"/children/{child_id}/lead-professional"))["gap"] is None

    clock.set("2026-06-01 10:00")
    with unit():
        child = children_queries.child(cast.mia, child_id)
        third = commands.propose(
            cast.mia, type_key="strategy_s47", children=[child], trigger_kind="threshold_decision",
            trigger_at=clock.now(), purpose="She is back, and hurt.",
        ).public_id  # fmt: skip
        for one in (cast.nia, cast.pip):
            commands.add_invitee(cast.mia, third, one)
        commands.hold_now(cast.mia, third, cast.mia)
    leads = answered(api_as("mia").get(f"/children/{child_id}/lead-professional"))
    assert leads["lead"] is None and leads["gap"] is not None, "neither silently empty nor silently the leaver's"
    dispatch()
    alarms = [mail for mail in mailbox.all() if "No lead professional" in mail.title + mail.text]
    assert {mail.address for mail in alarms} >= {"mia.manager@social.example.uk"}
    assert "sam.worker@social.example.uk" not in {mail.address for mail in alarms}
    mia = client_as("mia")
    page = mia.get(f"/meetings/{third}/room").text
    assert "Sam Worker" not in page.partition('id="lead"')[2].partition("</section>")[0]
    named = mia.post(f"/meetings/{third}/room/children/{child_id}/lead", data={"how": "interim"})
    assert named.status_code == 303
    leads = answered(api_as("mia").get(f"/children/{child_id}/lead-professional"))
    assert leads["gap"] is None and leads["lead"]["person"]["name"] == "Mia Manager"
