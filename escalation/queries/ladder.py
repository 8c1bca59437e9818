"""The ladder: its stages as they were frozen when it was raised, their limits, and the dates that follow from them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import working_time
from escalation.models import Escalation, EscalationStage
from escalation.queries.policies import frozen
from foundation import clock


def stage_numbers(escalation: Escalation) -> list[int]:
    """The stages of the frozen ladder, in order; of the policy in force while it is a draft."""
    if escalation.ladder:
        return [int(rung["number"]) for rung in escalation.ladder]
    return [int(rung["number"]) for rung in frozen(escalation.policy)]


def rung_of(escalation: Escalation, number: int) -> dict[str, Any]:
    """One stage of the ladder as it was frozen, or as the policy in force has it."""
    ladder = escalation.ladder or frozen(escalation.policy)
    return next(rung for rung in ladder if rung["number"] == number)


def fast_track_stage(escalation: Escalation) -> int:
    """Where the fast track goes: the first stage with a limit for it, or the last one."""
    ladder = escalation.ladder or frozen(escalation.policy)
    return next((int(rung["number"]) for rung in ladder if rung["fast"]), int(ladder[-1]["number"]))


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


def projection(ladder: Sequence[Mapping[str, Any]], from_day: date) -> list[tuple[int, date, working_time.Due]]:
    """Raised on `from_day`, these would be the last days of each stage, one after another (DOMAIN §4.1), each with its
    working."""
    days = []
    day = from_day
    calendar = working_time.england_and_wales()
    for rung in ladder:
        limit = limit_of(rung)
        due = working_time.due(limit, working_time.end_of_day(day) if limit.in_hours else day, calendar=calendar)
        day = due.by or working_time.london_day(due.at or day)
        days.append((int(rung["number"]), day, due))
    return days


def outlook(escalation: Escalation, open_: EscalationStage | None) -> dict[int, date]:
    """The last days of the stages to come, if each runs its time: of a draft from today, else from the limit of the open
    stage, or from today where that has passed and it was not taken up."""
    ladder, start = escalation.ladder or frozen(escalation.policy), clock.today()
    if open_ is not None:
        limit = open_.due_on or (clock.local(open_.due_at).date() if open_.due_at else start)
        ladder, start = [rung for rung in ladder if rung["number"] > open_.number], max(start, limit)
    return {number: day for number, day, _ in projection(ladder, start)}


def cap_heard_from(escalation: Escalation, reopened_on: date) -> date:
    """The day that the alarms of the cap count from once it was opened again on `reopened_on`: the cap itself, or the next
    working day where it passed meanwhile. The cap runs from the day it was first raised, and is not given anew."""
    assert escalation.cap_on is not None
    return max(escalation.cap_on, working_time.england_and_wales().add(reopened_on, 1))


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
