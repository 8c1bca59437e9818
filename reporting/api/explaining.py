"""What was explained to a child, for programs."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from children import commands
from children import queries as children
from children.models import Child, Explanation
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Body, Listing
from people.sign_in import caller
from reporting.api.blueprint import api
from reporting.api.timeline import OfChild
from reporting.queries.explaining import decisions


class NewExplanation(Body):
    """`decision` is the id of a decision of a meeting; without one, `about` says what it was."""

    decision: str | None = Field(None, max_length=20)
    about: str = Field("", max_length=4000)
    explained: bool
    how: str = Field(max_length=4000)
    explained_on: date | None = None
    child_said: str = Field("", max_length=4000)


@api.get("/children/<child_id>/explanations")
def list_explanations(path: OfChild, query: Listing) -> dict[str, Any]:
    """What was explained to the child, how and when."""
    child = children.child(caller(), path.child_id)
    rows, following = after(children.explanations(caller(), child), Explanation.id, query.cursor, query.limit)
    audit.read(caller(), "explanations", child, children=[child])
    return {"items": [_explanation(row) for row in rows], "next": following}


@api.post("/children/<child_id>/explanations")
def record_explanation(path: OfChild, body: NewExplanation) -> tuple[dict[str, Any], int]:
    """A decision was explained to the child, or was not and why."""
    child = children.child(caller(), path.child_id)
    given = body.model_dump(exclude={"decision", "about"})
    about = _named(child, body.decision) if body.decision else body.about
    kept = commands.record_explanation(caller(), child, about_id=body.decision, about=about, **given)
    row = db.session.execute(children.explanations(caller(), child).where(Explanation.id == kept.id)).one()
    return _explanation(row), 201


def _named(child: Child, decision: str) -> str:
    found = [one for one in decisions(caller(), child, ()) if one.row.public_id == decision]
    if not found:
        raise BadInput({"decision": "There is no such decision for this child."})
    return f"{found[0].words}, {found[0].row.reference}"


def _explanation(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "decision": row.about_id,
        "about": row.about,
        "explained": row.explained,
        "how": row.how,
        "explained_on": row.explained_on.isoformat(),
        "child_said": row.child_said,
        "recorded_by": {"id": row.recorded_by, "name": row.recorded_by_name},
    }
