"""London dates and London time: what the law counts, and how it is written on a page.

Public: `LONDON`, `in_london`, `london_day`, `end_of_day`, `written_day`, `written_moment`.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Written out, since strftime would follow the language of the machine.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class WorkingTimeError(ValueError):
    """A date that cannot be counted; the message says what to change."""


class NonexistentTime(WorkingTimeError):
    """A London time in the hour that the spring clock change leaves out."""


def in_london(moment: datetime) -> datetime:
    """The same instant as London shows it.

    A time without a zone is London wall-clock time. In the hour that comes twice in autumn it is the first
    (British Summer Time) unless `fold` is 1: the earlier instant never makes a limit longer.
    Raises `NonexistentTime` for a time in the hour that spring leaves out.
    """
    if moment.tzinfo is not None:
        try:
            return moment.astimezone(LONDON)
        except OverflowError:
            raise WorkingTimeError("That moment is at the very edge of the calendar. Check its year.") from None
    local = moment.replace(tzinfo=LONDON)
    if local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(fold=0):
        raise NonexistentTime(
            f"{written_day(moment)} {moment:%H:%M} does not exist in London: the clocks go forward from 01:00 to 02:00 "
            "that night. Give a time before 01:00 or from 02:00 on."
        )
    return local


def london_day(moment: date | datetime) -> date:
    """The London calendar date of a moment, whatever the hour; a plain date is one already."""
    return in_london(moment).date() if isinstance(moment, datetime) else moment


def end_of_day(day: date) -> datetime:
    """23:59:59 London: the last second of a day on which a day-based limit is still kept."""
    return datetime.combine(day, time(23, 59, 59), LONDON)


def written_day(day: date) -> str:
    """As "Thu 12 Feb 2026"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def written_moment(moment: datetime) -> str:
    """As "Sat 28 Mar 2026 12:00 GMT", in London time; seconds only where there are any."""
    local = in_london(moment)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{written_day(local)} {clock} {local.tzname()}"
