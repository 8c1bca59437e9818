"""Whose meeting it is to arrange, and the columns that every question about a meeting has."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_
from sqlalchemy.orm import aliased

import rulebook
from children.access import is_current
from children.models import Involvement
from meetings.models import Meeting, MeetingChild
from reporting.queries.waiting.asked import Asked, question


def about_meeting(asked: Asked, kind: str, rank: Any, **given: Any) -> Select[Any]:
    """A question about a meeting: its address, reference and type stand in the row."""
    here = {
        "public_id": Meeting.public_id,
        "reference": Meeting.reference,
        "what": Meeting.type,
        "meeting_id": Meeting.id,
    }
    return question(asked, kind, rank, **{**here, "state": Meeting.state, **given})


CONVENED_BY_ASKER = tuple(
    kind.key
    for kind in rulebook.book().meeting_types.values()
    if kind.convenor.key in ("any_agency", "lead_professional")
)


def convened(asked: Asked) -> ColumnElement[bool]:
    """Whose it is to arrange: the coordinator named; where there is none, those of the convening agency who work with one
    of the children, and whoever asked where they may convene a meeting of that type."""
    child = aliased(MeetingChild)
    works_with = exists().where(
        child.meeting_id == Meeting.id,
        child.child_id == Involvement.child_id,
        asked.whose(Involvement.person_id),
        Involvement.role.in_(("professional", "manager", "coordinator")),
        is_current(),
    )
    without_coordinator = or_(
        and_(Meeting.type.in_((*asked.convenes, *CONVENED_BY_ASKER)), asked.whose(Meeting.asked_by_id)),
        and_(Meeting.type.in_(asked.convenes), works_with),
    )
    return or_(asked.whose(Meeting.coordinator_id), and_(Meeting.coordinator_id.is_(None), without_coordinator))


def convened_by(agency_kind: str, discipline: str | None, role: str | None) -> tuple[str, ...]:
    """Types of meeting that somebody of this profession convenes where they work with the child."""
    book = rulebook.book()

    def convenes(key: str) -> bool:
        if key == "police_and_csc":
            return agency_kind in ("police", "childrens_social_care")
        if key in ("any_agency", "lead_professional"):
            return False
        return book.role(key).is_satisfied_by(agency_kind, discipline, (role or "",))

    return tuple(kind.key for kind in book.meeting_types.values() if convenes(kind.convenor.key))
