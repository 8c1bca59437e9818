"""Decisions about a child, and what was explained to the child of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import rulebook
from children.models import Child
from foundation.database import db
from meetings.models import Decision, Meeting
from meetings.models.meeting import AFTER
from people.models import Person
from people.visibility import visible_to

SHOWN = 100


@dataclass(frozen=True)
class Decided:
    """A decision for the child, with what was explained of it, latest first."""

    row: Any
    explanations: Sequence[Any]

    @property
    def words(self) -> str:
        return rulebook.book().meeting_type(self.row.type).decision_label(self.row.decision)

    @property
    def meeting(self) -> str:
        return f"/meetings/{self.row.meeting}"

    @property
    def is_explained(self) -> bool:
        return any(one.explained for one in self.explanations)


def decisions(person: Person, child: Child, explanations: Sequence[Any]) -> list[Decided]:
    """Every decision for the child that `person` may see, latest first, with those of `explanations` that are about it.
    One query."""
    rows = db.session.execute(
        select(
            Decision.public_id,
            Decision.decision,
            Decision.decided_at,
            Meeting.type,
            Meeting.reference,
            Meeting.public_id.label("meeting"),
        )
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .where(
            visible_to(person, Meeting),
            visible_to(person, Decision),
            Decision.child_id == child.id,
            Meeting.state.in_(AFTER),
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(SHOWN)
    ).all()
    return [Decided(row, [one for one in explanations if one.about_id == row.public_id]) for row in rows]
