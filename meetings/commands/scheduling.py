"""Date, chair and place; moving, putting off, and calling off."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import audit
from children.commands import involve
from children.models import Child
from children.queries import is_involved
from foundation import clock
from foundation.lifecycles import BadInput, move
from foundation.text import clean, clean_line
from meetings.commands import dates
from meetings.commands.calendars import announce_all, raise_sequence, seat_chair, what_it_says
from meetings.commands.gathering import announce_change
from meetings.commands.moving import follow_leads, permitted, plan_about
from meetings.models import Meeting
from meetings.models.meeting import BEFORE
from meetings.queries.series import neighbours_in_time
from people.models import Person

LONGEST = 24 * 60


def schedule(person: Person, public_id: str, **given: Any) -> Meeting:
    """Set date, chair and place. Sends nothing. `given`: `starts_at`, `minutes_long`, `chair`, `place`, `online_url`,
    `coordinator`, `closed_day_reason`, `late_reason`, `late_agreed_by`, `chair_training_reason`,
    `siblings_considered`, `version`."""
    check_form(given)
    meeting, facts = permitted(person, public_id, "schedule", **given)
    if given.get("siblings_considered"):
        meeting.siblings_considered = True
    move(meeting, "schedule", facts)
    take_over(meeting, given, facts.limit_on, facts.start_day)
    seat_chair(person, meeting)
    dates.owe_reports(meeting)
    audit.record(
        person, "meeting.scheduled", meeting, children=meeting.children, starts_at=meeting.starts_at, late=meeting.late
    )
    open_record_to_chair(person, meeting)
    return meeting


def change(person: Person, public_id: str, **given: Any) -> tuple[Meeting, int]:
    """Change date, place, link or chair; says how many people are told. Whoever saves without a change sends nothing.

    A new time, place or link raises the calendars' SEQUENCE, and everybody is asked again (CALENDAR.md 1.1).
    """
    check_form(given)
    meeting, facts = permitted(person, public_id, "change", **given)
    move(meeting, "change", facts)
    before = what_it_says(meeting)
    chair_before = meeting.chair_id
    take_over(meeting, given, facts.limit_on, facts.start_day)
    moved = what_it_says(meeting) != before
    if not moved and meeting.chair_id == chair_before:
        return meeting, 0
    if meeting.chair_id != chair_before:
        seat_chair(person, meeting)
        open_record_to_chair(person, meeting)
    told = 0
    if moved:
        dates.owe_reports(meeting)
        if meeting.state == "invited":
            told = announce_change(meeting)
        follow_on(person, meeting)
    plan_about(meeting)
    audit.record(
        person,
        "meeting.changed",
        meeting,
        children=meeting.children,
        starts_at=meeting.starts_at,
        place=meeting.place,
        reason=facts.text("reason"),
    )
    return meeting, told


def postpone(person: Person, public_id: str, **given: Any) -> tuple[Meeting, int]:
    """Hold it over to a new time (`starts_at`) or a day by which (`by`), with a reason. The statutory clock runs on."""
    check_form(given)
    meeting, facts = permitted(person, public_id, "postpone", **given)
    was_invited = meeting.state == "invited"
    move(meeting, "postpone", facts)
    meeting.reason = facts.text("reason")
    meeting.interim_plan = clean(facts.text("interim_plan")) or meeting.interim_plan
    meeting.postponements += 1
    meeting.changed_at = clock.now()
    meeting.postponed_by = facts.given.get("by")
    told = 0
    if was_invited:
        raise_sequence(meeting)
        told = announce_all(meeting, "meeting_cancelled", significant=True)
    if facts.given.get("starts_at"):
        take_over(meeting, given, facts.limit_on, facts.start_day)
    else:
        meeting.starts_at = meeting.ends_at = None
    plan_about(meeting, over="the meeting was postponed")
    audit.record(
        person,
        "meeting.postponed",
        meeting,
        children=meeting.children,
        reason=meeting.reason,
        starts_at=meeting.starts_at,
        by=meeting.postponed_by,
    )
    return meeting, told


def cancel(person: Person, public_id: str, reason: str, text: str = "") -> tuple[Meeting, int]:
    """Call it off for a listed reason. What it was owed for goes on alerting; the entry leaves every calendar."""
    meeting, was_announced = call_off(person, public_id, reason, text)
    told = 0
    if was_announced:
        raise_sequence(meeting)
        told = announce_all(meeting, "meeting_cancelled", significant=True)
    follow_on(person, meeting)
    return meeting, told


def call_off(person: Person, public_id: str, reason: str, text: str) -> tuple[Meeting, bool]:
    """Cancel it, and say whether calendars hold it. Nobody is told by this."""
    meeting, facts = permitted(person, public_id, "cancel", reason=reason)
    was_announced = meeting.announced_at is not None and meeting.state == "invited"
    move(meeting, "cancel", facts)
    meeting.reason = reason + (f": {clean(text)}" if clean(text) else "")
    meeting.changed_at = clock.now()
    plan_about(meeting, over="the meeting was cancelled")
    audit.record(person, "meeting.cancelled", meeting, children=meeting.children, reason=meeting.reason)
    follow_leads(person, meeting)
    return meeting, was_announced


def follow_on(person: Person, meeting: Meeting) -> None:
    """A meeting of a series was moved or called off: the limit of the one after it is counted from where it runs now."""
    before, after = neighbours_in_time(meeting)
    counted_from = meeting if meeting.state in BEFORE else before
    if after is None or counted_from is None or counted_from.starts_at is None or after.state not in BEFORE:
        return
    dates.count_anew(after, counted_from.starts_at)
    audit.record(
        person, "meeting.limit_counted_anew", after, children=after.children, counted_from=counted_from.reference
    )


def check_form(given: Mapping[str, Any]) -> None:
    """Raise `BadInput` for what could not stand whatever the rules say."""
    errors = {}
    minutes = given.get("minutes_long")
    if minutes is not None and not 5 <= minutes <= LONGEST:
        errors["minutes_long"] = f"Between 5 and {LONGEST} minutes."
    url = given.get("online_url")
    if url and not url.startswith("https://"):
        errors["online_url"] = "Give a link that begins with https://."
    chair = given.get("chair")
    if chair is not None and chair.left_on is not None:
        errors["chair"] = "Name somebody who is in service."
    if errors:
        raise BadInput(errors)


def take_over(meeting: Meeting, given: Mapping[str, Any], limit_on: date | None, start_day: date | None) -> None:
    """Write what was given; what was not given stays as it is."""
    minutes = given.get("minutes_long") or meeting.minutes_long or 60
    starts_at: datetime | None = given.get("starts_at") or meeting.starts_at
    if starts_at is not None:
        meeting.starts_at, meeting.ends_at = starts_at, starts_at + timedelta(minutes=minutes)
    if given.get("chair") is not None and given["chair"].id != meeting.chair_id:
        meeting.chair_training_reason = ""
    for name in ("place", "online_url", "closed_day_reason", "late_reason", "chair_training_reason"):
        if given.get(name) is not None:
            setattr(meeting, name, clean_line(given[name]))
    for name in ("chair", "coordinator"):
        if given.get(name) is not None:
            setattr(meeting, name, given[name])
            setattr(meeting, f"{name}_id", given[name].id)
    if given.get("late_agreed_by") is not None:
        meeting.late_agreed_by_id = given["late_agreed_by"].id
    meeting.late = bool(limit_on and start_day and start_day > limit_on)
    meeting.changed_at = clock.now()


def open_record_to_chair(person: Person, meeting: Meeting) -> None:
    """The chair holds a role in the case (DOMAIN §11), for those children whom `person` works with."""
    chair = meeting.chair
    if chair is None:
        return
    for child in meeting.children:
        if not is_involved(chair, [child.id], ["chair"]) and is_involved(person, [child.id]):
            _involve(person, child, chair)


def _involve(person: Person, child: Child, chair: Person) -> None:
    involve(person, child, chair, "chair", clock.today(), direct_contact=False, what="chair of a meeting")
