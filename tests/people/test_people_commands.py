"""What is done with agencies, people, absences and tokens: each is whole or not there, whatever stops it."""

from datetime import date

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.lifecycles import BadInput, Refused
from people import commands, queries
from people.models import ApiToken, Person, SignInSession

COMMANDS = {
    "add an agency": lambda cast: commands.add_agency(None, "fire", "Northshire Fire and Rescue", "voluntary_sector"),
    "add a person": lambda cast: commands.add_person(
        cast.frank,
        name="Ann New",
        email="ann@social.example.uk",
        agency=queries.agency_by_key("csc"),
        role="practitioner",
    ),
    "sign in": lambda cast: commands.sign_in("sam.worker@social.example.uk", "demo-partnership", "127.0.0.1", "test"),
    "change a password": lambda cast: commands.change_password(cast.sam, "demo-partnership", "three plain words"),
    "plan an absence": lambda cast: commands.plan_absence(
        cast.sam, cast.sam, date(2026, 3, 2), date(2026, 3, 6), cast.mia
    ),
    "create a token": lambda cast: commands.create_token(cast.sam, cast.sam),
    "leave": lambda cast: commands.leave(cast.frank, cast.sam, cast.mia),
}


@pytest.mark.parametrize("act", COMMANDS)
def test_a_command_that_is_stopped_anywhere_leaves_nothing(cast, sweep, act):
    assert sweep(lambda: COMMANDS[act](cast)) >= 3


@pytest.mark.parametrize(("given", "field"), [
    ({"name": " \x00 "}, "name"),
    ({"name": "n" * 201}, "name"),
    ({"telephone": "0" * 41}, "telephone"),
    ({"email": "nobody"}, "email"),
    ({"email": "a@b.example, c@d.example"}, "email"),
    ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
    ({"email": "Sam.Worker@social.example.uk"}, "email"),
    ({"role": "chief"}, "role"),
    ({"seniority": "chief"}, "seniority"),
    ({"discipline": "alchemy"}, "discipline"),
    ({"password": "short"}, "password"),
])  # fmt: skip
def test_wrong_input_names_the_field_and_writes_nothing(cast, unit, given, field):
    right = {"name": "Ann New", "email": "ann@social.example.uk", "role": "practitioner"}
    with pytest.raises(BadInput) as wrong, unit():
        commands.add_person(None, agency=queries.agency_by_key("csc"), **{**right, **given})
    assert list(wrong.value.errors) == [field]
    with unit(writes=False):
        assert db.session.scalar(select(Person).where(Person.name == "Ann New")) is None


def test_a_name_of_letters_that_unfold_is_kept(cast, unit):
    name = "ﷺ" * 200  # each becomes eighteen letters in the form that is searched
    with unit():
        commands.add_person(None, name=name, email="ann@social.example.uk", agency=queries.agency_by_key("csc"))
    with unit(writes=False):
        assert queries.person_by_email("ann@social.example.uk").name == name


def test_whoever_leaves_is_signed_out_everywhere_at_once(cast, unit, client_as, api_as):
    client, program = client_as("sam"), api_as("sam")
    assert client.post("/session").status_code == 200
    with unit():
        commands.leave(cast.frank, cast.sam, cast.mia)
    assert client.post("/session").status_code == 401
    assert program.get("/openapi.json").status_code == 401
    with unit(writes=False):
        assert db.session.scalar(select(SignInSession.ended_at)) is not None
        assert db.session.scalar(select(ApiToken.revoked_at)) is not None


def test_nobody_leaves_twice_or_hands_over_to_themselves(cast, unit):
    with pytest.raises(BadInput), unit():
        commands.leave(cast.frank, cast.sam, cast.sam)
    with unit():
        commands.leave(cast.frank, cast.sam, cast.mia)
    with pytest.raises(Refused), unit():
        commands.leave(cast.frank, cast.sam, cast.mia)
