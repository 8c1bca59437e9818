"""The ladder, worked out again from the policy that each disagreement keeps, and not from what is planned (I-7): no step of
it is missed, however long ago."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, select

import rulebook
from escalation import queries
from escalation.models import Escalation, EscalationStage
from foundation import clock
from foundation.database import db
from foundation.invariants import invariant
from notifications.commands import moments, morning_of
from notifications.dispatch import TICK
from notifications.models import Outbox, Timer

LENIENCE = 2 * TICK


@dataclass
class Alarms:
    """What is planned and what went out about one subject, as the tables have it."""

    timers: list[Timer] = field(default_factory=list)
    mails: set[tuple[str, str]] = field(default_factory=set)  # kind and step

    def timer(self, kind: str, step: str, at: datetime) -> Timer | None:
        return next((t for t in self.timers if (t.kind, t.step, t.planned_for) == (kind, step, at)), None)


@dataclass(frozen=True)
class Window:
    """While a stage runs: an alarm that falls in it goes out. `until` is None where it is still open."""

    since: datetime
    until: datetime | None
    paused_until: date | None = None

    def counts(self, at: datetime) -> bool:
        """Whether an alarm at `at` belongs to it; one just before its end may have come too late to go out."""
        if at < self.since or (self.until is not None and at > self.until - LENIENCE):
            return False
        return self.paused_until is None or clock.local(at).date() > self.paused_until

    @property
    def is_open(self) -> bool:
        return self.until is None


@invariant("I-7", "Every open disagreement has one open stage with its limit, and no alarm of its ladder was missed.")
def no_step_was_missed() -> Iterator[str]:
    stages: dict[int, list[EscalationStage]] = defaultdict(list)
    for stage in db.session.scalars(select(EscalationStage).order_by(EscalationStage.id)):
        stages[stage.escalation_id].append(stage)
    running = db.session.scalars(select(Escalation).where(Escalation.state == "open").order_by(Escalation.id)).all()
    alarms = _alarms()
    for escalation in running:
        entered = stages[escalation.id]
        faults = [*_of_the_stages(escalation, entered, alarms), *_of_the_cap(escalation, entered, alarms)]
        yield from (f"{escalation.reference}: {fault}" for fault in faults)
    settled = select(Escalation.id, Escalation.reference, Escalation.state).where(Escalation.state != "open")
    for row in db.session.execute(settled):
        if any(stage.ended_at is None for stage in stages[row.id]):
            yield f"{row.reference}: it is {row.state} and a stage is open."


def _alarms() -> dict[str, Alarms]:
    kinds = ("escalation", "escalation_stage")
    found: dict[str, Alarms] = defaultdict(Alarms)
    for timer in db.session.scalars(select(Timer).where(Timer.subject_kind.in_(kinds)).order_by(Timer.id)):
        found[timer.subject_id].timers.append(timer)
    about: ColumnElement[bool] = Outbox.about_kind.in_(kinds)
    for row in db.session.execute(select(Outbox.about_id, Outbox.kind, Outbox.step).where(about).distinct()):
        found[row.about_id].mails.add((row.kind, row.step))
    return found


def _of_the_stages(
    escalation: Escalation, stages: Sequence[EscalationStage], alarms: dict[str, Alarms]
) -> Iterator[str]:
    known = {int(rung["number"]) for rung in escalation.ladder}
    still = [stage.number for stage in stages if stage.ended_at is None]
    if len(still) != 1:
        yield f"{len(still)} stages are open, and there must be one."
    elif still[0] != escalation.stage:
        yield f"it stands at stage {escalation.stage}, and stage {still[0]} is open."
    yield from _left_out(escalation, stages)
    for stage in stages:
        if stage.number not in known:
            yield f"stage {stage.number} is not of its ladder."
            continue
        told = alarms[escalation.public_id].mails
        if stage.result != "vacant" and ("escalation_entered", f"{stage.round}.{stage.number}") not in told:
            yield f"nobody was told that stage {stage.number} began."
        yield from (f"stage {stage.number}: {fault}" for fault in _of_one(escalation, stage, stages, alarms))


def _left_out(escalation: Escalation, stages: Sequence[EscalationStage]) -> Iterator[str]:
    numbers = queries.stage_numbers(escalation)
    for before, after in pairwise(stages):
        if before.round != after.round or before.result in ("skipped", "fast_tracked"):
            continue
        if between := [str(n) for n in numbers if before.number < n < after.number]:
            yield f"stage {', '.join(between)} was left out, and nobody said why."
        elif after.number <= before.number:
            yield f"stage {after.number} follows stage {before.number}."


def _of_one(
    escalation: Escalation, stage: EscalationStage, stages: Sequence[EscalationStage], alarms: dict[str, Alarms]
) -> Iterator[str]:
    by_hours = queries.runs_by_hours(escalation, stage, stages)
    rung = queries.rung_of(escalation, stage.number)
    due = queries.counted(rung, stage.entered_at, by_hours=by_hours, pauses=queries.pauses_of(stage))
    if (stage.due_on, stage.due_at) != (due.by, due.at):
        yield f"its limit is {due.by or due.at}, and it says {stage.due_on or stage.due_at}."
    if stage.result == "vacant":
        return
    window = Window(stage.entered_at, stage.ended_at, stage.paused_until)
    held = alarms[stage.public_id]
    anchors = queries.alarms_of(EscalationStage(due_on=due.by, due_at=due.at))
    expected = [one for key, anchor in anchors.items() for one in _due_steps(key, anchor, window, held)]
    yield from _missed(expected, window, held)
    armed = {(timer.kind, timer.step, timer.planned_for) for timer in held.timers if timer.state == "due"}
    whole = replace(window, paused_until=None)  # what was armed early on the last day of a pause does no harm
    harmless = {one for key, anchor in anchors.items() for one in _due_steps(key, anchor, whole, held)}
    yield from (f"{kind} is armed for {at:%Y-%m-%d %H:%M} UTC without need." for kind, _, at in armed - harmless)


def _of_the_cap(escalation: Escalation, stages: Sequence[EscalationStage], alarms: dict[str, Alarms]) -> Iterable[str]:
    """Settled in between, its cap need not have been watched meanwhile: it is from when it was opened again."""
    if escalation.cap_on is None or escalation.raised_at is None:
        return []
    since, anchor = escalation.raised_at, escalation.cap_on
    if escalation.reopened:
        since = min((one.entered_at for one in stages if one.round == escalation.reopened), default=since)
        anchor = queries.cap_heard_from(escalation, clock.local(since).date())
    window, held = Window(since, None), alarms[escalation.public_id]
    return _missed(_due_steps("escalation.cap", anchor, window, held), window, held)


def _due_steps(key: str, anchor: date | datetime, window: Window, held: Alarms) -> list[tuple[str, str, datetime]]:
    """Every alarm of `key` that its limit asks for: kind, step, instant. A repeat follows from when the one before went out."""
    reminder = rulebook.book().reminders[key]
    steps = [(key, f"{offset:+d}", at) for offset, at in moments(reminder, anchor, window.since) if window.counts(at)]
    last = (key, f"{reminder.offsets[-1]:+d}")
    before = next((held.timer(*one) for one in steps if one[:2] == last), None)
    while reminder.repeat_every and before is not None and before.state == "fired" and before.ended_at is not None:
        at = morning_of(clock.local(before.ended_at).date(), reminder.repeat_every)
        if not window.counts(at):
            break
        steps.append((key, "again", at))
        before = held.timer(key, "again", at)
    return steps


def _missed(expected: Iterable[tuple[str, str, datetime]], window: Window, held: Alarms) -> Iterator[str]:
    now = clock.now()
    for kind, step, at in expected:
        timer = held.timer(kind, step, at)
        words = f"{kind} of {at:%Y-%m-%d %H:%M} UTC"
        if at > now - LENIENCE and window.is_open:
            if timer is None or timer.state not in ("due", "fired"):
                yield f"{words} is not armed."
        elif timer is None or timer.state != "fired":
            yield f"{words} was missed."
        elif (kind, step) not in held.mails:
            yield f"{words} went to nobody."
