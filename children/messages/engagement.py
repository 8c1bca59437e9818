"""What is mailed about services around a child: a link, never a name."""

from sqlalchemy import select

from children import queries
from children.models import ChangeTask, ServiceUse
from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Person

ENDED = {
    "tenancy_ends": (
        "The home of children you work with is ending",
        "A tenancy is ending in a household with a child you work with. Whoever leads is asked what is done, and by when.",
    ),
    "service_changes": (
        "A service that a plan leans on changes",
        "A service changes that is at work with a child you work with. Whoever leads is asked what it means for the plan.",
    ),
    "service_stops": (
        "A service that a plan leans on stops",
        "A service stops that is at work with a child you work with. Whoever leads is asked what takes its place.",
    ),
}
UNANSWERED = (
    "Please say what takes the place of what stops",
    "A service or a home that a child leans on ends, and nobody has said yet what takes its place. The page shows what leans "
    "on it.",
)
DENIED = (
    "A service is not working with the family",
    "A service that was thought to work with a family has said that it does not. Nothing in the plan may count on it. The page "
    "shows which.",
)


@fires("service.ended")
def service_has_ended(timer: Timer) -> list[Notice] | Moot:
    """At once: whoever leads, everybody whom the plan rests on, and the owners of actions that lean on it."""
    task = _task(timer.subject_id)
    if task.acknowledged_at is not None:
        return Moot("acknowledged")
    told = {*queries.who_answers(task.child_id), *queries.core_group(task.child), *timer.details.get("owners", ())}
    return [Notice(one, "service.ended", step=timer.step) for one in sorted(told)]


@fires("service.unanswered")
def change_is_unanswered(timer: Timer) -> list[Notice] | Moot:
    """On the day by which it had to be answered, whoever leads; from the next working day their manager too."""
    task = _task(timer.subject_id)
    if task.acknowledged_at is not None:
        return Moot("acknowledged")
    told = set(queries.who_answers(task.child_id))
    if timer.offset >= 1:
        told |= set(
            db.session.scalars(select(Person.manager_id).where(Person.id.in_(told), Person.manager_id.is_not(None)))
        )
    return [Notice(one, "service.unanswered", step=timer.step) for one in sorted(one for one in told if one)]


@composes("service.ended", "service.unanswered", folds=True)
def about_a_change(row: Outbox) -> Message | Moot:
    """For whoever may open the record a link to it; for the owner of an action who may not, to the notice."""
    task = _task(row.about_id)
    if task.acknowledged_at is not None:
        return Moot("acknowledged")
    subject, words = ENDED[task.change.kind] if row.kind == "service.ended" else UNANSWERED
    path = f"/children/{task.child.public_id}/services"
    if not queries.may_see(_reader(row), task.child.public_id):
        if task.change.household_id is not None:
            return Moot("no longer works with the child")
        path = f"/service-changes/{task.change.public_id}"
    return Message(subject, **rendered("child", words=words, path=path))


@composes("service.denied", folds=True)
def about_a_denial(row: Outbox) -> Message | Moot:
    use = db.session.scalars(select(ServiceUse).where(ServiceUse.public_id == row.about_id)).one()
    if use.answer != "denied":
        return Moot("the service has answered otherwise since")
    if not queries.may_see(_reader(row), use.child.public_id):
        return Moot("no longer works with the child")
    subject, words = DENIED
    return Message(subject, **rendered("child", words=words, path=f"/children/{use.child.public_id}/services"))


def _task(public_id: str) -> ChangeTask:
    return db.session.scalars(select(ChangeTask).where(ChangeTask.public_id == public_id)).one()


def _reader(row: Outbox) -> Person:
    return db.session.scalars(select(Person).where(Person.id == row.recipient_id)).one()
