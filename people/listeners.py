"""What the people's room tells the mail: where somebody is reached, who stands in, and which address gives mail back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

import audit
from foundation.database import db
from foundation.signals import mail_bounced
from notifications.composing import Recipient, address_book, stand_ins
from people import queries
from people.models import Person


@address_book
def reached(person_id: int) -> Recipient:
    """Name and address of a person, with or without an account."""
    row = db.session.execute(
        select(Person.name, Person.email, Person.undeliverable).where(Person.id == person_id)
    ).one()
    return Recipient(row.name, row.email, row.undeliverable)


@stand_ins
def deputies(person_ids: list[int], on: date) -> Mapping[int, int]:
    """Who stands in for those who are away on that London date."""
    return queries.deputies_of(person_ids, on)


@mail_bounced.connect
def flag_address(_sender: Any, outbox: Any, text: str) -> None:
    """Mail to the address came back: nothing more goes there until somebody has looked."""
    person = db.session.get(Person, outbox.recipient_id)
    if person is not None and person.undeliverable != text:
        person.undeliverable = text
        audit.record(None, "person.address_flagged", person)
