"""What of the meetings to come leans on a service that stops: the invitations of those whose posts go with it."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

import rulebook
from children.leaning import Leaning
from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, MeetingChild
from meetings.models.meeting import BEFORE
from people.models import Person
from people.visibility import visible_to
from working_time import written_day


def invitations_that_lean(person: Person | None, service_id: int, posts: Collection[int]) -> Iterable[Leaning]:
    """Seats at meetings to come, with what they count for. A service has no seat but that of its people."""
    rows = (
        select(
            MeetingChild.child_id, Meeting.public_id, Meeting.reference, Meeting.type, Meeting.starts_at, Person.name
        )
        .join(Meeting, Meeting.id == MeetingChild.meeting_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Meeting.state.in_(BEFORE), Invitation.person_id.in_(posts), Invitation.withdrawn_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if person is not None:
        rows = rows.where(visible_to(person, Meeting))
    for row in db.session.execute(rows):
        day = written_day(clock.local(row.starts_at).date()) if row.starts_at else "no date yet"
        text = f"{rulebook.book().meeting_type(row.type).name} {row.reference}, {day}: {row.name}"
        yield Leaning(row.child_id, "Invitation and quorum", text, f"/meetings/{row.public_id}")
