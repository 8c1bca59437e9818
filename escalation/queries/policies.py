"""Which policy is in force: the locality's own, in versions, or the rule book's default where it has none yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

import rulebook
from escalation.models import LOCAL, PolicyVersion
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


def policy_on(day: date, kept: str = "") -> str:
    """The key of the policy in force on `day`. A preset of the rule book that was chosen on purpose stays chosen."""
    if kept in rulebook.book().policies and not rulebook.book().policy(kept).is_default:
        return kept
    number = db.session.scalar(
        select(PolicyVersion.number)
        .where(PolicyVersion.effective_from <= day)
        .order_by(PolicyVersion.effective_from.desc(), PolicyVersion.number.desc())
        .limit(1)
    )
    return "default" if number is None else f"{LOCAL}{number}"


def policy_versions(person: Person) -> Sequence[PolicyVersion]:
    """Every version of the locality's own policy, the newest first."""
    found = select(PolicyVersion).where(visible_to(person, PolicyVersion)).options(joinedload(PolicyVersion.made_by))
    return db.session.scalars(found.order_by(PolicyVersion.number.desc())).all()


def policy_version(person: Person, number: int) -> PolicyVersion:
    """One version. Raises `NotVisible`."""
    here = PolicyVersion.number == number, visible_to(person, PolicyVersion)
    found = db.session.scalar(select(PolicyVersion).where(*here).options(joinedload(PolicyVersion.made_by)))
    if found is None:
        raise NotVisible("policy")
    return found


def frozen(policy_key: str) -> list[dict[str, Any]]:
    """The ladder of a policy as data: what a disagreement keeps from the moment it is raised."""
    if policy_key.startswith(LOCAL):
        return _kept(policy_key).ladder
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
            "fast": as_data(by_hours[stage.number]) if stage.number in by_hours else None,
        }
        for stage in policy.stages
        if stage.number > 0
    ]


def cap_of(policy_key: str) -> int:
    """Working days after which the partners hear of a disagreement that is still open."""
    if policy_key.startswith(LOCAL):
        return _kept(policy_key).cap_working_days
    return rulebook.book().policy(policy_key).cap_working_days


def _kept(policy_key: str) -> PolicyVersion:
    """The version that a disagreement is bound by, whoever acts."""
    number = int(policy_key.removeprefix(LOCAL))
    found = db.session.scalar(select(PolicyVersion).where(PolicyVersion.number == number))
    if found is None:
        raise NotVisible("policy")
    return found


def as_data(rule: rulebook.DatedRule) -> dict[str, Any]:
    """A limit of the rule book as a ladder keeps it."""
    return {
        "rule": rule.key,
        "amount": rule.limit.amount,
        "unit": rule.limit.unit,
        "source": rule.source.sentence,
        "force": rule.source.force,
    }
