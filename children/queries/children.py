"""Finding children: by address, by name, with their family."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from children.models import (
    LEADING,
    Child,
    ChildRelation,
    FamilyMember,
    LeadGap,
    LeadProfessional,
    VoiceEntry,
)
from children.queries.household import told_by
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.text import like
from people.models import Person
from people.visibility import visible_to

BABY_DAYS = 731


def child(person: Person, public_id: str) -> Child:
    """One child. Raises `NotVisible`, the same for a child who does not exist and one who may not be seen."""
    found = db.session.scalar(
        select(Child)
        .options(joinedload(Child.household))
        .where(Child.public_id == public_id, visible_to(person, Child))
    )
    if found is None:
        raise NotVisible("child")
    return found


def children_by_ids(person: Person, public_ids: Collection[str]) -> list[Child]:
    """The children named, in the order given, each once. Raises `NotVisible` where any of them is missing."""
    wanted = list(dict.fromkeys(public_ids))
    found = db.session.scalars(select(Child).where(Child.public_id.in_(wanted), visible_to(person, Child)))
    by_id = {one.public_id: one for one in found}
    if len(by_id) < len(wanted):
        raise NotVisible("child")
    return [by_id[public_id] for public_id in wanted]


def may_see(person: Person, public_id: str) -> bool:
    """Whether the record is there for `person` at this moment."""
    return (
        db.session.scalar(select(Child.id).where(Child.public_id == public_id, visible_to(person, Child))) is not None
    )


def search(person: Person, text: str = "") -> Select[*tuple[Any, ...]]:
    """Children whom `person` works with, by name; `text` is part of a name, or a date of birth as 2019-03-05.

    Rows of id, public id, name, dates, plan; who leads, since when nobody does, and when the child was last heard.
    """
    leader = aliased(Person)
    heard = (
        select(func.max(VoiceEntry.expressed_on))
        .where(VoiceEntry.child_id == Child.id)
        .correlate(Child)
        .scalar_subquery()
    )
    found = (
        select(
            Child.id,
            Child.public_id,
            Child.name,
            Child.date_of_birth,
            Child.expected_date_of_birth,
            Child.plan,
            leader.name.label("lead_name"),
            LeadGap.from_at.label("gap_from"),
            heard.label("last_heard_on"),
        )
        .outerjoin(LeadProfessional, and_(LeadProfessional.child_id == Child.id, LeadProfessional.state.in_(LEADING)))
        .outerjoin(leader, leader.id == LeadProfessional.person_id)
        .outerjoin(LeadGap, and_(LeadGap.child_id == Child.id, LeadGap.to_at.is_(None)))
        .where(visible_to(person, Child))
        .order_by(Child.name_key, Child.id)
    )
    if not text:
        return found
    if born := _date(text):
        return found.where(or_(Child.date_of_birth == born, Child.expected_date_of_birth == born))
    return found.where(Child.name_key.like(like(text), escape="\\"))


def is_baby(child: Child) -> bool:
    """Unborn, or not yet two: the voice of such a child is what daily life is like for them."""
    born = child.date_of_birth
    return born is None or (clock.today() - born).days < BABY_DAYS


def likely_the_same(person: Person, name: str, born: date | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """Children visible to `person` who share the date of birth or most of the name, before another is added.

    Children whom the person may not see are never looked at (S-06): a double record is for the keepers to find.
    """
    words = [word for word in name.split() if len(word) > 2]
    alike = [Child.name_key.like(like(word), escape="\\") for word in words]
    same = and_(*alike) if alike else Child.id.is_(None)
    if born:
        same = or_(same, Child.date_of_birth == born, Child.expected_date_of_birth == born)
    return db.session.execute(
        select(Child.public_id, Child.name, Child.date_of_birth, Child.expected_date_of_birth)
        .where(visible_to(person, Child), same)
        .order_by(Child.name_key)
        .limit(10)
    ).all()


def siblings(person: Person, child: Child) -> list[Child]:
    """Children of the same household, or related though they live apart; only those whom `person` may see."""
    return siblings_of(person, [child])


def siblings_of(person: Person, children: Collection[Child]) -> list[Child]:
    """The brothers and sisters of `children` who are not among them, as for one child. One query."""
    ids = [child.id for child in children]
    related = select(ChildRelation.other_id).where(ChildRelation.child_id.in_(ids))
    return list(
        db.session.scalars(
            select(Child)
            .where(
                visible_to(person, Child),
                Child.id.not_in(ids),
                or_(Child.household_id.in_([child.household_id for child in children]), Child.id.in_(related)),
            )
            .order_by(Child.date_of_birth.is_(None), Child.date_of_birth, Child.id)
        )
    )


def whole_family(child: Child) -> list[Child]:
    """The child with every brother and sister, whoever may see them and wherever they live; for what is done for each of
    them. Full brothers and sisters lead on to theirs; half- and step-siblings belong here, and their other family does not."""
    found, waiting = {child.id}, {child.id}
    while waiting:
        households = select(Child.household_id).where(Child.id.in_(waiting))
        together = set(db.session.scalars(select(Child.id).where(Child.household_id.in_(households))))
        related = db.session.execute(
            select(ChildRelation.other_id, ChildRelation.kind).where(ChildRelation.child_id.in_(waiting | together))
        ).all()
        full = {row.other_id for row in related if row.kind == "sibling"}
        waiting = (together | full) - found
        found |= together | full | {row.other_id for row in related}
    return list(db.session.scalars(select(Child).where(Child.id.in_(found)).order_by(Child.id)))


def family(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """The family members of the child's household."""
    return db.session.execute(
        select(
            FamilyMember.public_id,
            FamilyMember.name,
            FamilyMember.relation,
            FamilyMember.parental_responsibility,
            FamilyMember.lives_here,
            FamilyMember.email,
            FamilyMember.telephone,
            FamilyMember.contact_is_safe,
            FamilyMember.language,
            FamilyMember.interpreter_needed,
            FamilyMember.note,
            told_by().label("told_by"),
        )
        .where(visible_to(person, FamilyMember), FamilyMember.household_id == child.household_id)
        .order_by(FamilyMember.id)
    ).all()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
