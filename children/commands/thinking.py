"""Writing down what we make of it."""

from collections.abc import Collection

import audit
from children import queries
from children.commands.chronology import entries_of
from children.commands.writing import MAY_WRITE, WRITES
from children.models import CONFIDENCE, THINKING, Analysis, CaseSummary, Child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person


def write_summary(
    person: Person,
    child: Child,
    *,
    who: str,
    risks: str,
    what_is_different: str,
    steps_taken: str = "",
    needs_next: str = "",
) -> CaseSummary:
    """The summary as it stands today; the one before stays. Whoever leads is reminded when it has grown old.

    Source: the 10 Principles, 1e (case summaries review whether anything has changed for the child).
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    asked = {
        "who": (who, "Say who this child is, and how life is for them now."),
        "risks": (risks, "Say what the risks are, or that there is none that is known."),
        "what_is_different": (what_is_different, "Say what is different for the child, or that nothing is."),
    }  # fmt: skip
    if errors := {field: message for field, (text, message) in asked.items() if not clean(text)}:
        raise BadInput(errors)
    summary = CaseSummary(
        public_id=new_public_id(),
        child_id=child.id,
        who=clean(who),
        risks=clean(risks),
        steps_taken=clean(steps_taken),
        what_is_different=clean(what_is_different),
        needs_next=clean(needs_next),
        written_by_id=person.id,
        written_at=clock.now(),
    )
    db.session.add(summary)
    audit.record(person, "summary.written", summary, children=[child])
    db.session.flush()
    notifications.drop(child, "summary.stale", because="a new summary was written")
    if child.plan != "none":
        notifications.plan_reminders("summary.stale", child, clock.today())
    return summary


def analyse(
    person: Person,
    child: Child,
    *,
    kind: str,
    thinking: str,
    alternatives: str,
    rests_on: Collection[str],
    confidence: str,
    would_change: str,
    replaces: Analysis | None = None,
) -> Analysis:
    """What `person` thinks is happening, from entries of this child's chronology, and what else it could be.

    Source: the 10 Principles, 1c (a judgement names what it rests on), 1e (analysis),
    2d (respectful uncertainty).
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    rests_on = list(dict.fromkeys(rests_on))
    errors = {}
    if kind not in THINKING:
        errors["kind"] = f"Choose one of: {', '.join(THINKING)}."
    if not clean(thinking):
        errors["thinking"] = "Say what you think is happening."
    if not clean(alternatives):
        errors["alternatives"] = "Say what else it could be; there is always something."
    if not rests_on or entries_of(child, rests_on) < len(rests_on):
        errors["rests_on"] = "Name the entries of this child's chronology that this rests on."
    if confidence not in CONFIDENCE:
        errors["confidence"] = f"Choose one of: {', '.join(CONFIDENCE)}."
    if not clean(would_change):
        errors["would_change"] = "Say what would change your mind."
    if errors:
        raise BadInput(errors)
    analysis = Analysis(
        public_id=new_public_id(),
        child_id=child.id,
        kind=kind,
        thinking=clean(thinking),
        alternatives=clean(alternatives),
        rests_on=rests_on,
        confidence=confidence,
        would_change=clean(would_change),
        replaces_id=replaces.id if replaces else None,
        written_by_id=person.id,
        written_at=clock.now(),
    )
    db.session.add(analysis)
    audit.record(person, "analysis.written", analysis, children=[child], thinking=kind)
    db.session.flush()
    return analysis
