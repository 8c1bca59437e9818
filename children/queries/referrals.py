"""Referrals of a child, as far as somebody may see them, and whether a pattern exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from children.access import answers_for_person
from children.models import ACCEPTED, REFUSED, Child, JointLook, Referral
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Agency, Person
from people.visibility import visible_to


def referrals(person: Person, child: Child) -> Select[*tuple[Any, ...]]:
    """The child's referrals that `person` may see, latest first."""
    return _rows().where(visible_to(person, Referral), Referral.child_id == child.id)


def referral_row(person: Person, public_id: str) -> Any:
    """One referral as a page shows it. Raises `NotVisible`."""
    found = db.session.execute(_rows().where(visible_to(person, Referral), Referral.public_id == public_id)).first()
    if found is None:
        raise NotVisible("referral")
    return found


def referral(person: Person, public_id: str, *, held: bool = False) -> Referral:
    """One referral; `held` for a change: nobody else changes it until the unit of work ends. Raises `NotVisible`."""
    wanted = (
        select(Referral)
        .options(joinedload(Referral.child), joinedload(Referral.to_agency), joinedload(Referral.followed_by))
        .where(Referral.public_id == public_id, visible_to(person, Referral))
    )
    if held:
        wanted = wanted.with_for_update(of=Referral).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotVisible("referral")
    return found


def follows(person: Person, referral: Referral) -> bool:
    """Whether `person` is the referrer, manages them, stands in for them, or took over from them."""
    asked = select(Referral.id).where(Referral.id == referral.id, answers_for_person(person, Referral.followed_by_id))
    return db.session.scalar(asked) is not None


def followed_by(person: Person) -> Sequence[Referral]:
    """The referrals for which `person` waits, or with which they keep watching."""
    waits = Referral.told_on.is_(None) | Referral.outcome.in_(("", *REFUSED))
    watches = Referral.watch_ended_because == ""
    return db.session.scalars(select(Referral).where(Referral.followed_by_id == person.id, waits, watches)).all()


def concerns_since(child_id: int, day: date) -> Sequence[Referral]:
    """What was referred from that London date on, by anybody, and not taken up. For the rule about a pattern alone."""
    here = Referral.child_id == child_id, Referral.made_on >= day, Referral.outcome != ACCEPTED
    return db.session.scalars(select(Referral).where(*here).order_by(Referral.id)).all()


def joint_looks(child_id: int) -> Sequence[JointLook]:
    """Every joint look at the child, latest first; the open one, if any, is the first."""
    return db.session.scalars(
        select(JointLook).where(JointLook.child_id == child_id).order_by(JointLook.id.desc())
    ).all()


@dataclass(frozen=True)
class Glance:
    """How often a child was referred, and when last refused, as far as the reader may see; whether a pattern exists."""

    referred: int
    refused_on: date | None
    pattern: bool

    @property
    def words(self) -> str:
        """As "Referred 3 times, last refused 4 May"; empty where the reader sees no referral."""
        if not self.referred:
            return ""
        times = {1: "once", 2: "twice"}.get(self.referred, f"{self.referred} times")
        refused = f", last refused {self.refused_on.day} {self.refused_on:%B}" if self.refused_on else ""
        return f"Referred {times}{refused}"


def glance_columns(person: Person) -> tuple[Any, ...]:
    """The columns of a `Glance`, for a question about children."""
    seen = Referral.child_id == Child.id, visible_to(person, Referral)
    count = select(func.count(Referral.id)).where(*seen)
    refused = select(func.max(Referral.answered_on)).where(*seen, Referral.outcome.in_(REFUSED))
    return (
        count.correlate(Child).scalar_subquery().label("referred"),
        refused.correlate(Child).scalar_subquery().label("refused_on"),
        exists().where(JointLook.child_id == Child.id, JointLook.looked_at.is_(None)).label("pattern"),
    )


def glance(person: Person, child: Child) -> Glance:
    """The child's referrals at a glance."""
    row = db.session.execute(select(*glance_columns(person)).select_from(Child).where(Child.id == child.id)).one()
    return glance_of(row)


def glance_of(row: Any) -> Glance:
    return Glance(row.referred, row.refused_on, bool(row.pattern))


def is_refused(row: Any) -> bool:
    """Whether the agency did not take the child on, or never said."""
    return row.outcome in REFUSED


def _rows() -> Select[*tuple[Any, ...]]:
    earlier, receiver, sender, follower = aliased(Referral), aliased(Agency), aliased(Agency), aliased(Person)
    return (
        select(
            *(
                getattr(Referral, name)
                for name in (
                    "id", "public_id", "reference", "child_id", "made_on", "service", "concern", "answer_due_on",
                    "working", "source", "rule", "outcome", "reason", "answered_on", "told_on", "satisfied",
                    "review_on", "watch_ended_because", "followed_by_id", "to_agency_id", "version",
                )
            ),
            Child.public_id.label("child"),
            Person.name.label("made_by_name"),
            Person.public_id.label("made_by"),
            sender.name.label("from_agency_name"),
            sender.key.label("from_agency"),
            receiver.name.label("to_agency_name"),
            receiver.key.label("to_agency"),
            follower.name.label("followed_by_name"),
            earlier.public_id.label("again_of"),
            earlier.reference.label("again_of_reference"),
        )
        .join(Child, Child.id == Referral.child_id)
        .join(Person, Person.id == Referral.made_by_id)
        .join(follower, follower.id == Referral.followed_by_id)
        .join(sender, sender.id == Referral.from_agency_id)
        .join(receiver, receiver.id == Referral.to_agency_id)
        .outerjoin(earlier, earlier.id == Referral.again_of_id)
        .order_by(Referral.made_on.desc(), Referral.id.desc())
    )  # fmt: skip
