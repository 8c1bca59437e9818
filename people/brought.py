"""What the rooms above bring to supervision: lines for the two who meet, of which nothing is kept with what they say.

@brings("Not tested yet")
def untested(reader: Person, supervisee: Person) -> list[Brought]: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from people.models import Person


@dataclass(frozen=True)
class Brought:
    """One line, and where it leads."""

    text: str
    href: str
    note: str = ""


Shows = Callable[[Person, Person], Sequence[Brought]]
_shows: dict[str, Shows] = {}


def brings(title: str) -> Callable[[Shows], Shows]:
    """Show the lines of this function under `title`; it asks `visible_to` for the reader, in one query."""

    def keep(shows: Shows) -> Shows:
        _shows[title] = shows
        return shows

    return keep


def brought_to(reader: Person, supervisee: Person) -> list[tuple[str, Sequence[Brought]]]:
    return [(title, shows(reader, supervisee)) for title, shows in _shows.items()]
