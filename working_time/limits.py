"""From a limit and its trigger to a due date that shows its working.

Public: `due` and `overdue`, and from `working_time.terms` the words that they use.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from working_time.calendars import Calendar, OutsideCalendar
from working_time.london import LONDON, in_london, london_day, written_day, written_moment
from working_time.terms import (
    DAY,
    BadLimit,
    Due,
    Limit,
    Override,
    Pause,
    PauseRefused,
    TriggerNeedsTime,
    require_amount,
)

__all__ = ["BadLimit", "Due", "Limit", "Override", "Pause", "PauseRefused", "TriggerNeedsTime", "due", "overdue"]

PAUSED = "paused"
NOTHING = timedelta()


class Count(NamedTuple):
    """One count under way: the limit, the amount that applies to it, the days that are open, and what drops out."""

    limit: Limit
    amount: int
    calendar: Calendar
    pauses: Sequence[Pause]
    because: str

    @property
    def step(self) -> timedelta:
        return DAY if self.limit.direction == "after" else -DAY

    @property
    def sign(self) -> int:
        return 1 if self.limit.direction == "after" else -1

    @property
    def words(self) -> str:
        return f"{self.amount} {self.limit.unit_words(self.amount)}"

    def is_paused(self, day: date) -> bool:
        return any(first <= day <= last for first, last in (pause.days for pause in self.pauses))

    def why_not_counted(self, day: date) -> str | None:
        return self.calendar.why_closed(day) or (PAUSED if self.is_paused(day) else None)


def due(
    limit: Limit,
    trigger: date | datetime,
    *,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    local_amount: int | None = None,
    override: Override | None = None,
    closures: Mapping[date, str] | None = None,
    closures_count_as_closed: bool = True,
    because: str = "",
) -> Due:
    """The last date or instant at which `limit` is kept, counted from `trigger`, with its working.

    The London calendar date of the trigger is day 0, whatever the hour; a time without a zone is London time.
    `local_amount` replaces the amount; of a statutory limit only where it is stricter, or an override holds on day 0.
    `closures`, and those that the calendar has, never stretch a statutory limit; other limits take them for closed days
    unless `closures_count_as_closed` is false. `because` is the event that day 0 is, for the working.
    Raises `PauseRefused` for a pause of a limit that may not be paused, `TriggerNeedsTime` for hours from a date,
    `NonexistentTime` for a London time that the spring clock change leaves out, `OutsideCalendar` beyond the calendar,
    `BadLimit` for an amount that is not one.
    Source: DOMAIN, "Dates and clocks" and "Golden dates".
    """
    if pauses and (limit.statutory or not limit.may_pause):
        raise PauseRefused(
            f"A {'statutory limit' if limit.statutory else 'limit of this rule'} cannot be paused: its time runs on. "
            "Take the pause out; where the limit cannot be kept, record why and make a safe plan meanwhile."
        )
    day = london_day(trigger)
    amount, changed = amount_that_applies(limit, local_amount, override, day)
    local = calendar.with_closures(closures or {})
    stretched = not limit.statutory and closures_count_as_closed
    count = Count(limit, amount, local if stretched else calendar.national, pauses, because)
    if limit.in_hours:
        at, steps = count_hours(count, trigger)
        by, reached = None, london_day(at)
    else:
        by, steps = count_days(count, trigger)
        at, reached = None, by
    local.require(reached)
    notes = [*changed, *closures_passed_over(local, count, day, reached)]
    provisional = calendar.is_provisional(max(day, reached))
    if provisional:
        notes.append(
            f"Provisional: bank holidays are announced up to {written_day(calendar.known_until)}, "
            "and later ones are only expected"
        )
    return Due(by, at, (steps[0], *notes, *steps[1:]) if len(steps) > 1 else (*notes, *steps), provisional, amount)


def overdue(what: Due, now: datetime) -> bool:
    """Whether `what` is late at the moment `now`; as `Due.overdue`."""
    return what.overdue(now)


def amount_that_applies(
    limit: Limit, local_amount: int | None, override: Override | None, day: date
) -> tuple[int, list[str]]:
    """The amount to count, and the sentence that says why where a locality has changed it.

    A statutory limit may be shortened freely; it is lengthened only by an override that holds on day 0.
    """
    if local_amount is None or local_amount == limit.amount:
        return limit.amount, []
    require_amount(local_amount, "A local amount")
    local, stated = f"Local {local_amount}", f"the statutory {limit.amount}"
    if not limit.statutory:
        return local_amount, [f"{local} replaces {limit.words}, so {local_amount} applies"]
    # A report due "3 before" comes earlier than one due "2 before": there the larger number is the stricter.
    if (local_amount < limit.amount) == (limit.direction == "after"):
        stricter = "shorter" if limit.direction == "after" else "earlier"
        return local_amount, [f"{local} is {stricter} than {stated}, so {local_amount} applies"]
    looser = "longer" if limit.direction == "after" else "later"
    if override is None:
        return limit.amount, [
            f"{local} is {looser} than {stated} and no override is recorded, so {limit.amount} applies"
        ]
    if not override.holds_on(day):
        held = f"the override does not hold on {written_day(day)}"
        return limit.amount, [f"{local} is {looser} than {stated} and {held}, so {limit.amount} applies"]
    return local_amount, [
        f"{local} is {looser} than {stated}; an override is recorded ({override.reason}), so {local_amount} applies"
    ]


def closures_passed_over(local: Calendar, count: Count, day: date, reached: date) -> list[str]:
    """A line for each local closure day on the way that was counted all the same."""
    if not local.closures or count.limit.unit == "elapsed_hours" or count.calendar.closures:
        return []
    why = "does not stretch a statutory limit" if count.limit.statutory else "counts as a working day here"
    first, last = min(day, reached), max(day, reached)
    return [
        f"{written_day(closed)} is a local closure day, which {why}"
        for closed in sorted(local.closures)
        if first <= closed <= last and count.calendar.why_closed(closed) is None
    ]


# Days


def count_days(count: Count, trigger: date | datetime) -> tuple[date, list[str]]:
    """The last London date of a limit counted in days, weeks or months, and the sentences that lead to it."""
    day = london_day(trigger)
    is_day_one = count.limit.trigger_day_counts and count.amount > 0 and count.why_not_counted(day) is None
    steps = [day_zero(count, trigger, is_day_one)]
    if count.limit.unit == "working_days":
        end, passed = count_working_days(count, day, is_day_one)
    else:
        end, passed = count_plain_days(count, day, is_day_one)
    steps += passed
    rolled, over = roll(count, end)
    return rolled, [*steps, *over, last_day(count, rolled, bool(over))]


def day_zero(count: Count, trigger: date | datetime, is_day_one: bool) -> str:
    day = london_day(trigger)
    why = [count.because] if count.because else []
    if isinstance(trigger, datetime) and trigger.tzinfo is not None and trigger.date() != day:
        why.append(f"{written_day(trigger)} {trigger:%H:%M} {trigger.tzname()} is that day in London")
    closed = count.why_not_counted(day)
    if is_day_one:
        why.append("trigger day counts")
    elif closed:
        why.append(f"{closed}, so it cannot be day 1" if count.limit.trigger_day_counts else closed)
    reasons = f" ({'; '.join(why)})" if why else ""
    return f"{written_day(day)} is day {1 if is_day_one else 0}{reasons}"


def count_working_days(count: Count, day: date, is_day_one: bool) -> tuple[date, list[str]]:
    to_count = count.amount - is_day_one
    if not count.pauses:
        end = count.calendar.add(day, count.sign * to_count)
    else:
        end = day
        for _ in range(to_count):
            end = count.calendar.add(end, count.sign)
            while count.is_paused(end):
                end = count.calendar.add(end, count.sign)
    return end, [skipped(between, why) for between in days_between(day, end) if (why := count.why_not_counted(between))]


def count_plain_days(count: Count, day: date, is_day_one: bool) -> tuple[date, list[str]]:
    """Plain addition; where the trigger day counts, every result comes one day nearer. Paused days are then added."""
    steps = []
    if count.limit.unit == "months":
        end = months_from(day, count.sign * count.amount)
        landing = f"{count.words} {count.limit.direction} {written_day(day)} is {written_day(end)}"
        if end.day != day.day:
            landing += f" (that month has no day {day.day}, so its last day is used)"
        steps.append(landing)
    else:
        days = count.amount * (7 if count.limit.unit == "weeks" else 1)
        end = plain_add(day, count.sign * days)
        steps.append(f"{count.words} {count.limit.direction} {written_day(day)} is {written_day(end)}")
    if is_day_one:
        end -= count.step
        steps.append(f"The trigger day counts, so the last day is {written_day(end)}")
    owed = sum(count.is_paused(between) for between in (*days_between(day, end), end) if between != day)
    while owed:
        end = plain_add(end, count.sign)
        owed -= not count.is_paused(end)
    if count.pauses:
        steps += [skipped(between, PAUSED) for between in days_between(day, end) if count.is_paused(between)]
    return end, steps


def roll(count: Count, end: date) -> tuple[date, list[str]]:
    """The working day that a result rolls to, and the days that it rolls past."""
    if count.limit.roll == "none" or count.calendar.is_working_day(end):
        return end, []
    to_working_day = count.calendar.on_or_before if count.limit.roll == "back" else count.calendar.on_or_after
    rolled = to_working_day(end)
    passed = (end, *days_between(end, rolled))
    return rolled, [
        f"{written_day(day)} is not a working day ({count.calendar.why_closed(day)}): rolled {count.limit.roll}"
        for day in passed
    ]


def last_day(count: Count, end: date, was_rolled: bool) -> str:
    unit = count.limit.unit_words(1)
    if count.limit.unit == "working_days":
        before = " before" if count.limit.direction == "before" else ""
        words = f"is {unit} {count.amount}{before}"
    else:
        words = f"is the last day: {count.words} {count.limit.direction} the trigger"
    return f"{written_day(end)} {words}{f', rolled {count.limit.roll}' if was_rolled else ''}"


def skipped(day: date, why: str) -> str:
    return f"{written_day(day)} is skipped ({why})"


def days_between(start: date, end: date) -> Iterator[date]:
    """The days strictly between the two, in the order of the walk from `start` to `end`."""
    step = DAY if end >= start else -DAY
    day = start + step
    while (day < end) if step > NOTHING else (day > end):
        yield day
        day += step


def months_from(day: date, months: int) -> date:
    """The same day number so many months on (or back); that month's last day where it lacks the number."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OutsideCalendar(
            f"{abs(months)} months from {written_day(day)} is outside the calendar. Check the amount."
        )
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plain_add(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutsideCalendar(
            f"{abs(days)} days from {written_day(day)} is outside the calendar. Check the amount."
        ) from None


# Hours


def count_hours(count: Count, trigger: date | datetime) -> tuple[datetime, list[str]]:
    """The last instant of a limit counted in hours, in London time, and the sentences that lead to it."""
    if not isinstance(trigger, datetime):
        raise TriggerNeedsTime(
            f"{count.words} are counted from a time of day, and {written_day(trigger)} is only a date. "
            "Give the time as well."
        )
    start = in_london(trigger)
    if count.limit.unit == "elapsed_hours":
        at, passed = count_elapsed_hours(count, start)
        tail = ": hours run through nights, weekends and bank holidays"
    else:
        at, passed = count_working_hours(count, start)
        opens, closes = count.limit.hours
        tail = f": hours run {opens:%H:%M}-{closes:%H:%M} on working days"
    why = f" ({count.because})" if count.because else ""
    first = f"{written_moment(start)} is hour 0{why}{tail}"
    if start.utcoffset() != at.utcoffset() and count.limit.unit == "elapsed_hours":
        passed.append("The clocks changed in between, so the wall-clock time differs by an hour")
    return at, [first, *passed, f"{written_moment(at)} is {count.words} {count.limit.direction}"]


def count_elapsed_hours(count: Count, start: datetime) -> tuple[datetime, list[str]]:
    """Real hours on the UTC line; each pause on the way adds what of it lies there."""
    left = timedelta(hours=count.amount)
    cursor, steps = start.astimezone(UTC), []
    for first, last in pauses_in_order(count):
        ahead = (first - cursor) * count.sign
        if (last - cursor) * count.sign <= NOTHING:
            continue
        if ahead >= left:
            break
        left -= max(ahead, NOTHING)
        cursor = last
        begins, ends = sorted((first, last))
        steps.append(f"{written_moment(begins)} to {written_moment(ends)} does not count ({PAUSED})")
    try:
        at = (cursor + left * count.sign).astimezone(LONDON)
    except OverflowError:
        raise OutsideCalendar(f"{count.words} from {written_moment(start)} is outside the calendar.") from None
    return at, steps


def count_working_hours(count: Count, start: datetime) -> tuple[datetime, list[str]]:
    """Opening hours on working days; an amount that ends exactly at closing time is due that day, not next morning."""
    left = timedelta(hours=count.amount)
    if left == NOTHING:
        return start, []
    day, cursor, steps = start.date(), start.astimezone(UTC), []
    while True:
        if not count.calendar.first <= day <= count.calendar.last:
            raise OutsideCalendar(
                f"{count.words} from {written_moment(start)} is outside the calendar. Check the amount."
            )
        if closed := count.calendar.why_closed(day):
            steps.append(skipped(day, closed))
        elif is_wholly_paused(count, day):
            steps.append(skipped(day, PAUSED))
        for begins, ends in [] if closed else open_times(count, day):
            begin, end = (max(begins, cursor), ends) if count.sign > 0 else (begins, min(ends, cursor))
            if end <= begin:
                continue
            used = min(left, end - begin)
            left -= used
            at = begin + used if count.sign > 0 else end - used
            near, far = (begin, at) if count.sign > 0 else (at, end)
            steps.append(f"{written_day(day)} {near.astimezone(LONDON):%H:%M}-{far.astimezone(LONDON):%H:%M}")
            if left == NOTHING:
                return at.astimezone(LONDON), steps
        day += count.step


def open_times(count: Count, day: date) -> list[tuple[datetime, datetime]]:
    """The open times of a working day in UTC, less its pauses, in the order of the count."""
    opens, closes = (datetime.combine(day, moment, LONDON).astimezone(UTC) for moment in count.limit.hours)
    free = [(opens, closes)]
    for pause in count.pauses:
        first, last = pause.interval
        free = [
            part
            for begins, ends in free
            for part in ((begins, min(ends, first)), (max(begins, last), ends))
            if part[0] < part[1]
        ]
    return free if count.sign > 0 else free[::-1]


def is_wholly_paused(count: Count, day: date) -> bool:
    return bool(count.pauses) and not open_times(count, day)


def pauses_in_order(count: Count) -> list[tuple[datetime, datetime]]:
    """Pauses as the count meets them: each from its nearer to its farther end."""
    intervals = [(a.astimezone(UTC), b.astimezone(UTC)) for a, b in (pause.interval for pause in count.pauses)]
    return sorted(intervals) if count.sign > 0 else sorted(((b, a) for a, b in intervals), reverse=True)
