"""Mail to somebody came back: whoever may puts the address right, and the mark goes."""

import pytest
from sqlalchemy import select

from foundation.database import db
from people.models import Person


@pytest.fixture
def unreached(cast, unit):
    """Ned, whose mailbox gave mail back; gives his public id."""
    with unit():
        cast.ned.undeliverable = "550 no such user"
        return cast.ned.public_id


def mark_of(unit, public_id: str) -> tuple[str, str]:
    with unit(writes=False):
        ned = db.session.scalars(select(Person).where(Person.public_id == public_id)).one()
        return ned.email, ned.undeliverable


def test_an_administrator_puts_the_address_right(unreached, unit, client_as):
    admin = client_as("frank")
    assert "Correct the address" in admin.get("/people?q=ned").text
    page = admin.get(f"/people/{unreached}/address")
    assert page.status_code == 200 and "550 no such user" in page.text
    wrong = admin.post(f"/people/{unreached}/address", data={"email": "not an address"})
    assert wrong.status_code == 422 and "not an address" in wrong.text
    assert admin.post(f"/people/{unreached}/address", data={"email": "ned.n@nhs.example.uk"}).status_code == 303
    assert mark_of(unit, unreached) == ("ned.n@nhs.example.uk", "")


def test_a_program_does_the_same_and_the_same_address_may_work_again(unreached, unit, api_as):
    before = mark_of(unit, unreached)[0]
    answer = api_as("frank").post(f"/people/{unreached}/address", {"email": before})
    assert answer.status_code == 200 and answer.json["email"] == before
    assert mark_of(unit, unreached) == (before, "")
    assert api_as("frank").post(f"/people/{unreached}/address", {"email": "a@b"}).status_code == 422


def test_nobody_else_changes_the_address_of_an_account(unreached, unit, client_as, api_as):
    assert client_as("tia").get(f"/people/{unreached}/address").status_code == 403, "no form that nobody takes"
    assert client_as("tia").post(f"/people/{unreached}/address", data={"email": "x@nhs.example.uk"}).status_code == 403
    assert api_as("tia").post(f"/people/{unreached}/address", {"email": "x@nhs.example.uk"}).status_code == 403
    assert mark_of(unit, unreached)[1] == "550 no such user"
