"""Who is asking: the session of a person, or the token of a program. No permission outlives its request."""

from datetime import timedelta
from functools import partial

from flask import Request, g, request, session
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from foundation import clock
from foundation.lifecycles import NotPermitted
from foundation.unit_of_work import current_unit
from notifications import queries as notifications
from people import commands, queries
from people.commands import IDLE, LONGEST_SESSION
from people.models import Person

_OPEN = {"static", None}
CONVENING = ("practitioner", "manager", "coordinator", "safeguarding_lead")
MAIL_IS_LATE = timedelta(minutes=1)  # what is due for longer does not just wait for its turn


def opens(*endpoints: str) -> None:
    """Name endpoints that nobody has to sign in for."""
    _OPEN.update(endpoints)


def is_open(endpoint: str | None) -> bool:
    return endpoint in _OPEN


def person_of_request(_request: Request) -> Person | None:
    """Whoever is signed in, asked once in a request; None where the session ended, was idle too long or never was."""
    token = session.get("sid")
    if not token:
        return None
    found = queries.person_by_session(token)
    if found is None:
        return None
    person, here, waiting, outage = found
    now = clock.now()
    if not person.is_active or now - here.seen_at > IDLE or now - here.started_at > LONGEST_SESSION:
        return None
    if now - here.seen_at > timedelta(minutes=1):
        current_unit().later.append(partial(commands.see, here.id))
    g.session_ends = now + IDLE
    if waiting is not None and now - waiting > MAIL_IS_LATE:
        g.mail_waits_since = waiting
    if outage is not None and person.role in CONVENING:
        g.outage = notifications.outage(outage)
    return person


def is_anyone() -> bool:
    """Whether somebody is signed in."""
    return bool(current_user.is_authenticated)  # type: ignore[attr-defined]


def known() -> Person | None:
    """Whoever this request was found to come from, without asking the database: for the frame of a page, which is
    drawn after an error too, when no unit of work is open any more."""
    found = g.get("_login_user")
    return found if found is not None and found.is_authenticated else None


def me() -> Person:
    """The person whose page this is."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def admit_program() -> Person:
    """Whoever the token of this request acts as. Raises 401 without a valid one; a cookie is never looked at."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = queries.person_by_token(token) if scheme.lower() == "bearer" and token else None
    if found is None or not found[0].is_active:
        raise Unauthorized("Send a valid token.")
    person, kept = found
    scopes = kept.scopes.split()
    wanted = _scope()
    if kept.read_only and request.method not in ("GET", "HEAD"):
        raise NotPermitted("This token may only read.")
    if (
        scopes
        and wanted not in scopes
        and not (wanted.endswith(":read") and wanted.replace(":read", ":write") in scopes)
    ):
        raise NotPermitted("This token's scopes do not cover this.")
    g.caller = person
    return person


def caller() -> Person:
    """The person whom this API request acts as."""
    return g.caller  # type: ignore[no-any-return]


def _scope() -> str:
    """The scope that a request needs: the resource it names first and whether it reads or writes (`meetings:read`)."""
    parts = request.path.split("/")
    return f"{parts[3] if len(parts) > 3 else ''}:{'read' if request.method in ('GET', 'HEAD') else 'write'}"
