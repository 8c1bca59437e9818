"""Working days: Monday to Friday, not an England and Wales bank holiday, not a local closure day.

Public: `Calendar`, `england_and_wales`, `OutsideCalendar`.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from pathlib import Path

from working_time.london import WEEKDAYS, WorkingTimeError, written_day

FROZEN = Path(__file__).with_name("england_and_wales.json")
DAY = timedelta(days=1)
SATURDAY = 5


class OutsideCalendar(WorkingTimeError):
    """A count that leaves the years which the calendar holds."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of one place, listed once, so that counting is a look-up in a sorted list.

    `first` and `last` bound it, both included. `known_until` is the last bank holiday that has been announced;
    later ones in `bank_holidays` are expected by rule, and any date counted past it is provisional.
    `closures` are a locality's own closed days with their reasons; `national` is the same calendar without them.
    """

    name: str
    first: date
    last: date
    bank_holidays: Mapping[date, str]
    known_until: date
    closures: Mapping[date, str] = field(default_factory=dict)
    _working_days: tuple[date, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_working_days", tuple(day for day in self._every_day() if self.why_closed(day) is None)
        )

    def _every_day(self) -> Iterator[date]:
        return (date.fromordinal(number) for number in range(self.first.toordinal(), self.last.toordinal() + 1))

    @cached_property
    def national(self) -> "Calendar":
        """The calendar without local closure days, by which statutory limits are counted."""
        if not self.closures:
            return self
        return Calendar(self.name, self.first, self.last, self.bank_holidays, self.known_until)

    def with_closures(self, closures: Mapping[date, str]) -> "Calendar":
        """The same calendar with a locality's closed days added to those that it has."""
        if not closures:
            return self
        return closed_as_well(self, frozenset(closures.items()))

    def why_closed(self, day: date) -> str | None:
        """The reason a day is not a working day ("Saturday", "Good Friday", "Local closure: …"), or None."""
        if day.weekday() >= SATURDAY:
            return WEEKDAYS[day.weekday()]
        if holiday := self.bank_holidays.get(day):
            return holiday
        closure = self.closures.get(day)
        if closure is None:
            return None
        return f"Local closure: {closure}" if closure else "Local closure"

    def is_working_day(self, day: date) -> bool:
        self.require(day)
        return self.why_closed(day) is None

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies past the last announced bank holiday, so that what is counted to it may still move."""
        return day > self.known_until

    def add(self, day: date, working_days: int) -> date:
        """The nth working day after `day`, or before it for a negative number. `day` is day 0, and the answer for 0.

        Raises `OutsideCalendar` where the count leaves the calendar.
        """
        self.require(day)
        if working_days == 0:
            return day
        if working_days > 0:
            place = bisect_right(self._working_days, day) + working_days - 1
        else:
            place = bisect_left(self._working_days, day) + working_days
        if not 0 <= place < len(self._working_days):
            raise self._outside(f"{abs(working_days)} working days from {written_day(day)}")
        return self._working_days[place]

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.add(day, -1)

    def on_or_after(self, day: date) -> date:
        """`day` if it is a working day, else the next."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def on_or_before(self, day: date) -> date:
        """`day` if it is a working day, else the previous."""
        return day if self.is_working_day(day) else self.previous_working_day(day)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`: `add` goes the same way back.

        Negative where `end` comes first, and then counted from `end` up to the day before `start`.
        """
        self.require(start)
        self.require(end)
        if end >= start:
            return bisect_right(self._working_days, end) - bisect_right(self._working_days, start)
        return bisect_left(self._working_days, end) - bisect_left(self._working_days, start)

    def closed_days(self, start: date, end: date) -> tuple[tuple[date, str], ...]:
        """Each closed day from `start` to `end`, both included, with its reason, in order of date."""
        self.require(start)
        self.require(end)
        found = []
        day = start
        while day <= end:
            if reason := self.why_closed(day):
                found.append((day, reason))
            day += DAY
        return tuple(found)

    def require(self, day: date) -> None:
        """Raises `OutsideCalendar` for a day that the calendar does not hold."""
        if not self.first <= day <= self.last:
            raise self._outside(written_day(day))

    def _outside(self, what: str) -> OutsideCalendar:
        return OutsideCalendar(
            f"{what} is outside the calendar, which runs from {written_day(self.first)} to {written_day(self.last)}. "
            "Check the date and the amount."
        )


@lru_cache(maxsize=64)
def closed_as_well(calendar: Calendar, closures: frozenset[tuple[date, str]]) -> Calendar:
    """Listing the days of a calendar takes some milliseconds, so that a locality's is kept once it is made."""
    both = {**calendar.closures, **dict(closures)}
    return Calendar(calendar.name, calendar.first, calendar.last, calendar.bank_holidays, calendar.known_until, both)


@cache
def england_and_wales() -> Calendar:
    """The frozen calendar of England and Wales; `python -m working_time.freeze` writes its file anew."""
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    return Calendar(
        name=frozen["name"],
        first=date.fromisoformat(frozen["first"]),
        last=date.fromisoformat(frozen["last"]),
        bank_holidays={date.fromisoformat(day): name for day, name in frozen["bank_holidays"].items()},
        known_until=date.fromisoformat(frozen["known_until"]),
    )
