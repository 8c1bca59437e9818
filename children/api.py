"""The children's part of the JSON API: what the pages do, through the same commands."""

from datetime import date
from typing import Any, Literal

from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

import audit
from children import commands, queries
from children.models import Child, ChronologyEntry, Involvement, LeadProfessional, SharingDecision, VoiceEntry
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from people import queries as people
from people.models import Person
from people.sign_in import caller

api = APIBlueprint("children_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="children")])

Answer = dict[str, Any]


class OfChild(BaseModel):
    """The child that a path names."""

    child_id: str = Field(max_length=20)


class ChildrenQuery(Listing):
    q: str = Field("", max_length=200)


class NewChild(Body):
    name: str = Field(min_length=1, max_length=200)
    date_of_birth: date | None = None
    expected_date_of_birth: date | None = None
    first_language: str = Field("", max_length=100)
    interpreter_needed: bool = False
    communication_needs: str = Field("", max_length=4000)
    school: str = Field("", max_length=200)
    address: str = Field("", max_length=500)
    restricted_address: bool = False
    sibling: str | None = Field(None, max_length=20)
    relation: str = Field("sibling", max_length=30)
    same_household: bool = True
    what: str = Field("", max_length=200)


class NewInvolvement(Body):
    person: str = Field(max_length=20)
    role: str = Field(max_length=30)
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    direct_contact: bool = True
    what: str = Field("", max_length=200)
    reason: str = Field("", max_length=4000)


class NewVoice(Body):
    views: str = Field(min_length=1, max_length=20000)
    expressed_on: date | None = None
    how: str = Field("talked", max_length=30)
    recorded_by: str | None = Field(None, max_length=20)
    feelings: str = Field("", max_length=4000)
    place: str = Field("", max_length=200)
    tool: str = Field("", max_length=100)
    tool_explanation: str = Field("", max_length=4000)
    present: str = Field("", max_length=4000)
    told_what_next: str = Field("", max_length=4000)
    what_changed: str = Field("", max_length=4000)
    told_outcome: bool | None = None
    told_not_to_talk: bool | None = None
    retracts: str | None = Field(None, max_length=20)
    why_retracted: str = Field("", max_length=4000)
    discussed: str = Field("", max_length=4000)
    means_for_seeking_help: str = Field("", max_length=4000)


class NewChronologyEntry(Body):
    happened_on: date
    happened_to: date | None = None
    about: bool = False
    kind: str = Field(max_length=30)
    text: str = Field(min_length=1, max_length=20000)
    source: str = Field("", max_length=4000)
    significance: str = Field("", max_length=4000)
    effect_on_child: str = Field("", max_length=4000)
    rests_on: list[str] = Field(default_factory=list, max_length=100)
    reason: str = Field("", max_length=4000)


class NewSharingDecision(Body):
    shared: bool
    what: str = Field(max_length=4000)
    with_: str = Field(alias="with", max_length=200)
    purpose: str = Field(max_length=4000)
    lawful_basis: str = Field(max_length=200)
    reasons: str = Field("", max_length=4000)
    special_category_condition: str = Field("", max_length=200)
    consent: str = Field("", max_length=30)
    urgent: bool = False
    copy_kept_at: str = Field("", max_length=200)


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
    reason: str = Field("", max_length=4000)
    handover_note: str = Field("", max_length=20000)
    introduction: str = Field("", max_length=4000)
    introduction_skipped_reason: str = Field("", max_length=4000)
    from_: date | None = Field(None, alias="from")
    to: date | None = None


@api.get("/children")
def list_children(query: ChildrenQuery) -> Answer:
    """Children whom the caller works with; `q` is part of a name, or a date of birth."""
    rows, following = after(queries.search(caller(), query.q), Child.id, query.cursor, query.limit)
    audit.read(caller(), "children", caller(), children=rows)
    return {
        "items": [
            {
                "id": row.public_id,
                "name": row.name,
                "date_of_birth": _day(row.date_of_birth),
                "expected_date_of_birth": _day(row.expected_date_of_birth),
                "plan": row.plan,
                "last_heard_on": _day(row.last_heard_on),
            }
            for row in rows
        ],
        "next": following,
    }


@api.post("/children")
def add_child(body: NewChild) -> tuple[Answer, int]:
    """Add a child, or an unborn child. The caller is involved from today."""
    given = body.model_dump(exclude={"sibling"})
    sibling = queries.child(caller(), body.sibling) if body.sibling else None
    child = commands.add_child(caller(), sibling=sibling, **given)
    return _whole(child), 201


@api.get("/children/<child_id>")
def show_child(path: OfChild) -> Answer:
    """What the caller may see of the child, household and lead professional included."""
    return _whole(_found(path))


@api.get("/children/<child_id>/involvements")
def list_involvements(path: OfChild, query: Listing) -> Answer:
    """Who works or worked with the child."""
    child = _found(path)
    rows, following = after(queries.involvements(caller(), child), Involvement.id, query.cursor, query.limit)
    audit.read(caller(), "involvements", child, children=[child])
    return {"items": [_involvement(row) for row in rows], "next": following}


@api.post("/children/<child_id>/involvements")
def involve(path: OfChild, body: NewInvolvement) -> tuple[Answer, int]:
    """Somebody works with the child. `to` for a role that they hold already ends it: at once, unless it is a day to come."""
    child, other = _found(path), _person(body.person)
    works = queries.role_held(child, other, body.role) if body.to else None
    if works is not None:
        commands.end_involvement(caller(), child, works, body.to, body.reason)
        status = 200
    else:
        works = commands.involve(
            caller(), child, other, body.role, body.from_, body.to, direct_contact=body.direct_contact, what=body.what
        )
        status = 201
    return {
        "id": works.public_id,
        "person": _reference(other),
        "role": works.role,
        "from": _day(works.from_on),
        "to": _day(works.to_on),
        "direct_contact": works.direct_contact,
        "what": works.what,
        "version": works.version,
    }, status


@api.get("/children/<child_id>/voice")
def list_voice(path: OfChild, query: Listing) -> Answer:
    """What the child said or showed."""
    child = _found(path)
    rows, following = after(queries.voice(caller(), child), VoiceEntry.id, query.cursor, query.limit)
    audit.read(caller(), "voice", child, children=[child])
    return {"items": [_voice(row) for row in rows], "next": following}


@api.post("/children/<child_id>/voice")
def record_voice(path: OfChild, body: NewVoice) -> tuple[Answer, int]:
    """What the child said; with `retracts`, what the child took back."""
    child = _found(path)
    heard_by = _person(body.recorded_by) if body.recorded_by else None
    if body.retracts:
        retracted = queries.voice_entry(caller(), child, body.retracts)
        entry = commands.retract_voice(
            caller(),
            child,
            retracted,
            views=body.views,
            why_retracted=body.why_retracted,
            discussed=body.discussed,
            expressed_on=body.expressed_on,
            how=body.how,
            heard_by=heard_by,
            present=body.present,
            means_for_seeking_help=body.means_for_seeking_help,
        )
    else:
        given = body.model_dump(
            exclude={"recorded_by", "retracts", "why_retracted", "discussed", "means_for_seeking_help"}
        )
        entry = commands.record_voice(caller(), child, heard_by=heard_by, **given)
    return _voice(_one(queries.voice(caller(), child), VoiceEntry.id, entry.id)), 201


@api.get("/children/<child_id>/chronology")
def list_chronology(path: OfChild, query: Listing) -> Answer:
    """What happened, with the day it happened apart from the moment it was entered."""
    child = _found(path)
    rows, following = after(queries.chronology(caller(), child), ChronologyEntry.id, query.cursor, query.limit)
    audit.read(caller(), "chronology", child, children=[child])
    return {"items": [_event(row) for row in rows], "next": following}


@api.post("/children/<child_id>/chronology")
def add_chronology(path: OfChild, body: NewChronologyEntry) -> tuple[Answer, int]:
    """Something that happened or was said."""
    child = _found(path)
    entry = commands.add_chronology(caller(), child, **body.model_dump())
    return _event(_one(queries.chronology(caller(), child), ChronologyEntry.id, entry.id)), 201


@api.get("/children/<child_id>/sharing-decisions")
def list_sharing_decisions(path: OfChild, query: Listing) -> Answer:
    """Decisions to share or not, as far as the caller may see them."""
    child = _found(path)
    rows, following = after(queries.sharing_decisions(caller(), child), SharingDecision.id, query.cursor, query.limit)
    audit.read(caller(), "sharing_decisions", child, children=[child])
    return {"items": [_sharing(row) for row in rows], "next": following}


@api.post("/children/<child_id>/sharing-decisions")
def record_sharing_decision(path: OfChild, body: NewSharingDecision) -> tuple[Answer, int]:
    """Information was shared, or was not, and why."""
    child = _found(path)
    given = body.model_dump(exclude={"with_"})
    decision = commands.record_sharing_decision(caller(), child, with_whom=body.with_, **given)
    return _sharing(_one(queries.sharing_decisions(caller(), child), SharingDecision.id, decision.id)), 201


@api.get("/children/<child_id>/lead-professional")
def show_lead(path: OfChild) -> Answer:
    """Who leads, who is nominated, who stands in, and since when nobody leads."""
    return _leading(_found(path))


@api.post("/children/<child_id>/lead-professional/events")
def move_lead(path: OfChild, body: LeadEvent) -> Answer:
    """A move of the lead professional's lifecycle."""
    child = _found(path)
    _make(child, body)
    db.session.flush()
    return _leading(child)


def _make(child: Child, body: LeadEvent) -> None:
    if body.event == "nominate":
        commands.nominate(caller(), child, _named(body), body.starts_on, body.interim)
    elif body.event == "accept":
        commands.accept(caller(), child)
    elif body.event == "decline":
        commands.decline(caller(), child, body.reason)
    elif body.event == "propose_handover":
        commands.propose_handover(caller(), child, body.handover_note, _named(body) if body.person else None)
    elif body.event == "accept_handover":
        commands.accept_handover(caller(), child, body.introduction, body.introduction_skipped_reason)
    elif body.event == "withdraw_handover":
        commands.withdraw_handover(caller(), child, body.reason)
    elif body.event == "end":
        commands.end(caller(), child, body.reason)
    else:
        commands.appoint_deputy(caller(), child, _named(body), body.from_, body.to)


def _found(path: OfChild) -> Child:
    return queries.child(caller(), path.child_id)


def _named(body: LeadEvent) -> Person:
    if body.person is None:
        raise BadInput({"person": "This is needed."})
    return _person(body.person)


def _person(public_id: str) -> Person:
    """Somebody named in a body: that they are not there is wrong input, since the address itself is right."""
    found = people.person_or_none(caller(), public_id)
    if found is None:
        raise BadInput({"person": "There is nobody with this id."})
    return found


def _whole(child: Child) -> Answer:
    me = caller()
    roles = queries.roles_in(me, child.id)
    leading = queries.leading_of(me, roles, queries.leads_for(me, child))
    shown = queries.may_see_where_they_live(me, roles, child, leading.lead)
    siblings = queries.siblings(me, child)
    audit.read(me, "child", child, children=[child, *siblings])
    if shown and child.household.restricted_address:
        audit.read(me, "address", child.household, children=[child])
    household: Answer = {
        "id": child.household.public_id,
        "restricted_address": child.household.restricted_address,
        "children": [{"id": one.public_id, "name": one.name} for one in siblings],
        "family": [_member(row, shown) for row in queries.family(me, child)],
    }
    answer: Answer = {
        "id": child.public_id,
        "name": child.name,
        "date_of_birth": _day(child.date_of_birth),
        "expected_date_of_birth": _day(child.expected_date_of_birth),
        "first_language": child.first_language,
        "interpreter_needed": child.interpreter_needed,
        "communication_needs": child.communication_needs,
        "plan": {"kind": child.plan, "category": child.plan_category, "since": _day(child.plan_since)},
        "household": household,
        "lead_professional": _lead(leading.lead) if leading.lead else None,
        "version": child.version,
    }
    if shown:
        household["address"] = child.household.address
        answer["school"] = child.school
    return answer


def _leading(child: Child) -> Answer:
    me = caller()
    leading = queries.leading_of(me, queries.roles_in(me, child.id), queries.leads_for(me, child))
    gap = queries.open_gaps([child.id]).get(child.id)
    now = leading.lead or leading.nomination
    deputy = leading.lead.deputy if leading.lead else None
    audit.read(me, "lead_professional", child, children=[child])
    return {
        "id": now.public_id if now else None,
        "state": now.state if now else None,
        "child": {"id": child.public_id, "name": child.name},
        "lead": _lead(leading.lead) if leading.lead else None,
        "nomination": _lead(leading.nomination) if leading.nomination else None,
        "deputy": {
            **_reference(deputy),
            "from": _day(leading.lead.deputy_from),
            "to": _day(leading.lead.deputy_to),
        }
        if deputy and leading.lead
        else None,
        "gap": clock.local(gap).isoformat() if gap else None,
        "allowed_events": leading.allowed,
        "blocked_events": [
            {"event": move.event, "refusals": [refusal.as_json() for refusal in move.refusals]}
            for move in leading.blocked
        ],
        "version": now.version if now else 0,
    }


def _lead(lead: LeadProfessional) -> Answer:
    return {
        "id": lead.public_id,
        "person": _reference(lead.person),
        "state": lead.state,
        "interim": lead.interim,
        "starts_on": _day(lead.starts_on),
        "until": _day(lead.until_on),
        "since": clock.local(lead.started_at).isoformat() if lead.started_at else None,
        "handover_note": lead.handover_note,
    }


def _reference(person: Person) -> Answer:
    return {"id": person.public_id, "name": person.name, "agency": person.agency.key}


def _involvement(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "person": {"id": row.person_public_id, "name": row.name, "agency": row.agency_key},
        "role": row.role,
        "from": _day(row.from_on),
        "to": _day(row.to_on),
        "direct_contact": row.direct_contact,
        "what": row.what,
        "current": bool(row.is_current),
    }


def _member(row: Any, with_contact: bool) -> Answer:
    shown = {
        "id": row.public_id,
        "name": row.name,
        "relation": row.relation,
        "parental_responsibility": row.parental_responsibility,
        "lives_here": row.lives_here,
        "note": row.note,
    }
    contact = {"email": row.email, "telephone": row.telephone, "contact_is_safe": row.contact_is_safe}
    return shown | contact if with_contact else shown


def _voice(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "views": row.views,
        "feelings": row.feelings,
        "expressed_on": _day(row.expressed_on),
        "place": row.place,
        "how": row.how,
        "tool": row.tool,
        "tool_explanation": row.tool_explanation,
        "present": row.present,
        "told_what_next": row.told_what_next,
        "what_changed": row.what_changed,
        "told_outcome": row.told_outcome,
        "told_not_to_talk": row.told_not_to_talk,
        "recorded_by": {"id": row.recorded_by, "name": row.recorded_by_name},
        "entered_at": clock.local(row.entered_at).isoformat(),
        "retracts": row.retracts,
        "why_retracted": row.why_retracted,
        "discussed": row.discussed,
        "means_for_seeking_help": row.means_for_seeking_help,
    }


def _event(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "happened_on": _day(row.happened_on),
        "happened_to": _day(row.happened_to),
        "about": row.about,
        "entered_at": clock.local(row.entered_at).isoformat(),
        "entered_by": {"id": row.entered_by, "name": row.entered_by_name},
        "kind": row.kind,
        "text": row.text,
        "source": row.source,
        "significance": row.significance,
        "effect_on_child": row.effect_on_child,
        "rests_on": row.rests_on,
        "reason": row.reason,
    }


def _sharing(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "shared": row.shared,
        "what": row.what,
        "with": row.with_whom,
        "purpose": row.purpose,
        "lawful_basis": row.lawful_basis,
        "special_category_condition": row.special_category_condition,
        "consent": row.consent,
        "reasons": row.reasons,
        "urgent": row.urgent,
        "copy_kept_at": row.copy_kept_at,
        "decided_by": {"id": row.decided_by, "name": row.decided_by_name},
        "decided_at": clock.local(row.decided_at).isoformat(),
    }


def _one(query: Any, key: Any, number: int) -> Any:
    return db.session.execute(query.where(key == number)).one()


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
