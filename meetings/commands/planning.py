"""Planning meetings that follow one another: the dates, each with its limit, and a meeting for each of them."""

from collections.abc import Sequence
from datetime import date

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput
from foundation.text import clean_line
from meetings.commands import dates
from meetings.commands.calendars import add_to_list, listed, seat_of
from meetings.commands.moving import permitted, stands
from meetings.commands.proposing import put_down
from meetings.commands.scheduling import schedule
from meetings.models import Meeting, MeetingChild, MeetingSeries
from meetings.pattern import MOST, Planned, limit_of, plan
from people.models import Person
from working_time import NonexistentTime, england_and_wales, london_day

WHEN = "Set the date of the first one, and plan the series before the invitations go out."


def planned(
    meeting: Meeting,
    every_weeks: int,
    *,
    count: int | None = None,
    until: date | None = None,
    keep_closed: bool = False,
) -> list[Planned]:
    """The dates of a series that begins with `meeting`, before anything is written. Raises `BadInput`."""
    limit = limit_of(meeting.kind)
    if limit is None or meeting.starts_at is None:
        raise BadInput({"every_weeks": f"{meeting.kind.name}: meetings of this type are not held in series."})
    errors = {}
    if not 1 <= every_weeks <= 52:
        errors["every_weeks"] = "Say after how many weeks the next one follows."
    elif every_weeks > limit.limit.amount:
        errors["every_weeks"] = (
            f"At most {limit.limit.amount} weeks may lie between two of them ({limit.source.sentence})."
        )
    if (count is None) == (until is None):
        errors["count"] = "Say how many meetings there are, or the last day on which one may be: one of the two."
    elif count is not None and not 2 <= count <= MOST:
        errors["count"] = f"Between 2 and {MOST} meetings."
    if errors:
        raise BadInput(errors)

    def last_day_after(day: date) -> date:
        by = rulebook.book().due_for(limit.key, day).by
        assert by is not None
        return by

    try:
        found = plan(
            meeting.starts_at,
            every_weeks,
            count=count,
            until=until,
            last_day_after=last_day_after,
            keep_closed=keep_closed,
        )
    except NonexistentTime as wrong:
        raise BadInput({"every_weeks": str(wrong)}) from None
    if len(found) < 2:
        raise BadInput({"until": "No second meeting fits before that day."})
    _still_known(found)
    return found


def _still_known(found: Sequence[Planned]) -> None:
    """Closed days are announced a few years ahead only: beyond them nobody can say which day is one."""
    last = london_day(found[-1].starts_at)
    if england_and_wales().is_provisional(last):
        raise BadInput({"count": f"The bank holidays of {last.year} are not announced yet. End the series before it."})


def plan_series(
    person: Person,
    public_id: str,
    *,
    every_weeks: int,
    count: int | None = None,
    until: date | None = None,
    closed_day_reason: str = "",
    version: int | None = None,
) -> MeetingSeries:
    """Let meetings like this one follow it every so many weeks: the same people, place and time of day. Sends nothing.

    A date on a closed day goes to the working day before it, unless `closed_day_reason` says why it must be on that day.
    Each is a meeting of its own, with its own list, quorum and record; in calendars they are one series.
    """
    meeting, _ = permitted(person, public_id, "change", version=version)
    stands(meeting, ("scheduled",), "a_series_begins_with_a_date", WHEN)
    if meeting.series_id is not None:
        raise BadInput({"every_weeks": "This meeting is part of a series already."})
    reason = clean_line(closed_day_reason)
    found = planned(meeting, every_weeks, count=count, until=until, keep_closed=bool(reason))
    assert meeting.starts_at is not None and meeting.minutes_long is not None
    series = MeetingSeries(
        public_id=new_public_id(),
        reference=next_reference("S"),
        uid=meeting.uid,
        every_weeks=every_weeks,
        starts_at=meeting.starts_at,
        minutes_long=meeting.minutes_long,
        place=meeting.place,
        online_url=meeting.online_url,
        counter=0,
        sequence=0,
        planned_by_id=person.id,
        planned_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add(series)
    db.session.flush()
    meeting.series, meeting.usual_at = series, meeting.starts_at
    for asked in listed(meeting):
        seat_of(series, asked)
    before = meeting
    for one in found[1:]:
        before = _another(person, before, one, reason)
    audit.record(
        person,
        "meeting.series_planned",
        meeting,
        children=meeting.children,
        series=series.reference,
        every_weeks=every_weeks,
        meetings=len(found),
    )
    return series


def _another(person: Person, before: Meeting, one: Planned, reason: str) -> Meeting:
    """The next meeting of the series: as the one before it, with the same people on the list."""
    assert before.starts_at is not None
    restricted = (MeetingChild.meeting_id == before.id, MeetingChild.restricted.is_(True))
    meeting = put_down(
        person,
        before.type,
        before.children,
        trigger_kind=f"{before.type}.held",
        trigger_at=before.starts_at,
        purpose=before.purpose,
        subject=before.subject,
        coordinator=before.coordinator,
        named_agency_id=before.named_agency_id,
        siblings_considered=before.siblings_considered,
        hidden=set(db.session.scalars(db.select(MeetingChild.child_id).where(*restricted))),
        wished={
            "starts_at": one.starts_at,
            "minutes_long": before.minutes_long,
            "chair": before.chair,
            "place": before.place,
            "online_url": before.online_url,
        },
        uid=before.uid,
        series=before.series,
        usual_at=one.usual_at,
    )
    dates.remind_of_limits(meeting)
    assert meeting.series is not None
    audit.record(
        person,
        "meeting.proposed",
        meeting,
        children=meeting.children,
        type=meeting.type,
        series=meeting.series.reference,
    )
    for asked in listed(before):
        add_to_list(
            person,
            meeting,
            asked.person,
            required=asked.required,
            capacity=asked.capacity,
            role=asked.role,
            why=asked.why,
            direct_contact=asked.direct_contact,
        )
    db.session.flush()
    schedule(person, meeting.public_id, closed_day_reason=reason if one.closed else None)
    return meeting
