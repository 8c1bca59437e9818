"""Disagreements: stages that wait for an answer, outcomes that the raiser has not judged yet, reviewing officers' disputes."""

from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, func, literal, null, or_

from children.models import ConflictOfInterest
from escalation.models import Escalation, EscalationChild, EscalationStage, IroDispute
from people.models import Person
from reporting.queries.waiting.asked import ME, NOW, PLAN, SAFETY, Asked, question


def _disagreements(asked: Asked) -> Select[Any]:
    """Stages of disagreements that wait for an answer, and those whose limit has passed for whoever raised them."""
    overdue = or_(EscalationStage.due_on < asked.today, EscalationStage.due_at < NOW)
    mine = asked.whose(EscalationStage.responder_id)
    # The same as `escalation.queries.may_know_the_raiser`.
    may_know = exists().where(
        Person.id == ME,
        or_(
            Person.agency_id == Escalation.raiser_agency_id,
            Person.role != "practitioner",
            Person.seniority != "practitioner",
        ),
    )
    raised = and_(asked.whose(Escalation.raiser_id), overdue)
    return _about_stage(
        asked,
        more=case((mine, literal("answer")), else_=literal("silent")),
        other_id=case((or_(~Escalation.name_held_back, may_know), Escalation.raiser_id), else_=null()),
    ).where(EscalationStage.ended_at.is_(None), Escalation.state == "open", or_(mine, raised))


def _about_stage(asked: Asked, **given: Any) -> Select[Any]:
    """A question about the stage at which a disagreement stands."""
    here = {
        "public_id": Escalation.public_id,
        "reference": Escalation.reference,
        "what": Escalation.about_text,
        "state": cast(EscalationStage.number, String),
        "due_on": EscalationStage.due_on,
        "due_at": EscalationStage.due_at,
        "owner_id": EscalationStage.responder_id,
    }
    return question(asked, "disagreement", SAFETY, **here, **given).join_from(
        EscalationStage, Escalation, Escalation.id == EscalationStage.escalation_id
    )


def _at_the_top(asked: Asked) -> Select[Any]:
    """What stands before the partners until a named person ends it: a last stage, whoever answers there, and whatever nobody
    holds. The coordinator has it too. It has no end of its own, and acknowledging it takes it off nobody's page."""
    offices = exists().where(Person.id == ME, Person.role.in_(("partner", "coordinator")), Person.left_on.is_(None))
    nobody = EscalationStage.responder_id.is_(None)
    barred = exists().where(
        EscalationChild.escalation_id == Escalation.id,
        EscalationChild.child_id == ConflictOfInterest.child_id,
        ConflictOfInterest.person_id == ME,
    )
    last = EscalationStage.number == func.json_array_length(Escalation.ladder)
    return _about_stage(
        asked,
        more=case((nobody, literal("nobody")), else_=literal("top")),
    ).where(
        EscalationStage.ended_at.is_(None),
        Escalation.state == "open",
        literal(not asked.team),
        offices,
        ~barred,
        or_(nobody, and_(last, EscalationStage.responder_id != ME)),
    )


def _satisfied(asked: Asked) -> Select[Any]:
    """Outcomes that the raiser was told, and has not said yet whether they settle it."""
    return (
        question(
            asked,
            "satisfied",
            PLAN,
            public_id=Escalation.public_id,
            reference=Escalation.reference,
            what=Escalation.about_text,
            owner_id=Escalation.raiser_id,
        )
        .select_from(Escalation)
        .where(Escalation.state == "feedback_given", Escalation.satisfaction == "", asked.whose(Escalation.raiser_id))
    )


def _of_reviewing_officers(asked: Asked) -> Select[Any]:
    """Disputes of reviewing officers: for whoever answers for the authority until they have, then for the officer."""
    unanswered = IroDispute.answered_at.is_(None)
    officer = asked.whose(IroDispute.raised_by_id)
    informal = and_(unanswered, IroDispute.informal_on >= asked.today)
    return question(
        asked,
        "dispute",
        SAFETY,
        public_id=IroDispute.public_id,
        reference=IroDispute.reference,
        more=case((officer, literal("end")), else_=literal("answer")),
        due_on=case((informal, IroDispute.informal_on), else_=IroDispute.total_on),
        owner_id=case((officer, IroDispute.raised_by_id), else_=IroDispute.answers_id),
        child_id=IroDispute.child_id,
    ).where(
        IroDispute.state != "settled",
        or_(
            and_(unanswered, asked.whose(IroDispute.answers_id)),
            and_(officer, or_(~unanswered, IroDispute.informal_on < asked.today)),
        ),
    )


QUESTIONS = (
    _disagreements,
    _at_the_top,
    _satisfied,
    _of_reviewing_officers,
)
