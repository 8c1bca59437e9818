"""What the children's room hears: somebody leaves, and what they lead goes to whoever takes over; somebody will be away."""

from typing import Any

from children import commands
from foundation.signals import absence_planned, person_leaving
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
