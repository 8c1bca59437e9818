"""What the children’s room hears: somebody leaves, and what they lead goes to whoever takes over; somebody will be away. And
what it brings to supervision."""

from typing import Any

import audit
from children import commands, queries
from foundation.signals import absence_planned, person_leaving
from people.brought import Brought, brings
from people.models import Absence, Person


@person_leaving.connect
def hand_over(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """What the leaver leads, and the referrals they wait for or watch; with `to`, handed over."""
    return [
        *commands.hand_over_everything(actor, leaver, to),
        *commands.hand_over_referrals(actor, leaver, to),
        *commands.hand_over_moves(actor, leaver, to),
    ]


@absence_planned.connect
def warn_of_absence(_sender: Any, absence: Absence) -> None:
    """Whoever leads for a child will be away: warned before it starts, unless it is short or covered by then."""
    commands.watch_absence(absence)


@brings("Taken for granted, and not tested in time")
def untested_assumptions(reader: Person, supervisee: Person) -> list[Brought]:
    """Source: the 10 Principles, 2b (supervision challenges assumptions)."""
    rows = queries.untested_of(reader, supervisee)
    if rows:
        audit.read(reader, "assumptions", supervisee, children=rows, kind="person")
    return [
        Brought(row.text, f"/children/{row.public_id}/assumptions", f"{row.name}, noted {row.noted_on:%d %b %Y}")
        for row in rows
    ]
