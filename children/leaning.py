"""What leans on a service that stops: each room above says what of its own does, so that nothing of it is silent.

@leans
def actions_of(person: Person | None, service_id: int, posts: Collection[int]) -> Iterable[Leaning]: ...
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from people.models import Person


@dataclass(frozen=True)
class Leaning:
    """One thing of one child that leans on the service, or on somebody whose post goes with it. `owner_id` owes it."""

    child_id: int
    what: str
    text: str
    href: str = ""
    is_safety: bool = False
    owner_id: int | None = None


Finds = Callable[[Person | None, int, Collection[int]], Iterable[Leaning]]
_finds: list[Finds] = []


def leans(finds: Finds) -> Finds:
    """Ask this function what leans on a service or on these posts. With a person it asks `visible_to`; without one it finds
    all of it, for the tasks that nobody may miss."""
    _finds.append(finds)
    return finds


def leaning(person: Person | None, service_id: int, posts: Collection[int]) -> list[Leaning]:
    return [one for finds in _finds for one in finds(person, service_id, posts)]
