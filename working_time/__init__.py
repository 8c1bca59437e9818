"""Working-day calendars, time limits, and due dates that explain themselves.

Pure Python: no database, no web framework, and no clock; every moment is handed in.
Public names: `Calendar`, `england_and_wales`, `Limit`, `Pause`, `Override`, `Due`, `due`, `overdue`, and the errors,
all of which are a `WorkingTimeError` with a message that a person can act on.
"""

from working_time.calendars import Calendar, OutsideCalendar, england_and_wales
from working_time.limits import (
    BadLimit,
    Due,
    Limit,
    Override,
    Pause,
    PauseRefused,
    TriggerNeedsTime,
    due,
    overdue,
)
from working_time.london import (
    LONDON,
    NonexistentTime,
    WorkingTimeError,
    end_of_day,
    in_london,
    london_day,
    written_day,
    written_moment,
)

__all__ = [
    "LONDON",
    "BadLimit",
    "Calendar",
    "Due",
    "Limit",
    "NonexistentTime",
    "OutsideCalendar",
    "Override",
    "Pause",
    "PauseRefused",
    "TriggerNeedsTime",
    "WorkingTimeError",
    "due",
    "end_of_day",
    "england_and_wales",
    "in_london",
    "london_day",
    "overdue",
    "written_day",
    "written_moment",
]
