"""The audit record as somebody may read it."""

from typing import Any, cast

from sqlalchemy import Select, null, or_, select

from audit.models import AuditEntry, AuditPayload
from people.models import Agency, Person
from people.visibility import visible_to
from reporting.access import may_read_payloads


def entries(person: Person, subject: str) -> Select[Any]:
    """Entries about what has the public id `subject`, a child's among them; with what they say where `person` may know."""
    reads = may_read_payloads(person)
    rows = (
        select(
            AuditEntry.seq,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.child_id,
            AuditEntry.changes,
            AuditEntry.acting_for,
            AuditEntry.request_id,
            AuditEntry.hash,
            Person.public_id.label("actor_id"),
            Person.name.label("actor_name"),
            Agency.key.label("actor_agency"),
            (AuditPayload.content if reads else null()).label("content"),
        )
        .outerjoin(Person, Person.public_id == AuditEntry.actor)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(visible_to(person, AuditEntry))
    )
    if reads:
        rows = rows.outerjoin(AuditPayload, AuditPayload.seq == AuditEntry.seq)
    if subject:
        rows = rows.where(or_(AuditEntry.subject_id == subject, AuditEntry.child_id == subject))
    return cast(Select[Any], rows)
