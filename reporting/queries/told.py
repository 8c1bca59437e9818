"""What an event of a child's timeline says, the same in the picture, in the list and for programs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rulebook
from children import queries as children
from children.models import HOW_HEARD, INCIDENTS, STATEMENT_KINDS, Child
from escalation.models import STATES as OF_DISAGREEMENTS
from meetings.models import STATES as OF_MEETINGS
from people.models import Person
from reporting.queries.timeline import YEAR, day_of, marks

REPEATED = 3  # incidents of one kind within a year


@dataclass(frozen=True)
class Told:
    """One event. `late`: entered so many working days after it; `nth`: so many incidents of its kind within the year."""

    on: date
    lane: str
    title: str
    text: str
    href: str
    public_id: str
    reference: str = ""
    entered_at: datetime | None = None
    late: int = 0
    nth: int = 0
    retracts: bool = False

    @property
    def is_repeated(self) -> bool:
        return self.nth >= REPEATED

    @property
    def notes(self) -> list[str]:
        """What the event's own words do not say."""
        found = [f"entered {self.late} working days later"] if self.late else []
        if self.is_repeated:
            found.append(f"number {self.nth} of this kind within a year")
        if self.retracts:
            found.append("the child takes back something said earlier")
        return found


def told_between(person: Person, child: Child, from_on: date, to_on: date) -> list[Told]:
    """The latest events of that time, oldest first; incidents are counted with those of the year before. One query."""
    rows = marks(person, child, from_on - YEAR, to_on)
    return told(child, [row for row in rows if day_of(row) >= from_on], rows)


def told(child: Child, rows: Iterable[Any], counted: Sequence[Any] = ()) -> list[Told]:
    """What each of `rows` says. `counted`: the incidents among which they are counted, oldest first."""
    nth = _numbers(counted)
    return [_told(child, row, nth.get(row.public_id, 0)) for row in rows]


def _told(child: Child, row: Any, nth: int) -> Told:
    on = day_of(row)
    page = f"/children/{child.public_id}"
    titles = {
        "meeting": lambda: f"{rulebook.book().meeting_type(row.kind).name}: {OF_MEETINGS[row.state].lower()}",
        "disagreement": lambda: f"{rulebook.book().themes[row.kind].text}: {OF_DISAGREEMENTS[row.state].lower()}",
        "incident": lambda: f"Incident: {INCIDENTS[row.state].lower()}",
        "voice": lambda: f"Child’s words: {HOW_HEARD.get(row.kind, 'as written down by others').lower()}",
    }
    hrefs = {
        "meeting": f"/meetings/{row.public_id}",
        "disagreement": f"/escalations/{row.public_id}",
        "voice": f"{page}/voice",
    }
    return Told(
        on=on,
        lane=row.lane,
        title=titles[row.lane]() if row.lane in titles else STATEMENT_KINDS[row.kind],
        text=row.text or "",
        href=hrefs.get(row.lane, f"{page}/chronology"),
        public_id=row.public_id,
        reference=row.reference or "",
        entered_at=row.entered_at,
        late=children.days_late(on, row.entered_at) if row.entered_at else 0,
        nth=nth,
        retracts=row.retracts is not None,
    )


def _numbers(incidents: Sequence[Any]) -> dict[str, int]:
    """For each incident, how many of its kind there were within the year before it, itself included."""
    days: dict[str, list[date]] = defaultdict(list)
    found = {}
    for row in incidents:
        if row.lane != "incident":
            continue
        days[row.state].append(day_of(row))
        found[row.public_id] = sum(day > day_of(row) - YEAR for day in days[row.state])
    return found
