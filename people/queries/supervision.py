"""Reads of supervision and debriefs: that they were held for those who answer for somebody, what was said for the two."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Debrief, DebriefNote, Person, Supervision, SupervisionLine, SupervisionNote
from people.visibility import visible_to

_supervisee, _supervisor, _debriefed, _debriefer = (aliased(Person) for _ in range(4))


def supervision_lines(person: Person, *, mine: bool) -> Sequence[Row[*tuple[Any, ...]]]:
    """Lines that stand, the one most owed first: those of `person`, or of those for whom they answer; with the day on which
    the two last met."""
    last = select(func.max(Supervision.held_on)).where(Supervision.line_id == SupervisionLine.id).scalar_subquery()
    own = or_(SupervisionLine.supervisor_id == person.id, SupervisionLine.supervisee_id == person.id)
    return db.session.execute(
        select(
            SupervisionLine.public_id,
            SupervisionLine.due_on,
            SupervisionLine.begun_on,
            _supervisee.name.label("supervisee"),
            _supervisor.name.label("supervisor"),
            Agency.name.label("agency"),
            last.label("last_held_on"),
        )
        .join(_supervisee, _supervisee.id == SupervisionLine.supervisee_id)
        .join(_supervisor, _supervisor.id == SupervisionLine.supervisor_id)
        .join(Agency, Agency.id == _supervisee.agency_id)
        .where(visible_to(person, SupervisionLine), SupervisionLine.ended_on.is_(None), own if mine else ~own)
        .order_by(SupervisionLine.due_on, SupervisionLine.id)
    ).all()


def supervision_line(person: Person, public_id: str) -> SupervisionLine:
    """One line. Raises `NotVisible`."""
    found = db.session.scalar(
        select(SupervisionLine).where(SupervisionLine.public_id == public_id, visible_to(person, SupervisionLine))
    )
    if found is None:
        raise NotVisible("supervision_line")
    return found


def supervisions(person: Person, line: SupervisionLine) -> Select[*tuple[Any, ...]]:
    """When they met, latest first; what was said only for the two who were there (`is_open` says so)."""
    note = SupervisionNote
    return (
        select(
            Supervision.id,
            Supervision.public_id,
            Supervision.held_on,
            Supervision.due_on,
            Supervision.recorded_at,
            note.id.is_not(None).label("is_open"),
            note.focus,
            note.assumptions,
            note.records_looked_at,
            note.about_records,
            note.agreed,
        )
        .outerjoin(note, and_(note.supervision_id == Supervision.id, visible_to(person, note)))
        .where(visible_to(person, Supervision), Supervision.line_id == line.id)
        .order_by(Supervision.held_on.desc(), Supervision.id.desc())
    )


def debriefs(person: Person, *, mine: bool) -> Sequence[Row[*tuple[Any, ...]]]:
    """Debriefs of `person` and those that they are asked to give, with what was said; or that they were offered to those
    for whom `person` answers. Those still to answer first."""
    own = or_(Debrief.person_id == person.id, Debrief.with_id == person.id)
    note = DebriefNote
    return db.session.execute(
        select(
            Debrief.public_id,
            Debrief.state,
            Debrief.due_on,
            Debrief.offered_at,
            Debrief.arranged_for,
            Debrief.held_on,
            (Debrief.person_id == person.id).label("is_mine"),
            _debriefed.name.label("person"),
            _debriefer.name.label("debriefer"),
            note.text.label("note"),
        )
        .join(_debriefed, _debriefed.id == Debrief.person_id)
        .outerjoin(_debriefer, _debriefer.id == Debrief.with_id)
        .outerjoin(note, and_(note.debrief_id == Debrief.id, visible_to(person, note)))
        .where(visible_to(person, Debrief), own if mine else ~own)
        .order_by((Debrief.state != "offered"), Debrief.due_on.desc(), Debrief.id.desc())
        .limit(100)
    ).all()


def debrief(person: Person, public_id: str) -> Debrief:
    """One debrief. Raises `NotVisible`."""
    found = db.session.scalar(select(Debrief).where(Debrief.public_id == public_id, visible_to(person, Debrief)))
    if found is None:
        raise NotVisible("debrief")
    return found


def unanswered_debriefs() -> int:
    """How many offers wait for an answer beyond their date: a number, for those who read numbers alone."""
    waits = select(func.count()).select_from(Debrief).where(Debrief.state == "offered", Debrief.due_on < clock.today())
    return db.session.scalar(waits) or 0


def team_of(person: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those with an account whom `person` manages, or the colleagues of a safeguarding lead; by name."""
    whose = Person.manager_id == person.id
    if person.role == "safeguarding_lead":
        whose = or_(whose, and_(Person.agency_id == person.agency_id, Person.id != person.id))
    return db.session.execute(
        select(Person.public_id, Person.name)
        .where(visible_to(person, Person), whose, Person.role.is_not(None), Person.left_on.is_(None))
        .order_by(Person.name_key)
    ).all()
