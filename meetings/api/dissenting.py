"""Formal disagreement with a decision, in the dissenter's own words."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands
from meetings.api.blueprint import (
    Answer,
    Flag,
    Id,
    OfDissent,
    OfMeeting,
    Text,
    agency_named,
    api,
    at,
    found,
    listed,
    named,
    read,
)
from meetings.models import Dissent, Meeting
from meetings.queries import record
from people.sign_in import caller


class NewDissent(Body):
    """`by`: whose it is, where the chair writes it down in their words."""

    reasons: Text
    by: Id | None = None
    agency: str | None = Field(None, max_length=60)
    decision: Id = ""
    wish: str = Field("record_only", max_length=20)
    outcome_sought: str = Field("", max_length=20000)
    effect_on_child: str = Field("", max_length=20000)
    immediate_risk: Flag | None = None
    interim_safety: str = Field("", max_length=20000)


class Challenge(Body):
    """Whom the dissenter consulted, and the answers with which it opens at once."""

    consulted: str = Field("", max_length=300)
    outcome_sought: str = Field("", max_length=20000)
    effect_on_child: str = Field("", max_length=20000)
    immediate_risk: Flag | None = None
    interim_safety: str = Field("", max_length=20000)


class DissentAnswer(Body):
    """An agency was asked whether it dissents: "none" is an answer."""

    agency: str = Field(max_length=60)
    dissents: Flag = False


@api.get("/meetings/<meeting_id>/dissents")
def list_dissents(path: OfMeeting, query: Listing) -> Answer:
    """Formal disagreements, in the dissenters' own words."""
    meeting = found(path)
    rows, following = after(record.dissents(caller(), meeting), Dissent.id, query.cursor, query.limit)
    read(meeting, "dissents")
    return listed([_dissent(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/dissents")
def dissent(path: OfMeeting, body: NewDissent) -> tuple[Answer, int]:
    """Disagree for the record, or to be challenged: with all three answers the disagreement is open at once, else drafted."""
    meeting = found(path)
    by = named(body.by, "by")
    agency = agency_named(body.agency)
    if agency is not None and agency.id != (by or caller()).agency_id:
        raise BadInput({"agency": "The dissenter does not work there. Leave it out: it is the dissenter's agency."})
    made = commands.dissent(
        caller(),
        path.meeting_id,
        reasons=body.reasons,
        wish=body.wish,
        decision=body.decision,
        by=by,
        challenge=body.model_dump(include={"outcome_sought", "effect_on_child", "immediate_risk", "interim_safety"}),
    )
    return _one_dissent(meeting, made), 201


@api.post("/meetings/<meeting_id>/dissents/<dissent_id>/challenge")
def challenge(path: OfDissent, body: Challenge) -> Answer:
    """A dissent that was recorded only becomes a challenge, within 72 hours of the conclusion. `consulted`: the safeguarding
    lead of the caller's agency; the answers as those of a dissent."""
    answers = body.model_dump(exclude={"consulted"})
    made = commands.challenge(caller(), path.meeting_id, path.dissent_id, consulted=body.consulted, answers=answers)
    return _one_dissent(found(path), made)


@api.post("/meetings/<meeting_id>/dissent-answers")
def ask_dissent(path: OfMeeting, body: DissentAnswer) -> tuple[Answer, int]:
    """The chair asked an agency whether it dissents."""
    agency = agency_named(body.agency)
    assert agency is not None
    asked = commands.ask_dissent(caller(), path.meeting_id, agency.id, body.dissents)
    return {"agency": agency.key, "dissents": asked.dissents, "asked_at": at(asked.asked_at)}, 201


def _one_dissent(meeting: Meeting, made: Dissent) -> Answer:
    db.session.flush()
    return _dissent(db.session.execute(record.dissents(caller(), meeting).where(Dissent.id == made.id)).one())


def _dissent(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "by": {"id": row.by_id, "name": row.by_name, "agency": row.agency},
        "agency": row.agency,
        "decision": row.decision,
        "reasons": row.reasons,
        "wish": row.wish,
        "recorded_at": at(row.recorded_at),
        "challenged_at": at(row.challenged_at),
    }
