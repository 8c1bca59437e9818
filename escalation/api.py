"""Professional disagreements for programs: `/escalations` of the outside contract."""

from datetime import date, datetime
from typing import Any, Literal

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field

import audit
from escalation import commands, queries
from escalation.models import Escalation, EscalationEntry, EscalationStage
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
    interim_safety: str = Field("", max_length=20000)
    name_held_back: bool = False


class Draft(Body):
    """What a draft says; what is left out stays as it is."""

    about_text: str | None = Field(None, max_length=5000)
    concern: str | None = Field(None, max_length=20000)
    outcome_sought: str | None = Field(None, max_length=20000)
    effect_on_child: str | None = Field(None, max_length=20000)
    interim_safety: str | None = Field(None, max_length=20000)


class Conversation(Body):
    """Who spoke with whom, when, and what was said, as the caller's side has it."""

    held_at: datetime
    with_whom: str = Field(max_length=500)
    text: str = Field(max_length=20000)


class ConversationPath(EscalationPath):
    entry_id: str = Id


class Version(Body):
    text: str = Field(max_length=20000)


class Safety(Body):
    interim_safety: str = Field(max_length=20000)


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
    copied_told_by: str = Field("", max_length=500)
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
        children=queries.children_at_stake(person, body.children, body.about.kind, body.about.id),
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
        interim_safety=body.interim_safety,
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


@api.post("/escalations/<escalation_id>/draft")
def edit_draft(path: EscalationPath, body: Draft) -> dict[str, Any]:
    """Go on with a draft; 409 once it is raised."""
    person = caller()
    return shape(person, commands.edit_draft(person, path.escalation_id, **body.model_dump()))


@api.post("/escalations/<escalation_id>/conversations")
def record_conversation(path: EscalationPath, body: Conversation) -> tuple[dict[str, Any], int]:
    """A conversation, as the caller's side has it."""
    person = caller()
    commands.record_conversation(
        person, path.escalation_id, held_at=body.held_at, with_whom=body.with_whom, text=body.text
    )
    return shape(person, queries.escalation_for(person, path.escalation_id)), 201


@api.post("/escalations/<escalation_id>/conversations/<entry_id>/version")
def add_version(path: ConversationPath, body: Version) -> tuple[dict[str, Any], int]:
    """The other side's version of a conversation, beside the first."""
    person = caller()
    commands.add_version(person, path.escalation_id, path.entry_id, body.text)
    return shape(person, queries.escalation_for(person, path.escalation_id)), 201


@api.post("/escalations/<escalation_id>/safety")
def agree_safety(path: EscalationPath, body: Safety) -> dict[str, Any]:
    """What both sides hold to until it is settled."""
    person = caller()
    return shape(person, commands.agree_safety(person, path.escalation_id, body.interim_safety))


def shape(person: Person, made: Escalation) -> dict[str, Any]:
    """One shape for everything with a lifecycle. A raiser who asked for it is not named to the other agency's practitioners."""
    stages = queries.stages_of(made)
    moves = queries.moves_of(person, made, stages)
    audit.read(person, "escalation", made, children=made.children)
    known = queries.may_know_the_raiser(person, made)
    meetings = queries.meetings_of(person, stages)
    return {
        "id": made.public_id,
        "reference": made.reference,
        "state": made.state,
        "stage": made.stage,
        "marks": queries.marks_of(made, stages),
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
        "interim_safety": made.interim_safety or None,
        "stages": [_stage(stage, meetings) for stage in stages],
        "due": [_due(stage) for stage in stages if stage.ended_at is None],
        "entries": [_entry(entry, beside, made, known) for entry, beside in queries.said_in(person, made)],
        "outcome": made.outcome or None,
        "satisfaction": made.satisfaction or None,
        "allowed_events": [_name(event) for event in moves.allowed],
        "blocked_events": [
            {"event": _name(event), "refusals": [r.as_json() for r in reasons]} for event, reasons in moves.blocked
        ],
        "version": made.version,
    }


def _entry(entry: EscalationEntry, beside: EscalationEntry | None, made: Escalation, known: bool) -> dict[str, Any]:
    return {
        "id": entry.public_id,
        "kind": entry.kind,
        "text": entry.text,
        "offer": entry.offer,
        "satisfaction": entry.settles or None,
        "held_at": _iso(entry.held_at),
        "with_whom": entry.with_whom or None,
        "by": entry.by.name if known or entry.by_id != made.raiser_id else None,
        "agency": entry.by.agency.key,
        "at": _iso(entry.at),
        "stage": entry.stage,
        "other_version": _entry(beside, None, made, known) if beside else None,
    }


def _stage(stage: EscalationStage, meetings: dict[int, queries.StageMeeting]) -> dict[str, Any]:
    who = stage.responder
    met = meetings.get(stage.meeting_id or 0)
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
        "meeting": {"id": met.public_id, "reference": met.reference, "state": met.state, "outcome": met.outcome}
        if met
        else None,
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
    "respond": lambda p, i, b: commands.respond(p, i, kind=b.kind, text=b.text, offer=b.offer, settles=b.satisfaction),
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
        p,
        i,
        outcome=b.outcome,
        learning=b.learning,
        copied_by=b.copied_by,
        copied_told_by=b.copied_told_by,
        no_actions_because=b.no_actions_because,
    ),
    "withdraw": lambda p, i, b: commands.withdraw(p, i, b.reason),
    "reopen": lambda p, i, b: commands.reopen(p, i, b.reason, b.stage),
}
