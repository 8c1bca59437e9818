"""What waits for those who do the work: supervision that is due, a debrief that is offered, records to audit."""

from typing import Any

from sqlalchemy import Select, and_, or_

from children.models import CaseAudit
from people.models import Debrief, SupervisionLine
from reporting.queries.waiting.asked import ADMINISTRATION, ME, PLAN, SAFETY, Asked, question


def _supervision(asked: Asked) -> Select[Any]:
    """For both of the two, in the week in which it is due and from then on; a manager sees that a team's is late."""
    line = SupervisionLine
    either = or_(line.supervisee_id == ME, line.supervisor_id == ME)
    team = and_(asked.whose(line.supervisee_id), line.due_on < asked.today)
    return question(
        asked,
        "supervision",
        PLAN,
        public_id=line.public_id,
        due_on=line.due_on,
        owner_id=line.supervisee_id,
        other_id=line.supervisor_id,
    ).where(line.ended_on.is_(None), line.due_on <= asked.week_ends, team if asked.team else either)


def _debriefs(asked: Asked) -> Select[Any]:
    """Offers that wait for an answer, and colleagues who ask for a conversation."""
    offered = question(
        asked,
        "debrief",
        SAFETY,
        public_id=Debrief.public_id,
        state=Debrief.state,
        due_on=Debrief.due_on,
        owner_id=Debrief.person_id,
        other_id=Debrief.with_id,
    )
    asked_for = and_(Debrief.state == "taken", Debrief.with_id == ME)
    waits = and_(Debrief.state == "offered", asked.whose(Debrief.person_id))
    return offered.where(waits if asked.team else or_(waits, asked_for))


def _audits(asked: Asked) -> Select[Any]:
    """Records that were drawn for somebody to grade, while they are open to them."""
    return question(
        asked,
        "case_audit",
        ADMINISTRATION,
        public_id=CaseAudit.public_id,
        due_on=CaseAudit.due_on,
        owner_id=CaseAudit.auditor_id,
        child_id=CaseAudit.child_id,
    ).where(CaseAudit.auditor_id == ME, CaseAudit.graded_at.is_(None), CaseAudit.due_on >= asked.today)


QUESTIONS = (
    _supervision,
    _debriefs,
    _audits,
)
