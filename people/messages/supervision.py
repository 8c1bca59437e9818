"""What is mailed about supervision and debriefs: a link, and never what it was about."""

from sqlalchemy import select

from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Debrief, Person, SupervisionLine

WORDS = {
    "supervision.arranged": (
        "Supervision is arranged",
        "You are named for regular supervision. The page shows with whom, and by when you first meet.",
    ),
    "supervision.due": (
        "Supervision is due",
        "Supervision between you and a colleague is due, or past its date. Please agree a day, and record it once you "
        "have met.",
    ),
    "debrief.offered": (
        "A debrief is offered to you",
        "You took part in something serious. A debrief is offered to you: choose whom you would like to talk to, or say "
        "that you would rather not. What you say there stays between the two of you.",
    ),
    "debrief.asked": (
        "A colleague asks you for a debrief",
        "A colleague who took part in something serious would like to talk with you. Please agree a time soon.",
    ),
    "debrief.offer": (
        "The offer of a debrief is not answered",
        "A debrief was offered after something serious, and has not been answered yet. Please see that whoever took part is "
        "asked in person.",
    ),
}


@fires("supervision.due")
def supervision_is_due(timer: Timer) -> list[Notice] | Moot:
    """Both of them, five working days before, on the day and five after."""
    line = _line(timer.subject_id)
    if line.ended_on is not None:
        return Moot("supervision ended")
    return [Notice(one, "supervision.due", step=timer.step) for one in (line.supervisee_id, line.supervisor_id)]


@fires("debrief.offer")
def debrief_is_unanswered(timer: Timer) -> list[Notice] | Moot:
    """Whoever it is offered to and their manager; whoever coordinates hears that one is missing, not whose."""
    debrief = _debrief(timer.subject_id)
    if debrief.state != "offered":
        return Moot(debrief.state)
    manager = db.session.scalar(select(Person.manager_id).where(Person.id == debrief.person_id))
    told: set[int | None] = {debrief.person_id, manager, timer.details.get("coordinator")}
    return [Notice(one, "debrief.offer", step=timer.step) for one in sorted({one for one in told if one})]


@composes("supervision.arranged", "supervision.due", folds=True)
def about_supervision(row: Outbox) -> Message | Moot:
    if _line(row.about_id).ended_on is not None:
        return Moot("supervision ended")
    return _mail(row, "/supervision")


@composes("debrief.offered", "debrief.asked", "debrief.offer", folds=True)
def about_a_debrief(row: Outbox) -> Message | Moot:
    debrief = _debrief(row.about_id)
    if row.kind == "debrief.asked":
        return _mail(row, "/debriefs") if debrief.with_id == row.recipient_id else Moot("somebody else is asked")
    return _mail(row, "/debriefs") if debrief.state == "offered" else Moot(debrief.state)


def _mail(row: Outbox, path: str) -> Message:
    subject, words = WORDS[row.kind]
    return Message(subject, **rendered("staff", words=words, path=path))


def _line(public_id: str) -> SupervisionLine:
    return db.session.scalars(select(SupervisionLine).where(SupervisionLine.public_id == public_id)).one()


def _debrief(public_id: str) -> Debrief:
    return db.session.scalars(select(Debrief).where(Debrief.public_id == public_id)).one()
