"""What is written down about a child."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

import working_time
from audit.models import AuditEntry
from children.access import is_current
from children.models import (
    Child,
    ChronologyEntry,
    ConflictOfInterest,
    Involvement,
    SharingDecision,
    VoiceEntry,
)
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person
from people.visibility import visible_to

LATE_AFTER = 1  # working days between what happened and its entry
SHOWN = 3  # of the child's own words on the child's page; the rest has a page of its own


def involvements(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Who works or worked with the child, by agency, current ones first; and when that agency last wrote in the chronology."""
    # The child's chronology is gone through once, and not once for each who works with the child.
    of_person = (
        select(ChronologyEntry.entered_by_id, func.max(ChronologyEntry.entered_at).label("at"))
        .where(ChronologyEntry.child_id == child.id)
        .group_by(ChronologyEntry.entered_by_id)
        .subquery()
    )
    writer = aliased(Person)
    wrote = (
        select(writer.agency_id, func.max(of_person.c.at).label("at"))
        .join(of_person, of_person.c.entered_by_id == writer.id)
        .group_by(writer.agency_id)
        .subquery()
    )
    return (
        select(
            Involvement.id,
            Involvement.public_id,
            Involvement.role,
            Involvement.from_on,
            Involvement.to_on,
            Involvement.direct_contact,
            Involvement.what,
            is_current().label("is_current"),
            Person.id.label("person_id"),
            Person.public_id.label("person_public_id"),
            Person.name,
            Person.manager_id,
            Person.telephone,
            Person.left_on,
            Agency.id.label("agency_id"),
            Agency.key.label("agency_key"),
            Agency.name.label("agency_name"),
            wrote.c.at.label("last_wrote_at"),
        )
        .join(Person, Person.id == Involvement.person_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .outerjoin(wrote, wrote.c.agency_id == Involvement.agency_id)
        .where(visible_to(person, Involvement), Involvement.child_id == child.id)
        .order_by(is_current().desc(), Agency.name, Person.name_key, Involvement.id)
    )


def involvement(person: Person, child: Child, public_id: str) -> Involvement:
    """One involvement with this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Involvement).where(
            Involvement.public_id == public_id, Involvement.child_id == child.id, visible_to(person, Involvement)
        )
    )
    if found is None:
        raise NotVisible("involvement")
    return found


def voice(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """What the child said or showed, latest first; a retraction stands by itself and names what it takes back."""
    taken_back, heard_by = aliased(VoiceEntry), aliased(Person)
    return (
        select(
            *(
                getattr(VoiceEntry, name)
                for name in (
                    "id", "public_id", "views", "daily_life", "feelings", "expressed_on", "place", "how", "tool",
                    "tool_explanation",
                    "present", "told_what_next", "what_changed", "told_outcome", "told_not_to_talk", "why_retracted",
                    "discussed", "means_for_seeking_help", "entered_at",
                )
            ),
            taken_back.public_id.label("retracts"),
            heard_by.name.label("recorded_by_name"),
            heard_by.public_id.label("recorded_by"),
        )
        .join(heard_by, heard_by.id == VoiceEntry.recorded_by_id)
        .outerjoin(taken_back, taken_back.id == VoiceEntry.retracts_id)
        .where(visible_to(person, VoiceEntry), VoiceEntry.child_id == child.id)
        .order_by(VoiceEntry.expressed_on.desc(), VoiceEntry.id.desc())
    )  # fmt: skip


def voice_entry(person: Person, child: Child, public_id: str) -> VoiceEntry:
    """One entry about this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(VoiceEntry).where(
            VoiceEntry.public_id == public_id, VoiceEntry.child_id == child.id, visible_to(person, VoiceEntry)
        )
    )
    if found is None:
        raise NotVisible("voice_entry")
    return found


def chronology(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """What happened, by the day it happened, latest first; with the moment at which it was written down, and by whom."""
    return (
        select(
            *(
                getattr(ChronologyEntry, name)
                for name in (
                    "id", "public_id", "happened_on", "happened_to", "about", "kind", "incident", "text", "source",
                    "significance", "effect_on_child", "rests_on", "reason", "confidence", "would_change", "what_else",
                    "serious_incident", "shows",
                    "account_of", "differs_from", "linked_causes", "safety_plan", "entered_at",
                )
            ),
            Person.name.label("entered_by_name"),
            Person.public_id.label("entered_by"),
            Agency.name.label("agency_name"),
        )
        .join(Person, Person.id == ChronologyEntry.entered_by_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(visible_to(person, ChronologyEntry), ChronologyEntry.child_id == child.id)
        .order_by(ChronologyEntry.happened_on.desc(), ChronologyEntry.id.desc())
    )  # fmt: skip


def family_views(person: Person, child: Child) -> tuple[int, int]:
    """How many entries hold a view of the family, and for how many of them somebody asked what else could explain it. One
    query."""
    row = db.session.execute(
        select(
            func.count().label("views"),
            func.count().filter(ChronologyEntry.what_else != "").label("asked"),
        ).where(
            visible_to(person, ChronologyEntry),
            ChronologyEntry.child_id == child.id,
            ChronologyEntry.kind == "family_view",
        )
    ).one()
    return row.views, row.asked


def days_late(happened_on: date, entered_at: datetime) -> int:
    """How many working days after what it tells an entry was written down; 0 where that was the next one at the latest.

    What lies before the calendar begins is counted from its first day."""
    calendar = working_time.england_and_wales()
    entered = clock.local(entered_at).date()
    days = calendar.working_days_between(max(happened_on, calendar.first), entered)
    return days if days > LATE_AFTER else 0


def sharing_decisions(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Decisions to share or not to share, latest first, as far as `person` may see them."""
    return (
        select(
            *(
                getattr(SharingDecision, name)
                for name in (
                    "id", "public_id", "shared", "what", "with_whom", "purpose", "lawful_basis",
                    "special_category_condition", "consent", "reasons", "urgent", "copy_kept_at", "decided_at",
                )
            ),
            Person.name.label("decided_by_name"),
            Person.public_id.label("decided_by"),
        )
        .join(Person, Person.id == SharingDecision.decided_by_id)
        .where(visible_to(person, SharingDecision), SharingDecision.child_id == child.id)
        .order_by(SharingDecision.decided_at.desc(), SharingDecision.id.desc())
    )  # fmt: skip


def conflicts(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who is barred from the record; for its keeper alone."""
    return db.session.execute(
        select(Person.name, ConflictOfInterest.reason, ConflictOfInterest.declared_at)
        .join(Person, Person.id == ConflictOfInterest.person_id)
        .where(visible_to(person, ConflictOfInterest), ConflictOfInterest.child_id == child.id)
        .order_by(ConflictOfInterest.id)
    ).all()


def looked_at(child: Child) -> Select[*tuple[Any, ...]]:
    """Who changed, read, or was refused this record, latest first. The caller asks first whether it may be shown."""
    return (
        select(
            AuditEntry.seq,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.changes,
            AuditEntry.acting_for,
            Person.name,
            Agency.name.label("agency_name"),
        )
        .outerjoin(Person, Person.public_id == AuditEntry.actor)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(AuditEntry.child_id == child.public_id)
        .order_by(AuditEntry.seq.desc())
    )


def last_heard(child_ids: Iterable[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """For each child, the latest entry in the child's own words: `expressed_on`, `views`, `how`. One query."""
    newest = (
        select(
            VoiceEntry.child_id,
            VoiceEntry.public_id,
            VoiceEntry.expressed_on,
            VoiceEntry.views,
            VoiceEntry.how,
            func.row_number()
            .over(partition_by=VoiceEntry.child_id, order_by=(VoiceEntry.expressed_on.desc(), VoiceEntry.id.desc()))
            .label("place_in_order"),
        )
        .where(VoiceEntry.child_id.in_(list(child_ids)))
        .subquery()
    )
    return {row.child_id: row for row in db.session.execute(select(newest).where(newest.c.place_in_order == 1))}
