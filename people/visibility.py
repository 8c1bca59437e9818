"""`visible_to(person, Model)`: the one question of who may see what, asked inside every read.

Each room answers it for its own models in its `access.py`. A model that nobody answers for cannot be read by anyone:
the question raises instead of letting everything through.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement

from people.models import Person

Answer = Callable[[Person], ColumnElement[bool]]
_answers: dict[type, Answer] = {}


def answers_for(model: type) -> Callable[[Answer], Answer]:
    """Register the predicate that says which rows of `model` a person may see."""

    def keep(answer: Answer) -> Answer:
        _answers[model] = answer
        return answer

    return keep


def visible_to(person: Person, model: Any) -> ColumnElement[bool]:
    """A SQL condition on `model`: the rows that `person` may see. Raises `LookupError` where no room answers."""
    try:
        answer = _answers[model]
    except KeyError:
        raise LookupError(f"No room says who may see {model.__name__}.") from None
    return answer(person)


def answered() -> set[type]:
    """The models that a room answers for."""
    return set(_answers)
