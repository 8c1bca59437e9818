"""Who leads: nominations to answer, children for whom nobody leads, and summaries that have grown old."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, literal, or_
from sqlalchemy.orm import aliased

from children.access import is_current
from children.models import LEADING, PENDING, CaseSummary, Child, Involvement, LeadGap, LeadProfessional
from people.models import Person
from reporting.queries.waiting.asked import OVERDUE, PLAN, SAFETY, TODAY, WEEK, Asked, question


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


QUESTIONS = (
    _nominations,
    _gaps,
    _summaries,
)
