"""Supervision: who supervises whom, that it was held, and what was said between the two."""

from datetime import date

from sqlalchemy import or_, select

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import RECORDS_LOOKED_AT, Person, Supervision, SupervisionLine, SupervisionNote

RULE = "supervision.next"
NOT_THEIRS = "Whoever manages somebody, or is their safeguarding lead, says who supervises them."


def arrange_supervision(actor: Person, supervisee: Person, supervisor: Person) -> SupervisionLine:
    """`supervisor` supervises `supervisee` from today; the first time by the date that the rule book gives from today."""
    leads = actor.role == "safeguarding_lead" and actor.agency_id == supervisee.agency_id
    require(supervisee.manager_id == actor.id or leads, NOT_THEIRS)
    errors = {}
    if supervisor.id == supervisee.id:
        errors["supervisor"] = "Nobody supervises themselves. Name somebody else."
    elif not supervisor.is_active:
        errors["supervisor"] = "Name somebody who is in service and has an account."
    elif _standing(supervisee, supervisor) is not None:
        errors["supervisor"] = "They supervise this person already."
    if not supervisee.is_active:
        errors["supervisee"] = "Name somebody who is in service and has an account."
    if errors:
        raise BadInput(errors)
    return _begin(actor, supervisee, supervisor)


def record_supervision(
    person: Person,
    line: SupervisionLine,
    *,
    held_on: date,
    focus: str,
    records_looked_at: str,
    about_records: str = "",
    assumptions: str = "",
    agreed: str = "",
) -> Supervision:
    """They met on the London date `held_on`. One of the two writes it down; the next date is counted from that day."""
    require(person.id in (line.supervisee_id, line.supervisor_id), "One of the two who met writes it down.")
    require(line.ended_on is None, "This supervision has ended.")
    errors = {}
    if held_on > clock.today():
        errors["held_on"] = "The day cannot be in the future."
    elif held_on < line.begun_on:
        errors["held_on"] = "They did not meet in supervision before it was arranged."
    if not clean(focus):
        errors["focus"] = "Say what you talked about."
    if records_looked_at not in RECORDS_LOOKED_AT:
        errors["records_looked_at"] = "Say whether you looked at records together."
    elif records_looked_at == "to_mend" and not clean(about_records):
        errors["about_records"] = "Say what has to be put right, by whom."
    if errors:
        raise BadInput(errors)
    held = Supervision(
        public_id=new_public_id(),
        line_id=line.id,
        supervisee_id=line.supervisee_id,
        supervisor_id=line.supervisor_id,
        due_on=line.due_on,
        held_on=held_on,
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(held)
    db.session.flush()
    db.session.add(
        SupervisionNote(
            public_id=new_public_id(),
            supervision_id=held.id,
            focus=clean(focus),
            assumptions=clean(assumptions),
            records_looked_at=records_looked_at,
            about_records=clean(about_records),
            agreed=clean(agreed),
        )
    )
    audit.record(person, "supervision.recorded", held, held_on=held_on, due_on=line.due_on)
    _next(person, line, held_on)
    db.session.flush()
    return held


def end_supervision(actor: Person | None, line: SupervisionLine) -> None:
    """They meet no more in supervision; what was said stays with the two."""
    leads = actor is not None and actor.role == "safeguarding_lead" and actor.agency_id == line.supervisee.agency_id
    require(actor is None or line.supervisee.manager_id == actor.id or leads, NOT_THEIRS)
    _end(actor, line)


def hand_over_supervision(actor: Person | None, leaver: Person, to: Person | None) -> list[str]:
    """What a leaver holds of supervision: with `to`, they supervise those whom the leaver did, and the leaver's own ends."""
    lines = db.session.scalars(
        select(SupervisionLine).where(
            SupervisionLine.ended_on.is_(None),
            or_(SupervisionLine.supervisor_id == leaver.id, SupervisionLine.supervisee_id == leaver.id),
        )
    ).all()
    held = [line for line in lines if line.supervisor_id == leaver.id]
    for line in lines if to is not None else ():
        _end(actor, line)
        if line in held and to is not None and to.id != line.supervisee_id and not _standing(line.supervisee, to):
            _begin(actor, line.supervisee, to, line.due_on)
    return [f"supervises {len(held)} colleague{'' if len(held) == 1 else 's'}"] if held else []


def _standing(supervisee: Person, supervisor: Person) -> SupervisionLine | None:
    return db.session.scalar(
        select(SupervisionLine).where(
            SupervisionLine.supervisee_id == supervisee.id,
            SupervisionLine.supervisor_id == supervisor.id,
            SupervisionLine.ended_on.is_(None),
        )
    )


def _begin(actor: Person | None, supervisee: Person, supervisor: Person, due_on: date | None = None) -> SupervisionLine:
    due = rulebook.book().due_for(RULE, clock.today()).by
    assert due is not None
    line = SupervisionLine(
        public_id=new_public_id(),
        supervisee_id=supervisee.id,
        supervisor_id=supervisor.id,
        supervisee=supervisee,
        supervisor=supervisor,
        begun_on=clock.today(),
        due_on=due_on or due,
    )
    db.session.add(line)
    audit.record(actor, "supervision.arranged", line, person=supervisee.public_id, supervisor=supervisor.public_id)
    db.session.flush()
    notifications.plan_reminders("supervision.due", line, line.due_on)
    for one in (supervisee, supervisor):
        if actor is None or one.id != actor.id:
            notifications.tell(one.id, "supervision.arranged", line)
    return line


def _next(person: Person, line: SupervisionLine, held_on: date) -> None:
    """The next date, from the latest day on which they met; an older one that is written down late moves nothing."""
    latest = db.session.scalar(
        select(Supervision.held_on).where(Supervision.line_id == line.id).order_by(Supervision.held_on.desc()).limit(1)
    )
    due = rulebook.book().due_for(RULE, max(held_on, latest or held_on)).by
    assert due is not None
    notifications.drop(line, "supervision.due", because="supervision recorded")
    line.due_on = due
    audit.record(person, "supervision.next_due", line, due_on=due)
    notifications.plan_reminders("supervision.due", line, due)


def _end(actor: Person | None, line: SupervisionLine) -> None:
    if line.ended_on is None:
        line.ended_on = clock.today()
        notifications.drop(line, because="supervision ended")
        audit.record(actor, "supervision.ended", line)
        db.session.flush()
