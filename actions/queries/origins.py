"""Where an action comes from. Meetings and escalations stand above this room, so they say themselves how one of theirs is
found: `@comes_from("meeting")` on a function of the reader and a public id or an internal one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from foundation.lifecycles import NotVisible
from people.models import Person


@dataclass(frozen=True)
class Origin:
    """A meeting or an escalation as an action shows it. `checker_id`: who checks what it asked for (the chair);
    `child_ids`: the public ids of its children whom the reader may see. `runs`: what comes from it is only noted for now."""

    id: int
    public_id: str
    reference: str
    href: str
    checker_id: int | None = None
    child_ids: tuple[str, ...] = ()
    runs: bool = False


class Finder(Protocol):
    def __call__(self, person: Person, *, public_id: str = "", id: int = 0) -> Origin | None:
        """The origin that `person` may see, by either of its names, or None."""


_finders: dict[str, Finder] = {}


def comes_from(kind: str) -> Callable[[Finder], Finder]:
    """Register how an origin of that kind (`meeting`, `escalation`) is found."""

    def keep(finder: Finder) -> Finder:
        _finders[kind] = finder
        return finder

    return keep


def origin_of(person: Person, kind: str, *, public_id: str = "", id: int = 0) -> Origin:
    """The origin. Raises `NotVisible` where there is none that `person` may see."""
    finder = _finders.get(kind)
    found = finder(person, public_id=public_id, id=id) if finder else None
    if found is None:
        raise NotVisible(kind)
    return found
