"""Finding one thing, or the rows of a list; what may not be seen is not there."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

import rulebook
from actions.queries.origins import Origin, origin_of
from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.text import like
from meetings.models import Decision, Invitation, Meeting, Statement
from meetings.quorum import Present, count
from people.models import SENIORITY_RANK, Agency, Person
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
            joinedload(Meeting.series),
        )
        .where(Meeting.public_id == public_id, visible_to(person, Meeting))
    )
    if found is None:
        raise NotVisible("meeting")
    return found


def meeting_rows(
    person: Person, *, states: tuple[str, ...] = (), mine: bool = False, type_key: str = "", reference: str = ""
) -> Select[Any]:
    """Rows of a list of meetings: reference, type, state, start; soonest first, those without a date last. `reference`
    is any part of one."""
    rows = (
        select(
            Meeting.id,
            Meeting.public_id,
            Meeting.reference,
            Meeting.type,
            Meeting.state,
            Meeting.starts_at,
            Meeting.late,
            Meeting.postponed_by,
            Meeting.named_agency_id,
            Person.name.label("chair"),
        )
        .outerjoin(Person, Person.id == Meeting.chair_id)
        .where(visible_to(person, Meeting))
        .order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.id)
    )
    if states:
        rows = rows.where(Meeting.state.in_(states))
    if type_key:
        rows = rows.where(Meeting.type == type_key)
    if reference:
        rows = rows.where(Meeting.reference.ilike(like(reference), escape="\\"))
    if mine:
        asked = select(Invitation.meeting_id).where(
            Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
        )
        runs = (Meeting.chair_id, Meeting.coordinator_id, Meeting.asked_by_id)
        rows = rows.where(or_(*(column == person.id for column in runs), Meeting.id.in_(asked)))
    return cast(Select[Any], rows)


def at_risk_among(rows: Sequence[Any]) -> set[int]:
    """Ids of those rows whose meeting could not decide if exactly those came who have said so. One query.

    Types whose quorum asks for a role that only the case can name are left out: their own page counts them.
    """
    book = rulebook.book()
    kinds = {row.id: book.meeting_type(row.type) for row in rows if row.state == "invited"}
    kinds = {one: kind for one, kind in kinds.items() if set(kind.quorum.required_agencies) <= set(book.agencies)}
    if not kinds:
        return set()
    coming: dict[int, list[Present]] = defaultdict(list)
    found = db.session.execute(
        select(
            Invitation.meeting_id,
            Invitation.capacity,
            Invitation.direct_contact,
            Agency.kind,
            Person.name,
            Person.discipline,
            Person.seniority,
        )
        .join(Agency, Agency.id == Invitation.agency_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.meeting_id.in_(kinds),
            Invitation.withdrawn_at.is_(None),
            Invitation.response.in_(("accepted", "delegated")),
        )
    )
    for row in found:
        coming[row.meeting_id].append(
            Present(
                row.name,
                row.kind,
                row.discipline,
                capacity=row.capacity,
                can_decide=SENIORITY_RANK[row.seniority] >= SENIORITY_RANK["manager"],
                direct_contact=row.direct_contact,
            )
        )
    return {one for one, kind in kinds.items() if not count(kind.quorum, coming[one]).met}


def invitation_of(person: Person, meeting: Meeting, public_id: str) -> Invitation:
    """One invitation of `meeting`. Raises `NotVisible`, also for an invitation of another meeting."""
    found: Invitation = _of(person, meeting, Invitation, public_id)
    return found


def statement_of(person: Person, meeting: Meeting, public_id: str) -> Statement:
    """One statement made in `meeting`, and not taken back. Raises `NotVisible`."""
    found: Statement = _of(person, meeting, Statement, public_id, Statement.withdrawn_at.is_(None))
    return found


def decision_of(person: Person, meeting: Meeting, public_id: str) -> Decision:
    """One decision of `meeting`. Raises `NotVisible`."""
    found: Decision = _of(person, meeting, Decision, public_id)
    return found


def _of(person: Person, meeting: Meeting, model: Any, public_id: str, *where: Any) -> Any:
    found = db.session.scalar(
        select(model).where(
            model.public_id == public_id,
            model.meeting_id == meeting.id,
            visible_to(person, model),
            *where,
        )
    )
    if found is None:
        raise NotVisible(model.__tablename__.replace("_", " "))
    return found


def convened_from(person: Person, meeting: Meeting) -> Origin | None:
    """The disagreement that a meeting was convened from; None where there is none, or none that `person` may see."""
    try:
        return origin_of(person, "escalation", id=meeting.escalation_id) if meeting.escalation_id else None
    except NotVisible:
        return None
