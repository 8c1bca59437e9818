"""Agencies and the accounts of their people."""

from sqlalchemy import select

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.signals import address_cleared
from foundation.text import clean_line, search_key
from people import passwords, queries
from people.models import ROLES, SENIORITIES, Agency, Alias, Person

WITH_CASES = ("practitioner", "manager", "coordinator", "safeguarding_lead")
OVER_ALL = ("system_admin", "auditor", "partner")  # accounts beyond one agency


def add_agency(actor: Person | None, key: str, name: str, kind: str, telephone: str = "") -> Agency:
    """A new agency of the partnership. `kind` is a key of `agencies` in the rule book."""
    require(actor is None or queries.administers(actor), "A system administrator adds agencies.")
    errors: dict[str, str] = {}
    kinds = rulebook.book().agencies
    if not key or not all(c.islower() or c.isdigit() or c in "_-" for c in key):
        errors["key"] = "Use lower-case letters, digits, _ and -."
    elif db.session.scalar(select(Agency.id).where(Agency.key == key)):
        errors["key"] = "There is an agency with this key already."
    if kind not in kinds:
        errors["kind"] = f"Choose one of: {', '.join(kinds)}."
    name, telephone = clean_line(name), clean_line(telephone)
    if not name:
        errors["name"] = "Enter the agency's name."
    errors |= _too_long(key=(key, 60), name=(name, 200), telephone=(telephone, 40))
    if errors:
        raise BadInput(errors)
    agency = Agency(public_id=new_public_id(), key=key, name=name, kind=kind, telephone=telephone)
    db.session.add(agency)
    audit.record(actor, "agency.added", agency, key=key, agency_kind=kind)
    db.session.flush()
    return agency


def add_person(
    actor: Person | None,
    *,
    name: str,
    email: str,
    agency: Agency,
    role: str | None = None,
    discipline: str | None = None,
    seniority: str = "practitioner",
    manager: Person | None = None,
    registered_social_worker: bool = False,
    password: str | None = None,
    telephone: str = "",
) -> Person:
    """A new member of an agency; without `role` somebody who is reached by mail and has no account, whom anybody may name.

    An agency's administrator opens accounts of their own agency, and none that looks at or runs the whole.
    """
    if actor is not None and role is not None:
        permitted = queries.administers(actor, agency) and (role not in OVER_ALL or queries.administers(actor))
        require(permitted, "A system administrator opens accounts, or the agency's own administrator.")
    errors: dict[str, str] = {}
    name, email, telephone = clean_line(name), clean_line(email), clean_line(telephone)
    if not name:
        errors["name"] = "Enter the person's name."
    errors |= _too_long(name=(name, 200), telephone=(telephone, 40))
    if not is_address(email):
        errors["email"] = "Enter an e-mail address in the form name@example.org."
    elif queries.person_by_email(email):
        errors["email"] = "Somebody with this address is on the list already."
    if role is not None and role not in ROLES:
        errors["role"] = f"Choose one of: {', '.join(ROLES)}."
    if seniority not in SENIORITIES:
        errors["seniority"] = f"Choose one of: {', '.join(SENIORITIES)}."
    disciplines = rulebook.book().agencies[agency.kind].disciplines
    if discipline is not None and discipline not in disciplines:
        errors["discipline"] = f"Choose one of: {', '.join(disciplines)}."
    if errors:
        raise BadInput(errors)
    person = Person(
        public_id=new_public_id(),
        name=name,
        name_key=search_key(name)[:200],
        email=email,
        email_key=search_key(email),
        telephone=telephone,
        agency=agency,
        role=role,
        discipline=discipline,
        seniority=seniority,
        manager=manager,
        registered_social_worker=registered_social_worker,
        password_hash=passwords.hash_password(password) if password else None,
    )
    db.session.add(person)
    audit.record(actor, "person.added", person, agency=agency.key, role=role)
    db.session.flush()
    return person


def _too_long(**given: tuple[str, int]) -> dict[str, str]:
    """A message for each text that its column does not hold; SQLite would take it, PostgreSQL would not."""
    return {field: f"Use at most {most} characters." for field, (text, most) in given.items() if len(text) > most}


def is_address(value: str) -> bool:
    """Whether `value` is one plain e-mail address: nothing that a mail header could take for two."""
    name, at, domain = value.partition("@")
    plain = all(c.isascii() and c.isprintable() and c not in ' ,;:<>()[]"\\@' for c in name + domain)
    return bool(at and name and plain and "." in domain.strip(".") and ".." not in domain and len(value) <= 254)


def may_correct_address(actor: Person, person: Person) -> None:
    """Raise `NotPermitted` for who may not: an account's address is for administrators, another's for those with cases."""
    permitted = queries.administers(actor, person.agency) or (person.role is None and actor.role in WITH_CASES)
    require(permitted, "An administrator puts the address of an account right; yours is for people without one.")


def correct_address(actor: Person, person: Person, email: str) -> Person:
    """The right address of somebody, or the same one that works again: mail goes there from now on.

    Their agency's administrators do it; whoever convenes does it for somebody without an account.
    """
    may_correct_address(actor, person)
    email = clean_line(email)
    known = queries.person_by_email(email)
    if not is_address(email):
        raise BadInput({"email": "Enter an e-mail address in the form name@example.org."})
    if known is not None and known.id != person.id:
        raise BadInput({"email": "Somebody with this address is on the list already."})
    changed = person.email != email
    person.email, person.email_key, person.undeliverable = email, search_key(email), ""
    address_cleared.send(None, person=person, actor=actor)
    audit.record(actor, "person.address_corrected", person, changed=changed)
    return person


def confirm_alias(actor: Person, person: Person, email: str) -> None:
    """`person` answers from this address too, as `actor` knows; nothing is mailed to it."""
    key = search_key(email)
    known = db.session.scalar(select(Alias.id).where(Alias.person_id == person.id, Alias.email_key == key))
    if known is not None or key == person.email_key:
        return
    alias = Alias(
        public_id=new_public_id(),
        person_id=person.id,
        email_key=key,
        confirmed_by_id=actor.id,
        confirmed_at=clock.now(),
    )
    db.session.add(alias)
    db.session.flush()
    audit.record(actor, "person.alias_confirmed", alias, person=person.public_id)
