"""Twelve fictional households, and who works with them. Trees for surnames, so that nobody takes them for real."""

from dataclasses import dataclass, field
from datetime import timedelta

from children import commands
from convenor.demo.stage import Stage, Story


@dataclass(frozen=True)
class Young:
    """A child: `age` in years with a birthday, or `due_in_weeks` for one not yet born."""

    key: str
    name: str
    age: int = 0
    birthday: tuple[int, int] = (1, 1)
    due_in_weeks: int = 0
    school: str = ""


@dataclass(frozen=True)
class Family:
    """A household. `by` adds the children; `others` work with all of them: what each does, by short name."""

    by: str
    children: tuple[Young, ...]
    others: dict[str, str] = field(default_factory=dict)
    lead: str = ""
    plan: str = ""
    category: str | None = None
    plan_days_ago: int = 55  # working days
    address: str = ""
    restricted: bool = False
    language: str = ""
    interpreter: bool = False
    members: tuple[tuple[str, str, str, bool], ...] = ()  # name, relation, parental responsibility, lives here


SCHOOL, HIGH = "Elm Park Primary School", "St Brannock’s High School"
MOTHER, FATHER = ("yes", True), ("yes", False)
FAMILIES = (
    Family(
        "sam",
        (
            Young("freya", "Freya Alder", 7, (3, 5), school=SCHOOL),
            Young("noah", "Noah Alder", 4, (9, 14)),
            Young("baby_alder", "Unborn Alder", due_in_weeks=14),
        ),
        {"ned": "health visitor", "tia": "school’s safeguarding lead", "gil": "family doctor", "molly": "midwife"},
        address="1 Example Street, Northshire",
        members=(("Jo Alder", "mother", *MOTHER), ("Lee Alder", "father of the youngest", *FATHER)),
    ),
    Family(
        "sam",
        (Young("leo", "Leo Ash", 9, (6, 21), school=SCHOOL),),
        {"ned": "school health", "tom": "class teacher", "pip": "child abuse investigation"},
        address="2 Example Street, Northshire",
        members=(("Ash, first name not known", "mother’s partner", "no", True), ("Kim Ash", "mother", *MOTHER)),
    ),
    Family(
        "sam",
        (Young("ivy", "Ivy Beech", 12, (2, 2), school=HIGH),),
        {"dora": "outreach", "rob": "school’s safeguarding lead", "ned": "school health", "gil": "family doctor",
         "dan": "investigating officer"},
        lead="sam", plan="s47", plan_days_ago=20,
        address="An address that only the lead professional sees", restricted=True,
        language="Polish", interpreter=True,
        members=(("Ana Beech", "mother", *MOTHER),),
    ),
    Family(
        "sam",
        (
            Young("omar", "Omar Birch", 10, (11, 30), school=SCHOOL),
            Young("zara", "Zara Birch", 6, (4, 18), school=SCHOOL),
        ),
        {"ned": "health visitor", "tia": "school’s safeguarding lead", "pip": "child abuse investigation",
         "gil": "family doctor", "hana": "tenancy"},
        address="4 Example Street, Northshire",
        members=(("Rae Birch", "mother", *MOTHER), ("Bo Birch", "father", "yes", True)),
    ),
    Family(
        "ola",
        (Young("tobi", "Tobi Cedar", 14, (8, 8), school=HIGH),),
        {"rob": "school’s safeguarding lead", "dan": "exploitation"},
        lead="ola", plan="child_protection", category="neglect",
        address="5 Example Street, Northshire",
    ),
    Family(
        "sam",
        (Young("mina", "Mina Elder", 3, (1, 27)),),
        {"ned": "health visitor", "gil": "family doctor", "hana": "homelessness"},
        lead="sam", plan="s47", plan_days_ago=17,
        address="6 Example Street, Northshire",
        members=(("Sky Elder", "mother", *MOTHER),),
    ),
    Family(
        "ola",
        (Young("baby_hazel", "Unborn Hazel", due_in_weeks=9),),
        {"molly": "midwife", "gil": "family doctor"},
        lead="ola", plan="s47", plan_days_ago=6,
        address="7 Example Street, Northshire",
    ),
    Family(
        "sam",
        (Young("jack", "Jack Holly", 5, (12, 1), school=SCHOOL),),
        {"ned": "health visitor", "tia": "school’s safeguarding lead", "tom": "class teacher"},
        lead="sam", plan="child_protection", category="emotional",
        address="8 Example Street, Northshire",
    ),
    Family(
        "ola",
        (Young("ella", "Ella Larch", 16, (5, 9), school=HIGH), Young("max", "Max Larch", 13, (7, 3), school=HIGH)),
        {"rob": "school’s safeguarding lead", "hana": "tenancy"},
        lead="ola", plan="child_in_need", plan_days_ago=40,
        address="9 Example Street, Northshire",
    ),
    Family(
        "ola",
        (Young("sofia", "Sofia Maple", 8, (10, 10), school=SCHOOL), Young("luca", "Luca Maple", 2, (3, 22))),
        {"ned": "health visitor", "tia": "school’s safeguarding lead", "pip": "child abuse investigation"},
        address="10 Example Street, Northshire",
        members=(("Gia Maple", "mother", *MOTHER),),
    ),
    Family(
        "ola",
        (Young("ben", "Ben Oak", 11, (9, 1), school=HIGH),),
        {"rob": "school’s safeguarding lead", "ned": "school health"},
        lead="ola", plan="child_in_need", plan_days_ago=30,
        address="11 Example Street, Northshire",
    ),
    Family(
        "ivan",
        (Young("ava", "Ava Rowan", 1, (1, 15)),),
        {"ned": "health visitor", "hana": "tenancy"},
        lead="ivan", plan="child_in_need", plan_days_ago=45,
        address="12 Example Street, Northshire",
    ),
)  # fmt: skip


def households(stage: Stage) -> Story:
    """Each family is entered, a few days apart, with those who work with it."""
    for number, family in enumerate(FAMILIES):
        yield stage.at(-65 + number // 4, f"{9 + number % 4}:30".zfill(5))
        _enter(stage, family)


def _enter(stage: Stage, family: Family) -> None:
    first = None
    for young in family.children:
        expected = stage.today + timedelta(weeks=young.due_in_weeks) if young.due_in_weeks else None
        child = commands.add_child(
            stage.who(family.by),
            name=young.name,
            date_of_birth=None if expected else stage.born(young.age, *young.birthday),
            expected_date_of_birth=expected,
            school=young.school,
            address=family.address,
            restricted_address=family.restricted,
            first_language=family.language,
            interpreter_needed=family.interpreter,
            sibling=first,
            what="social worker",
        )
        first = first or child
        stage.children[young.key] = child.public_id
        stage.involve(family.by, young.key, *family.others, **family.others)
    assert first is not None
    for name, relation, responsibility, lives_here in family.members:
        commands.add_family_member(
            stage.who(family.by),
            first,
            name=name,
            relation=relation,
            parental_responsibility=responsibility,
            lives_here=lives_here,
        )


def plans(stage: Stage) -> Story:
    """The plans that the children are on, and who leads for them, from before the meetings that are told here."""
    for family in sorted((f for f in FAMILIES if f.plan), key=lambda f: -f.plan_days_ago):
        yield stage.at(-family.plan_days_ago, "15:00")
        for young in family.children:
            stage.lead("mia", young.key, family.lead)
            child = stage.child("mia", young.key)
            commands.set_plan(stage.who("mia"), child, family.plan, family.category, stage.day(-family.plan_days_ago))
