"""The adults of a family whom a file has to know."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found
from children.models import Child
from foundation.problems import Body
from people.sign_in import caller


class NewAdultAsked(Body):
    adult: str = Field(max_length=30)
    answer: str = Field(max_length=30)
    asked_whom: str = Field(max_length=200)
    steps: str = Field(max_length=4000)
    asked_on: date | None = None


@api.get("/children/<child_id>/adults")
def list_adults(path: OfChild) -> Answer:
    """Father, partner and regular visitor: known, asked about, or a gap."""
    child = found(path)
    audit.read(caller(), "household", child, children=[child])
    return _answer(child)


@api.post("/children/<child_id>/adults")
def ask_about_adult(path: OfChild, body: NewAdultAsked) -> tuple[Answer, int]:
    """Somebody asked who the adult is, and got no name."""
    child = found(path)
    commands.ask_about_adult(caller(), child, **body.model_dump())
    return _answer(child), 201


def _answer(child: Child) -> Answer:
    return {"items": [_adult(one) for one in queries.adults(caller(), child)], "next": None}


def _adult(one: queries.Adult) -> dict[str, Any]:
    return {
        "adult": one.key,
        "state": one.state,
        "gap": one.is_gap,
        "members": [{"name": row.name, "relation": row.relation} for row in one.members],
        "asked": [
            {
                "id": row.public_id,
                "answer": row.answer,
                "asked_whom": row.asked_whom,
                "asked_on": row.asked_on.isoformat(),
                "asked_by": {"id": row.asked_by, "name": row.asked_by_name},
                "steps": row.steps,
            }
            for row in one.asked
        ],
    }
