"""Why a move of a disagreement is refused: one function for one rule, each with its source (DOMAIN §4, rule book)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from escalation.models import OUTCOMES, SATISFACTION, Escalation
from foundation.lifecycles import rules_of

rule = rules_of(Escalation).rule

OURS = "Convenor: our own rule"
TEN = "The 10 Principles, 4 and 6a"
WT = "Working Together to Safeguard Children 2023, ch. 4 and para 110"


@dataclass(frozen=True)
class Facts:
    """What the rules of a disagreement look at. `responder_*` describe whoever is to answer at the stage that is entered."""

    today: date
    given: Mapping[str, Any] = field(default_factory=dict)
    responder_named: bool = True
    responder_elsewhere: bool = False
    responder_decided: bool = False
    responder_answers_to_an_earlier_one: bool = False
    responder_can_answer: bool = True
    is_last_stage: bool = False
    later_stages: tuple[int, ...] = ()
    fast_track_from_here: bool = True
    pause_days: int = 0
    pause_days_allowed: int = 5
    is_paused: bool = False
    was_paused: bool = False
    limit_has_passed: bool = False
    actions_open_or_done: int = 0
    agencies_to_copy: tuple[str, ...] = ()
    dissent_until: datetime | None = None
    conference_runs: bool = False

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()


@rule("raise_", "fast_track", source=TEN)
def it_says_what_is_disagreed_and_what_is_wanted(escalation: Escalation, facts: Facts) -> str | None:
    missing = [
        words
        for words, value in (
            ("what you disagree with", escalation.about_text),
            ("your concern", escalation.concern),
            ("the outcome you want", escalation.outcome_sought),
            ("what happens to the child if nothing changes", escalation.effect_on_child),
        )
        if not value
    ]
    return f"Write down {', '.join(missing)}." if missing else None


@rule("raise_", source="Pan Sussex 5.7.4; Sutton child protection conferences: Dissent")
def a_conferences_decision_goes_through_dissent_first(escalation: Escalation, facts: Facts) -> str | None:
    """Kinds apart: while the conference runs, and while a dissent that is recorded may still become a challenge, that is the
    way. Whoever did not dissent is not kept from raising it afterwards. The fast track stays open: danger waits for nothing."""
    if facts.conference_runs:
        return "This conference still runs: record your dissent there, and say that it is to be challenged."
    if facts.dissent_until is not None:
        return (
            f"You recorded a dissent from this decision. Until {facts.dissent_until:%H:%M on %-d %B %Y} it may become a "
            "challenge, on the meeting's page: that begins with the managers."
        )
    return None


@rule("raise_", "fast_track", "escalate", "reopen", source=OURS, asks=True)
def the_answer_comes_from_the_other_agency(escalation: Escalation, facts: Facts) -> str | None:
    """Never from the raiser's own line, nor from an agency that has nothing to answer for."""
    return "The answer must come from the other agency. Name somebody there." if facts.responder_elsewhere else None


@rule("raise_", "escalate", source=OURS, asks=True)
def the_responder_can_answer(escalation: Escalation, facts: Facts) -> str | None:
    """Somebody who left, has no account, or may not see it would leave the stage silent."""
    return None if facts.responder_can_answer else "This person cannot answer here. Name somebody else."


@rule("escalate", "fast_track", "reopen", source=OURS, asks=True)
def nobody_judges_their_own_decision(escalation: Escalation, facts: Facts) -> str | None:
    return (
        "Whoever took the decision cannot answer at this stage. Name somebody else."
        if facts.responder_decided
        else None
    )


@rule("escalate", "reopen", source=OURS, asks=True)
def nobody_answers_to_whom_they_report(escalation: Escalation, facts: Facts) -> str | None:
    if facts.responder_answers_to_an_earlier_one:
        return "This person reports to somebody who has answered already. Name somebody more senior."
    return None


@rule("escalate", source=TEN, asks=True)
def it_says_what_was_tried(escalation: Escalation, facts: Facts) -> str | None:
    return None if facts.text("what_was_tried") else "Say what was tried at this stage. The next one begins from there."


@rule("escalate", source=OURS, asks=True)
def it_goes_up_once_from_each_stage(escalation: Escalation, facts: Facts) -> str | None:
    """Two clicks move it once."""
    wanted = facts.given.get("from_stage")
    if wanted is not None and wanted != escalation.stage:
        return f"It has left stage {wanted} already and stands at stage {escalation.stage}."
    return None


@rule("escalate", "skip_stage", source=WT)
def there_is_a_stage_above(escalation: Escalation, facts: Facts) -> str | None:
    if facts.is_last_stage:
        return "This is the last stage. It stays open, and stands before the partners, until a named person ends it."
    return None


@rule("skip_stage", source=OURS, asks=True)
def skipping_has_a_reason_and_a_stage(escalation: Escalation, facts: Facts) -> str | None:
    if not facts.text("reason"):
        return "Say why a stage is left out."
    beyond = [number for number in facts.later_stages if number > (escalation.stage or 0) + 1]
    if facts.given.get("to_stage") not in beyond:
        return f"Choose a stage beyond the next one: {', '.join(map(str, beyond)) or 'there is none'}."
    return None


@rule("fast_track", source=OURS)
def it_is_early_enough_for_the_fast_track(escalation: Escalation, facts: Facts) -> str | None:
    return (
        None
        if facts.fast_track_from_here
        else "The fast track begins before stage 3. Take it up to the next stage instead."
    )


@rule("fast_track", source=OURS, asks=True)
def the_fast_track_has_its_three_answers(escalation: Escalation, facts: Facts) -> str | None:
    missing = [
        words
        for words, name in (
            ("why waiting would leave a child at risk", "reason"),
            ("which manager or designated lead was consulted", "consulted"),
            ("whether the child is safe tonight", "child_safe_tonight"),
        )
        if facts.given.get(name) in (None, "")
    ]
    return f"Say {', '.join(missing)}." if missing else None


@rule("pause", source=OURS, asks=True)
def a_pause_is_short_agreed_and_has_a_reason(escalation: Escalation, facts: Facts) -> str | None:
    if not facts.text("reason") or not facts.given.get("until"):
        return "Give the reason and the last day of the pause. Both agencies have to agree."
    if facts.pause_days > facts.pause_days_allowed or facts.given["until"] < facts.today:
        return f"A pause ends within {facts.pause_days_allowed} working days."
    return None


@rule("pause", source=OURS)
def nothing_waits_while_a_child_is_at_risk(escalation: Escalation, facts: Facts) -> str | None:
    if escalation.immediate_risk or escalation.fast_tracked:
        return "Immediate risk was answered with yes: this cannot be paused."
    return None


@rule("pause", source=OURS)
def a_limit_that_has_passed_is_not_paused(escalation: Escalation, facts: Facts) -> str | None:
    if facts.is_paused:
        return "It is paused already."
    return "The limit has passed. Answer it, or take it up." if facts.limit_has_passed else None


@rule("pause", source=OURS)
def a_stage_is_paused_once(escalation: Escalation, facts: Facts) -> str | None:
    """One pause after another would be a way to let it go quiet."""
    if facts.was_paused and not facts.is_paused:
        return "This stage was paused before. Answer it, or take it up."
    return None


@rule("resume", source=OURS)
def only_what_is_paused_resumes(escalation: Escalation, facts: Facts) -> str | None:
    return None if facts.is_paused else "It is not paused."


@rule("resolve", source=TEN, asks=True)
def what_was_agreed_is_written_down_with_reasons(escalation: Escalation, facts: Facts) -> str | None:
    if not (facts.text("agreed_statement") or escalation.agreed_statement) or not (
        facts.text("rationale") or escalation.rationale
    ):
        return "Write down what was agreed, and the reasons."
    return None


@rule("give_feedback", source=TEN, asks=True)
def the_raiser_is_told_in_words(escalation: Escalation, facts: Facts) -> str | None:
    return None if facts.text("text") else "Write what you tell the person who raised it."


@rule("answer_feedback", source=TEN, asks=True)
def the_raiser_says_whether_they_are_satisfied(escalation: Escalation, facts: Facts) -> str | None:
    return None if facts.text("satisfaction") in SATISFACTION else "Choose yes, partly or no."


@rule("close", source=OURS, asks=True)
def the_outcome_is_named(escalation: Escalation, facts: Facts) -> str | None:
    if (facts.text("outcome") or escalation.outcome) in OUTCOMES:
        return None
    return f"Name the outcome: {', '.join(OUTCOMES)}."


@rule("close", source=TEN)
def the_raiser_has_answered_the_feedback(escalation: Escalation, facts: Facts) -> str | None:
    return None if escalation.satisfaction else "The person who raised it has not said yet whether they are satisfied."


@rule("close", source=OURS, asks=True)
def each_agency_copied_the_outcome_to_its_record(escalation: Escalation, facts: Facts) -> str | None:
    if not facts.agencies_to_copy:
        return None
    return f"Confirm that the outcome stands in the record of: {', '.join(facts.agencies_to_copy)}."


@rule("close", source="The 10 Principles, 2")
def what_was_agreed_has_actions_with_owners(escalation: Escalation, facts: Facts) -> str | None:
    if facts.actions_open_or_done or facts.text("no_actions_because"):
        return None
    return "Set the actions that follow, each with an owner and a date, or say why none does."


@rule("close", source="The 10 Principles, 8d: learning", asks=True)
def it_says_what_is_learned(escalation: Escalation, facts: Facts) -> str | None:
    return (
        None if facts.text("learning") or escalation.learning else "Write what the partnership learns, without names."
    )


@rule("withdraw", source=OURS, asks=True)
def a_withdrawal_has_a_reason(escalation: Escalation, facts: Facts) -> str | None:
    if facts.text("reason"):
        return None
    return "Say why. If somebody puts pressure on you, look at “Whistleblowing and local arrangements” below instead."


@rule("reopen", source=TEN, asks=True)
def it_says_what_is_new(escalation: Escalation, facts: Facts) -> str | None:
    return None if facts.text("reason") else "Say what is new, or why the answer does not settle it."
