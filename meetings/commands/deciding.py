"""Each agency's position, and the decisions for each child."""

from datetime import date

from sqlalchemy import select

import audit
from children.models import CATEGORIES
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from meetings import queries
from meetings.commands.at_table import RUNS, id_of_child
from meetings.commands.moving import running
from meetings.models import OPTIMISM, POSITIONS, Decision, Position
from people.models import Person


def give_position(
    person: Person, public_id: str, *, position: str, child: str = "", words: str = "", agency_id: int | None = None
) -> Position:
    """An agency's position on the decision for a child, given before it sees the others'. A changed one keeps the first."""
    meeting, sheet, roles = running(person, public_id)
    own = agency_id is None or agency_id == person.agency_id
    require(
        ("asked" in roles and own) or roles & RUNS, "An agency's position is given by the person who speaks for it."
    )
    agency_id = agency_id or person.agency_id
    errors = {}
    if position not in POSITIONS:
        errors["position"] = f"Choose one of: {', '.join(POSITIONS)}."
    if position in ("dissent", "agree_with_reservation") and not clean(words):
        errors["words"] = "Say why, in your own words."
    if agency_id not in {invitation.agency_id for invitation in sheet.invitations}:
        errors["agency"] = "This agency is not at the table."
    if errors:
        raise BadInput(errors)
    child_id = id_of_child(sheet, child)
    same = Position.child_id == child_id if child_id is not None else Position.child_id.is_(None)
    earlier = db.session.scalars(
        select(Position).where(
            Position.meeting_id == meeting.id, Position.agency_id == agency_id, same, Position.replaced_at.is_(None)
        )
    )
    for before in earlier:
        before.replaced_at = clock.now()
    given = Position(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        child_id=child_id,
        agency_id=agency_id,
        position=position,
        words=clean(words),
        given_by_id=person.id,
        given_at=clock.now(),
    )
    db.session.add(given)
    audit.record(
        person, "position.given", given, children=meeting.children, meeting=meeting.public_id, position=position
    )
    db.session.flush()
    return given


def decide(
    person: Person,
    public_id: str,
    *,
    decision: str,
    rationale: str,
    child: str = "",
    text: str = "",
    alternatives: str = "",
    category: str = "",
    next_dates: dict[str, str] | None = None,
    what_is_different: str = "",
    optimism: dict[str, str] | None = None,
    unmet_reason: str = "",
    supervision_on: date | None = None,
    no_supervision_reason: str = "",
) -> Decision:
    """The decision for one child, with reasons; the quorum of this minute is kept with it. Decided again, it is replaced.

    Ending a plan, or stepping it down, answers three questions; where a need is unmet or something happened again, the
    chair says why it is right all the same. Source: The 10 Principles, 4.7 and 7a (undue optimism).
    """
    meeting, sheet, roles = running(person, public_id)
    require("chair" in roles, "Only the chair records a decision.")
    kind = meeting.kind
    errors = {}
    if decision not in kind.decision_keys:
        errors["decision"] = f"Choose one of: {', '.join(kind.decision_keys)}."
    if not child and len(sheet.children) > 1:
        errors["child"] = "Say for which child: each has a decision of their own."
    if not clean(rationale):
        errors["rationale"] = "Give the reasons for this decision."
    if category and category not in CATEGORIES:
        errors["category"] = f"Choose one of: {', '.join(CATEGORIES)}."
    dated, problem = checked_dates(next_dates or {})
    if problem:
        errors["next_dates"] = problem
    child_id = id_of_child(sheet, child) if not errors else None
    answers = {key: clean(text) for key, text in (optimism or {}).items() if key in OPTIMISM and clean(text)}
    against: list[str] = []
    if not errors and kind.decision(decision).lowers_protection:
        against = [one.text for one in queries.unmet_of(person, meeting).get(child_id or 0, ())]
        errors |= {key: f"Before less stands for the child: {OPTIMISM[key]}" for key in OPTIMISM if key not in answers}
        if against and not clean(unmet_reason):
            errors["unmet_reason"] = f"Say why it is right all the same. {'; '.join(against)}."
    if errors:
        raise BadInput(errors)
    made = next((d for d in sheet.decisions if d.child_id == child_id), None)
    if made is None:
        made = Decision(public_id=new_public_id(), meeting_id=meeting.id, child_id=child_id, next_dates={})
        db.session.add(made)
    moment = clock.now()
    made.decision, made.text, made.rationale = decision, clean(text), clean(rationale)
    made.alternatives, made.category = clean(alternatives), category
    made.decided_by_id, made.decided_at = person.id, moment
    made.quorum = {**sheet.quorum(moment).as_json(), "at": moment.isoformat()}
    made.next_dates = dated or made.next_dates
    made.what_is_different, made.optimism = clean(what_is_different), answers
    made.unmet, made.unmet_reason = against, clean(unmet_reason) if against else ""
    made.supervision_on, made.no_supervision_reason = supervision_on, clean(no_supervision_reason)
    audit.record(
        person,
        "decision.made",
        made,
        children=meeting.children,
        meeting=meeting.public_id,
        decision=decision,
        quorate=made.quorum["met"],
        **({"unmet": against, "unmet_reason": made.unmet_reason} if against else {}),
    )
    db.session.flush()
    return made


def checked_dates(given: dict[str, str]) -> tuple[dict[str, str], str]:
    """The dates by rule, all of them to come; or a message."""
    dated = {}
    for rule, day in given.items():
        try:
            when = date.fromisoformat(day)
        except ValueError:
            return {}, "Give dates like 2026-03-27."
        if when <= clock.today():
            return {}, "Choose days that are still to come."
        dated[rule] = when.isoformat()
    return dated, ""
