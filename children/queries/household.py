"""The adults of a family, and where the file is blind: whom nobody has asked about, or twice without an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Date, Row, cast, func, literal, null, select, union_all

from children.models import ADULTS, AdultAccount, AdultAsked, Child, ChildRelation, FamilyMember
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person
from people.visibility import visible_to

# A relation as people write it: "stepfather", "mother's partner", "his uncle".
WORDS = {
    "partner": ("partner", "boyfriend", "girlfriend", "husband", "wife", "step"),
    "father": ("father", "dad"),
    "visitor": ("visitor", "friend", "uncle", "aunt", "cousin", "lodger", "neighbour", "childminder"),
}
UNNAMED = ("not known", "unknown", "no name")
TWICE = 2
# Whom one agency alone has seen is asked about: a new partner is in a home long before everybody knows.
SEEN_BY_OTHERS = ("partner", "visitor")


@dataclass(frozen=True)
class Adult:
    """One of the adults whom a file has to know. `members`: who that is; `asked`: what came of asking, latest first."""

    key: str
    members: Sequence[Any]
    asked: Sequence[Any]

    @property
    def label(self) -> str:
        return ADULTS[self.key]

    @property
    def state(self) -> str:
        """`known`, `named_by_one` agency alone, `nobody`, `asked` once without an answer, `still_not_known` twice running, or
        `nobody_asked`."""
        if self.members:
            alone = self.key in SEEN_BY_OTHERS and any(one.told_by == 1 for one in self.members)
            return "named_by_one" if alone else "known"
        if not self.asked:
            return "nobody_asked"
        if self.asked[0].answer == "nobody":
            return "nobody"
        running = next((n for n, row in enumerate(self.asked) if row.answer != "not_known"), len(self.asked))
        return "still_not_known" if running >= TWICE else "asked"

    @property
    def words(self) -> str:
        """As "Father: nobody has asked"."""
        said = {"nobody_asked": "nobody has asked", "named_by_one": "one agency alone names them"}
        return f"{self.label}: {said.get(self.state, 'still not known')}"

    @property
    def is_gap(self) -> bool:
        return self.state in ("nobody_asked", "still_not_known", "named_by_one")


def part_of(relation: str) -> str:
    """Which of `WORDS` a relation speaks of; a grandparent is none of them."""
    words = relation.casefold()
    if "grand" in words:
        return ""
    return next((key for key, some in WORDS.items() if any(word in words for word in some)), "")


def is_named(name: str) -> bool:
    return not any(word in name.casefold() for word in UNNAMED)


def adults_of(members: Sequence[Any], asked: Sequence[Any]) -> list[Adult]:
    """What is known of each, from the rows of `family` and of `adults_asked`. Asks the database nothing."""
    return [
        Adult(
            key,
            [one for one in members if part_of(one.relation) == key and is_named(one.name)],
            [row for row in asked if row.adult == key],
        )
        for key in ADULTS
    ]


def adults_asked(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every time somebody asked, latest first. One query."""
    return db.session.execute(
        select(
            AdultAsked.public_id,
            AdultAsked.adult,
            AdultAsked.answer,
            AdultAsked.asked_whom,
            AdultAsked.steps,
            AdultAsked.asked_on,
            AdultAsked.entered_at,
            Person.name.label("asked_by_name"),
            Person.public_id.label("asked_by"),
        )
        .join(Person, Person.id == AdultAsked.asked_by_id)
        .where(visible_to(person, AdultAsked), AdultAsked.child_id == child.id)
        .order_by(AdultAsked.asked_on.desc(), AdultAsked.id.desc())
    ).all()


def relations_of(person: Person, child: Child) -> dict[int, str]:
    """What each brother and sister who was related by hand is to the child, by their id."""
    rows = db.session.execute(
        select(ChildRelation.other_id, ChildRelation.kind).where(
            visible_to(person, ChildRelation), ChildRelation.child_id == child.id
        )
    )
    return {row.other_id: row.kind for row in rows}


def told_by() -> Any:
    """How many agencies have said what they know of a member of the family: a column."""
    return (
        select(func.count(AdultAccount.agency_id.distinct()))
        .where(AdultAccount.member_id == FamilyMember.id, AdultAccount.lives_here != "not_known")
        .correlate(FamilyMember)
        .scalar_subquery()
    )


def adults(person: Person, child: Child) -> list[Adult]:
    """The same, asked for. Two queries."""
    members = db.session.execute(
        select(FamilyMember.name, FamilyMember.relation, told_by().label("told_by")).where(
            visible_to(person, FamilyMember), FamilyMember.household_id == child.household_id
        )
    ).all()
    return adults_of(members, adults_asked(person, child))


def adult_gaps(child_ids: Collection[int]) -> dict[int, list[Adult]]:
    """For each of these children the adults who are a gap in the file: which of them, and no name. For rooms that hold the case
    already; nobody's permission is asked. One query."""
    member = (
        select(
            literal("member").label("of"),
            Child.id.label("child_id"),
            FamilyMember.name.label("one"),
            FamilyMember.relation.label("two"),
            told_by().label("number"),
            cast(null(), Date).label("on"),
        )
        .join(FamilyMember, FamilyMember.household_id == Child.household_id)
        .where(Child.id.in_(child_ids))
    )
    asked = select(
        literal("asked"),
        AdultAsked.child_id,
        AdultAsked.adult,
        AdultAsked.answer,
        AdultAsked.id,
        AdultAsked.asked_on,
    ).where(AdultAsked.child_id.in_(child_ids))
    rows = db.session.execute(union_all(member, asked)).all()
    return {
        child: [
            adult
            for adult in adults_of(
                [
                    SimpleNamespace(name=row.one, relation=row.two, told_by=row.number)
                    for row in rows
                    if row.of == "member" and row.child_id == child
                ],
                [
                    SimpleNamespace(adult=row.one, answer=row.two)
                    for row in sorted(rows, key=lambda row: (row.on or date.min, row.number), reverse=True)
                    if row.of == "asked" and row.child_id == child
                ],
            )
            if adult.is_gap
        ]
        for child in child_ids
    }


@dataclass(frozen=True)
class Accounts:
    """What the agencies know of one member of the family: the latest of each, by agency."""

    member: Any
    by_agency: dict[str, Any]

    @property
    def differ(self) -> bool:
        """One agency says that they live here, another that they do not."""
        return {"yes", "no"} <= {row.lives_here for row in self.by_agency.values()}


def accounts(person: Person, members: Sequence[Any], child: Child) -> list[Accounts]:
    """One line for each member of the family, as each agency knows them. One query."""
    rows = db.session.execute(
        select(
            FamilyMember.public_id,
            AdultAccount.lives_here,
            AdultAccount.words,
            AdultAccount.entered_at,
            Agency.name.label("agency_name"),
        )
        .join(FamilyMember, FamilyMember.id == AdultAccount.member_id)
        .join(Agency, Agency.id == AdultAccount.agency_id)
        .where(visible_to(person, AdultAccount), FamilyMember.household_id == child.household_id)
        .order_by(AdultAccount.id)
    ).all()
    return [
        Accounts(member, {row.agency_name: row for row in rows if row.public_id == member.public_id})
        for member in members
    ]


@dataclass(frozen=True)
class Contradiction:
    """One adult of a family, of whom two agencies say the opposite: each account beside the other, with its agency."""

    name: str
    relation: str
    accounts: tuple[Any, ...]


def contradictions(person: Person, child_ids: Collection[int]) -> list[Contradiction]:
    """Of whom the agencies that work with these children give accounts that cannot both hold; the latest of each agency
    counts. One query."""
    homes = select(Child.household_id).where(Child.id.in_(child_ids))
    rows = db.session.execute(
        select(
            FamilyMember.id,
            FamilyMember.name,
            FamilyMember.relation,
            AdultAccount.lives_here,
            AdultAccount.words,
            AdultAccount.entered_at,
            Agency.name.label("agency"),
        )
        .join(FamilyMember, FamilyMember.id == AdultAccount.member_id)
        .join(Agency, Agency.id == AdultAccount.agency_id)
        .where(visible_to(person, AdultAccount), FamilyMember.household_id.in_(homes))
        .order_by(AdultAccount.id)
    ).all()
    latest: dict[int, dict[str, Any]] = {}
    for row in rows:
        latest.setdefault(row.id, {})[row.agency] = row
    found = []
    for by_agency in latest.values():
        told = tuple(by_agency.values())
        if {"yes", "no"} <= {row.lives_here for row in told}:
            found.append(Contradiction(told[0].name, told[0].relation, told))
    return found


def family_member(person: Person, child: Child, public_id: str) -> FamilyMember:
    """Somebody of the child's family. Raises `NotVisible`."""
    found = db.session.scalar(
        select(FamilyMember).where(
            FamilyMember.public_id == public_id,
            FamilyMember.household_id == child.household_id,
            visible_to(person, FamilyMember),
        )
    )
    if found is None:
        raise NotVisible("family_member")
    return found
