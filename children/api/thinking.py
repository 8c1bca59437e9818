"""Case summaries and analyses."""

from typing import Any

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found
from children.api.shapes import row_of
from children.models import Analysis, CaseSummary
from foundation import clock
from foundation.paging import after
from foundation.problems import Body, Listing
from people.sign_in import caller


class NewSummary(Body):
    who: str = Field(max_length=20000)
    risks: str = Field(max_length=4000)
    steps_taken: str = Field("", max_length=4000)
    what_is_different: str = Field(max_length=4000)
    needs_next: str = Field("", max_length=4000)


class NewAnalysis(Body):
    kind: str = Field("analysis", max_length=30)
    thinking: str = Field(max_length=20000)
    alternatives: str = Field(max_length=4000)
    rests_on: list[str] = Field(max_length=100)
    confidence: str = Field(max_length=30)
    would_change: str = Field(max_length=4000)
    replaces: str | None = Field(None, max_length=20)


@api.get("/children/<child_id>/summaries")
def list_summaries(path: OfChild, query: Listing) -> Answer:
    """Case summaries, each with its day."""
    child = found(path)
    rows, following = after(queries.summaries(caller(), child), CaseSummary.id, query.cursor, query.limit)
    audit.read(caller(), "summary", child, children=[child])
    return {"items": [_summary(row) for row in rows], "next": following}


@api.post("/children/<child_id>/summaries")
def write_summary(path: OfChild, body: NewSummary) -> tuple[Answer, int]:
    """The summary as it stands today."""
    child = found(path)
    written = commands.write_summary(caller(), child, **body.model_dump())
    return _summary(row_of(queries.summaries(caller(), child), CaseSummary.id, written.id)), 201


@api.get("/children/<child_id>/analyses")
def list_analyses(path: OfChild, query: Listing) -> Answer:
    """What is thought to be happening, and what else it could be."""
    child = found(path)
    rows, following = after(queries.analyses(caller(), child), Analysis.id, query.cursor, query.limit)
    audit.read(caller(), "analyses", child, children=[child])
    return {"items": [_analysis(row) for row in rows], "next": following}


@api.post("/children/<child_id>/analyses")
def analyse(path: OfChild, body: NewAnalysis) -> tuple[Answer, int]:
    """What the caller thinks is happening, what it rests on, and what else it could be."""
    child = found(path)
    replaces = queries.analysis(caller(), child, body.replaces) if body.replaces else None
    written = commands.analyse(caller(), child, replaces=replaces, **body.model_dump(exclude={"replaces"}))
    return _analysis(row_of(queries.analyses(caller(), child), Analysis.id, written.id)), 201


def _summary(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "who": row.who,
        "risks": row.risks,
        "steps_taken": row.steps_taken,
        "what_is_different": row.what_is_different,
        "needs_next": row.needs_next,
        "written_at": clock.local(row.written_at).isoformat(),
        "written_by": {"id": row.written_by, "name": row.written_by_name},
        "stale": queries.is_stale(row.written_at),
    }


def _analysis(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "thinking": row.thinking,
        "alternatives": row.alternatives,
        "rests_on": row.rests_on,
        "confidence": row.confidence,
        "would_change": row.would_change,
        "replaces": row.replaces,
        "replaced_by": row.replaced_by,
        "written_at": clock.local(row.written_at).isoformat(),
        "written_by": {"id": row.written_by, "name": row.written_by_name},
    }
