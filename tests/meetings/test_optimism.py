"""Before less stands for a child: three questions, what is unmet in view, the chair's reason, and what is different."""

from datetime import date
from typing import Any

from room_scenes import an_invited_meeting, begin

from actions import commands as actions
from children import commands as children
from children import queries as child_queries
from foundation.database import db
from meetings import queries
from reporting.queries.indicators import quarter_of
from reporting.queries.indicators.meetings import of_meetings

ANSWERS = {
    "change_shown": "He is at school every day.",
    "for_how_long": "Since January.",
    "if_it_returns": "School rings on the first morning.",
}


def a_review(unit: Any, cast: Any, clock: Any) -> tuple[str, str]:
    """A child in need review that runs, Mia in the chair: a need is unmet, something happened again, an outcome is late."""
    with unit():
        here, ids = an_invited_meeting(cast, kind="cin_review")
        child = child_queries.child(cast.sam, ids[0])
        children.set_plan(cast.sam, child, "child_in_need", since=date(2026, 2, 2))
        children.record_need(cast.sam, child, need="stability", state="not_met", evidence="Third worker in a year.")
        for day in (9, 16):
            children.add_chronology(
                cast.sam, child, happened_on=date(2026, 2, day), kind="fact", text="Left alone.", incident="left_alone"
            )
        asked = actions.note_action(
            cast.sam, text="Visit weekly", outcome_wanted="Somebody sees him", owner=cast.sam, due_on=date(2026, 2, 27),
            children=[child],
        )  # fmt: skip
        actions.open_actions(cast.sam, [asked])
    clock.set("2026-03-02 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
    return here, ids[0]


def decided(client: Any, here: str, child: str, decision: str, **more: str) -> Any:
    given = {
        "decision": decision,
        "rationale": "It goes better.",
        "no_supervision_reason": "It is on Friday’s list.",
        **more,
    }
    fields = {f"decision-{child}-{name}": text for name, text in given.items()}
    return client.post(f"/meetings/{here}/room/decisions/{child}", data=fields)


def test_less_stands_for_a_child_only_after_three_answers_and_a_reason(unit, cast, clock, client_as, api_as):
    here, child = a_review(unit, cast, clock)
    mia = client_as("mia")
    page = mia.get(f"/meetings/{here}/room").text
    assert "Need not met: Stability" in page and "Left alone: twice since the last review" in page
    assert "Outcome not reached: Somebody sees him (due 27 February 2026)" in page
    answer = decided(mia, here, child, "step_down_early_help")
    assert answer.status_code == 422 and "Before less stands for the child: For how long has it been so?" in answer.text
    answer = decided(mia, here, child, "step_down_early_help", **ANSWERS)
    assert answer.status_code == 422 and "Say why it is right all the same." in answer.text
    program = api_as("mia")
    body = {"decision": "step_down_early_help", "rationale": "It goes better.", "child": child, "optimism": ANSWERS}
    assert program.post(f"/meetings/{here}/decisions", body).status_code == 422
    answer = decided(mia, here, child, "step_down_early_help", **ANSWERS, unmet_reason="Nan has moved in.")
    assert answer.status_code == 303
    made = program.get(f"/meetings/{here}/decisions").json["items"][0]
    assert made["optimism"] == ANSWERS and made["unmet_reason"] == "Nan has moved in."
    assert len(made["unmet"]) == 3


def test_a_plan_that_goes_on_asks_none_of_this(unit, cast, clock, client_as):
    here, child = a_review(unit, cast, clock)
    assert decided(client_as("mia"), here, child, "continue").status_code == 303


def test_a_review_says_what_is_different_for_the_child(unit, cast, clock, client_as):
    here, child = a_review(unit, cast, clock)
    mia = client_as("mia")
    decided(mia, here, child, "continue")
    words = "what is different since the last review for the child"
    assert words in mia.get(f"/meetings/{here}/room").text
    with unit():
        found = child_queries.child(cast.sam, child)
        children.write_summary(cast.sam, found, who="A boy.", risks="Alone.", what_is_different="Nan lives there.")
    assert words not in mia.get(f"/meetings/{here}/room").text


def test_stepping_down_with_a_need_unmet_is_counted_in_the_reports(unit, cast, clock, client_as):
    here, child = a_review(unit, cast, clock)
    decided(
        client_as("mia"), here, child, "close", **ANSWERS, unmet_reason="Nan has moved in.", what_is_different="Calmer."
    )
    with unit():
        meeting = queries.meeting_for(cast.mia, here)
        meeting.state, meeting.ended_at = "concluded", meeting.opened_at
        meeting.version += 1
        db.session.flush()
        counted = {one.key: one for one in of_meetings(quarter_of(date(2026, 3, 2)))}["stepped_down_unmet"]
        assert len(counted.behind) == 1 and counted.behind[0].counted
