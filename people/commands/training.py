"""Training: logged by whoever took it, or whoever answers for them, and held until it runs out."""

from datetime import date

from sqlalchemy import select

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person, Training

WHO_LOGS = "Whoever took it, their manager or their agency’s safeguarding lead logs training."


def log_training(actor: Person, person: Person, course: str, taken_on: date, evidence: str = "") -> Training:
    """`person` took `course` on the London date `taken_on`; the rule book says until when it holds. An earlier time of the
    same course reminds nobody any more."""
    require(_may_log(actor, person), WHO_LOGS)
    errors = {}
    if course not in rulebook.book().courses:
        errors["course"] = f"Choose one of: {', '.join(rulebook.book().courses)}."
    if taken_on > clock.today():
        errors["taken_on"] = "Log it once it was taken; the day cannot be in the future."
    if errors:
        raise BadInput(errors)
    expires_on = rulebook.book().due_for(f"training.{course}", taken_on).by
    assert expires_on is not None
    logged = Training(
        public_id=new_public_id(),
        person_id=person.id,
        course=course,
        taken_on=taken_on,
        expires_on=expires_on,
        evidence=clean(evidence),
        logged_by_id=actor.id,
        logged_at=clock.now(),
    )
    for earlier in _of(person, course):
        notifications.drop(earlier, "training.expiry", because="renewed")
    db.session.add(logged)
    db.session.flush()
    audit.record(actor, "training.logged", logged, person=person.public_id, course=course, expires_on=expires_on)
    notifications.plan_reminders("training.expiry", logged, expires_on)
    return logged


def withdraw_training(actor: Person, logged: Training, reason: str) -> None:
    """It was entered in error; the entry stays, with the reason, and counts for nothing."""
    require(_may_log(actor, logged.person), WHO_LOGS)
    if not clean(reason):
        raise BadInput({"reason": "Say why the entry is taken back."})
    if logged.withdrawn_at is None:
        logged.withdrawn_at, logged.withdrawn_because = clock.now(), clean(reason)
        audit.record(actor, "training.withdrawn", logged, person=logged.person.public_id)
        notifications.drop(logged, because="entered in error")


def _may_log(actor: Person, person: Person) -> bool:
    leads = actor.role == "safeguarding_lead" and actor.agency_id == person.agency_id
    return actor.id in (person.id, person.manager_id) or leads


def _of(person: Person, course: str) -> list[Training]:
    return list(db.session.scalars(select(Training).where(Training.person_id == person.id, Training.course == course)))
