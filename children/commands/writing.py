"""What is written down about a child in the child's own words, and what the child took back."""

from datetime import date

import audit
from children import queries
from children.models import HOW_HEARD, Child, VoiceEntry
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from notifications import commands as notifications
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
