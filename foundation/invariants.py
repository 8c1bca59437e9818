"""What must hold at every moment, and who asks. A room states its own in `invariants.py`; `convenor check` asks them all.

Each function looks at the database in a reading unit of work and says, a sentence for each, where it does not hold. A
sentence names references and identifiers, never what a record says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Question = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Invariant:
    """What must hold, under its number in the contract."""

    key: str
    holds: str
    question: Question


_all: dict[str, Invariant] = {}


def invariant(key: str, holds: str) -> Callable[[Question], Question]:
    """State that `holds`; the decorated function gives a sentence for each exception that it finds."""

    def keep(question: Question) -> Question:
        _all[key] = Invariant(key, holds, question)
        return question

    return keep


def stated() -> list[Invariant]:
    """Every invariant of the house, by number."""
    return [_all[key] for key in sorted(_all, key=lambda key: (len(key), key))]
