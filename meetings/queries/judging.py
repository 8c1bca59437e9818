"""What waits for whoever convenes: proposed times and answers in doubt, and what was decided about earlier ones."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation.database import db
from meetings.models import Doubt, Meeting, Proposal
from people.models import Person
from people.visibility import visible_to

MOST = 100


@dataclass(frozen=True)
class Judging:
    """`open_…` wait for a person; the others are settled, newest first."""

    open_proposals: list[Proposal] = field(default_factory=list)
    open_doubts: list[Doubt] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def waits(self) -> int:
        return len(self.open_proposals) + len(self.open_doubts)


def judging_of(person: Person, meeting: Meeting) -> Judging:
    """What came back for one meeting. Two queries."""
    proposals = _rows(person, Proposal, Proposal.meeting_id == meeting.id)
    doubts = _rows(person, Doubt, Doubt.meeting_id == meeting.id)
    return Judging(
        [one for one in proposals if one.state == "open"],
        [one for one in doubts if not one.outcome],
        [one for one in proposals if one.state != "open"],
        [one for one in doubts if one.outcome],
    )


def unknown_answers(person: Person) -> Judging:
    """What came back and is about nothing that is known here; for coordinators. One query."""
    doubts = _rows(person, Doubt, Doubt.meeting_id.is_(None))
    return Judging(
        open_doubts=[one for one in doubts if not one.outcome], doubts=[one for one in doubts if one.outcome]
    )


def _rows(person: Person, model: Any, where: Any) -> list[Any]:
    whose = (
        [joinedload(model.invitation)] if model is Proposal else [joinedload(model.asked), joinedload(model.taken_for)]
    )
    found = select(model).options(*whose).where(where, visible_to(person, model)).order_by(model.id.desc()).limit(MOST)
    return list(db.session.scalars(found).unique())
