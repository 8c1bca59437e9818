"""Who challenged what was decided or advised here, and what came of it. The room of disagreements says so; this room asks.

@tells_of_challenges
def challenges(person: Person, public_ids: Collection[str]) -> dict[str, list[Challenge]]: ...
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from people.models import Person


@dataclass(frozen=True)
class Challenge:
    """One challenge, as the reader may know it. `answer` is empty while there is none."""

    reference: str
    href: str
    by: str
    state: str
    answer: str


Tells = Callable[[Person, Collection[str]], dict[str, list[Challenge]]]
_tells: list[Tells] = []


def tells_of_challenges(tells: Tells) -> Tells:
    """Ask this function, which answers in one query for as many things as there are."""
    _tells.append(tells)
    return tells


def challenges_of(person: Person, public_ids: Collection[str]) -> dict[str, list[Challenge]]:
    """The challenges of each decision or statement named, as far as `person` may see them."""
    found: dict[str, list[Challenge]] = {}
    for tells in _tells if public_ids else ():
        found |= tells(person, public_ids)
    return found
