"""What was asked of agencies about a child, and looks with fresh eyes: due, and taken."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

import rulebook
from children.models import Child, FreshEyes, InformationRequest
from foundation import clock
from foundation.database import db
from people.models import Agency, Person
from people.visibility import visible_to


def requests_about(person: Person, child: Child) -> Sequence[Any]:
    """Latest first, with who was asked and what came. One query."""
    asked, asker = aliased(Person), aliased(Person)
    return db.session.execute(
        select(
            InformationRequest.public_id,
            InformationRequest.agency_id,
            InformationRequest.what,
            InformationRequest.why,
            InformationRequest.due_on,
            InformationRequest.asked_at,
            InformationRequest.answer,
            InformationRequest.answered_at,
            Agency.name.label("agency"),
            asked.name.label("asked"),
            asker.name.label("asked_by"),
        )
        .join(Agency, Agency.id == InformationRequest.agency_id)
        .join(asked, asked.id == InformationRequest.asked_id)
        .join(asker, asker.id == InformationRequest.asked_by_id)
        .where(InformationRequest.child_id == child.id, visible_to(person, InformationRequest))
        .order_by(InformationRequest.id.desc())
    ).all()


def looks_at(person: Person, child: Child) -> Sequence[Any]:
    """The looks with fresh eyes, latest first. One query."""
    return db.session.execute(
        select(
            FreshEyes.because,
            FreshEyes.opened_at,
            FreshEyes.seen,
            FreshEyes.different,
            FreshEyes.reviewed_at,
            Person.name.label("reviewed_by"),
        )
        .outerjoin(Person, Person.id == FreshEyes.reviewed_by_id)
        .where(FreshEyes.child_id == child.id, visible_to(person, FreshEyes))
        .order_by(FreshEyes.id.desc())
    ).all()


def eyes_since(today: date) -> date:
    """A plan that began before this day, with no look since, is due for one. Source: rule book, `fresh_eyes.due`."""
    months = rulebook.book().rule("fresh_eyes.due").limit.amount
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28))


def eyes_are_due(child: Child, looks: Sequence[Any]) -> bool:
    """Whether somebody has to look now: asked for, or nobody has for as long as the rule book says."""
    since = eyes_since(clock.today())
    done = [clock.local(one.reviewed_at).date() for one in looks if one.reviewed_at]
    waits = any(one.reviewed_at is None for one in looks)
    long = child.plan != "none" and child.plan_since is not None and child.plan_since <= since
    return waits or (long and not any(day > since for day in done))
