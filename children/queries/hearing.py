"""How this child is heard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from children.models import NEEDS, Child, Explanation, Listening, NeedSeen, VoiceEntry, VoiceFile
from foundation import sealing
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to


@dataclass(frozen=True)
class Need:
    """One of the nine: `latest` is the row that stands, if anybody has ever looked."""

    key: str
    latest: Any

    @property
    def words(self) -> str:
        return NEEDS[self.key]

    @property
    def state(self) -> str:
        return self.latest.state if self.latest else "unknown"


def needs_seen(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Every time that somebody looked, latest first."""
    return (
        select(
            NeedSeen.id,
            NeedSeen.public_id,
            NeedSeen.need,
            NeedSeen.state,
            NeedSeen.evidence,
            NeedSeen.seen_on,
            NeedSeen.entered_at,
            Person.name.label("recorded_by_name"),
            Person.public_id.label("recorded_by"),
        )
        .join(Person, Person.id == NeedSeen.recorded_by_id)
        .where(visible_to(person, NeedSeen), NeedSeen.child_id == child.id)
        .order_by(NeedSeen.seen_on.desc(), NeedSeen.id.desc())
    )


def needs(person: Person, child: Child) -> list[Need]:
    """All nine, each with what stands. One query."""
    order = func.row_number().over(partition_by=NeedSeen.need, order_by=(NeedSeen.seen_on.desc(), NeedSeen.id.desc()))
    ranked = needs_seen(person, child).add_columns(order.label("place")).order_by(None).subquery()
    latest = {row.need: row for row in db.session.execute(select(ranked).where(ranked.c.place == 1))}
    return [Need(key, latest.get(key)) for key in NEEDS]


def explanations(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """What was explained to the child, latest first."""
    return (
        select(
            Explanation.id,
            Explanation.public_id,
            Explanation.about_id,
            Explanation.about,
            Explanation.explained,
            Explanation.how,
            Explanation.explained_on,
            Explanation.child_said,
            Explanation.entered_at,
            Person.name.label("recorded_by_name"),
            Person.public_id.label("recorded_by"),
        )
        .join(Person, Person.id == Explanation.recorded_by_id)
        .where(visible_to(person, Explanation), Explanation.child_id == child.id)
        .order_by(Explanation.explained_on.desc(), Explanation.id.desc())
    )


def listening(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """Whom the child trusts and how the child communicates, latest first."""
    return (
        select(
            Listening.id,
            Listening.public_id,
            Listening.trusts,
            Listening.aids,
            Listening.advocacy,
            Listening.advocacy_on,
            Listening.advocacy_note,
            Listening.entered_at,
            Person.name.label("recorded_by_name"),
            Person.public_id.label("recorded_by"),
        )
        .join(Person, Person.id == Listening.recorded_by_id)
        .where(visible_to(person, Listening), Listening.child_id == child.id)
        .order_by(Listening.id.desc())
    )


def files_of(person: Person, child: Child, entries: Collection[int]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    """The drawings and letters beside these entries, by entry, without their bytes."""
    rows: Sequence[Any] = db.session.execute(
        select(
            VoiceFile.public_id,
            VoiceFile.voice_entry_id,
            VoiceFile.kind,
            VoiceFile.explanation,
            VoiceFile.handed_in_at,
            Person.name.label("handed_in_by_name"),
        )
        .join(Person, Person.id == VoiceFile.handed_in_by_id)
        .where(visible_to(person, VoiceFile), VoiceFile.child_id == child.id, VoiceFile.voice_entry_id.in_(entries))
        .order_by(VoiceFile.id)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.voice_entry_id, []).append(row)
    return found


def voice_file(person: Person, child: Child, entry: VoiceEntry, public_id: str) -> tuple[VoiceFile, bytes]:
    """One of them with its bytes. Raises `NotVisible`."""
    found = db.session.scalar(
        select(VoiceFile).where(
            VoiceFile.public_id == public_id,
            VoiceFile.voice_entry_id == entry.id,
            VoiceFile.child_id == child.id,
            visible_to(person, VoiceFile),
        )
    )
    if found is None:
        raise NotVisible("voice_file")
    return found, sealing.unseal(found.content) if found.sealed else found.content
