"""Training in the JSON API."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from foundation.problems import Body
from people import commands, queries
from people.api.blueprint import Answer, api
from people.models import Training
from people.sign_in import caller


class Taken(Body):
    person: str = Field(max_length=20)
    course: str = Field(max_length=60)
    taken_on: date
    evidence: str = Field("", max_length=2_000)


@api.get("/training")
def list_training() -> Answer:
    """The latest time of each course, of the caller and of those for whom they answer."""
    audit.read(caller(), "training", caller())
    rows = [*queries.training_of(caller(), mine=True), *queries.training_of(caller(), mine=False)]
    return {"items": [{"person": row.person_id, **_training(row)} for row in rows], "next": None}


@api.post("/training")
def log_training(body: Taken) -> tuple[Answer, int]:
    """Somebody took a course; the answer says until when it holds."""
    person = queries.person(caller(), body.person)
    logged = commands.log_training(caller(), person, body.course, body.taken_on, body.evidence)
    return {"person": person.public_id, **_training(logged)}, 201


def _training(row: Training | Any) -> Answer:
    return {
        "id": row.public_id,
        "course": row.course,
        "taken_on": row.taken_on.isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
