"""What somebody holds, in one place: children, actions, meetings, disagreements, and what they cover for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, literal, or_, select
from sqlalchemy.orm import aliased

from actions import queries as actions
from children.access import covered_by, deputises_today
from children.models import LEADING, PENDING, Child, LeadProfessional
from children.queries import Load, loads_of
from escalation import queries as escalation
from escalation.models import Escalation
from escalation.queries.find import ENDED
from foundation.database import db
from meetings import queries as meetings
from meetings.models import Meeting
from meetings.models.meeting import AFTER, OVER
from people.models import Person
from people.visibility import visible_to

OWN, COVER, ASKED = "own", "cover", "asked"


@dataclass(frozen=True)
class Holding:
    """`children`: rows with `how` they are held (`own`, `cover` for somebody else, `asked`: nominated). `team`: each of those
    whom the reader manages, with their load."""

    children: Sequence[Any]
    actions: Sequence[Any]
    meetings: Sequence[Any]
    disagreements: Sequence[Any]
    team: Sequence[tuple[Any, Load]]
    load: Load

    def held(self, how: str) -> list[Any]:
        return [row for row in self.children if row.how == how]


def holding(person: Person) -> Holding:
    """Everything that `person` holds today. The same queries whatever the amount."""
    team = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.manager_id == person.id, Person.left_on.is_(None))
        .order_by(Person.name)
    ).all()
    loads = loads_of([person.id, *(row.id for row in team)])
    running = meetings.meeting_rows(person, mine=True).where(Meeting.state.not_in((*AFTER, *OVER)))
    open_ones = escalation.escalation_rows(person, mine=True).where(Escalation.state.not_in(ENDED))
    return Holding(
        children=_children(person),
        actions=actions.owned_by(person),
        meetings=db.session.execute(running).all(),
        disagreements=db.session.execute(open_ones).all(),
        team=[(row, loads[row.id]) for row in team],
        load=loads[person.id],
    )


def _children(person: Person) -> Sequence[Any]:
    leader, lead = aliased(Person), LeadProfessional
    own = and_(lead.person_id == person.id, lead.state.in_(LEADING))
    asked = and_(lead.person_id == person.id, lead.state.in_(PENDING))
    covers = and_(lead.state.in_(LEADING), or_(deputises_today(person), lead.person_id.in_(covered_by(person))))
    return db.session.execute(
        select(
            Child.public_id,
            Child.name,
            Child.plan,
            lead.state,
            lead.interim,
            lead.until_on,
            lead.starts_on,
            lead.deputy_from,
            lead.deputy_to,
            leader.name.label("leader_name"),
            case((own, literal(OWN)), (asked, literal(ASKED)), else_=literal(COVER)).label("how"),
        )
        .join(Child, Child.id == lead.child_id)
        .join(leader, leader.id == lead.person_id)
        .where(visible_to(person, lead), or_(own, asked, covers))
        .order_by(Child.name_key, Child.id)
    ).all()
