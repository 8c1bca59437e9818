"""What waits until a meeting has been held: to answer, to date, to invite, to report, to open."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

import rulebook
from meetings.models import Invitation, Meeting, MeetingDue
from meetings.models.meeting import RUNNING
from people.models import Agency
from reporting.queries.waiting.asked import DUTY, NOW, OVERDUE, PLAN, SAFETY, TODAY, Asked
from reporting.queries.waiting.convening import about_meeting, convened

COMING = ("accepted", "delegated")


RISK_DAYS = 5  # working days before its start in which a meeting's quorum is a worry


def _answers(asked: Asked) -> Select[Any]:
    """Invitations that are not answered yet."""
    return (
        about_meeting(
            asked,
            "answer",
            PLAN,
            due_at=Meeting.starts_at,
            owner_id=Invitation.person_id,
            other_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        )
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            asked.whose(Invitation.person_id),
            Invitation.withdrawn_at.is_(None),
            Invitation.response == "no_reply",
            Meeting.state == "invited",
            Meeting.starts_at >= NOW,
        )
    )


def _to_run(asked: Asked) -> Select[Any]:
    """Meetings that the chair opens today, or should have, and those that have begun and not ended."""
    running = Meeting.state.in_(RUNNING)
    return about_meeting(
        asked,
        "run",
        case((running, SAFETY), else_=DUTY),
        due_at=func.coalesce(Meeting.starts_at, Meeting.opened_at),
        bucket=case((and_(~running, Meeting.starts_at < NOW), OVERDUE), else_=literal(TODAY)),
        owner_id=Meeting.chair_id,
    ).where(
        asked.whose(Meeting.chair_id),
        or_(running, and_(Meeting.state == "invited", Meeting.starts_at < asked.tomorrow)),
    )


def _at_risk(asked: Asked) -> Select[Any]:
    """Meetings that start soon and to which an agency that must come has not said that it comes. The count itself is on the
    meeting's page; this is the part of it that a list can ask for."""
    other = aliased(Invitation)
    somebody_comes = exists().where(
        other.meeting_id == Invitation.meeting_id,
        other.agency_id == Invitation.agency_id,
        other.withdrawn_at.is_(None),
        other.response.in_(COMING),
    )
    silent = (
        Invitation.meeting_id == Meeting.id,
        Invitation.withdrawn_at.is_(None),
        Invitation.required.is_(True),
        Invitation.capacity == "professional",
        Invitation.response.not_in(COMING),
        ~somebody_comes,
        Agency.id == Invitation.agency_id,
        _may_decide(),
    )
    first = select(func.min(Agency.name)).where(*silent).correlate(Meeting)
    number = select(func.count(Invitation.agency_id.distinct())).where(*silent).correlate(Meeting)
    return about_meeting(
        asked,
        "risk",
        DUTY,
        due_at=Meeting.starts_at,
        owner_id=func.coalesce(Meeting.chair_id, Meeting.asked_by_id),
        more=first.scalar_subquery(),
        state=cast(number.scalar_subquery(), String),
    ).where(
        or_(asked.whose(Meeting.chair_id), convened(asked)),
        Meeting.state == "invited",
        Meeting.starts_at >= NOW,
        Meeting.starts_at < asked.risk_until,
        exists().where(*silent).correlate(Meeting),
    )


def _may_decide() -> ColumnElement[bool]:
    """Where a type's quorum names every agency that it needs, the others put nothing at risk."""
    named = {
        kind.key: kind.quorum.required_agencies
        for kind in rulebook.book().meeting_types.values()
        if kind.quorum.min_other_agencies == 0
    }
    return or_(
        Meeting.type.not_in(named),
        *(and_(Meeting.type == key, Agency.kind.in_(agencies)) for key, agencies in named.items()),
    )


def _to_schedule(asked: Asked) -> Select[Any]:
    """Meetings that are asked for, or put off without a day, and have no date; the first limit is what presses."""
    return about_meeting(
        asked,
        "schedule",
        DUTY,
        due_on=_first_limit(MeetingDue.due_on),
        due_at=_first_limit(MeetingDue.due_at),
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        other_id=Meeting.asked_by_id,
    ).where(Meeting.state.in_(("proposed", "postponed")), convened(asked))


def _to_invite(asked: Asked) -> Select[Any]:
    """Meetings with a date whose invitations have not gone out."""
    return about_meeting(
        asked,
        "invite",
        DUTY,
        due_at=Meeting.starts_at,
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
    ).where(Meeting.state == "scheduled", convened(asked))


def _reports(asked: Asked) -> Select[Any]:
    """Reports that somebody who is invited still has to hand in."""
    first = (
        select(func.min(MeetingDue.due_on))
        .where(MeetingDue.meeting_id == Meeting.id, MeetingDue.duty == "report", MeetingDue.met_at.is_(None))
        .correlate(Meeting)
        .scalar_subquery()
    )
    return (
        about_meeting(asked, "report", DUTY, due_on=first, owner_id=Invitation.person_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            asked.whose(Invitation.person_id),
            Invitation.withdrawn_at.is_(None),
            Invitation.capacity == "professional",
            Invitation.report_received_at.is_(None),
            Invitation.response != "declined",
            Meeting.state == "invited",
            first.is_not(None),
        )
    )


def _first_limit(column: Any) -> Any:
    return (
        select(func.min(column))
        .where(
            MeetingDue.meeting_id == Meeting.id,
            MeetingDue.duty == "hold",
            MeetingDue.met_at.is_(None),
            MeetingDue.warning_only.is_(False),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


QUESTIONS = (
    _answers,
    _to_run,
    _at_risk,
    _to_schedule,
    _to_invite,
    _reports,
)
