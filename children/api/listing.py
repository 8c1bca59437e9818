"""Children: the list, adding one, and the record as the caller may see it; who is involved."""

from datetime import date

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found, somebody
from children.api.shapes import _day, involvement_shape, reference_of, whole
from children.models import Child, Involvement
from foundation.paging import after
from foundation.problems import Body, Listing
from people.sign_in import caller


class ChildrenQuery(Listing):
    q: str = Field("", max_length=200)


class NewChild(Body):
    name: str = Field(min_length=1, max_length=200)
    date_of_birth: date | None = None
    expected_date_of_birth: date | None = None
    first_language: str = Field("", max_length=100)
    interpreter_needed: bool = False
    communication_needs: str = Field("", max_length=4000)
    school: str = Field("", max_length=200)
    address: str = Field("", max_length=500)
    restricted_address: bool = False
    sibling: str | None = Field(None, max_length=20)
    relation: str = Field("sibling", max_length=30)
    same_household: bool = True
    what: str = Field("", max_length=200)


class NewInvolvement(Body):
    person: str = Field(max_length=20)
    role: str = Field(max_length=30)
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    direct_contact: bool = True
    what: str = Field("", max_length=200)
    reason: str = Field("", max_length=4000)


@api.get("/children")
def list_children(query: ChildrenQuery) -> Answer:
    """Children whom the caller works with; `q` is part of a name, or a date of birth."""
    rows, following = after(queries.search(caller(), query.q), Child.id, query.cursor, query.limit)
    audit.read(caller(), "children", caller(), children=rows)
    return {
        "items": [
            {
                "id": row.public_id,
                "name": row.name,
                "date_of_birth": _day(row.date_of_birth),
                "expected_date_of_birth": _day(row.expected_date_of_birth),
                "plan": row.plan,
                "last_heard_on": _day(row.last_heard_on),
            }
            for row in rows
        ],
        "next": following,
    }


@api.post("/children")
def add_child(body: NewChild) -> tuple[Answer, int]:
    """Add a child, or an unborn child. The caller is involved from today."""
    given = body.model_dump(exclude={"sibling"})
    sibling = queries.child(caller(), body.sibling) if body.sibling else None
    child = commands.add_child(caller(), sibling=sibling, **given)
    return whole(child), 201


@api.get("/children/<child_id>")
def show_child(path: OfChild) -> Answer:
    """What the caller may see of the child, household and lead professional included."""
    return whole(found(path))


@api.get("/children/<child_id>/involvements")
def list_involvements(path: OfChild, query: Listing) -> Answer:
    """Who works or worked with the child."""
    child = found(path)
    rows, following = after(queries.involvements(caller(), child), Involvement.id, query.cursor, query.limit)
    audit.read(caller(), "involvements", child, children=[child])
    return {"items": [involvement_shape(row) for row in rows], "next": following}


@api.post("/children/<child_id>/involvements")
def involve(path: OfChild, body: NewInvolvement) -> tuple[Answer, int]:
    """Somebody works with the child. `to` for a role that they hold already ends it: at once, unless it is a day to come."""
    child, other = found(path), somebody(body.person)
    works = queries.role_held(child, other, body.role) if body.to else None
    if works is not None:
        commands.end_involvement(caller(), child, works, body.to, body.reason)
        status = 200
    else:
        works = commands.involve(
            caller(), child, other, body.role, body.from_, body.to, direct_contact=body.direct_contact, what=body.what
        )
        status = 201
    return {
        "id": works.public_id,
        "person": reference_of(other),
        "role": works.role,
        "from": _day(works.from_on),
        "to": _day(works.to_on),
        "direct_contact": works.direct_contact,
        "what": works.what,
        "version": works.version,
    }, status
