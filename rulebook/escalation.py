"""Escalation policies: the default and the local presets.

Public: `EscalationPolicy` and its parts `Stage`, `FastTrack`, `PauseRule`, `Theme`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from rulebook.dated_rules import DatedRule, read_limit, read_timer, words_of
from rulebook.entries import Entry
from rulebook.sources import Library, Source
from rulebook.words import Words
from working_time import Limit

KINDS = ("default", "local_preset")
SENIORITIES = ("practitioner", "manager", "senior_manager", "executive")
STAGE_TIMERS = {
    "raise_within": "Raise the disagreement",
    "confirm_in_writing": "Confirm in writing",
    "further_meeting": "Hold a further meeting",
    "letter_after_meeting": "Send the letter after the meeting",
}


@dataclass(frozen=True)
class Stage:
    """One stage of a policy. Stage 0 is the immediate-risk door, never a stage to wait in.

    `rule` is its limit from the moment of entry; where the source gives no number its `limit_note` says so, the two
    sides agree a date, and the limit (the default policy's) is only the alert. The responder is known by
    `responder_seniority` (a seniority of an account) or by `responder_role` (`partner`); stage 0 has neither.
    `timers` are further limits that a local page gives for this stage.
    """

    number: int
    name: str
    between: str
    responder: str
    responder_seniority: str | None
    responder_role: str | None
    starts_from: str
    rule: DatedRule
    timers: tuple[DatedRule, ...]
    meeting_required: str | None
    copy_to: str | None
    notify: str | None
    is_last: bool
    note: str | None
    source: Source

    @property
    def has_agreed_date(self) -> bool:
        return self.rule.agreed_date_required


@dataclass(frozen=True)
class FastTrack:
    """The short way in elapsed hours: from which states, to which stage, and then to which."""

    allowed_from: tuple[str, ...]
    goes_to: int
    rule: DatedRule
    then_stage: int
    then_rule: DatedRule
    needs: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class PauseRule:
    """Whether and for how many working days a stage may be paused, and what that needs."""

    allowed: bool
    max_working_days: int
    needs: tuple[str, ...]
    not_allowed_if: str
    source: Source


@dataclass(frozen=True)
class EscalationPolicy:
    """A policy whole. What a preset does not say (fast track, pause, skipping, cap) is the default policy's."""

    key: str
    name: str
    is_default: bool
    stages: tuple[Stage, ...]
    total_working_days: int | None
    cap_working_days: int
    cap_rule: DatedRule
    fast_track: FastTrack
    pause: PauseRule
    skip_allowed: bool
    skip_needs: tuple[str, ...]
    must_be_confirmed_by_locality: bool
    historic: bool
    shorter_date_by_raiser: bool
    agreed_date_required: bool
    opening_statement: bool
    source: Source

    def stage(self, number: int) -> Stage:
        """Raises `KeyError` for a stage that this policy has not."""
        for stage in self.stages:
            if stage.number == number:
                return stage
        raise KeyError(f"{self.name}: there is no stage {number}; it has {', '.join(map(str, self.stage_numbers))}.")

    @property
    def stage_numbers(self) -> tuple[int, ...]:
        """The stages in order, without the immediate-risk door."""
        return tuple(stage.number for stage in self.stages if stage.number > 0)

    @property
    def last_stage(self) -> Stage:
        return self.stages[-1]

    @property
    def rules(self) -> tuple[DatedRule, ...]:
        own = [rule for stage in self.stages for rule in (stage.rule, *stage.timers)]
        return (*own, self.fast_track.rule, self.fast_track.then_rule, self.cap_rule)


@dataclass(frozen=True)
class Theme:
    """One of the seven areas of disagreement; every escalation is tagged with one."""

    key: str
    text: str
    source: Source


def read_policies(file: Entry, words: Words, library: Library) -> tuple[EscalationPolicy, ...]:
    """All policies, the default first."""
    policies: list[EscalationPolicy] = []
    for entry in file.entries("policies"):
        policies.append(read_policy(entry, policies[0] if policies else None, words.triggers, library))
    if not policies or not policies[0].is_default:
        raise file.fault("the first of 'policies' must be the default.")
    return tuple(policies)


def read_policy(
    entry: Entry, default: EscalationPolicy | None, triggers: Mapping[str, str], library: Library
) -> EscalationPolicy:
    key = entry.text("key")
    source = library.source_of(entry)
    is_default = entry.one_of("kind", KINDS) == "default"
    may_pause = entry.data["pause"].get("allowed") is True if isinstance(entry.data.get("pause"), dict) else True
    stages = StageReader(key, default, may_pause, triggers, library).stages(entry)
    if default is None:
        cap = entry.whole("cap_working_days")
        fast_track = read_fast_track(entry.entry("fast_track"), key, triggers, library)
        pause = read_pause(entry.entry("pause"), library)
        skip = entry.entry("skip_stage")
        skip_allowed, skip_needs = skip.flag("allowed"), skip.texts("needs")
        library.source_of(skip)
        skip.done()
        cap_rule = cap_of(key, cap, stages[0].rule, triggers, source)
    else:
        cap, pause = default.cap_working_days, default.pause
        skip_allowed, skip_needs = default.skip_allowed, default.skip_needs
        first, second = f"escalation.{key}.fast_track", f"escalation.{key}.fast_track_then"
        fast_track = replace(
            default.fast_track,
            rule=replace(default.fast_track.rule, key=first),
            then_rule=replace(default.fast_track.then_rule, key=second),
        )
        cap_rule = replace(default.cap_rule, key=f"escalation.{key}.cap")
    policy = EscalationPolicy(
        key=key,
        name=entry.text("name"),
        is_default=is_default,
        stages=stages,
        total_working_days=entry.whole_or_none("total_working_days"),
        cap_working_days=cap,
        cap_rule=cap_rule,
        fast_track=fast_track,
        pause=pause,
        skip_allowed=skip_allowed,
        skip_needs=skip_needs,
        must_be_confirmed_by_locality=entry.flag("must_be_confirmed_by_locality", False),
        historic=entry.flag("historic", False),
        shorter_date_by_raiser=entry.flag("shorter_date_by_raiser", False),
        agreed_date_required=entry.flag("agreed_date_required", False),
        opening_statement=entry.flag("opening_statement", False),
        source=source,
    )
    entry.done()
    if policy.total_working_days is not None:
        total = sum(stage.rule.limit.amount for stage in policy.stages)
        if total != policy.total_working_days or cap < total:
            raise entry.fault("'total_working_days' must be the stages together, and the cap no less.")
    return policy


class StageReader(NamedTuple):
    """Reads the stages of one policy: what a stage leaves unsaid is the policy's, or the default's."""

    policy: str
    default: EscalationPolicy | None
    may_pause: bool
    triggers: Mapping[str, str]
    library: Library

    def stages(self, entry: Entry) -> tuple[Stage, ...]:
        stages = tuple(self.stage(stage) for stage in entry.entries("stages", "stage"))
        numbers = [stage.number for stage in stages]
        if not stages or numbers != sorted(set(numbers)):
            raise entry.fault("'stages' must be in order, each once.")
        return (*stages[:-1], replace(stages[-1], is_last=True))

    def limit(self, entry: Entry, number: int, limit_note: str | None) -> Limit:
        """The stage's own limit, or the default policy's as the alert where the source gives no number."""
        if entry.raw("amount") is not None:
            return read_limit(entry, may_pause=self.may_pause and number > 0)
        if self.default is None or limit_note is None:
            raise entry.fault(
                "has no amount: a preset then needs a 'limit_note', and the default policy needs a number."
            )
        for unused in ("unit", "trigger_day_counts", "roll"):
            entry.raw(unused)
        return self.default.stage(number).rule.limit

    def stage(self, entry: Entry) -> Stage:
        number = entry.whole("stage")
        name, key = entry.text("name"), f"escalation.{self.policy}.S{number}"
        source, note = self.library.source_of(entry), entry.text_or_none("note")
        limit_note = entry.text_or_none("limit_note")
        trigger = "now" if number == 0 else "stage_entered"
        stage = Stage(
            number=number,
            name=name,
            between=entry.text("between"),
            responder=entry.text("responder"),
            responder_seniority=entry.one_of("responder_seniority", SENIORITIES)
            if "responder_seniority" in entry
            else None,
            responder_role=entry.one_of("responder_role", ("partner",)) if "responder_role" in entry else None,
            starts_from=entry.text("starts_from"),
            rule=DatedRule(
                key=key,
                what=name,
                part="escalation",
                trigger=trigger,
                trigger_words=words_of(trigger, self.triggers, entry),
                limit=self.limit(entry, number, limit_note),
                source=source,
                note=note,
                limit_note=limit_note,
            ),
            timers=tuple(
                read_timer(
                    entry.entry(part), f"{key}.{part}", what, part="escalation", triggers=self.triggers, source=source
                )
                for part, what in STAGE_TIMERS.items()
                if part in entry
            ),
            meeting_required=entry.text_or_none("meeting_required"),
            copy_to=entry.text_or_none("copy_to"),
            notify=entry.text_or_none("notify"),
            is_last=entry.flag("final", False),
            note=note,
            source=source,
        )
        entry.done()
        if number > 0 and (stage.responder_seniority is None) == (stage.responder_role is None):
            raise entry.fault("needs 'responder_seniority' or 'responder_role', one of the two.")
        return stage


def read_fast_track(entry: Entry, policy: str, triggers: Mapping[str, str], library: Library) -> FastTrack:
    source = library.source_of(entry)
    key = f"escalation.{policy}.fast_track"
    then, allowed, needs, goes_to = (
        entry.entry("then"),
        entry.raw("allowed_from"),
        entry.texts("needs"),
        entry.whole("goes_to"),
    )
    then_stage = then.whole("stage")
    if not isinstance(allowed, list):
        raise entry.fault("'allowed_from' must be a list of draft and stage numbers.")
    return FastTrack(
        allowed_from=tuple(map(str, allowed)),
        goes_to=goes_to,
        rule=read_timer(
            entry,
            key,
            f"Fast track: stage {goes_to}",
            part="escalation",
            triggers=triggers,
            source=source,
            trigger="fast_tracked",
        ),
        then_stage=then_stage,
        then_rule=read_timer(
            then,
            f"{key}_then",
            f"Fast track: stage {then_stage}",
            part="escalation",
            triggers=triggers,
            source=source,
            trigger="stage_entered",
        ),
        needs=needs,
        source=source,
    )


def read_pause(entry: Entry, library: Library) -> PauseRule:
    pause = PauseRule(
        allowed=entry.flag("allowed"),
        max_working_days=entry.whole("max_working_days"),
        needs=entry.texts("needs"),
        not_allowed_if=entry.text("not_allowed_if"),
        source=library.source_of(entry),
    )
    entry.done()
    return pause


def cap_of(policy: str, amount: int, like: DatedRule, triggers: Mapping[str, str], source: Source) -> DatedRule:
    """Past this many working days from the day it was raised, the partners hear of it, whatever the stage."""
    limit = replace(like.limit, amount=amount, unit="working_days")
    return DatedRule(
        key=f"escalation.{policy}.cap",
        what="Settle it, or report it to the partners",
        part="escalation",
        trigger="raised",
        trigger_words=triggers["raised"],
        limit=limit,
        source=source,
    )


def read_theme(entry: Entry, library: Library) -> Theme:
    theme = Theme(entry.text("key"), entry.text("text"), library.source_of(entry))
    entry.done()
    return theme
