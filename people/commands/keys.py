"""What acts or reads as somebody: tokens of the API and the private calendar."""

from datetime import date

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of, new_public_id, new_token
from foundation.lifecycles import BadInput, require
from people import links, queries
from people.models import ApiToken, Person


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
