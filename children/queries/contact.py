"""Safe contact: the rules of a household, and what they say about somebody who is to be written to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, literal, select, union_all

from children.models import Child, ContactRule, FamilyMember, Household
from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.text import search_key
from people.models import Person
from people.visibility import visible_to

NEVER = "It is recorded that nothing about this child may be sent to this person, and that they are not invited."
UNSAFE = "Somebody else may read what is sent to this address. Ask for an address that only they read, and record it as safe."


def contact_rules(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every rule of the child's household, those that hold first."""
    rule = ContactRule
    return db.session.execute(
        select(rule.public_id, rule.name, rule.kind, rule.reason, rule.recorded_at, rule.ended_at, rule.end_reason)
        .where(visible_to(person, rule), rule.household_id == child.household_id)
        .order_by(rule.ended_at.is_not(None), rule.id)
    ).all()


def contact_rule(person: Person, child: Child, public_id: str) -> ContactRule:
    """One rule of the child's household. Raises `NotVisible`."""
    rule = ContactRule
    found = db.session.scalar(
        select(rule).where(
            visible_to(person, rule), rule.household_id == child.household_id, rule.public_id == public_id
        )
    )
    if found is None:
        raise NotVisible("contact_rule")
    return found


@dataclass(frozen=True)
class SafeContact:
    """What holds for some children together. For rooms that hold the case already."""

    rows: Sequence[Any]

    def against(self, person: Person) -> str:
        """Why nothing may go to `person`, in a sentence; '' where nothing speaks against it."""
        email = search_key(person.email)
        for row in self.rows:
            if row.kind == "never" and (row.email == email if row.email else row.name == person.name_key):
                return NEVER
        return UNSAFE if any(row.kind == "unsafe" and row.email == email for row in self.rows) else ""

    @property
    def apart(self) -> list[str]:
        """Who is invited, heard and written to apart."""
        return [row.words for row in self.rows if row.kind == "apart"]


def safe_contact(child_ids: Collection[int]) -> SafeContact:
    """The rules that hold for these children, and addresses of the family that are not safe. One query."""
    of = select(Child.household_id).where(Child.id.in_(child_ids))
    rule, member = ContactRule, FamilyMember
    rules = select(
        rule.kind, rule.email_key.label("email"), rule.name_key.label("name"), rule.name.label("words")
    ).where(rule.household_id.in_(of), rule.ended_at.is_(None))
    unsafe = select(literal("unsafe").label("kind"), func.lower(member.email), member.name, member.name).where(
        member.household_id.in_(of), member.email != "", member.contact_is_safe.is_(False)
    )
    return SafeContact(db.session.execute(union_all(rules, unsafe)).all())


def addresses_kept_back(child_ids: Collection[int]) -> list[str]:
    """Addresses that are for the lead professional alone, of the households of these children."""
    of = select(Child.household_id).where(Child.id.in_(child_ids))
    kept = select(Household.address).where(
        Household.id.in_(of), Household.restricted_address.is_(True), Household.address != ""
    )
    return list(db.session.scalars(kept))
