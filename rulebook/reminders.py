"""The schedule of reminders: what, how long before or after, to whom, and when it no longer matters.

Public: `Reminder`, `Recipient`.
"""

import re
from dataclasses import dataclass

from rulebook.entries import Entry
from rulebook.sources import Library, Source
from working_time.terms import UNITS

CHANNELS = ("ics", "mail", "inbox")
SEVERITIES = ("info", "warning", "alert")
FROM_OFFSET = re.compile(r"(?P<role>.+)_from_(?P<offset>\d+)")


@dataclass(frozen=True)
class Recipient:
    """A role that a reminder goes to; with `from_offset`, only from that offset on."""

    role: str
    from_offset: int | None = None

    def hears_at(self, offset: int) -> bool:
        return self.from_offset is None or offset >= self.from_offset


@dataclass(frozen=True)
class Reminder:
    """One reminder. `offsets` count `unit`s from the `anchor` event, negative before it, in order.

    `repeat_every`: after the last offset again every so many working days until moot. `at_once`: offset 0 goes out at
    the moment of the event, on any day; the others at 08:00 London on a working day (hours: at the instant).
    `gather_minutes`: what is said at once waits so long, so that several edits go out as one.
    """

    key: str
    what: str
    anchor: str
    offsets: tuple[int, ...]
    unit: str
    repeat_every: int | None
    to: tuple[Recipient, ...]
    channels: tuple[str, ...]
    moot_when: tuple[str, ...]
    severity: str
    at_once: bool
    gather_minutes: int
    note: str | None
    source: Source

    def recipients_at(self, offset: int) -> tuple[str, ...]:
        """The roles that hear of it at this offset; a repeat counts as the last."""
        return tuple(recipient.role for recipient in self.to if recipient.hears_at(offset))


def read_reminder(entry: Entry, library: Library) -> Reminder:
    reminder = Reminder(
        key=entry.text("key"),
        what=entry.text("what"),
        anchor=entry.text("anchor"),
        offsets=entry.whole_numbers("offsets"),
        unit=entry.one_of("offset_unit", UNITS),
        repeat_every=entry.whole_or_none("repeat_every"),
        to=tuple(recipient(words) for words in entry.texts("to")),
        channels=entry.texts("channel"),
        moot_when=entry.texts("moot_when"),
        severity=entry.one_of("severity", SEVERITIES),
        at_once=entry.flag("at_once", False),
        gather_minutes=entry.whole_or_none("gather_minutes") or 0,
        note=entry.text_or_none("note"),
        source=library.source_of(entry),
    )
    entry.done()
    if not (reminder.offsets and reminder.to and reminder.channels and reminder.moot_when):
        raise entry.fault("needs offsets, somebody to tell, a channel, and what makes it moot.")
    if list(reminder.offsets) != sorted(set(reminder.offsets)):
        raise entry.fault("'offsets' must be in order, each once.")
    if unknown := [channel for channel in reminder.channels if channel not in CHANNELS]:
        raise entry.fault(f"'channel' {', '.join(unknown)} is unknown; it must be among {', '.join(CHANNELS)}.")
    return reminder


def recipient(words: str) -> Recipient:
    """As "service_manager_from_5" is the service manager, from offset 5 on."""
    found = FROM_OFFSET.fullmatch(words)
    return Recipient(found["role"], int(found["offset"])) if found else Recipient(words)
