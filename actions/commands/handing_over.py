"""Nothing is left without an owner: what a leaver holds, and what goes with the role of lead professional."""

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

import audit
from actions.commands.moving import become_owner
from actions.commands.telling import add_step, tell_owner
from actions.models import OPEN_STATES, UNFINISHED_STATES, Action, ActionChild
from actions.queries import is_barred_from
from children.models import Child, LeadProfessional
from foundation.database import db
from foundation.lifecycles import BadInput
from notifications.commands import drop, plan_reminders
from people.models import Person


def hand_over(actor: Person | None, leaver: Person, to: Person | None) -> list[str]:
    """Say what `leaver` holds: actions owned, and unfinished ones that they answer for. With `to`, hand it all over at once.

    Actions that `leaver` was only asked to take over stay with their owner, and are not held.
    """
    owned, checked = _owned_by(leaver), _answered_for_by(leaver)
    if to is not None:
        if any(is_barred_from(to, action.children) for action in (*owned, *checked)):
            raise BadInput({"hand_over_to": "This person cannot take over all of it. Name somebody else."})
        for action in owned:
            become_owner(action, to)
            add_step(action, "hand_over", actor, f"From {leaver.name}, who leaves, to {to.name}, {to.agency.name}.")
            audit.record(actor, "action.handed_over", action, children=action.children, to=to.public_id)
            if action.opened_at is not None:
                tell_owner(action, "action.handed_over")
        for action in checked:
            action.checker_id = to.id
            audit.record(actor, "action.check_handed_over", action, children=action.children, to=to.public_id)
    for action in db.session.scalars(_with_people().where(Action.proposed_owner_id == leaver.id)):
        if to is not None:
            action.proposed_owner = None
            audit.record(actor, "action.takeover_ended", action, children=action.children)
    return [f"action {action.reference}" for action in owned] + [
        f"the checking of {action.reference}" for action in checked if action not in owned
    ]


def hand_over_with_lead(child: Child, lead: Person) -> list[Action]:
    """What belongs to the role of lead professional for `child` goes from those who led before to the one who leads now."""
    led = select(LeadProfessional.person_id).where(
        LeadProfessional.child_id == child.id, LeadProfessional.person_id != lead.id
    )
    about = select(ActionChild.action_id).where(ActionChild.child_id == child.id)
    moved = list(
        db.session.scalars(
            _with_people().where(
                Action.id.in_(about),
                Action.owner_id.in_(led),
                Action.belongs_to_lead,
                Action.state.in_(UNFINISHED_STATES),
            )
        )
    )
    for action in moved:
        before = action.owner
        become_owner(action, lead)
        add_step(action, "hand_over", None, f"With the lead, from {before.name} to {lead.name}, {lead.agency.name}.")
        audit.record(None, "action.handed_over", action, children=action.children, to=lead.public_id)
        if action.opened_at is not None:
            tell_owner(action, "action.handed_over")
    return moved


def plan_leaving(actor: Person, leaver: Person, leaves_on: date) -> None:
    """`leaver` goes on that London date: their agency's manager and the coordinators hear what is not handed over yet."""
    drop(leaver, "action.leaver", because="leaving date changed")
    plan_reminders("action.leaver", leaver, leaves_on)
    audit.record(actor, "person.leaving_planned", leaver, leaves_on=leaves_on)


def _owned_by(person: Person) -> list[Action]:
    return list(db.session.scalars(_with_people().where(Action.owner_id == person.id, Action.state.in_(OPEN_STATES))))


def _answered_for_by(person: Person) -> list[Action]:
    """Unfinished actions that only `person` is named to check: as checker, or as whoever set them where no checker is."""
    named = or_(Action.checker_id == person.id, Action.checker_id.is_(None) & (Action.set_by_id == person.id))
    return list(db.session.scalars(_with_people().where(named, Action.state.in_(UNFINISHED_STATES))))


def _with_people() -> Select[Action]:
    return (
        select(Action)
        .order_by(Action.id)
        .options(joinedload(Action.owner), joinedload(Action.set_by), selectinload(Action.children))
    )
