"""What is mailed about a child who moves between areas: a reference and a link, to both sides, until there is an answer."""

from sqlalchemy import select

from children import queries
from children.commands.moving import ALARM, LINK
from children.models import AreaMove
from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, is_being_kept, rendered
from notifications.models import Outbox, Timer
from people import links
from people.models import Person

WORDS = {
    "area.notice": (
        "A child moves to your area: will you take over?",
        "A notice says that a child moves to your area, and names you as the lead there. Until you accept, the lead of the "
        "old area holds. Please answer by the date on the page.",
    ),
    "area.answer": (
        "A child has moved, and the receiving area has not answered",
        "The answer of the receiving area is due or late. The lead of the old area holds until it comes. Please speak with "
        "each other today: both areas are told, every working day, until there is an answer.",
    ),
    "area.answered": (
        "A notice about a move has its answer",
        "The notice has been answered or withdrawn. The page shows who leads from now on.",
    ),
}


@fires(ALARM)
def answer_of_the_other_area(timer: Timer) -> list[Notice] | Moot:
    """Before the day the two who lead; from the day on the managers of both areas and the coordinators too."""
    one = _move(timer.subject_id)
    if one.state != "noticed":
        return Moot(one.state)
    told = queries.both_sides(one) if timer.offset >= 0 else {one.giving_id, one.receiving_id}
    return [Notice(person_id, ALARM, step=timer.step) for person_id in sorted(told)]


@composes(*WORDS, folds=False)
def about_a_move(row: Outbox) -> Message | Moot:
    """Somebody of the other area gets a secret address of their own; a coordinator who has no role in the case is led to
    their own work."""
    one, reader = _move(row.about_id), db.session.get_one(Person, row.recipient_id)
    if row.kind != "area.answered" and one.state != "noticed":
        return Moot(one.state)
    if queries.is_barred(reader, one.child_id):
        return Moot("not for this person")
    subject, words = WORDS[row.kind]
    return Message(
        f"{one.reference}: {subject}",
        **rendered("area", reference=one.reference, words=words, path=_way_to(one, reader, row.kind)),
    )


def _way_to(one: AreaMove, reader: Person, kind: str) -> str:
    theirs = reader.id in (one.theirs.id, one.their_manager_id) and reader.role is None
    if theirs and kind != "area.answered" and is_being_kept():
        return f"/h/{links.make(LINK, one.public_id, reader)}"
    if not theirs and queries.may_see(reader, one.child.public_id):
        return f"/children/{one.child.public_id}/areas/{one.public_id}"
    return "/"


def _move(public_id: str) -> AreaMove:
    return db.session.scalars(select(AreaMove).where(AreaMove.public_id == public_id)).one()
