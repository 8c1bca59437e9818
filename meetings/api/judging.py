"""What came back from calendars and waits for whoever convenes: times that invitees propose, and answers in doubt."""

from pydantic import Field

import audit
from foundation.database import db
from foundation.lifecycles import require
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands, queries
from meetings.api.blueprint import (
    Answer,
    Flag,
    Id,
    OfDoubt,
    OfMeeting,
    OfProposal,
    UnknownDoubt,
    api,
    at,
    found,
    listed,
    read,
)
from meetings.api.invitations import Given, Seniority
from meetings.commands import RUNS
from meetings.commands.judging import NOBODY_KNOWS, NOT_YOURS
from meetings.models import Doubt, Meeting, Proposal
from people.sign_in import caller


class Reasoned(Body):
    """`reason` stays in the record; nobody is mailed it."""

    reason: str = Field("", max_length=1000)


class TakenDoubt(Body):
    """`invitation`: whose answer it is. `response` where the doubt says none. `remember`: from now on the address that it
    came from is theirs too. `seniority`: of a deputy whom the record does not know."""

    invitation: Id
    response: Given | None = None
    remember: Flag = False
    seniority: Seniority | None = None


# --- times that are proposed -----------------------------------------------------------------------------------------


@api.get("/meetings/<meeting_id>/proposals")
def list_proposals(path: OfMeeting, query: Listing) -> Answer:
    """Times that invitees propose, decided on or not."""
    meeting = _run_by_the_caller(path)
    rows, following = after(queries.proposals_of(caller(), meeting), Proposal.id, query.cursor, query.limit)
    return listed([_proposal(row[0]) for row in rows], following)


@api.post("/meetings/<meeting_id>/proposals/<proposal_id>/take")
def take_proposal(path: OfProposal, body: Reasoned) -> Answer:
    """Move the meeting to the time that is proposed, with every rule of a change; everybody is asked again."""
    _, told = commands.take_proposal(caller(), path.meeting_id, path.proposal_id, reason=body.reason)
    return {**_proposal_of(path), "told": told}


@api.post("/meetings/<meeting_id>/proposals/<proposal_id>/refuse")
def refuse_proposal(path: OfProposal, body: Reasoned) -> Answer:
    """The meeting stays at its time, and whoever proposed another is told so."""
    commands.refuse_proposal(caller(), path.meeting_id, path.proposal_id, body.reason)
    return _proposal_of(path)


def _proposal_of(path: OfProposal) -> Answer:
    db.session.flush()
    here = queries.proposals_of(caller(), _run_by_the_caller(path)).where(Proposal.public_id == path.proposal_id)
    return _proposal(db.session.scalars(here).one())


def _proposal(row: Proposal) -> Answer:
    return {
        "id": row.public_id,
        "invitation": row.invitation.public_id,
        "by": {"id": row.invitation.person.public_id, "name": row.invitation.person.name},
        "starts_at": at(row.starts_at),
        "ends_at": at(row.ends_at),
        "comment": row.comment,
        "sequence": row.sequence,
        "received_at": at(row.received_at),
        "state": row.state,
        "reason": row.reason,
        "settled_at": at(row.settled_at),
    }


# --- answers in doubt ------------------------------------------------------------------------------------------------


@api.get("/meetings/<meeting_id>/doubts")
def list_doubts(path: OfMeeting, query: Listing) -> Answer:
    """What came back for the meeting and was not taken as an answer for certain, with the reasons; judged or not."""
    meeting = _run_by_the_caller(path)
    rows, following = after(queries.doubts_of(caller(), meeting), Doubt.id, query.cursor, query.limit)
    return listed([_doubt(row[0]) for row in rows], following)


@api.post("/meetings/<meeting_id>/doubts/<doubt_id>/take")
def take_doubt(path: OfDoubt, body: TakenDoubt) -> Answer:
    """It is the answer of somebody on the list."""
    commands.take_doubt(
        caller(),
        path.meeting_id,
        path.doubt_id,
        body.invitation,
        response=body.response or "",
        remember=body.remember,
        seniority=body.seniority or "",
    )
    return _doubt_of(found(path), path.doubt_id)


@api.post("/meetings/<meeting_id>/doubts/<doubt_id>/aside")
def set_doubt_aside(path: OfDoubt, body: Reasoned) -> Answer:
    """It is no answer, or none that counts. The reason stays in the record."""
    commands.set_doubt_aside(caller(), path.meeting_id, path.doubt_id, body.reason)
    return _doubt_of(found(path), path.doubt_id)


@api.get("/came-back")
def list_unknown_doubts(query: Listing) -> Answer:
    """What came back and is about no meeting that is known here; for coordinators."""
    require(caller().role == "coordinator", NOBODY_KNOWS)
    rows, following = after(queries.doubts_of(caller(), None), Doubt.id, query.cursor, query.limit)
    audit.read(caller(), "answers", caller())
    return listed([_doubt(row[0]) for row in rows], following)


@api.post("/came-back/<doubt_id>/aside")
def set_unknown_doubt_aside(path: UnknownDoubt, body: Reasoned) -> Answer:
    """Nobody knows what it is about: it is set aside, and the reason stays in the record."""
    commands.set_unknown_aside(caller(), path.doubt_id, body.reason)
    audit.read(caller(), "answers", caller())
    return _doubt_of(None, path.doubt_id)


def _doubt_of(meeting: Meeting | None, doubt_id: str) -> Answer:
    db.session.flush()
    if meeting is not None:
        read(meeting, "answers")
    here = queries.doubts_of(caller(), meeting).where(Doubt.public_id == doubt_id)
    return _doubt(db.session.scalars(here).one())


def _doubt(row: Doubt) -> Answer:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "invitation": row.asked.public_id if row.asked else None,
        "sender": row.sender,
        "attendee": row.attendee,
        "response": row.response or None,
        "sequence": row.sequence,
        "words": row.words,
        "reasons": row.reasons,
        "starts_at": at(row.starts_at),
        "ends_at": at(row.ends_at),
        "deputy": row.deputy or None,
        "probably_alias": row.alias,
        "received_at": at(row.received_at),
        "outcome": row.outcome or None,
        "taken_for": row.taken_for.public_id if row.taken_for else None,
        "settled_reason": row.settled_reason,
        "settled_at": at(row.settled_at),
    }


def _run_by_the_caller(path: OfMeeting) -> Meeting:
    """The meeting of the path, whose convenor or chair the caller is."""
    meeting = found(path)
    require(queries.roles_of(caller(), meeting) & RUNS, NOT_YOURS)
    read(meeting, "answers")
    return meeting
