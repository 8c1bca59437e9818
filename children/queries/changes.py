"""Services that stop or change, homes that end: whom it touches, and who has said what takes their place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from children.access import is_current
from children.leaning import Leaning, leaning
from children.models import Change, ChangePost, ChangeTask, Child, Involvement, Service, ServiceUse
from children.queries.engagement import in_use
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person
from people.visibility import visible_to


@dataclass(frozen=True)
class Task:
    """What a change asks for one child, with what leans on it, safety first."""

    task: ChangeTask
    leans: Sequence[Leaning]

    @property
    def is_open(self) -> bool:
        return self.task.acknowledged_at is None


def everything_leaning(person: Person | None, service_id: int, posts: Collection[int]) -> dict[int, list[Leaning]]:
    """By child: uses of the service, involvements of those whose post goes, and what the rooms above add; safety first.

    With a person as far as they may see it; without one all of it.
    """
    found: dict[int, list[Leaning]] = {}
    for one in [*_uses(person, service_id), *_involvements(person, posts), *leaning(person, service_id, posts)]:
        found.setdefault(one.child_id, []).append(one)
    return {child: sorted(some, key=lambda one: not one.is_safety) for child, some in found.items()}


def _uses(person: Person | None, service_id: int) -> Iterable[Leaning]:
    rows = select(ServiceUse.child_id, ServiceUse.what, ServiceUse.reduces_risk, Service.name).join(
        Service, Service.id == ServiceUse.service_id
    )
    if person is not None:
        rows = rows.where(visible_to(person, ServiceUse))
    for row in db.session.execute(rows.where(ServiceUse.service_id == service_id, in_use())):
        text = row.what or row.name
        if row.reduces_risk:
            text = f"{text}; counted on for: {row.reduces_risk}"
        yield Leaning(row.child_id, "Service in use", text, is_safety=bool(row.reduces_risk))


def _involvements(person: Person | None, posts: Collection[int]) -> Iterable[Leaning]:
    rows = select(Involvement.child_id, Involvement.what, Person.name).join(Person, Person.id == Involvement.person_id)
    if person is not None:
        rows = rows.where(visible_to(person, Involvement))
    for row in db.session.execute(rows.where(Involvement.person_id.in_(posts), is_current())):
        yield Leaning(row.child_id, "Involved", f"{row.name}{', ' + row.what if row.what else ''}")


def posts_of(change_ids: Collection[int]) -> dict[int, list[int]]:
    """Whose posts go with each change."""
    found: dict[int, list[int]] = {}
    rows = select(ChangePost.change_id, ChangePost.person_id).where(ChangePost.change_id.in_(change_ids))
    for row in db.session.execute(rows):
        found.setdefault(row.change_id, []).append(row.person_id)
    return found


def tasks_of_child(person: Person, child: Child) -> list[Task]:
    """What changes ask for this child: open ones, and those whose day has not come; with what the reader sees lean on each."""
    tasks = db.session.scalars(
        select(ChangeTask)
        .join(Change, Change.id == ChangeTask.change_id)
        .options(joinedload(ChangeTask.change).joinedload(Change.service))
        .where(
            visible_to(person, ChangeTask),
            ChangeTask.child_id == child.id,
            or_(ChangeTask.acknowledged_at.is_(None), Change.effective_on >= clock.today()),
        )
        .order_by(ChangeTask.acknowledged_at.is_not(None), Change.effective_on, ChangeTask.id)
    ).all()
    posts = posts_of([task.change_id for task in tasks])
    return [
        Task(
            task,
            everything_leaning(person, task.change.service_id, posts.get(task.change_id, [])).get(child.id, [])
            if task.change.service_id
            else [],
        )
        for task in tasks
    ]


def task(person: Person, child: Child, public_id: str) -> ChangeTask:
    """One task of this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(ChangeTask).where(
            ChangeTask.public_id == public_id, ChangeTask.child_id == child.id, visible_to(person, ChangeTask)
        )
    )
    if found is None:
        raise NotVisible("change_task")
    return found


def changes(person: Person) -> Select[*tuple[Any, ...]]:
    """Notices that `person` may read, the latest first: how many children each touches, and for how many it is answered."""
    return (
        select(
            Change.id,
            Change.public_id,
            Change.kind,
            Change.text,
            Change.effective_on,
            Change.published_at,
            Service.name.label("service_name"),
            Agency.name.label("agency_name"),
            Person.name.label("published_by_name"),
            func.count(ChangeTask.id).label("tasks"),
            func.sum(case((ChangeTask.acknowledged_at.is_not(None), 1), else_=0)).label("answered"),
        )
        .outerjoin(Service, Service.id == Change.service_id)
        .outerjoin(Agency, Agency.id == Service.agency_id)
        .join(Person, Person.id == Change.published_by_id)
        .outerjoin(ChangeTask, ChangeTask.change_id == Change.id)
        .where(visible_to(person, Change))
        .group_by(Change.id, Service.name, Agency.name, Person.name)
        .order_by(Change.published_at.desc(), Change.id.desc())
    )


def change_row(person: Person, public_id: str) -> Row[*tuple[Any, ...]]:
    """One notice. Raises `NotVisible`."""
    found = db.session.execute(changes(person).where(Change.public_id == public_id)).one_or_none()
    if found is None:
        raise NotVisible("change")
    return found


def children_of_change(person: Person, change_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The children it touches, as far as `person` may see them: safety first, then those without an answer."""
    return db.session.execute(
        select(
            Child.public_id,
            Child.name,
            ChangeTask.is_safety,
            ChangeTask.due_on,
            ChangeTask.acknowledged_at,
            ChangeTask.replaced_by,
        )
        .join(Child, Child.id == ChangeTask.child_id)
        .where(ChangeTask.change_id == change_id, visible_to(person, ChangeTask))
        .order_by(ChangeTask.acknowledged_at.is_not(None), ChangeTask.is_safety.desc(), Child.name_key)
    ).all()


def changes_to_come(service_id: int) -> list[Change]:
    """Changes of this service that are published: whoever begins to use it now is told as well."""
    return list(db.session.scalars(select(Change).where(Change.service_id == service_id).order_by(Change.id)))


def services_that_may_stop(person: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every service that is known, by agency; how much leans on each is not said."""
    return db.session.execute(
        select(Service.public_id, Service.name, Agency.name.label("agency_name"), Agency.id.label("agency_id"))
        .join(Agency, Agency.id == Service.agency_id)
        .where(visible_to(person, Service))
        .order_by(Agency.name, Service.name)
    ).all()


def service(person: Person, public_id: str) -> Service:
    """One service. Raises `NotVisible`."""
    found = db.session.scalar(select(Service).where(Service.public_id == public_id, visible_to(person, Service)))
    if found is None:
        raise NotVisible("service")
    return found
