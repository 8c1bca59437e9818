"""What never waits for a rule: protective steps, and a part of the meeting held apart."""

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from meetings import queries
from meetings.commands.moving import running
from meetings.models import Meeting, ProtectiveStep
from people.models import Person

STEPS = {
    "interim_safety": "Interim safety step",
    "referral": "Referral",
    "police": "Call to the police",
    "emergency_duty_team": "Call to the emergency duty team",
}


def protect(person: Person, public_id: str, kind: str, text: str) -> ProtectiveStep:
    """A step to keep a child safe now. In any state, by anybody who may see the meeting, at any hour: nothing refuses it."""
    meeting = queries.meeting_for(person, public_id)
    errors = {}
    if kind not in STEPS:
        errors["kind"] = f"Choose one of: {', '.join(STEPS)}."
    if not clean(text):
        errors["text"] = "Say what was done, by whom, and when it will be looked at again."
    if errors:
        raise BadInput(errors)
    step = ProtectiveStep(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        kind=kind,
        text=clean(text),
        taken_by_id=person.id,
        taken_at=clock.now(),
    )
    db.session.add(step)
    audit.record(person, "protective_step.taken", step, children=meeting.children, meeting=meeting.public_id)
    return step


def hold_apart(person: Person, public_id: str, *, why: str, family_told: str) -> Meeting:
    """Part of the meeting is held without the family: who decided, why, and what the family were told."""
    meeting, _, roles = running(person, public_id)
    require("chair" in roles, "Only the chair decides to hold a part without the family.")
    if not clean(why) or not clean(family_told):
        raise BadInput({"why": "Say why, and what the family were told."})
    meeting.confidential_slot = {
        "decided_by": person.public_id,
        "why": clean(why),
        "family_told": clean(family_told),
        "at": clock.now().isoformat(),
    }
    audit.record(person, "meeting.held_apart", meeting, children=meeting.children)
    return meeting
