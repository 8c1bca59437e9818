"""How likely a quorum is: from how people of each agency answered before, when, and whether they then came. Pure counting.

Nothing is guessed that cannot be shown: each chance comes with the numbers that it was counted from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

# What an answer is worth where nothing is known of an agency yet; a few meetings of its own outweigh it.
USUAL = {"accepted": 0.9, "delegated": 0.85, "tentative": 0.5, "silent": 0.4, "report": 0.25, "declined": 0.03}
WEIGHT = 3  # so many meetings is the usual worth
SAME_TYPE = 2  # a meeting of the same type tells more than another
MOST = 10  # agencies whose coming is weighed in every combination; surer ones are taken as sure


@dataclass(frozen=True)
class Past:
    """One invitation to a meeting that was held: how it stood as long before the start as the present one does now."""

    agency: int
    type: str
    state: str
    came: bool


@dataclass(frozen=True)
class Asked:
    """One invitation to a meeting to come, as it stands now."""

    id: int
    agency: int
    state: str


@dataclass(frozen=True)
class Chance:
    """That somebody comes. `came` of `of` is what it was counted from: meetings of that agency in the same state."""

    asked: Asked
    chance: float
    came: int
    of: int


def state_at(response: str, responded_at: datetime | None, report_at: datetime | None, moment: datetime) -> str:
    """How an invitation stood at `moment`: an answer that came later was silence then."""
    answered = responded_at is not None and responded_at <= moment and response in USUAL
    if answered and response != "declined":
        return response
    if report_at is not None and report_at <= moment:
        return "report"  # a report in hand often means that nobody comes
    return "declined" if answered else "silent"


def chance_of(asked: Asked, type_key: str, past: Iterable[Past]) -> Chance:
    """The share who came, of the same agency and state; meetings of the same type weigh double, and where there are few the
    usual worth of such an answer fills up."""
    alike = [one for one in past if one.agency == asked.agency and one.state == asked.state]
    weighed = sum(SAME_TYPE if one.type == type_key else 1 for one in alike)
    came = sum(SAME_TYPE if one.type == type_key else 1 for one in alike if one.came)
    chance = (came + WEIGHT * USUAL[asked.state]) / (weighed + WEIGHT)
    return Chance(asked, chance, sum(one.came for one in alike), len(alike))


def of_agencies(chances: Iterable[Chance]) -> dict[int, float]:
    """That somebody of each agency comes: two people of one agency make it likelier."""
    nobody: dict[int, float] = {}
    for one in chances:
        nobody[one.asked.agency] = nobody.get(one.asked.agency, 1.0) * (1 - one.chance)
    return {agency: 1 - chance for agency, chance in nobody.items()}


def of_quorum(agencies: dict[int, float], met: Callable[[frozenset[int]], bool]) -> float:
    """That the quorum is met, over every combination of agencies that may come. `met` says it of one combination."""
    unsure = sorted(agencies, key=lambda agency: abs(agencies[agency] - 0.5))[:MOST]
    sure = frozenset(agency for agency in agencies if agency not in unsure and agencies[agency] > 0.5)
    total = 0.0
    for comes in product((True, False), repeat=len(unsure)):
        share = 1.0
        for agency, there in zip(unsure, comes, strict=True):
            share *= agencies[agency] if there else 1 - agencies[agency]
        if share and met(sure | {agency for agency, there in zip(unsure, comes, strict=True) if there}):
            total += share
    return total


def whom_to_ring(agencies: dict[int, float], met: Callable[[frozenset[int]], bool]) -> Sequence[tuple[int, float]]:
    """The agencies in the order in which their certain coming would help most, each with how much."""
    now = of_quorum(agencies, met)
    gains = [(agency, of_quorum({**agencies, agency: 1.0}, met) - now) for agency in agencies]
    return sorted(((agency, gain) for agency, gain in gains if gain > 0.005), key=lambda pair: (-pair[1], pair[0]))
