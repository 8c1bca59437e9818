"""An owner whom mail does not reach: whoever answers for the action hears of it at once."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from actions.models import OPEN_STATES, Action
from actions.queries import answerable_for
from foundation.database import db
from notifications.commands import tell


def owner_is_not_reached(owner_id: int) -> None:
    """Mail to the owner came back: tell those who answer for what they hold, and the owner's line manager."""
    held = select(Action).where(
        Action.owner_id == owner_id, Action.state.in_(OPEN_STATES), Action.opened_at.is_not(None)
    )
    for action in db.session.scalars(held.options(joinedload(Action.owner), selectinload(Action.children))).unique():
        told = answerable_for(action) | {action.owner.manager_id} - {None}
        for person_id in sorted(told - {owner_id}):  # type: ignore[type-var]
            tell(person_id, "action.not_reached", action, step=str(action.version))  # type: ignore[arg-type]
