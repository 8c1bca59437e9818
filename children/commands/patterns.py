"""What is made of a chronology that is read as a whole, and how the family and the workers are with each other."""

from collections.abc import Collection
from datetime import date

import audit
from children import queries
from children.commands.chronology import entries_of
from children.commands.writing import HEARS, MAY_WRITE, WRITES
from children.models import (
    CHANGES_FOR_CHILD,
    ENGAGEMENTS,
    INDICATORS,
    Child,
    Engagement,
    IndicatorSeen,
    PatternSettled,
    SafetyNote,
)
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from people.models import Person


def mark_indicator(
    person: Person,
    child: Child,
    *,
    indicator: str,
    marked: bool,
    evidence: str,
    rests_on: Collection[str] = (),
    seen_on: date | None = None,
) -> IndicatorSeen:
    """Whether one of the six indicators is seen, with its evidence on the London date `seen_on`. It says nothing of anybody's
    intention. Source: the 10 Principles, principle 7e."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    seen_on, rests_on = seen_on or clock.today(), list(dict.fromkeys(rests_on))
    errors = _errors_of_day(seen_on)
    if indicator not in INDICATORS:
        errors["indicator"] = f"Choose one of: {', '.join(INDICATORS)}."
    if not clean(evidence):
        errors["evidence"] = "Say what you saw or heard, and where it is written."
    if rests_on and entries_of(child, rests_on) < len(rests_on):
        errors["rests_on"] = "Name entries of this child's chronology."
    if errors:
        raise BadInput(errors)
    seen = IndicatorSeen(
        public_id=new_public_id(),
        child_id=child.id,
        indicator=indicator,
        marked=marked,
        evidence=clean(evidence),
        rests_on=rests_on,
        seen_on=seen_on,
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(seen)
    audit.record(person, "indicator.marked", seen, children=[child], indicator=indicator, marked=marked)
    db.session.flush()
    return seen


def settle_pattern(
    person: Person, child: Child, *, pattern: str, entries: Collection[str], reason: str
) -> PatternSettled:
    """`person` looked at a question that these entries raise, and says why it does not stand. With a further entry it is asked
    again. Source: the 10 Principles, principle 7c and 7e."""
    require(queries.roles_in(person, child.id) & HEARS, MAY_WRITE)
    entries = list(dict.fromkeys(entries))
    errors = {}
    if not clean(reason):
        errors["reason"] = "Say why the question does not stand, for whoever reads the same entries later."
    if not clean_line(pattern) or not entries or entries_of(child, entries) < len(entries):
        errors["entries"] = "Name the entries of this child's chronology that the question rests on."
    if errors:
        raise BadInput(errors)
    settled = PatternSettled(
        public_id=new_public_id(),
        child_id=child.id,
        pattern=clean_line(pattern)[:60],
        entries=entries,
        reason=clean(reason),
        settled_by_id=person.id,
        settled_at=clock.now(),
    )
    db.session.add(settled)
    audit.record(person, "pattern.settled", settled, children=[child], pattern=settled.pattern)
    db.session.flush()
    return settled


def record_engagement(
    person: Person,
    child: Child,
    *,
    engagement: str,
    change: str,
    evidence: str,
    fear: str = "",
    safety: str = "",
    seen_on: date | None = None,
) -> Engagement:
    """How the family is with the workers, and apart from it what has changed for the child: both are said, and neither follows
    from the other. `fear`: what somebody fears may come of asking; `safety`: what a worker must know before a visit, for those
    who visit alone. Source: the 10 Principles, principle 7."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    seen_on = seen_on or clock.today()
    errors = _errors_of_day(seen_on)
    if engagement not in ENGAGEMENTS:
        errors["engagement"] = f"Choose one of: {', '.join(ENGAGEMENTS)}."
    if change not in CHANGES_FOR_CHILD:
        errors["change"] = f"Choose one of: {', '.join(CHANGES_FOR_CHILD)}."
    if not clean(evidence):
        errors["evidence"] = "Say what you saw or heard."
    if errors:
        raise BadInput(errors)
    seen = Engagement(
        public_id=new_public_id(),
        child_id=child.id,
        seen_on=seen_on,
        engagement=engagement,
        change=change,
        evidence=clean(evidence),
        fear=clean(fear),
        recorded_by_id=person.id,
        recorded_at=clock.now(),
    )
    db.session.add(seen)
    audit.record(person, "engagement.recorded", seen, children=[child], seen_on=seen_on)
    if clean(safety):
        note = SafetyNote(
            public_id=new_public_id(),
            child_id=child.id,
            text=clean(safety),
            written_by_id=person.id,
            written_at=clock.now(),
        )
        db.session.add(note)
        audit.record(person, "safety_note.written", note, children=[child])
    db.session.flush()
    return seen


def _errors_of_day(day: date) -> dict[str, str]:
    return {"seen_on": "The day cannot be in the future."} if day > clock.today() else {}
