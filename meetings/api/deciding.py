"""What each agency's position is, and what is decided for each child."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands, queries
from meetings.api.blueprint import (
    Answer,
    Day,
    Id,
    Line,
    OfMeeting,
    Text,
    agency_named,
    api,
    at,
    day,
    found,
    listed,
    read,
    who,
)
from meetings.models import Decision, Meeting, Position
from meetings.queries import record
from people.sign_in import caller


class NewPosition(Body):
    """`agency`: its KEY, where whoever runs the meeting writes it down for somebody. The child is named by itself or by
    the `decision` for it."""

    position: str = Field(max_length=30)
    words: Text = ""
    child: Id = ""
    decision: Id | None = None
    agency: str | None = Field(None, max_length=60)


class NewDecision(Body):
    """`decision`: a key of the meeting's type. `next_dates`: a date for each rule that it starts. Where a plan ends or is
    stepped down, `optimism` answers `change_shown`, `for_how_long` and `if_it_returns`, and `unmet_reason` says why where
    something is unmet; a review says `what_is_different` for the child."""

    decision: str = Field(max_length=60)
    rationale: Text
    child: Id = ""
    text: Text = ""
    alternatives: Text = ""
    category: str = Field("", max_length=20)
    next_dates: dict[Line, Day] = Field(default_factory=dict, max_length=50)
    what_is_different: Text = ""
    optimism: dict[Line, Text] = Field(default_factory=dict, max_length=3)
    unmet_reason: Text = ""
    supervision_on: Day | None = None
    no_supervision_reason: Text = ""


@api.get("/meetings/<meeting_id>/positions")
def list_positions(path: OfMeeting, query: Listing) -> Answer:
    """Each agency's position; the others' only once one's own agency has given its own."""
    meeting = found(path)
    rows, following = after(record.positions(caller(), meeting), Position.id, query.cursor, query.limit)
    read(meeting, "positions")
    return listed([_position(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/positions")
def give_position(path: OfMeeting, body: NewPosition) -> tuple[Answer, int]:
    """Give a position; one that was given before is kept beside it."""
    meeting = found(path)
    agency = agency_named(body.agency)
    made = commands.give_position(
        caller(),
        path.meeting_id,
        position=body.position,
        child=body.child or _child_of(meeting, body.decision),
        words=body.words,
        agency_id=agency.id if agency else None,
    )
    row = db.session.execute(record.positions(caller(), meeting).where(Position.id == made.id)).one_or_none()
    return _position(row) if row else {"id": made.public_id}, 201


def _child_of(meeting: Meeting, decision_id: str | None) -> str:
    """The child whom a decision is for."""
    if decision_id is None:
        return ""
    try:
        decision = queries.decision_of(caller(), meeting, decision_id)
    except NotVisible:
        raise BadInput({"decision": "Choose a decision of this meeting."}) from None
    return next((child.public_id for child in meeting.children if child.id == decision.child_id), "")


def _position(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "child": row.child,
        "agency": row.agency,
        "position": row.position,
        "words": row.words,
        "given_by": {"id": row.given_by_id, "name": row.given_by_name},
        "given_at": at(row.given_at),
        "replaced_at": at(row.replaced_at),
    }


@api.get("/meetings/<meeting_id>/decisions")
def list_decisions(path: OfMeeting, query: Listing) -> Answer:
    """What was decided for each child, with the quorum of that minute."""
    meeting = found(path)
    rows, following = after(record.decisions(caller(), meeting), Decision.id, query.cursor, query.limit)
    read(meeting, "decisions")
    return listed([_decision(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/decisions")
def decide(path: OfMeeting, body: NewDecision) -> tuple[Answer, int]:
    """The chair records the decision for a child; decided again, it is replaced."""
    meeting = found(path)
    dated = {rule: when.isoformat() for rule, when in body.next_dates.items()}
    made = commands.decide(caller(), path.meeting_id, **body.model_dump(exclude={"next_dates"}), next_dates=dated)
    row = db.session.execute(record.decisions(caller(), meeting).where(Decision.id == made.id)).one()
    return _decision(row), 201


def _decision(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "child": row.child,
        "decision": row.decision,
        "text": row.text,
        "rationale": row.rationale,
        "alternatives": row.alternatives,
        "category": row.category or None,
        "decided_by": who(row, "decided_by"),
        "decided_at": at(row.decided_at),
        "quorum": row.quorum,
        "next_dates": row.next_dates,
        "what_is_different": row.what_is_different,
        "optimism": row.optimism,
        "unmet": row.unmet,
        "unmet_reason": row.unmet_reason,
        "supervision_on": day(row.supervision_on),
        "no_supervision_reason": row.no_supervision_reason,
        "version": row.version,
    }
