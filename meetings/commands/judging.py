"""What whoever convenes decides about what came back: a proposed time, and an answer in doubt."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

import audit
from children.models import Child
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, require
from foundation.text import clean
from meetings import queries
from meetings.commands.inviting import RUN_IT, apply_answer, tell_who_runs
from meetings.commands.places import seat_named
from meetings.commands.replies import GIVEN
from meetings.commands.scheduling import change
from meetings.models import Doubt, Invitation, Meeting, Proposal
from meetings.queries.series import lies_ahead, places_of
from notifications.commands import tell
from people import commands as people_commands
from people.models import Person
from people.visibility import visible_to

NOT_YOURS = "Only whoever convenes or chairs decides what becomes of an answer."
NOBODY_KNOWS = "A coordinator looks at what came back and is about no meeting that is known here."
SETTLED = Refusal(
    "not_decided_on_yet",
    "Somebody has decided on this already. Look at it as it is now.",
    "Two people at once",
)
OVER = Refusal(
    "the_invitation_takes_answers",
    "This invitation takes no answers any longer: the meeting has begun or is over, or the invitation is withdrawn. Set it "
    "aside with a reason.",
    "The lifecycle of a meeting",
)


def take_proposal(person: Person, public_id: str, proposal_id: str, **given: Any) -> tuple[Meeting, int]:
    """Move the meeting to the time that an invitee proposes, with every rule of a change; says how many are told."""
    meeting, proposal = _proposal(person, public_id, proposal_id)
    minutes = int((proposal.ends_at - proposal.starts_at).total_seconds()) // 60
    if proposal.starts_at <= clock.now():
        raise BadInput({"proposal": "The time that is proposed has passed."})
    proposal.state, proposal.settled_at, proposal.settled_by_id = "taken", clock.now(), person.id
    proposal.reason = clean(given.get("reason", ""))[:1000]
    audit.record(person, "meeting.proposal_taken", proposal, children=meeting.children, meeting=meeting.public_id)
    return change(person, public_id, starts_at=proposal.starts_at, minutes_long=minutes, **given)


def refuse_proposal(person: Person, public_id: str, proposal_id: str, reason: str = "") -> Proposal:
    """The meeting stays at its time. Whoever proposed another is told so, without the reason."""
    meeting, proposal = _proposal(person, public_id, proposal_id)
    proposal.state, proposal.settled_at, proposal.settled_by_id = "refused", clock.now(), person.id
    proposal.reason = clean(reason)[:1000]
    audit.record(person, "meeting.proposal_refused", proposal, children=meeting.children, meeting=meeting.public_id)
    if meeting.state == "invited":
        asked = proposal.invitation
        tell(asked.person_id, "meeting_time_kept", asked, step=f"{asked.last_sequence or 0}.{proposal.public_id}")
    return proposal


def take_doubt(
    person: Person,
    public_id: str,
    doubt_id: str,
    invitation_id: str,
    *,
    response: str = "",
    remember: bool = False,
    seniority: str = "",
) -> Invitation:
    """Somebody has looked: it is the answer of this invitee. `remember`: the address that it came from is theirs too."""
    doubt, meeting = _doubt(person, public_id, doubt_id)
    asked = _whose(person, meeting, invitation_id)
    response = response or doubt.response
    errors = {}
    if asked is None:
        errors["invitation"] = "Choose whose answer it is."
    if response not in GIVEN:
        errors["response"] = "Say what the answer is: coming, perhaps, not coming, or somebody else comes."
    if errors:
        raise BadInput(errors)
    assert asked is not None
    if asked.withdrawn_at is not None or meeting.state != "invited":
        raise Refused([OVER])
    deputy = {**doubt.deputy, "seniority": seniority or doubt.deputy.get("seniority", "")} if doubt.deputy else None
    apply_answer(
        meeting,
        asked,
        response,
        "calendar",
        comment=doubt.words,
        sequence=doubt.sequence,
        stamp=doubt.stamp,
        taken_down_by=person,
        deputy=deputy if response == "delegated" else None,
        mail_id=doubt.mail_id,
        proof="judged",
        answered_by=doubt.sender,
    )
    if remember and doubt.attendee:
        people_commands.confirm_alias(person, asked.person, doubt.attendee)
    _settle(person, doubt, "taken", "")
    doubt.taken_for_id = asked.id
    audit.record(
        person,
        "invitation.answered",
        asked,
        children=meeting.children,
        response=response,
        source="calendar",
        proof="judged",
    )
    return asked


def set_doubt_aside(person: Person, public_id: str, doubt_id: str, reason: str) -> Doubt:
    """Somebody has looked, and it is no answer, or not one that counts. The reason stays."""
    doubt, meeting = _doubt(person, public_id, doubt_id)
    _set_aside(person, doubt, reason, meeting.children)
    return doubt


def set_unknown_aside(person: Person, doubt_id: str, reason: str) -> Doubt:
    """The same for what is about no meeting that is known here: a coordinator looks at it."""
    require(person.role == "coordinator", NOBODY_KNOWS)
    doubt = _held_doubt(person, doubt_id, Doubt.meeting_id.is_(None))
    _set_aside(person, doubt, reason, [])
    return doubt


def mark_not_reached(outbox: Any, words: str) -> None:
    """The mail came back: the invitation shows it, whoever convenes is told, and it counts for quorum at risk."""
    seat = seat_named(outbox.about_kind, outbox.about_id)
    if seat is not None:
        known = [one.public_id for one_of, one in places_of(seat) if lies_ahead(one_of)]
    else:
        known = [outbox.about_id] if outbox.about_kind == "invitation" else []
    meant = select(Invitation).where(Invitation.public_id.in_(known), Invitation.withdrawn_at.is_(None))
    found = db.session.scalars(meant.order_by(Invitation.id)).all()
    for asked in found:
        if asked.response == "no_reply":
            asked.response, asked.responded_at, asked.comment = "undeliverable", clock.now(), words[:2000]
        asked.person.undeliverable = words[:500]
        audit.record(None, "invitation.undeliverable", asked)
    told = [db.session.get_one(Meeting, asked.meeting_id) for asked in found[:1]]
    if told and told[0].state == "invited":
        tell_who_runs(told[0], found[0], "meeting_not_reached", clock.now())


def ask_again(person: Person, actor: Person | None) -> int:
    """Their address is put right: what could not reach them is open again; gives how many invitations that is."""
    waiting = select(Invitation).where(Invitation.person_id == person.id, Invitation.response == "undeliverable")
    found = db.session.scalars(waiting).all()
    for asked in found:
        asked.response, asked.responded_at, asked.comment = "no_reply", None, ""
        audit.record(actor, "invitation.reachable", asked)
    return len(found)


def _proposal(person: Person, public_id: str, proposal_id: str) -> tuple[Meeting, Proposal]:
    meeting = queries.meeting_for(person, public_id)
    require(queries.roles_of(person, meeting) & RUN_IT, NOT_YOURS)
    held = select(Proposal).where(Proposal.public_id == proposal_id, Proposal.meeting_id == meeting.id)
    proposal = db.session.scalar(held.with_for_update(of=Proposal))
    if proposal is None:
        raise NotVisible("proposal")
    if proposal.state != "open":
        raise Refused([SETTLED])
    return meeting, proposal


def _doubt(person: Person, public_id: str, doubt_id: str) -> tuple[Doubt, Meeting]:
    meeting = queries.meeting_for(person, public_id)
    require(queries.roles_of(person, meeting) & RUN_IT, NOT_YOURS)
    return _held_doubt(person, doubt_id, Doubt.meeting_id == meeting.id), meeting


def _held_doubt(person: Person, doubt_id: str, about: ColumnElement[bool]) -> Doubt:
    held = select(Doubt).where(Doubt.public_id == doubt_id, about, visible_to(person, Doubt))
    doubt = db.session.scalar(held.with_for_update(of=Doubt))
    if doubt is None:
        raise NotVisible("doubt")
    if doubt.outcome:
        raise Refused([SETTLED])
    return doubt


def _whose(person: Person, meeting: Meeting, invitation_id: str) -> Invitation | None:
    try:
        return queries.invitation_of(person, meeting, invitation_id)
    except NotVisible:
        return None


def _set_aside(person: Person, doubt: Doubt, reason: str, children: Sequence[Child]) -> None:
    if not clean(reason):
        raise BadInput({"reason": "Say why it is set aside. The reason stays in the record."})
    _settle(person, doubt, "set_aside", clean(reason)[:1000])
    audit.record(person, "answer.set_aside", doubt, children=children)


def _settle(person: Person, doubt: Doubt, outcome: str, reason: str) -> None:
    doubt.outcome, doubt.settled_at, doubt.settled_by_id = outcome, clock.now(), person.id
    doubt.settled_reason = reason
