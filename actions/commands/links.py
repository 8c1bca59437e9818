"""The links of owners without an account: one action, one person, and the text only after a code sent to their address."""

import secrets
from datetime import timedelta

import audit
from actions.models import Action, ActionLink
from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of, new_public_id, new_token
from notifications.commands import tell
from people.models import Person

CODE_HOLDS = timedelta(minutes=15)
CODE_TRIES = 5


class TooManyCodes(Exception):
    """Five wrong codes were given to one link."""


def make_link(action: Action, person: Person) -> str:
    """The secret of a new link for `person` to `action`. It is given once, in a mail; only its hash is stored."""
    token = new_token()
    db.session.add(
        ActionLink(
            public_id=new_public_id(),
            action_id=action.id,
            person_id=person.id,
            token_hash=hash_of(token),
            made_at=clock.now(),
        )
    )
    return token


def ask_for_code(link: ActionLink) -> None:
    """Mail a one-time code to the owner's address; the one before is worth nothing. Raises `TooManyCodes`."""
    _require_tries(link)
    link.code_hash, link.code_ends_at = "", None
    tell(link.person_id, "action.code", link)
    audit.record(link.person, "action.code_asked", link.action, children=link.action.children)


def make_code(link: ActionLink) -> str:
    """The code itself, made when its mail is written: six digits, good for 15 minutes and for one look."""
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.code_ends_at = hash_of(f"{link.public_id}{code}"), clock.now() + CODE_HOLDS
    return code


def read_with_code(link: ActionLink, code: str) -> bool:
    """Whether `code` is the one that was mailed, still good; it is used up by this look. Wrong ones are counted.

    A wrong code is an answer and no error: an error would take the count back. Raises `TooManyCodes` after five.
    """
    _require_tries(link)
    given = hash_of(f"{link.public_id}{''.join(code.split())}")
    in_time = link.code_ends_at is not None and clock.now() <= link.code_ends_at
    if not (link.code_hash and in_time and secrets.compare_digest(given, link.code_hash)):
        link.wrong_codes += 1
        audit.refused(link.person, "action.read", "action", link.action.public_id)
        return False
    link.code_hash, link.code_ends_at, link.wrong_codes = "", None, 0
    audit.read(link.person, "action", link.action, children=link.action.children, by="link and code")
    return True


def _require_tries(link: ActionLink) -> None:
    if link.wrong_codes >= CODE_TRIES:
        raise TooManyCodes
