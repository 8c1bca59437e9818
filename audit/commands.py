"""Saying what was done or read. The entry is handed to the unit of work, which writes it last, before the commit."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from foundation.unit_of_work import current_unit

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


def request_id() -> str:
    """The name under which this request, tick or command stands in entries and logs; `-` outside one."""
    return _request_id.get()


def name_request(name: str) -> None:
    """Give what follows the name `name`."""
    _request_id.set(name)


class Actor(Protocol):
    """Whoever acts: a person, by public id."""

    public_id: Any


@dataclass(frozen=True)
class Pending:
    """An entry that waits for the end of its unit of work."""

    actor: str | None
    action: str
    subject_kind: str
    subject_id: str
    changes: bool
    children: tuple[str, ...]
    details: dict[str, Any]
    request_id: str
    acting_for: str | None = field(default=None)


def record(actor: Actor | None, action: str, subject: Any, *, children: Iterable[Any] = (), **details: Any) -> None:
    """Enter that `actor` (None: the system) did `action` to `subject`, and count the version of `subject` up by one.

    `children` are those whom it concerns. `details` go into the payload: identifiers, states and texts, JSON values.
    """
    if hasattr(subject, "version"):
        subject.version = (subject.version or 0) + 1
    current_unit().entries.append(_pending(actor, action, subject, True, children, details))


def read(actor: Actor | None, what: str, subject: Any, *, children: Iterable[Any] = (), **details: Any) -> None:
    """Enter that `actor` was shown `what` of `subject`. The answer goes out only when the entry is written.

    `subject` and `children` need only `public_id`s; a row of a query serves as well (give `kind` as a detail)."""
    current_unit().entries.append(_pending(actor, f"{what}.read", subject, False, children, details))


def refused(actor: Actor | None, action: str, subject_kind: str, subject_id: str) -> None:
    """Enter a refusal. It is kept even though everything else in the unit of work is taken back."""
    unit = current_unit()
    unit.kept.append(
        Pending(_id(actor), "access.refused", subject_kind, subject_id[:20], False, (), {"tried": action}, request_id())
    )


def _pending(
    actor: Actor | None, action: str, subject: Any, changes: bool, children: Iterable[Any], details: dict[str, Any]
) -> Pending:
    kind = details.pop("kind", None) or getattr(type(subject), "__tablename__", type(subject).__name__.lower())
    named = tuple(dict.fromkeys(str(child.public_id) for child in children))
    return Pending(_id(actor), action, kind, str(subject.public_id), changes, named, details, request_id())


def _id(actor: Actor | None) -> str | None:
    return None if actor is None else str(actor.public_id)
