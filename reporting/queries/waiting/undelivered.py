"""Mail that did not arrive, or may not have, and what came back and has to be judged."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, literal_column, or_

from meetings.models import Doubt, Invitation, Meeting, Proposal
from notifications.models import MAIL_NEEDS_ATTENTION, Outbox
from people.models import Person
from reporting.queries.waiting.asked import ADMINISTRATION, PLAN, TODAY, Asked, question
from reporting.queries.waiting.convening import about_meeting, convened

_NEEDS_ATTENTION: ColumnElement[bool] = literal_column(f"outbox.{MAIL_NEEDS_ATTENTION}")


def _mail_about_meetings(asked: Asked) -> Select[Any]:
    return (
        _mail(asked)
        .join(Meeting, and_(Outbox.about_kind == "meeting", Outbox.about_id == Meeting.public_id))
        .where(_NEEDS_ATTENTION, or_(asked.whose(Meeting.chair_id), convened(asked)))
    )


def _mail_about_invitations(asked: Asked) -> Select[Any]:
    return (
        _mail(asked)
        .join(Invitation, and_(Outbox.about_kind == "invitation", Outbox.about_id == Invitation.public_id))
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(_NEEDS_ATTENTION, or_(asked.whose(Meeting.chair_id), convened(asked)))
    )


def _mail(asked: Asked) -> Select[Any]:
    return about_meeting(
        asked,
        "mail",
        ADMINISTRATION,
        due_at=Outbox.due_at,
        bucket=literal(TODAY),
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        other_id=Outbox.recipient_id,
    ).select_from(Outbox)


def _proposals(asked: Asked) -> Select[Any]:
    """Times that invitees propose."""
    return (
        about_meeting(
            asked, "proposal", PLAN, due_at=Proposal.received_at, bucket=literal(TODAY), other_id=Invitation.person_id
        )
        .select_from(Proposal)
        .join(Invitation, Invitation.id == Proposal.invitation_id)
        .join(Meeting, Meeting.id == Proposal.meeting_id)
        .where(
            Proposal.state == "open", Meeting.state == "invited", or_(asked.whose(Meeting.chair_id), convened(asked))
        )
    )


def _doubts(asked: Asked) -> Select[Any]:
    """Answers from which nothing was taken."""
    return (
        about_meeting(asked, "doubt", PLAN, due_at=Doubt.received_at, bucket=literal(TODAY), more=Doubt.sender)
        .select_from(Doubt)
        .join(Meeting, Meeting.id == Doubt.meeting_id)
        .where(Doubt.outcome == "", or_(asked.whose(Meeting.chair_id), convened(asked)))
    )


def _unknown(asked: Asked) -> Select[Any]:
    """What came back and is about no meeting that is known here: for coordinators."""
    looks = exists().where(asked.whose(Person.id), Person.role == "coordinator")
    given = {"due_at": Doubt.received_at, "bucket": literal(TODAY), "more": Doubt.sender}
    return (
        question(asked, "unknown", ADMINISTRATION, **given)
        .select_from(Doubt)
        .where(Doubt.meeting_id.is_(None), Doubt.outcome == "", looks)
    )


QUESTIONS = (
    _mail_about_meetings,
    _mail_about_invitations,
    _proposals,
    _doubts,
    _unknown,
)
