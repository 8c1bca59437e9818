"""The blueprint, and what its handlers find by a path."""

from typing import Any

from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from children import queries
from children.models import Child
from foundation.lifecycles import BadInput
from people import queries as people
from people.models import Person
from people.sign_in import caller

api = APIBlueprint("children_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="children")])


Answer = dict[str, Any]


class OfChild(BaseModel):
    """The child that a path names."""

    child_id: str = Field(max_length=20)


def found(path: OfChild) -> Child:
    """The child of the path, as far as the caller may see it. Raises `NotVisible`."""
    return queries.child(caller(), path.child_id)


def somebody(public_id: str) -> Person:
    """Somebody named in a body: that they are not there is wrong input, since the address itself is right."""
    found = people.person_or_none(caller(), public_id)
    if found is None:
        raise BadInput({"person": "There is nobody with this id."})
    return found
