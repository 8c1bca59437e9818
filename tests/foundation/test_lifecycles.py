"""A machine says which moves exist, a rule table says when one is refused, and why."""

from dataclasses import dataclass

import pytest
from statemachine import State, StateMachine

from foundation.lifecycles import (
    Refused,
    diagram,
    lifecycle_of,
    move,
    possible,
    refusals,
    rules_of,
)


@dataclass
class Kettle:
    state: str = "cold"
    water: int = 0


@lifecycle_of(Kettle)
class KettleLifecycle(StateMachine):
    cold = State(initial=True)
    boiling = State()
    poured = State(final=True)

    switch_on = cold.to(boiling)
    cool = boiling.to(cold)
    pour = boiling.to(poured)


@rules_of(Kettle).rule("switch_on", source="The manual, page 2")
def there_is_water(kettle, facts):
    return None if kettle.water else "Fill it first."


@rules_of(Kettle).rule("switch_on", "pour", source="The manual, page 3", asks=True)
def somebody_is_in_the_room(kettle, facts):
    return None if facts else "Stay with it."


def test_a_move_that_the_rules_allow_is_made():
    kettle = Kettle(water=1)
    move(kettle, "switch_on", facts=True)
    assert kettle.state == "boiling"


def test_a_refusal_names_every_reason_at_once_and_leaves_the_thing_as_it_was():
    kettle = Kettle()
    with pytest.raises(Refused) as refused:
        move(kettle, "switch_on")
    assert [(r.rule, r.message, r.source) for r in refused.value.refusals] == [
        ("there_is_water", "Fill it first.", "The manual, page 2"),
        ("somebody_is_in_the_room", "Stay with it.", "The manual, page 3"),
    ]
    assert kettle.state == "cold"


def test_a_page_is_not_told_of_rules_about_what_is_given_with_the_event():
    assert [r.rule for r in refusals(Kettle(), "switch_on", None, asked=False)] == ["there_is_water"]


@pytest.mark.parametrize(("state", "events"), [
    ("cold", ["switch_on"]), ("boiling", ["cool", "pour"]), ("poured", []),
])  # fmt: skip
def test_the_moves_from_a_state_come_in_the_order_of_the_table(state, events):
    assert possible(Kettle(state)) == events


@pytest.mark.parametrize("event", ["pour", "explode"])
def test_a_move_that_does_not_exist_is_refused_in_words(event):
    kettle = Kettle(water=1)
    with pytest.raises(Refused) as refused:
        move(kettle, event, facts=True)
    assert refused.value.refusals[0].rule == "no_such_move"
    assert kettle.state == "cold"


def test_the_diagram_shows_every_state_and_move():
    drawn = diagram(Kettle)
    assert all(word in drawn for word in ("Cold", "Boiling", "Poured", "Switch on", "boiling --> poured"))
