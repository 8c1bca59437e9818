"""What happened to one child, over all rooms, by the day it happened: meetings, incidents, the child's words, disagreements."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from children.models import Child, ChronologyEntry, VoiceEntry
from escalation.models import Escalation, EscalationChild
from foundation import clock
from foundation.database import Instant, db
from meetings.models import Meeting, MeetingChild
from people.models import Person
from people.visibility import visible_to

LANES = {
    "meeting": "Meetings",
    "incident": "Incidents",
    "fact": "Other facts",
    "view": "Judgements and family views",
    "voice": "The child’s own words",
    "disagreement": "Disagreements",
}
YEAR = timedelta(days=366)
AHEAD = timedelta(days=45)  # what is planned stands in the picture too
MOST = 600  # marks of one picture
COLUMNS: dict[str, Any] = {
    "lane": String(),
    "kind": String(),
    "public_id": String(),
    "reference": String(),
    "state": String(),
    "text": Text(),
    "happened_on": Date(),
    "happened_at": Instant(),
    "entered_at": Instant(),
    "retracts": Integer(),
}


def events(
    person: Person,
    child: Child,
    from_on: date | None = None,
    to_on: date | None = None,
    lanes: Collection[str] = tuple(LANES),
) -> Select[Any]:
    """What `person` may see of it, latest first; from one London date to another, both included. One query."""
    parts = (_meetings, _chronology, _voice, _disagreements)
    told = union_all(*(part(person, child, from_on, to_on) for part in parts)).subquery("told")
    # Dates and instants as text: the one form in which both engines can put them in one order.
    when = func.coalesce(cast(told.c.happened_at, String), cast(told.c.happened_on, String))
    return select(told).where(told.c.lane.in_(lanes)).order_by(when.desc(), told.c.lane, told.c.public_id)


def marks(person: Person, child: Child, from_on: date, to_on: date) -> list[Any]:
    """The latest of them in that time, oldest first, as far as a picture holds them."""
    rows = db.session.execute(events(person, child, from_on, to_on).limit(MOST)).all()
    return list(reversed(rows))


def day_of(row: Any) -> date:
    """The London date of an event."""
    found: date = row.happened_on or clock.local(row.happened_at).date()
    return found


def first_day(person: Person, child: Child) -> date | None:
    """The day of the first thing that is known of the child."""
    told = events(person, child).order_by(None).subquery()
    on, at = db.session.execute(select(func.min(told.c.happened_on), func.min(told.c.happened_at))).one()
    days = [day for day in (on, clock.local(at).date() if at else None) if day]
    return min(days) if days else None


def _event(**given: Any) -> Select[Any]:
    return select(*((given[name] if name in given else cast(null(), of)).label(name) for name, of in COLUMNS.items()))


def _meetings(person: Person, child: Child, from_on: date | None, to_on: date | None) -> Select[Any]:
    at = func.coalesce(Meeting.opened_at, Meeting.starts_at)
    return _event(
        lane=literal("meeting"),
        kind=Meeting.type,
        public_id=Meeting.public_id,
        reference=Meeting.reference,
        state=Meeting.state,
        happened_at=at,
    ).where(
        visible_to(person, Meeting),
        Meeting.id.in_(select(MeetingChild.meeting_id).where(MeetingChild.child_id == child.id)),
        Meeting.state.not_in(("declined", "reconvened")),
        at.is_not(None),
        *_between_instants(at, from_on, to_on),
    )


def _chronology(person: Person, child: Child, from_on: date | None, to_on: date | None) -> Select[Any]:
    entry = ChronologyEntry
    lane = case(
        (entry.kind == "child_voice", "voice"),
        (entry.kind != "fact", "view"),
        (entry.incident != "", "incident"),
        else_="fact",
    )
    return _event(
        lane=lane,
        kind=entry.kind,
        public_id=entry.public_id,
        state=entry.incident,
        text=entry.text,
        happened_on=entry.happened_on,
        entered_at=entry.entered_at,
    ).where(
        visible_to(person, entry),
        entry.child_id == child.id,
        *_between_days(entry.happened_on, from_on, to_on),
    )


def _voice(person: Person, child: Child, from_on: date | None, to_on: date | None) -> Select[Any]:
    return _event(
        lane=literal("voice"),
        kind=VoiceEntry.how,
        public_id=VoiceEntry.public_id,
        text=VoiceEntry.views,
        happened_on=VoiceEntry.expressed_on,
        entered_at=VoiceEntry.entered_at,
        retracts=VoiceEntry.retracts_id,
    ).where(
        visible_to(person, VoiceEntry),
        VoiceEntry.child_id == child.id,
        *_between_days(VoiceEntry.expressed_on, from_on, to_on),
    )


def _disagreements(person: Person, child: Child, from_on: date | None, to_on: date | None) -> Select[Any]:
    at = Escalation.raised_at
    return _event(
        lane=literal("disagreement"),
        kind=Escalation.theme,
        public_id=Escalation.public_id,
        reference=Escalation.reference,
        state=Escalation.state,
        happened_at=at,
    ).where(
        visible_to(person, Escalation),
        Escalation.id.in_(select(EscalationChild.escalation_id).where(EscalationChild.child_id == child.id)),
        at.is_not(None),
        *_between_instants(at, from_on, to_on),
    )


def _between_days(column: Any, from_on: date | None, to_on: date | None) -> list[ColumnElement[bool]]:
    return [
        *([column >= from_on] if from_on else []),
        *([column <= to_on] if to_on else []),
    ]


def _between_instants(column: Any, from_on: date | None, to_on: date | None) -> list[ColumnElement[bool]]:
    return [
        *([column >= datetime.combine(from_on, time(), clock.LONDON)] if from_on else []),
        *([column <= datetime.combine(to_on, time.max, clock.LONDON)] if to_on else []),
    ]
