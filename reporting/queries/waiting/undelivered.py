"""Mail that did not arrive, or may not have, and that somebody must look at."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, literal_column, or_

from meetings.models import Invitation, Meeting
from notifications.models import MAIL_NEEDS_ATTENTION, Outbox
from reporting.queries.waiting.asked import ADMINISTRATION, TODAY, Asked
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


QUESTIONS = (
    _mail_about_meetings,
    _mail_about_invitations,
)
