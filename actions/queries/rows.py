"""Lists of actions as rows: a handful of queries, whatever the amount."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from actions.models import (
    OPEN_STATES,
    STATES,
    UNFINISHED_STATES,
    Action,
    ActionChild,
    ActionExtension,
    ActionStep,
    extension_words,
    is_overdue,
    rag,
)
from children.models import Assumption, Child, Service, ServiceUse
from children.queries import state_of_service, words_of_service
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.text import like
from people.models import Agency, Person
from people.visibility import visible_to
from working_time import england_and_wales

Owner, Proposed, Setter, Checker, Confirmer = (aliased(Person) for _ in range(5))
OwnerAgency = aliased(Agency)


@dataclass(frozen=True)
class ActionRow:
    """One action as a list or a page shows it to one reader: `children` are those of it whom they may see."""

    row: Any
    children: Sequence[Any] = field(default_factory=tuple)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def overdue(self) -> bool:
        return self.row.opened_at is not None and is_overdue(self.row, clock.today())

    @property
    def rests_on(self) -> str:
        """What it rests on, where that does not bear weight: as "rests on an untested assumption", "not confirmed by CAMHS"."""
        row = self.row
        if row.assumption_id is not None and row.assumption_result != "holds":
            untested = "rests on an untested assumption"
            return "rests on an assumption that does not hold" if row.assumption_result else untested
        if row.service_name is None:
            return ""
        state = state_of_service(SimpleNamespace(answer=row.answer, stated_on=row.stated_on, asked_on=row.asked_on))
        return "" if state == "confirmed" else words_of_service(state, row.service_name)

    @property
    def rag(self) -> str:
        found = rag(self.row, clock.today(), england_and_wales())
        return "amber" if found == "green" and self.rests_on else found

    @property
    def extension_words(self) -> str:
        return extension_words(self.row, england_and_wales())

    @property
    def state_words(self) -> str:
        return STATES[self.row.state]

    @property
    def late_by(self) -> int:
        """Working days past its date; 0 where it is not late."""
        return england_and_wales().working_days_between(self.row.due_on, clock.today()) if self.overdue else 0

    @property
    def not_reached(self) -> bool:
        """Mail does not reach the owner of something that they still owe."""
        gone = self.row.owner_left_on is not None or not self.row.owner_email or bool(self.row.owner_undeliverable)
        return gone and self.row.state in UNFINISHED_STATES


def rows(person: Person) -> Select[Any]:
    """The actions that `person` may see, noted ones too, as columns."""
    return (
        select(
            *(column for column in Action.__table__.c if column.name != "text_key"),
            Owner.public_id.label("owner_public_id"),
            Owner.name.label("owner_name"),
            Owner.email.label("owner_email"),
            Owner.left_on.label("owner_left_on"),
            Owner.undeliverable.label("owner_undeliverable"),
            Owner.role.label("owner_role"),
            Owner.telephone.label("owner_telephone"),
            OwnerAgency.key.label("agency_key"),
            OwnerAgency.name.label("agency_name"),
            Proposed.public_id.label("proposed_owner_public_id"),
            Proposed.name.label("proposed_owner_name"),
            Setter.public_id.label("set_by_public_id"),
            Setter.name.label("set_by_name"),
            Checker.public_id.label("checker_public_id"),
            Checker.name.label("checker_name"),
            Confirmer.public_id.label("confirmed_by_public_id"),
            Confirmer.name.label("confirmed_by_name"),
            Assumption.result.label("assumption_result"),
            ServiceUse.answer,
            ServiceUse.stated_on,
            ServiceUse.asked_on,
            Service.name.label("service_name"),
        )
        .select_from(Action)
        .join(Owner, Owner.id == Action.owner_id)
        .join(OwnerAgency, OwnerAgency.id == Action.agency_id)
        .outerjoin(Proposed, Proposed.id == Action.proposed_owner_id)
        .join(Setter, Setter.id == Action.set_by_id)
        .outerjoin(Checker, Checker.id == Action.checker_id)
        .outerjoin(Confirmer, Confirmer.id == Action.confirmed_by_id)
        .outerjoin(Assumption, Assumption.id == Action.assumption_id)
        .outerjoin(ServiceUse, ServiceUse.id == Action.service_use_id)
        .outerjoin(Service, Service.id == ServiceUse.service_id)
        .where(visible_to(person, Action))
    )


def searched(person: Person, *, owner: str = "", state: str = "", overdue: bool = False, text: str = "") -> Select[Any]:
    """Actions that have begun, soonest first. `owner`: `me`, `team` (those whom `person` manages), `nobody` (declined,
    or the owner has left), a person's public id,
    or nothing for all; `state`: a state, or `unfinished`; `text`: in the action's words, its reference, its owner's name."""
    query = rows(person).where(Action.opened_at.is_not(None)).order_by(Action.due_on, Action.id)
    if owner == "me":
        query = query.where(Action.owner_id == person.id)
    elif owner == "team":
        query = query.where(Owner.manager_id == person.id)
    elif owner == "nobody":
        query = query.where(or_(Action.state == "declined", Owner.left_on.is_not(None)))
    elif owner:
        query = query.where(Owner.public_id == owner)
    if state:
        query = query.where(Action.state.in_(UNFINISHED_STATES if state == "unfinished" else (state,)))
    if overdue:
        query = query.where(_is_late())
    if text:
        pattern = like(text)
        query = query.where(
            or_(
                Action.text_key.like(pattern, escape="\\"),
                Action.reference.ilike(pattern, escape="\\"),
                Owner.name_key.like(pattern, escape="\\"),
            )
        )
    return query


def with_children(person: Person, found: Sequence[Any]) -> list[ActionRow]:
    """The rows with the children whom `person` may see. One query."""
    by_action: dict[int, list[Any]] = {}
    named = (
        select(ActionChild.action_id, Child.public_id, Child.name)
        .join(Child, Child.id == ActionChild.child_id)
        .where(ActionChild.action_id.in_([row.id for row in found]), visible_to(person, ActionChild))
        .order_by(Child.id)
    )
    for row in db.session.execute(named) if found else ():
        by_action.setdefault(row.action_id, []).append(row)
    return [ActionRow(row, tuple(by_action.get(row.id, ()))) for row in found]


def one_row(person: Person, public_id: str) -> ActionRow:
    """One action. Raises `NotVisible`. Two queries."""
    found = db.session.execute(rows(person).where(Action.public_id == public_id)).one_or_none()
    if found is None:
        raise NotVisible("action")
    return with_children(person, [found])[0]


def owned_by(person: Person) -> list[ActionRow]:
    """What `person` has to do or to answer, for their worklist: owned or asked to take over, soonest first."""
    mine = or_(
        and_(Action.owner_id == person.id, Action.state == "open"),
        and_(Action.proposed_owner_id == person.id, Action.state == "open"),
    )
    return _listed(person, mine)


def to_be_checked_by(person: Person) -> list[ActionRow]:
    """Claimed done, and declined ones that need another owner: what waits for whoever set it or is named to check it."""
    named = or_(Action.checker_id == person.id, and_(Action.checker_id.is_(None), Action.set_by_id == person.id))
    return _listed(person, and_(named, Action.state.in_(("done_claimed", "declined"))))


def overdue(person: Person) -> list[ActionRow]:
    """Every action past its date that `person` may see, oldest first."""
    return _listed(person, _is_late())


def actions_of_meeting(person: Person, meeting_id: int) -> list[ActionRow]:
    """The actions of a meeting, noted ones too, in the order in which they were written down."""
    return with_children(
        person, db.session.execute(rows(person).where(Action.meeting_id == meeting_id).order_by(Action.id)).all()
    )


def actions_of_escalation(person: Person, escalation_id: int) -> list[ActionRow]:
    """The actions that came from an escalation, in the order in which they were set."""
    return with_children(
        person, db.session.execute(rows(person).where(Action.escalation_id == escalation_id).order_by(Action.id)).all()
    )


def open_actions_of_children(person: Person, child_ids: Sequence[int]) -> list[ActionRow]:
    """What is still to be done for these children, soonest first; without the children, whom the asker knows. One query."""
    about = select(ActionChild.action_id).where(ActionChild.child_id.in_(child_ids))
    unfinished = Action.id.in_(about), Action.opened_at.is_not(None), Action.state.in_(UNFINISHED_STATES)
    found = db.session.execute(rows(person).where(*unfinished).order_by(Action.due_on, Action.id))
    return [ActionRow(row, ()) for row in found]


def oldest_overdue(person_ids: Collection[int]) -> dict[int, date]:
    """Since when each of these people is late with what they own and have not claimed done, by id. One query."""
    late = (
        select(Action.owner_id, func.min(Action.due_on).label("since"))
        .where(Action.owner_id.in_(person_ids), Action.state == "open", Action.opened_at.is_not(None), _is_late())
        .group_by(Action.owner_id)
    )
    return {row.owner_id: row.since for row in db.session.execute(late)}


def held_by(person_id: int) -> int:
    """How many open actions somebody owns, for those who look after accounts: a number, no content."""
    owned = select(Action.id).where(Action.owner_id == person_id, Action.state.in_(OPEN_STATES))
    return len(db.session.scalars(owned).all())


def history_of(person: Person, action_id: int) -> list[Any]:
    """The steps of an action, newest first. One query."""
    by = aliased(Person)
    return list(
        db.session.execute(
            select(ActionStep.at, ActionStep.event, ActionStep.words, by.name.label("by_name"))
            .outerjoin(by, by.id == ActionStep.by_id)
            .where(ActionStep.action_id == action_id, visible_to(person, ActionStep))
            .order_by(ActionStep.id.desc())
        )
    )


def extensions_of(person: Person, action_id: int) -> list[Any]:
    """Each time more time was given: from, to, why, and who agreed."""
    by = aliased(Person)
    return list(
        db.session.execute(
            select(
                ActionExtension.number,
                ActionExtension.from_on,
                ActionExtension.to_on,
                ActionExtension.reason,
                ActionExtension.at,
                by.public_id.label("agreed_by_public_id"),
                by.name.label("agreed_by_name"),
            )
            .join(by, by.id == ActionExtension.agreed_by_id)
            .where(ActionExtension.action_id == action_id, visible_to(person, ActionExtension))
            .order_by(ActionExtension.number)
        )
    )


def _listed(person: Person, condition: ColumnElement[bool]) -> list[ActionRow]:
    query = rows(person).where(Action.opened_at.is_not(None), condition).order_by(Action.due_on, Action.id)
    return with_children(person, db.session.execute(query).all())


def _is_late() -> ColumnElement[bool]:
    return and_(Action.state.in_(UNFINISHED_STATES), Action.due_on < clock.today())
