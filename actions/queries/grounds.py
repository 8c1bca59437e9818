"""What an action rests on: a service that is said to work with the family, or something that is taken for granted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from actions.models import UNFINISHED_STATES, Action, ActionChild
from children.leaning import Leaning
from children.models import Assumption, Child, Service, ServiceUse
from children.queries import in_use
from foundation.database import db
from people.models import Person
from people.visibility import visible_to


@dataclass(frozen=True)
class Ground:
    """Something on which an action may be said to rest; `column` of the action names it."""

    public_id: str
    id: int
    column: str
    text: str


def grounds_of(person: Person, children: Sequence[Child]) -> list[Ground]:
    """Services in use, and assumptions that are not tested, of these children."""
    ids = [child.id for child in children]
    services = db.session.execute(
        select(ServiceUse.public_id, ServiceUse.id, Service.name)
        .join(Service, Service.id == ServiceUse.service_id)
        .where(visible_to(person, ServiceUse), ServiceUse.child_id.in_(ids), in_use())
        .order_by(ServiceUse.id)
    )
    untested = db.session.execute(
        select(Assumption.public_id, Assumption.id, Assumption.text)
        .where(visible_to(person, Assumption), Assumption.child_id.in_(ids), Assumption.result == "")
        .order_by(Assumption.id)
    )
    return [Ground(row.public_id, row.id, "service_use_id", f"{row.name} works with them") for row in services] + [
        Ground(row.public_id, row.id, "assumption_id", f"Untested: {row.text}") for row in untested
    ]


def actions_that_lean(person: Person | None, service_id: int, posts: Collection[int]) -> Iterable[Leaning]:
    """Actions that are not finished and rest on the service, or are owned by somebody whose post goes."""
    rows = (
        select(
            ActionChild.child_id,
            Action.public_id,
            Action.reference,
            Action.text,
            Action.priority,
            Action.owner_id,
            Person.name,
        )
        .join(Action, Action.id == ActionChild.action_id)
        .join(Person, Person.id == Action.owner_id)
        .outerjoin(ServiceUse, ServiceUse.id == Action.service_use_id)
        .where(
            Action.opened_at.is_not(None),
            Action.state.in_(UNFINISHED_STATES),
            or_(
                Action.owner_id.in_(posts),
                and_(ServiceUse.service_id == service_id, ServiceUse.child_id == ActionChild.child_id),
            ),
        )
        .order_by(Action.due_on)
    )
    if person is not None:
        rows = rows.where(visible_to(person, Action))
    for row in db.session.execute(rows):
        yield Leaning(
            row.child_id,
            "Action",
            f"{row.reference} {row.text}, {row.name}",
            f"/actions/{row.public_id}",
            row.priority == "safety",
            row.owner_id,
        )
