"""Who leads: nominations to answer, children for whom nobody leads or who move away, and summaries that have grown old."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, literal, or_
from sqlalchemy.orm import aliased

from children.access import is_current
from children.models import (
    LEADING,
    PENDING,
    AreaMove,
    CaseSummary,
    Child,
    FreshEyes,
    InformationRequest,
    Involvement,
    LeadGap,
    LeadProfessional,
)
from meetings.models import OutcomeReview
from people.models import Person
from reporting.queries.waiting.asked import DUTY, OVERDUE, PLAN, SAFETY, TODAY, WEEK, Asked, question


def _nominations(asked: Asked) -> Select[Any]:
    """Nominations to answer, within one working day, and handovers to accept."""
    leads = aliased(LeadProfessional)
    handed = exists().where(leads.child_id == LeadProfessional.child_id, leads.state == "handover_proposed")
    return question(
        asked,
        "lead",
        PLAN,
        state=case((handed, "handover_proposed"), else_=LeadProfessional.state),
        due_at=LeadProfessional.nominated_at,
        bucket=case((LeadProfessional.nominated_at < asked.yesterday, OVERDUE), else_=literal(TODAY)),
        owner_id=LeadProfessional.person_id,
        other_id=LeadProfessional.nominated_by_id,
        child_id=LeadProfessional.child_id,
    ).where(
        asked.whose(LeadProfessional.person_id),
        or_(LeadProfessional.state == "nominated", and_(LeadProfessional.state.in_(PENDING), handed)),
    )


def _gaps(asked: Asked) -> Select[Any]:
    """Children for whom nobody leads: for the managers of those who work with them, and for the coordinator of the case."""
    answers = exists().where(
        Involvement.child_id == LeadGap.child_id,
        is_current(),
        Person.id == Involvement.person_id,
        or_(
            and_(Involvement.role == "professional", asked.whose(Person.manager_id)),
            and_(Involvement.role.in_(("manager", "coordinator")), asked.whose(Involvement.person_id)),
        ),
    )
    return question(
        asked, "gap", SAFETY, due_at=LeadGap.from_at, bucket=literal(OVERDUE), child_id=LeadGap.child_id
    ).where(LeadGap.to_at.is_(None), answers)


def _summaries(asked: Asked) -> Select[Any]:
    """Children on a plan whose summary is old, or was never written though the plan is as old: for whoever leads."""
    fresh = exists().where(CaseSummary.child_id == Child.id, CaseSummary.written_at >= asked.fresh_since)
    return (
        question(asked, "summary", PLAN, bucket=literal(WEEK), owner_id=LeadProfessional.person_id, child_id=Child.id)
        .join_from(LeadProfessional, Child, Child.id == LeadProfessional.child_id)
        .where(
            LeadProfessional.state.in_(LEADING),
            asked.whose(LeadProfessional.person_id),
            Child.plan != "none",
            Child.plan_since < asked.fresh_since.date(),
            ~fresh,
        )
    )


def _moves(asked: Asked) -> Select[Any]:
    """Notices that a child moves to another area: for whoever is to accept; for whoever holds, and for the coordinator of
    the case, once the answer is late."""
    receives = asked.whose(AreaMove.receiving_id)
    coordinates = exists().where(
        Involvement.child_id == AreaMove.child_id,
        is_current(),
        Involvement.role == "coordinator",
        asked.whose(Involvement.person_id),
    )
    holds = and_(AreaMove.answer_due_on <= asked.today, or_(asked.whose(AreaMove.giving_id), coordinates))
    return question(
        asked,
        "area_move",
        case((AreaMove.answer_due_on < asked.today, SAFETY), else_=DUTY),
        public_id=AreaMove.public_id,
        reference=AreaMove.reference,
        due_on=AreaMove.answer_due_on,
        more=case((receives, literal("answers")), else_=literal("holds")),
        owner_id=AreaMove.receiving_id,
        other_id=AreaMove.giving_id,
        child_id=AreaMove.child_id,
    ).where(AreaMove.state == "noticed", or_(receives, holds))


def _court_reviews(asked: Asked) -> Select[Any]:
    """Children to look at after a court decided otherwise than planned: for whoever leads; while nobody does, for those who
    manage or coordinate the case, and for whoever recorded it."""
    led = exists().where(
        LeadProfessional.child_id == OutcomeReview.child_id,
        LeadProfessional.state.in_(LEADING),
        asked.whose(LeadProfessional.person_id),
    )
    nobody = ~exists().where(LeadProfessional.child_id == OutcomeReview.child_id, LeadProfessional.state.in_(LEADING))
    works = exists().where(
        Involvement.child_id == OutcomeReview.child_id,
        is_current(),
        Involvement.role.in_(("professional", "manager")),
        asked.whose(Involvement.person_id),
    )
    return question(
        asked,
        "court_review",
        SAFETY,
        due_at=OutcomeReview.opened_at,
        bucket=literal(TODAY),
        child_id=OutcomeReview.child_id,
    ).where(OutcomeReview.closed_at.is_(None), or_(led, and_(nobody, works)))


def _information(asked: Asked) -> Select[Any]:
    """What somebody is asked about a child, by the day it is due."""
    return question(
        asked, "information", DUTY, due_on=InformationRequest.due_on, owner_id=InformationRequest.asked_id,
        other_id=InformationRequest.asked_by_id, child_id=InformationRequest.child_id,
    ).where(asked.whose(InformationRequest.asked_id), InformationRequest.answered_at.is_(None))  # fmt: skip


def _fresh_eyes(asked: Asked) -> Select[Any]:
    """Cases to look at with fresh eyes, for the manager of whoever leads: another one than before, or a plan that has run for
    long without such a look."""
    waits = exists().where(FreshEyes.child_id == Child.id, FreshEyes.reviewed_at.is_(None))
    looked = exists().where(FreshEyes.child_id == Child.id, FreshEyes.reviewed_at >= asked.eyes_since)
    long = and_(Child.plan != "none", Child.plan_since <= asked.eyes_since.date(), ~looked)
    leader = aliased(Person)
    return (
        question(asked, "fresh_eyes", PLAN, bucket=literal(WEEK), owner_id=leader.manager_id, child_id=Child.id)
        .join_from(LeadProfessional, Child, Child.id == LeadProfessional.child_id)
        .join(leader, leader.id == LeadProfessional.person_id)
        .where(LeadProfessional.state.in_(LEADING), asked.whose(leader.manager_id), or_(waits, long))
    )


QUESTIONS = (
    _nominations,
    _information,
    _fresh_eyes,
    _court_reviews,
    _gaps,
    _moves,
    _summaries,
)
