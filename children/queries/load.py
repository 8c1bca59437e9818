"""What somebody carries before one more child is given to them: how many they lead for, how long work of theirs is late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import rulebook
import working_time
from children.queries.leads import leads_held
from foundation import clock
from foundation.signals import overdue_asked
from people.models import Person

CHILDREN, OVERDUE = "load.children", "load.overdue_days"


@dataclass(frozen=True)
class Load:
    """For how many children somebody leads, and by how many working days their oldest overdue action is late."""

    children: int = 0
    late_by: int = 0

    @property
    def words(self) -> str:
        led = f"leads for {self.children} child{'' if self.children == 1 else 'ren'}"
        days = f"{self.late_by} working day{'' if self.late_by == 1 else 's'}"
        return f"{led}; oldest overdue action: {days}" if self.late_by else f"{led}; no action is overdue"

    @property
    def above(self) -> str:
        """In words, what one more child would put above the ceilings of the rule book; '' where nothing."""
        ceilings = rulebook.book().ceilings
        most, longest = ceilings[CHILDREN].most, ceilings[OVERDUE].most
        parts = []
        if self.children >= most:
            parts.append(f"The nominee leads for {self.children} children, and the line is {most}")
        if self.late_by > longest:
            parts.append(
                f"the nominee’s oldest overdue action is {self.late_by} working days late, and the line is {longest}"
            )
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]


def loads_of(person_ids: Collection[int]) -> dict[int, Load]:
    """The load of each of them. Two queries, whatever the number."""
    ids, calendar, today = set(person_ids), working_time.england_and_wales(), clock.today()
    led = leads_held(ids)
    late: dict[int, date] = {}
    for _, dates in overdue_asked.send(None, person_ids=ids):
        late |= dates
    return {
        one: Load(led.get(one, 0), calendar.working_days_between(late[one], today) if one in late else 0) for one in ids
    }


def load_of(person: Person) -> Load:
    return loads_of([person.id])[person.id]
