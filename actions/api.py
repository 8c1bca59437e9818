"""Actions for programs."""

from datetime import date
from typing import Any, Literal

from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field
from sqlalchemy import select

import audit
from actions import commands, queries
from actions.models import Action
from actions.queries import ActionRow
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from people.models import Person
from people.sign_in import caller
from people.visibility import visible_to

api = APIBlueprint("actions_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="actions")])

Event = Literal[
    "accept", "decline", "claim_done", "confirm_done", "send_back", "extend", "reassign", "cancel", "reopen"
]  # fmt: skip
State = Literal["open", "done_claimed", "done", "declined", "cancelled", "unfinished"]
Id = Field(max_length=40)


class ActionPath(BaseModel):
    action_id: str = Id


class ActionList(Listing):
    """`owner`: `me`, `team`, or a person's id."""

    owner: str = Field("", max_length=40)
    state: State | None = None
    overdue: bool = False


class NewAction(Body):
    """`confidential`: it was agreed in the part of the `meeting` that is held in confidence."""

    text: str = Field(max_length=2000)
    outcome_wanted: str = Field(max_length=2000)
    owner: str = Id
    due_on: date
    agency: str = Field("", max_length=60)
    children: list[str] = Field(default_factory=list, max_length=20)
    meeting: str = Field("", max_length=40)
    escalation: str = Field("", max_length=40)
    priority: Literal["safety", "plan", "admin"] = "plan"
    evidence_wanted: str = Field("", max_length=2000)
    belongs_to_lead: bool = False
    confidential: bool = False


class ActionEvent(Body):
    """`reason` goes with most events; `evidence` and `effect_for_child` with `claim_done`, `due_on` with `extend`,
    `owner` with `reassign` and, where wanted, with `reopen`."""

    event: Event
    reason: str = Field("", max_length=4000)
    evidence: str = Field("", max_length=4000)
    effect_for_child: str = Field("", max_length=4000)
    due_on: date | None = None
    owner: str = Field("", max_length=40)


@api.get("/actions")
def list_actions(query: ActionList) -> dict[str, Any]:
    """Actions that the caller may see, by age."""
    person = caller()
    wanted = queries.searched(person, owner=query.owner, state=query.state or "", overdue=query.overdue)
    found, following = after(wanted, Action.id, query.cursor, query.limit)
    rows = queries.with_children(person, found)
    audit.read(person, "actions", person, children=[child for row in rows for child in row.children])
    return {"items": [_shape(row) for row in rows], "next": following}


@api.post("/actions")
def set_action(body: NewAction) -> tuple[dict[str, Any], int]:
    """Set an action; its owner is told at once."""
    person = caller()
    owner = _person(body.owner)
    if owner is not None and body.agency and body.agency != owner.agency.key:
        raise BadInput({"agency": "The owner does not work there. Leave it out: it is the owner's agency."})
    action = commands.set_action(
        person,
        text=body.text,
        outcome_wanted=body.outcome_wanted,
        owner=owner,
        due_on=body.due_on,
        child_ids=body.children,
        meeting=body.meeting,
        escalation=body.escalation,
        priority=body.priority,
        evidence_wanted=body.evidence_wanted,
        belongs_to_lead=body.belongs_to_lead,
        confidential=body.confidential,
    )
    return _whole(person, action.public_id), 201


@api.get("/actions/<action_id>")
def show_action(path: ActionPath) -> dict[str, Any]:
    """One action with what the caller can do with it."""
    return _whole(caller(), path.action_id)


@api.post("/actions/<action_id>/events")
def move_action(path: ActionPath, body: ActionEvent) -> dict[str, Any]:
    """One move."""
    person, action_id = caller(), path.action_id
    match body.event:
        case "accept":
            commands.accept(person, action_id)
        case "decline":
            commands.decline(person, action_id, reason=body.reason)
        case "claim_done":
            commands.claim_done(person, action_id, evidence=body.evidence, effect_for_child=body.effect_for_child)
        case "confirm_done":
            commands.confirm_done(person, action_id)
        case "send_back":
            commands.send_back(person, action_id, reason=body.reason)
        case "extend":
            commands.extend(person, action_id, due_on=body.due_on, reason=body.reason)
        case "reassign":
            commands.reassign(person, action_id, owner=_person(body.owner), reason=body.reason)
        case "cancel":
            commands.cancel(person, action_id, reason=body.reason)
        case "reopen":
            owner = _person(body.owner) if body.owner else None
            commands.reopen(person, action_id, reason=body.reason, owner=owner)
    return _whole(person, action_id)


def _person(public_id: str) -> Person | None:
    """One named person, or None for whatever is not one: a team, “all”, nobody."""
    return db.session.scalar(select(Person).where(Person.public_id == public_id, visible_to(caller(), Person)))


def _whole(person: Person, action_id: str) -> dict[str, Any]:
    db.session.flush()
    row = queries.one_row(person, action_id)
    moves = queries.moves_for(person, queries.action_visible_to(person, action_id))
    audit.read(person, "action", row, children=row.children, kind="action")
    return {
        **_shape(row),
        "extensions": [
            {
                "from": e.from_on.isoformat(),
                "to": e.to_on.isoformat(),
                "reason": e.reason,
                "agreed_by": _named(e.agreed_by_public_id, e.agreed_by_name),
                "at": e.at.isoformat(),
            }
            for e in queries.extensions_of(person, row.id)
        ],
        "allowed_events": [move.event for move in moves if not move.refusals],
        "blocked_events": [
            {"event": move.event, "refusals": [refusal.as_json() for refusal in move.refusals]}
            for move in moves
            if move.refusals
        ],
    }


def _shape(row: ActionRow) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "reference": row.reference,
        "state": row.state,
        "text": row.text,
        "outcome_wanted": row.outcome_wanted,
        "priority": row.priority,
        "children": [_named(child.public_id, child.name) for child in row.children],
        "owner": {**_named(row.owner_public_id, row.owner_name), "agency": row.agency_key},
        "owner_not_reached": row.not_reached,
        "proposed_owner": _named(row.proposed_owner_public_id, row.proposed_owner_name),
        "agency": row.agency_key,
        "due_on": row.due_on.isoformat(),
        "original_due_on": row.original_due_on.isoformat(),
        "times_extended": row.extensions,
        "overdue": row.overdue,
        "rag": row.rag,
        "due_working": row.due_working.splitlines(),
        "opened_at": _instant(row.opened_at),
        "accepted_at": _instant(row.accepted_at),
        "evidence_wanted": row.evidence_wanted,
        "evidence": row.evidence,
        "effect_for_child": row.effect_for_child,
        "claimed_at": _instant(row.claimed_at),
        "checker": _named(row.checker_public_id, row.checker_name),
        "confirmed_by": _named(row.confirmed_by_public_id, row.confirmed_by_name),
        "confirmed_at": _instant(row.confirmed_at),
        "set_by": _named(row.set_by_public_id, row.set_by_name),
        "belongs_to_lead": row.belongs_to_lead,
        "confidential": row.confidential,
        "declined_reason": row.declined_reason,
        "sent_back_reason": row.sent_back_reason,
        "cancelled_reason": row.cancelled_reason,
        "version": row.version,
    }


def _named(public_id: str | None, name: str | None) -> Any:
    return {"id": public_id, "name": name} if public_id else None


def _instant(value: Any) -> str | None:
    return value.isoformat() if value else None
