"""What every part of the meetings' API shares: its paths, moments as they are given, and people named in a body."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StrictInt, WithJsonSchema

import audit
from foundation import clock
from foundation.fields import instant
from foundation.lifecycles import BadInput, NotVisible
from meetings import queries
from meetings.models import Meeting
from people import queries as people
from people.models import Agency, Person
from people.sign_in import caller

api = APIBlueprint("meetings_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="meetings")])

Answer = dict[str, Any]
YEARS = range(1990, 2101)


class OfMeeting(BaseModel):
    """The meeting that a path names."""

    meeting_id: str = Field(max_length=20)


class OfInvitation(OfMeeting):
    invitation_id: str = Field(max_length=20)


class OfProposal(OfMeeting):
    proposal_id: str = Field(max_length=20)


class OfDoubt(OfMeeting):
    doubt_id: str = Field(max_length=20)


class UnknownDoubt(BaseModel):
    """Something that came back and is about no meeting."""

    doubt_id: str = Field(max_length=20)


class OfStatement(OfMeeting):
    statement_id: str = Field(max_length=20)


class OfDissent(OfMeeting):
    dissent_id: str = Field(max_length=20)


class OfCorrection(OfMeeting):
    correction_id: str = Field(max_length=20)


def _moment(value: object) -> datetime:
    """An instant: RFC 3339 with offset, or a time by London's clocks."""
    given = _parsed(value)
    if not isinstance(given, datetime):
        raise ValueError("Give a date with a time, like 2026-03-04T14:00")
    return _with_zone(given)


def _day_or_moment(value: object) -> datetime:
    """As `_moment`; a date alone is the beginning of that day in London."""
    given = _parsed(value)
    return _with_zone(given if isinstance(given, datetime) else datetime.combine(given, time()))


def _parsed(value: object) -> date | datetime:
    if isinstance(value, str) and value.isascii() and len(value) <= 40:
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                found = read(value)
            except ValueError:
                continue
            if found.year in YEARS:
                return found
    raise ValueError("Give a time like 2026-03-04T14:00:00+00:00")


def _with_zone(given: datetime) -> datetime:
    if given.tzinfo is not None:
        return given
    found, problem = instant(given.date(), given.time())
    if found is None:
        raise ValueError(problem.rstrip("."))
    return found


def _date(value: object) -> date:
    """A date, written as one: no number of seconds since anything."""
    given = _parsed(value)
    if isinstance(given, datetime):
        raise ValueError("Give a date like 2026-03-27")
    return given


_TIME = WithJsonSchema({"type": "string", "maxLength": 40, "examples": ["2026-03-04T14:00:00+00:00"]})
Moment = Annotated[datetime, BeforeValidator(_moment), _TIME]
DayOrMoment = Annotated[datetime, BeforeValidator(_day_or_moment), _TIME]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, Field(max_length=20)]
Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=20000)]
Flag = StrictBool
Scope = Literal["one", "following", "series"]  # this meeting of a series, it and all after it, or the whole to come
Count = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]


def found(path: OfMeeting) -> Meeting:
    """The meeting of the path, as the caller may see it."""
    return queries.meeting_for(caller(), path.meeting_id)


def read(meeting: Meeting, what: str) -> None:
    """Enter that the caller was shown `what` of the meeting."""
    audit.read(caller(), what, meeting, children=meeting.children)


def named(public_id: str | None, field: str) -> Person | None:
    """Somebody named in a body: that they are not there is wrong input, since the address itself is right."""
    if public_id is None:
        return None
    person = people.person_or_none(caller(), public_id)
    if person is None:
        raise BadInput({field: "There is nobody with this id."})
    return person


def agency_named(key: str | None, field: str = "agency") -> Agency | None:
    """The agency with that `KEY`."""
    if key is None:
        return None
    try:
        return people.agency_by_key(key)
    except NotVisible:
        raise BadInput({field: "There is no agency with this key."}) from None


def listed(rows: Sequence[Answer], following: str | None) -> Answer:
    return {"items": list(rows), "next": following}


def reference(person: Person | None) -> Answer | None:
    if person is None:
        return None
    return {"id": person.public_id, "name": person.name, "agency": person.agency.key}


def who(row: Any, prefix: str) -> Answer | None:
    """A person out of a row of a query, whose columns begin with `prefix`."""
    public_id = getattr(row, f"{prefix}_id")
    if public_id is None:
        return None
    return {"id": public_id, "name": getattr(row, f"{prefix}_name"), "agency": getattr(row, f"{prefix}_agency")}


def at(moment: datetime | None) -> str | None:
    """An instant with the offset of London's clocks."""
    return clock.local(moment).isoformat() if moment else None


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
