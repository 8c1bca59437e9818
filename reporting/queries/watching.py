"""What is watched about the children whom somebody works with: nothing of it is settled, and nobody else may be looking."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Date, Integer, String, Text, cast, exists, func, literal, null, select, union_all

import working_time
from children import queries as children
from children.models import Child, ChronologyEntry, IndicatorSeen, JointLook, Referral, VoiceEntry
from foundation import clock
from foundation.database import db
from people.models import Agency, Person
from people.visibility import visible_to
from reporting.queries.worklist import QUIET_DAYS

YEAR = timedelta(days=365)
COLUMNS: dict[str, Any] = {
    "child_id": Integer(),
    "what": Text(),
    "number": Integer(),
    "on": Date(),
    "public_id": String(),
}


def watched(person: Person) -> Sequence[Any]:
    """A row for each thing, those of one child together. One query; each part asks who may see it."""
    parts = union_all(*(part(person) for part in (_referrals, _looks, _repeated, _signs, _unheard))).subquery("watched")
    return db.session.execute(
        select(parts, Child.name, Child.public_id.label("child"))
        .join(Child, Child.id == parts.c.child_id)
        .where(visible_to(person, Child))
        .order_by(Child.name_key, Child.id, parts.c.kind, parts.c.on)
    ).all()


def _row(kind: str, **given: Any) -> Any:
    columns = ((given[name] if name in given else cast(null(), of)).label(name) for name, of in COLUMNS.items())
    return select(literal(kind).label("kind"), *columns)


def _referrals(person: Person) -> Any:
    """Refused or not answered, and somebody keeps watching until a day."""
    found = _row(
        "referral", child_id=Referral.child_id, what=Agency.name, on=Referral.review_on, public_id=Referral.public_id
    )
    return (
        found.select_from(Referral)
        .join(Agency, Agency.id == Referral.to_agency_id)
        .where(visible_to(person, Referral), Referral.review_on.is_not(None))
    )


def _looks(person: Person) -> Any:
    return _row("look", child_id=JointLook.child_id).where(visible_to(person, JointLook), JointLook.looked_at.is_(None))


def _repeated(person: Person) -> Any:
    entry = ChronologyEntry
    return (
        _row(
            "repeated",
            child_id=entry.child_id,
            what=entry.incident,
            number=func.count(),
            on=func.max(entry.happened_on),
        )
        .where(visible_to(person, entry), entry.incident != "", entry.happened_on > clock.today() - YEAR)
        .group_by(entry.child_id, entry.incident)
        .having(func.count() >= children.figure("pattern.repeated"))
    )


def _signs(person: Person) -> Any:
    """So many of the six signs that the chair is asked to look at them."""
    order = func.row_number().over(
        partition_by=(IndicatorSeen.child_id, IndicatorSeen.indicator),
        order_by=(IndicatorSeen.seen_on.desc(), IndicatorSeen.id.desc()),
    )
    seen = select(IndicatorSeen, order.label("place")).where(visible_to(person, IndicatorSeen)).subquery()
    return (
        _row("signs", child_id=seen.c.child_id, number=func.count(), on=func.max(seen.c.seen_on))
        .where(seen.c.place == 1, seen.c.marked.is_(True))
        .group_by(seen.c.child_id)
        .having(func.count() >= children.figure("pattern.prompt"))
    )


def _unheard(person: Person) -> Any:
    """On a plan, and not heard for so many working days."""
    since = working_time.england_and_wales().add(clock.today(), -QUIET_DAYS)
    heard = exists().where(VoiceEntry.child_id == Child.id, VoiceEntry.expressed_on >= since)
    last = select(func.max(VoiceEntry.expressed_on)).where(VoiceEntry.child_id == Child.id).correlate(Child)
    return _row("unheard", child_id=Child.id, on=last.scalar_subquery()).where(
        visible_to(person, Child), Child.plan != "none", ~heard
    )
