"""Quorum by agency or by discipline (DOMAIN §6). Pure: it looks only at what it is given.

Sources: Working Together to Safeguard Children 2023 (strategy discussions); Pan Sussex 7.8 Quorate Conferences; Swindon
Quorate Child Protection Conferences. A written report without attendance never counts (our rule).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import rulebook

CSC = "childrens_social_care"
PRESENT = ("attended", "deputy_attended")


@dataclass(frozen=True)
class Present:
    """One person at a meeting, as quorum looks at them. `agency` is a key of the rule book's agencies, or of a role that
    stands for one (`lado`, `employer_hr`); `capacity` decides whether they count at all."""

    name: str
    agency: str
    discipline: str | None = None
    status: str = "attended"
    capacity: str = "professional"
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    can_decide: bool = True
    direct_contact: bool = True
    also: frozenset[str] = field(default_factory=frozenset)  # roles they fill besides, such as `lead_agency`

    def is_present_at(self, moment: datetime | None) -> bool:
        """Who left before the decision does not count towards it; nor does who had not arrived."""
        if moment is None:
            return self.left_at is None
        arrived = self.arrived_at is None or self.arrived_at <= moment
        return arrived and (self.left_at is None or self.left_at > moment)


@dataclass(frozen=True)
class Outcome:
    """Whether the quorum is met, and behind each counted unit the names."""

    met: bool
    mode: str
    counted: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    short: int
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {
            "met": self.met,
            "mode": self.mode,
            "counted": [{"unit": unit, "people": list(names)} for unit, names in self.counted.items()],
            "missing": list(self.missing),
            "short": self.short,
            "explanation": self.sentence,
        }


def count(
    rule: rulebook.Quorum,
    people: Iterable[Present],
    decision_time: datetime | None = None,
    mode: str | None = None,
    direct_contact_required: bool | None = None,
) -> Outcome:
    """Count `people` at `decision_time` (None: now) under `rule`; `mode` and `direct_contact_required` are the locality's
    choice where it made one. Two people of one agency count once; children's social care counts once in both modes."""
    mode = mode or rule.counting_mode
    contact = rule.direct_contact_required if direct_contact_required is None else direct_contact_required
    never = rulebook.book().never_counts_towards_quorum
    present = [p for p in people if p.status in PRESENT and p.is_present_at(decision_time) and not _never(p, never)]

    def is_of(p: Present, agency: str) -> bool:
        return p.agency == agency or agency in p.also

    def unit(p: Present) -> str:
        if p.agency == CSC or mode == "by_agency" or not p.discipline:
            return p.agency
        return p.discipline

    missing = tuple(
        agency
        for agency in rule.required_agencies
        if not any(is_of(p, agency) and (p.can_decide or not rule.decision_authority_required) for p in present)
    )
    used: set[str] = set()
    for agency in rule.required_agencies:
        units = sorted({unit(p) for p in present if is_of(p, agency)} - used)
        used.update(units[:1])
    pool = [p for p in present if unit(p) not in used and (p.direct_contact or not contact)]
    others = {unit(p) for p in pool}
    short = max(0, rule.min_other_agencies - len(others))
    counted = {
        name: tuple(p.name for p in present if unit(p) == name)
        for name in dict.fromkeys(unit(p) for p in present)
        if name in used | others
    }
    met = not missing and short == 0
    return Outcome(met, mode, counted, missing, short, _sentence(met, mode, counted, missing, short, present))


def _never(p: Present, never: frozenset[str]) -> bool:
    capacity = "chair_when_independent" if p.capacity == "chair" else p.capacity
    return capacity in never or p.agency in never


def _sentence(
    met: bool,
    mode: str,
    counted: Mapping[str, tuple[str, ...]],
    missing: tuple[str, ...],
    short: int,
    present: list[Present],
) -> str:
    units = ("agency", "agencies") if mode == "by_agency" else ("discipline", "disciplines")
    here = _list([_name(unit) for unit in counted])
    start = f"{'Quorate' if met else 'Not quorate'}, counted by {units[0]}: "
    parts = [f"{here} present" if here else "nobody present who counts"]
    for agency in missing:
        came = [p for p in present if p.agency == agency or agency in p.also]
        parts.append(f"nobody from {_name(agency)} present may decide" if came else f"{_name(agency)} missing")
    if short:
        parts.append(f"{_number(short)} more {units[0] if short == 1 else units[1]} needed")
    return start + "; ".join(parts) + "."


def _name(key: str) -> str:
    book = rulebook.book()
    name = book.agency_name(key)
    name = name if name != key else book.discipline_name(key)
    return name if name.isupper() else name[0].lower() + name[1:]


def _number(number: int) -> str:
    return {1: "one", 2: "two", 3: "three"}.get(number, str(number))


def _list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
