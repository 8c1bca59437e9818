"""What is taken for granted about a child and not tested yet, and what is known of culture and belief."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

import rulebook
import working_time
from children.access import children_visible_to
from children.models import Assumption, Belief, Child
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to
from working_time import Due

TEST = "assumption.test"


def test_due(noted_on: date) -> Due:
    """By when it is tested."""
    return rulebook.book().due_for(TEST, noted_on)


def untested_since(today: date) -> date:
    """What was noted before this day and is not tested is overdue."""
    return working_time.england_and_wales().add(today, -rulebook.book().rule(TEST).limit.amount)


def asks_what_it_is_like(child: Child) -> bool:
    """In cases of neglect: poverty is neither an excuse nor a fault, and lower standards are not accepted for this child."""
    return child.plan_category == "neglect"


def assumptions(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Untested ones first, the oldest of them on top."""
    tester = aliased(Person)
    return (
        select(
            Assumption.id,
            Assumption.public_id,
            Assumption.text,
            Assumption.held_by,
            Assumption.evidence_for,
            Assumption.evidence_against,
            Assumption.how_to_test,
            Assumption.like_for_child,
            Assumption.noted_on,
            Assumption.result,
            Assumption.result_words,
            Assumption.tested_on,
            Person.name.label("noted_by_name"),
            tester.name.label("tested_by_name"),
        )
        .join(Person, Person.id == Assumption.noted_by_id)
        .outerjoin(tester, tester.id == Assumption.tested_by_id)
        .where(visible_to(person, Assumption), Assumption.child_id == child.id)
        .order_by(Assumption.result != "", Assumption.noted_on, Assumption.id)
    )


def assumption(person: Person, child: Child, public_id: str) -> Assumption:
    """One of this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Assumption).where(
            Assumption.public_id == public_id, Assumption.child_id == child.id, visible_to(person, Assumption)
        )
    )
    if found is None:
        raise NotVisible("assumption")
    return found


def untested_of(reader: Person, supervisee: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """For supervision: what has been untested for too long about children whom the supervisee works with, as far as the reader
    may see them."""
    return db.session.execute(
        select(Assumption.text, Assumption.noted_on, Child.public_id, Child.name)
        .join(Child, Child.id == Assumption.child_id)
        .where(
            visible_to(reader, Assumption),
            Assumption.child_id.in_(children_visible_to(supervisee)),
            Assumption.result == "",
            Assumption.noted_on < untested_since(clock.today()),
        )
        .order_by(Assumption.noted_on, Assumption.id)
    ).all()


def beliefs(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every entry, latest first."""
    return db.session.execute(
        select(Belief.public_id, Belief.kind, Belief.meaning, Belief.said_by, Belief.entered_at, Person.name)
        .join(Person, Person.id == Belief.entered_by_id)
        .where(visible_to(person, Belief), Belief.child_id == child.id)
        .order_by(Belief.entered_at.desc(), Belief.id.desc())
    ).all()
