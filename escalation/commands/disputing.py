"""The dispute of an independent reviewing officer: raised, answered, taken to Cafcass at any point, settled by them alone."""

import audit
from children.models import Child
from children.queries import roles_in
from escalation import queries
from escalation.models import IroDispute
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput, move, require
from foundation.text import clean
from notifications.commands import drop, morning_of, plan, tell
from people.models import Person

AROUND = (-1, 1)  # working days before and after each date on which both sides hear of it


def raise_dispute(person: Person, *, child: Child, answers: Person, about: str, wanted: str) -> IroDispute:
    """The child's independent reviewing officer begins the authority's own procedure; its two dates run from today."""
    require(
        person.agency.kind == "childrens_social_care" and roles_in(person, child.id) - {"family"},
        "The child’s independent reviewing officer, who works for the local authority, raises this.",
    )
    errors = {}
    if answers.agency_id != person.agency_id or answers.id == person.id or answers.left_on is not None:
        errors["answers"] = "Name a manager of your own authority who answers for the plan."
    if not clean(about):
        errors["about"] = "Write what you find wanting in the child’s care plan or in how it is carried out."
    if not clean(wanted):
        errors["wanted"] = "Write what has to happen for the child."
    if errors:
        raise BadInput(errors)
    dates = queries.dispute_dates()
    made = IroDispute(
        public_id=new_public_id(),
        reference=next_reference("I"),
        state="open",
        child=child,
        raised_by=person,
        answers=answers,
        about=clean(about),
        wanted=clean(wanted),
        raised_at=clock.now(),
        informal_on=dates[0]["by"],
        total_on=dates[1]["by"],
        dates=[{**one, "by": one["by"].isoformat()} for one in dates],
    )
    db.session.add(made)
    db.session.flush()
    for name, day in (("informal", made.informal_on), ("total", made.total_on)):
        for offset in AROUND:
            plan("iro_dispute.due", made, morning_of(day, offset), step=f"{name}{offset:+d}")
    for one in {answers.id, answers.manager_id or answers.id}:
        tell(one, "iro_dispute_raised", made)
    audit.record(person, "iro_dispute.raised", made, children=[child])
    return made


def answer_dispute(person: Person, public_id: str, text: str) -> IroDispute:
    """The authority's answer. No date is stopped by it."""
    made = queries.dispute_for(person, public_id, held=True)
    require(
        person.id in (made.answers_id, made.answers.manager_id), "Whoever answers for the authority, or their manager."
    )
    if not clean(text):
        raise BadInput({"text": "Write the answer and its reasons."})
    move(made, "answer", None)
    made.answer, made.answered_at = clean(text), clock.now()
    return _recorded(person, made, "answered", made.raised_by_id)


def refer_dispute(person: Person, public_id: str, text: str) -> IroDispute:
    """To Cafcass, at any point and by the reviewing officer alone. What runs here runs on."""
    made = _own(person, public_id)
    if not clean(text):
        raise BadInput({"text": "Write why it is referred to Cafcass."})
    move(made, "refer", None)
    made.referred_because, made.referred_at = clean(text), clock.now()
    return _recorded(person, made, "referred", made.answers_id)


def settle_dispute(person: Person, public_id: str, text: str) -> IroDispute:
    """The reviewing officer says how it ended; nobody else ends it, and no date does."""
    made = _own(person, public_id)
    if not clean(text):
        raise BadInput({"text": "Write how it ended, and what changes for the child."})
    move(made, "settle", None)
    made.outcome, made.settled_at = clean(text), clock.now()
    drop(made, because="settled")
    return _recorded(person, made, "settled", made.answers_id)


def _own(person: Person, public_id: str) -> IroDispute:
    made = queries.dispute_for(person, public_id, held=True)
    require(person.id == made.raised_by_id, "Only the reviewing officer who raised it does this.")
    return made


def _recorded(person: Person, made: IroDispute, how: str, told: int) -> IroDispute:
    audit.record(person, f"iro_dispute.{how}", made, children=[made.child])
    tell(told, f"iro_dispute_{how}", made, step=f"{made.version}")
    return made
