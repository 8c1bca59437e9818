"""Agencies and people in the JSON API."""

from typing import Any

from pydantic import BaseModel, Field

from foundation.lifecycles import BadInput, NotVisible, require
from foundation.paging import after
from foundation.problems import Body, Listing
from people import commands, queries
from people.api.blueprint import Answer, api
from people.models import Agency, Person
from people.sign_in import caller


class Search(Listing):
    q: str = Field("", max_length=200)
    agency: str = Field("", max_length=60)


class NewAgency(Body):
    key: str = Field(max_length=60)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=60)
    telephone: str = Field("", max_length=40)


class NewPerson(Body):
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    agency: str = Field(max_length=60)
    role: str | None = Field(None, max_length=30)
    discipline: str | None = Field(None, max_length=60)
    seniority: str = Field("practitioner", max_length=30)
    manager: str | None = Field(None, max_length=20)
    registered_social_worker: bool = False
    telephone: str = Field("", max_length=40)
    password: str | None = Field(None, max_length=200)


class OfPerson(BaseModel):
    person_id: str = Field(max_length=20)


class Address(Body):
    email: str = Field(max_length=254)


@api.get("/agencies")
def list_agencies(query: Search) -> Answer:
    """The agencies of the partnership."""
    rows, following = after(queries.agency_list(caller(), query.q), Agency.id, query.cursor, query.limit)
    return {"items": [_agency(row) for row in rows], "next": following}


@api.post("/agencies")
def add_agency(body: NewAgency) -> tuple[Answer, int]:
    """A new agency; for system administrators."""
    agency = commands.add_agency(caller(), body.key, body.name, body.kind, body.telephone)
    return _agency(agency), 201


@api.get("/people")
def list_people(query: Search) -> Answer:
    """Everybody in service, with or without an account."""
    rows, following = after(queries.directory(caller(), query.q, query.agency), Person.id, query.cursor, query.limit)
    return {"items": [_person(row) for row in rows], "next": following}


@api.post("/people")
def add_person(body: NewPerson) -> tuple[Answer, int]:
    """A new account, or somebody without one; for administrators."""
    require(caller().role in ("system_admin", "agency_admin"), "An administrator adds people.")
    try:
        agency = queries.agency_by_key(body.agency)
    except NotVisible:
        raise BadInput({"agency": "There is no agency with this key."}) from None
    manager = queries.person_or_none(caller(), body.manager) if body.manager else None
    if body.manager and manager is None:
        raise BadInput({"manager": "There is nobody with this id."})
    given = body.model_dump(exclude={"agency", "manager"})
    person = commands.add_person(caller(), agency=agency, manager=manager, **given)
    return _whole(person), 201


@api.post("/people/<person_id>/address")
def correct_address(path: OfPerson, body: Address) -> Answer:
    """The right address of somebody, or the same one that works again: what could not reach them is open again."""
    return _whole(commands.correct_address(caller(), queries.person(caller(), path.person_id), body.email))


@api.get("/people/me")
def show_me() -> Answer:
    """Whom this token acts as."""
    return _whole(caller())


def _agency(row: Any) -> Answer:
    return {"id": row.public_id, "key": row.key, "name": row.name, "kind": row.kind, "telephone": row.telephone}


def _person(row: Any) -> Answer:
    manager = {"id": row.manager_public_id, "name": row.manager_name} if row.manager_public_id else None
    return {**_facts(row), "agency": row.agency_key, "manager": manager}


def _whole(person: Person) -> Answer:
    manager = person.manager
    return {
        **_facts(person),
        "agency": person.agency.key,
        "manager": {"id": manager.public_id, "name": manager.name} if manager else None,
    }


def _facts(one: Any) -> Answer:
    return {
        "id": one.public_id,
        "name": one.name,
        "email": one.email,
        "telephone": one.telephone,
        "role": one.role,
        "discipline": one.discipline,
        "seniority": one.seniority,
        "registered_social_worker": one.registered_social_worker,
    }
