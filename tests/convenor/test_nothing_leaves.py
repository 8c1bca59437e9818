"""Every byte that left the house in the whole run of the demonstration, decoded and searched: no child is in the post."""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import select

from children.models import Child, Household
from foundation.database import db
from foundation.text import search_key
from foundation.unit_of_work import unit_of_work
from meetings.models import Invitation
from meetings.queries.feed import feed_for
from notifications.calendar import feed_to_ical
from notifications.models import Outbox
from people.models import Person
from people.queries import agency_list

# Words that also name an agency, a person or a thing of every mail say nothing about a child.
SHORTEST = 4


@pytest.fixture(scope="module")
def secrets(northshire: Any) -> set[str]:
    """Names, dates of birth in every way of writing them, addresses and postcodes of all children, as searched for."""
    with northshire.app_context(), unit_of_work(writes=False):
        found: set[str] = set()
        for child in db.session.scalars(select(Child)):
            found |= {child.name, *child.name.split()}
            for day in (child.date_of_birth, child.expected_date_of_birth):
                if day:
                    found |= {f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day:%Y%m%d}"}
        for address in db.session.scalars(select(Household.address)):
            found |= {address, address.split(",")[0], address.split(",")[-1].strip()} if address else set()
        known = " ".join(db.session.scalars(select(Person.name))) + " unborn baby child of"
        known += " ".join(
            row.name for row in db.session.execute(agency_list(db.session.scalars(select(Person)).first()))
        )
        ordinary = set(search_key(known).split())
        return {key for one in found if len(key := search_key(one)) >= SHORTEST and key not in ordinary}


def test_no_mail_names_a_child_a_birthday_or_an_address(northshire: Any, secrets: set[str]) -> None:
    assert len(secrets) > 40, "there is something to look for"
    with northshire.app_context(), unit_of_work(writes=False):
        mails = db.session.execute(select(Outbox.kind, Outbox.mail).where(Outbox.mail.is_not(None))).all()
    assert len(mails) > 100 and {"meeting_invitation"} <= {row.kind for row in mails}
    for kind, raw in mails:
        text = search_key(" ".join(said(raw)))
        assert not (leaked := {one for one in secrets if re.search(rf"\b{re.escape(one)}\b", text)}), (kind, leaked)


def test_no_private_calendar_does(northshire: Any, secrets: set[str]) -> None:
    with northshire.test_request_context(), unit_of_work(writes=False):
        asked = select(Person).where(Person.id.in_(select(Invitation.person_id)))
        calendars = [feed_to_ical(feed_for(person).entries) for person in db.session.scalars(asked)]
    assert any(b"BEGIN:VEVENT" in one for one in calendars)
    for one in calendars:
        text = search_key(one.decode().replace("\r\n ", ""))
        assert not {secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)}


def said(raw: bytes) -> list[str]:
    """Every header and every part of a mail, decoded; calendars unfolded."""
    mail = message_from_bytes(raw, policy=policy.default)
    words = [f"{name}: {value}" for part in mail.walk() for name, value in part.items()]
    for part in mail.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            words.append(content.decode("utf-8").replace("\r\n ", ""))  # type: ignore[union-attr]
    return words
