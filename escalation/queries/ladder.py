"""The ladder: its stages as they were frozen when it was raised, their limits, and the dates that follow from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import rulebook
import working_time
from escalation.models import Escalation


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
        }
        for stage in policy.stages
        if stage.number > 0
    ]


def projection(escalation: Escalation, from_day: date) -> list[tuple[int, date]]:
    """Raised on `from_day`, these would be the last days of each stage, one after another (DOMAIN §4.1)."""
    days = []
    day = from_day
    calendar = working_time.england_and_wales()
    for rung in escalation.ladder or frozen(escalation.policy):
        due = working_time.due(limit_of(rung), day, calendar=calendar)
        if due.by is None:
            break
        day = due.by
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
