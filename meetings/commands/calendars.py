"""Who is on the list, and what goes to their calendars: one mail for each of them, about them alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, new_token
from foundation.lifecycles import Refusal, Refused
from meetings.access import ADMITTED
from meetings.models import Answer, Invitation, Meeting, MeetingSeries, Seat
from meetings.queries.contact import SAFE_CONTACT, unsafe_to_write
from meetings.queries.facts import late_invitation
from meetings.queries.series import STANDING, places_of
from notifications.commands import tell
from people.models import Person

LEAVES_OR_COMES = ("meeting_invitation", "meeting_cancelled", "meeting_withdrawn")
LATE_DAYS = 3  # working days; 1 for a strategy discussion (DOMAIN §6.1)


def add_to_list(
    person: Person,
    meeting: Meeting,
    other: Person,
    *,
    required: bool = True,
    capacity: str = "professional",
    role: str = "",
    why: str = "",
    direct_contact: bool = True,
) -> Invitation:
    """Put `other` on the list, or back on it. Nothing is sent by this.

    Refused for somebody of the family to whom it is not safe to write (`children.queries.safe_contact`).
    """
    if against := unsafe_to_write(meeting, other):
        raise Refused([Refusal("nobody_is_written_to_where_it_is_not_safe", against, SAFE_CONTACT)])
    known = db.session.scalar(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == other.id)
    )
    if known is not None:
        if known.withdrawn_at is not None:
            known.withdrawn_at, known.required, known.capacity = None, required, capacity
            known.role, known.why = role, why
            reset_answer(known)
            audit.record(person, "invitation.renewed", known, children=meeting.children)
        return known
    invitation = Invitation(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        person=other,
        person_id=other.id,
        agency=other.agency,
        agency_id=other.agency_id,
        capacity=capacity,
        role=role,
        why=why,
        required=required,
        direct_contact=direct_contact,
        confidential_part=capacity in ADMITTED,
        invited_by_id=person.id,
        token=new_token(),
        min_sequence=0,
        response="no_reply",
    )
    if meeting.series is not None:
        seat_of(meeting.series, invitation)
    db.session.add(invitation)
    audit.record(
        person,
        "invitation.added",
        invitation,
        children=meeting.children,
        meeting=meeting.public_id,
        person=other.public_id,
    )
    db.session.flush()
    return invitation


def seat_chair(person: Person, meeting: Meeting, *, tells: bool = True) -> None:
    """The chair is on the list: for the agency, or as independent chair where the type wants one. A new one is told, unless
    the caller `tells` of the whole series."""
    if meeting.chair is None:
        return
    capacity = "chair" if meeting.kind.chair.independent else "professional"
    seated = add_to_list(person, meeting, meeting.chair, capacity=capacity, why="chairs this meeting")
    if seated.capacity != capacity:
        seated.capacity = capacity
    if tells and meeting.state == "invited" and seated.last_sequence is None:
        announce(meeting, seated, "meeting_invitation", significant=True)


def note_invited(meeting: Meeting, invitation: Invitation) -> None:
    """When somebody was asked, and whether that was too late to plan around."""
    assert meeting.starts_at is not None
    days = 1 if meeting.kind.quorum.decision_authority_required else 3
    invitation.invited_at = clock.now()
    invitation.invited_late = late_invitation(clock.now(), meeting.starts_at, days)


def listed(meeting: Meeting) -> list[Invitation]:
    """Everybody who is on the list now."""
    query = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    return list(db.session.scalars(query.order_by(Invitation.id)))


def announce_all(meeting: Meeting, kind: str, *, significant: bool) -> int:
    """Tell everybody on the list; how many that is."""
    invited = listed(meeting)
    for invitation in invited:
        announce(meeting, invitation, kind, significant=significant)
    return len(invited)


def what_it_says(meeting: Meeting) -> dict[str, Any]:
    """What an invitee's calendar holds of the meeting: a change of these asks them again (CALENDAR.md 1.1)."""
    return {
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "place": meeting.place,
        "online_url": meeting.online_url,
    }


def raise_sequence(meeting: Meeting) -> None:
    """The next number of the meeting's entry. The meetings of a series count together."""
    if meeting.series is None:
        meeting.sequence += 1
        return
    meeting.series.counter += 1
    meeting.sequence, meeting.series.changed_at = meeting.series.counter, clock.now()


def seat_of(series: MeetingSeries, invitation: Invitation) -> Seat:
    """The seat of the person invited: one for all meetings of the series, made when they are first asked to one."""
    if invitation.seat is not None:
        return invitation.seat
    known = select(Seat).where(Seat.series_id == series.id, Seat.person_id == invitation.person_id)
    seat = db.session.scalar(known)
    if seat is None:
        seat = Seat(
            public_id=new_public_id(),
            series=series,
            person=invitation.person,
            token=new_token(),
            whole=False,
            sequence=series.sequence,
            last_sequence=0,
            response="no_reply",
        )
        db.session.add(seat)
        db.session.flush()
    invitation.seat = seat
    return seat


def announce(
    meeting: Meeting, invitation: Invitation, kind: str, *, significant: bool, at: datetime | None = None
) -> None:
    """One mail to one invitee, now or `at` a later moment.

    After a significant change the earlier answer counts no longer; it stays in the history.
    """
    if significant and invitation.last_sequence is not None and kind == "meeting_update":
        reset_answer(invitation)
    seat = seat_of(meeting.series, invitation) if meeting.series else None
    if seat is not None and seat.whole and kind == "meeting_reminder":
        announce_series(seat, "series_reminder")
        return
    # Sent once more, the entry keeps its number, though the meeting's own has moved for somebody else meanwhile.
    sequence = meeting.sequence if significant or invitation.last_sequence is None else invitation.last_sequence
    if significant:
        invitation.min_sequence = sequence
    invitation.last_sequence = sequence
    if seat is not None:
        seat.last_sequence = max(seat.last_sequence, sequence)
        if kind in LEAVES_OR_COMES:
            seat.sequence = max(
                seat.sequence, sequence
            )  # the dates left out of the series are others for this person now
    tell(
        invitation.person_id,
        kind,
        invitation,
        step=f"{sequence}.{clock.now():%Y%m%d%H%M%S}",
        details={"meeting": meeting.public_id, **_told_now(meeting, invitation)},
        at=at,
    )


def announce_series(seat: Seat, kind: str, *, at: datetime | None = None) -> None:
    """One mail to one person about the whole series, as it is when the mail goes out: its entry, and every exception.

    Whoever calls it has set the numbers of what changed; what the person was never sent gets its present ones here.
    """
    seat.sequence = max(seat.sequence, seat.series.sequence)
    told = {}
    for meeting, invitation in places_of(seat):
        if invitation.withdrawn_at is not None or meeting.state not in STANDING:
            continue
        if invitation.last_sequence is None:
            invitation.last_sequence = invitation.min_sequence = max(meeting.sequence, seat.sequence)
        seat.last_sequence = max(seat.last_sequence, invitation.last_sequence)
        told[meeting.public_id] = _told_now(meeting, invitation)
    seat.last_sequence = max(seat.last_sequence, seat.sequence)
    tell(
        seat.person_id,
        kind,
        seat,
        step=f"{seat.last_sequence}.{clock.now():%Y%m%d%H%M%S}",
        details={"meetings": told},
        at=at,
    )


def _told_now(meeting: Meeting, invitation: Invitation) -> dict[str, Any]:
    return {
        "sequence": invitation.last_sequence,
        "min_sequence": invitation.min_sequence,
        **what_it_says(meeting),
    }


def reset_answer(invitation: Invitation) -> None:
    """The meeting moved: everybody answers anew."""
    if invitation.response == "no_reply":
        return
    note_answer(invitation, invitation.response, invitation.response_source or "page", outcome="reset", at=clock.now())
    invitation.response, invitation.response_source, invitation.responded_at = "no_reply", None, None
    invitation.response_stamp, invitation.for_series = None, False
    invitation.comment, invitation.deputy_named, invitation.deputy_id = "", {}, None


def note_answer(
    invitation: Invitation,
    response: str,
    source: str,
    *,
    outcome: str,
    at: datetime,
    sequence: int | None = None,
    comment: str = "",
    taken_down_by: Person | None = None,
    **came: Any,
) -> None:
    """Keep an answer in the history, whether or not it counted. `came`: by which mail, when, and why it is taken for theirs."""
    db.session.add(
        Answer(
            public_id=new_public_id(),
            invitation_id=invitation.id,
            response=response,
            source=source,
            sequence=sequence,
            comment=comment,
            at=at,
            outcome=outcome,
            taken_down_by_id=taken_down_by.id if taken_down_by else None,
            **came,
        )
    )
