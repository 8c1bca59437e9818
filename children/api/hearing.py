"""How a child is heard: the nine needs, whom the child trusts."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found
from children.api.shapes import row_of
from children.models import Child, Listening
from foundation import clock
from foundation.paging import after
from foundation.problems import Body, Listing
from people.sign_in import caller


class NewNeed(Body):
    need: str = Field(max_length=30)
    state: str = Field(max_length=30)
    evidence: str = Field(max_length=4000)
    seen_on: date | None = None


class NewListening(Body):
    trusts: str = Field(max_length=4000)
    advocacy: str = Field(max_length=30)
    aids: str = Field("", max_length=4000)
    advocacy_on: date | None = None
    advocacy_note: str = Field("", max_length=4000)


@api.get("/children/<child_id>/needs")
def list_needs(path: OfChild) -> Answer:
    """The nine things that children say they need: met, not met or unknown, each with its evidence and day."""
    child = found(path)
    audit.read(caller(), "needs", child, children=[child])
    return _nine(child)


@api.post("/children/<child_id>/needs")
def record_need(path: OfChild, body: NewNeed) -> tuple[Answer, int]:
    """Whether one of them is met for this child, and how one knows."""
    child = found(path)
    commands.record_need(caller(), child, **body.model_dump())
    return _nine(child), 201


@api.get("/children/<child_id>/listening")
def list_listening(path: OfChild, query: Listing) -> Answer:
    """Whom the child trusts, what helps, whether an advocate was offered; the newest is the last."""
    child = found(path)
    rows, following = after(queries.listening(caller(), child), Listening.id, query.cursor, query.limit)
    audit.read(caller(), "listening", child, children=[child])
    return {"items": [_listening(row) for row in rows], "next": following}


@api.post("/children/<child_id>/listening")
def record_listening(path: OfChild, body: NewListening) -> tuple[Answer, int]:
    """As it is today."""
    child = found(path)
    kept = commands.record_listening(caller(), child, **body.model_dump())
    return _listening(row_of(queries.listening(caller(), child), Listening.id, kept.id)), 201


def _nine(child: Child) -> Answer:
    return {"items": [_need(one) for one in queries.needs(caller(), child)], "next": None}


def _need(one: queries.Need) -> Answer:
    latest = one.latest
    return {
        "need": one.key,
        "words": one.words,
        "state": one.state,
        "evidence": latest.evidence if latest else "",
        "seen_on": latest.seen_on.isoformat() if latest else None,
        "recorded_by": {"id": latest.recorded_by, "name": latest.recorded_by_name} if latest else None,
    }


def _listening(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "trusts": row.trusts,
        "aids": row.aids,
        "advocacy": row.advocacy,
        "advocacy_on": row.advocacy_on.isoformat() if row.advocacy_on else None,
        "advocacy_note": row.advocacy_note,
        "entered_at": clock.local(row.entered_at).isoformat(),
        "recorded_by": {"id": row.recorded_by, "name": row.recorded_by_name},
    }
