"""What waits for whoever convenes: proposed times and answers in doubt, and what was decided about earlier ones."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
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
    proposals = _newest(proposals_of(person, meeting), Proposal.id)
    doubts = _newest(doubts_of(person, meeting), Doubt.id)
    return Judging(
        [one for one in proposals if one.state == "open"],
        [one for one in doubts if not one.outcome],
        [one for one in proposals if one.state != "open"],
        [one for one in doubts if one.outcome],
    )


def unknown_answers(person: Person) -> Judging:
    """What came back and is about nothing that is known here; for coordinators. One query."""
    doubts = _newest(doubts_of(person, None), Doubt.id)
    return Judging(
        open_doubts=[one for one in doubts if not one.outcome], doubts=[one for one in doubts if one.outcome]
    )


def proposals_of(person: Person, meeting: Meeting) -> Select[Proposal]:
    """Times that invitees of one meeting propose, decided on or not."""
    here = Proposal.meeting_id == meeting.id, visible_to(person, Proposal)
    return select(Proposal).options(joinedload(Proposal.invitation)).where(*here)


def doubts_of(person: Person, meeting: Meeting | None) -> Select[Doubt]:
    """What is, or was, in doubt for one meeting; without one, what is about nothing that is known here."""
    about = Doubt.meeting_id.is_(None) if meeting is None else Doubt.meeting_id == meeting.id
    whose = joinedload(Doubt.asked), joinedload(Doubt.taken_for)
    return select(Doubt).options(*whose).where(about, visible_to(person, Doubt))


def _newest(rows: Select[Any], key: Any) -> list[Any]:
    return list(db.session.scalars(rows.order_by(key.desc()).limit(MOST)).unique())
