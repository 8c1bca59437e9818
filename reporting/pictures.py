"""Where each mark of a timeline's picture stands. Positions only: the template draws, and the list beside it says the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foundation import clock
from reporting.queries.told import Told

WIDTH, LEFT, RIGHT, TOP, LANE, FOOT = 760, 128, 16, 26, 46, 26
STEP = 13  # marks closer together than this stand above one another
STACK = 2  # and what is more is counted
LABELS = {
    "meeting": "Meetings",
    "incident": "Incidents",
    "fact": "Other facts",
    "view": "Judgements",
    "voice": "Child’s words",
    "disagreement": "Disagreements",
}


@dataclass(frozen=True)
class Mark:
    """One event, or with `more` so many that found no place."""

    x: int
    y: int
    lane: str
    words: str = ""
    late: bool = False
    nth: int = 0
    more: int = 0


@dataclass(frozen=True)
class Picture:
    """A timeline from one day to another. `ticks` are places with their words, `lanes` keys with place and words."""

    from_on: date
    to_on: date
    marks: Sequence[Mark]
    lanes: Sequence[tuple[str, int, str]]
    ticks: Sequence[tuple[int, str]]
    today: int
    plan: int | None
    number: int
    late: int

    width = WIDTH
    left = LEFT
    right = WIDTH - RIGHT
    height = TOP + LANE * len(LABELS) + FOOT

    @property
    def foot(self) -> int:
        return TOP + LANE * len(LABELS)


def picture(events: Sequence[Told], from_on: date, to_on: date, plan_since: date | None = None) -> Picture:
    """Each event in its lane at its day; those that would cover one another stand in a stack, or are counted."""
    y_of = {lane: TOP + LANE * number for number, lane in enumerate(LABELS)}
    stacks: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for event in events:
        stacks[event.lane, _x(event.on, from_on, to_on) // STEP].append(event)
    marks = []
    for (lane, column), found in stacks.items():
        x = column * STEP + STEP // 2
        for number, event in enumerate(found[:STACK]):
            words = " · ".join((f"{event.on:%-d %b %Y}", event.title, *event.notes))
            y = y_of[lane] + LANE - 10 - number * STEP
            marks.append(Mark(x, y, lane, words, bool(event.late), event.nth if event.is_repeated else 0))
        if len(found) > STACK:
            marks.append(Mark(x, y_of[lane] + 12, lane, more=len(found) - STACK))
    begins = max(plan_since, from_on) if plan_since and plan_since <= to_on else None
    return Picture(
        from_on=from_on,
        to_on=to_on,
        marks=marks,
        lanes=[(lane, y_of[lane], words) for lane, words in LABELS.items()],
        ticks=_ticks(from_on, to_on),
        today=_x(clock.today(), from_on, to_on),
        plan=_x(begins, from_on, to_on) if begins else None,
        number=len(events),
        late=sum(bool(event.late) for event in events),
    )


def _x(day: date, from_on: date, to_on: date) -> int:
    whole = max(1, (to_on - from_on).days)
    there = min(max((day - from_on).days, 0), whole)
    return LEFT + round((WIDTH - LEFT - RIGHT) * there / whole)


def _ticks(from_on: date, to_on: date) -> list[tuple[int, str]]:
    """The first of each month, or of each year where the time is long."""
    months = (to_on - from_on).days / 30.4
    every = 1 if months <= 15 else 12 * max(1, round(months / 12 / 12))
    found = []
    day = (from_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= to_on:
        if (day.year * 12 + day.month - 1) % every == 0:
            name = f"{day:%Y}" if day.month == 1 or every > 1 else f"{day:%b}"
            found.append((_x(day, from_on, to_on), name))
        day = (day + timedelta(days=32)).replace(day=1)
    return found
