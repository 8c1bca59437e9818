"""A figure of the partnership: numerator, denominator, what they count, what lies behind it; and small counts, which nobody is
shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median

import working_time
from foundation import clock

SMALL = 5


@dataclass(frozen=True)
class Part:
    """A line of a figure: an agency, a stage, a reason. `of` is None where it is a count alone. `hidden`: too few to show."""

    label: str
    count: int | None
    of: int | None = None
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """Per cent, to one decimal; None where there is nothing to divide, or it is hidden."""
        return None if self.count is None or not self.of else round(100 * self.count / self.of, 1)

    @property
    def words(self) -> str:
        """As the page says it: "8 of 12", "fewer than 5", "none yet"."""
        if self.hidden:
            return f"hidden, of {self.of}" if self.of else "hidden"
        if self.of is None:
            return str(self.count)
        return f"{self.count} of {self.of}" if self.of else "none due"


@dataclass(frozen=True)
class Behind:
    """One row that was counted, by the id of its meeting, action, disagreement or child: in the numerator or not."""

    kind: str
    id: int
    counted: bool
    on: date | None = None


@dataclass(frozen=True)
class Figure:
    """One indicator of DOMAIN §10. `value` stands for a figure that is no share (days: `unit` says what), `ninetieth` beside
    it for the 90th centile. `second`: what else the whole is made of; `lines`: the same for an agency, a stage, a reason."""

    key: str
    name: str
    numerator: str
    denominator: str
    whole: Part
    second: tuple[Part, ...] = ()
    lines: tuple[Part, ...] = ()
    note: str = ""
    value: float | None = None
    unit: str = ""
    ninetieth: int | None = None
    behind: tuple[Behind, ...] = ()


def figure(
    key: str,
    name: str,
    numerator: str,
    denominator: str,
    count: int,
    of: int | None = None,
    *,
    second: Sequence[Part] = (),
    lines: Sequence[Part] = (),
    note: str = "",
    value: float | None = None,
    unit: str = "",
    days: Sequence[int] | None = None,
    behind: Sequence[Behind] = (),
) -> Figure:
    """With everything hidden that would show fewer than five: in the whole, in what else it is made of, in its lines. `days`
    gives the median and the 90th centile."""
    whole = covered(Part("", count, of))
    # The numerator and what stands beside it make up the denominator: one of them alone hidden could be told from the rest.
    itself, *beside = covered_lines([Part("", count), *second])
    if second and itself.hidden:
        whole = replace(whole, count=None, hidden=True)
    shown_lines = covered_lines(lines)
    if whole.hidden:
        shown_lines = tuple(replace(one, count=None, of=whole.of and one.of, hidden=True) for one in shown_lines)
        beside = [replace(one, count=None, hidden=True) for one in beside] if whole.of is None else beside
    many = not _is_small(of if of is not None else count)
    return Figure(
        key,
        name,
        numerator,
        denominator,
        whole,
        tuple(beside),
        shown_lines,
        note,
        (middle(days) if days is not None else value) if many else None,
        unit,
        ninetieth(days) if days is not None and many else None,
        tuple(behind),
    )


def guarded(whole: Figure, parts: Sequence[Figure]) -> Figure:
    """The same figure over a longer time, hidden where exactly one of the times that make it up is: else it could be told
    from the others, which are shown."""
    alone = sum(part.whole.hidden for part in parts) == 1
    if not alone:
        return whole
    lines = tuple(replace(line, count=None, of=None, hidden=True) for line in (*whole.second, *whole.lines))
    hidden = Part("", None, None, hidden=True)
    return replace(whole, whole=hidden, second=(), lines=lines, value=None, ninetieth=None, note="")


def covered(part: Part) -> Part:
    """Hidden where its count, its rest or its whole is one to four: each could be told from the others."""
    rest = part.of - part.count if part.of is not None and part.count is not None else 0
    if part.of is not None and _is_small(part.of):
        return replace(part, count=None, of=None, hidden=True)
    if _is_small(part.count) or _is_small(rest):
        return replace(part, count=None, hidden=True)
    return part


def covered_lines(lines: Sequence[Part]) -> tuple[Part, ...]:
    """Each line covered; where one alone is hidden, the next smallest too, or it could be told from the sum."""
    found = [covered(line) for line in lines]
    for alone in (
        [index for index, line in enumerate(found) if line.hidden],
        [index for index, line in enumerate(found) if line.hidden and line.of is None],
    ):
        open_ones = [index for index, line in enumerate(lines) if index not in alone and (line.of or line.count)]
        if len(alone) == 1 and open_ones:
            smallest = min(open_ones, key=lambda index: lines[index].of or lines[index].count or 0)
            found[smallest] = replace(found[smallest], count=None, of=None, hidden=True)
    return tuple(found)


def _is_small(count: int | None) -> bool:
    return count is not None and 0 < count < SMALL


@dataclass(frozen=True)
class Period:
    """London dates, both included, and the instants at which they begin and end."""

    from_on: date
    to_on: date

    @property
    def begins(self) -> datetime:
        return _midnight(self.from_on)

    @property
    def ends(self) -> datetime:
        return _midnight(self.to_on + timedelta(days=1))

    @property
    def words(self) -> str:
        return f"{self.from_on:%-d %B %Y} to {self.to_on:%-d %B %Y}"

    def holds(self, instant: datetime | None) -> bool:
        return instant is not None and self.begins <= instant < self.ends


def quarter_of(day: date) -> Period:
    """The calendar quarter in which a day lies."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    next_one = date(day.year + first.month // 10, (first.month + 3) % 12, 1)
    return Period(first, next_one - timedelta(days=1))


def quarters_until(day: date, how_many: int) -> list[Period]:
    """That many quarters up to and with the one in which `day` lies, the oldest first."""
    found = [quarter_of(day)]
    while len(found) < how_many:
        found.insert(0, quarter_of(found[0].from_on - timedelta(days=1)))
    return found


def working_days(first: date, last: date) -> int:
    """Working days after `first`, up to and with `last`; 0 where it is not later."""
    return working_time.england_and_wales().working_days_between(first, last) if last > first else 0


def middle(values: Sequence[int]) -> float | None:
    return float(median(values)) if values else None


def ninetieth(values: Sequence[int]) -> int | None:
    """The 90th centile by nearest rank."""
    return sorted(values)[-(-9 * len(values) // 10) - 1] if values else None


def london_date(instant: datetime) -> date:
    return clock.local(instant).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)
