"""Who may see actions: whoever may see a child that it is for, and those who hold it or answer for it."""

from sqlalchemy import ColumnElement, and_, or_, select

from actions.models import Action, ActionChild, ActionExtension, ActionStep
from children.access import children_visible_to
from children.models import ConflictOfInterest
from people.models import Person
from people.visibility import answers_for


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
