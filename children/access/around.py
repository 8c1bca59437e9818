"""Who may see the services around a child, what is taken for granted about it, and what stops or changes."""

from sqlalchemy import ColumnElement, or_, select, true

from children.access.record import children_visible_to, households
from children.models import (
    AdultAccount,
    Assumption,
    Belief,
    Change,
    ChangePost,
    ChangeTask,
    FamilyMember,
    Household,
    Service,
    ServiceUse,
)
from people.models import Person
from people.visibility import answers_for


@answers_for(Service)
def services(person: Person) -> ColumnElement[bool]:
    """What an agency does is known to everybody; which families use it, is not."""
    return true()


@answers_for(ServiceUse)
def service_uses(person: Person) -> ColumnElement[bool]:
    return ServiceUse.child_id.in_(children_visible_to(person))


@answers_for(Change)
def changes(person: Person) -> ColumnElement[bool]:
    """That a service stops is for everybody; that a home ends, for those who work with a child who lives there."""
    there = select(Household.id).where(households(person))
    return or_(Change.household_id.is_(None), Change.household_id.in_(there), Change.published_by_id == person.id)


@answers_for(ChangePost)
def change_posts(person: Person) -> ColumnElement[bool]:
    return ChangePost.change_id.in_(select(Change.id).where(changes(person)))


@answers_for(ChangeTask)
def change_tasks(person: Person) -> ColumnElement[bool]:
    return ChangeTask.child_id.in_(children_visible_to(person))


@answers_for(Assumption)
def assumptions(person: Person) -> ColumnElement[bool]:
    return Assumption.child_id.in_(children_visible_to(person))


@answers_for(Belief)
def beliefs(person: Person) -> ColumnElement[bool]:
    return Belief.child_id.in_(children_visible_to(person))


@answers_for(AdultAccount)
def adult_accounts(person: Person) -> ColumnElement[bool]:
    there = select(Household.id).where(households(person))
    return AdultAccount.member_id.in_(select(FamilyMember.id).where(FamilyMember.household_id.in_(there)))
