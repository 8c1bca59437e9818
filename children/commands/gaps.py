"""The gap: a time in which nobody leads. It is an interval in the data, and an alarm until somebody does."""

import audit
import working_time
from children import queries
from children.models import Child, LeadGap
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.signals import lead_needed
from notifications import commands as notifications
from people.models import Absence, Person

SHORT_ABSENCE = 2  # working days that a lead is away without anybody standing in


def follow_need(person: Person | None, child: Child) -> None:
    """Somebody has to lead while the child has a plan or a meeting is open about them (DOMAIN §5): the gap begins where
    nobody does, and ends where nothing needs it any more."""
    if _is_needed(child):
        _begin_gap(person, child)
    else:
        close_gap(person, child, because="neither a plan nor a meeting is open")


def mind_the_gap(person: Person | None, child: Child) -> None:
    """Whoever led, or was to lead, does not. Somebody has to, unless the child had a plan that has come to its end."""
    if child.plan_since is None or _is_needed(child):
        _begin_gap(person, child)


def _is_needed(child: Child) -> bool:
    return child.plan != "none" or any(needed for _, needed in lead_needed.send(child))


def _begin_gap(person: Person | None, child: Child) -> None:
    """Nobody leads from now on: the alarm goes out at once to team manager and coordinator, then every working day until
    somebody does."""
    if queries.leading(child.id) is not None or queries.open_gap(child.id) is not None:
        return
    gap = LeadGap(public_id=new_public_id(), child_id=child.id, from_at=clock.now())
    db.session.add(gap)
    audit.record(person, "lead.gap_opened", gap, children=[child])
    db.session.flush()
    notifications.plan_reminders("lead.gap", gap, gap.from_at)


def watch_absence(absence: Absence) -> None:
    """Whoever leads and is away for more than two working days, without cover, is warned before (DOMAIN §5, absence)."""
    calendar = working_time.england_and_wales()
    if calendar.add(absence.from_on, SHORT_ABSENCE) <= absence.to_on:
        notifications.plan_reminders("lead.absence", absence, absence.from_on)


def close_gap(person: Person | None, child: Child, *, because: str) -> None:
    """Somebody leads, or nobody has to any more."""
    gap = queries.open_gap(child.id)
    if gap is None:
        return
    gap.to_at = clock.now()
    notifications.drop(gap, because=because)
    audit.record(person, "lead.gap_closed", gap, children=[child], because=because)
    db.session.flush()
