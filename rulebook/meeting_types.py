"""The kinds of meeting, each with who must be there, what it may decide, and what it starts.

Public: `MeetingType` and its parts `ChairRule`, `Quorum`, `Invitees`, `Decision`, `FollowUp`, `LabelledKey`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from rulebook.dated_rules import DatedRule, read_meeting_rule
from rulebook.entries import Entry
from rulebook.sources import Library, Source
from rulebook.words import Agency, Role, Words

COUNTING_MODES = ("by_agency", "by_discipline")


class LabelledKey(NamedTuple):
    """A key of the book with its readable words."""

    key: str
    label: str


@dataclass(frozen=True)
class ChairRule:
    """Who chairs, in words, and the roles that rule somebody out."""

    rule: str
    independent: bool
    must_not_be: tuple[LabelledKey, ...]
    source: Source

    @property
    def must_not_be_keys(self) -> frozenset[str]:
        return frozenset(key for key, _ in self.must_not_be)


@dataclass(frozen=True)
class Quorum:
    """Who must be present for a decision to stand.

    `required_agencies` are keys of agencies, or of roles that stand for one (`lado`, `lead_agency`).
    `min_other_agencies` is how many more units are needed; `min_total` is a check only, required and others together.
    """

    counting_mode: str
    required_agencies: tuple[str, ...]
    min_other_agencies: int
    min_total: int
    decision_authority_required: bool
    direct_contact_required: bool
    written_report_counts: bool
    two_from_same_agency_count_once: bool
    chair_may_proceed_inquorate: bool
    source: Source
    note: str | None


@dataclass(frozen=True)
class Invitees:
    """Whom to invite, by how strongly: a `must` without a person needs a reason."""

    must: tuple[Role, ...]
    should: tuple[Role, ...]
    consider: tuple[Role, ...]
    family: tuple[Role, ...]

    @property
    def professionals(self) -> tuple[Role, ...]:
        return self.must + self.should + self.consider


@dataclass(frozen=True)
class Decision:
    """One decision that a meeting may come to for a child, and what it does to a child protection plan.

    `needs_category`: the category of harm must be recorded. `needs_quorum`: not by a sitting that went ahead inquorate.
    """

    key: str
    label: str
    makes_plan: bool = False
    keeps_plan: bool = False
    ends_plan: bool = False
    steps_down: bool = False
    needs_category: bool = False
    needs_quorum: bool = False
    starts_s47: bool = False

    @property
    def lowers_protection(self) -> bool:
        """Whether less stands for the child afterwards: the place where wishes are taken for change."""
        return self.ends_plan or self.steps_down

    @property
    def is_high_risk(self) -> bool:
        """Whether whoever decides should talk it over in supervision."""
        return self.lowers_protection or self.makes_plan or self.starts_s47


@dataclass(frozen=True)
class FollowUp:
    """A timer that a concluded meeting starts: after one of `decisions`, or `always`.

    `only_while_plan_in_force`: not once the child protection plan has ended. `next_date_required`: the next date is set
    before the meeting concludes; else the timer only runs.
    """

    timer: str
    decisions: tuple[str, ...]
    always: bool
    only_while_plan_in_force: bool
    next_date_required: bool
    note: str | None

    def follows(self, decision: str | None) -> bool:
        return self.always or decision in self.decisions


@dataclass(frozen=True)
class MeetingType:
    """One kind of meeting, whole. Other rooms ask it questions and never compare its key."""

    key: str
    name: str
    statutory: bool
    subject: LabelledKey
    purpose: str
    convenor: LabelledKey
    chair: ChairRule
    quorum: Quorum
    invitees: Invitees
    limits: tuple[DatedRule, ...]
    reports: tuple[DatedRule, ...]
    outputs: tuple[DatedRule, ...]
    decisions: tuple[Decision, ...]
    starts: tuple[FollowUp, ...]
    opening: tuple[LabelledKey, ...]
    record_fields: tuple[LabelledKey, ...]
    decision_rules: tuple[str, ...]
    voice_required: bool
    voice_note: str | None
    confidential_slot: bool
    dissent: bool
    restricted: bool
    consent_required: bool
    family_told_required: bool
    siblings_listed_required: bool
    may_be_held_at_once: bool
    is_conference: bool
    lead_must_be_social_worker: bool

    @property
    def rules(self) -> tuple[DatedRule, ...]:
        """Every dated rule of this type."""
        return self.limits + self.reports + self.outputs

    @property
    def hold_by_rules(self) -> tuple[DatedRule, ...]:
        """The limits that say when this meeting must be held; each names the event that it counts from."""
        return tuple(rule for rule in self.limits if rule.holds == self.key)

    @property
    def decision_letter_rule(self) -> DatedRule | None:
        return next((rule for rule in self.outputs if rule.key.endswith(".decision_letter")), None)

    @property
    def has_decision_letter(self) -> bool:
        return self.decision_letter_rule is not None

    @property
    def record_rule(self) -> DatedRule:
        """The rule for the record, plan, actions or letter that is owed. Not all count from the end: see its trigger."""
        return next(rule for rule in self.rules if rule.is_record)

    @property
    def dissent_window_rule(self) -> DatedRule | None:
        return next((rule for rule in self.outputs if rule.key.endswith(".dissent_window")), None)

    @property
    def reconvene_rule(self) -> DatedRule | None:
        """This type's own limit for sitting again when inquorate; without one `cross.inquorate_reconvene` applies."""
        return next((rule for rule in self.limits if rule.trigger == "inquorate"), None)

    @property
    def decision_keys(self) -> tuple[str, ...]:
        return tuple(decision.key for decision in self.decisions)

    def decision(self, key: str) -> Decision:
        """Raises `KeyError` for a decision that this type cannot come to."""
        for decision in self.decisions:
            if decision.key == key:
                return decision
        raise KeyError(f"{self.name}: there is no decision {key!r}; it is one of {', '.join(self.decision_keys)}.")

    @property
    def reviews_a_plan(self) -> bool:
        """Whether a plan may end or be stepped down here: then it is said what is different for the child."""
        return any(decision.lowers_protection for decision in self.decisions)

    def decision_label(self, key: str) -> str:
        return self.decision(key).label

    def follow_ups(self, decision: str | None) -> tuple[FollowUp, ...]:
        """The timers that start when this meeting concludes with `decision`; those that always start are among them."""
        return tuple(start for start in self.starts if start.follows(decision))


def read_meeting_type(entry: Entry, agencies: Mapping[str, Agency], words: Words, library: Library) -> MeetingType:
    key = entry.text("key")

    def dated(part: str) -> tuple[DatedRule, ...]:
        return tuple(
            read_meeting_rule(rule, part.removesuffix("s"), key, words.triggers, library)
            for rule in entry.entries(part)
        )

    decisions = tuple(read_decision(decision) for decision in entry.entries("decisions"))
    kind = MeetingType(
        key=key,
        name=entry.text("name"),
        statutory=entry.flag("statutory"),
        subject=labelled(entry, entry.text("subject"), words.subjects, "subjects"),
        purpose=entry.text("purpose"),
        convenor=labelled(entry, entry.text("convenor"), words.convenors, "convenors"),
        chair=read_chair(entry.entry("chair"), words, library),
        quorum=read_quorum(entry.entry("quorum"), agencies, words, library),
        invitees=read_invitees(entry.entry("invitees"), words),
        limits=dated("limits"),
        reports=dated("reports"),
        outputs=dated("outputs"),
        decisions=decisions,
        starts=tuple(
            read_follow_up(start, {decision.key for decision in decisions})
            for start in entry.entries("starts", "timer")
        ),
        opening=all_labelled(entry, entry.texts("opening", ()), words.opening_statements, "opening_statements"),
        record_fields=all_labelled(entry, entry.texts("record_fields"), words.record_fields, "record_fields"),
        decision_rules=entry.texts("decision_rules", ()),
        voice_required=entry.flag("voice_required"),
        voice_note=entry.text_or_none("voice_note"),
        confidential_slot=entry.flag("confidential_slot"),
        dissent=entry.flag("dissent"),
        restricted=entry.flag("restricted", False),
        consent_required=entry.flag("consent_required", False),
        family_told_required=entry.flag("family_told_required", False),
        siblings_listed_required=entry.flag("siblings_listed_required", False),
        may_be_held_at_once=entry.flag("hold_now", False),
        is_conference=entry.flag("conference", False),
        lead_must_be_social_worker=entry.flag("lead_must_be_social_worker", False),
    )
    entry.done()
    if sum(rule.is_record for rule in kind.rules) != 1:
        raise entry.fault("exactly one of its rules must be marked 'is_record'.")
    if not kind.hold_by_rules:
        raise entry.fault("at least one of its limits must say 'holds' with its own key.")
    return kind


def read_chair(entry: Entry, words: Words, library: Library) -> ChairRule:
    chair = ChairRule(
        rule=entry.text("rule"),
        independent=entry.flag("independent"),
        must_not_be=all_labelled(entry, entry.texts("must_not_be"), words.must_not_chair, "must_not_chair"),
        source=library.source_of(entry),
    )
    entry.done()
    return chair


def read_quorum(entry: Entry, agencies: Mapping[str, Agency], words: Words, library: Library) -> Quorum:
    quorum = Quorum(
        counting_mode=entry.one_of("counting_mode", COUNTING_MODES),
        required_agencies=entry.texts("required_agencies"),
        min_other_agencies=entry.whole("min_other_agencies"),
        min_total=entry.whole("min_total"),
        decision_authority_required=entry.flag("decision_authority_required"),
        direct_contact_required=entry.flag("direct_contact_required"),
        written_report_counts=entry.flag("written_report_counts"),
        two_from_same_agency_count_once=entry.flag("two_from_same_agency_count_once"),
        chair_may_proceed_inquorate=entry.flag("chair_may_proceed_inquorate"),
        source=library.source_of(entry),
        note=entry.text_or_none("note"),
    )
    entry.done()
    if unknown := [key for key in quorum.required_agencies if key not in agencies and key not in words.roles]:
        raise entry.fault(f"requires {', '.join(unknown)}, which is neither an agency nor a role in words.yaml.")
    if quorum.min_total < 1:
        raise entry.fault("a quorum of nobody; 'min_total' must be at least 1.")
    if quorum.min_total != len(quorum.required_agencies) + quorum.min_other_agencies:
        raise entry.fault("'min_total' must be the required agencies and the others together.")
    return quorum


def read_invitees(entry: Entry, words: Words) -> Invitees:
    def roles(strength: str) -> tuple[Role, ...]:
        keys = entry.texts(strength)
        if unknown := [key for key in keys if key not in words.roles]:
            raise entry.fault(f"invites {', '.join(unknown)}; add it to 'roles' in words.yaml.")
        return tuple(words.roles[key] for key in keys)

    invitees = Invitees(roles("must"), roles("should"), roles("consider"), roles("family"))
    entry.done()
    return invitees


def read_decision(entry: Entry) -> Decision:
    flags = ("makes_plan", "keeps_plan", "ends_plan", "steps_down", "needs_category", "needs_quorum", "starts_s47")
    decision = Decision(entry.text("key"), entry.text("label"), **{flag: entry.flag(flag, False) for flag in flags})
    entry.done()
    return decision


def read_follow_up(entry: Entry, decisions: set[str]) -> FollowUp:
    start = FollowUp(
        timer=entry.text("timer"),
        decisions=entry.texts("decisions", ()),
        always=entry.flag("always", False),
        only_while_plan_in_force=entry.flag("only_while_plan_in_force", False),
        next_date_required=entry.flag("next_date_required", True),
        note=entry.text_or_none("note"),
    )
    entry.done()
    if start.always == bool(start.decisions):
        raise entry.fault("starts either 'always' or after 'decisions', one of the two.")
    if unknown := [key for key in start.decisions if key not in decisions]:
        raise entry.fault(f"starts after {', '.join(unknown)}, which this type cannot decide.")
    return start


def labelled(entry: Entry, key: str, labels: Mapping[str, str], table: str) -> LabelledKey:
    if key not in labels:
        raise entry.fault(f"{key!r} has no words; add it to '{table}' in words.yaml.")
    return LabelledKey(key, labels[key])


def all_labelled(entry: Entry, keys: tuple[str, ...], labels: Mapping[str, str], table: str) -> tuple[LabelledKey, ...]:
    return tuple(labelled(entry, key, labels, table) for key in keys)


def rules_of(kinds: tuple[MeetingType, ...]) -> tuple[DatedRule, ...]:
    return tuple(chain.from_iterable(kind.rules for kind in kinds))
