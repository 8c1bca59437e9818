"""The entry that a meeting is in an invitee's calendar: neutral, with a reference and a link, never a name or a fact."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.models import Invitation, Meeting, Seat
from meetings.queries.series import meetings_of, places_of, stands
from notifications.calendar import CalendarEntry
from notifications.mail import reply_address
from people.models import Person
from people.visibility import visible_to

OURS = "Multi-agency meetings"
PARTSTAT = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "delegated": "DELEGATED"}


def own_entry(person: Person, meeting: Meeting) -> CalendarEntry:
    """The entry as it was last sent to `person`. Raises `NotVisible` for who was not invited, or where no time stands."""
    asked = db.session.scalar(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id,
            Invitation.person_id == person.id,
            Invitation.withdrawn_at.is_(None),
            Invitation.last_sequence.is_not(None),
            visible_to(person, Invitation),
        )
    )
    if asked is None or meeting.starts_at is None or meeting.ends_at is None:
        raise NotVisible("invitation")
    return entry_of(
        asked,
        meeting,
        method="CANCEL" if meeting.state == "cancelled" else "REQUEST",
        sequence=asked.last_sequence or 0,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamp=clock.now(),
    )


def entry_of(
    asked: Invitation,
    meeting: Meeting,
    *,
    method: str,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
    uninvite: bool = False,
    stamp: datetime | None = None,
) -> CalendarEntry:
    """What stands in this one invitee's calendar, or leaves it."""
    url = _page_of(meeting)
    return CalendarEntry(
        method=method,
        uid=meeting.uid,
        sequence=sequence,
        created=meeting.asked_at,
        modified=meeting.changed_at,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=summary_of(meeting.reference),
        description=description_of(url),
        location=where_is(meeting.place, meeting.online_url),
        url=url,
        organizer=reply_address(asked.reply_token),
        organizer_name=OURS,
        attendee=asked.person.email,
        attendee_name=asked.person.name,
        role=_role(asked, meeting),
        partstat=PARTSTAT.get(asked.response, "NEEDS-ACTION"),
        uninvite=uninvite,
        conference_url=joined_by(method, meeting.online_url),
        stamp=stamp,
        recurrence_id=meeting.usual_at,
    )


def entry_of_series(
    seat: Seat, *, method: str = "REQUEST", uninvite: bool = False, stamp: datetime | None = None
) -> CalendarEntry:
    """What stands in one person's calendar of a whole series: its pattern without the dates that they are not asked to, and
    with it every meeting that is held otherwise than the pattern says."""
    series, invitations = seat.series, dict(places_of(seat))
    meetings = meetings_of(series)
    standing = [one for one in meetings if stands(one) and one in invitations and invitations[one].withdrawn_at is None]
    if method == "CANCEL":
        standing = [one for one in meetings if one in invitations]
    last = max((number for number, one in enumerate(meetings) if one in standing), default=len(meetings) - 1)
    first = standing[0] if standing else meetings[0]
    url = _page_of(first)
    exceptions = tuple(
        entry_of(
            invitations[one],
            one,
            method="REQUEST",
            sequence=invitations[one].last_sequence or 0,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            stamp=stamp,
        )
        for one in standing
        if method == "REQUEST" and one.starts_at and one.ends_at and is_exception(one)
    )
    return CalendarEntry(
        method=method,
        uid=series.uid,
        sequence=seat.sequence,
        created=series.planned_at,
        modified=series.changed_at,
        starts_at=series.starts_at,
        ends_at=series.starts_at + timedelta(minutes=series.minutes_long),
        summary=summary_of(series.reference),
        description=description_of(url),
        location=where_is(series.place, series.online_url),
        url=url,
        organizer=reply_address(seat.token),
        organizer_name=OURS,
        attendee=seat.person.email,
        attendee_name=seat.person.name,
        role=_role(invitations[first], first) if first in invitations else "REQ-PARTICIPANT",
        partstat=PARTSTAT.get(seat.response, "NEEDS-ACTION"),
        uninvite=uninvite,
        conference_url=joined_by(method, series.online_url),
        stamp=stamp,
        rrule=f"FREQ=WEEKLY;INTERVAL={series.every_weeks};COUNT={last + 1}",
        exdates=tuple(one.usual_at for one in meetings[: last + 1] if one not in standing and one.usual_at),
        exceptions=exceptions,
    )


def is_exception(meeting: Meeting) -> bool:
    """Whether a meeting of a series is held otherwise than its pattern says."""
    series = meeting.series
    assert series is not None
    usual = (meeting.usual_at, series.minutes_long, series.place, series.online_url)
    return (meeting.starts_at, meeting.minutes_long, meeting.place, meeting.online_url) != usual


def _page_of(meeting: Meeting) -> str:
    return f"{current_app.config['CONVENOR'].base_url}/meetings/{meeting.public_id}"


def summary_of(reference: str) -> str:
    return f"Multi-agency meeting – ref {reference}"


def description_of(url: str) -> str:
    return f"OFFICIAL-SENSITIVE. Sign in to see the agenda and papers: {url}"


def where_is(place: str, online_url: str) -> str:
    """The venue as a calendar shows it."""
    return place or ("Online – join from the meeting page" if online_url else "See the meeting page")


def joined_by(method: str, online_url: str) -> str | None:
    """The link, for a meeting that can be joined online by whoever reads the entry: not by who is told that it is off."""
    return online_url if online_url and method == "REQUEST" else None


def _role(asked: Invitation, meeting: Meeting) -> str:
    if asked.person_id == meeting.chair_id:
        return "CHAIR"
    return "REQ-PARTICIPANT" if asked.required else "OPT-PARTICIPANT"
