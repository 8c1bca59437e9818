"""Finding one thing, or the rows of a list; what may not be seen is not there."""

from typing import Any, cast

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.models import Decision, Invitation, Meeting, Statement
from people.models import Person
from people.visibility import visible_to


def meeting_for(person: Person, public_id: str) -> Meeting:
    """The meeting, with its chair and coordinator. One query. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Meeting)
        .options(
            joinedload(Meeting.chair),
            joinedload(Meeting.coordinator),
            joinedload(Meeting.asked_by),
            joinedload(Meeting.late_agreed_by),
        )
        .where(Meeting.public_id == public_id, visible_to(person, Meeting))
    )
    if found is None:
        raise NotVisible("meeting")
    return found


def meeting_rows(person: Person, *, states: tuple[str, ...] = (), mine: bool = False) -> Select[Any]:
    """Rows of a list of meetings: reference, type, state, start; soonest first, those without a date last."""
    rows = (
        select(
            Meeting.id,
            Meeting.public_id,
            Meeting.reference,
            Meeting.type,
            Meeting.state,
            Meeting.starts_at,
            Meeting.late,
            Person.name.label("chair"),
        )
        .outerjoin(Person, Person.id == Meeting.chair_id)
        .where(visible_to(person, Meeting))
        .order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.id)
    )
    if states:
        rows = rows.where(Meeting.state.in_(states))
    if mine:
        asked = select(Invitation.meeting_id).where(
            Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
        )
        runs = (Meeting.chair_id, Meeting.coordinator_id, Meeting.asked_by_id)
        rows = rows.where(or_(*(column == person.id for column in runs), Meeting.id.in_(asked)))
    return cast(Select[Any], rows)


def invitation_of(person: Person, meeting: Meeting, public_id: str) -> Invitation:
    """One invitation of `meeting`. Raises `NotVisible`, also for an invitation of another meeting."""
    found: Invitation = _of(person, meeting, Invitation, public_id)
    return found


def statement_of(person: Person, meeting: Meeting, public_id: str) -> Statement:
    """One statement made in `meeting`. Raises `NotVisible`."""
    found: Statement = _of(person, meeting, Statement, public_id)
    return found


def decision_of(person: Person, meeting: Meeting, public_id: str) -> Decision:
    """One decision of `meeting`. Raises `NotVisible`."""
    found: Decision = _of(person, meeting, Decision, public_id)
    return found


def _of(person: Person, meeting: Meeting, model: Any, public_id: str) -> Any:
    found = db.session.scalar(
        select(model).where(
            model.public_id == public_id,
            model.meeting_id == meeting.id,
            visible_to(person, model),
        )
    )
    if found is None:
        raise NotVisible(model.__tablename__.replace("_", " "))
    return found
