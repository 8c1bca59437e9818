"""Who may see that supervision and debriefs were held, and who what was said there (DOMAIN §11).

The two see their own. Their manager, and the safeguarding lead of their agency, see that it was held and nothing of what
was said. Coordinators and partners read numbers.
"""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import aliased

from people.models import Debrief, DebriefNote, Person, Supervision, SupervisionLine, SupervisionNote
from people.visibility import answers_for

# Aliases: a reader's own joins to these must not become part of the question.
_held, _debrief = aliased(Supervision), aliased(Debrief)


def answers_for_them(person: Person, column: Any) -> ColumnElement[bool]:
    """`column` names somebody whom `person` manages, or a colleague where `person` is the safeguarding lead."""
    if person.left_on is not None:
        return false()
    whose: ColumnElement[bool] = column.in_(select(Person.id).where(Person.manager_id == person.id))
    if person.role == "safeguarding_lead":
        whose = or_(whose, column.in_(select(Person.id).where(Person.agency_id == person.agency_id)))
    return whose


@answers_for(SupervisionLine)
def lines(person: Person) -> ColumnElement[bool]:
    return or_(
        SupervisionLine.supervisor_id == person.id,
        SupervisionLine.supervisee_id == person.id,
        answers_for_them(person, SupervisionLine.supervisee_id),
    )


@answers_for(Supervision)
def supervisions(person: Person) -> ColumnElement[bool]:
    return or_(
        Supervision.supervisor_id == person.id,
        Supervision.supervisee_id == person.id,
        answers_for_them(person, Supervision.supervisee_id),
    )


@answers_for(SupervisionNote)
def supervision_notes(person: Person) -> ColumnElement[bool]:
    """The two who were there; a later supervisor does not come into what was said before."""
    own = select(_held.id).where(or_(_held.supervisor_id == person.id, _held.supervisee_id == person.id))
    return SupervisionNote.supervision_id.in_(own)


@answers_for(Debrief)
def debriefs(person: Person) -> ColumnElement[bool]:
    return or_(
        Debrief.person_id == person.id, Debrief.with_id == person.id, answers_for_them(person, Debrief.person_id)
    )


@answers_for(DebriefNote)
def debrief_notes(person: Person) -> ColumnElement[bool]:
    """Whoever was debriefed, and whoever did it."""
    theirs = select(_debrief.id).where(_debrief.person_id == person.id)
    return or_(DebriefNote.with_id == person.id, DebriefNote.debrief_id.in_(theirs))
