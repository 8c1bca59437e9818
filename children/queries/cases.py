"""Who works with which child. For rooms that hold a case already: no reader is asked for, so nothing of this is shown
without having asked `visible_to` for the child."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Row, and_, literal, or_, select, union_all

from children.access import covered_by, deputises_today, is_current, leads_today
from children.models import (
    LEADING,
    PENDING,
    Child,
    ConflictOfInterest,
    Involvement,
    LeadProfessional,
)
from foundation import clock
from foundation.database import db
from people.models import Agency, Person


@dataclass(frozen=True)
class InvolvedPerson:
    """Somebody who works with one or more of the children asked about. `role` is the first of `roles`."""

    person_id: int
    public_id: str
    name: str
    agency_id: int
    agency_key: str
    agency_name: str
    agency_kind: str
    discipline: str | None
    seniority: str
    manager_id: int | None
    has_account: bool
    roles: tuple[str, ...]
    what: str
    child_ids: frozenset[int]
    direct_contact: bool

    @property
    def role(self) -> str:
        return self.roles[0]


def people_involved(children: Iterable[Child]) -> list[InvolvedPerson]:
    """Everybody in service with a current role in any of the cases, by agency and name. One query.

    Whoever is barred from a child by a conflict of interest is not involved with that child.
    """
    rows = db.session.execute(
        select(
            Person.id,
            Person.public_id,
            Person.name,
            Agency.id.label("agency_id"),
            Agency.key,
            Agency.name.label("agency_name"),
            Agency.kind,
            Person.discipline,
            Person.seniority,
            Person.manager_id,
            Person.role.label("account"),
            Involvement.role,
            Involvement.what,
            Involvement.child_id,
            Involvement.direct_contact,
        )
        .join(Person, Person.id == Involvement.person_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .outerjoin(
            ConflictOfInterest,
            and_(
                ConflictOfInterest.person_id == Involvement.person_id,
                ConflictOfInterest.child_id == Involvement.child_id,
            ),
        )
        .where(
            Involvement.child_id.in_([one.id for one in children]),
            is_current(),
            Person.left_on.is_(None),
            ConflictOfInterest.id.is_(None),
        )
        .order_by(Agency.name, Person.name_key, Involvement.id)
    )
    together: dict[tuple[int, int], list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        together[row.agency_id, row.id].append(row)
    return [
        InvolvedPerson(
            person_id=one.id,
            public_id=one.public_id,
            name=one.name,
            agency_id=one.agency_id,
            agency_key=one.key,
            agency_name=one.agency_name,
            agency_kind=one.kind,
            discipline=one.discipline,
            seniority=one.seniority,
            manager_id=one.manager_id,
            has_account=one.account is not None,
            roles=tuple(dict.fromkeys(row.role for row in found)),
            what=next((row.what for row in found if row.what), ""),
            child_ids=frozenset(row.child_id for row in found),
            direct_contact=any(row.direct_contact for row in found),
        )
        for (one, *_), found in ((found, found) for found in together.values())
    ]


def core_group(child: Child) -> set[int]:
    """Ids of the professionals who work with the child, and of whoever leads: those whom a plan rests on."""
    works = {one.person_id for one in people_involved([child]) if set(one.roles) - {"family", "advocate"}}
    led = select(LeadProfessional.person_id).where(
        LeadProfessional.child_id == child.id, LeadProfessional.state.in_(LEADING)
    )
    return works | set(db.session.scalars(led))


def who_answers(child_id: int) -> set[int]:
    """Who answers for the child: whoever leads and their deputy of these days; where nobody leads, those who manage or
    coordinate the case."""
    today = clock.today()
    lead = db.session.scalar(
        select(LeadProfessional).where(LeadProfessional.child_id == child_id, LeadProfessional.state.in_(LEADING))
    )
    if lead is None:
        return line_managers_of_case([child_id]) | people_in_role([child_id], "coordinator")
    covered = lead.deputy_from and lead.deputy_to and lead.deputy_from <= today <= lead.deputy_to
    return {lead.person_id, *([lead.deputy_id] if covered and lead.deputy_id else [])}


def is_involved(person: Person, child_ids: Collection[int], roles: Collection[str] | None = None) -> bool:
    """Whether `person` has a current role (one of `roles`, where named) in every one of the cases."""
    held = select(Involvement.child_id).where(
        Involvement.person_id == person.id, Involvement.child_id.in_(child_ids), is_current()
    )
    if roles is not None:
        held = held.where(Involvement.role.in_(roles))
    return set(db.session.scalars(held)) == set(child_ids)


def role_held(child: Child, person: Person, role: str) -> Involvement | None:
    """The involvement through which `person` holds `role` with the child today."""
    return db.session.scalar(
        select(Involvement)
        .where(
            Involvement.child_id == child.id, Involvement.person_id == person.id, Involvement.role == role, is_current()
        )
        .order_by(Involvement.id.desc())
        .limit(1)
    )


def agencies_working_with(child_ids: Collection[int]) -> set[int]:
    """Ids of the agencies with a current role in any of the cases; the family is none."""
    return set(
        db.session.scalars(
            select(Involvement.agency_id).where(
                Involvement.child_id.in_(child_ids), is_current(), Involvement.role.not_in(("family", "advocate"))
            )
        )
    )


def line_managers_of_case(child_ids: Collection[int]) -> set[int]:
    """Ids of the direct line managers of everybody involved, of whoever leads, and the managers named on the case."""
    of_involved = (
        select(Person.manager_id)
        .join(Involvement, Involvement.person_id == Person.id)
        .where(Involvement.child_id.in_(child_ids), is_current(), Person.manager_id.is_not(None))
    )
    of_lead = (
        select(Person.manager_id)
        .join(LeadProfessional, LeadProfessional.person_id == Person.id)
        .where(
            LeadProfessional.child_id.in_(child_ids),
            LeadProfessional.state.in_((*LEADING, *PENDING)),
            Person.manager_id.is_not(None),
        )
    )
    named = select(Involvement.person_id).where(
        Involvement.child_id.in_(child_ids), is_current(), Involvement.role == "manager"
    )
    return {found for found in db.session.scalars(of_involved.union(of_lead, named)) if found}


def people_in_role(child_ids: Collection[int], role: str) -> set[int]:
    """Ids of those in service who hold `role` in any of the cases."""
    return set(
        db.session.scalars(
            select(Involvement.person_id)
            .join(Person, Person.id == Involvement.person_id)
            .where(
                Involvement.child_id.in_(child_ids), is_current(), Involvement.role == role, Person.left_on.is_(None)
            )
        )
    )


def is_barred(person: Person, child_id: int) -> bool:
    """Whether a conflict of interest stands between `person` and the child."""
    return (
        db.session.scalar(
            select(ConflictOfInterest.id).where(
                ConflictOfInterest.person_id == person.id, ConflictOfInterest.child_id == child_id
            )
        )
        is not None
    )


def barred_from(household_id: int) -> dict[int, str]:
    """Who is barred from any child of the household, with the reason: a new child of the family is kept from them too."""
    rows = db.session.execute(
        select(ConflictOfInterest.person_id, ConflictOfInterest.reason)
        .join(Child, Child.id == ConflictOfInterest.child_id)
        .where(Child.household_id == household_id)
    )
    return {row.person_id: row.reason for row in rows}


def current_involvements_of(person: Person) -> list[Involvement]:
    return list(
        db.session.scalars(
            select(Involvement).where(Involvement.person_id == person.id, is_current()).order_by(Involvement.id)
        )
    )


def roles_in(person: Person, child_id: int) -> frozenset[str]:
    """What `person` is in this case today: roles of involvements, `lead`, `line_manager`; also for whom they stand in.

    One query. Empty for somebody who sees the record otherwise: as nominee, or as their agency's safeguarding lead.
    """
    return frozenset(db.session.scalars(roles_asked(person, child_id)))


def roles_asked(person: Person, child_id: int) -> CompoundSelect[str]:
    """The question of `roles_in`, for pages that ask it together with others."""
    mine = or_(Involvement.person_id == person.id, Involvement.person_id.in_(covered_by(person)))
    led = and_(LeadProfessional.child_id == child_id, LeadProfessional.state.in_(LEADING))
    managed = select(literal("line_manager"))
    return union_all(
        select(Involvement.role.label("role")).where(Involvement.child_id == child_id, is_current(), mine),
        select(literal("lead")).where(led, or_(leads_today(person), deputises_today(person))),
        managed.join_from(Involvement, Person, Person.id == Involvement.person_id).where(
            Involvement.child_id == child_id, is_current(), Person.manager_id == person.id
        ),
        managed.join_from(LeadProfessional, Person, Person.id == LeadProfessional.person_id).where(
            LeadProfessional.child_id == child_id,
            LeadProfessional.state.in_((*LEADING, *PENDING)),
            Person.manager_id == person.id,
        ),
    )
