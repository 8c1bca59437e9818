"""What courts decided for a family, and who is still to be looked at after it."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Select, select

from children.models import Child
from children.queries import whole_family
from foundation.database import db
from meetings.models import CourtOutcome, Meeting, MeetingChild, OutcomeReview
from people.models import Person
from people.visibility import visible_to


def outcomes_about(person: Person, child: Child) -> Sequence[Any]:
    """Of the child and of every brother and sister whom `person` may see, latest first."""
    return outcomes_of(person, [one.id for one in whole_family(child)])


def outcomes_of(person: Person, child_ids: Collection[int]) -> Sequence[Any]:
    """The decisions for these children, latest first. One query."""
    rows = _outcomes(person).where(CourtOutcome.child_id.in_(child_ids))
    return db.session.execute(rows).all()


def reviews_of(person: Person, *, meeting: Meeting | None = None, child: Child | None = None) -> Sequence[Any]:
    """The looks taken after the outcome that a meeting was proposed for, or those at one child. Whoever may not see a child
    learns of it neither name nor view, only that it is looked at."""
    rows = (
        select(
            OutcomeReview.public_id,
            OutcomeReview.child_id,
            OutcomeReview.opened_at,
            OutcomeReview.closed_at,
            OutcomeReview.view,
            Person.name.label("closed_by"),
            visible_to(person, OutcomeReview).label("visible"),
        )
        .join(CourtOutcome, CourtOutcome.id == OutcomeReview.outcome_id)
        .outerjoin(Person, Person.id == OutcomeReview.closed_by_id)
        .order_by(OutcomeReview.id)
    )
    if meeting is not None:
        return db.session.execute(rows.where(CourtOutcome.meeting_id == meeting.id)).all()
    assert child is not None
    return db.session.execute(rows.where(OutcomeReview.child_id == child.id, visible_to(person, OutcomeReview))).all()


def earlier_outcomes(person: Person, meeting: Meeting) -> Sequence[Any]:
    """What courts decided before for the children of a meeting. One query."""
    here = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    return db.session.execute(_outcomes(person).where(CourtOutcome.child_id.in_(here))).all()


def _outcomes(person: Person) -> Select[Any]:
    rows = (
        select(
            CourtOutcome.public_id,
            CourtOutcome.child_id,
            CourtOutcome.decided_on,
            CourtOutcome.outcome,
            CourtOutcome.order_made,
            CourtOutcome.expected,
            CourtOutcome.unexpected,
            Child.name,
            Child.public_id.label("child"),
            Meeting.public_id.label("meeting"),
            Meeting.reference,
        )
        .join(Child, Child.id == CourtOutcome.child_id)
        .outerjoin(Meeting, Meeting.id == CourtOutcome.meeting_id)
        .where(visible_to(person, CourtOutcome))
        .order_by(CourtOutcome.decided_on.desc(), CourtOutcome.id.desc())
    )
    return cast(Select[Any], rows)
