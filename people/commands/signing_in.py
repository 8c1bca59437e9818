"""Sign in, be seen, sign out: a session is a row, and who tries too often waits."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of, new_token
from foundation.lifecycles import BadInput
from foundation.text import search_key
from people import passwords, queries
from people.models import Person, SignInFailure, SignInSession

FREE_TRIES = 5
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
