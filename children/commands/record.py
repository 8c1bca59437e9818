"""The child and the family: adding a child, the household, the plan."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

import audit
from children import queries
from children.commands.family import keep_account
from children.commands.gaps import follow_need
from children.models import (
    CATEGORIES,
    PARENTAL_RESPONSIBILITY,
    PLANS,
    RELATIONS,
    CaseSummary,
    Child,
    ChildRelation,
    ConflictOfInterest,
    FamilyMember,
    Household,
    Involvement,
)
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.signals import child_joined
from foundation.text import clean, clean_line, search_key
from notifications import commands as notifications
from people.commands import is_address
from people.models import Person

OLDEST = timedelta(days=366 * 25)  # somebody leaving care
FURTHEST_BIRTH = timedelta(days=301)  # 43 weeks


def add_child(
    person: Person,
    *,
    name: str,
    date_of_birth: date | None = None,
    expected_date_of_birth: date | None = None,
    first_language: str = "",
    interpreter_needed: bool = False,
    communication_needs: str = "",
    school: str = "",
    address: str = "",
    restricted_address: bool = False,
    sibling: Child | None = None,
    relation: str = "sibling",
    same_household: bool = True,
    what: str = "",
) -> Child:
    """A record for a child, or for an unborn child; whoever adds it works with the child from today.

    With `sibling` the child belongs to that family: in the same household, or elsewhere. Whoever is barred from a child
    of the household is barred from this one too. Nothing is said about children whom `person` may not see.
    """
    name = clean_line(name)
    _check_child(name, date_of_birth, expected_date_of_birth, relation)
    if sibling is not None and same_household:
        household = sibling.household
    else:
        household = _new_household(person, address, restricted_address)
    child = Child(
        public_id=new_public_id(),
        name=name,
        name_key=search_key(name),
        date_of_birth=date_of_birth,
        expected_date_of_birth=expected_date_of_birth,
        first_language=clean_line(first_language),
        interpreter_needed=interpreter_needed,
        communication_needs=clean(communication_needs),
        school=clean_line(school),
        household=household,
        plan="none",
    )
    db.session.add(child)
    db.session.flush()
    if sibling is not None:
        _relate(child, sibling, relation)
    _keep_from_the_barred(person, child)
    audit.record(person, "child.added", child, children=[child])
    works = Involvement(
        public_id=new_public_id(),
        child=child,
        person=person,
        role="professional",
        agency_id=person.agency_id,
        from_on=clock.today(),
        direct_contact=True,
        what=clean_line(what),
    )
    db.session.add(works)
    audit.record(person, "involvement.began", works, children=[child], person=person.public_id, role="professional")
    db.session.flush()
    if sibling is not None:
        child_joined.send(None, child=child, person=person)
    return child


def add_family_member(
    person: Person,
    child: Child,
    *,
    name: str,
    relation: str,
    parental_responsibility: str = "not_known",
    lives_here: bool = True,
    email: str = "",
    telephone: str = "",
    contact_is_safe: bool = False,
    language: str = "",
    interpreter_needed: bool = False,
    note: str = "",
) -> FamilyMember:
    """Somebody of the child's family, as the agency of `person` knows them. Nothing is sent to a contact that is not said to
    be safe."""
    errors = {}
    if not clean_line(name):
        errors["name"] = "Enter the name, or “not known” and the steps taken."
    if not clean_line(relation):
        errors["relation"] = "Enter what they are to the child, such as mother or stepfather."
    if interpreter_needed and not clean_line(language):
        errors["language"] = "Say for which language an interpreter is needed."
    if parental_responsibility not in PARENTAL_RESPONSIBILITY:
        errors["parental_responsibility"] = f"Choose one of: {', '.join(PARENTAL_RESPONSIBILITY)}."
    if email and not is_address(clean_line(email)):
        errors["email"] = "Enter an e-mail address in the form name@example.org."
    if errors:
        raise BadInput(errors)
    require(queries.roles_in(person, child.id) - {"family"}, "Those who work with the child record the family.")
    member = FamilyMember(
        public_id=new_public_id(),
        household_id=child.household_id,
        name=clean_line(name),
        relation=clean_line(relation),
        parental_responsibility=parental_responsibility,
        lives_here=lives_here,
        email=clean_line(email),
        telephone=clean_line(telephone),
        contact_is_safe=contact_is_safe,
        language=clean_line(language)[:100],
        interpreter_needed=interpreter_needed,
        note=clean(note),
    )
    db.session.add(member)
    audit.record(person, "family.added", member, children=[child])
    db.session.flush()
    keep_account(person, child, member, "yes" if lives_here else "no")
    return member


def set_plan(
    person: Person | None, child: Child, plan: str, category: str | None = None, since: date | None = None
) -> Child:
    """A meeting decided on the child's plan; the meeting has asked whether `person` may. A category only where harm is named.

    With a plan somebody has to lead: where nobody does, the gap begins. When the plan ends, so does the gap.
    """
    if plan not in PLANS:
        raise BadInput({"plan": f"Choose one of: {', '.join(PLANS)}."})
    if category is not None and category not in CATEGORIES:
        raise BadInput({"category": f"Choose one of: {', '.join(CATEGORIES)}."})
    before, child.plan, child.plan_category = child.plan, plan, category
    child.plan_since = since or clock.today()
    audit.record(person, "child.plan_set", child, children=[child], before=before, plan=plan, category=category)
    notifications.drop(child, "voice.missing", because="the plan changed")
    notifications.drop(child, "summary.stale", because="the plan changed")
    follow_need(person, child)
    if plan == "none":
        return child
    heard = queries.last_heard([child.id]).get(child.id)
    notifications.plan_reminders("voice.missing", child, heard.expressed_on if heard else child.plan_since)
    written = db.session.scalar(select(func.max(CaseSummary.written_at)).where(CaseSummary.child_id == child.id))
    notifications.plan_reminders("summary.stale", child, clock.local(written).date() if written else child.plan_since)
    return child


def record_birth(person: Person, child: Child, born_on: date, name: str = "") -> Child:
    """The child was born: the expected date gives way to the day of birth, and the name may come with it."""
    require(queries.roles_in(person, child.id) - {"family"}, "Those who work with the child record the birth.")
    if not child.is_unborn:
        raise BadInput({"date_of_birth": "This child's birth is recorded already."})
    if born_on > clock.today():
        raise BadInput({"date_of_birth": "The day of birth cannot be in the future."})
    expected, child.expected_date_of_birth, child.date_of_birth = child.expected_date_of_birth, None, born_on
    if clean_line(name):
        child.name, child.name_key = clean_line(name), search_key(name)
    audit.record(person, "child.born", child, children=[child], expected=expected)
    return child


def plan_discharge(person: Person, child: Child, leaves_on: date | None) -> Child:
    """The day on which the child is to leave hospital, or none any longer: the meeting that plans it counts back from there."""
    require(queries.roles_in(person, child.id) - {"family"}, "Those who work with the child record it.")
    if leaves_on and leaves_on < clock.today():
        raise BadInput({"planned_discharge_on": "The day has passed. Give the day that is planned now."})
    child.planned_discharge_on = leaves_on
    audit.record(person, "child.discharge_planned", child, children=[child], leaves_on=leaves_on)
    return child


def _check_child(name: str, born: date | None, expected: date | None, relation: str) -> None:
    errors, today = {}, clock.today()
    if not name:
        errors["name"] = (
            "Enter the child's name; for an unborn child what the family calls it, or “Unborn” and the surname."
        )
    if (born is None) == (expected is None):
        errors["date_of_birth"] = "Give the date of birth, or for an unborn child the expected date, and not both."
    if born and not today - OLDEST <= born <= today:
        errors["date_of_birth"] = "Give a date of birth that is not in the future and not more than 25 years ago."
    if expected and not today - timedelta(days=30) <= expected <= today + FURTHEST_BIRTH:
        errors["expected_date_of_birth"] = "Give an expected date within the next ten months."
    if relation not in RELATIONS:
        errors["relation"] = f"Choose one of: {', '.join(RELATIONS)}."
    if errors:
        raise BadInput(errors)


def _new_household(person: Person, address: str, restricted: bool) -> Household:
    household = Household(public_id=new_public_id(), address=clean(address), restricted_address=restricted)
    db.session.add(household)
    audit.record(person, "household.added", household)
    return household


def _relate(child: Child, sibling: Child, relation: str) -> None:
    for one, other in ((child, sibling), (sibling, child)):
        db.session.add(ChildRelation(child_id=one.id, other_id=other.id, kind=relation))


def _keep_from_the_barred(person: Person, child: Child) -> None:
    barred: dict[int, Any] = queries.barred_from(child.household_id)
    for person_id, reason in barred.items():
        conflict = ConflictOfInterest(
            public_id=new_public_id(),
            child_id=child.id,
            person_id=person_id,
            reason=reason,
            declared_by_id=person.id,
            declared_at=clock.now(),
        )
        db.session.add(conflict)
        audit.record(person, "conflict.declared", conflict, children=[child])
