"""The words of a time limit: what it counts, what may hold it up, what may change it, and what came of it.

Public: `Limit`, `Pause`, `Override`, `Due`, and the errors `BadLimit`, `PauseRefused`, `TriggerNeedsTime`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from working_time.london import WorkingTimeError, end_of_day, in_london, london_day

Unit = Literal["working_days", "calendar_days", "weeks", "months", "elapsed_hours", "working_hours"]
Direction = Literal["after", "before"]
Roll = Literal["none", "back", "forward"]

UNITS: tuple[str, ...] = get_args(Unit)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
ROLLS: tuple[str, ...] = get_args(Roll)
HOUR_UNITS = ("elapsed_hours", "working_hours")
OFFICE_HOURS = (time(9), time(17))
LARGEST_AMOUNT = 100_000
DAY = timedelta(days=1)


class BadLimit(WorkingTimeError):
    """A limit, pause or override that says something impossible."""


class PauseRefused(WorkingTimeError):
    """A pause of a limit that may not be paused."""


class TriggerNeedsTime(WorkingTimeError):
    """A limit in hours whose trigger is only a date."""


@dataclass(frozen=True)
class Limit:
    """One time limit: so much, of this unit, after or before its trigger.

    `roll` moves a result that is not a working day to the working day before (`back`) or after (`forward`).
    `hours` are the opening hours for `working_hours`. Statutory limits refuse a pause, whatever `may_pause` says.
    Raises `BadLimit` for an amount, unit, direction, roll or hours that cannot be counted.
    """

    amount: int
    unit: Unit
    direction: Direction = "after"
    trigger_day_counts: bool = False
    roll: Roll = "none"
    statutory: bool = False
    may_pause: bool = False
    hours: tuple[time, time] = OFFICE_HOURS

    def __post_init__(self) -> None:
        require_amount(self.amount, "The amount of a limit")
        for word, value, known in (
            ("unit", self.unit, UNITS),
            ("direction", self.direction, DIRECTIONS),
            ("roll", self.roll, ROLLS),
        ):
            if value not in known:
                raise BadLimit(f"The {word} of a limit is one of {', '.join(known)}; {value!r} is not.")
        opens, closes = self.hours
        if opens >= closes:
            raise BadLimit(f"Working hours must open before they close; {opens:%H:%M} to {closes:%H:%M} do not.")

    @property
    def in_hours(self) -> bool:
        return self.unit in HOUR_UNITS

    @property
    def words(self) -> str:
        """As "15 working days"; "1 month"."""
        return f"{self.amount} {self.unit_words(self.amount)}"

    def unit_words(self, amount: int) -> str:
        many = self.unit.replace("_", " ")
        return many.removesuffix("s") if amount == 1 else many


@dataclass(frozen=True)
class Pause:
    """A time that does not count, both ends included where they are dates.

    In a limit counted in days the London dates from `first` to `last` drop out. In a limit counted in hours the time
    from one instant to the other does; a plain date then begins and ends at midnight in London.
    Raises `BadLimit` where it ends before it begins.
    """

    first: date | datetime
    last: date | datetime

    def __post_init__(self) -> None:
        begins, ends = self.interval
        if ends < begins:
            raise BadLimit("A pause must not end before it begins. Check its two dates.")

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last London date that do not count."""
        return london_day(self.first), london_day(self.last)

    @property
    def interval(self) -> tuple[datetime, datetime]:
        """The instants between which hours do not count."""
        begins = self.first if isinstance(self.first, datetime) else datetime.combine(self.first, time())
        ends = self.last if isinstance(self.last, datetime) else datetime.combine(self.last + DAY, time())
        return in_london(begins), in_london(ends)


@dataclass(frozen=True)
class Override:
    """The recorded leave to take longer than a statutory limit: why, by whom, and between which London dates it holds.

    Either end may be open here. Raises `BadLimit` for one of more than twelve months, or without a reason.
    """

    reason: str
    by: str = ""
    role: str = ""
    starts: date | None = None
    ends: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise BadLimit("An override needs a reason. Write down why the statutory limit cannot be kept.")
        if self.starts and self.ends:
            if self.ends < self.starts:
                raise BadLimit("An override must not end before it starts. Check its two dates.")
            if self.ends > a_year_after(self.starts):
                raise BadLimit(
                    "An override lasts twelve months at most. Give an earlier end, and renew it then if need be."
                )

    def holds_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Due:
    """What a limit comes to: `by`, the last London date in time, or `at`, the last instant; never both.

    `working` tells how it was counted, sentence by sentence, from day 0 to the result; it is stored with the date and
    not made again later. `provisional`: counted past the last bank holiday that has been announced.
    `effective_amount` is the amount that was counted, after any local change.
    """

    by: date | None
    at: datetime | None
    working: tuple[str, ...]
    provisional: bool
    effective_amount: int

    @property
    def ends_at(self) -> datetime:
        """The last moment in time, in London: 23:59:59 of the last day, or the instant itself."""
        if self.at is not None:
            return self.at
        assert self.by is not None
        return end_of_day(self.by)

    def overdue(self, now: datetime) -> bool:
        """Whether it is late at `now`: from 00:00 London of the day after, or from just after the instant."""
        if self.by is not None:
            return london_day(now) > self.by
        return in_london(now) > self.ends_at


def require_amount(amount: object, what: str) -> None:
    """Raises `BadLimit` for anything but a whole number from 0 to `LARGEST_AMOUNT`."""
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= LARGEST_AMOUNT:
        raise BadLimit(f"{what} is a whole number from 0 to {LARGEST_AMOUNT}; {amount!r} is not.")


def a_year_after(day: date) -> date:
    """The same day a year on; 29 February becomes the 28th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
