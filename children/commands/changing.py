"""A service stops or changes, or a home ends: for every child that it touches whoever leads is asked what takes its place."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select

import audit
import rulebook
from children import queries
from children.models import CHANGES, Change, ChangePost, ChangeTask, Child, Service, ServiceUse
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person

ACKNOWLEDGE = "service_change.acknowledge"
RULES_OF_CHANGES = {"tenancy_ends": "tenancy_ending.answer"}
PUBLISH = ("manager", "coordinator", "safeguarding_lead")
INSTEAD = frozenset({"line_manager", "manager", "coordinator"})  # where nobody leads
PRINCIPLE_8B = "The 10 Principles, principle 8b: changes of services are made known"
FURTHEST = timedelta(days=366)


def publish_change(
    person: Person,
    service: Service,
    *,
    kind: str,
    text: str,
    effective_on: date,
    posts: Sequence[Person] = (),
) -> Change:
    """The service stops or changes on the London date `effective_on`, with the posts of these people. Every child with a use of
    it, somebody of these involved, an action or an invitation that leans on it gets a task, whether or not `person` may see
    the child. Source: the 10 Principles, 8b."""
    permitted = service.agency_id == person.agency_id or person.role in PUBLISH
    require(
        permitted, "Somebody of the agency itself publishes this, or a manager, a coordinator or a safeguarding lead."
    )
    errors = _errors(text, effective_on)
    if kind not in ("service_stops", "service_changes"):
        errors["kind"] = f"Choose one of: {', '.join(key for key in CHANGES if key.startswith('service'))}."
    if any(one.agency_id != service.agency_id for one in posts):
        errors["posts"] = "Name people of the agency whose service this is."
    if errors:
        raise BadInput(errors)
    change = _published(person, kind, text, effective_on, service=service)
    db.session.add_all(ChangePost(change_id=change.id, person_id=one.id) for one in posts)
    audit.record(person, "service_change.published", change, change=kind, effective_on=effective_on)
    db.session.flush()
    found = queries.everything_leaning(None, service.id, [one.id for one in posts])
    ask_of(person, change, set(found))
    return change


def publish_tenancy_ending(person: Person, child: Child, *, text: str, effective_on: date) -> Change:
    """The tenancy of the child's household ends: whoever leads for each of its children is asked what is done.

    Source: the 10 Principles, 3 (housing and social care when a tenancy with young children ends).
    """
    require(
        queries.roles_in(person, child.id) - {"family"} or person.role == "safeguarding_lead",
        "Those who work with the child say that its home is ending.",
    )
    if errors := _errors(text, effective_on):
        raise BadInput(errors)
    change = _published(person, "tenancy_ends", text, effective_on, household_id=child.household_id)
    audit.record(person, "tenancy.ending", change, children=[child], effective_on=effective_on)
    db.session.flush()
    ask_of(person, change, set(db.session.scalars(select(Child.id).where(Child.household_id == child.household_id))))
    return change


def ask_of(person: Person, change: Change, child_ids: Collection[int]) -> list[ChangeTask]:
    """A task for each of these children that has none of this change yet; those that keep a child safe come first. Everybody
    who works with the child, and the owners of actions that lean on it, hear of it at once."""
    asked = set(db.session.scalars(select(ChangeTask.child_id).where(ChangeTask.change_id == change.id)))
    rule = RULES_OF_CHANGES.get(change.kind, ACKNOWLEDGE)
    due = rulebook.book().due_for(rule, clock.today())
    assert due.by is not None
    posts = queries.posts_of([change.id]).get(change.id, [])
    leans = queries.everything_leaning(None, change.service_id, posts) if change.service_id else {}
    new = []
    for child in db.session.scalars(select(Child).where(Child.id.in_(set(child_ids) - asked)).order_by(Child.id)).all():
        safety = change.kind == "tenancy_ends" or child.is_under_protection
        task = ChangeTask(
            public_id=new_public_id(),
            change=change,
            child=child,
            is_safety=safety or any(one.is_safety for one in leans.get(child.id, ())),
            due_on=due.by,
            rule=rule,
            working=list(due.working),
            replaced_by="",
        )
        db.session.add(task)
        audit.record(person, "change.task_set", task, children=[child])
        new.append(task)
    db.session.flush()
    for task in sorted(new, key=lambda one: not one.is_safety):
        owners = {one.owner_id for one in leans.get(task.child_id, ()) if one.owner_id}
        notifications.plan_reminders("service.ended", task, clock.now(), details={"owners": sorted(owners)})
        notifications.plan_reminders("service.unanswered", task, task.due_on)
    return new


def acknowledge_change(person: Person, child: Child, task: ChangeTask, replaced_by: str) -> ChangeTask:
    """Whoever leads has seen it and says what takes its place; where nobody leads, whoever manages or coordinates the case."""
    roles = queries.roles_in(person, child.id)
    leads = queries.leading(child.id) is not None
    require("lead" in roles or (not leads and roles & INSTEAD), "Whoever leads for the child answers this.")
    if task.acknowledged_at is not None:
        raise Refused([Refusal("it_is_answered_once", "This has been answered already.", PRINCIPLE_8B)])
    if not clean(replaced_by):
        raise BadInput(
            {"replaced_by": "Say what takes its place, from when; or that nothing does, and why that is safe."}
        )
    task.acknowledged_at, task.acknowledged_by_id = clock.now(), person.id
    task.replaced_by = clean(replaced_by)
    if task.change.kind == "service_stops":
        for use in db.session.scalars(
            select(ServiceUse).where(ServiceUse.child_id == child.id, ServiceUse.service_id == task.change.service_id)
        ):
            use.ended_on = use.ended_on or task.change.effective_on
            audit.record(person, "service.use_ended", use, children=[child], on=use.ended_on)
    notifications.drop(task, because="acknowledged")
    audit.record(person, "change.acknowledged", task, children=[child])
    db.session.flush()
    return task


def _published(person: Person, kind: str, text: str, effective_on: date, **about: object) -> Change:
    change = Change(
        public_id=new_public_id(),
        kind=kind,
        text=clean(text),
        effective_on=effective_on,
        published_by_id=person.id,
        published_at=clock.now(),
        **about,
    )
    db.session.add(change)
    db.session.flush()
    return change


def _errors(text: str, effective_on: date) -> dict[str, str]:
    errors = {}
    if not clean(text):
        errors["text"] = "Say what happens, and what people can do instead."
    if abs(effective_on - clock.today()) > FURTHEST:
        errors["effective_on"] = "Give a day within a year of today."
    return errors
