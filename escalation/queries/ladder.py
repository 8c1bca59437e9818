"""The ladder: its stages as they were frozen when it was raised, their limits, and the dates that follow from them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import rulebook
import working_time
from escalation.models import Escalation, EscalationStage
from foundation import clock


def stage_numbers(escalation: Escalation) -> list[int]:
    """The stages of the frozen ladder, in order; of the policy in force while it is a draft."""
    if escalation.ladder:
        return [int(rung["number"]) for rung in escalation.ladder]
    return list(rulebook.book().policy(escalation.policy).stage_numbers)


def rung_of(escalation: Escalation, number: int) -> dict[str, Any]:
    """One stage of the ladder as it was frozen, or as the policy in force has it."""
    ladder = escalation.ladder or frozen(escalation.policy)
    return next(rung for rung in ladder if rung["number"] == number)


def frozen(policy_key: str) -> list[dict[str, Any]]:
    """The ladder of a policy as data: what a disagreement keeps from the moment it is raised."""
    policy = rulebook.book().policy(policy_key)
    fast = policy.fast_track
    by_hours = {fast.goes_to: fast.rule, fast.then_stage: fast.then_rule}
    return [
        {
            "number": stage.number,
            "name": stage.name,
            "between": stage.between,
            "seniority": stage.responder_seniority,
            "role": stage.responder_role,
            "rule": stage.rule.key,
            "amount": stage.rule.limit.amount,
            "unit": stage.rule.limit.unit,
            "source": stage.source.sentence,
            "force": stage.source.force,
            "meeting": stage.meeting_required,
            "pause_days": policy.pause.max_working_days,
            "fast": _as_data(by_hours[stage.number]) if stage.number in by_hours else None,
        }
        for stage in policy.stages
        if stage.number > 0
    ]


def fast_track_stage(escalation: Escalation) -> int:
    """Where the fast track goes: the first stage with a limit for it."""
    ladder = escalation.ladder or frozen(escalation.policy)
    return next(int(rung["number"]) for rung in ladder if rung["fast"])


def counted(
    rung: Mapping[str, Any], entered_at: datetime, *, by_hours: bool, pauses: Sequence[working_time.Pause] = ()
) -> working_time.Due:
    """The limit of a stage that was entered at `entered_at`. In days it counts from the London date of entry, in hours from
    the very instant."""
    limit = limit_of(rung["fast"] if by_hours and rung["fast"] else rung)
    from_when = entered_at if limit.in_hours else clock.local(entered_at).date()
    return working_time.due(limit, from_when, calendar=working_time.england_and_wales(), pauses=pauses)


def runs_by_hours(escalation: Escalation, stage: EscalationStage, stages: Sequence[EscalationStage]) -> bool:
    """Whether `stage` counts in the hours of the fast track: it was entered on it, or after it in the same round."""
    round_ = [one for one in stages if one.round == stage.round]
    from_draft = escalation.fast_tracked and not stage.round and round_[0].number == fast_track_stage(escalation)
    return from_draft or any(one.result == "fast_tracked" and one.id < stage.id for one in round_)


def pauses_of(stage: EscalationStage) -> list[working_time.Pause]:
    """What of the stage does not count."""
    if stage.paused_from is None or stage.paused_until is None or stage.paused_until < stage.paused_from:
        return []
    return [working_time.Pause(stage.paused_from, stage.paused_until)]


def alarms_of(stage: EscalationStage) -> dict[str, date | datetime]:
    """The reminders of a stage, each with the limit that it is counted from."""
    if stage.due_at is not None:
        day = clock.local(stage.due_at).date()
        return {"escalation.stage_due_hours": stage.due_at, "escalation.overdue": day}
    if stage.due_on is not None:
        return {"escalation.stage_due": stage.due_on, "escalation.overdue": stage.due_on}
    return {}


def projection(escalation: Escalation, from_day: date) -> list[tuple[int, date]]:
    """Raised on `from_day`, these would be the last days of each stage, one after another (DOMAIN §4.1)."""
    days = []
    day = from_day
    calendar = working_time.england_and_wales()
    for rung in escalation.ladder or frozen(escalation.policy):
        limit = limit_of(rung)
        due = working_time.due(limit, working_time.end_of_day(day) if limit.in_hours else day, calendar=calendar)
        day = due.by or working_time.london_day(due.at or day)
        days.append((int(rung["number"]), day))
    return days


def limit_of(rung: Mapping[str, Any]) -> working_time.Limit:
    """The limit of a frozen stage."""
    return working_time.Limit(
        amount=rung["amount"],
        unit=rung["unit"],
        direction="after",
        trigger_day_counts=False,
        roll="none",
        statutory=False,
        may_pause=True,
    )


def _as_data(rule: rulebook.DatedRule) -> dict[str, Any]:
    return {
        "rule": rule.key,
        "amount": rule.limit.amount,
        "unit": rule.limit.unit,
        "source": rule.source.sentence,
        "force": rule.source.force,
    }
