"""Whether an answer counts, in its place among the others of the same person (CALENDAR.md 2.7), and what it brings."""

import hashlib
from datetime import timedelta

from sqlalchemy import select

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings.commands.calendars import announce
from meetings.commands.inviting import apply_answer, tell_who_runs
from meetings.commands.replies.keeping import (
    GIVEN,
    RESPONSES,
    came,
    given_at,
    in_doubt,
    keep,
    stale,
    stored,
)
from meetings.models import Answer, Invitation, Meeting, Proposal
from meetings.rules import the_deputy_may_decide
from notifications.incoming import Reply, Said
from notifications.queries import was_mailed_since
from people import queries as people_queries

REFRESH_EVERY = timedelta(hours=1)


def applied(meeting: Meeting, asked: Invitation, reply: Reply, words: list[Said], proof: str) -> str:
    """The answer of the one who was asked, in its place among their other answers."""
    said = words[0]
    if reply.recurrence_id is not None and meeting.series_id is None:
        return in_doubt(
            meeting, asked, reply, "It answers one occurrence of a series, and this meeting stands by itself."
        )
    if reply.sequence > (asked.seat.last_sequence if asked.seat else asked.last_sequence or 0):
        return in_doubt(
            meeting, asked, reply, "It answers a version of the meeting that was never sent to this person."
        )
    if reply.method == "REFRESH":
        return _sent_again(meeting, asked, reply, proof)
    if len({one.partstat for one in words}) > 1:
        return in_doubt(meeting, asked, reply, "It says two things in this person's name.")
    response = RESPONSES.get(said.partstat)
    if response is None:
        if reply.counter is None:
            keep(asked, reply, said, "noted", proof)
            return "noted"
        return (
            propose_time(meeting, asked, reply) if reply.sequence >= asked.min_sequence else stale(asked, reply, said)
        )
    place = place_of(asked, reply, response)
    if place == "stale":
        return stale(asked, reply, said)
    deputy = None
    if response == "delegated":
        deputy, why = deputy_of(meeting, asked, said)
        if why and place == "counts":
            return in_doubt(meeting, asked, reply, why, kind="deputy", deputy=deputy)
    if place == "counts":
        give(meeting, asked, reply, said, response, proof, deputy)
    if reply.counter is not None:
        proposed = propose_time(meeting, asked, reply)
        return "applied" if place == "counts" else proposed
    return "applied" if place == "counts" else "duplicate"


def place_of(asked: Invitation, reply: Reply, response: str) -> str:
    """`counts`, `stale` or `duplicate` (CALENDAR.md 2.7): the later version, then the later stamp, then the later sending."""
    if reply.sequence < asked.min_sequence:
        return "stale"
    if _is_here(key_of(asked, reply, response)):
        return "duplicate" if asked.response == response else "stale"
    if asked.response not in GIVEN or asked.responded_at is None:
        return "counts"
    stamp = given_at(reply)
    if asked.response_source != "calendar":
        return "counts" if stamp > asked.responded_at else "stale"
    last = db.session.scalars(
        select(Answer)
        .where(Answer.invitation_id == asked.id, Answer.source == "calendar", Answer.outcome == "applied")
        .order_by(Answer.id.desc())
        .limit(1)
    ).one()
    before = last.stamp or last.at
    if (reply.sequence, stamp) != (last.sequence or 0, before):
        return "counts" if (reply.sequence, stamp) > (last.sequence or 0, before) else "stale"
    if response == last.response:
        return "duplicate"
    if reply.sent_at is not None and last.sent_at is not None and reply.sent_at < last.sent_at:
        return "stale"
    return "counts"


def key_of(asked: Invitation, reply: Reply, response: str) -> str:
    """The same answer, however often and on whatever way it is delivered."""
    parts = (asked.id, reply.sequence, reply.dtstamp, reply.sent_at, response)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _is_here(key: str) -> bool:
    return db.session.scalar(select(Answer.id).where(Answer.key == key)) is not None


def give(
    meeting: Meeting,
    asked: Invitation,
    reply: Reply,
    said: Said,
    response: str,
    proof: str,
    deputy: dict[str, str] | None,
    *,
    for_series: bool = False,
) -> None:
    apply_answer(
        meeting,
        asked,
        response,
        "calendar",
        comment=reply.comment,
        sequence=reply.sequence,
        at=clock.now(),
        deputy=deputy,
        for_series=for_series,
        key=key_of(asked, reply, response),
        **came(reply, said, proof),
    )
    audit.record(
        None, "invitation.answered", asked, children=meeting.children, response=response, source="calendar", proof=proof
    )


def deputy_of(meeting: Meeting, asked: Invitation, said: Said) -> tuple[dict[str, str], str]:
    """Who comes instead, as far as the record knows them, and why a person has to judge; '' where the rules let them."""
    address = said.delegated_to
    if not address:
        return {}, "Somebody else is to come, but it does not say who."
    known = people_queries.person_by_email(address)
    if known is None:
        why = f"{address} is to come instead, who is not in the record: it is not known how senior they are."
        return {"name": address, "email": address, "seniority": ""}, why
    deputy = {"name": known.name, "email": known.email, "seniority": known.seniority}
    if asked.person_id == meeting.chair_id:
        return deputy, f"{known.name} is to come instead. Who stands in for the chair is decided by whoever convenes."
    if known.left_on is not None:
        return deputy, f"{known.name} is to come instead, who has left."
    if known.agency_id != asked.agency_id:
        return deputy, f"{known.name} is to come instead, who is of another agency."
    if the_deputy_may_decide(meeting, asked, known.seniority):
        return deputy, f"{known.name} is to come instead, who is not senior enough to decide for the agency."
    return deputy, ""


def _sent_again(meeting: Meeting, asked: Invitation, reply: Reply, proof: str) -> str:
    """REFRESH: the same entry once more, at most once an hour, and only to the one who was asked."""
    since = clock.now() - REFRESH_EVERY
    seat = asked.seat if asked.seat and asked.seat.whole else None
    sent = (
        was_mailed_since(seat, "series_reminder", since) if seat else was_mailed_since(asked, "meeting_reminder", since)
    )
    if proof != "token" or sent:
        return "noted"
    announce(meeting, asked, "meeting_reminder", significant=False)
    audit.record(None, "invitation.sent_again", asked, children=meeting.children, meeting=meeting.public_id)
    return "applied"


def propose_time(meeting: Meeting, asked: Invitation, reply: Reply) -> str:
    """Another time is proposed: it waits for whoever convenes. A later one takes the place of an earlier one."""
    assert reply.counter is not None
    starts_at, ends_at = reply.counter
    earlier = db.session.scalars(select(Proposal).where(Proposal.invitation_id == asked.id).order_by(Proposal.id)).all()
    if any((one.starts_at, one.ends_at, one.sequence) == (starts_at, ends_at, reply.sequence) for one in earlier):
        return "duplicate"
    for one in earlier:
        if one.state == "open":
            one.state, one.settled_at = "replaced", clock.now()
    db.session.flush()
    proposal = Proposal(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        invitation_id=asked.id,
        mail_id=reply.mail_id,
        number=reply.number,
        starts_at=starts_at,
        ends_at=ends_at,
        comment=reply.comment,
        sequence=stored(reply.sequence),
        received_at=reply.received_at,
        state="open",
    )
    db.session.add(proposal)
    db.session.flush()
    audit.record(None, "meeting.time_proposed", proposal, children=meeting.children, meeting=meeting.public_id)
    tell_who_runs(meeting, asked, "meeting_time_proposed", clock.now())
    return "applied"
