"""What a proposal shows before anything is sent: the dates, who must come and why, whom nobody represents, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import rulebook
from children.models import Child
from children.queries import InvolvedPerson, people_involved
from foundation import clock
from meetings.queries.sheet import Sheet
from working_time import Due


@dataclass(frozen=True)
class DateLine:
    """A date with its working and its source. `projected`: it counts from a day that has not come yet."""

    rule: str
    what: str
    due: Due
    source: str
    verified: str
    force: str
    warning_only: bool
    projected: bool = False

    @property
    def day(self) -> date:
        return self.due.by or clock.local(self.due.at or clock.now()).date()


@dataclass(frozen=True)
class Suggestion:
    """Somebody to invite, and why. `required`: they fill a role that must come."""

    person_id: str
    name: str
    agency: str
    why: str
    required: bool
    role: str
    direct_contact: bool


@dataclass(frozen=True)
class Preview:
    """The panel beside a proposal."""

    kind: rulebook.MeetingType
    dates: list[DateLine]
    follows: list[DateLine]
    suggestions: list[Suggestion]
    unrepresented: list[str]


def preview_of(
    kind: rulebook.MeetingType, trigger_kind: str, trigger_at: datetime | None, children: Sequence[Child]
) -> Preview:
    """Everything that type, trigger and children already say. `children` were found for the reader."""
    triggers: dict[str, date | datetime] = {"requested": clock.now()}
    if trigger_at is not None:
        triggers[trigger_kind] = trigger_at
    expected = min((c.expected_date_of_birth for c in children if c.expected_date_of_birth), default=None)
    if expected:
        triggers["expected_delivery_date"] = expected
    dates = [line for rule in kind.limits if (line := _line(rule, triggers))]
    involved = people_involved(children) if children else []
    suggestions = [_suggestion(kind, person) for person in involved]
    return Preview(kind, dates, _follows(kind, dates), suggestions, _unrepresented(kind, involved))


def people_near(sheet: Sheet) -> list[InvolvedPerson]:
    """Everybody who works with those children of the meeting whose record the reader of the sheet may open."""
    open_to = {child.id for child in sheet.children if child.may_open}
    children = [child for child in sheet.meeting.children if child.id in open_to]
    return people_involved(children) if children else []


def _line(rule: rulebook.DatedRule, triggers: dict[str, date | datetime], projected: bool = False) -> DateLine | None:
    names = (rule.trigger, *rule.also_triggered_by)
    counted_from = next((triggers[name] for name in names if name in triggers), None)
    if counted_from is None:
        return None
    due = rulebook.book().due_for(rule.key, counted_from)
    return DateLine(
        rule.key,
        rule.what,
        due,
        rule.source.sentence,
        rule.source.verified_words,
        rule.source.force,
        rule.warning_only,
        projected,
    )


def _follows(kind: rulebook.MeetingType, dates: list[DateLine]) -> list[DateLine]:
    """What this meeting would owe and start if it is held on its last day; and what the next one would, for a strategy
    discussion that leads to a conference."""
    held = min((line.day for line in dates if not line.warning_only and _holds(line, kind)), default=None)
    return _chain(kind, held, 2) if held else []


def _chain(kind: rulebook.MeetingType, held: date, depth: int) -> list[DateLine]:
    book = rulebook.book()
    lines = []
    for rule in kind.outputs:
        if rule.trigger.endswith("concluded") and not rule.key.endswith("dissent_window"):
            line = _line(rule, {rule.trigger: held}, projected=True)
            lines += [line] if line else []
    for start in {start.timer: start for start in kind.starts}.values():
        rule = book.rule(start.timer)
        line = _line(rule, {rule.trigger: held}, projected=True)
        if line is None:
            continue
        lines.append(line)
        if depth > 1 and rule.holds and rule.holds != kind.key:
            lines += _chain(book.meeting_type(rule.holds), line.day, depth - 1)
    return lines


def _holds(line: DateLine, kind: rulebook.MeetingType) -> bool:
    return rulebook.book().rule(line.rule).holds == kind.key


def _suggestion(kind: rulebook.MeetingType, person: InvolvedPerson) -> Suggestion:
    book = rulebook.book()
    must = next((role for role in kind.invitees.must if _fills(role, person)), None)
    should = next((role for role in kind.invitees.should if _fills(role, person)), None)
    what = person.what or book.discipline_name(person.discipline or "") or person.role
    why = f"works with {'the child' if len(person.child_ids) == 1 else 'the children'}: {what}"
    if must:
        why = f"{must.name} must come; {why}"
    return Suggestion(
        person.public_id,
        person.name,
        person.agency_name,
        why,
        must is not None,
        (must or should).key if (must or should) else "",  # type: ignore[union-attr]
        person.direct_contact,
    )


def _unrepresented(kind: rulebook.MeetingType, involved: Sequence[InvolvedPerson]) -> list[str]:
    """Roles that must come and are filled by nobody who is involved: named, not forgotten."""
    return [
        role.name
        for role in kind.invitees.must
        if role.kind in ("agency", "discipline", "role")
        and not role.only_if
        and not any(_fills(role, person) for person in involved)
    ]


def _fills(role: rulebook.Role, person: InvolvedPerson) -> bool:
    return role.is_satisfied_by(person.agency_kind, person.discipline)
