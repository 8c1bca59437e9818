"""What awaits the caller."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

import audit
from foundation import clock
from foundation.lifecycles import BadInput
from foundation.problems import Body
from people.sign_in import caller
from reporting import queries
from reporting.api.blueprint import api
from reporting.queries import Item
from reporting.queries.lines import BUCKETS, line_of
from reporting.queries.worklist import ROWS

RANKS = ("safety", "duty", "plan", "administration")


class Waiting(Body):
    """`team`: of those whom the caller manages. `cursor` is the `next` of the page before."""

    team: bool = False
    by: Literal["due", "priority", "person", "household"] = "due"
    cursor: str = Field("1", max_length=6)
    limit: int = Field(ROWS, ge=1, le=100)


@api.get("/worklist")
def worklist(query: Waiting) -> dict[str, Any]:
    """What awaits the caller: invitations to answer, meetings to run, papers, dates owed, actions, who leads; overdue first."""
    if not (query.cursor.isascii() and query.cursor.isdigit()):
        raise BadInput({"cursor": "Use the value of “next” from the page before."})
    page = int(query.cursor)
    work = queries.worklist(caller(), team=query.team, by=query.by, page=page, size=query.limit)
    shown = {child.public_id: child for item in work.items for child in item.children}
    audit.read(caller(), "worklist", caller(), children=shown.values(), of_team=query.team)
    return {
        "items": [_item(item) for item in work.items],
        "total": work.total,
        "overdue": work.overdue,
        "next": str(work.page + 1) if work.items and work.page < work.pages else None,
    }


def _item(item: Item) -> dict[str, Any]:
    line = line_of(item)
    due = item.due
    return {
        "kind": item.kind,
        "id": item.public_id,
        "reference": item.reference,
        "text": line.text,
        "act": line.act,
        "due_on": (clock.local(due).date() if isinstance(due, datetime) else due).isoformat() if due else None,
        "due_at": due.isoformat() if isinstance(due, datetime) else None,
        "when": BUCKETS[item.bucket].lower().replace(" ", "_"),
        "overdue": item.is_overdue,
        "priority": RANKS[item.rank],
        "for": item.owner,
        "waits": item.other,
        "children": [{"id": child.public_id, "name": child.name} for child in item.children],
    }
