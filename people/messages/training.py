"""What is mailed about training that runs out."""

from sqlalchemy import select

from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Person, Training

SUBJECT = "Training runs out"
WORDS = (
    "Training that several agencies take together runs out, or has run out, for you or for somebody whom you manage. The "
    "page shows which, and until when it holds."
)


@fires("training.expiry")
def training_runs_out(timer: Timer) -> list[Notice] | Moot:
    """Whoever took it, forty and ten working days before and on the day; on the day their manager too."""
    logged = _training(timer.subject_id)
    if (over := _over(logged)) is not None:
        return over
    told = {logged.person_id}
    manager = db.session.scalar(select(Person.manager_id).where(Person.id == logged.person_id))
    if manager is not None and timer.offset >= 0:
        told.add(manager)
    return [Notice(one, "training.expiry", step=timer.step) for one in sorted(told)]


@composes("training.expiry", folds=True)
def about_training(row: Outbox) -> Message | Moot:
    over = _over(_training(row.about_id))
    return over if over is not None else Message(SUBJECT, **rendered("staff", words=WORDS, path="/training"))


def _over(logged: Training) -> Moot | None:
    if logged.withdrawn_at is not None:
        return Moot("entered in error")
    later = select(Training.id).where(
        Training.person_id == logged.person_id,
        Training.course == logged.course,
        Training.taken_on > logged.taken_on,
        Training.withdrawn_at.is_(None),
    )
    return Moot("renewed") if db.session.scalar(later.limit(1)) is not None else None


def _training(public_id: str) -> Training:
    return db.session.scalars(select(Training).where(Training.public_id == public_id)).one()
