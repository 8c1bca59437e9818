"""Entering and leaving a stage: its responder, its limit with the working, who is told, and what alarms before and after."""

from datetime import datetime
from typing import Any

import audit
import rulebook
from escalation import queries
from escalation.commands.convening import asked_for
from escalation.models import Escalation, EscalationStage
from escalation.queries import WHO, alarms_of, coordinators, counted, partners, pauses_of, rung_of
from escalation.rules import Facts
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import NotPermitted
from notifications.commands import drop, moments, plan, tell
from people.models import Person


def permitted(
    person: Person, public_id: str, event: str, responder: Person | None = None, **given: Any
) -> tuple[Escalation, EscalationStage | None, Facts]:
    """The disagreement, its open stage and the facts for `event`. Raises `NotVisible`, `NotPermitted`."""
    escalation = queries.escalation_for(person, public_id, held=True)
    stage = queries.open_stage(escalation)
    if not queries.roles_of(person, escalation, stage) & set(WHO[event]):
        audit.refused(person, f"escalation.{event}", "escalation", escalation.public_id)
        words = " or ".join(queries.ROLE_WORDS[role] for role in WHO[event] if role in queries.ROLE_WORDS)
        raise NotPermitted(f"Only {words} can do this.")
    return escalation, stage, queries.facts_of(escalation, stage, given, responder)


def enter(
    person: Person, escalation: Escalation, number: int, responder: Person | None = None, *, by_hours: bool = False
) -> EscalationStage:
    """Enter stage `number` now, with its full time, and with its meeting where the stage is one. A stage that nobody holds
    is passed at once, and both agencies and the coordinator are told; at the last one it stays open before the partners
    (rule book: vacant_stage)."""
    numbers = queries.stage_numbers(escalation)
    responder = responder or queries.counterpart(escalation, number)
    stage = _row(escalation, number, responder, by_hours)
    escalation.stage = number
    # What somebody agreed to at an earlier stage binds nobody at this one.
    escalation.agreed_by_raiser_at = escalation.agreed_by_responder_at = None
    if responder is None and number != numbers[-1]:
        stage.ended_at, stage.result, stage.reason = clock.now(), "vacant", "no holder"
        for one in both_sides(escalation, stage) | coordinators():
            tell(one, "escalation_vacant", escalation, step=f"{escalation.reopened}.{number}")
        return enter(person, escalation, next(n for n in numbers if n > number), by_hours=by_hours)
    _plan_alarms(stage, stage.entered_at)
    if queries.rung_of(escalation, number)["meeting"]:
        stage.meeting_id = asked_for(person, escalation, stage).id
    told = both_sides(escalation, stage) | ({responder.id} if responder else coordinators() | partners())
    if number == numbers[-1]:
        told |= partners()
    for one in told:
        tell(one, "escalation_entered", escalation, step=f"{escalation.reopened}.{number}")
    return stage


def leave(stage: EscalationStage, result: str, *, what_was_tried: str = "", reason: str = "") -> None:
    """The stage has ended; its alarms no longer matter. It had to be ended before another may be entered."""
    stage.ended_late = queries.is_overdue(stage)
    stage.ended_at, stage.result = clock.now(), result
    stage.what_was_tried = what_was_tried or stage.what_was_tried
    stage.reason = reason or stage.reason
    drop(stage, because=result.replace("_", " "))
    db.session.flush()


def count_anew(escalation: Escalation, stage: EscalationStage, *, since: datetime | None = None) -> None:
    """After a pause: the limit of the stage, with the paused days shown in its working, and its alarms `since` then."""
    due = counted(rung_of(escalation, stage.number), stage.entered_at, by_hours=False, pauses=pauses_of(stage))
    stage.due_on, stage.due_at, stage.working = due.by, due.at, list(due.working)
    drop(stage, because="paused")
    _plan_alarms(stage, since or clock.now())


def _plan_alarms(stage: EscalationStage, since: datetime) -> None:
    """Before the limit of the stage, at it, and after it until somebody acts."""
    for key, anchor in alarms_of(stage).items():
        for offset, at in moments(rulebook.book().reminders[key], anchor, since):
            if at >= since:
                plan(key, stage, at, step=f"{offset:+d}", details={"offset": offset})


def _row(escalation: Escalation, number: int, responder: Person | None, by_hours: bool) -> EscalationStage:
    rung = rung_of(escalation, number)
    now = clock.now()
    due = counted(rung, now, by_hours=by_hours)
    named = rung["fast"] if by_hours and rung["fast"] else rung
    stage = EscalationStage(
        public_id=new_public_id(),
        escalation_id=escalation.id,
        round=escalation.reopened,
        number=number,
        entered_at=now,
        due_on=due.by,
        due_at=due.at,
        working=list(due.working),
        source=named["source"],
        force=named["force"],
        responder_id=responder.id if responder else None,
        result="",
    )
    db.session.add(stage)
    db.session.flush()
    return stage


def both_sides(escalation: Escalation, stage: EscalationStage) -> set[int]:
    """The raiser, both line managers: they are told, not asked."""
    raiser = escalation.raiser
    responder = db.session.get(Person, stage.responder_id) if stage.responder_id else None
    told = {raiser.id, raiser.manager_id, responder.manager_id if responder else None}
    if responder is None and escalation.decision_maker is not None:
        told.add(escalation.decision_maker.manager_id)
    return {one for one in told if one is not None}
