"""The meetings of a series: for a command whole, for a page those that its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

import rulebook
from foundation import clock
from foundation.database import db
from meetings.models import Invitation, Meeting, MeetingSeries, Seat
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from meetings.pattern import limit_of
from people.models import Person
from people.visibility import visible_to

# What stands in a calendar: asked to, running, held. A meeting that was called off or put off leaves the entry of its series.
STANDING = ("invited", *RUNNING, *AFTER, "reconvened")

# Whether a meeting of a series is held at another time than its pattern says.
IS_MOVED = and_(Meeting.starts_at.is_not(None), Meeting.starts_at != Meeting.usual_at)


@dataclass(frozen=True)
class InSeries:
    """One meeting of a series, as a list shows it."""

    public_id: str
    reference: str
    state: str
    starts_at: datetime | None
    is_moved: bool


@dataclass(frozen=True)
class SeriesLine:
    """A series as a reader may see it: its meetings in the order of the pattern, with the places before and after one."""

    series: MeetingSeries
    meetings: Sequence[InSeries]
    here: int  # the place of the meeting that is looked at, counted from 0

    @property
    def number(self) -> int:
        return self.here + 1

    @property
    def previous(self) -> InSeries | None:
        return self.meetings[self.here - 1] if self.here else None

    @property
    def next(self) -> InSeries | None:
        return self.meetings[self.here + 1] if self.here + 1 < len(self.meetings) else None

    @property
    def to_come(self) -> int:
        """How many of them lie ahead, this one among them, and may still be moved."""
        return sum(1 for row in self.meetings if lies_ahead(row))


def series_line(reader: Person, meeting: Meeting) -> SeriesLine | None:
    """The series that `meeting` belongs to; None where it stands by itself. One query, and the series."""
    if meeting.series is None:
        return None
    rows = db.session.execute(
        select(Meeting.public_id, Meeting.reference, Meeting.state, Meeting.starts_at, IS_MOVED)
        .where(Meeting.series_id == meeting.series_id, visible_to(reader, Meeting))
        .order_by(Meeting.usual_at)
    )
    return line_of(meeting, [InSeries(*row) for row in rows])


def line_of(meeting: Meeting, rows: Sequence[InSeries]) -> SeriesLine | None:
    """The series around `meeting`, of rows that were read with something else."""
    if meeting.series is None:
        return None
    here = next((number for number, row in enumerate(rows) if row.public_id == meeting.public_id), 0)
    return SeriesLine(meeting.series, rows, here)


def meetings_of(series: MeetingSeries) -> list[Meeting]:
    """Every meeting of the series, in the order of the pattern."""
    return list(db.session.scalars(select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.usual_at)))


def lies_ahead(meeting: Any) -> bool:
    """Whether the meeting, or its row, is still to come and takes part in what is done to the series."""
    ahead = meeting.starts_at is None or meeting.starts_at > clock.now()
    return meeting.state in BEFORE and ahead


def stands(meeting: Meeting) -> bool:
    """Whether the meeting is in the entry of its series; before the invitations are out, every one that has its date."""
    planned = meeting.series is not None and meeting.series.announced_at is None and meeting.state == "scheduled"
    return planned or meeting.state in STANDING


def following(meeting: Meeting, scope: str) -> list[Meeting]:
    """The meetings that `scope` names, as far as they lie ahead: `one`, `following` (this one and all after it), `series`."""
    if meeting.series is None or scope == "one":
        return [meeting]
    ahead = [one for one in meetings_of(meeting.series) if lies_ahead(one) or one.id == meeting.id]
    return ahead if scope == "series" else [one for one in ahead if _usual(one) >= _usual(meeting)]


def places_of(seat: Seat) -> list[tuple[Meeting, Invitation]]:
    """The meetings to which the seat was ever asked, with the invitation to each, in the order of the pattern."""
    rows: Any = db.session.execute(
        select(Meeting, Invitation)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(Invitation.seat_id == seat.id)
        .order_by(Meeting.usual_at)
    )
    return [(row[0], row[1]) for row in rows]


def seats_of(series: MeetingSeries) -> list[Seat]:
    """Everybody who was ever asked to a meeting of the series."""
    return list(db.session.scalars(select(Seat).where(Seat.series_id == series.id).order_by(Seat.id)))


def neighbours_in_time(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The meetings of the series before and after this one, of those that stand or are still to be set."""
    if meeting.series is None:
        return None, None
    standing = [one for one in meetings_of(meeting.series) if one.state in (*BEFORE, *STANDING) or one.id == meeting.id]
    here = next(number for number, one in enumerate(standing) if one.id == meeting.id)
    return (standing[here - 1] if here else None), (standing[here + 1] if here + 1 < len(standing) else None)


def series_facts(meeting: Meeting, day: date) -> dict[str, date | None]:
    """What the rules look at where one meeting of a series is moved to `day`: its neighbours, and the limit of the next."""
    before, after = neighbours_in_time(meeting)
    limit = limit_of(meeting.kind)
    return {
        "series_before": _day(before),
        "series_after": _day(after),
        "series_last_day": rulebook.book().due_for(limit.key, day).by if limit and after else None,
    }


def _day(meeting: Meeting | None) -> date | None:
    return clock.local(meeting.starts_at).date() if meeting and meeting.starts_at else None


def _usual(meeting: Meeting) -> datetime:
    assert meeting.usual_at is not None
    return meeting.usual_at
