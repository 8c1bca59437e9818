"""An agency that gives no sign: its own lead hears of it, and whoever leads for the child. Silence is no good news."""

from sqlalchemy import select

from children.commands import watch_silence
from children.models import Child, Involvement
from children.queries import leads_of, may_see
from foundation import clock
from foundation.database import db
from meetings.queries.contributions import contributions_about
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Person

HEADING = "An agency has been silent about a child"
WORDS = (
    "One of the agencies that work with a child has not written, answered, reported or come for a long time. Please ask what "
    "it knows: silence does not mean that all is well."
)


@fires("agency.silence")
def agency_is_silent(timer: Timer) -> list[Notice] | Moot:
    """Asked again after every sign. Leave, and a role that has ended, are no silence."""
    works = _works(timer.subject_id)
    today = clock.today()
    if works.ended_at is not None or (works.to_on and works.to_on < today):
        return Moot("the role has ended")
    child = db.session.get_one(Child, works.child_id)
    if child.plan == "none":
        watch_silence(works, today)
        return Moot("there is no plan")
    part = next((one for one in contributions_about(child) if one.agency_id == works.agency_id), None)
    last = max((clock.local(at).date() for at in part.signs.values()), default=None) if part else None
    silent = part is not None and part.silent_since is not None
    watch_silence(works, today if silent or last is None else last)
    if not silent:
        return Moot("it has given a sign, or is away")
    lead = leads_of([child.id]).get(child.id)
    told = set(
        db.session.scalars(
            select(Person.id).where(
                Person.agency_id == works.agency_id, Person.role == "safeguarding_lead", Person.left_on.is_(None)
            )
        )
    )
    manager = db.session.get_one(Person, works.person_id).manager_id
    told |= {one for one in (manager if not told else None, lead.person_id if lead else None) if one is not None}
    return [Notice(one, "agency.silence", step=timer.step) for one in sorted(told)]


@composes("agency.silence", folds=True)
def about_silence(row: Outbox) -> Message | Moot:
    works = _works(row.about_id)
    child = db.session.get_one(Child, works.child_id)
    reader = db.session.get_one(Person, row.recipient_id)
    if not may_see(reader, child.public_id):
        return Moot("not for this person")
    return Message(HEADING, **rendered("child", words=WORDS, path=f"/children/{child.public_id}/contributions"))


def _works(public_id: str) -> Involvement:
    return db.session.scalars(select(Involvement).where(Involvement.public_id == public_id)).one()
