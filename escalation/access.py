"""Who sees a disagreement: the two sides, those at the stages it has reached, whoever leads for the children, the
coordinator of the partnership's cases. Nobody else, not by search, count, report or mail (DOMAIN §4.5, §11)."""

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from children.access import covered_by
from children.models import LEADING, ConflictOfInterest, Involvement, LeadProfessional
from escalation.models import (
    Escalation,
    EscalationChild,
    EscalationEntry,
    EscalationStage,
    IroDispute,
    PolicyVersion,
)
from people.models import Person
from people.visibility import answers_for

WITHOUT_CASES = ("system_admin", "auditor", "agency_admin")


def escalations_visible_to(person: Person) -> Select[int]:
    """The ids of the disagreements that `person` may see. A draft is its raiser's alone."""
    if person.role in WITHOUT_CASES or person.left_on is not None:
        return select(Escalation.id).where(false())
    here = aliased(Escalation)
    team = select(Person.id).where(Person.manager_id == person.id)
    away = covered_by(person)
    answers = exists().where(
        EscalationStage.escalation_id == here.id,
        or_(
            EscalationStage.responder_id == person.id,
            EscalationStage.responder_id.in_(team),
            EscalationStage.responder_id.in_(away),
        ),
    )
    leads = exists().where(
        EscalationChild.escalation_id == here.id,
        EscalationChild.child_id == LeadProfessional.child_id,
        LeadProfessional.person_id == person.id,
        LeadProfessional.state.in_(LEADING),
    )
    coordinates = exists().where(
        EscalationChild.escalation_id == here.id,
        EscalationChild.child_id == Involvement.child_id,
        Involvement.person_id == person.id,
        Involvement.role == "coordinator",
        Involvement.to_on.is_(None),
    )
    raised = or_(here.raiser_id.in_(team), here.raiser_id.in_(away))
    decided = or_(here.decision_maker_id == person.id, here.decision_maker_id.in_(team))
    side = or_(raised, decided, answers, leads, coordinates)
    if person.role == "safeguarding_lead":
        side = or_(side, here.raiser_agency_id == person.agency_id, here.against_agency_id == person.agency_id)
    if person.role == "coordinator":
        side = or_(side, here.state != "draft")
    if person.role == "partner":
        # What nobody holds waits for them, and the last stage of a policy, whatever its number.
        unheld = and_(EscalationStage.ended_at.is_(None), EscalationStage.responder_id.is_(None))
        last = EscalationStage.number == func.json_array_length(here.ladder)
        theirs = or_(EscalationStage.number >= 4, last, unheld)
        side = or_(side, exists().where(EscalationStage.escalation_id == here.id, theirs))
    barred = exists().where(
        EscalationChild.escalation_id == here.id,
        EscalationChild.child_id == ConflictOfInterest.child_id,
        ConflictOfInterest.person_id == person.id,
    )
    seen = or_(here.raiser_id == person.id, and_(here.state != "draft", side))
    return select(here.id).where(seen, ~barred)


@answers_for(Escalation)
def escalations(person: Person) -> ColumnElement[bool]:
    return Escalation.id.in_(escalations_visible_to(person))


@answers_for(EscalationChild)
def escalation_children(person: Person) -> ColumnElement[bool]:
    return EscalationChild.escalation_id.in_(escalations_visible_to(person))


@answers_for(EscalationStage)
def stages(person: Person) -> ColumnElement[bool]:
    return EscalationStage.escalation_id.in_(escalations_visible_to(person))


@answers_for(EscalationEntry)
def entries(person: Person) -> ColumnElement[bool]:
    return EscalationEntry.escalation_id.in_(escalations_visible_to(person))


@answers_for(PolicyVersion)
def policy_versions(_person: Person) -> ColumnElement[bool]:
    """The rules are everybody's to read (DOMAIN §11)."""
    return true()


@answers_for(IroDispute)
def iro_disputes(person: Person) -> ColumnElement[bool]:
    """The reviewing officer, whoever answers, the line managers of both, and whoever leads for the child. The agencies around
    the table are no part of it. Never where a conflict of interest stands."""
    if person.role in WITHOUT_CASES or person.left_on is not None:
        return false()
    team = select(Person.id).where(Person.manager_id == person.id)
    leads = exists().where(
        LeadProfessional.child_id == IroDispute.child_id,
        LeadProfessional.person_id == person.id,
        LeadProfessional.state.in_(LEADING),
    )
    barred = exists().where(
        ConflictOfInterest.child_id == IroDispute.child_id, ConflictOfInterest.person_id == person.id
    )
    sides = or_(
        IroDispute.raised_by_id == person.id,
        IroDispute.answers_id == person.id,
        IroDispute.raised_by_id.in_(team),
        IroDispute.answers_id.in_(team),
        leads,
    )
    return and_(sides, ~barred)
