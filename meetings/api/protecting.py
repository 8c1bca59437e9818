"""Steps to keep a child safe at once, and a part of the meeting that is held without the family."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands
from meetings.api.blueprint import (
    Answer,
    OfMeeting,
    Text,
    api,
    at,
    found,
    listed,
    read,
    who,
)
from meetings.models import ProtectiveStep
from meetings.queries import record
from people.sign_in import caller


class NewStep(Body):
    kind: str = Field(max_length=30)
    text: Text


class Apart(Body):
    """Part of the meeting is held without the family: why, and what they were told."""

    why: Text
    family_told: Text


@api.get("/meetings/<meeting_id>/protective-steps")
def list_steps(path: OfMeeting, query: Listing) -> Answer:
    """What was done to keep a child safe at once."""
    meeting = found(path)
    rows, following = after(record.protective_steps(caller(), meeting), ProtectiveStep.id, query.cursor, query.limit)
    read(meeting, "protective_steps")
    return listed([_step(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/protective-steps")
def protect(path: OfMeeting, body: NewStep) -> tuple[Answer, int]:
    """A step to keep a child safe now; no rule stands in its way, in any state."""
    meeting = found(path)
    made = commands.protect(caller(), path.meeting_id, body.kind, body.text)
    db.session.flush()
    query = record.protective_steps(caller(), meeting).where(ProtectiveStep.id == made.id)
    return _step(db.session.execute(query).one()), 201


def _step(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "text": row.text,
        "taken_by": who(row, "taken_by"),
        "taken_at": at(row.taken_at),
    }


@api.post("/meetings/<meeting_id>/confidential-slot")
def hold_apart(path: OfMeeting, body: Apart) -> Answer:
    """Part of the meeting is held without the family."""
    meeting = commands.hold_apart(caller(), path.meeting_id, why=body.why, family_told=body.family_told)
    return {**meeting.confidential_slot}
