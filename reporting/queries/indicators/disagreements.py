"""Indicators of disagreements, and what the partnership learns from them. Never by person, never a ranking of who raises."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

import rulebook
from children.models import Child
from escalation.models import Escalation, EscalationStage
from foundation import clock
from foundation.database import db
from reporting.queries.indicators.figures import (
    SMALL,
    Behind,
    Figure,
    Part,
    Period,
    covered_lines,
    figure,
    guarded,
    london_date,
    middle,
    quarters_until,
    working_days,
)

QUARTERS = 4
ENOUGH = 100  # children: with fewer, so many for each 1,000 says nothing
# Stages that ended without anybody having had the time to answer.
NOT_COUNTED = ("vacant", "skipped", "fast_tracked", "withdrawn")


@dataclass(frozen=True)
class Learning:
    """What disagreements of the last quarters show: each table has a row for a theme or a stage."""

    quarters: list[Period]
    themes: list[tuple[str, tuple[Part, ...]]]
    stopped_at: tuple[Part, ...]
    figures: list[Figure]
    days: list[tuple[str, Part, float | None, int]]  # stage, how many, median of working days taken, limit
    most: int  # the largest count that is shown, for the picture


def of_disagreements(period: Period) -> Iterator[Figure]:
    """Two queries: those of the period, and their stages."""
    yield from _figures(period, _rows(period), _stages(period))


def learning() -> Learning:
    """The last four quarters."""
    quarters = quarters_until(clock.today(), QUARTERS)
    whole = Period(quarters[0].from_on, quarters[-1].to_on)
    rows, stages = _rows(whole), _stages(whole)
    names = {key: theme.text for key, theme in rulebook.book().themes.items()}
    # A row is one theme over time; each column is covered as a whole, so that no cell is told from the sum.
    columns = [
        covered_lines([Part(key, sum(row.theme == key and one.holds(row.raised_at) for row in rows)) for key in names])
        for one in quarters
    ]
    themes = [(name, tuple(column[index] for column in columns)) for index, name in enumerate(names.values())]
    settled = Counter(stage.number for stage in stages if stage.result == "resolved" and whole.holds(stage.ended_at))
    taken: dict[int, list[int]] = defaultdict(list)
    limits: dict[int, list[int]] = defaultdict(list)
    for stage in stages:
        if stage.ended_at and stage.result not in NOT_COUNTED:
            taken[stage.number].append(working_days(london_date(stage.entered_at), london_date(stage.ended_at)))
            due = stage.due_on or (london_date(stage.due_at) if stage.due_at else None)
            if due:
                limits[stage.number].append(working_days(london_date(stage.entered_at), due))
    # A quarter has a page of its own with the same figures: what is hidden there is not to be told from the year.
    of_quarters = [{one.key: one for one in _figures(quarter, rows, _of(quarter, stages))} for quarter in quarters]
    figures = [guarded(one, [quarter[one.key] for quarter in of_quarters]) for one in _figures(whole, rows, stages)]
    counts = covered_lines([Part(f"Stage {number}", len(days)) for number, days in sorted(taken.items())])
    return Learning(
        quarters,
        themes,
        covered_lines([Part(f"Stage {number}", count) for number, count in sorted(settled.items())]),
        figures,
        [
            (part.label, part, None if part.hidden else middle(days), int(middle(limits[number]) or 0))
            for part, (number, days) in zip(counts, sorted(taken.items()), strict=True)
        ],
        max((part.count or 0 for _, cells in themes for part in cells), default=0) or 1,
    )


def _rows(period: Period) -> Sequence[Any]:
    """Disagreements with a step in the period; each with the number of children whom they are measured by."""
    children = select(func.count()).select_from(Child).where(Child.plan != "none").scalar_subquery()
    steps = (Escalation.raised_at, Escalation.resolved_at, Escalation.feedback_at, Escalation.closed_at)
    return db.session.execute(
        select(
            Escalation.id,
            Escalation.theme,
            Escalation.state,
            Escalation.outcome,
            Escalation.satisfaction,
            Escalation.cap_on,
            *steps,
            children.label("children"),
        )
        .where(Escalation.raised_at.is_not(None))
        .where(or_(*((step >= period.begins) & (step < period.ends) for step in steps)))
    ).all()


def _stages(period: Period) -> Sequence[Any]:
    """Stages that ended in the period, and those that are open though their limit passed in it."""
    now, today = clock.now(), clock.today()
    passed = or_(
        EscalationStage.due_on.between(period.from_on, period.to_on) & (EscalationStage.due_on < today),
        (EscalationStage.due_at >= period.begins)
        & (EscalationStage.due_at < period.ends)
        & (EscalationStage.due_at < now),
    )
    ended = (EscalationStage.ended_at >= period.begins) & (EscalationStage.ended_at < period.ends)
    return db.session.execute(
        select(
            EscalationStage.escalation_id,
            EscalationStage.number,
            EscalationStage.result,
            EscalationStage.entered_at,
            EscalationStage.ended_at,
            EscalationStage.ended_late,
            EscalationStage.due_on,
            EscalationStage.due_at,
        ).where(or_(ended, EscalationStage.ended_at.is_(None) & passed))
    ).all()


def _of(quarter: Period, stages: Sequence[Any]) -> list[Any]:
    """Those of a quarter: ended in it, or open though their limit passed in it."""
    return [
        stage for stage in stages if quarter.holds(stage.ended_at) or (not stage.ended_at and _passed(stage, quarter))
    ]


def _passed(stage: Any, quarter: Period) -> bool:
    if stage.due_on is not None:
        return bool(quarter.from_on <= stage.due_on <= quarter.to_on)
    return quarter.holds(stage.due_at)


def _figures(period: Period, rows: Sequence[Any], stages: Sequence[Any]) -> Iterator[Figure]:
    children = rows[0].children if rows else 0
    raised = [row for row in rows if period.holds(row.raised_at)]
    yield figure(
        "escalations_raised",
        "Disagreements raised",
        "disagreements raised",
        "for each 1,000 children with an open plan today",
        len(raised),
        value=round(1000 * len(raised) / children, 1) if children >= ENOUGH else None,
        unit="for each 1,000 children with an open plan",
        note="Higher is not worse: raising one is good practice.",
        behind=_behind(raised, "raised_at"),
    )
    counted = [stage for stage in stages if stage.result not in NOT_COUNTED]
    by_stage: dict[int, list[bool]] = defaultdict(list)
    for stage in counted:
        by_stage[stage.number].append(_in_limit(stage))
    lines = [Part(f"Stage {number}", sum(kept), len(kept)) for number, kept in sorted(by_stage.items())]
    yield figure(
        "escalation_in_limit",
        "Stages answered within their limit",
        "ended within the limit",
        "stages that ended, or are open past their limit",
        sum(map(_in_limit, counted)),
        len(counted),
        lines=lines,
        behind=[
            Behind(
                "escalation", s.escalation_id, _in_limit(s), s.due_on or (london_date(s.due_at) if s.due_at else None)
            )
            for s in counted
        ],
    )
    resolved = [row for row in rows if period.holds(row.resolved_at)]

    def over_the_cap(row: Any) -> bool:
        return row.cap_on is not None and london_date(row.resolved_at) > row.cap_on

    yield figure(
        "escalation_days",
        "From raised to resolved",
        "resolved after the cap of their policy",
        "resolved in the period",
        sum(map(over_the_cap, resolved)),
        len(resolved),
        days=[working_days(london_date(row.raised_at), london_date(row.resolved_at)) for row in resolved],
        unit="working days",
        behind=_behind(resolved, "resolved_at", over_the_cap),
    )
    answered = [row for row in rows if period.holds(row.feedback_at)]
    told = Counter(row.satisfaction for row in answered)
    yield figure(
        "escalation_satisfied",
        "Whoever raised it is satisfied",
        "yes",
        "yes, partly and no together",
        told["yes"],
        told["yes"] + told["partly"] + told["no"],
        second=[Part("Partly", told["partly"]), Part("No", told["no"])],
        note="" if 0 < told[""] < SMALL else f"Not answered yet: {told['']}.",
        behind=_behind(
            [row for row in answered if row.satisfaction], "feedback_at", lambda row: row.satisfaction == "yes"
        ),
    )
    closed = [row for row in rows if period.holds(row.closed_at)]
    by_theme = Counter(row.theme for row in closed)
    yield figure(
        "escalation_theme",
        "What they were about",
        "closed, by theme",
        "all closed in the period",
        len(closed),
        lines=[Part(theme.text, by_theme[key]) for key, theme in rulebook.book().themes.items()],
        behind=_behind(closed, "closed_at"),
    )
    with_outcome = [row for row in closed if row.outcome]

    def changed(row: Any) -> bool:
        return row.outcome in ("changed", "partly")

    yield figure(
        "escalation_changed",
        "The decision was changed",
        "the decision was changed, wholly or in part",
        "closed with an outcome",
        sum(map(changed, with_outcome)),
        len(with_outcome),
        behind=_behind(with_outcome, "closed_at", changed),
    )


def _in_limit(stage: Any) -> bool:
    return stage.ended_at is not None and not stage.ended_late


def _behind(rows: Sequence[Any], step: str, counts: Callable[[Any], bool] = lambda _: True) -> list[Behind]:
    return [Behind("escalation", row.id, counts(row), london_date(getattr(row, step))) for row in rows]
