"""What the rooms above know of one child: meetings, decisions, dates to come. One query each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from children.models import Child
from foundation.database import db
from meetings.models import Decision, Meeting, MeetingChild, MeetingDue
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from people.models import Person
from people.visibility import visible_to

SHOWN = 8


def meetings_of(person: Person, child: Child) -> Sequence[Any]:
    """The child's meetings, those to come first, then the latest; a decision about this child stands beside its meeting."""
    ahead = Meeting.state.in_((*BEFORE, *RUNNING))
    return db.session.execute(
        select(
            Meeting.public_id,
            Meeting.reference,
            Meeting.type,
            Meeting.state,
            Meeting.starts_at,
            Meeting.opened_at,
            Decision.decision,
        )
        .join(MeetingChild, MeetingChild.meeting_id == Meeting.id)
        .outerjoin(
            Decision,
            and_(Decision.meeting_id == Meeting.id, Decision.child_id == child.id, Meeting.state.in_(AFTER)),
        )
        .where(visible_to(person, Meeting), MeetingChild.child_id == child.id)
        .order_by(ahead.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(SHOWN)
    ).all()


def dates_owed(person: Person, child: Child) -> Sequence[Any]:
    """Dates that are owed to this child and not answered, soonest first, each with its working."""
    about = select(MeetingChild.meeting_id).where(MeetingChild.child_id == child.id)
    return db.session.execute(
        select(
            MeetingDue.what,
            MeetingDue.due_on,
            MeetingDue.due_at,
            MeetingDue.working,
            MeetingDue.source,
            MeetingDue.verified,
            MeetingDue.force,
            Meeting.public_id,
            Meeting.reference,
        )
        .join(Meeting, Meeting.id == MeetingDue.meeting_id)
        .where(
            visible_to(person, Meeting),
            Meeting.id.in_(about),
            Meeting.state.not_in(("declined", "cancelled", "reconvened")),
            MeetingDue.met_at.is_(None),
            MeetingDue.warning_only.is_(False),
            MeetingDue.duty != "window",
            or_(MeetingDue.child_id.is_(None), MeetingDue.child_id == child.id),
        )
        .order_by(MeetingDue.due_on.is_(None), MeetingDue.due_on, MeetingDue.due_at)
        .limit(SHOWN)
    ).all()
