"""The lead professional: who leads, and every move."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from children import commands
from children.api.blueprint import Answer, OfChild, api, found, somebody
from children.api.shapes import leading_shape
from children.models import Child
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.problems import Body
from people.models import Person
from people.sign_in import caller


class LeadEvent(Body):
    event: Literal[
        "nominate",
        "accept",
        "decline",
        "propose_handover",
        "accept_handover",
        "withdraw_handover",
        "end",
        "appoint_deputy",
    ]
    person: str | None = Field(None, max_length=20)
    starts_on: date | None = None
    interim: bool = False
    load_agreed_by: str | None = Field(None, max_length=20)
    load_reason: str = Field("", max_length=4000)
    reason: str = Field("", max_length=4000)
    handover_note: str = Field("", max_length=20000)
    introduction: str = Field("", max_length=4000)
    introduction_skipped_reason: str = Field("", max_length=4000)
    from_: date | None = Field(None, alias="from")
    to: date | None = None


@api.get("/children/<child_id>/lead-professional")
def show_lead(path: OfChild) -> Answer:
    """Who leads, who is nominated, who stands in, and since when nobody leads."""
    return leading_shape(found(path))


@api.post("/children/<child_id>/lead-professional/events")
def move_lead(path: OfChild, body: LeadEvent) -> Answer:
    """A move of the lead professional's lifecycle."""
    child = found(path)
    _make(child, body)
    db.session.flush()
    return leading_shape(child)


def _make(child: Child, body: LeadEvent) -> None:
    if body.event == "nominate":
        commands.nominate(caller(), child, _named(body), body.starts_on, body.interim, **_agreed(body))
    elif body.event == "accept":
        commands.accept(caller(), child)
    elif body.event == "decline":
        commands.decline(caller(), child, body.reason)
    elif body.event == "propose_handover":
        successor = _named(body) if body.person else None
        commands.propose_handover(caller(), child, body.handover_note, successor, **_agreed(body))
    elif body.event == "accept_handover":
        commands.accept_handover(caller(), child, body.introduction, body.introduction_skipped_reason)
    elif body.event == "withdraw_handover":
        commands.withdraw_handover(caller(), child, body.reason)
    elif body.event == "end":
        commands.end(caller(), child, body.reason)
    else:
        commands.appoint_deputy(caller(), child, _named(body), body.from_, body.to)


def _agreed(body: LeadEvent) -> dict[str, Any]:
    manager = somebody(body.load_agreed_by) if body.load_agreed_by else None
    return {"load_agreed_by": manager, "load_reason": body.load_reason}


def _named(body: LeadEvent) -> Person:
    if body.person is None:
        raise BadInput({"person": "This is needed."})
    return somebody(body.person)
