"""The locality's own policy: checked as a whole, then added as a version. Nothing that runs moves with it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

import audit
import rulebook
from escalation.models import LOCAL, PolicyVersion
from escalation.queries.policies import as_data
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean, clean_line
from people.models import Person

# Who answers at a stage: a seniority of an account, or the safeguarding partners; each at least as senior as the one before.
HOLDERS = ("practitioner", "manager", "senior_manager", "executive", "partner")
UNITS = {"working_days": "working days", "working_hours": "working hours", "elapsed_hours": "hours, nights included"}
HOURS_OF_A_DAY = {"working_days": 1, "working_hours": 8, "elapsed_hours": 24}
MOST_STAGES = 6


def adopt_policy(
    person: Person,
    *,
    name: str,
    stages: Sequence[dict[str, Any]],
    cap_working_days: int | None,
    source: str,
    effective_from: date | None,
    cap_reason: str = "",
    based_on: str = "default",
    seen: int = 0,
) -> PolicyVersion:
    """Add a version of the policy, in force from `effective_from`. A coordinator of the partnership does it.

    `stages` in order: `name`, `between`, `holder` (of `HOLDERS`), `amount`, `unit` (of `UNITS`), `meeting` (whether the two
    sides meet). `seen` is the newest version that `person` had before them. Raises `BadInput` with every fault at once,
    each named by its field (`stages-2-amount`), and `Refused` where a newer version was added meanwhile.
    """
    require(person.role == "coordinator", "A coordinator of the partnership changes its policy.")
    errors = _faults(name, stages, cap_working_days, source, effective_from, cap_reason)
    if errors:
        raise BadInput(errors)
    newest = _newest()
    if newest != seen:
        raise Refused([_meanwhile(newest)])
    assert cap_working_days is not None and effective_from is not None
    made = PolicyVersion(
        public_id=new_public_id(),
        number=newest + 1,
        name=clean_line(name),
        based_on=based_on,
        ladder=_ladder(newest + 1, stages, clean_line(source)),
        cap_working_days=cap_working_days,
        cap_reason=clean(cap_reason),
        source=clean_line(source),
        effective_from=effective_from,
        made_by_id=person.id,
        made_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # another save at this instant took the number
        raise Refused([_meanwhile(_newest())]) from None
    audit.record(person, "escalation_policy.adopted", made, number=made.number, effective_from=effective_from)
    return made


def _newest() -> int:
    return db.session.scalar(select(func.max(PolicyVersion.number))) or 0


def _meanwhile(newest: int) -> Refusal:
    message = f"Version {newest} was added while you were working. Read it beside yours; to replace it, save once more."
    return Refusal("changed_meanwhile", message, "Two people at once")


def _faults(
    name: str,
    stages: Sequence[dict[str, Any]],
    cap: int | None,
    source: str,
    effective_from: date | None,
    cap_reason: str,
) -> dict[str, str]:
    errors = {}
    if not clean_line(name):
        errors["name"] = "Give the policy a name."
    if not clean_line(source):
        errors["source"] = "Say where the policy is published: its title, edition and paragraph."
    if effective_from is None or effective_from < clock.today():
        errors["effective_from"] = "Give a day from today on: what has run already keeps its version."
    if not stages:
        errors["stages-0-name"] = "A policy has at least one stage."
    for index, stage in enumerate(stages[: MOST_STAGES + 1]):
        errors |= {f"stages-{index}-{field}": message for field, message in _faults_of(stage).items()}
    holders = [stage.get("holder") for stage in stages]
    for index in range(1, len(holders)):
        below, above = holders[index - 1], holders[index]
        if below in HOLDERS and above in HOLDERS and HOLDERS.index(above) < HOLDERS.index(below):
            errors[f"stages-{index}-holder"] = "Nobody less senior than at the stage before: it climbs."
    if cap is None or cap < 1:
        errors["cap_working_days"] = "Say after how many working days in all the partners hear of it."
    elif not errors and not clean(cap_reason):
        together, most = _working_days(stages), rulebook.book().policy().cap_working_days
        if together > cap or cap > most:
            errors["cap_reason"] = (
                f"The stages together take {together} working days and the cap is {cap}; {most} is the rule book's. Shorten "
                "them, or give the reason."
            )
    return errors


def _faults_of(stage: dict[str, Any]) -> dict[str, str]:
    errors = {}
    if not clean_line(str(stage.get("name") or "")):
        errors["name"] = "Name the stage."
    if stage.get("holder") not in HOLDERS:
        errors["holder"] = "Say who answers: a stage without a role is a dead end."
    if not isinstance(stage.get("amount"), int) or not 1 <= stage["amount"] <= 100:
        errors["amount"] = "Give its limit, from 1 to 100: a stage without a limit never alarms."
    if stage.get("unit") not in UNITS:
        errors["unit"] = "Say what the limit counts."
    return errors


def _working_days(stages: Sequence[dict[str, Any]]) -> int:
    """What the stages take together; hours are rounded up to whole days."""
    return sum(-(-stage["amount"] // HOURS_OF_A_DAY[stage["unit"]]) for stage in stages)


def _ladder(number: int, stages: Sequence[dict[str, Any]], source: str) -> list[dict[str, Any]]:
    """The stages as a disagreement freezes them. The fast track of the rule book leads to the last stage but one, and on."""
    default = rulebook.book().policy()
    last = len(stages)
    fast = {max(1, last - 1): default.fast_track.rule, last: default.fast_track.then_rule}
    return [
        {
            "number": index,
            "name": clean_line(stage["name"]),
            "between": clean_line(str(stage.get("between") or "")),
            "seniority": None if stage["holder"] == "partner" else stage["holder"],
            "role": "partner" if stage["holder"] == "partner" else None,
            "rule": f"escalation.{LOCAL}{number}.S{index}",
            "amount": stage["amount"],
            "unit": stage["unit"],
            "source": source,
            "force": "local_procedure",
            "meeting": "professionals" if stage.get("meeting") else None,
            "pause_days": default.pause.max_working_days,
            "fast": as_data(fast[index]) if index in fast else None,
        }
        for index, stage in enumerate(stages, start=1)
    ]
