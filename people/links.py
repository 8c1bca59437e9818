"""Private links, for those who have no account and for calendars that cannot sign in: one purpose, one person, one thing.

A link opens no session and changes nothing by being looked at, since mail scanners look too. Its secret is given once;
only the hash is kept. What a link may not show by itself is shown once for a code that is mailed to the person's address.

Public: `make`, `opened`, `revoke`, `ask_for_code`, `make_code`, `code_is_right`, `TooManyCodes`,
`feed_is_in_use`, `note_use`.
"""

import secrets
from datetime import timedelta
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

from flask import request
from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import TooManyRequests

from foundation import clock
from foundation.database import db
from foundation.identifiers import hash_of, new_public_id, new_token
from foundation.unit_of_work import current_unit
from notifications.commands import tell
from people.models import LinkTries, Person, PrivateLink

CODE_HOLDS, CODE_PAUSE = timedelta(minutes=15), timedelta(minutes=1)
CODE_TRIES = 5
FEED_UNREAD = timedelta(days=90)
TRIES, TRIES_WITHIN = 30, timedelta(minutes=1)


class TooManyCodes(TooManyRequests):
    """Five wrong codes were given to one link: it shows no more until a new one is sent."""


def make(kind: str, subject_id: str, person: Person) -> str:
    """The secret of a new link of `kind` for `person`. It is given once; only its hash is stored."""
    token = new_token()
    db.session.add(
        PrivateLink(
            public_id=new_public_id(),
            kind=kind,
            subject_id=subject_id,
            person_id=person.id,
            token_hash=hash_of(token),
            made_at=clock.now(),
        )
    )
    return token


def opened(token: str, *kinds: str) -> PrivateLink | None:
    """The link of one of `kinds` that `token` opens, in use or over; nothing where there is none, also for one of another.

    What is sent and what misses counts as a try of the address that asks; after 30 within a minute, raises 429. Looking at
    a page that is there counts for nothing: a whole office stands behind one address, and scanners look at each mail.
    """
    address = hash_of(request.remote_addr or "-")
    _require_few_tries(address)
    link = db.session.scalar(
        select(PrivateLink)
        .where(PrivateLink.token_hash == hash_of(token), PrivateLink.kind.in_(kinds))
        .options(joinedload(PrivateLink.person))
    )
    if link is None or request.method == "POST":
        current_unit().later.append(partial(_count_try, address))
    return link


def revoke(kind: str, subject_id: str, *, keep: Person | None = None) -> None:
    """The links of `kind` to one thing are worth nothing from now on; those of `keep` go on."""
    standing = [PrivateLink.kind == kind, PrivateLink.subject_id == subject_id, PrivateLink.revoked_at.is_(None)]
    if keep is not None:
        standing.append(PrivateLink.person_id != keep.id)
    db.session.execute(update(PrivateLink).where(*standing).values(revoked_at=clock.now()))


def revoke_all(person: Person) -> None:
    """Every link of somebody who leaves."""
    standing = (PrivateLink.person_id == person.id, PrivateLink.revoked_at.is_(None))
    db.session.execute(update(PrivateLink).where(*standing).values(revoked_at=clock.now()))


def ask_for_code(link: PrivateLink, reference: str) -> bool:
    """Mail a one-time code to the person's address, at most one a minute; the one before is worth nothing. Says whether a
    new one goes out. Raises `TooManyCodes`."""
    _require_tries(link)
    now = clock.now()
    if link.code_asked_at is not None and now - link.code_asked_at < CODE_PAUSE:
        return False
    link.code_hash, link.code_ends_at, link.code_asked_at = "", None, now
    tell(link.person_id, "link.code", link, details={"reference": reference})
    return True


def make_code(link: PrivateLink) -> str:
    """The code itself, made when its mail is written: six digits, good for 15 minutes and for one look."""
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash, link.code_ends_at = hash_of(f"{link.public_id}{code}"), clock.now() + CODE_HOLDS
    return code


def code_is_right(link: PrivateLink, code: str) -> bool:
    """Whether `code` is the one that was mailed, still good; it is used up by this look. Wrong ones are counted.

    A wrong code is an answer and no error: an error would take the count back. Raises `TooManyCodes` after five.
    """
    _require_tries(link)
    given = hash_of(f"{link.public_id}{''.join(code.split())}")
    in_time = link.code_ends_at is not None and clock.now() <= link.code_ends_at
    if not (link.code_hash and in_time and secrets.compare_digest(given, link.code_hash)):
        link.wrong_codes += 1
        return False
    link.code_hash, link.code_ends_at, link.wrong_codes = "", None, 0
    return True


def feed_is_in_use(link: PrivateLink) -> bool:
    """A calendar address ends with its account, when it is replaced, and after 90 days in which nobody fetched it."""
    fresh = clock.now() - (link.used_at or link.made_at) <= FEED_UNREAD
    return link.revoked_at is None and link.person.is_active and fresh


def note_use(link: PrivateLink) -> None:
    """Count a fetch, with the program and the network that it came from, so that the owner notices a leak."""
    used_by = f"{(request.user_agent.string or 'an unnamed program')[:120]} from {_network(request.remote_addr or '-')}"
    current_unit().later.append(partial(_count_use, link.id, used_by))


def _count_use(link_id: int, used_by: str) -> None:
    counted = update(PrivateLink).where(PrivateLink.id == link_id)
    db.session.execute(counted.values(uses=PrivateLink.uses + 1, used_at=clock.now(), used_by=used_by))


def _network(address: str) -> str:
    """The first half or so of an address: enough to tell the office from elsewhere."""
    try:
        here = ip_address(address)
    except ValueError:
        return "-"
    return str(ip_network(f"{here}/{24 if here.version == 4 else 48}", strict=False))


def _require_tries(link: PrivateLink) -> None:
    if link.wrong_codes >= CODE_TRIES:
        raise TooManyCodes


def _require_few_tries(address: str) -> None:
    known = db.session.get(LinkTries, address)
    if known is None or known.count < TRIES:
        return
    wait = TRIES_WITHIN - (clock.now() - known.since)
    if wait > timedelta():
        raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))


def _count_try(address: str) -> None:
    now = clock.now()
    kind = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    first: Any = kind.insert(LinkTries).values(address=address, count=1, since=now)
    over = LinkTries.since <= now - TRIES_WITHIN
    again = {
        "count": case((over, 1), else_=LinkTries.count + 1),
        "since": case((over, now), else_=LinkTries.since),
    }
    db.session.execute(first.on_conflict_do_update(index_elements=["address"], set_=again))
