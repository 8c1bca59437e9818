"""What happened or was said, by the day it happened."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

import audit
from children import queries
from children.commands.writing import MAY_WRITE, WRITES
from children.models import ACCOUNTS, CONFIDENCE, INCIDENTS, SHOWS, STATEMENT_KINDS, Child, ChronologyEntry
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from people.commands import offer_debrief
from people.models import Person


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
    confidence: str = "",
    would_change: str = "",
    what_else: str = "",
    serious_incident: bool = False,
    shows: str = "",
    account_of: str = "",
    differs_from: str = "",
    linked_causes: str = "",
    safety_plan: str = "",
) -> ChronologyEntry:
    """Something happened or was said, on `happened_on` (London date), apart from the moment at which it is entered.

    A professional judgement names the entries it rests on, of this child's own record, and its reason. `incident` says of a
    fact what kind of incident it is, so that incidents of one kind are seen together; `shows` how things are for the child,
    `account_of` who says so, and `differs_from` (a public id) which entry says otherwise: of these the patterns are asked.
    `confidence` and `would_change`: how sure a judgement is, and what would change it; `what_else` could explain what the
    family says (the 10 Principles, 2d).
    Self-harm is not written down without what it may be linked to and the safety plan (the 10 Principles, 10.7).
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
    errors |= _errors_of_pattern(child, shows, account_of, differs_from)
    if incident == "self_harm":
        if not clean(linked_causes):
            errors["linked_causes"] = "Say what else in this child's life it may be linked to."
        if not clean(safety_plan):
            errors["safety_plan"] = "Say what keeps the child safe tonight, and who is there."
    rests_on = list(dict.fromkeys(rests_on))
    if kind == "professional_judgement":
        if not rests_on or entries_of(child, rests_on) < len(rests_on):
            errors["rests_on"] = "Name the entries of this child's chronology that the judgement rests on."
        if not clean(reason):
            errors["reason"] = "Say how you come from the facts to the judgement."
        if confidence and confidence not in CONFIDENCE:
            errors["confidence"] = f"Choose one of: {', '.join(CONFIDENCE)}."
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
        confidence=confidence if kind == "professional_judgement" else "",
        would_change=clean(would_change) if kind == "professional_judgement" else "",
        what_else=clean(what_else) if kind == "family_view" else "",
        serious_incident=serious_incident,
        shows=shows,
        account_of=account_of,
        differs_from=differs_from,
        linked_causes=clean(linked_causes),
        safety_plan=clean(safety_plan),
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


def entries_of(child: Child, public_ids: list[str]) -> int:
    """How many of the entries named are in this child's chronology."""
    found = db.session.scalars(
        select(ChronologyEntry.public_id).where(
            ChronologyEntry.child_id == child.id, ChronologyEntry.public_id.in_(public_ids)
        )
    )
    return len(set(found))


def _errors_of_pattern(child: Child, shows: str, account_of: str, differs_from: str) -> dict[str, str]:
    errors = {}
    if shows and shows not in SHOWS:
        errors["shows"] = f"Choose one of: {', '.join(SHOWS)}."
    if account_of and account_of not in ACCOUNTS:
        errors["account_of"] = f"Choose one of: {', '.join(ACCOUNTS)}."
    if differs_from and not entries_of(child, [differs_from]):
        errors["differs_from"] = "Name an entry of this child's chronology."
    return errors
