"""What was said, side by side, and the meetings in which it was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from escalation.models import VERSION, Escalation, EscalationEntry, EscalationStage
from escalation.queries.find import entries_of, the_open_one
from escalation.queries.moves import roles_of
from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.models import Decision, Dissent, Meeting
from people.models import Person
from people.visibility import visible_to

WRITERS = {
    "raiser",
    "raisers_manager",
    "raisers_stand_in",
    "responder",
    "responders_manager",
    "responders_stand_in",
    "coordinator",
}


@dataclass(frozen=True)
class StageMeeting:
    """The meeting of a stage as the ladder shows it; `href` and `outcome` only for whoever may see the meeting."""

    public_id: str
    reference: str
    state: str
    starts_at: datetime | None
    href: str = ""
    outcome: list[str] = field(default_factory=list)


def may_write(person: Person, escalation: Escalation, stages: Sequence[EscalationStage]) -> bool:
    """Whether `person` is of the two sides, or coordinates, and may add to what was said."""
    return bool(roles_of(person, escalation, the_open_one(stages), stages) & WRITERS)


def said_in(person: Person, escalation: Escalation) -> list[tuple[EscalationEntry, EscalationEntry | None]]:
    """Each entry with the other side's version of it, in the order in which they were written down."""
    entries = entries_of(person, escalation)
    beside = {one.beside_id: one for one in entries if one.beside_id is not None}
    return [(one, beside.get(one.id)) for one in entries if one.kind != VERSION]


def meetings_of(person: Person, stages: Sequence[EscalationStage]) -> dict[int, StageMeeting]:
    """The meetings of these stages by their ids, with what they decided."""
    wanted = [stage.meeting_id for stage in stages if stage.meeting_id is not None]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Meeting, Decision, visible_to(person, Meeting).label("seen"))
        .outerjoin(Decision, Decision.meeting_id == Meeting.id)
        .where(Meeting.id.in_(wanted))
        .order_by(Decision.id)
    ).all()
    found: dict[int, StageMeeting] = {}
    for meeting, decision, seen in rows:
        path = f"/meetings/{meeting.public_id}" if seen else ""
        shown = found.setdefault(
            meeting.id, StageMeeting(meeting.public_id, meeting.reference, meeting.state, meeting.starts_at, path)
        )
        if decision is not None and seen:
            shown.outcome.append(f"{meeting.kind.decision_label(decision.decision)}. {decision.text}".strip())
    return found


def escalation_of_meeting(person: Person, meeting_id: str) -> str:
    """The public id of the disagreement that a meeting was convened from. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Escalation.public_id)
        .join(Meeting, Meeting.escalation_id == Escalation.id)
        .where(Meeting.public_id == meeting_id, visible_to(person, Escalation))
    )
    if found is None:
        raise NotVisible("escalation")
    return found


def escalation_of_dissent(person: Person, dissent_id: str) -> str:
    """The public id of the disagreement that a dissent opened. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Escalation.public_id)
        .join(Dissent, Dissent.escalation_id == Escalation.id)
        .where(Dissent.public_id == dissent_id, visible_to(person, Escalation))
    )
    if found is None:
        raise NotVisible("escalation")
    return found
