"""Debriefs: offered to all who took part in something serious, taken up or declined, and held in private."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import move, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Debrief, DebriefNote, Person
from people.rules import DebriefFacts

RULE = "debrief.offer"
THEIRS = "Only whoever it is offered to answers the offer of a debrief."


def offer_debrief(
    actor: Person | None,
    person_ids: Collection[int],
    *,
    about: str,
    since: date | datetime,
    coordinator_id: int | None = None,
    rule: str = RULE,
) -> int:
    """Offer a debrief to each of those who took part in what `about` names by its public id; says to how many it is new.

    `rule` gives the date by which each has answered, counted from `since`. Whoever coordinates hears where an answer is
    missing, and not whose. Nothing of this stands in a child's record.
    """
    asked = set(db.session.scalars(select(Debrief.person_id).where(Debrief.about_id == about)))
    in_service = select(Person).where(
        Person.id.in_(set(person_ids) - asked), Person.role.is_not(None), Person.left_on.is_(None)
    )
    new = list(db.session.scalars(in_service.order_by(Person.id)))
    due = rulebook.book().due_for(rule, since).by
    assert due is not None
    for person in new:
        debrief = Debrief(
            public_id=new_public_id(),
            person_id=person.id,
            person=person,
            about_id=about,
            state="offered",
            offered_at=clock.now(),
            due_on=due,
        )
        db.session.add(debrief)
        audit.record(actor, "debrief.offered", debrief, person=person.public_id)
        db.session.flush()
        notifications.tell(person.id, "debrief.offered", debrief)
        notifications.plan_reminders("debrief.offer", debrief, due, details={"coordinator": coordinator_id})
    return len(new)


def take_debrief(
    person: Person, debrief: Debrief, debriefer: Person | None, arranged_for: date | None = None
) -> Debrief:
    """They would like to talk, to `debriefer`, perhaps on a day that they name."""
    require(debrief.person_id == person.id, THEIRS)
    facts = DebriefFacts(debriefer.id if debriefer else None, debriefer is None or debriefer.is_active)
    move(debrief, "take", facts)
    assert debriefer is not None
    debrief.with_id, debrief.debriefer, debrief.arranged_for = debriefer.id, debriefer, arranged_for
    _answered(debrief)
    audit.record(person, "debrief.taken", debrief, debriefer=debriefer.public_id)
    notifications.tell(debriefer.id, "debrief.asked", debrief)
    return debrief


def decline_debrief(person: Person, debrief: Debrief) -> Debrief:
    """They would rather not; nobody asks why, and they may take it up later."""
    require(debrief.person_id == person.id, THEIRS)
    move(debrief, "decline", DebriefFacts())
    _answered(debrief)
    audit.record(person, "debrief.declined", debrief)
    return debrief


def hold_debrief(person: Person, debrief: Debrief, held_on: date, text: str = "") -> Debrief:
    """They talked on the London date `held_on`; `text` is for the two alone, and may be left empty."""
    require(person.id in (debrief.person_id, debrief.with_id), "One of the two who talked records it.")
    move(debrief, "hold", DebriefFacts(lies_ahead=held_on > clock.today()))
    debrief.held_on = held_on
    audit.record(person, "debrief.held", debrief, held_on=held_on)
    if clean(text) and debrief.with_id is not None:
        db.session.add(
            DebriefNote(public_id=new_public_id(), debrief_id=debrief.id, with_id=debrief.with_id, text=clean(text))
        )
    db.session.flush()
    return debrief


def _answered(debrief: Debrief) -> None:
    debrief.answered_at = clock.now()
    notifications.drop(debrief, "debrief.offer", because="answered")
