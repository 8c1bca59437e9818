"""Reads of the people's room: who is signed in, who may be asked, who stands in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased, joinedload

from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of
from foundation.lifecycles import NotVisible
from foundation.text import like, search_key
from notifications.queries import OLDEST_MAIL_WAITING, outage_unseen_by
from people.models import Absence, Agency, Alias, ApiToken, Person, PrivateLink, SignInSession
from people.visibility import visible_to


def person_by_session(token: str) -> tuple[Person, SignInSession, datetime | None, int | None] | None:
    """Whoever holds the session that `token` opens, while it lasts; and what every page says: since when mail waits to go
    out, and the number of an outage that they have not read of. One query."""
    row = db.session.execute(
        select(Person, SignInSession, OLDEST_MAIL_WAITING, outage_unseen_by(Person.id))
        .join(SignInSession, SignInSession.person_id == Person.id)
        .options(joinedload(Person.agency))
        .where(SignInSession.token_hash == hash_of(token), SignInSession.ended_at.is_(None))
    ).one_or_none()
    return (row[0], row[1], row[2], row[3]) if row else None


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


def aliases_of(person: Person) -> set[str]:
    """Other addresses under which `person` answers, as somebody has confirmed."""
    return set(db.session.scalars(select(Alias.email_key).where(Alias.person_id == person.id)))


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


def staff_of(reader: Person, agency_id: int) -> Sequence[Person]:
    """Those in service in one agency, by name."""
    return db.session.scalars(colleagues(reader).where(Person.agency_id == agency_id)).all()


def administers(person: Person, agency: Agency | None = None) -> bool:
    """Whether `person` opens and ends accounts: everywhere, or in `agency` where it is their own."""
    if person.role == "system_admin":
        return True
    return agency is not None and person.role == "agency_admin" and person.agency_id == agency.id


def directory(reader: Person, text: str = "", agency: str = "") -> Select[*tuple[Any, ...]]:
    """Everybody in service, by name: rows of what colleagues need to reach them. `agency` is a KEY."""
    manager = aliased(Person)
    found = (
        select(
            Person.id,
            Person.public_id,
            Person.name,
            Person.email,
            Person.telephone,
            Person.role,
            Person.discipline,
            Person.seniority,
            Person.registered_social_worker,
            Person.undeliverable,
            Agency.key.label("agency_key"),
            Agency.name.label("agency_name"),
            manager.public_id.label("manager_public_id"),
            manager.name.label("manager_name"),
        )
        .join(Agency, Agency.id == Person.agency_id)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(visible_to(reader, Person), Person.left_on.is_(None))
        .order_by(Person.name_key, Person.id)
    )
    if agency:
        found = found.where(Agency.key == agency)
    if text:
        pattern = like(text)
        found = found.where(Person.name_key.like(pattern, escape="\\") | Person.email_key.like(pattern, escape="\\"))
    return found


def agency_list(reader: Person, text: str = "") -> Select[*tuple[Any, ...]]:
    """The agencies of the partnership, by name, with how many people each has in service."""
    staff = (
        select(func.count())
        .select_from(Person)
        .where(Person.agency_id == Agency.id, Person.left_on.is_(None))
        .correlate(Agency)
        .scalar_subquery()
    )
    found = (
        select(
            Agency.id, Agency.public_id, Agency.key, Agency.name, Agency.kind, Agency.telephone, staff.label("people")
        )
        .where(visible_to(reader, Agency))
        .order_by(Agency.name, Agency.id)
    )
    return found.where(func.lower(Agency.name).like(like(text), escape="\\")) if text else found


def role_holders(reader: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everybody with an account, by agency and role."""
    return db.session.execute(
        select(Person.public_id, Person.name, Person.role, Person.seniority, Person.agency_id)
        .where(visible_to(reader, Person), Person.left_on.is_(None), Person.role.is_not(None))
        .order_by(Person.name_key, Person.id)
    ).all()


def absences_of(person: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """Planned absences of `person` that are not over, with who stands in."""
    return db.session.execute(
        select(Absence.public_id, Absence.from_on, Absence.to_on, Person.name.label("deputy_name"))
        .outerjoin(Person, Person.id == Absence.deputy_id)
        .where(Absence.person_id == person.id, Absence.to_on >= clock.today(), Absence.withdrawn_at.is_(None))
        .order_by(Absence.from_on)
    ).all()


def absence(reader: Person, public_id: str) -> Absence:
    """One absence. Raises `NotVisible`."""
    found = db.session.scalar(select(Absence).where(Absence.public_id == public_id, visible_to(reader, Absence)))
    if found is None:
        raise NotVisible("absence")
    return found


def tokens_of(person: Person) -> Sequence[Row[*tuple[Any, ...]]]:
    """The tokens that act as `person` and are not revoked."""
    return db.session.execute(
        select(ApiToken.public_id, ApiToken.scopes, ApiToken.read_only, ApiToken.created_at, ApiToken.expires_on)
        .where(visible_to(person, ApiToken), ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id)
    ).all()


def token(person: Person, public_id: str) -> ApiToken:
    """One of the person's own tokens. Raises `NotVisible`."""
    found = db.session.scalar(select(ApiToken).where(ApiToken.public_id == public_id, visible_to(person, ApiToken)))
    if found is None:
        raise NotVisible("token")
    return found


def feed_of(person: Person) -> Row[*tuple[Any, ...]] | None:
    """When the person's private calendar was opened, and how often and by what it was fetched; never its address."""
    return db.session.execute(
        select(PrivateLink.made_at, PrivateLink.uses, PrivateLink.used_at, PrivateLink.used_by)
        .where(PrivateLink.kind == "feed", PrivateLink.person_id == person.id, PrivateLink.revoked_at.is_(None))
        .order_by(PrivateLink.id.desc())
        .limit(1)
    ).one_or_none()


def open_sessions(person: Person) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(SignInSession)
            .where(SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
        )
        or 0
    )


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


def coordinators() -> set[int]:
    """Ids of the partnership's coordinators in service."""
    return _in_service("coordinator")


def partners() -> set[int]:
    """Ids of the safeguarding partners in service."""
    return _in_service("partner")


def _in_service(role: str) -> set[int]:
    return set(db.session.scalars(select(Person.id).where(Person.role == role, Person.left_on.is_(None))))
