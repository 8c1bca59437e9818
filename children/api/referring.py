"""Referrals of a child: what became of each, and what is watched meanwhile."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found
from children.api.shapes import referral_shape
from children.models import Referral
from foundation.lifecycles import BadInput, NotVisible
from foundation.paging import after
from foundation.problems import Body, Listing
from people import queries as people
from people.sign_in import caller


class OfReferral(OfChild):
    """The referral that a path names."""

    referral_id: str = Field(max_length=20)


class NewReferral(Body):
    to_agency: str = Field(max_length=40)
    concern: str = Field(min_length=1, max_length=20000)
    service: str = Field("", max_length=200)
    made_on: date | None = None
    again: str | None = Field(None, max_length=20)


class ReferralAnswer(Body):
    outcome: str = Field(max_length=30)
    reason: str = Field("", max_length=4000)
    answered_on: date | None = None
    told_on: date | None = None


class Satisfaction(Body):
    satisfied: bool


class Watch(Body):
    review_on: date | None = None
    ended_because: str = Field("", max_length=4000)


class Look(Body):
    what_came: str = Field(min_length=1, max_length=4000)


@api.get("/children/<child_id>/referrals")
def list_referrals(path: OfChild, query: Listing) -> Answer:
    """The child's referrals that the caller may see. `pattern`: concerns that nobody took up have come back."""
    child = found(path)
    rows, following = after(queries.referrals(caller(), child), Referral.id, query.cursor, query.limit)
    audit.read(caller(), "referrals", child, children=[child])
    return {
        "items": [referral_shape(row) for row in rows],
        "next": following,
        "pattern": queries.glance(caller(), child).pattern,
    }


@api.post("/children/<child_id>/referrals")
def refer(path: OfChild, body: NewReferral) -> tuple[Answer, int]:
    """The child is referred to an agency; `again` names the refused referral that this one asks again."""
    child = found(path)
    again = _named(body.again) if body.again else None
    made = commands.refer(
        caller(),
        child,
        to_agency=_agency(body.to_agency),
        concern=body.concern,
        service=body.service,
        made_on=body.made_on,
        again=again,
    )
    return _shape(made), 201


@api.get("/children/<child_id>/referrals/<referral_id>")
def show_referral(path: OfReferral) -> Answer:
    """One referral, to whoever referred too when their role with the child has ended."""
    referral = _of(path)
    audit.read(caller(), "referral", referral, children=[referral.child])
    return _shape(referral)


@api.post("/children/<child_id>/referrals/<referral_id>/answer")
def answer_referral(path: OfReferral, body: ReferralAnswer) -> Answer:
    """What became of it, with its reason. Until `told_on` the referrer is owed the answer, and the alarm goes on."""
    _of(path)
    return _shape(commands.answer_referral(caller(), path.referral_id, **body.model_dump()))


@api.post("/children/<child_id>/referrals/<referral_id>/satisfaction")
def say_whether_satisfied(path: OfReferral, body: Satisfaction) -> Answer:
    """Whether the answer settles it for the referrer. Where it does not: `POST /escalations` with this referral in `about`."""
    _of(path)
    return _shape(commands.say_whether_satisfied(caller(), path.referral_id, body.satisfied))


@api.post("/children/<child_id>/referrals/<referral_id>/watch")
def keep_watching(path: OfReferral, body: Watch) -> Answer:
    """The day to look again, or why the watch ends."""
    _of(path)
    return _shape(commands.keep_watching(caller(), path.referral_id, **body.model_dump()))


@api.post("/children/<child_id>/joint-look")
def record_joint_look(path: OfChild, body: Look) -> Answer:
    """What came of looking at the concerns together."""
    look = commands.record_joint_look(caller(), found(path), body.what_came)
    return {"id": look.public_id, "what_came": look.what_came}


def _of(path: OfReferral) -> Referral:
    """The referral of the path, as far as the caller may see it. Raises `NotVisible`, also where it is another child's."""
    referral = queries.referral(caller(), path.referral_id)
    if referral.child.public_id != path.child_id:
        raise NotVisible("referral")
    return referral


def _shape(referral: Referral) -> Answer:
    return referral_shape(queries.referral_row(caller(), referral.public_id))


def _named(public_id: str) -> Referral:
    """A referral named in a body: that it is not there is wrong input, since the address itself is right."""
    try:
        return queries.referral(caller(), public_id)
    except NotVisible:
        raise BadInput({"again": "There is no referral with this id."}) from None


def _agency(key: str) -> Any:
    try:
        return people.agency_by_key(key)
    except NotVisible:
        raise BadInput({"to_agency": "There is no agency with this key."}) from None
