"""The rule book whole, read once from the files in `data/` and never changed.

Public: `RuleBook`, `book`, `read_book`, and `CrossTypeRule`, `Reason`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from rulebook.dated_rules import DatedRule, NoSuchRule, read_limit, words_of
from rulebook.entries import Entry, RuleBookError, read_file
from rulebook.escalation import (
    EscalationPolicy,
    Theme,
    read_policies,
    read_theme,
)
from rulebook.everyone import Card, Link, Threat, read_agency_card, read_link, read_role_card, read_threat
from rulebook.figures import Figure, read_figure
from rulebook.meeting_types import MeetingType, read_meeting_type, rules_of
from rulebook.processes import MachineRule, SeparateProcess, read_machine_rule, read_process
from rulebook.reminders import Reminder, read_reminder
from rulebook.sources import Document, Library, Source
from rulebook.staff import (
    Ceiling,
    Course,
    Expected,
    SchoolHoliday,
    Standard,
    read_ceiling,
    read_course,
    read_expected,
    read_rules,
    read_school_holiday,
    read_standard,
)
from rulebook.words import Agency, Role, Words, read_agency, read_words
from working_time import Calendar, Due, Override, Pause, due, england_and_wales

DATA = Path(__file__).with_name("data")
ENFORCEMENTS = ("block", "record", "display", "setting")
SEVEN_THEMES = 7


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True)
class Reason:
    """A listed reason for which a chair may go ahead inquorate."""

    key: str
    text: str
    source: Source


@dataclass(frozen=True)
class CrossTypeRule:
    """A rule for every type of meeting: its words, how it is enforced, what tests it, and its `timer` if it has one."""

    key: str
    text: str
    enforcement: str
    test: str
    timer: DatedRule | None
    source: Source


@dataclass(frozen=True)
class RuleBook:
    """Every rule, by key. All of it is read-only; what a locality changes is kept by the room that uses it."""

    documents: Mapping[str, Document]
    agencies: Mapping[str, Agency]
    words: Words
    never_counts_towards_quorum: frozenset[str]
    proceed_inquorate_reasons: Mapping[str, Reason]
    cross_type_rules: Mapping[str, CrossTypeRule]
    meeting_types: Mapping[str, MeetingType]
    statutory_basis: tuple[Reason, ...]
    themes: Mapping[str, Theme]
    policies: Mapping[str, EscalationPolicy]
    separate_processes: Mapping[str, SeparateProcess]
    escalation_rules: Mapping[str, MachineRule]
    reminders: Mapping[str, Reminder]
    courses: Mapping[str, Course]
    ceilings: Mapping[str, Ceiling]
    standards: Mapping[str, Standard]
    expected: Mapping[str, Expected]
    school_holidays: Mapping[str, SchoolHoliday]
    figures: Mapping[str, Figure]
    role_cards: Mapping[str, Card]
    agency_cards: Mapping[str, Card]
    threats: Mapping[str, Threat]
    links: tuple[Link, ...]
    rules: Mapping[str, DatedRule]

    def rule(self, key: str) -> DatedRule:
        """Raises `NoSuchRule`, with the nearest keys, for one that the book does not hold."""
        if key not in self.rules:
            raise NoSuchRule(key, self.rules)
        return self.rules[key]

    def meeting_type(self, key: str) -> MeetingType:
        """Raises `NoSuchRule` for a type that the book does not hold."""
        if key not in self.meeting_types:
            raise NoSuchRule(key, self.meeting_types)
        return self.meeting_types[key]

    def policy(self, key: str = "default") -> EscalationPolicy:
        """Raises `NoSuchRule` for a policy that the book does not hold."""
        if key not in self.policies:
            raise NoSuchRule(key, self.policies)
        return self.policies[key]

    def role(self, key: str) -> Role:
        """A role as invited or required; an agency is one too. Raises `NoSuchRule` for a key that is neither."""
        if key in self.words.roles:
            return self.words.roles[key]
        if key in self.agencies:
            return Role(key, self.agencies[key].name, "agency", (key,))
        raise NoSuchRule(key, self.words.roles)

    def agency_name(self, key: str) -> str:
        """Readable words for an agency or a role that stands for one; the key itself where the book has neither."""
        if key in self.agencies:
            return self.agencies[key].name
        return self.words.roles[key].name if key in self.words.roles else key

    def discipline_name(self, key: str) -> str:
        """Readable words for a discipline; the key itself where no agency has it."""
        return next((agency.disciplines[key] for agency in self.agencies.values() if key in agency.disciplines), key)

    def trigger_words(self, key: str) -> str:
        return self.words.triggers.get(key, key)

    def due_for(
        self,
        key: str,
        trigger: date | datetime,
        *,
        calendar: Calendar | None = None,
        pauses: Sequence[Pause] = (),
        local_amount: int | None = None,
        override: Override | None = None,
        closures: Mapping[date, str] | None = None,
        closures_count_as_closed: bool = True,
    ) -> Due:
        """The date that rule `key` gives for `trigger`, as `working_time.due`; England and Wales unless told."""
        rule = self.rule(key)
        return due(
            rule.limit,
            trigger,
            calendar=calendar or england_and_wales(),
            pauses=pauses,
            local_amount=local_amount,
            override=override,
            closures=closures,
            closures_count_as_closed=closures_count_as_closed,
            because=rule.trigger_words,
        )


@cache
def book() -> RuleBook:
    """The rule book of this installation, read on first use and then kept."""
    return read_book(DATA)


def read_book(folder: Path) -> RuleBook:
    """Read and check the seven files of a folder. Raises `RuleBookError`, naming the key and the fault."""
    types, escalations, reminders, staff, plain = (
        read_file(folder, name)
        for name in ("meeting_types.yaml", "escalation_policies.yaml", "reminders.yaml", "staff.yaml", "words.yaml")
    )
    figures, everyone = read_file(folder, "figures.yaml"), read_file(folder, "everyone.yaml")
    library = Library(plain.labels("forces"))
    library.take_in(types)
    library.take_in(escalations)
    agencies = {
        key: read_agency(key, Entry(f"{types.where}.agencies.{key}", value)) for key, value in types.named("agencies")
    }
    words = read_words(plain, agencies, names_of_types(types))
    never = types.texts("never_counts_towards_quorum")
    if unnamed := [key for key in never if key not in words.never_counts]:
        raise types.fault(f"{', '.join(unnamed)} has no words; add it to 'never_counts' in words.yaml.")
    reasons = tuple(read_reason(entry, library) for entry in types.entries("proceed_inquorate_reasons"))
    cross = tuple(read_cross_type_rule(entry, words, library) for entry in types.entries("cross_type_rules"))
    kinds = tuple(read_meeting_type(entry, agencies, words, library) for entry in types.entries("meeting_types"))
    policies = read_policies(escalations, words, library)
    themes = tuple(read_theme(entry, library) for entry in escalations.entries("themes"))
    processes = tuple(read_process(entry, words, library) for entry in escalations.entries("separate_processes"))
    machine = tuple(read_machine_rule(entry, words, library) for entry in escalations.entry("machine").entries("rules"))
    if len(themes) != SEVEN_THEMES:
        raise escalations.fault(f"'themes' has {len(themes)}; the source names seven.")
    courses = tuple(read_course(entry, words, library) for entry in staff.entries("courses"))
    dated = (
        *rules_of(kinds),
        *(rule.timer for rule in cross if rule.timer),
        *(rule for policy in policies for rule in policy.rules),
        *(timer for process in processes for timer in process.timers),
        *(rule.timer for rule in machine if rule.timer),
        *read_rules(staff, words, library),
        *(course.validity for course in courses),
    )
    rules = by_key(dated, "dated rule")
    require_timers_known(kinds, rules)
    return RuleBook(
        documents=library.documents,
        agencies=agencies,
        words=words,
        never_counts_towards_quorum=frozenset(never),
        proceed_inquorate_reasons=by_key(reasons, "reason to go ahead inquorate"),
        cross_type_rules=by_key(cross, "cross-type rule"),
        meeting_types=by_key(kinds, "meeting type"),
        statutory_basis=tuple(read_basis(entry, library) for entry in escalations.entries("statutory_basis")),
        themes=by_key(themes, "theme"),
        policies=by_key(policies, "escalation policy"),
        separate_processes=by_key(processes, "separate process"),
        escalation_rules=by_key(machine, "escalation rule"),
        reminders=by_key((read_reminder(entry, library) for entry in reminders.entries("reminders")), "reminder"),
        courses=by_key(courses, "course"),
        ceilings=by_key((read_ceiling(entry, library) for entry in staff.entries("ceilings")), "ceiling"),
        standards=by_key((read_standard(entry, library) for entry in staff.entries("standards")), "standard"),
        expected=by_key((read_expected(entry, library) for entry in staff.entries("expected")), "expected role"),
        school_holidays=by_key(
            (read_school_holiday(entry, library) for entry in staff.entries("school_holidays")), "school holiday"
        ),
        figures=by_key((read_figure(entry, library) for entry in figures.entries("figures")), "figure"),
        role_cards=by_key((read_role_card(entry, library) for entry in everyone.entries("roles")), "role card"),
        agency_cards=by_key(
            (read_agency_card(entry, agencies, library) for entry in everyone.entries("agencies")), "agency card"
        ),
        threats=by_key((read_threat(entry, library) for entry in everyone.entries("threats")), "threat"),
        links=tuple(read_link(entry) for entry in everyone.entries("links", named_by="name")),
        rules=rules,
    )


def names_of_types(types: Entry) -> dict[str, str]:
    """The names of the types by key, needed for the words of their triggers before the types themselves are read."""
    return {entry.text("key"): entry.text("name") for entry in types.entries("meeting_types")}


def read_reason(entry: Entry, library: Library) -> Reason:
    reason = Reason(entry.text("key"), entry.text("text"), library.source_of(entry))
    entry.done()
    return reason


def read_basis(entry: Entry, library: Library) -> Reason:
    basis = Reason("", entry.text("text"), library.source_of(entry))
    entry.done()
    return basis


def read_cross_type_rule(entry: Entry, words: Words, library: Library) -> CrossTypeRule:
    key, text, source = entry.text("key"), entry.text("text"), library.source_of(entry)
    timer = None
    if "amount" in entry:
        trigger = entry.text("trigger")
        timer = DatedRule(
            key=f"cross.{key}",
            what=text,
            part="cross",
            trigger=trigger,
            trigger_words=words_of(trigger, words.triggers, entry),
            limit=read_limit(entry),
            source=source,
        )
    rule = CrossTypeRule(key, text, entry.one_of("enforcement", ENFORCEMENTS), entry.text("test"), timer, source)
    entry.done()
    return rule


def by_key(items: Iterable[K], what: str) -> Mapping[str, K]:
    """The items by key. Raises `RuleBookError` where two have the same."""
    found: dict[str, K] = {}
    for item in items:
        if item.key in found:
            raise RuleBookError(item.key, f"there are two entries of this key; each {what} needs its own.")
        found[item.key] = item
    return MappingProxyType(found)


def require_timers_known(kinds: Sequence[MeetingType], rules: Mapping[str, DatedRule]) -> None:
    """Every timer that a type starts, and every rule that another combines with, is a rule of the book."""
    for kind in kinds:
        for start in kind.starts:
            if start.timer not in rules:
                raise RuleBookError(kind.key, f"starts the timer {start.timer}, which is no rule of the book.")
    for rule in rules.values():
        if rule.combine_with and rule.combine_with not in rules:
            raise RuleBookError(rule.key, f"combines with {rule.combine_with}, which is no rule of the book.")
