"""Who leads for a child, who is to, and since when nobody does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from children.models import (
    LEADING,
    PENDING,
    Child,
    LeadGap,
    LeadProfessional,
)
from children.queries.referrals import Glance, glance_columns, glance_of
from foundation import clock
from foundation.database import db
from people.models import Agency, Person
from people.visibility import visible_to


def leads_for(person: Person, child: Child) -> list[LeadProfessional]:
    """Everybody who leads, is nominated, or led for the child; latest first. One query."""
    return leads_gap_and_referrals(person, child)[0]


def leads_gap_and_referrals(person: Person, child: Child) -> tuple[list[LeadProfessional], datetime | None, Glance]:
    """The same, since when nobody leads for the child, and its referrals at a glance. One query."""
    lead = LeadProfessional
    rows = db.session.execute(
        select(lead, LeadGap.from_at, *glance_columns(person))
        .select_from(Child)
        .outerjoin(lead, and_(lead.child_id == Child.id, visible_to(person, lead)))
        .outerjoin(LeadGap, and_(LeadGap.child_id == Child.id, LeadGap.to_at.is_(None)))
        .options(
            joinedload(lead.person).joinedload(Person.agency),
            joinedload(lead.deputy).joinedload(Person.agency),
            joinedload(lead.load_agreed_by).joinedload(Person.agency),
        )
        .where(Child.id == child.id)
        .order_by(lead.id.desc())
    ).all()
    return [row[0] for row in rows if row[0] is not None], rows[0].from_at, glance_of(rows[0])


@dataclass(frozen=True)
class Lead:
    """Who leads for a child, and since when."""

    lead_id: int
    public_id: str
    state: str
    person_id: int
    person_public_id: str
    name: str
    telephone: str
    manager_id: int | None
    registered_social_worker: bool
    agency_id: int
    agency_key: str
    agency_name: str
    agency_kind: str
    interim: bool
    since: datetime | None
    deputy_id: int | None


def leads_of(child_ids: Iterable[int]) -> dict[int, Lead]:
    """For each child somebody leads for: who. One query."""
    return _leads(child_ids, LEADING)


def nominations_of(child_ids: Iterable[int]) -> dict[int, Lead]:
    """For each child with a nomination that has not begun: who is nominated. One query."""
    return _leads(child_ids, PENDING)


def _leads(child_ids: Iterable[int], states: Collection[str]) -> dict[int, Lead]:
    today = clock.today()
    rows = db.session.execute(
        select(LeadProfessional, Person, Agency)
        .join(Person, Person.id == LeadProfessional.person_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(LeadProfessional.child_id.in_(list(child_ids)), LeadProfessional.state.in_(states))
    )
    return {
        lead.child_id: Lead(
            lead_id=lead.id,
            public_id=lead.public_id,
            state=lead.state,
            person_id=who.id,
            person_public_id=who.public_id,
            name=who.name,
            telephone=who.telephone,
            manager_id=who.manager_id,
            registered_social_worker=who.registered_social_worker,
            agency_id=agency.id,
            agency_key=agency.key,
            agency_name=agency.name,
            agency_kind=agency.kind,
            interim=lead.interim,
            since=lead.started_at,
            deputy_id=lead.deputy_id
            if lead.deputy_from and lead.deputy_to and lead.deputy_from <= today <= lead.deputy_to
            else None,
        )
        for lead, who, agency in rows
    }


def leading(child_id: int) -> LeadProfessional | None:
    """The row of whoever leads for the child now."""
    return db.session.scalar(
        select(LeadProfessional).where(LeadProfessional.child_id == child_id, LeadProfessional.state.in_(LEADING))
    )


def pending(child_id: int) -> LeadProfessional | None:
    """The nomination that stands for the child, answered or not."""
    return db.session.scalar(
        select(LeadProfessional).where(LeadProfessional.child_id == child_id, LeadProfessional.state.in_(PENDING))
    )


def due_to_start() -> list[LeadProfessional]:
    """Accepted nominations whose first day has come."""
    return list(
        db.session.scalars(
            select(LeadProfessional)
            .where(LeadProfessional.state == "accepted", LeadProfessional.starts_on <= clock.today())
            .order_by(LeadProfessional.id)
        )
    )


def held_by(person: Person) -> list[LeadProfessional]:
    """What `person` leads, or is nominated for."""
    return list(
        db.session.scalars(
            select(LeadProfessional)
            .where(LeadProfessional.person_id == person.id, LeadProfessional.state.in_((*LEADING, *PENDING)))
            .order_by(LeadProfessional.id)
        )
    )


def uncovered_leads(person: Person, from_on: date, to_on: date) -> int:
    """For how many children `person` leads for whom no deputy stands in on all of these days, both included."""
    leads = [lead for lead in held_by(person) if lead.leads]
    return sum(
        not (lead.deputy_from and lead.deputy_to and lead.deputy_from <= from_on and to_on <= lead.deputy_to)
        for lead in leads
    )


def leads_held(person_ids: Collection[int]) -> dict[int, int]:
    """For how many children each of them leads."""
    rows = db.session.execute(
        select(LeadProfessional.person_id, func.count().label("held"))
        .where(LeadProfessional.person_id.in_(person_ids), LeadProfessional.state.in_(LEADING))
        .group_by(LeadProfessional.person_id)
    )
    return {row.person_id: row.held for row in rows}


def open_gaps(child_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when nobody leads, for each child with an open gap. One query."""
    rows = db.session.execute(
        select(LeadGap.child_id, LeadGap.from_at).where(LeadGap.child_id.in_(list(child_ids)), LeadGap.to_at.is_(None))
    )
    return {row.child_id: row.from_at for row in rows}


def open_gap(child_id: int) -> LeadGap | None:
    return db.session.scalar(select(LeadGap).where(LeadGap.child_id == child_id, LeadGap.to_at.is_(None)))
