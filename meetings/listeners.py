"""What the meetings' room hears: answers from people's calendars, mail that came back, somebody who leaves."""

from typing import Any

from sqlalchemy import select

import audit
from actions.queries.origins import Origin, comes_from
from children.leaning import leans
from children.models import Child
from foundation.database import db
from foundation.signals import (
    address_cleared,
    child_joined,
    lead_needed,
    mail_bounced,
    mail_unclear,
    person_leaving,
    reply_received,
)
from meetings import commands, queries
from meetings.models import Meeting, MeetingChild
from meetings.models.meeting import BEFORE, RUNNING
from notifications.incoming import Reply, Unclear
from people.models import Person
from people.visibility import visible_to

leans(queries.invitations_that_lean)


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
    """An answer from somebody's calendar."""
    return commands.take_reply(reply)


@mail_unclear.connect
def keep_for_a_person(_sender: Any, unclear: Unclear) -> bool:
    """A mail from which nothing was taken."""
    return commands.note_unclear(unclear)


@child_joined.connect
def look_at_later_born(_sender: Any, child: Child, person: Person) -> None:
    """A child came into a family for which a court decided otherwise than planned."""
    commands.look_at_later_born(person, child)


@mail_bounced.connect
def mark_undeliverable(_sender: Any, outbox: Any, text: str) -> None:
    """A mail to an invitee came back."""
    commands.mark_not_reached(outbox, text)


@address_cleared.connect
def ask_again(_sender: Any, person: Person, actor: Person | None) -> int:
    """Somebody can be reached again."""
    return commands.ask_again(person, actor)


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
