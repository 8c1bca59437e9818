"""The meeting of a stage: the managers of both sides sit down together, and what they decide stands on the ladder."""

from sqlalchemy import select

from escalation import queries
from escalation.models import Escalation, EscalationStage
from foundation import clock
from foundation.database import db
from meetings import commands as meetings
from meetings.models import Meeting
from people.models import Person


def settled_without(person: Person, escalation: Escalation) -> None:
    """It is settled or withdrawn: what was asked for and has no date yet is owed to nobody."""
    ids = [stage.meeting_id for stage in queries.stages_of(escalation) if stage.meeting_id is not None]
    for meeting in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id)) if ids else ():
        meetings.not_needed(person, meeting, f"{escalation.reference} is {escalation.state}")


def asked_for(person: Person, escalation: Escalation, stage: EscalationStage) -> Meeting:
    """A professionals' meeting, asked for with the stage; the coordinator convenes it. Both sides are on its list; somebody
    whose name is held back is represented by their manager."""
    offices = queries.coordinators()
    meeting = meetings.propose(
        person,
        type_key="professionals",
        children=escalation.children,
        trigger_kind="requested",
        trigger_at=clock.now(),
        purpose=f"Settle the professional disagreement {escalation.reference} at stage {stage.number}.",
        coordinator=db.session.get(Person, min(offices)) if offices else None,
        escalation_id=escalation.id,
    )
    raiser = escalation.raiser
    responder = db.session.get(Person, stage.responder_id) if stage.responder_id else None
    asked = [responder, db.session.get(Person, raiser.manager_id) if raiser.manager_id else None]
    if not escalation.name_held_back:
        asked.append(raiser)
    for one in dict.fromkeys(one for one in asked if one is not None and one.is_active):
        meetings.add_invitee(person, meeting.public_id, one)
    return meeting
