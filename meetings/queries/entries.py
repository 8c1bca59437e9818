"""The entry that a meeting is in an invitee's calendar: neutral, with a reference and a link, never a name or a fact."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.models import Invitation, Meeting
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
    url = f"{current_app.config['CONVENOR'].base_url}/meetings/{meeting.public_id}"
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
        organizer=reply_address(asked.token),
        organizer_name=OURS,
        attendee=asked.person.email,
        attendee_name=asked.person.name,
        role=_role(asked, meeting),
        partstat=PARTSTAT.get(asked.response, "NEEDS-ACTION"),
        uninvite=uninvite,
        conference_url=meeting.online_url or None,
        stamp=stamp,
    )


def summary_of(reference: str) -> str:
    return f"Multi-agency meeting – ref {reference}"


def description_of(url: str) -> str:
    return f"OFFICIAL-SENSITIVE. Sign in to see the agenda and papers: {url}"


def where_is(place: str, online_url: str) -> str:
    """The venue as a calendar shows it."""
    return place or ("Online – join from the meeting page" if online_url else "See the meeting page")


def _role(asked: Invitation, meeting: Meeting) -> str:
    if asked.person_id == meeting.chair_id:
        return "CHAIR"
    return "REQ-PARTICIPANT" if asked.required else "OPT-PARTICIPANT"
