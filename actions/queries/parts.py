"""One action, and the parts that people play in it: who owns it, who answers for it, who checks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from actions.models import Action
from actions.rules import Facts
from children.models import Child, ConflictOfInterest
from children.queries import leads_of
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible, Refusal, possible, refusals
from people import links
from people.models import Person, PrivateLink
from people.visibility import visible_to

LINK_OUTLIVES = timedelta(days=30)


def action_visible_to(person: Person, public_id: str) -> Action:
    """The action with its people and children, for a command. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Action)
        .where(Action.public_id == public_id, visible_to(person, Action))
        .options(
            joinedload(Action.owner),
            joinedload(Action.proposed_owner),
            joinedload(Action.set_by),
            selectinload(Action.children),
        )
    )
    if found is None:
        raise NotVisible("action")
    return found


def answerable_for(action: Action) -> set[int]:
    """Whoever set it, the chair of the meeting it came from, and the active lead of each child. One query."""
    leads = {lead.person_id for lead in leads_of([child.id for child in action.children]).values()}
    return leads | {action.set_by_id} | ({action.checker_id} if action.checker_id else set())


def readers_among(person_ids: Iterable[int | None], action: Action) -> set[int]:
    """Those of `person_ids` who may read the action: what was agreed in confidence is not spoken of to others."""
    ids = {one for one in person_ids if one is not None}
    if not action.confidential:
        return ids
    return {
        person.id
        for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))
        if db.session.scalar(select(Action.id).where(Action.id == action.id, visible_to(person, Action)))
    }


def checkers_of(action: Action, answerable: set[int] | None = None) -> set[int]:
    """Who may confirm it or send it back: those who answer for it, but never its owner. Where nobody else answers for
    it, the owner's line manager does."""
    others = (answerable_for(action) if answerable is None else answerable) - {action.owner_id}
    if others or action.owner.manager_id is None:
        return others
    return {action.owner.manager_id}


def is_barred_from(person: Person, children: Iterable[Child]) -> bool:
    """Whether `person` is related to one of the children, or a subject of the case. One query."""
    barred = select(ConflictOfInterest.id).where(
        ConflictOfInterest.person_id == person.id, ConflictOfInterest.child_id.in_([child.id for child in children])
    )
    return db.session.scalar(barred.limit(1)) is not None


def events_open_to(person: Person, action: Action, answerable: set[int]) -> set[str]:
    """The events that `person` may ask for, whatever the rules say about the moment."""
    mine: set[str] = set()
    if person.id == (action.proposed_owner_id or action.owner_id):
        mine |= {"accept", "decline"}
    if person.id == action.owner_id:
        mine |= {"decline", "claim_done", "extend", "reassign"}
    if person.id == action.owner.manager_id:
        mine |= {"reassign"}
    if person.id in answerable:
        mine |= {"reassign", "cancel", "reopen"}
    if person.id in checkers_of(action, answerable):
        mine |= {"confirm_done", "send_back", "extend"}
    return mine


def facts_of(person: Person, action: Action, answerable: set[int]) -> Facts:
    """What the rules look at, before anything is given with a move."""
    return Facts(
        today=clock.today(),
        person_id=person.id,
        owner=action.owner,
        is_checker=person.id in checkers_of(action, answerable),
    )


@dataclass(frozen=True)
class Move:
    """An event that a person may ask for now, with the reasons why it would be refused."""

    event: str
    refusals: list[Refusal]


def moves_for(person: Person, action: Action) -> list[Move]:
    """What `person` can do with the action, blocked moves with their reasons. One query."""
    answerable = answerable_for(action)
    mine, facts = events_open_to(person, action, answerable), facts_of(person, action, answerable)
    return [Move(event, refusals(action, event, facts, asked=False)) for event in possible(action) if event in mine]


def owner_not_reached(owner: Person) -> str:
    """Why mail does not reach an owner, in a sentence; '' where nothing speaks against it."""
    if owner.left_on is not None:
        return f"{owner.name} has left. Name another owner."
    if not owner.email:
        return f"{owner.name} has no e-mail address. Telephone them, or name another owner."
    if owner.undeliverable:
        return f"Mail to {owner.name} came back. Telephone them, and have the address put right."
    return ""


@dataclass(frozen=True)
class ActionLink:
    """A private link of an owner without an account, with the action that it opens."""

    link: PrivateLink
    action: Action

    @property
    def person(self) -> Person:
        return self.link.person


def link_by_token(token: str) -> ActionLink | None:
    """The link that `token` opens, in use or over; nothing where there is none."""
    link = links.opened(token, "action")
    if link is None:
        return None
    action = db.session.scalars(
        select(Action)
        .where(Action.public_id == link.subject_id)
        .options(joinedload(Action.owner), joinedload(Action.set_by))
    ).one()
    return ActionLink(link, action)


def is_in_use(here: ActionLink) -> bool:
    """Whether a link still opens anything: its person owns the action or is asked to, it was not revoked, and 30 days have
    not passed since the action ended, or else since its date or the making of the link, whichever is later."""
    action, link = here.action, here.link
    if link.revoked_at or here.person.left_on or link.person_id not in (action.owner_id, action.proposed_owner_id):
        return False
    ended = clock.local(action.closed_at).date() if action.closed_at else None
    return clock.today() <= (ended or max(action.due_on, clock.local(link.made_at).date())) + LINK_OUTLIVES
