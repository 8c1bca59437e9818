"""Reads of the disputes of independent reviewing officers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

import rulebook
import working_time
from escalation.models import IroDispute
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


def dispute_for(person: Person, public_id: str, *, held: bool = False) -> IroDispute:
    """The dispute; `held` for a change. Raises `NotVisible`."""
    wanted = (
        select(IroDispute)
        .options(joinedload(IroDispute.child), joinedload(IroDispute.raised_by), joinedload(IroDispute.answers))
        .where(IroDispute.public_id == public_id, visible_to(person, IroDispute))
    )
    if held:
        wanted = wanted.with_for_update(of=IroDispute).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotVisible("dispute")
    return found


def dispute_rows(person: Person) -> Sequence[Any]:
    """Those that `person` may see, the open ones first."""
    return db.session.execute(
        select(IroDispute.public_id, IroDispute.reference, IroDispute.about, IroDispute.state, IroDispute.total_on)
        .where(visible_to(person, IroDispute))
        .order_by(IroDispute.state, IroDispute.id.desc())
        .limit(100)
    ).all()


def dispute_dates() -> list[dict[str, Any]]:
    """The limits of the rule book for a dispute that begins today, each with its working."""
    calendar = working_time.england_and_wales()
    counted = []
    for rule in rulebook.book().separate_processes["iro_dispute"].timers:
        due = working_time.due(rule.limit, clock.today(), calendar=calendar)
        assert due.by is not None
        counted.append(
            {
                "rule": rule.key,
                "what": rule.what,
                "by": due.by,
                "amount": rule.limit.amount,
                "working": list(due.working),
                "source": rule.source.sentence,
                "force": rule.source.force_words,
            }
        )
    return counted


def may_answer_a_dispute(person: Person) -> Sequence[Person]:
    """Managers of the reviewing officer's own authority."""
    here = Person.agency_id == person.agency_id, Person.id != person.id, Person.left_on.is_(None)
    senior = Person.seniority.in_(("manager", "senior_manager", "executive")), Person.role == "manager"
    return db.session.scalars(
        select(Person).where(*here, *senior, visible_to(person, Person)).order_by(Person.name)
    ).all()
