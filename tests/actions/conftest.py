"""A child whom four people work with, led by Sam; and Gil, a doctor without an account."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from actions import commands
from actions.models import Action
from children import commands as child_commands
from children import queries as child_queries
from foundation.database import db
from people import commands as people_commands
from people import queries as people_queries
from people.models import Person


@pytest.fixture
def case(unit: Any, cast: Any) -> Any:
    """Sam leads (Mia manages), Ned of health and Erin, who coordinates, are involved; Carol is not. Names of public ids."""
    with unit():
        people_commands.add_person(
            None, name="Gil Doctor", email="gil@surgery.example.uk", agency=people_queries.agency_by_key("health"),
            manager=cast.nia, telephone="01632 960001",
        )  # fmt: skip
        child = child_commands.add_child(cast.sam, name="Poppy Canary", date_of_birth=date(2019, 5, 4))
        child_commands.involve(cast.sam, child, cast.ned)
        child_commands.involve(cast.sam, child, cast.erin, "coordinator")
        child_commands.nominate(cast.mia, child, cast.sam)
        child_commands.accept(cast.sam, child)
        public_id = child.public_id
    return SimpleNamespace(child=public_id)


@pytest.fixture
def gil() -> Callable[[], Person]:
    def found() -> Person:
        person = people_queries.person_by_email("gil@surgery.example.uk")
        assert person is not None
        return person

    return found


@pytest.fixture
def set_by_judy(unit: Any, cast: Any, case: Any, gil: Callable[[], Person]) -> Callable[..., str]:
    """`set_by_judy(owner="ned", due_on=…)`: an action that Judy, who chairs the case, has set. Gives its public id."""
    with unit():
        child = child_queries.child(cast.sam, case.child)
        child_commands.involve(cast.sam, child, cast.judy, "chair")

    def made(owner: str = "ned", due_on: date = date(2026, 3, 10), **given: Any) -> str:
        with unit():
            action = commands.set_action(
                cast.judy,
                text=given.pop("text", "See the child alone at school"),
                outcome_wanted=given.pop("outcome_wanted", "Somebody has heard what she wants."),
                owner=gil() if owner == "gil" else getattr(cast, owner),
                due_on=due_on,
                child_ids=given.pop("child_ids", [case.child]),
                **given,
            )
            return action.public_id

    return made


@pytest.fixture
def stored(unit: Any) -> Callable[..., Any]:
    """`stored(action_id)`: the columns of an action as they stand in the database."""

    def read(public_id: str) -> Any:
        with unit(writes=False):
            columns = (column for column in Action.__table__.c)
            return db.session.execute(db.select(*columns).where(Action.public_id == public_id)).one()

    return read


@pytest.fixture
def sent(dispatch: Callable[[], Any], mailbox: Any) -> Callable[[], list[tuple[str, str]]]:
    """`sent()` dispatches and gives what is new in all inboxes: (first name, subject)."""
    seen: list[int] = [0]

    def new() -> list[tuple[str, str]]:
        dispatch()
        mails = mailbox.all()
        fresh, seen[0] = mails[seen[0] :], len(mails)
        return sorted((mail.address.partition(".")[0].partition("@")[0], mail.title) for mail in fresh)

    return new
