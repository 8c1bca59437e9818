"""Scenes that the tests of every room begin with. Call them inside `with unit():`."""

from datetime import date
from typing import Any

from children import commands
from children.models import Child
from foundation import clock
from people.models import Person


def a_child(person: Person, name: str = "Freya Example", **given: Any) -> Child:
    """A child added by `person`, who works with her from today; seven years old unless told."""
    if not {"date_of_birth", "expected_date_of_birth"} & set(given):
        given["date_of_birth"] = date(clock.today().year - 7, 3, 5)
    return commands.add_child(person, name=name, **given)


def a_family(person: Person) -> list[Child]:
    """A girl, her younger brother and an unborn child of one household, all added by `person`."""
    girl = a_child(person, address="1 Example Street")
    boy = a_child(person, "Noah Example", date_of_birth=date(clock.today().year - 4, 1, 9), sibling=girl)
    year, month = divmod(clock.today().month + 3, 12)
    expected = date(clock.today().year + year, month + 1, 1)
    unborn = a_child(person, "Unborn Example", expected_date_of_birth=expected, sibling=girl)
    return [girl, boy, unborn]


def involved(person: Person, children: Child | list[Child], *others: Person, role: str = "professional") -> None:
    """`person` says that `others` work with the children from today."""
    for child in children if isinstance(children, list) else [children]:
        for other in others:
            commands.involve(person, child, other, role)


def a_led_child(person: Person, manager: Person, name: str = "Freya Example", **given: Any) -> Child:
    """A child for whom `person` leads: added, nominated by `manager`, accepted, begun."""
    child = a_child(person, name, **given)
    commands.nominate(manager, child, person)
    commands.accept(person, child)
    return child
