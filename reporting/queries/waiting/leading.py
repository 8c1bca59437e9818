"""Who leads: nominations to answer, and children for whom nobody leads."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, literal, or_
from sqlalchemy.orm import aliased

from children.access import is_current
from children.models import PENDING, Involvement, LeadGap, LeadProfessional
from people.models import Person
from reporting.queries.waiting.asked import OVERDUE, PLAN, SAFETY, TODAY, Asked, question


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


QUESTIONS = (
    _nominations,
    _gaps,
)
