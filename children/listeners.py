"""What the children's room hears: somebody leaves, and what they lead goes to whoever takes over."""

from children import commands
from foundation.signals import person_leaving
from people.models import Person


@person_leaving.connect
def hand_over(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """What the leaver leads; with `to`, handed over."""
    return commands.hand_over_everything(actor, leaver, to)
