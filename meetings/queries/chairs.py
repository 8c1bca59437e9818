"""Who may chair a meeting, and why somebody near the case may not."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from children.access import is_current
from children.models import Involvement
from foundation.database import db
from meetings.models import Meeting
from meetings.queries.facts import chair_facts
from meetings.queries.sheet import Sheet
from meetings.rules import Facts, the_chair_is_independent, the_chair_is_senior_enough
from people.models import Agency, Person
from people.visibility import visible_to

MOST = 300
LEADING_SENIORITIES = ("manager", "senior_manager", "executive")


@dataclass(frozen=True)
class Chairs:
    """Candidates by public id with their words: those near the case, everybody else; and who may not, with the reason."""

    near: list[tuple[str, str]]
    others: list[tuple[str, str]]
    barred: list[tuple[str, str]]


def chairs_for(person: Person, sheet: Sheet) -> Chairs:
    """One query. Asked to the meeting, involved with a child, or senior enough to be asked at all."""
    meeting = sheet.meeting
    involved = select(Involvement.person_id).where(
        Involvement.child_id.in_([child.id for child in sheet.children]), is_current(), Involvement.role != "family"
    )
    asked = [one.person_id for one in sheet.invitations if one.capacity not in ("family", "advocate", "interpreter")]
    near = or_(Person.id.in_(involved), Person.id.in_([*asked, meeting.chair_id or 0]))
    rows = db.session.execute(
        select(Person, near.label("near"))
        .join(Agency, Agency.id == Person.agency_id)
        .options(joinedload(Person.agency))
        .where(
            visible_to(person, Person),
            Person.left_on.is_(None),
            Person.role.is_not(None),
            Person.role.not_in(("system_admin", "auditor", "agency_admin")),
            or_(near, Person.seniority.in_(LEADING_SENIORITIES)),
        )
        .order_by(Person.name_key)
        .limit(MOST)
    )
    found = Chairs([], [], [])
    for one, is_near in rows:
        words = f"{one.name} · {one.agency.name}"
        if reason := _against(meeting, sheet, one):
            if is_near:
                found.barred.append((one.name, reason))
        else:
            (found.near if is_near else found.others).append((one.public_id, words))
    return found


def _against(meeting: Meeting, sheet: Sheet, one: Person) -> str:
    facts = Facts(today=meeting.asked_at.date(), now=meeting.asked_at, chair=chair_facts(one, sheet))
    rules = (the_chair_is_independent, the_chair_is_senior_enough)
    return " ".join(said for rule in rules if (said := rule(meeting, facts)))
