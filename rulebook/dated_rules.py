"""A rule that gives a date: what is due, counted from what, on whose authority.

Public: `DatedRule`, `NoSuchRule`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from typing import cast

from rulebook.entries import Entry
from rulebook.sources import Library, Source
from working_time import BadLimit, Limit
from working_time.terms import DIRECTIONS, ROLLS, UNITS, Direction, Roll, Unit

PARTS = ("limit", "report", "output", "cross", "escalation", "process", "staff")
LENGTHEN = ("yes", "with_recorded_override")


class NoSuchRule(LookupError):
    """A rule key that the book does not hold; the message gives the nearest that it does."""

    def __init__(self, key: str, known: Mapping[str, object]) -> None:
        near = get_close_matches(key, known, n=3, cutoff=0.4)
        super().__init__(
            f"The rule book holds no {key!r}. "
            + (f"Nearest: {', '.join(near)}." if near else "See the rule book's list.")
        )
        self.key = key
        self.nearest = tuple(near)


@dataclass(frozen=True)
class DatedRule:
    """One dated rule of the book.

    `part` says where it stands (`limit`, `report`, `output` of a meeting type, `cross`, `escalation`, `process`, `staff`);
    `meeting_type` is the key of its type, or None. `trigger` is the event that is day 0, `trigger_words` its readable
    words, `also_triggered_by` events that count as the same. `combine` (`earliest`) with the rule `combine_with`.
    `holds` is the type of meeting that must be held by then, `is_record` marks the record that is owed.
    `limit_note` is set where the source gives no number: the parties agree a date, and `limit` is only the alert.
    """

    key: str
    what: str
    part: str
    trigger: str
    trigger_words: str
    limit: Limit
    source: Source
    meeting_type: str | None = None
    note: str | None = None
    limit_note: str | None = None
    warning_only: bool = False
    is_record: bool = False
    holds: str | None = None
    combine_with: str | None = None
    combine: str | None = None
    alternative_trigger: str | None = None
    also_triggered_by: tuple[str, ...] = ()
    may_shorten: bool = True
    lengthen_needs_override: bool = False

    @property
    def statutory(self) -> bool:
        return self.limit.statutory

    @property
    def agreed_date_required(self) -> bool:
        """Whether the parties agree the date themselves, since the source gives no number."""
        return self.limit_note is not None

    @property
    def words(self) -> str:
        """As "15 working days after: Strategy discussion that started the section 47 enquiry"."""
        return f"{self.limit.words} {self.limit.direction}: {self.trigger_words}"


def read_meeting_rule(
    entry: Entry, part: str, meeting_type: str, triggers: Mapping[str, str], library: Library
) -> DatedRule:
    """A limit, report or output of a meeting type."""
    locality = entry.entry("locality")
    shorten, lengthen = locality.flag("shorten"), locality.one_of("lengthen", LENGTHEN)
    locality.done()
    trigger = entry.text("trigger")
    rule = DatedRule(
        key=entry.text("key"),
        what=entry.text("what"),
        part=part,
        trigger=trigger,
        trigger_words=words_of(trigger, triggers, entry),
        limit=read_limit(entry, statutory=entry.flag("statutory_cap"), may_pause=entry.flag("may_pause")),
        source=library.source_of(entry),
        meeting_type=meeting_type,
        note=entry.text_or_none("note"),
        warning_only=entry.flag("warning_only", False),
        is_record=entry.flag("is_record", False),
        holds=entry.text_or_none("holds"),
        combine_with=entry.text_or_none("combine_with"),
        combine=entry.one_of("combine", ("earliest",)) if "combine" in entry else None,
        alternative_trigger=entry.text_or_none("alternative_trigger"),
        also_triggered_by=entry.texts("also_triggered_by", ()),
        may_shorten=shorten,
        lengthen_needs_override=lengthen == "with_recorded_override",
    )
    for other in (rule.alternative_trigger, *rule.also_triggered_by):
        if other:
            words_of(other, triggers, entry)
    require_sound(rule, entry)
    entry.done()
    return rule


def read_timer(
    entry: Entry,
    key: str,
    what: str,
    *,
    part: str,
    triggers: Mapping[str, str],
    source: Source,
    trigger: str | None = None,
) -> DatedRule:
    """A short limit inside another entry; the caller reads its source, or hands on that of the entry around it."""
    trigger = trigger or entry.text("trigger")
    timer = DatedRule(
        key=key,
        what=what,
        part=part,
        trigger=trigger,
        trigger_words=words_of(trigger, triggers, entry),
        limit=read_limit(entry),
        source=source,
        note=entry.text_or_none("note"),
    )
    entry.done()
    return timer


def read_limit(entry: Entry, *, statutory: bool = False, may_pause: bool = False) -> Limit:
    """The limit of an entry; a direction, roll or counting of the trigger day that it leaves out is the usual one."""
    try:
        return Limit(
            amount=entry.whole("amount"),
            unit=cast(Unit, entry.one_of("unit", UNITS)),
            direction=cast(Direction, entry.one_of("direction", DIRECTIONS) if "direction" in entry else "after"),
            trigger_day_counts=entry.flag("trigger_day_counts", False),
            roll=cast(Roll, entry.one_of("roll", ROLLS) if "roll" in entry else "none"),
            statutory=statutory,
            may_pause=may_pause,
            hours=read_hours(entry) if "hours" in entry else (time(9), time(17)),
        )
    except BadLimit as error:
        raise entry.fault(str(error)) from error


def read_hours(entry: Entry) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(hour) for hour in entry.texts("hours"))
    except ValueError as error:
        raise entry.fault("'hours' must be two times such as 09:00 and 17:00.") from error
    return opens, closes


def require_sound(rule: DatedRule, entry: Entry) -> None:
    """A statutory limit rests on statutory guidance, never pauses, and is lengthened only by an override."""
    if rule.limit.trigger_day_counts:
        raise entry.fault("'trigger_day_counts' must be false in the book; a locality may choose otherwise.")
    if rule.statutory and not rule.source.is_statutory:
        raise entry.fault("only a rule of statutory guidance may be a statutory cap.")
    if rule.statutory and rule.limit.may_pause:
        raise entry.fault("a statutory limit cannot be paused; set 'may_pause' to false.")
    if rule.statutory and not rule.lengthen_needs_override:
        raise entry.fault("a statutory limit needs 'lengthen: with_recorded_override'.")
    if (rule.combine is None) != (rule.combine_with is None):
        raise entry.fault("'combine' and 'combine_with' go together.")


def words_of(trigger: str, triggers: Mapping[str, str], entry: Entry) -> str:
    """The readable words of a trigger. Raises `RuleBookError` where it has none."""
    words = triggers.get(trigger)
    if words is None:
        raise entry.fault(f"the trigger {trigger!r} has no words; add it to 'triggers' in words.yaml.")
    return words
