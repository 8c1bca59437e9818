"""Every move of a meeting, through one door."""

from typing import Any, Literal

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import Refused
from foundation.problems import Body
from meetings import commands
from meetings.api.blueprint import Answer, Count, Day, Flag, Id, Line, Moment, OfMeeting, Scope, Text, api, found, named
from meetings.api.shapes import meeting_shape
from meetings.commands.moving import CHANGED
from people.sign_in import caller

Event = Literal[
    "decline", "schedule", "invite", "change", "postpone", "cancel", "open", "hold_now", "find_inquorate",
    "proceed_inquorate", "reconvene", "conclude", "issue_decision", "issue_minutes", "correct", "close",
]  # fmt: skip


class MeetingEvent(Body):
    """`reason` goes with most events. `schedule`, `change`: `starts_at`, `minutes_long`, `place`, `online_url`, `chair`,
    `coordinator`, `closed_day_reason`, `chair_training_reason`, `late_reason` with `late_agreed_by`, `siblings_considered`.
    `invite`: `missing_reasons`, `family_told`, `interpreter`. `postpone`: `starts_at` or `by`, `interim_plan`. `open`:
    `opening_statements` or `opening_statements_skipped_reason`, and `no_interpreter_reason`. `hold_now`: `chair`.
    `proceed_inquorate`: `reason` (a key of the rule book) and `text`. `reconvene`: `interim_plan`, `starts_at`.
    `conclude`: `analysis`, `next_dates` (a date by rule). `correct`: `text`, `reason`. `scope` with `change` and `cancel` of
    a meeting in a series: this `one`, this and all that are `following`, or the whole `series` to come. `version`: the one
    that the caller looked at."""

    event: Event
    reason: Text = ""
    text: Text = ""
    starts_at: Moment | None = None
    minutes_long: Count | None = None
    place: str | None = Field(None, max_length=200)
    online_url: str | None = Field(None, max_length=500)
    chair: Id | None = None
    coordinator: Id | None = None
    by: Day | None = None
    interim_plan: Text = ""
    opening_statements: list[Line] = Field(default_factory=list, max_length=50)
    opening_statements_skipped_reason: Text = ""
    no_interpreter_reason: Text = ""
    next_dates: dict[Line, Day] = Field(default_factory=dict, max_length=50)
    analysis: Text = ""
    missing_reasons: dict[Line, Text] = Field(default_factory=dict, max_length=50)
    family_told: Text = ""
    interpreter: str = Field("", max_length=200)
    late_reason: Text | None = None
    late_agreed_by: Id | None = None
    chair_training_reason: Text | None = None
    closed_day_reason: Line | None = None
    siblings_considered: Flag = False
    scope: Scope = "one"
    version: Count | None = None


@api.post("/meetings/<meeting_id>/events")
def move_meeting(path: OfMeeting, body: MeetingEvent) -> Answer:
    """One move; the meeting as it stands afterwards."""
    meeting = found(path)
    if body.version is not None and body.version != meeting.version:
        raise Refused([CHANGED])
    _make(path.meeting_id, body)
    db.session.flush()
    return meeting_shape(meeting)


def _make(here: str, body: MeetingEvent) -> None:
    me = caller()
    match body.event:
        case "decline":
            commands.decline(me, here, body.reason)
        case "schedule":
            commands.schedule(me, here, **_date_and_place(body))
        case "invite":
            commands.invite(
                me,
                here,
                missing_reasons=body.missing_reasons,
                family_told=body.family_told,
                interpreter=body.interpreter,
            )
        case "change":
            commands.change_some(me, here, body.scope, **_date_and_place(body))
        case "postpone":
            commands.postpone(me, here, **_date_and_place(body), by=body.by, interim_plan=body.interim_plan)
        case "cancel":
            commands.cancel_some(me, here, body.scope, body.reason, body.text)
        case "open":
            commands.open_meeting(
                me,
                here,
                body.opening_statements,
                body.opening_statements_skipped_reason,
                no_interpreter_reason=body.no_interpreter_reason,
            )
        case "hold_now":
            commands.hold_now(me, here, named(body.chair, "chair"))
        case "find_inquorate":
            commands.find_inquorate(me, here)
        case "proceed_inquorate":
            commands.proceed_inquorate(me, here, body.reason, body.text)
        case "reconvene":
            commands.reconvene(
                me, here, interim_plan=body.interim_plan, starts_at=body.starts_at, minutes_long=body.minutes_long
            )
        case "conclude":
            dated = {rule: day.isoformat() for rule, day in body.next_dates.items()}
            commands.conclude(me, here, analysis=body.analysis, next_dates=dated, missing_reasons=body.missing_reasons)
        case "issue_decision":
            commands.issue_decision(me, here)
        case "issue_minutes":
            commands.issue_minutes(me, here)
        case "correct":
            commands.correct(me, here, body.text, body.reason)
        case "close":
            commands.close(me, here)


def _date_and_place(body: MeetingEvent) -> dict[str, Any]:
    """What is given for the date, the chair and the place of a meeting."""
    plain = {
        "starts_at", "minutes_long", "place", "online_url", "closed_day_reason", "late_reason", "siblings_considered",
        "chair_training_reason",
        "reason",
    }  # fmt: skip
    people = ("chair", "coordinator", "late_agreed_by")
    return {
        **body.model_dump(include=plain),
        **{field: named(getattr(body, field), field) for field in people},
    }
