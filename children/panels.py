"""What the rooms above show on a child's page: each registers a function that gives its rows for one child.

@panel("Meetings")
def meetings_of(person: Person, child: Child) -> list[PanelRow]: ...

draw("Timeline", picture="timeline.svg", page="timeline")
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from children.models import Child
from people.models import Person


@dataclass(frozen=True)
class PanelRow:
    """One line: what it is, where it leads, and the day that counts. `kind` is the shape of its tag (late, soon, ok…);
    `due` a date that was counted, with its `working` and `source`, for "Why this date?"."""

    text: str
    href: str = ""
    reference: str = ""
    tag: str = ""
    kind: str = "plain"
    note: str = ""
    on: date | None = None
    due: Any = None


@dataclass(frozen=True)
class Panel:
    title: str
    rows: Sequence[PanelRow]


@dataclass(frozen=True)
class Drawn:
    """A picture that a room above draws at an address of its own; `page` has the same as a list. Both are parts of the
    child's address: the browser asks for the picture, so that the page does not wait for it."""

    title: str
    picture: str
    page: str


Shows = Callable[[Person, Child], Sequence[PanelRow]]
_panels: dict[str, Shows] = {}
_pictures: list[Drawn] = []


def panel(title: str) -> Callable[[Shows], Shows]:
    """Show the rows of this function under `title`; it asks `visible_to` for them, in one query."""

    def keep(shows: Shows) -> Shows:
        _panels[title] = shows
        return shows

    return keep


def panels_for(person: Person, child: Child) -> list[Panel]:
    return [Panel(title, shows(person, child)) for title, shows in _panels.items()]


def draw(title: str, picture: str, page: str) -> None:
    """Show this picture on every child's page."""
    _pictures.append(Drawn(title, picture, page))


def pictures() -> list[Drawn]:
    return list(_pictures)
