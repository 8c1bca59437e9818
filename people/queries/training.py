"""Reads of training: who took what, who may chair by it, and which agencies have never trained together."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

import rulebook
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person, Training
from people.visibility import visible_to


def training_of(person: Person, *, mine: bool) -> Sequence[Row[*tuple[Any, ...]]]:
    """The latest time of each course, of `person` or of those for whom they answer; what runs out first comes first."""
    newest = (
        select(
            Training.id,
            func.row_number()
            .over(
                partition_by=(Training.person_id, Training.course),
                order_by=(Training.taken_on.desc(), Training.id.desc()),
            )
            .label("place_in_order"),
        )
        .where(Training.withdrawn_at.is_(None))
        .subquery()
    )
    own = Training.person_id == person.id
    return db.session.execute(
        select(
            Training.public_id,
            Training.course,
            Training.taken_on,
            Training.expires_on,
            Training.evidence,
            Person.name.label("person"),
            Person.public_id.label("person_id"),
        )
        .join(newest, (newest.c.id == Training.id) & (newest.c.place_in_order == 1))
        .join(Person, Person.id == Training.person_id)
        .where(visible_to(person, Training), own if mine else ~own, Person.left_on.is_(None))
        .order_by(Training.expires_on, Training.id)
    ).all()


def training(person: Person, public_id: str) -> Training:
    """One entry. Raises `NotVisible`."""
    found = db.session.scalar(select(Training).where(Training.public_id == public_id, visible_to(person, Training)))
    if found is None:
        raise NotVisible("training")
    return found


def chairs_training_until(person: Person) -> date | None:
    """Until when what `person` learnt about chairing holds or held; None where they logged none. Asked by the rules."""
    needed = [course.key for course in rulebook.book().courses.values() if course.needed_to_chair]
    latest = (
        select(func.max(Training.expires_on))
        .where(Training.person_id == person.id, Training.course.in_(needed), Training.withdrawn_at.is_(None))
        .group_by(Training.course)
    )
    return min(db.session.scalars(latest), default=None)


def never_trained_together(reader: Person) -> tuple[list[tuple[str, str]], list[tuple[str, str, date]]]:
    """Pairs of agencies with people in service who never sat in one course on one day; and those who did, with the last
    day. Names agencies, never people. Two queries."""
    one, other = aliased(Training), aliased(Training)
    first, second = aliased(Person), aliased(Person)
    met = db.session.execute(
        select(first.agency_id, second.agency_id, func.max(one.taken_on))
        .select_from(one)
        .join(other, (other.course == one.course) & (other.taken_on == one.taken_on))
        .join(first, first.id == one.person_id)
        .join(second, second.id == other.person_id)
        .where(first.agency_id < second.agency_id, one.withdrawn_at.is_(None), other.withdrawn_at.is_(None))
        .group_by(first.agency_id, second.agency_id)
    )
    last = {(row[0], row[1]): row[2] for row in met}
    working = select(Person.agency_id).where(Person.left_on.is_(None), Person.role.is_not(None))
    agencies = db.session.execute(
        select(Agency.id, Agency.name).where(visible_to(reader, Agency), Agency.id.in_(working)).order_by(Agency.name)
    ).all()
    never, together = [], []
    for a, b in combinations(agencies, 2):
        day = last.get((min(a.id, b.id), max(a.id, b.id)))
        if day is None:
            never.append((a.name, b.name))
        else:
            together.append((a.name, b.name, day))
    return never, together
