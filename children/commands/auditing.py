"""Case audits: a sample is drawn at random for somebody who never worked on the cases, and each record is graded."""

from collections.abc import Mapping
from secrets import SystemRandom

from sqlalchemy import select

import audit
import rulebook
from children import queries
from children.models import AUDIT_QUESTIONS, GRADES, TO_MEND, CaseAudit, Child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person

AUDIT_RULE = "case_audit.grade_by"
DRAWS = ("auditor", "partner", "coordinator")
PRINCIPLE_1F = "The 10 Principles, principle 1f: audits of cases"


def draw_sample(person: Person, auditor: Person, number: int) -> list[CaseAudit]:
    """`number` cases at random for `auditor` to grade, of all with an open plan; none that they, or those whom they manage,
    ever worked on, and none from which they are barred. Whoever draws sees no case by it."""
    require(person.role in DRAWS, "Auditors, safeguarding partners and coordinators draw a sample.")
    errors, most = {}, queries.figure("case_audit.most")
    if not auditor.is_active or auditor.role in queries.WITHOUT_CASES or auditor.id == person.id:
        errors["auditor"] = "Name somebody else, in service, whose account works with children."
    if not 1 <= number <= most:
        errors["number"] = f"Draw between 1 and {most} cases."
    if errors:
        raise BadInput(errors)
    free = queries.cases_free_to_audit(auditor)
    if not free:
        text = "There is no case on which this person and their team have not worked. Name another auditor."
        raise Refused([Refusal("nobody_audits_their_own_work", text, PRINCIPLE_1F)])
    due = rulebook.book().due_for(AUDIT_RULE, clock.today()).by
    assert due is not None
    drawn = SystemRandom().sample(free, min(number, len(free)))
    made = []
    for child in db.session.scalars(select(Child).where(Child.id.in_(drawn)).order_by(Child.id)):
        one = CaseAudit(
            public_id=new_public_id(),
            child=child,
            auditor=auditor,
            drawn_by_id=person.id,
            drawn_at=clock.now(),
            due_on=due,
            grades={},
        )
        db.session.add(one)
        audit.record(person, "case_audit.drawn", one, children=[child], auditor=auditor.public_id)
        made.append(one)
    db.session.flush()
    notifications.tell(auditor.id, "case_audit.drawn", made[0])
    return made


def grade_case(
    person: Person, one: CaseAudit, grades: Mapping[str, str], good: str = "", to_mend: str = ""
) -> CaseAudit:
    """What the auditor found, a grade for each question. Whoever leads hears of it, and the record closes to the auditor."""
    require(person.id == one.auditor_id, "Only whoever was named looks at this record and grades it.")
    if one.graded_at is not None:
        raise Refused([Refusal("a_record_is_graded_once", "This record is graded already.", PRINCIPLE_1F)])
    errors = {key: "Choose a grade." for key in AUDIT_QUESTIONS if grades.get(key) not in GRADES}
    if any(grade in TO_MEND for grade in grades.values()) and not clean(to_mend):
        errors["to_mend"] = "Say what has to be put right."
    if errors:
        raise BadInput(errors)
    one.grades = {key: grades[key] for key in AUDIT_QUESTIONS}
    one.good, one.to_mend, one.graded_at = clean(good), clean(to_mend), clock.now()
    audit.record(person, "case_audit.graded", one, children=[one.child])
    lead = queries.leading(one.child_id)
    told = {lead.person_id} if lead else queries.line_managers_of_case([one.child_id])
    for person_id in sorted(told):
        notifications.tell(person_id, "case_audit.graded", one)
    db.session.flush()
    return one
