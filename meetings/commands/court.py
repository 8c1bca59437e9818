"""After a court's decision: a meeting for the child and every brother and sister in one step, and a look at each of them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

import audit
from children.commands import WRITES
from children.commands.writing import MAY_WRITE
from children.models import Child
from children.queries import leads_of, line_managers_of_case, may_see, roles_in, whole_family
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, require
from foundation.text import clean
from meetings.commands.proposing import propose
from meetings.models import COURT_OUTCOMES, CourtOutcome, Meeting, OutcomeReview
from notifications.commands import tell
from people.models import Person
from people.visibility import visible_to


def record_court_outcome(
    person: Person,
    child: Child,
    *,
    decided_on: date,
    outcome: str,
    order_made: str,
    expected: str = "",
    unexpected: bool,
) -> CourtOutcome:
    """What the court decided for `child`. Where it is not what was planned for, the meeting is proposed for the child and
    for every brother and sister, whatever household they live in, and each of them is looked at; those whom `person` may
    not see are on its list without a name. Source: The 10 Principles, 5a and 5b; rule book, `court_outcome.hold_by`.
    """
    require(roles_in(person, child.id) & WRITES, MAY_WRITE)
    errors = {}
    if outcome not in COURT_OUTCOMES:
        errors["outcome"] = f"Choose one of: {', '.join(COURT_OUTCOMES)}."
    if not clean(order_made):
        errors["order_made"] = "Write what the court ordered."
    if unexpected and not clean(expected):
        errors["expected"] = "Write what was expected, so that the meeting sees the difference."
    if decided_on > clock.today():
        errors["decided_on"] = "The day cannot be in the future."
    if errors:
        raise BadInput(errors)
    made = CourtOutcome(
        public_id=new_public_id(),
        child_id=child.id,
        decided_on=decided_on,
        outcome=outcome,
        order_made=clean(order_made),
        expected=clean(expected),
        unexpected=unexpected,
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(made)
    audit.record(person, "court_outcome.recorded", made, children=[child], outcome=outcome, unexpected=unexpected)
    db.session.flush()
    if unexpected:
        _look_at_everybody(person, child, made)
    return made


def close_review(person: Person, public_id: str, view: str) -> OutcomeReview:
    """This one child was looked at: how safe, and why. The others stay open."""
    review = db.session.scalar(
        select(OutcomeReview).where(OutcomeReview.public_id == public_id, visible_to(person, OutcomeReview))
    )
    if review is None:
        raise NotVisible("review")
    require(roles_in(person, review.child_id) & WRITES, MAY_WRITE)
    if review.closed_at is not None:
        raise Refused([Refusal("it_is_closed_once", "Somebody has closed this already; their view stands.", SOURCE)])
    if not clean(view):
        raise BadInput({"view": "Write how safe this child is now, and why. It closes with that alone."})
    review.view, review.closed_at, review.closed_by_id = clean(view), clock.now(), person.id
    child = db.session.get_one(Child, review.child_id)
    audit.record(person, "outcome_review.closed", review, children=[child])
    return review


def look_at_later_born(person: Person, child: Child) -> None:
    """A child who comes into the family after an unexpected outcome is looked at like the others."""
    family = [one.id for one in whole_family(child) if one.id != child.id]
    outcomes = db.session.scalars(
        select(CourtOutcome)
        .where(CourtOutcome.unexpected.is_(True))
        .where(CourtOutcome.id.in_(select(OutcomeReview.outcome_id).where(OutcomeReview.child_id.in_(family))))
        .order_by(CourtOutcome.id)
    ).all()
    for made in outcomes:
        _open_reviews(person, made, [child])


def _look_at_everybody(person: Person, child: Child, made: CourtOutcome) -> None:
    everybody = whole_family(child)
    meeting = propose(
        person,
        type_key="court_outcome",
        children=everybody,
        trigger_kind="court_outcome_recorded",
        trigger_at=made.recorded_at,
        purpose="Review safety for the child and every brother and sister after the court's decision",
        restricted_children=[one for one in everybody if not may_see(person, one.public_id)],
    )
    made.meeting_id = meeting.id
    _open_reviews(person, made, everybody)


def _open_reviews(person: Person, made: CourtOutcome, children: Iterable[Child]) -> None:
    for child in children:
        review = OutcomeReview(public_id=new_public_id(), outcome_id=made.id, child_id=child.id, opened_at=clock.now())
        db.session.add(review)
        audit.record(person, "outcome_review.opened", review, children=[child])
        db.session.flush()
        if made.meeting_id is None:
            continue
        meeting = db.session.get_one(Meeting, made.meeting_id)
        lead = leads_of([child.id]).get(child.id)
        told = [lead.person_id] if lead else sorted(line_managers_of_case([child.id]))
        for one in told:
            tell(one, "court_review_asked", meeting, step=review.public_id)


SOURCE = "The 10 Principles, 5a: siblings after care proceedings"
