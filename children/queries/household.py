"""The adults of a family, and where the file is blind: whom nobody has asked about, or twice without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from children.models import ADULTS, AdultAsked, Child, ChildRelation, FamilyMember
from foundation.database import db
from people.models import Person
from people.visibility import visible_to

# A relation as people write it: "stepfather", "mother's partner", "his uncle".
WORDS = {
    "partner": ("partner", "boyfriend", "girlfriend", "husband", "wife", "step"),
    "father": ("father", "dad"),
    "visitor": ("visitor", "friend", "uncle", "aunt", "cousin", "lodger", "neighbour", "childminder"),
}
UNNAMED = ("not known", "unknown", "no name")
TWICE = 2


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
        """`known`, `nobody`, `asked` once without an answer, `still_not_known` twice running, or `nobody_asked`."""
        if self.members:
            return "known"
        if not self.asked:
            return "nobody_asked"
        if self.asked[0].answer == "nobody":
            return "nobody"
        running = next((n for n, row in enumerate(self.asked) if row.answer != "not_known"), len(self.asked))
        return "still_not_known" if running >= TWICE else "asked"

    @property
    def is_gap(self) -> bool:
        return self.state in ("nobody_asked", "still_not_known")


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


def adults(person: Person, child: Child) -> list[Adult]:
    """The same, asked for. Two queries."""
    members = db.session.execute(
        select(FamilyMember.name, FamilyMember.relation).where(
            visible_to(person, FamilyMember), FamilyMember.household_id == child.household_id
        )
    ).all()
    return adults_of(members, adults_asked(person, child))
