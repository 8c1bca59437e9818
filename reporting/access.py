"""Who may see what lies over several rooms.

An entry of the audit record is seen by those who may see what it is about. Who merely looked is shown to whoever leads
or manages the case, and to themselves. An auditor sees that something was done to what, by whom and when, for everything,
and never what it says (`may_read_payloads`). Sources: DOMAIN §11; RELIABILITY_SECURITY S-72, S-99, S-100.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, union
from sqlalchemy.orm import aliased

from audit.models import AuditEntry
from children.access import children_visible_to, is_current, leads_today
from children.models import LEADING, PENDING, Child, Involvement, LeadProfessional
from people.models import Person
from people.visibility import answered, answers_for, visible_to

MANAGING = ("manager", "coordinator")


@answers_for(AuditEntry)
def entries(person: Person) -> ColumnElement[bool]:
    if person.left_on is not None:
        return false()
    if person.role == "auditor":
        return true()
    if person.role == "system_admin":
        return AuditEntry.child_id.is_(None)
    own = AuditEntry.actor == person.public_id
    themselves = and_(AuditEntry.subject_kind == "person", AuditEntry.subject_id == person.public_id)
    known = select(Child.public_id).where(Child.id.in_(children_visible_to(person)))
    answers_for_case = select(Child.public_id).where(Child.id.in_(_answers_for(person)))
    of_no_hidden_child = or_(AuditEntry.child_id.is_(None), AuditEntry.child_id.in_(known))
    may_know_who_looked = or_(AuditEntry.changes, own, AuditEntry.child_id.in_(answers_for_case))
    return or_(and_(themselves, of_no_hidden_child), and_(_about_what_is_seen(person), may_know_who_looked))


def may_read_payloads(person: Person) -> bool:
    """Whether `person` sees what an entry says, and not only that there is one."""
    return person.role not in ("auditor", "system_admin")


def _about_what_is_seen(person: Person) -> ColumnElement[bool]:
    """The entry's subject is a row of some room that `person` may see. What people are, is open to all; what was done to
    their accounts is not, so their rows are left out."""
    models: list[Any] = [
        model
        for model in answered()
        if hasattr(model, "public_id") and model.__module__.split(".")[0] not in ("people", "audit")
    ]
    return or_(
        *(
            and_(
                AuditEntry.subject_kind == model.__tablename__,
                AuditEntry.subject_id.in_(select(model.public_id).where(visible_to(person, model))),
            )
            for model in sorted(models, key=lambda model: str(model.__tablename__))
        )
    )


def _answers_for(person: Person) -> Select[int]:
    """The children whose case `person` leads or manages, themselves or as line manager of somebody in it."""
    other = aliased(Person)
    team = select(other.id).where(other.manager_id == person.id)
    cases = union(
        select(Involvement.child_id).where(
            is_current(),
            or_(
                and_(Involvement.person_id == person.id, Involvement.role.in_(MANAGING)),
                Involvement.person_id.in_(team),
            ),
        ),
        select(LeadProfessional.child_id).where(LeadProfessional.state.in_(LEADING), leads_today(person)),
        select(LeadProfessional.child_id).where(
            LeadProfessional.state.in_((*LEADING, *PENDING)), LeadProfessional.person_id.in_(team)
        ),
    ).subquery()
    return select(cases.c.child_id).where(cases.c.child_id.in_(children_visible_to(person)))
