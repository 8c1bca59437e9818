"""What is written down about a child: the child's own words, what happened, what was shared and why."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

import audit
from children import queries
from children.models import (
    CONSENTS,
    HOW_HEARD,
    INCIDENTS,
    STATEMENT_KINDS,
    Child,
    ChronologyEntry,
    SharingDecision,
    VoiceEntry,
)
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from notifications import commands as notifications
from people.commands import offer_debrief
from people.models import Person

WRITES = frozenset({"lead", "professional", "advocate"})
HEARS = WRITES | {"chair"}  # the chair writes down what the meeting hears of the child
MAY_WRITE = "Those who work with the child, and whoever leads, write in the record."


def record_voice(
    person: Person,
    child: Child,
    *,
    views: str,
    expressed_on: date | None = None,
    how: str = "talked",
    heard_by: Person | None = None,
    daily_life: str = "",
    feelings: str = "",
    place: str = "",
    tool: str = "",
    tool_explanation: str = "",
    present: str = "",
    told_what_next: str = "",
    what_changed: str = "",
    told_outcome: bool | None = None,
    told_not_to_talk: bool | None = None,
) -> VoiceEntry:
    """What the child said or showed, in the child's words, on the London date `expressed_on` (today unless told).

    A tool or a drawing is named with what it shows, so that a reader years later can understand it. Where somebody told the
    child not to talk, whoever leads hears of it at once; where nobody leads, the managers of the case.
    """
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    expressed_on = expressed_on or clock.today()
    errors = _errors_of_voice(views, expressed_on, how)
    if (clean(tool) or how == "drawing") and not clean(tool_explanation):
        errors["tool_explanation"] = "Say what the tool is, or what the drawing shows, for a reader who was not there."
    if errors:
        raise BadInput(errors)
    entry = VoiceEntry(
        public_id=new_public_id(),
        child_id=child.id,
        views=clean(views),
        daily_life=clean(daily_life),
        feelings=clean(feelings),
        expressed_on=expressed_on,
        place=clean_line(place),
        how=how,
        tool=clean_line(tool),
        tool_explanation=clean(tool_explanation),
        present=clean(present),
        told_what_next=clean(told_what_next),
        what_changed=clean(what_changed),
        told_outcome=told_outcome,
        told_not_to_talk=told_not_to_talk,
        recorded_by_id=(heard_by or person).id,
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    return _keep_voice(person, child, entry, "voice.recorded")


def retract_voice(
    person: Person,
    child: Child,
    retracted: VoiceEntry,
    *,
    views: str,
    why_retracted: str,
    discussed: str,
    expressed_on: date | None = None,
    how: str = "talked",
    heard_by: Person | None = None,
    present: str = "",
    means_for_seeking_help: str = "",
) -> VoiceEntry:
    """The child took something back. The first entry stays as it is; this one says what was taken back, and why a child of
    this age might do so. Source: the 10 Principles, principle 10 (a retraction is not the end of the matter)."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    expressed_on = expressed_on or clock.today()
    errors = _errors_of_voice(views, expressed_on, how)
    if not clean(why_retracted):
        errors["why_retracted"] = "Say why a child of this age might take this back."
    if not clean(discussed):
        errors["discussed"] = "Say what you and the child discussed about it."
    if errors:
        raise BadInput(errors)
    entry = VoiceEntry(
        public_id=new_public_id(),
        child_id=child.id,
        views=clean(views),
        expressed_on=expressed_on,
        how=how,
        present=clean(present),
        retracts_id=retracted.id,
        why_retracted=clean(why_retracted),
        discussed=clean(discussed),
        means_for_seeking_help=clean(means_for_seeking_help),
        recorded_by_id=(heard_by or person).id,
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    return _keep_voice(person, child, entry, "voice.retraction_recorded")


def add_chronology(
    person: Person,
    child: Child,
    *,
    happened_on: date,
    kind: str,
    text: str,
    incident: str = "",
    happened_to: date | None = None,
    about: bool = False,
    source: str = "",
    significance: str = "",
    effect_on_child: str = "",
    rests_on: Collection[str] = (),
    reason: str = "",
    serious_incident: bool = False,
) -> ChronologyEntry:
    """Something happened or was said, on `happened_on` (London date), apart from the moment at which it is entered.

    A professional judgement names the entries it rests on, of this child's own record, and its reason. `incident` says of a
    fact what kind of incident it is, so that incidents of one kind are seen together.
    After a serious incident everybody who works with the child is offered a debrief, which stands in no record.
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    errors = {}
    if happened_on > clock.today():
        errors["happened_on"] = "The day cannot be in the future; what is planned belongs to meetings and actions."
    if happened_to and happened_to < happened_on:
        errors["happened_to"] = "The last day must not be before the first."
    if kind not in STATEMENT_KINDS:
        errors["kind"] = f"Choose one of: {', '.join(STATEMENT_KINDS)}."
    if not clean(text):
        errors["text"] = "Write down what happened or what was said."
    if incident and (incident not in INCIDENTS or kind != "fact"):
        errors["incident"] = f"Say of a fact which of these it is: {', '.join(INCIDENTS)}."
    rests_on = list(dict.fromkeys(rests_on))
    if kind == "professional_judgement":
        if not rests_on or entries_of(child, rests_on) < len(rests_on):
            errors["rests_on"] = "Name the entries of this child's chronology that the judgement rests on."
        if not clean(reason):
            errors["reason"] = "Say how you come from the facts to the judgement."
    if errors:
        raise BadInput(errors)
    entry = ChronologyEntry(
        public_id=new_public_id(),
        child_id=child.id,
        happened_on=happened_on,
        happened_to=happened_to,
        about=about,
        kind=kind,
        incident=incident,
        text=clean(text),
        source=clean(source),
        significance=clean(significance),
        effect_on_child=clean(effect_on_child),
        rests_on=rests_on if kind == "professional_judgement" else [],
        reason=clean(reason),
        serious_incident=serious_incident,
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(entry)
    audit.record(person, "chronology.added", entry, children=[child], statement=kind, happened_on=happened_on)
    db.session.flush()
    if serious_incident:
        work_with = {
            one.person_id for one in queries.people_involved([child]) if one.role not in ("family", "advocate")
        }
        offer_debrief(person, work_with, about=entry.public_id, since=clock.today())
    return entry


def record_sharing_decision(
    person: Person,
    child: Child,
    *,
    shared: bool,
    what: str,
    with_whom: str,
    purpose: str,
    lawful_basis: str,
    reasons: str = "",
    special_category_condition: str = "",
    consent: str = "",
    urgent: bool = False,
    copy_kept_at: str = "",
) -> SharingDecision:
    """Information was shared, or was not; not sharing needs its reasons.

    Source: HM Government, Information sharing advice 2024: record what was shared, with whom and for what purpose, or why not.
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    given = {"what": what, "with": with_whom, "purpose": purpose, "lawful_basis": lawful_basis}
    asked = {
        "what": "Say what the information is, in a few words.",
        "with": "Name the person and the agency.",
        "purpose": "Say what it is for.",
        "lawful_basis": "Name the lawful basis.",
    }
    errors = {field: asked[field] for field, value in given.items() if not clean(value)}
    if not shared and not clean(reasons):
        errors["reasons"] = "Say why the information was not shared."
    if consent and consent not in CONSENTS:
        errors["consent"] = f"Choose one of: {', '.join(CONSENTS)}."
    if errors:
        raise BadInput(errors)
    decision = SharingDecision(
        public_id=new_public_id(),
        child_id=child.id,
        shared=shared,
        what=clean(what),
        with_whom=clean_line(with_whom),
        purpose=clean(purpose),
        lawful_basis=clean_line(lawful_basis),
        special_category_condition=clean_line(special_category_condition),
        consent=consent,
        reasons=clean(reasons),
        urgent=urgent,
        copy_kept_at=clean_line(copy_kept_at),
        decided_by_id=person.id,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    audit.record(person, "sharing.decided", decision, children=[child], shared=shared)
    db.session.flush()
    return decision


def _errors_of_voice(views: str, expressed_on: date, how: str) -> dict[str, str]:
    errors = {}
    if not clean(views):
        errors["views"] = "Write down what the child said or showed, in the child's own words."
    if expressed_on > clock.today():
        errors["expressed_on"] = "The day cannot be in the future."
    if how not in HOW_HEARD:
        errors["how"] = f"Choose one of: {', '.join(HOW_HEARD)}."
    return errors


def _keep_voice(person: Person, child: Child, entry: VoiceEntry, action: str) -> VoiceEntry:
    db.session.add(entry)
    audit.record(person, action, entry, children=[child], expressed_on=entry.expressed_on)
    db.session.flush()
    notifications.drop(child, "voice.missing", because="the child was heard")
    if child.plan != "none":
        notifications.plan_reminders("voice.missing", child, entry.expressed_on)
    lead = queries.leading(child.id)
    if entry.told_not_to_talk:
        told = {lead.person_id} if lead else queries.line_managers_of_case([child.id])
        for person_id in sorted(told - {person.id}):
            notifications.tell(person_id, "voice.told_not_to_talk", child, step=entry.public_id)
    return entry


def entries_of(child: Child, public_ids: list[str]) -> int:
    """How many of the entries named are in this child's chronology."""
    found = db.session.scalars(
        select(ChronologyEntry.public_id).where(
            ChronologyEntry.child_id == child.id, ChronologyEntry.public_id.in_(public_ids)
        )
    )
    return len(set(found))
