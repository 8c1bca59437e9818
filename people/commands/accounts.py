"""What is done with agencies, people, sessions and tokens."""

from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of, new_public_id, new_token
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.signals import absence_planned, address_cleared, person_leaving
from foundation.text import clean_line, search_key
from people import links, passwords, queries
from people.commands.supervision import hand_over_supervision
from people.models import ROLES, SENIORITIES, Absence, Agency, Alias, ApiToken, Person, SignInFailure, SignInSession

FREE_TRIES = 5
WITH_CASES = ("practitioner", "manager", "coordinator", "safeguarding_lead")
OVER_ALL = ("system_admin", "auditor", "partner")  # accounts beyond one agency
IDLE, LONGEST_SESSION = timedelta(minutes=30), timedelta(hours=10)


class SignInRefused(Exception):
    """The address or the password is wrong, or there were too many tries: the person is told the same for all accounts."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def sign_in(email: str, password: str, address: str, user_agent: str) -> str:
    """Open a session and give its secret. Raises `SignInRefused`; failures are counted in the database.

    After five failures of an account each further one doubles the wait: 1, 2, 4 … 15 minutes.
    """
    keys = [f"account:{hash_of(search_key(email))}"[:80], f"address:{address}"[:80]]
    if wait := _minutes_to_wait(keys[0]):
        audit.refused(None, "sign_in", "person", "-")
        raise SignInRefused(f"There were too many tries. Wait {wait} minute{'s' if wait > 1 else ''}, then try again.")
    person = queries.person_by_email(email)
    usable = person is not None and person.is_active
    if not passwords.is_right(person.password_hash if person and usable else None, password):
        _count_failure(keys)
        audit.refused(person, "sign_in", "person", person.public_id if person else "-")
        raise SignInRefused("That address and password do not go together. Check both and try again.")
    assert person is not None
    db.session.execute(delete(SignInFailure).where(SignInFailure.key.in_(keys)))
    token = new_token()
    now = clock.now()
    db.session.add(
        SignInSession(
            token_hash=hash_of(token), person_id=person.id, started_at=now, seen_at=now, user_agent=user_agent[:200]
        )
    )
    audit.read(person, "sign_in", person)
    return token


def see(session_id: int) -> None:
    """Note that the session is in use, at most once a minute."""
    db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now()))


def sign_out(person: Person, token: str) -> None:
    """End the session on the server: the cookie is worth nothing afterwards."""
    db.session.execute(
        update(SignInSession).where(SignInSession.token_hash == hash_of(token)).values(ended_at=clock.now())
    )
    audit.read(person, "sign_out", person)


def end_all_sessions(person: Person) -> None:
    """End every session of `person`, wherever it was opened."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


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


def change_password(person: Person, old: str, new: str) -> None:
    """A new password; every session ends, this one too."""
    if not passwords.is_right(person.password_hash, old):
        raise BadInput({"old": "That is not your present password."})
    try:
        person.password_hash = passwords.hash_password(new)
    except BadInput as wrong:
        raise BadInput({"new": wrong.errors["password"]}) from None
    end_all_sessions(person)
    audit.record(person, "person.password_changed", person)


def plan_absence(actor: Person, person: Person, from_on: date, to_on: date, deputy: Person | None) -> Absence:
    """`person` is away, both days included; `deputy` stands in and is reminded too. Themselves or their manager says so."""
    if actor.id not in (person.id, person.manager_id):
        raise BadInput({"person": "Only the person or their line manager plans an absence."})
    if to_on < from_on:
        raise BadInput({"to_on": "The last day must not be before the first."})
    if deputy is not None and deputy.id == person.id:
        raise BadInput({"deputy": "Somebody else has to stand in."})
    absence = Absence(
        public_id=new_public_id(),
        person_id=person.id,
        from_on=from_on,
        to_on=to_on,
        deputy_id=deputy.id if deputy else None,
    )
    db.session.add(absence)
    audit.record(actor, "absence.planned", absence, person=person.public_id, from_on=from_on, to_on=to_on)
    db.session.flush()
    absence_planned.send(None, absence=absence)
    return absence


def open_feed(person: Person) -> str:
    """A new address of the person's private calendar; one that was given out before is worth nothing at once."""
    links.revoke("feed", person.public_id)
    token = links.make("feed", person.public_id, person)
    audit.record(person, "feed.opened", person)
    return token


def close_feed(actor: Person, person: Person) -> None:
    """Nobody reads this calendar by its address any more."""
    permitted = actor.id == person.id or queries.administers(actor, person.agency)
    require(permitted, "You turn off your own private calendar; an administrator turns off anybody's.")
    links.revoke("feed", person.public_id)
    audit.record(actor, "feed.closed", person)


def leave(actor: Person | None, person: Person, hand_over_to: Person | None) -> list[str]:
    """End the account, its sessions and tokens at once, and hand over everything it holds; says what was handed over.

    The rooms above answer `person_leaving` with what the person holds: with a receiver they hand it over, without one
    the leaving is refused. Nothing is left without an owner at any instant (PEERS: leaver's tasks in limbo).
    """
    permitted = actor is None or queries.administers(actor, person.agency)
    require(permitted, "A system administrator ends accounts, or the agency's own administrator.")
    if person.left_on is not None:
        raise Refused([Refusal("still_in_service", f"{person.name} has left already.", "The account")])
    if hand_over_to is not None and (hand_over_to.left_on is not None or hand_over_to.id == person.id):
        raise BadInput({"hand_over_to": "Name somebody else, who is in service."})
    held = held_by(person) if hand_over_to is None else _handed_over(actor, person, hand_over_to)
    if held and hand_over_to is None:
        raise Refused(
            [
                Refusal(
                    "nothing_is_left_without_an_owner",
                    f"{person.name} still holds: {'; '.join(held)}. Name who takes this over.",
                    "Learning from reviews: a leaver's actions are handed over before the account ends",
                )
            ]
        )
    person.left_on = clock.today()
    end_all_sessions(person)
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    links.revoke_all(person)
    audit.record(actor, "person.left", person, handed_over_to=hand_over_to.public_id if hand_over_to else None)
    return held


def held_by(person: Person) -> list[str]:
    """What `person` holds, as the rooms above say; nothing is changed by asking."""
    held = [text for _, texts in person_leaving.send(person, to=None, actor=None) for text in texts]
    return [*held, *hand_over_supervision(None, person, None)]


def _handed_over(actor: Person | None, person: Person, to: Person) -> list[str]:
    held = [text for _, texts in person_leaving.send(person, to=to, actor=actor) for text in texts]
    return [*held, *hand_over_supervision(actor, person, to)]


def create_token(
    actor: Person | None,
    person: Person,
    *,
    read_only: bool = False,
    scopes: tuple[str, ...] = (),
    expires: date | None = None,
) -> str:
    """A token that acts as `person`. It is given once; only its hash is stored."""
    if not person.is_active:
        raise BadInput({"person": "Only somebody with an account can have a token."})
    token = new_token()
    kept = ApiToken(
        public_id=new_public_id(),
        token_hash=hash_of(token),
        person_id=person.id,
        scopes=" ".join(scopes),
        read_only=read_only,
        created_at=clock.now(),
        expires_on=expires,
    )
    db.session.add(kept)
    audit.record(actor, "token.created", kept, person=person.public_id, read_only=read_only, scopes=list(scopes))
    return token


def revoke_token(person: Person, token: ApiToken) -> None:
    """The token is worth nothing from now on."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        audit.record(person, "token.revoked", token)


def withdraw_absence(actor: Person, absence: Absence) -> None:
    """They are not away after all; whoever planned it, or might have, takes it back."""
    person = db.session.get_one(Person, absence.person_id)
    require(actor.id in (person.id, person.manager_id), "The person or their line manager takes an absence back.")
    if absence.withdrawn_at is None:
        absence.withdrawn_at = clock.now()
        audit.record(actor, "absence.withdrawn", absence, person=person.public_id)


def set_keyboard_shortcuts(person: Person, on: bool) -> None:
    """Whether single keys do something on the pages."""
    person.keyboard_shortcuts = on
    audit.record(person, "person.settings_changed", person, keyboard_shortcuts=on)


def _minutes_to_wait(key: str) -> int:
    failures = SignInFailure.count.label("failures")
    row = db.session.execute(select(failures, SignInFailure.last_at).where(SignInFailure.key == key)).first()
    if row is None or row.failures < FREE_TRIES:
        return 0
    wait = min(15, 2 ** (row.failures - FREE_TRIES))
    left = row.last_at + timedelta(minutes=wait) - clock.now()
    return max(0, -(-int(left.total_seconds()) // 60))


def _count_failure(keys: list[str]) -> None:
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    for key in keys:
        counted = dialect.insert(SignInFailure).values(key=key, count=1, last_at=clock.now())
        db.session.execute(
            counted.on_conflict_do_update(
                index_elements=["key"], set_={"count": SignInFailure.count + 1, "last_at": clock.now()}
            )
        )
