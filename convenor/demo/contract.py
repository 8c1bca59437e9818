"""The small fixed world of RELIABILITY_SECURITY.md §0.4: who may see which child, with a canary in every sensitive field.

`KX-C2-ADDRESS-7f3a91` stands for the address of C2 and nowhere else, so that one search over anything that left the system
proves or disproves a leak. What the tables do not hold yet (legal hold, the end of retention) is told by the child's name only.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from children import commands as children
from children.models import Child
from convenor.demo.gathering import Gathering
from convenor.demo.stage import Stage, Story
from meetings import commands as meetings
from people import commands, queries

PASSWORD = "demo-partnership"
DOMAIN = "contract.example.uk"
AGENCIES = (
    ("csc", "Contract Children’s Social Care", "childrens_social_care"),
    ("health", "Contract Health", "health"),
    ("police", "Contract Police", "police"),
    ("school", "Contract School", "education"),
)


@dataclass(frozen=True)
class Someone:
    """Who they are, and what they may see, as §0.4 says."""

    name: str
    agency: str
    role: str | None
    sees: str
    discipline: str | None = None
    seniority: str = "practitioner"
    manager: str = ""
    social_worker: bool = False


PEOPLE = {
    "mallory": Someone("Mallory Manager", "csc", "manager", "alice’s and heidi’s cases but C4", "social_work", "manager",
                       social_worker=True),
    "alice": Someone("Alice Worker", "csc", "practitioner", "C1, C2 in full", "social_work", manager="mallory",
                     social_worker=True),
    "judy": Someone("Judy Chair", "csc", "manager", "C1", "social_work", "senior_manager", social_worker=True),
    "heidi": Someone("Heidi Aunt", "csc", "practitioner", "nothing of C4", "social_work", manager="mallory",
                     social_worker=True),
    "oscar": Someone("Oscar Worker", "csc", "practitioner", "C3, C4, C5, C6", "social_work", manager="mallory",
                     social_worker=True),
    "erin": Someone("Erin Business", "csc", "coordinator", "meetings’ logistics"),
    "frank": Someone("Frank System", "csc", "system_admin", "no case content"),
    "grace": Someone("Grace Auditor", "csc", "auditor", "no case content"),
    "ivan": Someone("Ivan Left", "csc", "practitioner", "nothing: left yesterday", "social_work", manager="mallory",
                    social_worker=True),
    "bob": Someone("Bob Teacher", "school", "practitioner", "C1: the school’s slice", "school"),
    "carol": Someone("Carol Outside", "health", "practitioner", "nothing about any child", "school_nursing"),
    "nell": Someone("Nell Nurse", "health", "practitioner", "C1, C3", "health_visiting", "manager"),
    "dan": Someone("Dan Police", "police", "practitioner", "C1, C3", "child_abuse_investigation", "manager"),
    "api-a": Someone("Program of agency A", "csc", "practitioner", "as scoped", "social_work"),
    "api-b": Someone("Program of agency B", "health", "practitioner", "as scoped", "health_visiting"),
    "peter": Someone("Peter Perpetrator", "csc", None, "the invitation to one meeting"),
}  # fmt: skip


def address_of(key: str) -> str:
    return f"{key}@{DOMAIN}"


def canary(of: str, field: str) -> str:
    """The text that stands in one sensitive field and nowhere else; the same at every loading."""
    return f"KX-{of}-{field}-{sha256(f'{of}/{field}'.encode()).hexdigest()[:6]}"


def canaries() -> list[str]:
    """Every canary that the world holds."""
    fields = ("NAME", "ADDRESS", "SCHOOL", "VOICE", "FACT", "NEEDS")
    of_children = [canary(f"C{number}", field) for number in range(1, 7) for field in fields]
    return [*of_children, canary("C2", "MOTHER"), canary("C3", "CONFIDENTIAL"), canary("M1", "PURPOSE"),
            canary("M1", "STATEMENT"), canary("M3", "PURPOSE"), canary("C4", "CONFLICT")]  # fmt: skip


def world(stage: Stage) -> Story:
    """The partnership, its six children, a core group and a strategy meeting with a part held in confidence."""
    yield stage.at(-30, "09:00")
    for key, name, kind in AGENCIES:
        commands.add_agency(None, key, name, kind)
    for key, one in PEOPLE.items():
        added = commands.add_person(
            None,
            name=one.name,
            email=address_of(key),
            agency=queries.agency_by_key(one.agency),
            role=one.role,
            discipline=one.discipline,
            seniority=one.seniority,
            manager=stage.who(one.manager) if one.manager else None,
            registered_social_worker=one.social_worker,
            password=PASSWORD if one.role else None,
        )
        stage.people[key] = added.id
    yield stage.at(-29, "09:00")
    for number, keeper in enumerate(("alice", "alice", "oscar", "oscar", "oscar", "oscar"), start=1):
        _enter(stage, f"C{number}", keeper, restricted=number == 2)
    mother = canary("C2", "MOTHER")
    children.add_family_member(stage.who("alice"), stage.child("alice", "C2"), name=mother, relation="mother",
                               telephone=mother, parental_responsibility="yes")  # fmt: skip
    children.add_family_member(stage.who("alice"), stage.child("alice", "C2"), name="Peter Perpetrator", relation="father",
                               parental_responsibility="yes", lives_here=False)  # fmt: skip
    stage.involve("alice", "C1", "bob", "nell", "dan")
    stage.involve("oscar", "C3", "nell", "dan")
    stage.involve("oscar", "C4", "heidi")
    children.declare_conflict(
        stage.who("heidi"), stage.child("oscar", "C4"), stage.who("heidi"), canary("C4", "CONFLICT")
    )
    yield from _core_group(stage)
    yield from _with_a_confidential_part(stage)
    yield stage.at(-1, "16:00")
    commands.leave(stage.who("frank"), stage.who("ivan"), stage.who("alice"))


def _enter(stage: Stage, of: str, keeper: str, *, restricted: bool) -> None:
    who = stage.who(keeper)
    child = children.add_child(
        who,
        name=canary(of, "NAME"),
        date_of_birth=date(stage.today.year - 8, 5, int(of[1:])),
        address=canary(of, "ADDRESS"),
        restricted_address=restricted,
        school=canary(of, "SCHOOL"),
        communication_needs=canary(of, "NEEDS"),
    )
    stage.children[of] = child.public_id
    children.record_voice(who, child, views=canary(of, "VOICE"))
    children.add_chronology(
        who, child, happened_on=stage.day(-29) - timedelta(days=1), kind="fact", text=canary(of, "FACT")
    )
    if of in ("C1", "C2"):
        _lead(stage, child, keeper)


def _lead(stage: Stage, child: Child, keeper: str) -> None:
    children.nominate(stage.who("mallory"), child, stage.who(keeper))
    children.accept(stage.who(keeper), child)
    children.set_plan(stage.who("mallory"), child, "child_protection", "neglect")


def _core_group(stage: Stage) -> Story:
    """C1's core group, chaired by judy, arranged by erin, who is named on no case; bob is invited to it."""
    here = Gathering(stage, "M1", "alice", "judy", "C1")
    yield stage.at(-12, "10:00")
    here.propose("alice", "core_group", "core_group.held", stage.at(-20, "10:00"), canary("M1", "PURPOSE"))
    here.schedule(stage.at(2, "10:00"), "alice", "bob", "nell", "dan")
    meetings.change(stage.who("alice"), here.id, coordinator=stage.who("erin"))
    yield stage.at(-11, "10:00")
    here.invite(family_told="By telephone.")


def _with_a_confidential_part(stage: Stage) -> Story:
    """C3's strategy meeting; what dan says there is held in confidence."""
    here = Gathering(stage, "M3", "oscar", "mallory", "C3")
    yield stage.at(-10, "10:00")
    here.propose("oscar", "strategy_s47", "threshold_decision", stage.at(-10, "09:00"), canary("M3", "PURPOSE"))
    here.schedule(stage.at(-9, "14:00"), "oscar", "nell", "dan")
    here.invite()
    yield stage.at(-9, "14:00")
    here.open("oscar", "nell", "dan")
    here.say("dan", "fact", canary("C3", "CONFIDENTIAL"), confidential=True)
    here.say("nell", "fact", canary("M1", "STATEMENT"))
