"""Professional disagreements for programs: `/escalations` of the outside contract."""

from datetime import date
from typing import Any, Literal

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field

import audit
from children.queries import children_by_ids
from escalation import commands, queries
from escalation.models import Escalation, EscalationEntry, EscalationStage
from foundation import clock
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from people import queries as people_queries
from people.models import Person
from people.sign_in import caller

api = APIBlueprint("escalations_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="escalations")])
Id = Field(pattern=r"^[a-z0-9]{1,20}$")
EVENTS = (
    "raise", "respond", "escalate", "skip_stage", "fast_track", "pause", "resume", "resolve", "give_feedback",
    "answer_feedback", "close", "withdraw", "reopen",
)  # fmt: skip


class EscalationPath(Body):
    escalation_id: str = Id


class About(Body):
    kind: str = Field(max_length=30)
    id: str | None = None
    text: str = Field(max_length=5000)


class NewEscalation(Body):
    children: list[str] = Field(max_length=20)
    about: About
    theme: str = Field(max_length=40)
    concern: str = Field("", max_length=20000)
    outcome_sought: str = Field("", max_length=20000)
    effect_on_child: str = Field("", max_length=20000)
    decision_maker: str | None = None
    decided_on: date | None = None
    against_agency: str = Field(max_length=60)
    immediate_risk: bool
    name_held_back: bool = False


class EscalationList(Listing):
    state: str = ""
    stage: int | None = None
    mine: bool = False


class Event(Body):
    event: Literal[EVENTS]  # type: ignore[valid-type]
    responder: str | None = None
    what_was_tried: str = Field("", max_length=20000)
    from_stage: int | None = None
    to_stage: int | None = None
    stage: int | None = None
    reason: str = Field("", max_length=20000)
    consulted: str = Field("", max_length=500)
    child_safe_tonight: bool | None = None
    until: date | None = None
    kind: str = "professional_judgement"
    text: str = Field("", max_length=20000)
    offer: str = Field("", max_length=20000)
    agreed_statement: str = Field("", max_length=20000)
    rationale: str = Field("", max_length=20000)
    outcome: str = Field("", max_length=20)
    satisfaction: str = Field("", max_length=10)
    learning: str = Field("", max_length=20000)
    copied_by: list[str] = Field(default_factory=list, max_length=20)
    no_actions_because: str = Field("", max_length=5000)


@api.get("/escalations")
def list_escalations(query: EscalationList) -> dict[str, Any]:
    """The disagreements that the caller may see."""
    person = caller()
    rows, following = after(
        queries.escalation_rows(person, state=query.state, stage=query.stage, mine=query.mine),
        Escalation.id,
        query.cursor,
        query.limit,
    )
    audit.read(person, "escalations", person)
    items = [
        {
            "id": row.public_id,
            "reference": row.reference,
            "theme": row.theme,
            "state": row.state,
            "stage": row.stage,
            "fast_tracked": row.fast_tracked,
            "reopened": bool(row.reopened),
            "due": {"by": row.due_on.isoformat() if row.due_on else None, "at": _iso(row.due_at)},
        }
        for row in rows
    ]
    return {"items": items, "next": following}


@api.post("/escalations")
def new_escalation(body: NewEscalation) -> tuple[dict[str, Any], int]:
    """A draft, for the caller alone until it is raised."""
    person = caller()
    made = commands.draft(
        person,
        children=children_by_ids(person, body.children),
        about_kind=body.about.kind,
        about_id=body.about.id,
        about_text=body.about.text,
        theme=body.theme,
        concern=body.concern,
        outcome_sought=body.outcome_sought,
        effect_on_child=body.effect_on_child,
        against_agency=people_queries.agency_by_key(body.against_agency),
        decision_maker=_person(person, body.decision_maker),
        decided_on=body.decided_on,
        immediate_risk=body.immediate_risk,
        name_held_back=body.name_held_back,
    )
    return shape(person, made), 201


@api.get("/escalations/<escalation_id>")
def one_escalation(path: EscalationPath) -> dict[str, Any]:
    """The ladder with its dates, what was said, and the moves of the caller."""
    return shape(caller(), queries.escalation_for(caller(), path.escalation_id))


@api.post("/escalations/<escalation_id>/events")
def move_escalation(path: EscalationPath, body: Event) -> dict[str, Any] | Response:
    """Make one move; 409 with every reason where the rules refuse it."""
    person = caller()
    _MOVES[body.event](person, path.escalation_id, body)
    return shape(person, queries.escalation_for(person, path.escalation_id))


def shape(person: Person, made: Escalation) -> dict[str, Any]:
    """One shape for everything with a lifecycle. A raiser who asked for it is not named to the other agency's practitioners."""
    stages = queries.stages_of(made)
    moves = queries.moves_of(person, made, stages)
    audit.read(person, "escalation", made, children=made.children)
    known = queries.may_know_the_raiser(person, made)
    return {
        "id": made.public_id,
        "reference": made.reference,
        "state": made.state,
        "stage": made.stage,
        "marks": _marks(made, stages),
        "children": [{"id": child.public_id, "name": child.name} for child in made.children],
        "about": {"kind": made.about_kind, "id": made.about_id, "text": made.about_text},
        "theme": made.theme,
        "concern": made.concern,
        "outcome_sought": made.outcome_sought,
        "effect_on_child": made.effect_on_child,
        "raised_by": {"id": made.raiser.public_id, "name": made.raiser.name} if known else None,
        "raiser_agency": made.raiser_agency.key,
        "against_agency": made.against_agency.key,
        "immediate_risk": made.immediate_risk,
        "stages": [_stage(stage) for stage in stages],
        "due": [_due(stage) for stage in stages if stage.ended_at is None],
        "entries": [_entry(entry, made, known) for entry in queries.entries_of(person, made)],
        "outcome": made.outcome or None,
        "satisfaction": made.satisfaction or None,
        "allowed_events": [_name(event) for event in moves.allowed],
        "blocked_events": [
            {"event": _name(event), "refusals": [r.as_json() for r in reasons]} for event, reasons in moves.blocked
        ],
        "version": made.version,
    }


def _marks(made: Escalation, stages: list[EscalationStage]) -> list[str]:
    here = next((stage for stage in stages if stage.ended_at is None), None)
    marks = {
        "overdue": queries.is_overdue(here),
        "fast_tracked": made.fast_tracked,
        "paused": bool(here and here.paused_until and here.paused_until >= clock.today()),
        "stage_skipped": any(stage.result in ("skipped", "vacant") for stage in stages),
        "reopened": bool(made.reopened),
    }
    return [mark for mark, holds in marks.items() if holds]


def _entry(entry: EscalationEntry, made: Escalation, known: bool) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "text": entry.text,
        "offer": entry.offer,
        "by": entry.by.name if known or entry.by_id != made.raiser_id else None,
        "at": _iso(entry.at),
        "stage": entry.stage,
    }


def _stage(stage: Any) -> dict[str, Any]:
    who = stage.responder
    return {
        "number": stage.number,
        "responder": {"id": who.public_id, "name": who.name, "agency": who.agency.key} if who else None,
        "entered_at": _iso(stage.entered_at),
        "by": stage.due_on.isoformat() if stage.due_on else None,
        "at": _iso(stage.due_at),
        "ended_at": _iso(stage.ended_at),
        "result": stage.result or None,
        "reason": stage.reason or None,
        "what_was_tried": stage.what_was_tried or None,
    }


def _due(stage: Any) -> dict[str, Any]:
    return {
        "rule": f"stage.{stage.number}",
        "by": stage.due_on.isoformat() if stage.due_on else None,
        "at": _iso(stage.due_at),
        "overdue": queries.is_overdue(stage),
        "force": stage.force,
        "source": stage.source,
        "working": stage.working,
    }


def _name(event: str) -> str:
    return event.rstrip("_")


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _person(reader: Person, public_id: str | None) -> Person | None:
    return people_queries.person(reader, public_id) if public_id else None


def _raise(person: Person, public_id: str, body: Event) -> Any:
    return commands.raise_disagreement(person, public_id, _person(person, body.responder))


def _escalate(person: Person, public_id: str, body: Event) -> Any:
    return commands.escalate(
        person,
        public_id,
        what_was_tried=body.what_was_tried,
        from_stage=body.from_stage,
        responder=_person(person, body.responder),
    )


def _pause(person: Person, public_id: str, body: Event) -> Any:
    if body.until is None:
        raise BadInput({"until": "Give the last day of the pause."})
    return commands.pause(person, public_id, until=body.until, reason=body.reason)


_MOVES: dict[str, Any] = {
    "raise": _raise,
    "respond": lambda p, i, b: commands.respond(p, i, kind=b.kind, text=b.text, offer=b.offer),
    "escalate": _escalate,
    "skip_stage": lambda p, i, b: commands.skip_stage(p, i, to_stage=b.to_stage, reason=b.reason),
    "fast_track": lambda p, i, b: commands.fast_track(
        p, i, reason=b.reason, consulted=b.consulted, child_safe_tonight=b.child_safe_tonight
    ),
    "pause": _pause,
    "resume": lambda p, i, b: commands.resume(p, i),
    "resolve": lambda p, i, b: commands.resolve(
        p, i, agreed_statement=b.agreed_statement, rationale=b.rationale, outcome=b.outcome
    ),
    "give_feedback": lambda p, i, b: commands.give_feedback(p, i, b.text),
    "answer_feedback": lambda p, i, b: commands.answer_feedback(p, i, b.satisfaction, b.text),
    "close": lambda p, i, b: commands.close(
        p, i, outcome=b.outcome, learning=b.learning, copied_by=b.copied_by, no_actions_because=b.no_actions_because
    ),
    "withdraw": lambda p, i, b: commands.withdraw(p, i, b.reason),
    "reopen": lambda p, i, b: commands.reopen(p, i, b.reason, b.stage),
}
