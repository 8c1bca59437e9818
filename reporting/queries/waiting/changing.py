"""What a service that stops, or a home that ends, asks of whoever leads for a child; where nobody leads, of those who manage or
coordinate the case."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_

from children.access import is_current
from children.models import LEADING, Change, ChangeTask, Involvement, LeadProfessional, Service
from people.models import Person
from reporting.queries.waiting.asked import DUTY, SAFETY, Asked, question


def _tasks(asked: Asked) -> Select[Any]:
    leading = LeadProfessional.child_id == ChangeTask.child_id, LeadProfessional.state.in_(LEADING)
    instead = exists().where(
        Involvement.child_id == ChangeTask.child_id,
        is_current(),
        Person.id == Involvement.person_id,
        or_(
            and_(Involvement.role == "professional", asked.whose(Person.manager_id)),
            and_(Involvement.role.in_(("manager", "coordinator")), asked.whose(Involvement.person_id)),
        ),
    )
    return (
        question(
            asked,
            "change",
            case((ChangeTask.is_safety, SAFETY), else_=DUTY),
            public_id=ChangeTask.public_id,
            what=func.coalesce(Service.name, ""),
            more=Change.kind,
            due_on=ChangeTask.due_on,
            child_id=ChangeTask.child_id,
        )
        .join_from(ChangeTask, Change, Change.id == ChangeTask.change_id)
        .outerjoin(Service, Service.id == Change.service_id)
        .where(
            ChangeTask.acknowledged_at.is_(None),
            or_(
                exists().where(*leading, asked.whose(LeadProfessional.person_id)),
                and_(~exists().where(*leading), instead),
            ),
        )
    )


QUESTIONS = (_tasks,)
