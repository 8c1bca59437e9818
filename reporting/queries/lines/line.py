"""One line of work, and the words and addresses that lines share."""

from dataclasses import dataclass
from datetime import date

import rulebook
from foundation import clock
from reporting.queries.worklist import Item


@dataclass(frozen=True)
class Line:
    """`act` is the words of the one act and `act_href` its address; `note` says who waits for whom; `disagree` leads to a
    disagreement about what somebody else has not done in time."""

    text: str
    href: str
    act: str
    act_href: str = ""
    note: str = ""
    tag: str = ""
    shape: str = ""
    disagree: str = ""

    @property
    def leads_to(self) -> str:
        return self.act_href or self.href


def start_of(item: Item) -> str:
    start = clock.local(item.due_at)
    if start.date() == clock.today():
        return f"today at {start:%H:%M}"
    return f"{short_day(start)} at {start:%H:%M}"


def short_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def type_of(item: Item, *, lower: bool = False) -> str:
    name = rulebook.book().meeting_type(item.what).name
    return name if not lower or name[1].isupper() else name[0].lower() + name[1:]


def asks_of(item: Item) -> str:
    return f"{item.other}, {item.other_agency}, asks" if item.other else ""


def names_of(item: Item) -> str:
    return ", ".join(dict.fromkeys(child.name for child in item.children))


def meeting_page(item: Item) -> str:
    return f"/meetings/{item.public_id}"


def action_page(item: Item) -> str:
    return f"/actions/{item.public_id}"


def child_page(item: Item) -> str:
    return f"/children/{item.children[0].public_id}" if item.children else "/children"
