"""Lifecycles: a machine says which moves exist, a rule table says when one is refused, and why.

A machine is made for one event and thrown away (about 0.3 ms); lists and pages ask `allowed` and `blocked`, which
look at tables only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from statemachine import StateMachine
from statemachine.exceptions import TransitionNotAllowed


@dataclass(frozen=True)
class Refusal:
    """One reason why a move is not made, fit to be read by the person who asked for it."""

    rule: str
    message: str
    source: str

    def as_json(self) -> dict[str, str]:
        return {"rule": self.rule, "message": self.message, "source": self.source}


class Refused(Exception):
    """A move that the rules refuse; carries every reason at once, not only the first."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__("; ".join(r.message for r in self.refusals))


class NotPermitted(Exception):
    """An act that the person may not do on something that they may see. The message says who may."""


class NotVisible(LookupError):
    """It does not exist, or may not be seen: outside, the two are the same."""


class BadInput(Exception):
    """What was given is wrong in form: a message for each field, never repeating what was given."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))


def require(condition: object, message: str) -> None:
    """Raise `NotPermitted` with `message` unless `condition` holds."""
    if not condition:
        raise NotPermitted(message)


Check = Callable[[Any, Any], str | None]


@dataclass(frozen=True)
class Rule:
    """A check with its source. `asks`: it looks at what the person gives with the event, so a page cannot know it yet."""

    check: Check
    source: str
    asks: bool

    @property
    def name(self) -> str:
        return self.check.__name__

    def refusal(self, thing: Any, facts: Any) -> Refusal | None:
        message = self.check(thing, facts)
        return Refusal(self.name, message, self.source) if message else None


class RuleTable:
    """The rules of one lifecycle, by event."""

    def __init__(self) -> None:
        self.by_event: dict[str, list[Rule]] = defaultdict(list)

    def rule(self, *events: str, source: str, asks: bool = False) -> Callable[[Check], Check]:
        """Refuse `events` where the function gives a message. `source` is the document that asks for it."""

        def keep(check: Check) -> Check:
            for event in events:
                self.by_event[event].append(Rule(check, source, asks))
            return check

        return keep

    def names(self) -> set[str]:
        return {rule.name for rules in self.by_event.values() for rule in rules}


_machines: dict[type, type[StateMachine]] = {}
_rules: dict[type, RuleTable] = {}


def lifecycle_of(model: type) -> Callable[[type[StateMachine]], type[StateMachine]]:
    """Class decorator: this machine carries `model` (its column `state`)."""

    def keep(machine: type[StateMachine]) -> type[StateMachine]:
        _machines[model] = machine
        return machine

    return keep


def rules_of(model: type) -> RuleTable:
    """The rule table of `model`, made on first asking."""
    return _rules.setdefault(model, RuleTable())


def refusals(thing: Any, event: str, facts: Any, *, asked: bool = True) -> list[Refusal]:
    """Every reason why `event` would be refused now. `asked=False` leaves out rules about what is given with it."""
    if event not in _moves(_machines[type(thing)]).get(thing.state, frozenset()):
        return [_no_such_move(thing, event)]
    found = (rule.refusal(thing, facts) for rule in rules_of(type(thing)).by_event[event] if asked or not rule.asks)
    return [refusal for refusal in found if refusal]


def possible(thing: Any) -> list[str]:
    """The events that the machine knows from the present state, in the order of its table."""
    moves = _moves(_machines[type(thing)]).get(thing.state, frozenset())
    return [event for event in _events(_machines[type(thing)]) if event in moves]


def move(thing: Any, event: str, facts: Any = None) -> None:
    """Make one move, or raise `Refused` with every reason and leave `thing` as it was."""
    if reasons := refusals(thing, event, facts):
        raise Refused(reasons)
    machine = _machines[type(thing)](thing, state_field="state")
    try:
        machine.send(event)
    except TransitionNotAllowed:
        raise Refused([_no_such_move(thing, event)]) from None


def carried() -> set[type]:
    """The models that a machine carries."""
    return set(_machines)


def diagram(model: type) -> str:
    """The state diagram of `model` as mermaid text, for the documentation."""
    return f"{_machines[model]:mermaid}"


def _no_such_move(thing: Any, event: str) -> Refusal:
    state, words = thing.state.replace("_", " "), event.replace("_", " ")
    kind = getattr(thing, "__tablename__", type(thing).__name__.lower()).replace("_", " ")
    article = "An" if kind[0] in "aeiou" else "A"
    return Refusal("no_such_move", f"{article} {kind} that is {state} cannot be moved by “{words}”.", "The lifecycle")


@cache
def _moves(machine: type[StateMachine]) -> dict[str, frozenset[str]]:
    moves: dict[str, set[str]] = defaultdict(set)
    for state in machine.states:
        for transition in state.transitions:
            for event in transition.events:
                moves[str(state.value)].add(str(event))
    return {state: frozenset(events) for state, events in moves.items()}


@cache
def _events(machine: type[StateMachine]) -> list[str]:
    return [str(event.id) for event in machine.events]  # type: ignore[attr-defined]
