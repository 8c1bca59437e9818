"""Asking for a meeting, the list of meetings, and one of them whole."""

from typing import Any, Literal

from pydantic import Field

import audit
from children.queries import children_by_ids
from foundation.database import db
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands, queries
from meetings.api.blueprint import (
    Answer,
    Count,
    DayOrMoment,
    Flag,
    Id,
    Line,
    Moment,
    OfMeeting,
    Text,
    agency_named,
    api,
    at,
    found,
    listed,
    named,
)
from meetings.api.shapes import meeting_shape
from meetings.models import Meeting
from meetings.queries.facts import may
from meetings.queries.record import children_of
from people.sign_in import caller

State = Literal[
    "proposed", "declined", "scheduled", "invited", "postponed", "in_progress", "inquorate", "reconvened", "concluded",
    "decision_issued", "minutes_issued", "closed", "cancelled",
]  # fmt: skip


class Trigger(Body):
    """What the meeting's dates count from, and when that was."""

    kind: str = Field(max_length=60)
    at: DayOrMoment


class NewMeeting(Body):
    """`chair`, `starts_at`, `minutes_long`, `place` and `online_url` are what whoever asks would like; where they may
    schedule and name both chair and start, it is scheduled at once."""

    type: str = Field(max_length=40)
    children: list[Id] = Field(default_factory=list, max_length=50)
    restricted_children: list[Id] = Field(default_factory=list, max_length=50)
    trigger: Trigger
    purpose: str = Field(max_length=4000)
    subject: str = Field("", max_length=4000)
    chair: Id | None = None
    coordinator: Id | None = None
    named_agency: str | None = Field(None, max_length=60)
    siblings_considered: Flag = False
    starts_at: Moment | None = None
    minutes_long: Count | None = None
    place: str | None = Field(None, max_length=200)
    online_url: str | None = Field(None, max_length=500)
    closed_day_reason: Line | None = None
    late_reason: Text | None = None
    late_agreed_by: Id | None = None


class MeetingList(Listing):
    """`mine`: those that the caller is asked to or runs."""

    state: State | None = None
    mine: bool = False


@api.get("/meetings")
def list_meetings(query: MeetingList) -> Answer:
    """Meetings that the caller may see, by age."""
    me = caller()
    wanted = queries.meeting_rows(me, states=(query.state,) if query.state else (), mine=query.mine)
    rows, following = after(wanted, Meeting.id, query.cursor, query.limit)
    audit.read(me, "meetings", me, children=children_of([row.id for row in rows]))
    return listed([_line(row) for row in rows], following)


@api.post("/meetings")
def propose(body: NewMeeting) -> tuple[Answer, int]:
    """Ask for a meeting; scheduled at once where chair and start are given and the caller may schedule it."""
    me = caller()
    wished: dict[str, Any] = {
        **body.model_dump(include={"starts_at", "minutes_long", "place", "online_url"}),
        "chair": named(body.chair, "chair"),
    }
    meeting = commands.propose(
        me,
        type_key=body.type,
        children=children_by_ids(me, body.children),
        restricted_children=children_by_ids(me, body.restricted_children),
        trigger_kind=body.trigger.kind,
        trigger_at=body.trigger.at,
        purpose=body.purpose,
        subject=body.subject,
        named_agency=agency_named(body.named_agency, "named_agency"),
        coordinator=named(body.coordinator, "coordinator"),
        siblings_considered=body.siblings_considered,
        wished=wished,
    )
    if body.chair and body.starts_at and may(queries.roles_of(me, meeting), meeting, "schedule"):
        commands.schedule(
            me,
            meeting.public_id,
            **wished,
            **body.model_dump(include={"closed_day_reason", "late_reason"}),
            late_agreed_by=named(body.late_agreed_by, "late_agreed_by"),
        )
    db.session.flush()
    return meeting_shape(meeting), 201


@api.get("/meetings/<meeting_id>")
def show_meeting(path: OfMeeting) -> Answer:
    """One meeting: its dates with their working, the quorum, and what the caller can do with it."""
    return meeting_shape(found(path))


def _line(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "reference": row.reference,
        "type": row.type,
        "state": row.state,
        "starts_at": at(row.starts_at),
        "late": row.late,
        "chair": {"name": row.chair} if row.chair else None,
    }
