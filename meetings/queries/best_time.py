"""When the meeting could be instead: what invitees offered, against the limit and the quorum. It moves nothing by itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from meetings.models import Invitation, OfferedTime
from meetings.queries.sheet import Sheet, first_limit

MOST = 3


@dataclass(frozen=True)
class BestTime:
    """One time, who offered it, and who would be missing or has not said. `in_time`: not after the first limit."""

    starts_at: datetime
    ends_at: datetime
    comes: tuple[Invitation, ...]
    missing: tuple[Invitation, ...]
    quorate: bool
    in_time: bool


def best_times(sheet: Sheet) -> list[BestTime]:
    """At most three other times: within the limit first, then quorate, then with the most people, then the soonest.

    Every time looked at begins where somebody's offer begins: no other can suit more people.
    """
    meeting = sheet.meeting
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    long, now, free = meeting.ends_at - meeting.starts_at, clock.now(), sheet.offers
    starts = {start for windows in free.values() for start, end in windows if start > now and end - start >= long}
    found = []
    for start in starts - {meeting.starts_at}:
        comes = tuple(
            one for one in sheet.invitations if any(a <= start and start + long <= b for a, b in free.get(one.id, ()))
        )
        missing = tuple(one for one in sheet.invitations if one not in comes)
        quorate = sheet.quorum_with(comes).met
        found.append(BestTime(start, start + long, comes, missing, quorate, _is_in_time(sheet, start)))
    found.sort(key=lambda one: (not one.in_time, not one.quorate, -len(one.comes), one.starts_at))
    return found[:MOST]


def offers_of(invitation: Invitation) -> list[tuple[datetime, datetime]]:
    """The times that one invitee offers now, soonest first."""
    rows = select(OfferedTime.starts_at, OfferedTime.ends_at).where(
        OfferedTime.invitation_id == invitation.id, OfferedTime.withdrawn_at.is_(None)
    )
    return [(row.starts_at, row.ends_at) for row in db.session.execute(rows.order_by(OfferedTime.starts_at))]


def _is_in_time(sheet: Sheet, start: datetime) -> bool:
    limit = first_limit(sheet.dues)
    if limit is None:
        return True
    return start <= limit.due_at if limit.due_at else clock.local(start).date() <= (limit.due_on or clock.today())
