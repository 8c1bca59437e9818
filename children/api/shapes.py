"""How a child, who leads and what is written about them look as JSON."""

from datetime import date
from typing import Any

import audit
from children import queries
from children.api.blueprint import Answer
from children.models import Child, LeadProfessional
from foundation import clock
from foundation.database import db
from people.models import Person
from people.sign_in import caller


def whole(child: Child) -> Answer:
    """The record as the caller may see it; every child it names is noted as read."""
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


def leading_shape(child: Child) -> Answer:
    """Who leads and what the caller may do about it, in the one shape of everything with a lifecycle."""
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
            **reference_of(deputy),
            "from": _day(leading.lead.deputy_from),
            "to": _day(leading.lead.deputy_to),
        }
        if deputy and leading.lead
        else None,
        "workers_in_12_months": leading.workers_in_a_year,
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
        "person": reference_of(lead.person),
        "state": lead.state,
        "interim": lead.interim,
        "starts_on": _day(lead.starts_on),
        "until": _day(lead.until_on),
        "since": clock.local(lead.started_at).isoformat() if lead.started_at else None,
        "handover_note": lead.handover_note,
    }


def reference_of(person: Person) -> Answer:
    """A person as others refer to them."""
    return {"id": person.public_id, "name": person.name, "agency": person.agency.key}


def involvement_shape(row: Any) -> Answer:
    """Who works with the child, as what, from when."""
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


def voice_shape(row: Any) -> Answer:
    """What the child said, when and how it was heard."""
    return {
        "id": row.public_id,
        "views": row.views,
        "daily_life": row.daily_life,
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


def event_shape(row: Any) -> Answer:
    """One entry of the chronology: when it happened apart from when it was entered."""
    return {
        "id": row.public_id,
        "happened_on": _day(row.happened_on),
        "happened_to": _day(row.happened_to),
        "about": row.about,
        "entered_at": clock.local(row.entered_at).isoformat(),
        "entered_by": {"id": row.entered_by, "name": row.entered_by_name},
        "kind": row.kind,
        "incident": row.incident,
        "late_by_working_days": queries.days_late(row.happened_on, row.entered_at),
        "text": row.text,
        "source": row.source,
        "significance": row.significance,
        "effect_on_child": row.effect_on_child,
        "rests_on": row.rests_on,
        "reason": row.reason,
        "confidence": row.confidence or None,
        "would_change": row.would_change,
        "what_else": row.what_else,
        "serious_incident": row.serious_incident,
        "shows": row.shows,
        "account_of": row.account_of,
        "differs_from": row.differs_from,
        "linked_causes": row.linked_causes,
        "safety_plan": row.safety_plan,
    }


def sharing_shape(row: Any) -> Answer:
    """One decision to share, or not to."""
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


def referral_shape(row: Any) -> Answer:
    """One referral: what was asked of whom, what became of it, and whether the referrer knows."""
    return {
        "id": row.public_id,
        "reference": row.reference,
        "child": row.child,
        "made_on": _day(row.made_on),
        "made_by": {"id": row.made_by, "name": row.made_by_name, "agency": row.from_agency},
        "to_agency": row.to_agency,
        "service": row.service,
        "concern": row.concern,
        "again": row.again_of,
        "due": {"rule": row.rule, "by": _day(row.answer_due_on), "source": row.source, "working": list(row.working)},
        "outcome": row.outcome or None,
        "reason": row.reason,
        "answered_on": _day(row.answered_on),
        "told_on": _day(row.told_on),
        "satisfied": row.satisfied,
        "review_on": _day(row.review_on),
        "watch_ended_because": row.watch_ended_because,
        "version": row.version,
    }


def row_of(query: Any, key: Any, number: int) -> Any:
    """The row of `query` whose `key` is `number`."""
    return db.session.execute(query.where(key == number)).one()


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
