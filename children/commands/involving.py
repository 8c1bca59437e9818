"""Who works with a child, and who is kept from the record."""

from datetime import date

import audit
import rulebook
from children import queries
from children.models import INVOLVEMENT_ROLES, Child, ConflictOfInterest, Involvement
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from notifications import commands as notifications
from people.models import Person

INVOLVES = frozenset({"lead", "professional", "line_manager", "manager", "chair", "coordinator", "safeguarding_lead"})
ENDS = frozenset({"lead", "line_manager", "manager", "chair", "coordinator"})


def involve(
    person: Person,
    child: Child,
    other: Person,
    role: str = "professional",
    from_on: date | None = None,
    to_on: date | None = None,
    *,
    direct_contact: bool = True,
    what: str = "",
    holiday_cover: str = "",
) -> Involvement:
    """`other` works with the child, both days included, and sees the record for that time. Somebody with a role in the
    case says so; their agency is kept as it is now."""
    require(queries.roles_in(person, child.id) & INVOLVES, "Those who work with the child say who else does.")
    from_on = from_on or clock.today()
    errors = {}
    if role not in INVOLVEMENT_ROLES:
        errors["role"] = f"Choose one of: {', '.join(INVOLVEMENT_ROLES)}."
    if to_on and to_on < from_on:
        errors["to"] = "The last day must not be before the first."
    if other.left_on is not None:
        errors["person"] = "Name somebody who is in service."
    elif queries.is_involved(other, [child.id], [role]):
        errors["person"] = "This person holds that role with the child already."
    if errors:
        raise BadInput(errors)
    works = Involvement(
        public_id=new_public_id(),
        child=child,
        person=other,
        role=role,
        agency_id=other.agency_id,
        from_on=from_on,
        to_on=to_on,
        direct_contact=direct_contact,
        what=clean_line(what),
        holiday_cover=clean_line(holiday_cover)[:200],
    )
    db.session.add(works)
    audit.record(person, "involvement.began", works, children=[child], person=other.public_id, role=role)
    db.session.flush()
    watch_silence(works, max(from_on, clock.today()))
    return works


def watch_silence(works: Involvement, since: date) -> None:
    """Ask, so many working days after `since`, whether the agency has given a sign of what it knows. Source: the rule book,
    `agency.silence`."""
    if works.role == "professional" and works.direct_contact:
        days = rulebook.book().reminders["agency.silence"].offsets[0]
        notifications.plan("agency.silence", works, notifications.morning_of(since, days + 1), step=f"{since}")


def end_involvement(
    person: Person, child: Child, works: Involvement, to_on: date | None = None, reason: str = ""
) -> Involvement:
    """The role ends: with no date, or one that is not in the future, at once, and the record is closed to them with it."""
    permitted = works.person_id == person.id or queries.roles_in(person, child.id) & ENDS
    require(permitted, "Whoever leads, manages or coordinates the case ends an involvement, or the person themselves.")
    today = clock.today()
    if works.ended_at is not None or (works.to_on and works.to_on < today):
        raise BadInput({"to": "This involvement has ended already."})
    if to_on and to_on < works.from_on:
        raise BadInput({"to": "The last day must not be before the first."})
    works.to_on, works.end_reason = to_on or today, clean(reason)
    if works.to_on <= today:
        works.ended_at = clock.now()
    audit.record(person, "involvement.ended", works, children=[child], to=works.to_on, reason=works.end_reason)
    db.session.flush()
    return works


def declare_conflict(person: Person, child: Child, barred: Person, reason: str = "") -> ConflictOfInterest | None:
    """From this second there is no record of the child for `barred`. They say so themselves, or whoever leads or manages
    the case. Declared twice it stands once, and the second time tells nothing."""
    permitted = barred.id == person.id or queries.roles_in(person, child.id) & {"lead", "line_manager", "manager"}
    require(permitted, "The person themselves, or whoever leads or manages the case, declares a conflict of interest.")
    if not clean(reason):
        raise BadInput({"reason": "Say what the relation is; only the keeper of the record reads it."})
    if queries.is_barred(barred, child.id):
        return None
    conflict = ConflictOfInterest(
        public_id=new_public_id(),
        child_id=child.id,
        person_id=barred.id,
        reason=clean(reason),
        declared_by_id=person.id,
        declared_at=clock.now(),
    )
    db.session.add(conflict)
    audit.record(person, "conflict.declared", conflict, children=[child])
    db.session.flush()
    return conflict


def work_with(person: Person | None, child: Child, lead: Person) -> None:
    """Whoever leads works with the child, from today where they did not before."""
    if queries.is_involved(lead, [child.id]):
        return
    works = Involvement(
        public_id=new_public_id(),
        child=child,
        person=lead,
        role="professional",
        agency_id=lead.agency_id,
        from_on=clock.today(),
        direct_contact=True,
        what="lead professional",
    )
    db.session.add(works)
    audit.record(person, "involvement.began", works, children=[child], person=lead.public_id, role="professional")
    db.session.flush()
