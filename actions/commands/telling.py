"""What every command on actions does besides: a line of history, who is told, what is reminded."""

from datetime import date

from actions.models import Action, ActionStep
from actions.queries import answerable_for, checkers_of
from foundation import clock
from foundation.database import db
from notifications.commands import drop, plan_reminders, tell
from people.models import Person


def add_step(action: Action, event: str, person: Person | None, words: str = "") -> None:
    """A line of the action's history."""
    db.session.add(
        ActionStep(action_id=action.id, at=clock.now(), event=event, by_id=person.id if person else None, words=words)
    )


def tell_owner(action: Action, kind: str) -> None:
    tell(action.owner_id, kind, action, step=str(action.version))


def tell_checkers(action: Action, kind: str, actor: Person) -> None:
    """Those who check it hear of it, but for whoever did it."""
    for person_id in sorted(checkers_of(action) - {actor.id}):
        tell(person_id, kind, action, step=str(action.version))


def tell_answerable(action: Action, kind: str, actor: Person | None) -> None:
    """Whoever set it, the chair and the leads hear of it, but for whoever did it."""
    for person_id in sorted(answerable_for(action) - {actor.id if actor else None}):
        tell(person_id, kind, action, step=str(action.version))


def plan_due(action: Action) -> None:
    """The reminders of its date; those of an earlier date fall away."""
    drop(action, "action.due", because="due date changed")
    plan_reminders("action.due", action, action.due_on)


def plan_check(action: Action, claimed_on: date) -> None:
    """The reminders to look at what was claimed done."""
    plan_reminders("action.evidence", action, claimed_on)


def end_reminders(action: Action, because: str) -> None:
    drop(action, "action.due", "action.evidence", because=because)
