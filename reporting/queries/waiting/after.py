"""What a meeting leaves to do: papers, the meetings that follow from it, corrections, putting it away."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, or_
from sqlalchemy.orm import aliased

from children.models import LEADING, LeadProfessional
from meetings.models import Correction, Meeting, MeetingChild, MeetingDue, Paper
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from reporting.queries.waiting.asked import ADMINISTRATION, DUTY, WEEK, Asked
from reporting.queries.waiting.convening import about_meeting, convened


def _papers(asked: Asked) -> Select[Any]:
    """Letters and records that are owed: to draft, for the chair to approve, then to issue."""
    kind = case((MeetingDue.rule.endswith(".decision_letter"), "decision_letter"), else_="minutes")
    newer = aliased(Paper)
    here = (Paper.meeting_id == Meeting.id, Paper.kind == kind, Paper.proposal_to.is_(None))
    newest = (
        *here,
        ~exists().where(
            newer.meeting_id == Paper.meeting_id,
            newer.kind == Paper.kind,
            newer.proposal_to.is_(None),
            newer.number > Paper.number,
        ),
    )
    drafted = exists().where(*here).correlate(Meeting, MeetingDue)
    approved = exists().where(*newest, Paper.approved_at.is_not(None)).correlate(Meeting, MeetingDue)
    theirs = convened(asked)
    return (
        about_meeting(
            asked,
            "paper",
            DUTY,
            more=kind,
            state=case((approved, "approved"), (drafted, "drafted"), else_=""),
            due_on=MeetingDue.due_on,
            due_at=MeetingDue.due_at,
            owner_id=case(
                (and_(drafted, ~approved), Meeting.chair_id),
                else_=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
            ),
            other_id=Meeting.chair_id,
        )
        .join(MeetingDue, MeetingDue.meeting_id == Meeting.id)
        .where(
            Meeting.state.in_(AFTER),
            MeetingDue.duty == "output",
            MeetingDue.met_at.is_(None),
            MeetingDue.warning_only.is_(False),
            or_(
                and_(drafted, ~approved, asked.whose(Meeting.chair_id)),
                and_(or_(~drafted, approved), theirs),
            ),
        )
    )


def _follow_ups(asked: Asked) -> Select[Any]:
    """Meetings that an earlier decision started and that nobody has asked for yet, once for all brothers and sisters. They
    are the lead's to propose."""
    held, child, later = aliased(MeetingDue), aliased(MeetingChild), aliased(Meeting)
    on_its_way = exists().where(
        held.rule == MeetingDue.rule,
        held.duty == "hold",
        held.meeting_id == later.id,
        later.state.in_((*BEFORE, *RUNNING)),
        child.meeting_id == later.id,
        child.child_id == MeetingDue.child_id,
    )
    twin, lead = aliased(MeetingDue), aliased(LeadProfessional)
    told_already = exists().where(
        twin.meeting_id == MeetingDue.meeting_id,
        twin.rule == MeetingDue.rule,
        twin.met_at.is_(None),
        twin.child_id < MeetingDue.child_id,
        lead.child_id == twin.child_id,
        lead.person_id == LeadProfessional.person_id,
        lead.state.in_(LEADING),
    )
    return (
        about_meeting(
            asked,
            "owed",
            DUTY,
            what=MeetingDue.what,
            more=MeetingDue.rule,
            due_on=MeetingDue.due_on,
            due_at=MeetingDue.due_at,
            owner_id=LeadProfessional.person_id,
        )
        .join(MeetingDue, MeetingDue.meeting_id == Meeting.id)
        .join(LeadProfessional, LeadProfessional.child_id == MeetingDue.child_id)
        .where(
            asked.whose(LeadProfessional.person_id),
            LeadProfessional.state.in_(LEADING),
            MeetingDue.duty == "follow_up",
            MeetingDue.met_at.is_(None),
            or_(MeetingDue.due_on.is_(None), MeetingDue.due_on <= asked.owed_until),
            ~on_its_way,
            ~told_already,
        )
    )


def _corrections(asked: Asked) -> Select[Any]:
    return (
        about_meeting(
            asked,
            "correction",
            ADMINISTRATION,
            due_at=Correction.asked_at,
            bucket=literal(WEEK),
            owner_id=Meeting.chair_id,
            other_id=Correction.asked_by_id,
        )
        .join(Correction, Correction.meeting_id == Meeting.id)
        .where(asked.whose(Meeting.chair_id), Correction.decision == "open")
    )


def _to_close(asked: Asked) -> Select[Any]:
    """Meetings whose record is out and that nobody has put away."""
    return about_meeting(
        asked, "close", ADMINISTRATION, owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id)
    ).where(Meeting.state == "minutes_issued", convened(asked))


QUESTIONS = (
    _papers,
    _follow_ups,
    _corrections,
    _to_close,
)
