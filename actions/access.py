"""Who may see actions: whoever may see a child that it is for, and those who hold it or answer for it.

What was agreed in confidence is there for those named on it and for those who were admitted to that part: the room above, where
the meeting stands, says who that is (`@admits`). For everybody else there is no such action.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, or_, select

from actions.models import Action, ActionChild, ActionExtension, ActionStep
from children.access import children_visible_to
from children.models import ConflictOfInterest
from people.models import Person
from people.visibility import answers_for

Admitted = Callable[[Person], ColumnElement[bool]]
_admitted: list[Admitted] = []


def admits(who: Admitted) -> Admitted:
    """Register who was admitted to the part of a meeting in which an action was agreed: a condition on `Action`."""
    _admitted[:] = [who]
    return who


@answers_for(Action)
def actions(person: Person) -> ColumnElement[bool]:
    """A part in the case of a child it is for; else being named on it, or being the owner's line manager. Never where a
    conflict of interest stands between the reader and one of the children."""
    about = select(ActionChild.action_id).where(ActionChild.child_id.in_(children_visible_to(person)))
    team = select(Person.id).where(Person.manager_id == person.id)
    barred = (
        select(ActionChild.action_id)
        .join(ConflictOfInterest, ConflictOfInterest.child_id == ActionChild.child_id)
        .where(ConflictOfInterest.person_id == person.id)
    )
    return and_(
        or_(
            Action.id.in_(about),
            Action.owner_id == person.id,
            Action.proposed_owner_id == person.id,
            Action.checker_id == person.id,
            Action.owner_id.in_(team),
        ),
        Action.id.not_in(barred),
        or_(Action.confidential.is_(False), *_named_on_it(person), *(who(person) for who in _admitted)),
    )


def _named_on_it(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        Action.owner_id == person.id,
        Action.proposed_owner_id == person.id,
        Action.checker_id == person.id,
        Action.set_by_id == person.id,
    )


@answers_for(ActionChild)
def children_of_actions(person: Person) -> ColumnElement[bool]:
    return ActionChild.child_id.in_(children_visible_to(person))


@answers_for(ActionExtension)
def extensions(person: Person) -> ColumnElement[bool]:
    return ActionExtension.action_id.in_(select(Action.id).where(actions(person)))


@answers_for(ActionStep)
def steps(person: Person) -> ColumnElement[bool]:
    return ActionStep.action_id.in_(select(Action.id).where(actions(person)))
