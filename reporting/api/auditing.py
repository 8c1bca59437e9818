"""Who did and who looked at what."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import Field

import audit
from audit.models import AuditEntry
from foundation import clock
from foundation.lifecycles import BadInput
from foundation.paging import after
from foundation.problems import Listing
from people.sign_in import caller
from reporting.access import may_read_payloads
from reporting.api.blueprint import api
from reporting.queries.auditing import entries


class AuditQuery(Listing):
    """`subject`: the id of a child, a meeting, an action… Only an auditor may leave it out."""

    subject: str = Field("", max_length=20)


@dataclass(frozen=True)
class Shown:
    """A child of whom an entry was shown."""

    public_id: str


@api.get("/audit")
def list_entries(query: AuditQuery) -> dict[str, Any]:
    """Entries that the caller may see, by age, reads among them; an auditor sees no contents."""
    me = caller()
    if not query.subject and may_read_payloads(me):
        raise BadInput({"subject": "Give the id of what the entries are about."})
    rows, following = after(entries(me, query.subject), AuditEntry.seq, query.cursor, query.limit)
    children = {row.child_id for row in rows if row.child_id}
    audit.read(me, "audit", me, children=[Shown(child) for child in sorted(children)], about=query.subject)
    return {"items": [_entry(row) for row in rows], "next": following}


def _entry(row: Any) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": clock.local(row.at).isoformat(),
        "actor": {"id": row.actor_id, "name": row.actor_name, "agency": row.actor_agency} if row.actor_id else None,
        "acting_for": row.acting_for,
        "action": row.action,
        "changes": row.changes,
        "subject": {"kind": row.subject_kind, "id": row.subject_id},
        "child": row.child_id,
        "request_id": row.request_id,
        "details": json.loads(row.content) if row.content else None,
        "hash": row.hash,
    }
