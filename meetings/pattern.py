"""The dates of a series: every so many weeks at one time of London's clocks, off the closed days, within the limit.

Pure: it looks only at what it is given. Public: `Planned`, `plan`, `by_pattern`, `shifted`, `limit_of`, `MOST`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import rulebook
import working_time
from working_time import in_london, london_day, written_day

MOST = 20  # meetings in one series: a year of core groups and more


@dataclass(frozen=True)
class Planned:
    """One meeting as it is planned. `usual_at` is its start by the pattern; `why` says why it is held at another, or on a
    closed day; `last_day` is the end of its limit, counted from the one before."""

    usual_at: datetime
    starts_at: datetime
    last_day: date | None = None
    why: str = ""
    closed: str = ""

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.usual_at


def limit_of(kind: rulebook.MeetingType) -> rulebook.DatedRule | None:
    """The limit by which a meeting of this type follows the one before it, where it is counted in weeks: only such a type
    is held in series."""
    own = (rule for rule in kind.limits if rule.trigger == f"{kind.key}.held" and rule.holds == kind.key)
    return next((rule for rule in own if rule.limit.unit == "weeks"), None)


def by_pattern(first: datetime, every_weeks: int, number: int) -> datetime:
    """The start of meeting `number` (the first is 0): the same weekday and the same time in London, whatever the clocks do."""
    local = in_london(first)
    return in_london(local.replace(tzinfo=None) + timedelta(weeks=every_weeks * number)).astimezone(UTC)


def shifted(moment: datetime, before: datetime, after: datetime) -> datetime:
    """`moment` moved as a meeting was that went from `before` to `after`: by as many days, and to its time of day."""
    old, new = in_london(before), in_london(after)
    day = in_london(moment).date() + (new.date() - old.date())
    return in_london(datetime.combine(day, new.time())).astimezone(UTC)


def plan(
    first: datetime,
    every_weeks: int,
    *,
    count: int | None,
    until: date | None,
    last_day_after: Callable[[date], date],
    keep_closed: bool = False,
) -> list[Planned]:
    """The meetings after each other, `first` with them; `count` of them, or as many as start on or before `until`.

    A date on a closed day goes to the working day before it, unless `keep_closed`; one that then lies after its limit
    (`last_day_after` the one before) goes back to the last day of it. The first stays as it is.
    """
    calendar = working_time.england_and_wales()
    found = [Planned(first, first)]
    for number in range(1, MOST if count is None else count):
        usual = by_pattern(first, every_weeks, number)
        day = london_day(usual)
        if until is not None and day > until:
            break
        before = london_day(found[-1].starts_at)
        last = last_day_after(before)
        closed, why, there = calendar.why_closed(day) or "", "", day
        if closed and not keep_closed:
            there, why = calendar.on_or_before(day), f"{written_day(day)} is closed ({closed}): the working day before"
        if there > last:
            there, why = last, f"the limit ends on {written_day(last)}, counted from {written_day(before)}"
        starts_at = in_london(datetime.combine(there, in_london(usual).time())).astimezone(UTC)
        found.append(Planned(usual, starts_at, last, why, closed if there == day else ""))
    return found
