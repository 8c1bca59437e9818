"""The dates that rules give, from text to answer: what stands behind `convenor due` and `/rules/due`.

Public: `due_of_rule` (one rule of the book), `due_of_case` and `due_of_cases` (cases in the form of the shared golden
dates), and `BadCase`. Needs no database and no clock.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, cast

from rulebook.book import book
from rulebook.dated_rules import NoSuchRule
from working_time import Due, Limit, Override, Pause, PauseRefused, WorkingTimeError, due, england_and_wales
from working_time.terms import DIRECTIONS, OFFICE_HOURS, ROLLS, UNITS, Direction, Roll, Unit

KINDS = ("limit", "capped_limit")
AMOUNT_KEYS = {"amount", "statutory_amount", "unit"}
RULE_KEYS = AMOUNT_KEYS | {"kind", "direction", "trigger_day_counts", "roll", "statutory", "may_pause", "hours"}
INPUT_KEYS = {"trigger", "pauses", "local_amount", "override", "hours", "closures", "closures_count_as_closed"}
YEARS = range(1900, 2201)
LONGEST_TEXT = 500
LONGEST_PAUSE_OR_CLOSURE = timedelta(days=366)
DAY = timedelta(days=1)


class BadCase(ValueError):
    """A case or a request that cannot be read; the message says which part and what it should be."""


class Question(NamedTuple):
    """One case, read: the limit, what it is counted from, and what changes or holds up the count."""

    limit: Limit
    trigger: date | datetime
    pauses: tuple[Pause, ...]
    local_amount: int | None
    override: Override | None
    closures: Mapping[date, str]
    closures_count_as_closed: bool

    def answer(self) -> Due:
        return due(
            self.limit,
            self.trigger,
            calendar=england_and_wales(),
            pauses=self.pauses,
            local_amount=self.local_amount,
            override=self.override,
            closures=self.closures,
            closures_count_as_closed=self.closures_count_as_closed,
        )


def due_of_rule(key: str, trigger: str) -> dict[str, Any]:
    """The date that rule `key` of the book gives from `trigger`, an ISO date or time, with its working and its source.

    Raises `NoSuchRule` for an unknown key, `BadCase` for a trigger that is neither date nor time, and the errors of
    `working_time.due`.
    """
    rule = book().rule(key)
    result = book().due_for(key, moment(trigger, "The day or time to count from"))
    return {
        "rule": rule.key,
        "what": rule.what,
        "trigger": rule.trigger_words,
        **answered(result),
        "force": rule.source.force,
        "source": rule.source.sentence,
        "verified": rule.source.verified_words,
        "note": rule.limit_note or rule.note,
    }


def due_of_cases(cases: object) -> list[dict[str, Any]]:
    """The answer to each case of a file: a list of cases, or a mapping that holds them as `cases`.

    A case that cannot be answered gives its `id` and an `error`; the others are answered all the same.
    Raises `BadCase` where it is neither form.
    """
    listed = cases.get("cases") if isinstance(cases, dict) else cases
    if not isinstance(listed, list):
        raise BadCase("The file must hold a list of cases, or a mapping with the list under 'cases'.")
    answers: list[dict[str, Any]] = []
    for place, case in enumerate(listed, start=1):
        try:
            answers.append(due_of_case(case))
        except (BadCase, NoSuchRule, WorkingTimeError) as error:
            named = case.get("id") if isinstance(case, dict) else None
            answers.append({"id": named if isinstance(named, str) else f"case {place}", "error": str(error)})
    return answers


def due_of_case(case: object) -> dict[str, Any]:
    """The answer to one case: `id`, `due_date` or `due_at`, `effective_amount`, `provisional`, `working`.

    `rule` gives the limit; without it `rule_key` is looked up in the book. `input` gives the trigger and what changes
    the count. Where a pause is refused, the date that stands without it is given, and `error` says so.
    Raises `BadCase` for a case that cannot be read, `NoSuchRule`, and the errors of `working_time.due`.
    """
    known = mapping(case, "A case")
    name = known.get("id")
    question = read_question(known)
    try:
        return {"id": name, **answered(question.answer())}
    except PauseRefused as refused:
        return {"id": name, **answered(question._replace(pauses=()).answer()), "error": str(refused)}


def answered(result: Due) -> dict[str, Any]:
    """A due date as the API and the command line give it: an ISO date, or an instant with London's offset."""
    when = {"due_date": result.by.isoformat()} if result.by else {"due_at": result.ends_at.isoformat()}
    return {
        **when,
        "effective_amount": result.effective_amount,
        "provisional": result.provisional,
        "working": list(result.working),
    }


# Reading a case


def read_question(case: Mapping[str, Any]) -> Question:
    given = mapping(case.get("input"), "'input'")
    refuse_unknown(given, INPUT_KEYS, "'input'")
    if "trigger" not in given:
        raise BadCase("'input' has no 'trigger'; give the date or time to count from.")
    limit = read_limit(case, given)
    local, override = read_local_change(given)
    return Question(
        limit=limit,
        trigger=moment(given["trigger"], "'trigger'"),
        pauses=tuple(read_pause(pause) for pause in items(given.get("pauses"), "'pauses'")),
        local_amount=local,
        override=override,
        closures=read_closures(given.get("closures")),
        closures_count_as_closed=flag(given, "closures_count_as_closed", True),
    )


def read_limit(case: Mapping[str, Any], given: Mapping[str, Any]) -> Limit:
    """The limit of a case: written out in `rule`, or named by `rule_key`."""
    if case.get("rule") is None:
        if not isinstance(case.get("rule_key"), str):
            raise BadCase("A case needs a 'rule', or the 'rule_key' of one in the rule book.")
        return book().rule(case["rule_key"]).limit
    rule = mapping(case["rule"], "'rule'")
    refuse_unknown(rule, RULE_KEYS, "'rule'")
    capped = one_of(rule, "kind", KINDS, "limit") == "capped_limit"
    amount = "statutory_amount" if capped else "amount"
    if amount not in rule:
        raise BadCase(f"'rule' has no '{amount}'.")
    statutory = flag(rule, "statutory", capped)
    return Limit(
        amount=rule[amount],
        unit=cast(Unit, one_of(rule, "unit", UNITS, None)),
        direction=cast(Direction, one_of(rule, "direction", DIRECTIONS, "after")),
        trigger_day_counts=flag(rule, "trigger_day_counts", False),
        roll=cast(Roll, one_of(rule, "roll", ROLLS, "none")),
        statutory=statutory,
        may_pause=flag(rule, "may_pause", not statutory),
        hours=read_hours(given.get("hours") or rule.get("hours")),
    )


def read_hours(value: object) -> tuple[time, time]:
    if value is None:
        return OFFICE_HOURS
    opening = items(value, "'hours'")
    try:
        opens, closes = (time.fromisoformat(text(hour, "'hours'")) for hour in opening)
    except ValueError as error:
        raise BadCase("'hours' must be two times, such as 09:00 and 17:00.") from error
    return opens.replace(tzinfo=None), closes.replace(tzinfo=None)


def read_local_change(given: Mapping[str, Any]) -> tuple[int | None, Override | None]:
    """The local amount, which an override may also carry, and the override; a bare true is one recorded elsewhere."""
    amount, value = given.get("local_amount"), given.get("override")
    if value is None or value is False:
        return amount, None
    if value is True:
        return amount, Override("recorded elsewhere")
    if isinstance(value, str):
        return amount, Override(text(value, "'override'"))
    record = mapping(value, "'override'")
    override = Override(
        reason=text(first_of(record, ("reason", "why")) or "", "The reason of the override"),
        by=text(first_of(record, ("by", "name", "who")) or "", "'by'"),
        role=text(record.get("role") or "", "'role'"),
        starts=day_or_none(first_of(record, ("starts", "start", "from", "start_date"))),
        ends=day_or_none(first_of(record, ("ends", "end", "to", "until", "end_date"))),
    )
    return amount if amount is not None else first_of(record, ("amount", "new_value")), override


def read_pause(value: object) -> Pause:
    """A pause as a mapping (`from`, `to`), or as a pair."""
    if isinstance(value, dict):
        ends = [first_of(value, ("from", "start", "first")), first_of(value, ("to", "end", "last", "until"))]
    else:
        ends = list(items(value, "A pause"))
    if len(ends) != 2:
        raise BadCase("A pause has two ends: give 'from' and 'to'.")
    first, last = (moment(end, "Each end of a pause") for end in ends)
    return Pause(first, last)


def read_closures(value: object) -> dict[date, str]:
    """Closed days by date: a list of dates or mappings (`date`, or `from` and `to`; `reason`), or dates to reasons."""
    closed: dict[date, str] = {}
    listed = [{"date": day, "reason": why} for day, why in value.items()] if isinstance(value, dict) else value
    for item in items(listed, "'closures'"):
        entry = item if isinstance(item, dict) else {"date": item}
        reason = text(first_of(entry, ("reason", "name", "why")) or "", "The reason of a closure")
        first = day_of(first_of(entry, ("date", "day", "from", "start")))
        last = day_of(first_of(entry, ("to", "end", "until")) or first)
        if last < first or last - first > LONGEST_PAUSE_OR_CLOSURE:
            raise BadCase("A closure must not end before it begins, nor last longer than a year.")
        while first <= last:
            closed[first] = reason
            first += DAY
    return closed


# The plain parts


def moment(value: object, what: str) -> date | datetime:
    """An ISO date, or an ISO time with or without an offset. Raises `BadCase` for anything else."""
    found = value if isinstance(value, date) else parsed(text(value, what))
    if found is None:
        raise BadCase(
            f"{what} must be a date such as 2026-02-12 or a time such as 2026-02-12T16:30; {value!r:.60} is not."
        )
    if found.year not in YEARS:
        raise BadCase(f"{what} must lie between the years {YEARS[0]} and {YEARS[-1]}; {found.isoformat()} does not.")
    return found


def parsed(written: str) -> date | datetime | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(written)
    return None


def day_of(value: object) -> date:
    found = moment(value, "A day")
    if isinstance(found, datetime):
        raise BadCase("A day must be a date such as 2026-12-24, without a time.")
    return found


def day_or_none(value: object) -> date | None:
    return None if value is None else day_of(value)


def text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadCase(f"{what} must be text of at most {LONGEST_TEXT} characters.")
    return value


def mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadCase(f"{what} must be a mapping of names to values.")
    return value


def items(value: object, what: str) -> Iterable[Any]:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise BadCase(f"{what} must be a list.")
    return value


def flag(values: Mapping[str, Any], key: str, default: bool) -> bool:
    value = values.get(key, default)
    if not isinstance(value, bool):
        raise BadCase(f"'{key}' must be true or false.")
    return value


def one_of(values: Mapping[str, Any], key: str, known: tuple[str, ...], default: str | None) -> str:
    value = values.get(key, default)
    if value not in known:
        raise BadCase(f"'{key}' must be one of {', '.join(known)}.")
    return str(value)


def first_of(values: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    """The value of the first of several names for the same thing that is given."""
    return next((values[key] for key in keys if values.get(key) is not None), None)


def refuse_unknown(values: Mapping[str, Any], known: set[str], what: str) -> None:
    if unknown := sorted(str(key)[:40] for key in values if key not in known):
        raise BadCase(f"{what} does not know {', '.join(unknown)}; it knows {', '.join(sorted(known))}.")
