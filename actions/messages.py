"""What the moments of an action become: who is reminded, and what the mails say. References, dates and links only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

import rulebook
from actions.models import OPEN_STATES, UNFINISHED_STATES, Action, ActionChild
from actions.queries import answerable_for, checkers_of, readers_among
from children.queries import leads_of, people_in_role
from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, is_being_kept, rendered
from notifications.models import Outbox, Timer
from people import links
from people.models import Person


@dataclass(frozen=True)
class Words:
    """A mail about an action: its subject behind the reference, its sentence, and the states in which it still matters."""

    subject: str
    sentence: str
    states: tuple[str, ...] = ()


# {due} is the date in words, {asks} who set it, {owner} who owns it.
NOTICES = {
    "action.set": Words(
        "an action for you, due {due}",
        "{asks} asks you to do something by {due}. Open it to read what, and say whether you take it on.",
        ("open",),
    ),
    "action.takeover_asked": Words(
        "will you take this action over?",
        "You are asked to take this action over; it is due {due}. Until you accept, it stays with its owner.",
        ("open",),
    ),
    "action.handed_over": Words(
        "this action is yours now, due {due}", "This action has been handed over to you. It is due {due}.", OPEN_STATES
    ),
    "action.takeover_declined": Words(
        "it stays with you",
        "Whoever was asked to take this action over does not. It stays with you, due {due}.",
        ("open",),
    ),
    "action.sent_back": Words(
        "not confirmed yet", "What was claimed done is open again. Open it to read why. It is due {due}.", ("open",)
    ),
    "action.extended": Words("more time, now due {due}", "More time was given: it is due {due} now."),
    "action.reopened": Words("open again, due {due}", "This action is open again and due {due}.", OPEN_STATES),
    "action.cancelled": Words("no longer needed", "This action was cancelled. Open it to read why."),
    "action.accepted": Words("accepted", "Its owner has accepted this action. It is due {due}."),
    "action.declined": Words(
        "declined: it needs another owner",
        "Somebody who was asked to do this has declined. Open it to read why, and see that it has an owner.",
        UNFINISHED_STATES,
    ),
    "action.done_claimed": Words(
        "claimed done, please check",
        "Its owner says that this is done. Open it, look at what shows it, and confirm it or send it back.",
        ("done_claimed",),
    ),
    "action.done_confirmed": Words("confirmed done", "It has been checked: this action is done."),
    "action.not_reached": Words(
        "its owner is not reached",
        "Mail to the owner of this action came back, so nobody may know of it. It is due {due}. Telephone them, or name "
        "another owner.",
        OPEN_STATES,
    ),
}
TO_ITS_OWNER = {"action.set", "action.handed_over", "action.sent_back", "action.reopened", "action.takeover_declined"}


@composes(*NOTICES)
def compose_notice(row: Outbox) -> Message | Moot:
    """One thing that happened to an action, for one person."""
    action, words = _action(row.about_id), NOTICES[row.kind]
    if words.states and action.state not in words.states:
        return Moot(f"the action is {action.state.replace('_', ' ')}")
    if row.kind in TO_ITS_OWNER and row.recipient_id != action.owner_id:
        return Moot("somebody else owns the action now")
    if row.kind == "action.takeover_asked" and row.recipient_id != action.proposed_owner_id:
        return Moot("nobody is asked to take it over any longer")
    return _mail(action, row.recipient_id, words)


@fires("action.due")
def remind_of_due_date(timer: Timer) -> Iterable[Notice] | Moot:
    """The owner, then whoever has to know that it is late: the manager, the lead professional, the coordinator.

    Once it is claimed done the owner and their manager have done their part; those who have to see it checked still hear.
    """
    action = _action(timer.subject_id)
    if action.state not in OPEN_STATES:
        return Moot({"done": "confirmed done", "cancelled": "cancelled with reason"}.get(action.state, action.state))
    roles = rulebook.book().reminders["action.due"].recipients_at(timer.offset)
    if action.state == "done_claimed":
        roles = tuple(role for role in roles if role not in ("action_owner", "owner_manager"))
        if not roles:
            return Moot("claimed done")
    who = dict.fromkeys(person_id for role in roles for person_id in sorted(_people_in(role, action)))
    return [Notice(person_id, "action.due", details=timer.details) for person_id in who]


@composes("action.due", folds=True)
def compose_due(row: Outbox) -> Message | Moot:
    action, offset = _action(row.about_id), int(row.details["offset"])
    if action.state not in OPEN_STATES:
        return Moot(f"the action is {action.state.replace('_', ' ')}")
    if row.recipient_id == action.owner_id:
        sentence = (
            "It is past its date. Say that it is done, ask for more time, or say that you cannot do it."
            if offset > 0
            else "When it is done, say so; when it cannot be done by then, ask for more time now."
        )
    else:
        sentence = "{owner} owns it. It is past its date: speak with them, and see that it is done."
    when = "overdue since {due}" if offset > 0 else "due {due}"
    return _mail(action, row.recipient_id, Words(f"action {when}", f"This action is {when}. {sentence}"))


@fires("action.evidence")
def remind_of_checking(timer: Timer) -> Iterable[Notice] | Moot:
    """Whoever is named to check it; where nobody is, those who may."""
    action = _action(timer.subject_id)
    if action.state != "done_claimed":
        return Moot("confirmed done" if action.state == "done" else "sent back")
    named = {action.checker_id} if action.checker_id and action.checker_id != action.owner_id else checkers_of(action)
    return [Notice(person_id, "action.evidence", details=timer.details) for person_id in sorted(named)]


@composes("action.evidence", folds=True)
def compose_evidence(row: Outbox) -> Message | Moot:
    action = _action(row.about_id)
    if action.state != "done_claimed":
        return Moot("it has been checked")
    return _mail(action, row.recipient_id, NOTICES["action.done_claimed"])


@fires("action.leaver")
def warn_of_leaver(timer: Timer) -> Iterable[Notice] | Moot:
    """The leaver's manager, and the coordinators of the cases that their actions are about."""
    leaver = _leaver(timer.subject_id)
    if not _number_held(leaver):
        return Moot("no open actions owned")
    about = (
        select(ActionChild.child_id)
        .join(Action, Action.id == ActionChild.action_id)
        .where(Action.owner_id == leaver.id, Action.state.in_(OPEN_STATES))
    )
    told = people_in_role(list(db.session.scalars(about.distinct())), "coordinator")
    if leaver.manager_id:
        told.add(leaver.manager_id)
    return [Notice(person_id, "action.leaver", details=timer.details) for person_id in sorted(told - {leaver.id})]


@composes("action.leaver")
def compose_leaver(row: Outbox) -> Message | Moot:
    leaver = _leaver(row.about_id)
    number = _number_held(leaver)
    if not number:
        return Moot("no open actions owned")
    held = f"{number} open action{'' if number == 1 else 's'}"
    return _written(
        f"{held} to be handed over", "action_leaver", leaver=leaver.name, held=held, person_id=leaver.public_id
    )


def _mail(action: Action, recipient_id: int, words: Words) -> Message:
    due = f"{action.due_on:%A} {action.due_on.day} {action.due_on:%B %Y}"
    filled = {"due": due, "asks": f"{action.set_by.name}, {action.set_by.agency.name},", "owner": action.owner.name}
    return _written(
        f"{action.reference}: {words.subject.format(**filled)}",
        "action",
        reference=action.reference,
        sentence=words.sentence.format(**filled),
        path=_way_to(action, recipient_id),
    )


def _written(subject: str, template: str, **context: str) -> Message:
    body = rendered(template, **context)
    return Message(subject, body["text"], body["html"])


def _way_to(action: Action, recipient_id: int) -> str:
    """The page of the action; for its owner without an account a secret address of their own."""
    person = db.session.get_one(Person, recipient_id)
    if person.role is None and person.id in (action.owner_id, action.proposed_owner_id) and is_being_kept():
        return f"/a/{links.make('action', action.public_id, person)}"
    return f"/actions/{action.public_id}"


def _people_in(role: str, action: Action) -> set[int]:
    """Who fills a role of the schedule for this action. Nothing goes quiet: where a role is empty, those who answer for
    the action hear instead."""
    child_ids = [child.id for child in action.children]
    found: dict[str, Callable[[], set[int | None]]] = {
        "action_owner": lambda: {action.owner_id},
        "owner_manager": lambda: {action.owner.manager_id},
        "lead_professional": lambda: {lead.person_id for lead in leads_of(child_ids).values()},
        "coordinator": lambda: {*people_in_role(child_ids, "coordinator")},
    }
    return readers_among(found[role](), action) or readers_among(answerable_for(action), action)


def _action(public_id: str) -> Action:
    return db.session.scalars(
        select(Action)
        .where(Action.public_id == public_id)
        .options(joinedload(Action.owner), joinedload(Action.set_by), selectinload(Action.children))
    ).one()


def _leaver(public_id: str) -> Person:
    return db.session.scalars(select(Person).where(Person.public_id == public_id)).one()


def _number_held(leaver: Person) -> int:
    held = select(func.count()).where(Action.owner_id == leaver.id, Action.state.in_(OPEN_STATES))
    return db.session.scalar(held) or 0
