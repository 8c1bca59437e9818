"""Who is asked to a meeting, what they answer, and how their mail fares."""

from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands, queries
from meetings.api.blueprint import (
    Answer,
    Flag,
    Id,
    Line,
    OfInvitation,
    OfMeeting,
    Scope,
    Text,
    agency_named,
    api,
    found,
    listed,
    named,
    read,
)
from meetings.api.shapes import shown_invitations
from meetings.commands import Deputy
from meetings.models import Invitation, Meeting
from people.models import Person
from people.sign_in import caller
from people.visibility import visible_to

Given = Literal["accepted", "declined", "tentative", "delegated"]
Seniority = Literal["practitioner", "manager", "senior_manager", "executive"]


class Stranger(Body):
    """Somebody without an account, by address."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(min_length=3, max_length=254)
    agency: str = Field(max_length=60)


class NewInvitation(Body):
    """`person`: an id, or `name`, `email` and `agency` of somebody without an account (here or inside `person`)."""

    person: Id | Stranger | None = None
    name: str | None = Field(None, min_length=1, max_length=200)
    email: str | None = Field(None, min_length=3, max_length=254)
    agency: str | None = Field(None, max_length=60)
    required: Flag = True
    capacity: str = Field("professional", max_length=30)
    role: str = Field("", max_length=60)
    why: Line = ""
    direct_contact: Flag = True
    scope: Scope = "one"


class OfSeries(BaseModel):
    """For which meetings of a series: this `one`, it and all that are `following`, or the whole `series` to come."""

    scope: Scope = "one"


class NamedDeputy(Body):
    """Who comes instead. `seniority` where the record does not know them."""

    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    seniority: Seniority | None = None


class GivenAnswer(Body):
    """`response_source`: `page` for one's own answer, `telephone` for one that is taken down for somebody. `deputy`: with
    `delegated`, needed for one's own answer."""

    response: Given
    response_source: Literal["page", "telephone"] | None = None
    comment: str = Field("", max_length=2000)
    deputy: NamedDeputy | None = None


class Report(Body):
    report: Text = Field(min_length=1)


@api.get("/meetings/<meeting_id>/invitations")
def list_invitations(path: OfMeeting, query: Listing) -> Answer:
    """Everybody who is or was asked, with their answers."""
    meeting = found(path)
    asked = select(Invitation).where(Invitation.meeting_id == meeting.id, visible_to(caller(), Invitation))
    rows, following = after(asked, Invitation.id, query.cursor, query.limit)
    read(meeting, "invitations")
    return listed(shown_invitations(meeting, [row[0] for row in rows]), following)


@api.post("/meetings/<meeting_id>/invitations")
def add_invitee(path: OfMeeting, body: NewInvitation) -> tuple[Answer, int]:
    """Put somebody on the list; where the invitations are out, they alone are told."""
    meeting = found(path)
    invitation = commands.add_invitee(
        caller(),
        path.meeting_id,
        _invitee(body),
        required=body.required,
        capacity=body.capacity,
        role=body.role,
        why=body.why,
        direct_contact=body.direct_contact,
        scope=body.scope,
    )
    return _one(meeting, invitation), 201


@api.get("/meetings/<meeting_id>/invitations/<invitation_id>")
def show_invitation(path: OfInvitation) -> Answer:
    """One invitation."""
    meeting = found(path)
    return _one(meeting, queries.invitation_of(caller(), meeting, path.invitation_id))


@api.delete("/meetings/<meeting_id>/invitations/<invitation_id>")
def withdraw_invitee(path: OfInvitation, query: OfSeries) -> Answer:
    """Take somebody off the list: the entry leaves their calendar, the meeting stands for the others."""
    gone = commands.withdraw_invitee(caller(), path.meeting_id, path.invitation_id, scope=query.scope)
    return _one(found(path), gone)


@api.post("/meetings/<meeting_id>/invitations/<invitation_id>/response")
def answer(path: OfInvitation, body: GivenAnswer) -> Answer:
    """The caller's own answer, or one that was given by telephone."""
    return _answered(path, body)


@api.patch("/meetings/<meeting_id>/invitations/<invitation_id>")
def answer_in_place(path: OfInvitation, body: GivenAnswer) -> Answer:
    """The same as `POST …/response`."""
    return _answered(path, body)


@api.post("/meetings/<meeting_id>/invitations/<invitation_id>/reminder")
def remind(path: OfInvitation) -> Answer:
    """Send the same entry once more."""
    return _one(found(path), commands.remind(caller(), path.meeting_id, path.invitation_id))


@api.post("/meetings/<meeting_id>/invitations/<invitation_id>/report")
def record_report(path: OfInvitation, body: Report) -> Answer:
    """A written report came in. It never counts towards quorum."""
    report = commands.record_report(caller(), path.meeting_id, path.invitation_id, body.report)
    return _one(found(path), report)


def _answered(path: OfInvitation, body: GivenAnswer) -> Answer:
    meeting = found(path)
    invitation = queries.invitation_of(caller(), meeting, path.invitation_id)
    own, named = invitation.person_id == caller().id, body.deputy
    try:
        commands.answer(
            caller(),
            path.meeting_id,
            path.invitation_id,
            body.response,
            source=body.response_source or ("page" if own else "telephone"),
            comment=body.comment,
            deputy=Deputy(named.name, named.email, named.seniority or "") if named else None,
        )
    except BadInput as wrong:
        raise BadInput({field.replace("deputy_", "deputy."): words for field, words in wrong.errors.items()}) from None
    return _one(meeting, invitation)


def _invitee(body: NewInvitation) -> Person:
    if isinstance(body.person, str):
        person = named(body.person, "person")
        assert person is not None
        return person
    given = body.person or body
    if not (given.name and given.email and given.agency):
        raise BadInput({"person": "Give the person's id; or name, email and agency of somebody without an account."})
    agency = agency_named(given.agency)
    assert agency is not None
    return commands.invitee(caller(), name=given.name, email=given.email, agency=agency)


def _one(meeting: Meeting, invitation: Invitation) -> Answer:
    db.session.flush()
    read(meeting, "invitations")
    return shown_invitations(meeting, [invitation])[0]
