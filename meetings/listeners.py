"""What the meetings' room hears: answers from people's calendars, mail that came back, somebody who leaves."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

import audit
from actions.queries.origins import Origin, comes_from
from children.models import Child
from foundation import clock
from foundation.database import db
from foundation.signals import lead_needed, mail_bounced, person_leaving, reply_received
from foundation.text import search_key
from meetings import commands
from meetings.commands.calendars import note_answer
from meetings.models import Invitation, Meeting, MeetingChild
from meetings.models.meeting import BEFORE, RUNNING
from notifications.incoming import Reply
from people.models import Person
from people.visibility import visible_to

RESPONSES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}


@comes_from("meeting")
def meeting_of_action(person: Person, *, public_id: str = "", id: int = 0) -> Origin | None:
    """The meeting that an action comes from; its chair checks what was asked for."""
    here = Meeting.public_id == public_id if public_id else Meeting.id == id
    found = db.session.execute(
        select(Meeting.id, Meeting.public_id, Meeting.reference, Meeting.chair_id, Meeting.state).where(
            here, visible_to(person, Meeting)
        )
    ).one_or_none()
    if found is None:
        return None
    seen = select(Child.public_id).join(MeetingChild, MeetingChild.child_id == Child.id)
    return Origin(
        found.id,
        found.public_id,
        found.reference,
        f"/meetings/{found.public_id}",
        found.chair_id,
        child_ids=tuple(db.session.scalars(seen.where(MeetingChild.meeting_id == found.id, visible_to(person, Child)))),
        runs=found.state in RUNNING,
    )


@reply_received.connect
def apply_reply(_sender: Any, reply: Reply) -> str | None:
    """Whose answer it is and whether it counts, by W1 to W9 of CALENDAR.md; the secret of the reply address decides."""
    meeting = db.session.scalar(select(Meeting).where(Meeting.uid == reply.uid))
    invitation = db.session.scalar(select(Invitation).where(Invitation.token == reply.token)) if reply.token else None
    if invitation is None:
        return None if meeting is None else _without_token(meeting, reply)
    if meeting is None or invitation.meeting_id != meeting.id:
        return "review"
    if invitation.withdrawn_at is not None or meeting.state != "invited":
        _keep(invitation, reply, "no_effect")
        return "stale"
    if search_key(reply.attendee) != invitation.person.email_key:
        return "review" if _same_domain(reply.attendee, invitation.person.email) else "forwarded"
    response = RESPONSES.get(reply.partstat)
    if response is None:
        return "review"
    return _in_order(meeting, invitation, reply, response)


@mail_bounced.connect
def mark_undeliverable(_sender: Any, outbox: Any, text: str) -> None:
    """The mail came back: the invitation shows it, whoever convenes is told, and it counts for quorum at risk."""
    if outbox.about_kind != "invitation":
        return
    invitation = db.session.scalar(select(Invitation).where(Invitation.public_id == outbox.about_id))
    if invitation is None or invitation.response != "no_reply":
        return
    invitation.response, invitation.responded_at, invitation.comment = "undeliverable", clock.now(), text[:2000]
    invitation.person.undeliverable = text[:500]
    audit.record(None, "invitation.undeliverable", invitation)


@lead_needed.connect
def is_a_meeting_open(child: Child) -> bool:
    """Whether a meeting about the child has been opened and is not over."""
    about = select(MeetingChild.meeting_id).join(Meeting, Meeting.id == MeetingChild.meeting_id)
    return (
        db.session.scalar(about.where(MeetingChild.child_id == child.id, Meeting.state.in_(RUNNING)).limit(1))
        is not None
    )


@person_leaving.connect
def hand_over_meetings(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """Meetings that the leaver chairs or coordinates and that are not over; with `to`, theirs from now on."""
    held = db.session.scalars(
        select(Meeting).where(
            (Meeting.chair_id == leaver.id) | (Meeting.coordinator_id == leaver.id),
            Meeting.state.in_((*BEFORE, "concluded", "decision_issued", "minutes_issued")),
        )
    ).all()
    for meeting in held:
        if to is not None:
            if meeting.chair_id == leaver.id:
                meeting.chair_id = to.id
            if meeting.coordinator_id == leaver.id:
                meeting.coordinator_id = to.id
            audit.record(actor, "meeting.handed_over", meeting, children=meeting.children, to=to.public_id)
    return [f"meeting {meeting.reference}" for meeting in held]


def _in_order(meeting: Meeting, invitation: Invitation, reply: Reply, response: str) -> str:
    """Old, repeated and out-of-order answers (CALENDAR.md 2.7)."""
    if reply.sequence < invitation.min_sequence:
        _keep(invitation, reply, "stale")
        return "stale"
    if invitation.last_sequence is not None and reply.sequence > meeting.sequence:
        return "review"
    stamp = _not_ahead(reply)
    applied = invitation.response_stamp
    if applied is not None and stamp < applied:
        _keep(invitation, reply, "stale")
        return "stale"
    if applied is not None and stamp == applied and response == invitation.response:
        return "duplicate"
    commands.apply_answer(
        meeting,
        invitation,
        response,
        "calendar",
        comment=reply.comment,
        sequence=reply.sequence,
        stamp=stamp,
        at=clock.now(),
    )
    audit.record(
        None, "invitation.answered", invitation, children=meeting.children, response=response, source="calendar"
    )
    return "applied"


def _without_token(meeting: Meeting, reply: Reply) -> str:
    """No secret came along: nothing is applied, a person judges (W5 asks for a proof of the sender's domain)."""
    known = db.session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    )
    addresses = {invitation.person.email_key for invitation in known}
    return "review" if search_key(reply.attendee) in addresses else "forwarded"


def _keep(invitation: Invitation, reply: Reply, outcome: str) -> None:
    note_answer(
        invitation,
        RESPONSES.get(reply.partstat, reply.partstat.lower()[:20]),
        "calendar",
        outcome=outcome,
        at=clock.now(),
        sequence=reply.sequence,
        comment=reply.comment,
    )


def _not_ahead(reply: Reply) -> datetime:
    """When the answer was given. Without a stamp, or with one that lies a day ahead, its arrival counts."""
    stamp = reply.dtstamp or reply.received_at
    ahead = (stamp - clock.now()).total_seconds() > 24 * 3600
    return (reply.received_at if ahead else stamp).astimezone(UTC)


def _same_domain(one: str, other: str) -> bool:
    return search_key(one).rpartition("@")[2] == search_key(other).rpartition("@")[2]
