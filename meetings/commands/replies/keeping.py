"""What is kept of an answer that changes nothing, and what is put before a person to judge."""

from datetime import UTC, datetime, timedelta
from typing import Any

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.text import clean_line
from meetings.commands.calendars import note_answer
from meetings.models import Doubt, Invitation, Meeting
from notifications.commands import tell
from notifications.incoming import Reply, Said

RESPONSES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
GIVEN = tuple(RESPONSES.values())
LARGEST_SEQUENCE = 2**31 - 1


def given_at(reply: Reply) -> datetime:
    """When the answer was given. Without a stamp, or with one that lies a day ahead, its arrival counts."""
    stamp = reply.dtstamp or reply.received_at
    return (reply.received_at if stamp > clock.now() + timedelta(hours=24) else stamp).astimezone(UTC)


def stale(asked: Invitation, reply: Reply, said: Said) -> str:
    keep(asked, reply, said, "stale")
    return "stale"


def keep(asked: Invitation, reply: Reply, said: Said, outcome: str, proof: str = "") -> None:
    """An answer that changes nothing, for the history."""
    note_answer(
        asked,
        RESPONSES.get(said.partstat, said.partstat.lower()[:20]),
        "calendar",
        outcome=outcome,
        at=clock.now(),
        sequence=stored(reply.sequence),
        comment=reply.comment,
        **came(reply, said, proof),
    )


def came(reply: Reply, said: Said, proof: str) -> dict[str, Any]:
    somebody_else = said.sent_by or (reply.sender if reply.sender not in said.addresses else "")
    return {
        "mail_id": reply.mail_id,
        "stamp": given_at(reply),
        "sent_at": reply.sent_at,
        "proof": proof,
        "answered_by": somebody_else[:254],
    }


def in_doubt(
    meeting: Meeting | None,
    asked: Invitation | None,
    reply: Reply,
    why: str,
    *,
    kind: str = "answer",
    alias: bool = False,
    deputy: dict[str, str] | None = None,
) -> str:
    """Put an answer before a person, with the reason; gives the outcome `review`."""
    said = reply.said
    reasons = [why]
    if reply.sequence < (asked.min_sequence if asked else 0):
        reasons.append("It answers an earlier version of the meeting.")
    starts_at, ends_at = reply.counter or (None, None)
    doubt = Doubt(
        public_id=new_public_id(),
        meeting_id=meeting.id if meeting else None,
        asked_id=asked.id if asked else None,
        mail_id=reply.mail_id,
        number=reply.number,
        kind=kind,
        sender=clean_line(reply.sender)[:254],
        attendee=clean_line(said.address)[:254],
        response=RESPONSES.get(said.partstat, ""),
        sequence=stored(reply.sequence),
        stamp=given_at(reply),
        starts_at=starts_at,
        ends_at=ends_at,
        words=reply.comment,
        reasons=reasons,
        alias=alias,
        deputy=deputy or {},
        received_at=reply.received_at,
    )
    put_before_somebody(doubt, meeting)
    return "review"


def put_before_somebody(doubt: Doubt, meeting: Meeting | None) -> None:
    doubt.outcome = ""
    db.session.add(doubt)
    db.session.flush()
    children = meeting.children if meeting else []
    audit.record(None, "answer.in_doubt", doubt, children=children, meeting=meeting.public_id if meeting else None)
    if meeting is None:
        return
    for who in {meeting.chair_id or meeting.asked_by_id, meeting.coordinator_id or meeting.asked_by_id}:
        tell(who, "meeting_answer_in_doubt", meeting, step=doubt.public_id)


def stored(sequence: int) -> int:
    """A version number that both databases can hold."""
    return min(sequence, LARGEST_SEQUENCE)
