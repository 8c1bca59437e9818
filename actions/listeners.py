"""What the actions' room hears from the rooms below (somebody leaves, the lead changes, mail comes back), and what it shows
on a child's page."""

from collections.abc import Collection
from datetime import date
from typing import Any

from actions import commands, queries
from children.leaning import leans
from children.models import Child
from children.panels import PanelRow, panel
from foundation.signals import lead_changed, mail_bounced, overdue_asked, person_leaving
from people.models import Person

leans(queries.actions_that_lean)


@person_leaving.connect
def hand_over_actions(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """What the leaver holds of this room, in words; with a receiver it is theirs from now on."""
    return commands.hand_over(actor, leaver, to)


@lead_changed.connect
def follow_the_lead(_sender: Any, child: Child, lead: Person | None, **_: Any) -> None:
    """What belongs to the role goes with it; while nobody leads it stays where it is."""
    if lead is not None:
        commands.hand_over_with_lead(child, lead)


@mail_bounced.connect
def say_that_the_owner_is_not_reached(_sender: Any, outbox: Any, text: str) -> None:
    commands.owner_is_not_reached(outbox.recipient_id)


@overdue_asked.connect
def oldest_overdue(_sender: Any, person_ids: Collection[int]) -> dict[int, date]:
    """Since when each of them is late with what they own."""
    return queries.oldest_overdue(person_ids)


@panel("Open actions")
def open_actions_for(person: Person, child: Child) -> list[PanelRow]:
    """What is still to be done for the child, soonest first."""
    return [
        PanelRow(
            text=row.text,
            href=f"/actions/{row.public_id}",
            reference=row.reference,
            tag="Late" if row.overdue else row.state_words,
            kind="late" if row.overdue else {"amber": "soon", "red": "late"}.get(row.rag, "plain"),
            note=" · ".join(filter(None, (row.owner_name, row.agency_name, row.extension_words, row.rests_on))),
            on=row.due_on,
        )
        for row in queries.open_actions_of_children(person, [child.id])
    ]
