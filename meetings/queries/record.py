"""What was said, decided and disagreed with in a meeting, as rows of a list; what a reader may not see leaves no gap."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from children.models import Child
from foundation.database import db
from meetings.models import (
    Attendance,
    Correction,
    Decision,
    Dissent,
    Invitation,
    Meeting,
    MeetingChild,
    Position,
    ProtectiveStep,
    Statement,
)
from people.models import Agency, Person
from people.visibility import visible_to


def statements(person: Person, meeting: Meeting) -> Select[Any]:
    """What was said and not taken back, with who said it."""
    said_by, entered_by = aliased(Person), aliased(Person)
    rows = (
        select(
            Statement.id,
            Statement.public_id,
            Statement.kind,
            Statement.text,
            Statement.source,
            Statement.happened_on,
            Statement.rests_on,
            Statement.reason,
            Statement.confidence,
            Statement.advice,
            Statement.what_else,
            Statement.confidential,
            Statement.entered_at,
            Child.public_id.label("child"),
            said_by.public_id.label("by_id"),
            said_by.name.label("by_name"),
            Agency.key.label("by_agency"),
            entered_by.public_id.label("entered_by_id"),
            entered_by.name.label("entered_by_name"),
        )
        .join(entered_by, entered_by.id == Statement.entered_by_id)
        .outerjoin(Child, Child.id == Statement.child_id)
        .outerjoin(Invitation, Invitation.id == Statement.invitation_id)
        .outerjoin(said_by, said_by.id == Invitation.person_id)
        .outerjoin(Agency, Agency.id == Invitation.agency_id)
        .where(Statement.meeting_id == meeting.id, Statement.withdrawn_at.is_(None), visible_to(person, Statement))
        .order_by(Statement.id)
    )
    return cast(Select[Any], rows)


def statements_seen(person: Person, meeting: Meeting, public_ids: Collection[str]) -> set[str]:
    """Those of `public_ids` that name a statement which `person` may see: a judgement never points at a hidden fact."""
    if not public_ids:
        return set()
    return set(
        db.session.scalars(
            select(Statement.public_id).where(
                Statement.meeting_id == meeting.id,
                Statement.public_id.in_(public_ids),
                Statement.withdrawn_at.is_(None),
                visible_to(person, Statement),
            )
        )
    )


def decisions(person: Person, meeting: Meeting) -> Select[Any]:
    """What was decided for each child, with the quorum of that minute."""
    rows = (
        select(
            Decision.id,
            Decision.public_id,
            Decision.decision,
            Decision.text,
            Decision.rationale,
            Decision.alternatives,
            Decision.category,
            Decision.decided_at,
            Decision.quorum,
            Decision.next_dates,
            Decision.what_is_different,
            Decision.optimism,
            Decision.unmet,
            Decision.unmet_reason,
            Decision.supervision_on,
            Decision.no_supervision_reason,
            Decision.version,
            Child.public_id.label("child"),
            Person.public_id.label("decided_by_id"),
            Person.name.label("decided_by_name"),
            Agency.key.label("decided_by_agency"),
        )
        .join(Person, Person.id == Decision.decided_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .outerjoin(Child, Child.id == Decision.child_id)
        .where(Decision.meeting_id == meeting.id, visible_to(person, Decision))
        .order_by(Decision.id)
    )
    return cast(Select[Any], rows)


def positions(person: Person, meeting: Meeting) -> Select[Any]:
    """Where each agency stands, as far as `person` may know yet; one that was changed stands beside its successor."""
    rows = (
        select(
            Position.id,
            Position.public_id,
            Position.position,
            Position.words,
            Position.given_at,
            Position.replaced_at,
            Child.public_id.label("child"),
            Agency.key.label("agency"),
            Person.public_id.label("given_by_id"),
            Person.name.label("given_by_name"),
        )
        .join(Agency, Agency.id == Position.agency_id)
        .join(Person, Person.id == Position.given_by_id)
        .outerjoin(Child, Child.id == Position.child_id)
        .where(Position.meeting_id == meeting.id, visible_to(person, Position))
        .order_by(Position.id)
    )
    return cast(Select[Any], rows)


def dissents(person: Person, meeting: Meeting) -> Select[Any]:
    """Formal disagreements, in the dissenters' own words."""
    rows = (
        select(
            Dissent.id,
            Dissent.public_id,
            Dissent.reasons,
            Dissent.wish,
            Dissent.recorded_at,
            Dissent.challenged_at,
            Decision.public_id.label("decision"),
            Agency.key.label("agency"),
            Person.public_id.label("by_id"),
            Person.name.label("by_name"),
        )
        .join(Agency, Agency.id == Dissent.agency_id)
        .join(Person, Person.id == Dissent.person_id)
        .outerjoin(Decision, Decision.id == Dissent.decision_id)
        .where(Dissent.meeting_id == meeting.id, visible_to(person, Dissent))
        .order_by(Dissent.id)
    )
    return cast(Select[Any], rows)


def attendance(person: Person, meeting: Meeting) -> Select[Any]:
    """What each of those invited did on the day, with who wrote it down."""
    invited, wrote = aliased(Person), aliased(Person)
    rows = (
        select(
            Attendance.id,
            Attendance.status,
            Attendance.arrived_at,
            Attendance.left_at,
            Attendance.means,
            Attendance.can_decide,
            Attendance.reason,
            Attendance.recorded_at,
            Invitation.public_id.label("invitation"),
            Invitation.capacity,
            invited.public_id.label("person_id"),
            invited.name.label("person_name"),
            Agency.key.label("person_agency"),
            wrote.public_id.label("recorded_by_id"),
            wrote.name.label("recorded_by_name"),
        )
        .join(Invitation, Invitation.id == Attendance.invitation_id)
        .join(invited, invited.id == Invitation.person_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .join(wrote, wrote.id == Attendance.recorded_by_id)
        .where(Attendance.meeting_id == meeting.id, visible_to(person, Attendance))
        .order_by(Attendance.id)
    )
    return cast(Select[Any], rows)


def protective_steps(person: Person, meeting: Meeting) -> Select[Any]:
    """What was done to keep a child safe at once."""
    rows = (
        select(
            ProtectiveStep.id,
            ProtectiveStep.public_id,
            ProtectiveStep.kind,
            ProtectiveStep.text,
            ProtectiveStep.taken_at,
            Person.public_id.label("taken_by_id"),
            Person.name.label("taken_by_name"),
            Agency.key.label("taken_by_agency"),
        )
        .join(Person, Person.id == ProtectiveStep.taken_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(ProtectiveStep.meeting_id == meeting.id, visible_to(person, ProtectiveStep))
        .order_by(ProtectiveStep.id)
    )
    return cast(Select[Any], rows)


def corrections(person: Person, meeting: Meeting) -> Select[Any]:
    """What stands beside the record, which never changes."""
    asked_by, decided_by = aliased(Person), aliased(Person)
    rows = (
        select(
            Correction.id,
            Correction.public_id,
            Correction.text,
            Correction.reason,
            Correction.decision,
            Correction.answer,
            Correction.asked_at,
            Correction.decided_at,
            asked_by.public_id.label("asked_by_id"),
            asked_by.name.label("asked_by_name"),
            decided_by.public_id.label("decided_by_id"),
            decided_by.name.label("decided_by_name"),
        )
        .join(asked_by, asked_by.id == Correction.asked_by_id)
        .outerjoin(decided_by, decided_by.id == Correction.decided_by_id)
        .where(Correction.meeting_id == meeting.id, visible_to(person, Correction))
        .order_by(Correction.id)
    )
    return cast(Select[Any], rows)


def neighbours(person: Person, meeting: Meeting) -> tuple[Row[Any] | None, Row[Any] | None]:
    """The meeting that this one carries on, and the one that carries it on, where `person` may see them. One query."""
    found: Sequence[Any] = db.session.execute(
        select(Meeting.id, Meeting.public_id, Meeting.reference, Meeting.predecessor_id).where(
            or_(Meeting.id == meeting.predecessor_id, Meeting.predecessor_id == meeting.id),
            visible_to(person, Meeting),
        )
    ).all()
    before = next((row for row in found if row.id == meeting.predecessor_id), None)
    after = next((row for row in found if row.predecessor_id == meeting.id), None)
    return before, after


def children_of(meeting_ids: Collection[int]) -> list[Row[Any]]:
    """The children of meetings that the reader was found to see, for the entry about what was read. One query."""
    if not meeting_ids:
        return []
    here = and_(MeetingChild.child_id == Child.id, MeetingChild.meeting_id.in_(meeting_ids))
    return list(db.session.execute(select(Child.public_id).join(MeetingChild, here).distinct()))
