"""The list behind a figure: of the rows that were counted, those that the reader may see, and no word of the others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

import rulebook
from actions.models import Action
from children.models import Child
from escalation.models import Escalation
from foundation.database import db
from meetings.models import Meeting
from people.models import Person
from people.visibility import visible_to
from reporting.queries.indicators.figures import Behind, Figure

AT_ONCE = 5_000  # ids in one question: engines hold a list of some tens of thousands
# What stands in a line of the list, and where it leads.
SOURCES: dict[str, tuple[Any, Any, Any, str]] = {
    "meeting": (Meeting, Meeting.reference, Meeting.type, "/meetings"),
    "action": (Action, Action.reference, Action.text, "/actions"),
    "escalation": (Escalation, Escalation.reference, Escalation.theme, "/escalations"),
    "child": (Child, Child.name, Child.plan, "/children"),
}


@dataclass(frozen=True)
class BehindRow:
    """One line: what it is, where it leads, and whether it is in the numerator."""

    kind: str
    public_id: str
    href: str
    title: str
    what: str
    counted: bool
    on: date | None


def lies_behind(person: Person, found: Figure) -> list[BehindRow]:
    """The rows of a figure that `person` may see, the newest first; what is in the numerator before what is not."""
    wanted: dict[str, list[Behind]] = defaultdict(list)
    for row in found.behind:
        wanted[row.kind].append(row)
    rows = [line for kind, those in wanted.items() for line in _of(person, kind, those)]
    return sorted(rows, key=lambda line: (not line.counted, -(line.on or date.min).toordinal(), line.title))


def _of(person: Person, kind: str, rows: Sequence[Behind]) -> Iterator[BehindRow]:
    model, title, what, path = SOURCES[kind]
    ids = sorted({row.id for row in rows})
    seen: dict[int, Any] = {}
    for start in range(0, len(ids), AT_ONCE):
        here = model.id.in_(ids[start : start + AT_ONCE])
        columns = select(model.id, model.public_id, title.label("title"), what.label("what"))
        for line in db.session.execute(columns.where(here, visible_to(person, model))):
            seen[line.id] = line
    for row in dict.fromkeys(rows):
        shown = seen.get(row.id)
        if shown is not None:
            words = _words(kind, shown.what)
            yield BehindRow(kind, shown.public_id, f"{path}/{shown.public_id}", shown.title, words, row.counted, row.on)


def _words(kind: str, what: str) -> str:
    book = rulebook.book()
    if kind == "meeting":
        return book.meeting_types[what].name
    if kind == "escalation":
        return book.themes[what].text
    return what if kind == "action" else ""
