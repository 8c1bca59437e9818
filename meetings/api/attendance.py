"""What each of those invited does on the day."""

from typing import Any, Literal

from pydantic import Field, RootModel

from foundation.database import db
from foundation.paging import after
from foundation.problems import Body, Listing
from meetings import commands
from meetings.api.blueprint import Answer, Flag, Id, Line, Moment, OfMeeting, api, at, found, listed, read, who
from meetings.models import Attendance, Meeting
from meetings.queries.record import attendance
from people.sign_in import caller


class Row(Body):
    """`invitation`, or the id of the person invited as `person`. What is left out stays as it is."""

    invitation: Id = ""
    person: Id = ""
    status: str = Field(max_length=30)
    arrived_at: Moment | None = None
    left_at: Moment | None = None
    means: Literal["in_person", "video", "telephone"] | None = None
    can_decide: Flag | None = None
    reason: Line = ""


class Rows(Body):
    items: list[Row] = Field(max_length=200)


class Table(RootModel[list[Row] | Rows]):
    """The rows, as a list or under `items`."""

    def rows(self) -> list[Row]:
        return self.root.items if isinstance(self.root, Rows) else self.root


@api.get("/meetings/<meeting_id>/attendance")
def list_attendance(path: OfMeeting, query: Listing) -> Answer:
    """Who is there, since when, and by what means; with who wrote it down."""
    return _page(found(path), query)


@api.put("/meetings/<meeting_id>/attendance")
def record_attendance(path: OfMeeting, body: Table) -> Answer:
    """Write down what some of them do; the others stay as they are."""
    given = [{**row.model_dump(exclude={"person"}), "invitation": row.invitation or row.person} for row in body.rows()]
    commands.record_attendance(caller(), path.meeting_id, given)
    db.session.flush()
    return _page(found(path), Listing())


def _page(meeting: Meeting, query: Listing) -> Answer:
    rows, following = after(attendance(caller(), meeting), Attendance.id, query.cursor, query.limit)
    read(meeting, "attendance")
    return listed([_shape(row) for row in rows], following)


def _shape(row: Any) -> Answer:
    return {
        "invitation": row.invitation,
        "person": who(row, "person"),
        "agency": row.person_agency,
        "capacity": row.capacity,
        "status": row.status,
        "arrived_at": at(row.arrived_at),
        "left_at": at(row.left_at),
        "means": row.means,
        "can_decide": row.can_decide,
        "reason": row.reason,
        "recorded_by": {"id": row.recorded_by_id, "name": row.recorded_by_name},
        "recorded_at": at(row.recorded_at),
    }
