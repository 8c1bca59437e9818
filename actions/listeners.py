"""What the actions' room hears from the rooms below: somebody leaves, the lead changes, mail comes back."""

from typing import Any

from actions import commands
from children.models import Child, LeadProfessional
from foundation.signals import lead_changed, mail_bounced, person_leaving
from people.models import Person


@person_leaving.connect
def hand_over_actions(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """What the leaver holds of this room, in words; with a receiver it is theirs from now on."""
    return commands.hand_over(actor, leaver, to)


@lead_changed.connect
def follow_the_lead(_sender: Any, child: Child, lead: LeadProfessional | None, **_: Any) -> None:
    """What belongs to the role goes with it; while nobody leads it stays where it is."""
    if lead is not None:
        commands.hand_over_with_lead(child, lead.person)


@mail_bounced.connect
def say_that_the_owner_is_not_reached(_sender: Any, outbox: Any, text: str) -> None:
    commands.owner_is_not_reached(outbox.recipient_id)
