"""Case audits: which cases somebody may grade, their own list, and what all grades come to."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from children.models import (
    AUDIT_QUESTIONS,
    CaseAudit,
    Child,
    ConflictOfInterest,
    Involvement,
    LeadProfessional,
)
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


def cases_free_to_audit(auditor: Person) -> list[int]:
    """Ids of the children with an open plan on whose case neither `auditor` nor those whom they manage ever worked. No reader
    is asked for: only a number of them is told to whoever draws."""
    theirs = select(Person.id).where(or_(Person.id == auditor.id, Person.manager_id == auditor.id))
    lead = LeadProfessional
    worked = select(Involvement.child_id).where(Involvement.person_id.in_(theirs))
    led = select(lead.child_id).where(
        or_(lead.person_id.in_(theirs), lead.deputy_id.in_(theirs), lead.nominated_by_id == auditor.id)
    )
    barred = select(ConflictOfInterest.child_id).where(ConflictOfInterest.person_id == auditor.id)
    waits = select(CaseAudit.child_id).where(CaseAudit.auditor_id == auditor.id, CaseAudit.graded_at.is_(None))
    return list(
        db.session.scalars(
            select(Child.id).where(
                Child.plan != "none",
                *(Child.id.not_in(some) for some in (worked, led, barred, waits)),
            )
        )
    )


def case_audits(person: Person) -> Select[*tuple[Any, ...]]:
    """What `person` is to grade or has graded, and what was found in records that they may see; open ones first."""
    auditor = aliased(Person)
    return (
        select(
            CaseAudit.public_id,
            CaseAudit.due_on,
            CaseAudit.graded_at,
            CaseAudit.auditor_id,
            auditor.name.label("auditor_name"),
        )
        .join(auditor, auditor.id == CaseAudit.auditor_id)
        .where(visible_to(person, CaseAudit))
        .order_by(CaseAudit.graded_at.is_not(None), CaseAudit.due_on, CaseAudit.id.desc())
    )


def case_audit(person: Person, public_id: str) -> CaseAudit:
    """One case of a sample. Raises `NotVisible`."""
    found = db.session.scalar(select(CaseAudit).where(CaseAudit.public_id == public_id, visible_to(person, CaseAudit)))
    if found is None:
        raise NotVisible("case_audit")
    return found


def grades_given() -> tuple[int, int, dict[str, Counter[str]]]:
    """Over the whole partnership: how many records were drawn, how many graded, and how often each grade was given to each
    question. Numbers alone, for those who answer for the whole."""
    rows: Sequence[Any] = db.session.execute(select(CaseAudit.grades, CaseAudit.graded_at)).all()
    graded = [row.grades for row in rows if row.graded_at is not None]
    return len(rows), len(graded), {key: Counter(one.get(key, "") for one in graded) for key in AUDIT_QUESTIONS}
