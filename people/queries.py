"""Reads of the people's room: who is signed in, who may be asked, who stands in."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of
from foundation.lifecycles import NotVisible
from foundation.text import like, search_key
from people.models import Absence, Agency, ApiToken, Person, SignInSession
from people.visibility import visible_to


def person_by_session(token: str) -> tuple[Person, SignInSession] | None:
    """Whoever holds the session that `token` opens, while it lasts. One query."""
    row = db.session.execute(
        select(Person, SignInSession)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .options(joinedload(Person.agency))
        .where(SignInSession.token_hash == hash_of(token), SignInSession.ended_at.is_(None))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def person_by_token(token: str) -> tuple[Person, ApiToken] | None:
    """Whoever an API token acts as, while it is neither revoked nor expired. One query."""
    row = db.session.execute(
        select(Person, ApiToken)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .options(joinedload(Person.agency))
        .where(ApiToken.token_hash == hash_of(token), ApiToken.revoked_at.is_(None))
    ).one_or_none()
    if row is None or (row[1].expires_on and row[1].expires_on < clock.today()):
        return None
    return row[0], row[1]


def person_by_email(email: str) -> Person | None:
    """The person with that address, with or without an account."""
    return db.session.scalar(select(Person).where(Person.email_key == search_key(email)))


def person_or_none(reader: Person, public_id: str) -> Person | None:
    """One person, where there is one."""
    return db.session.scalar(select(Person).where(Person.public_id == public_id, visible_to(reader, Person)))


def person(reader: Person, public_id: str) -> Person:
    """One person. Raises `NotVisible`."""
    found = person_or_none(reader, public_id)
    if found is None:
        raise NotVisible("person")
    return found


def person_named(reader: Person, text: str) -> Person | None:
    """Somebody in service whose address is `text`, or whose name is, where only one person has it."""
    key = search_key(text)
    here = visible_to(reader, Person), Person.left_on.is_(None)
    found = list(
        db.session.scalars(select(Person).where(*here, (Person.email_key == key) | (Person.name_key == key)).limit(2))
    )
    return found[0] if len(found) == 1 else None


def agency_by_key(key: str) -> Agency:
    """The agency with that `KEY`. Raises `NotVisible`."""
    found = db.session.scalar(select(Agency).where(Agency.key == key))
    if found is None:
        raise NotVisible("agency")
    return found


def agencies(reader: Person) -> Select[Agency]:
    return select(Agency).where(visible_to(reader, Agency)).order_by(Agency.name)


def colleagues(reader: Person, text: str = "") -> Select[Person]:
    """Everybody in service whose name or address contains `text`, by name."""
    found = (
        select(Person)
        .join(Agency)
        .where(visible_to(reader, Person), Person.left_on.is_(None))
        .order_by(Person.name_key)
    )
    if text:
        pattern = like(text)
        found = found.where(
            Person.name_key.like(pattern, escape="\\")
            | Person.email_key.like(pattern, escape="\\")
            | func.lower(Agency.name).like(pattern, escape="\\")
        )
    return found


def deputies_of(person_ids: list[int], on: date) -> dict[int, int]:
    """For each of `person_ids` who is away on that London date and has a deputy: the deputy's id."""
    rows = db.session.execute(
        select(Absence.person_id, Absence.deputy_id).where(
            Absence.person_id.in_(person_ids),
            Absence.from_on <= on,
            Absence.to_on >= on,
            Absence.withdrawn_at.is_(None),
            Absence.deputy_id.is_not(None),
        )
    )
    return {row.person_id: row.deputy_id for row in rows if row.deputy_id}
