"""The chain itself: appending, verifying, and the anchor that is kept elsewhere."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from audit.commands import Pending
from audit.models import AuditEntry, AuditHead, AuditPayload
from foundation import clock
from foundation.database import Base, db
from foundation.unit_of_work import closes_units

START = "0" * 64
# Tables and not models: the chain is written in every request, and entities would cost several times as much.
_INTO_ENTRIES, _INTO_PAYLOADS = (insert(Base.metadata.tables[name]) for name in ("audit_entry", "audit_payload"))
_HEAD = select(AuditHead.seq, AuditHead.hash, AuditHead.at).where(AuditHead.id == 1)


@closes_units
def append(entries: list[Pending]) -> None:
    """Add `entries` to the chain: the last three statements of the unit of work, the first of which locks the head."""
    head = db.session.execute(_HEAD.with_for_update()).one()
    seq, previous, last = head.seq, head.hash, head.at
    at = clock.now()
    went_back = last is not None and at < last
    if went_back:
        at = last
    links: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for entry, child in _links_of(entries):
        seq += 1
        details = {**entry.details, "clock_went_back": True} if went_back else entry.details
        salt, content = secrets.token_hex(32), canonical(details)
        link = {
            "seq": seq,
            "at": at,
            "actor": entry.actor,
            "acting_for": entry.acting_for,
            "action": entry.action,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "child_id": child,
            "changes": entry.changes and child in (None, entry.children[0] if entry.children else None),
            "request_id": entry.request_id[:32],
            "payload_hash": payload_hash(salt, content),
            "prev_hash": previous,
        }
        previous = link["hash"] = link_hash(link)
        links.append(link)
        payloads.append({"seq": seq, "salt": salt, "content": content})
    db.session.execute(_INTO_ENTRIES, links)
    db.session.execute(_INTO_PAYLOADS, payloads)


def _links_of(entries: list[Pending]) -> Iterator[tuple[Pending, str | None]]:
    """An entry for each child that it concerns, or one where it concerns none."""
    for entry in entries:
        for child in entry.children or (None,):
            yield entry, child


@dataclass(frozen=True)
class Verdict:
    """The result of walking the chain. `broken_at` is the first entry that does not hold, with the reason."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    not_checkable: str = ""


def verify(session: Session, anchor: dict[str, Any] | None = None) -> Verdict:
    """Walk the whole chain. With an `anchor` (from `anchor`) a cut tail or a replaced chain is found as well."""
    # Others may append meanwhile: the walk must pass through the head as it was before, and end at one that came after.
    before = _head(session)
    previous, expected, seen_anchor = START, 1, anchor is None
    for row, salt, content in _links(session):
        fault = _fault(row, salt, content, previous, expected)
        if fault:
            return Verdict(expected - 1, previous, row["seq"], fault)
        if anchor and row["seq"] == anchor["seq"]:
            if row["hash"] != anchor["hash"]:
                return Verdict(expected, previous, row["seq"], "differs from the anchor that was kept elsewhere")
            seen_anchor = True
        if row["seq"] == before.seq and row["hash"] != before.hash:
            return Verdict(expected, previous, row["seq"], "is not the one that the head names")
        previous, expected = row["hash"], expected + 1
    if not seen_anchor and anchor and anchor["seq"]:
        return Verdict(expected - 1, previous, expected, "is missing, though the anchor names it")
    after = _head(session)
    if before.seq > expected - 1:
        return Verdict(expected - 1, previous, expected, "is missing, though the head names it")
    if after.seq < expected - 1 or (after.seq == expected - 1 and after.hash != previous):
        return Verdict(expected - 1, previous, after.seq + 1, "stands behind the head")
    unknown = "" if anchor else "Without an anchor, a tail cut off together with the head cannot be noticed."
    return Verdict(expected - 1, previous, not_checkable=unknown)


def anchor(session: Session) -> dict[str, Any]:
    """The head, to be kept where nobody who administers the database can change it."""
    head = _head(session)
    return {"seq": head.seq, "hash": head.hash, "at": head.at.isoformat() if head.at else None}


def _head(session: Session) -> Any:
    return session.execute(_HEAD).one()


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def payload_hash(salt: str, content: str) -> str:
    """SHA-256 over the salt's bytes and the content."""
    return hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def link_hash(link: dict[str, Any]) -> str:
    """SHA-256 over everything in the link but its own hash."""
    covered = {key: value for key, value in link.items() if key != "hash"}
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def _links(session: Session) -> Iterator[tuple[dict[str, Any], str | None, str | None]]:
    columns = [AuditEntry.__table__.c[name] for name in AuditEntry.__table__.c.keys()]  # noqa: SIM118  a collection of columns, not a dictionary
    query = (
        select(*columns, AuditPayload.salt, AuditPayload.content)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEntry.seq)
        .order_by(AuditEntry.seq)
        .execution_options(yield_per=2000)
    )
    for row in session.execute(query):
        values = dict(row._mapping)
        salt, content = values.pop("salt"), values.pop("content")
        yield values, salt, content


def _fault(row: dict[str, Any], salt: str | None, content: str | None, previous: str, expected: int) -> str:
    if row["seq"] != expected:
        return f"stands where entry {expected} should be"
    if row["prev_hash"] != previous:
        return "does not follow from the entry before it"
    if link_hash(row) != row["hash"]:
        return "was changed after it was written"
    # A payload may have been erased at the end of its retention; one that stands must be the one that was written.
    if salt is not None and content is not None and payload_hash(salt, content) != row["payload_hash"]:
        return "has a content that was changed after it was written"
    return ""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"An audit entry cannot hold a {type(value).__name__}.")
