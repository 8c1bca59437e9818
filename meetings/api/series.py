"""Planning meetings that follow one another: the dates first, then a meeting for each of them."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictInt

from foundation.problems import Body
from meetings import commands
from meetings.api.blueprint import Answer, Count, Day, Line, OfMeeting, api, at, day, found, read
from meetings.api.shapes import meeting_shape
from meetings.pattern import Planned
from people.sign_in import caller

USUAL_COUNT = 6
Weeks = Annotated[StrictInt, Field(ge=1, le=52)]


class Pattern(BaseModel):
    """Every so many weeks: `count` meetings, the first included (six unless said), or as many as start by `until`."""

    every_weeks: int = Field(4, ge=1, le=52)
    count: int | None = Field(None, ge=0, le=1000)
    until: Day | None = None


class NewSeries(Body):
    """As `Pattern`. A date on a closed day goes to the working day before it, unless `closed_day_reason` says why not."""

    every_weeks: Weeks
    count: Count | None = None
    until: Day | None = None
    closed_day_reason: Line = ""
    version: Count | None = None


@api.get("/meetings/<meeting_id>/series/dates")
def look_at_dates(path: OfMeeting, query: Pattern) -> Answer:
    """The dates of a series that would begin with this meeting, each with the last day of its limit. Nothing is written."""
    meeting = found(path)
    count = query.count if query.count is not None or query.until else USUAL_COUNT
    dates = commands.planned(meeting, query.every_weeks, count=count, until=query.until)
    read(meeting, "meeting")
    return {"items": [_date(one) for one in dates], "next": None}


@api.post("/meetings/<meeting_id>/series")
def plan_series(path: OfMeeting, body: NewSeries) -> tuple[Answer, int]:
    """Let meetings like this one follow it; the first of them, as it stands afterwards, with its `series`."""
    given: dict[str, Any] = body.model_dump()
    commands.plan_series(caller(), path.meeting_id, **given)
    return meeting_shape(found(path)), 201


def _date(one: Planned) -> Answer:
    return {
        "starts_at": at(one.starts_at),
        "usual_at": at(one.usual_at),
        "last_day": day(one.last_day),
        "moved": one.is_moved,
        "why": one.why or one.closed,
    }
