"""Children who move between areas: notices and their answers, and where a child lived before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload

import rulebook
from children.models import AreaLived, AreaMove, Child
from children.queries.cases import line_managers_of_case, people_in_role
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people import links
from people import queries as people
from people.models import Person, PrivateLink
from people.visibility import visible_to

TRANSFER = "icpc_transfer_in.hold_by"


@dataclass(frozen=True)
class Counted:
    """A date with its working and its source, for "Why this date?"."""

    by: date
    working: Sequence[str]
    source: str
    force: str
    verified: str


def counted(rule: str, since: date) -> Counted:
    """The London date that `rule` gives from `since`."""
    book = rulebook.book()
    due, source = book.due_for(rule, since), book.rule(rule).source
    assert due.by is not None
    return Counted(due.by, due.working, source.sentence, source.force_words, source.verified_words)


def area_moves(person: Person, child: Child) -> list[AreaMove]:
    """Notices about this child, latest first. One query."""
    return list(
        db.session.scalars(
            select(AreaMove)
            .where(visible_to(person, AreaMove), AreaMove.child_id == child.id)
            .options(joinedload(AreaMove.agency), joinedload(AreaMove.giving), joinedload(AreaMove.receiving))
            .order_by(AreaMove.id.desc())
        )
    )


def area_move(person: Person, child: Child, public_id: str) -> AreaMove:
    """One notice about this child. Raises `NotVisible`."""
    found = db.session.scalar(
        select(AreaMove).where(
            visible_to(person, AreaMove), AreaMove.child_id == child.id, AreaMove.public_id == public_id
        )
    )
    if found is None:
        raise NotVisible("area_move")
    return found


def standing_move(child_id: int) -> AreaMove | None:
    """The notice that waits for its answer."""
    return db.session.scalar(select(AreaMove).where(AreaMove.child_id == child_id, AreaMove.state == "noticed"))


def areas_lived(person: Person, child: Child) -> Sequence[Row[*tuple[Any, ...]]]:
    """Where the child lived before, as far as it is known, latest first."""
    return db.session.execute(
        select(AreaLived.area, AreaLived.from_on, AreaLived.to_on, AreaLived.who_knows)
        .where(visible_to(person, AreaLived), AreaLived.child_id == child.id)
        .order_by(AreaLived.from_on.is_(None), AreaLived.from_on.desc(), AreaLived.id.desc())
    ).all()


def both_sides(one: AreaMove) -> set[int]:
    """The two who lead, their managers on both sides, and who coordinates the case; where nobody does, the partnership's
    coordinators."""
    told = {one.giving_id, one.receiving_id, one.their_manager_id, *line_managers_of_case([one.child_id])}
    told |= people_in_role([one.child_id], "coordinator") or people.coordinators()
    return {person_id for person_id in told if person_id}


@dataclass(frozen=True)
class MoveLink:
    """A private link of somebody in the other area, with the notice that it opens."""

    link: PrivateLink
    move: AreaMove

    @property
    def person(self) -> Person:
        return self.link.person


def move_by_token(token: str) -> MoveLink | None:
    """The link that `token` opens, in use or over; nothing where there is none."""
    link = links.opened(token, "area_move")
    if link is None:
        return None
    return MoveLink(link, db.session.scalars(select(AreaMove).where(AreaMove.public_id == link.subject_id)).one())


def move_link_is_in_use(here: MoveLink) -> bool:
    """While the notice waits for its answer, for those of the other area who are named in it."""
    named = (here.move.theirs.id, here.move.their_manager_id)
    return here.link.revoked_at is None and here.move.state == "noticed" and here.link.person_id in named


def is_late(one: AreaMove) -> bool:
    """Whether the answer is owed though its day has passed."""
    return one.state == "noticed" and clock.today() > one.answer_due_on
