"""A child's timeline for programs."""

from typing import Any, Literal

from pydantic import BaseModel, Field

import audit
from children import queries as children
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.problems import Body
from people.sign_in import caller
from reporting.api.blueprint import api
from reporting.queries.timeline import LANES, events
from reporting.queries.told import Told, told


class OfChild(BaseModel):
    """The child that a path names."""

    child_id: str = Field(max_length=20)


class Span(Body):
    """`lane`: one kind of event alone. `cursor` is the `next` of the page before."""

    lane: Literal["meeting", "incident", "fact", "view", "voice", "disagreement"] | None = None
    cursor: str = Field("0", max_length=9)
    limit: int = Field(100, ge=1, le=100)


@api.get("/children/<child_id>/timeline")
def timeline_of_child(path: OfChild, query: Span) -> dict[str, Any]:
    """What happened, latest first, over all rooms, as far as the caller may see it."""
    if not (query.cursor.isascii() and query.cursor.isdigit()):
        raise BadInput({"cursor": "Use the value of “next” from the page before."})
    child = children.child(caller(), path.child_id)
    audit.read(caller(), "timeline", child, children=[child])
    begin = int(query.cursor)
    lanes = [query.lane] if query.lane else tuple(LANES)
    rows = db.session.execute(events(caller(), child, lanes=lanes).limit(query.limit + 1).offset(begin)).all()
    following = str(begin + query.limit) if len(rows) > query.limit else None
    return {"items": [_event(one) for one in told(child, rows[: query.limit])], "next": following}


def _event(one: Told) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "lane": one.lane,
        "title": one.title,
        "happened_on": one.on.isoformat(),
        "entered_at": clock.local(one.entered_at).isoformat() if one.entered_at else None,
        "late_by_working_days": one.late,
        "reference": one.reference or None,
        "text": one.text,
    }
