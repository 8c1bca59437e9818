"""The gap: a time in which nobody leads. It is an interval in the data, and an alarm until somebody does."""

import audit
from children import queries
from children.models import Child, LeadGap
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from notifications import commands as notifications
from people.models import Person


def watch_for_gap(person: Person | None, child: Child) -> LeadGap | None:
    """From now on somebody has to lead for the child (a plan or a meeting is open): open the gap where nobody does.

    The alarm goes out at once to team manager and coordinator, then every working day until somebody leads.
    """
    if queries.leading(child.id) is not None or queries.open_gap(child.id) is not None:
        return None
    gap = LeadGap(public_id=new_public_id(), child_id=child.id, from_at=clock.now())
    db.session.add(gap)
    audit.record(person, "lead.gap_opened", gap, children=[child])
    db.session.flush()
    notifications.plan_reminders("lead.gap", gap, gap.from_at)
    return gap


def close_gap(person: Person | None, child: Child, *, because: str) -> None:
    """Somebody leads, or nobody has to any more."""
    gap = queries.open_gap(child.id)
    if gap is None:
        return
    gap.to_at = clock.now()
    notifications.drop(gap, because=because)
    audit.record(person, "lead.gap_closed", gap, children=[child], because=because)
    db.session.flush()
