"""What the rules of a meeting look at, besides the meeting: gathered before, handed in as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import rulebook
from foundation.lifecycles import rules_of
from meetings.models import Meeting
from meetings.quorum import Outcome

rule = rules_of(Meeting).rule


SENIORITY = {"practitioner": 0, "manager": 1, "senior_manager": 2, "executive": 3}


OURS = "Convenor: our own rule"


STRATEGY = "Working Together to Safeguard Children 2023, strategy discussions"


INQUORATE = "Pan Sussex 7.8 Quorate Conferences; Swindon Quorate Child Protection Conferences"


VOICE = "The 10 Principles, 1b and 10"


CENSUS = "Children in need census, validation rule 8875"


LETTERS = "Pan Sussex 8.8 Administrative Arrangements and Record Keeping; NYSCP conference documents"


DISSENT = "Pan Sussex 5.7 Challenges by Professionals and Parents"


LEAD = "Working Together to Safeguard Children 2023, lead practitioner; The 10 Principles, 5c"


@dataclass(frozen=True)
class ChairFacts:
    """Whoever is to chair, as the rules look at them. `is_*`: what the type may forbid a chair to be."""

    name: str
    seniority: str
    roles: frozenset[str] = frozenset()  # keys of `must_not_be` that hold for this person
    trained_until: date | None = None  # of what is needed to chair; None where none is logged, or nobody is named
    is_in_the_chair: bool = False  # named before: a reason that was given for them still stands


@dataclass(frozen=True)
class ChildFacts:
    """What is recorded in this meeting for one child. `label` says which one without a name ("child 1 of 2")."""

    label: str
    decision: rulebook.Decision | None = None
    category: str = ""
    heard: bool = False
    lead: str = ""  # "", nominated, active
    lead_is_social_worker: bool = False
    proceeded_before: bool = False  # the conference before this one went ahead inquorate too
    sharing_recorded: bool = False
    dates_missing: tuple[str, ...] = ()
    difference_said: bool = False  # what is different for the child since the last review


@dataclass(frozen=True)
class Facts:
    """Everything that the rules of a meeting look at, gathered by `meetings.queries.facts_of`. Days are London dates."""

    today: date
    now: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    chair: ChairFacts | None = None
    start_day: date | None = None  # of the date that is given, else of the date that stands
    day_closed: str = ""  # why that day is no working day
    day_is_weekend: bool = False
    working_days_to_start: int | None = None
    limit_on: date | None = None  # the first date by which it must be held and is not yet
    limit_name: str = ""
    limit_is_statutory: bool = False
    agreed_by_seniority: str = ""  # of the manager who is named for a late date
    actor_seniority: str = "practitioner"
    trigger_has_happened: bool = True
    must_unfilled: tuple[str, ...] = ()  # words of roles that must come, without a person and without a reason
    services_not_asked: tuple[str, ...] = ()  # that a parent uses, without anybody on the list and without a reason
    adults_missing: tuple[str, ...] = ()  # fathers and partners whom the record of a child does not know
    invited: int = 0
    family_invited: bool = False
    interpreter_is_family: bool = False
    interpreter_needed: bool = False
    interpreters: int = 0
    siblings_unlisted: int = 0
    quorum: Outcome | None = None
    children: tuple[ChildFacts, ...] = ()
    agencies_unasked: tuple[str, ...] = ()
    actions_unowned: int = 0
    approved: frozenset[str] = frozenset()  # kinds of paper of which the newest version is approved
    dates_open: tuple[str, ...] = ()
    actions_not_taken: int = 0
    challenges_unlinked: int = 0
    reconvene_by: date | None = None
    series_before: date | None = (
        None  # the days of the meetings before and after it in its series, where it alone is moved
    )
    series_after: date | None = None
    series_last_day: date | None = None  # the last day of the one after it, counted from the day that is given

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def protects(decision: rulebook.Decision) -> bool:
    return decision.makes_plan or decision.keeps_plan or decision.starts_s47


def for_children(facts: Facts, missing: Any, words: str) -> str | None:
    """`words` and for how many children, never which by name: messages travel into logs and inboxes."""
    without = [child for child in facts.children if missing(child)]
    if not without:
        return None
    if len(facts.children) == 1:
        return f"{words} the child."
    return f"{words} {', '.join(child.label for child in without)}."
