"""Agreeing, telling the raiser, learning, closing; and withdrawing and opening again."""

from collections.abc import Sequence

import audit
import rulebook
from escalation import queries
from escalation.commands.convening import settled_without
from escalation.commands.stages import both_sides, enter, leave, permitted
from escalation.models import OUTCOMES, SATISFACTION, Escalation, EscalationEntry
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, move, refusals, require
from foundation.text import clean, clean_line
from notifications.commands import drop, plan_reminders, tell
from people.models import Person


def resolve(
    person: Person, public_id: str, *, agreed_statement: str = "", rationale: str = "", outcome: str = ""
) -> Escalation:
    """Both sides tick: the first tick waits for the other's, and other words ask the first side again. At the last stage the
    panel decides alone."""
    made, stage, facts = permitted(person, public_id, "resolve", agreed_statement=agreed_statement, rationale=rationale)
    sides = queries.roles_of(person, made, stage)
    if reasons := refusals(made, "resolve", facts):
        raise Refused(reasons)
    if outcome and outcome not in OUTCOMES:
        raise BadInput({"outcome": f"Choose one of: {', '.join(OUTCOMES)}."})
    assert stage is not None
    before = (made.agreed_statement, made.rationale, made.outcome or outcome)
    made.agreed_statement = clean(agreed_statement) or made.agreed_statement
    made.rationale = clean(rationale) or made.rationale
    made.outcome = outcome or made.outcome
    if before != (made.agreed_statement, made.rationale, made.outcome):
        # Nobody has agreed to words that they have not read.
        made.agreed_by_raiser_at = made.agreed_by_responder_at = None
    answers = bool(sides & {"responder", "responders_stand_in"})
    if answers:
        made.agreed_by_responder_at = clock.now()
    if sides & {"raiser", "raisers_stand_in"}:
        made.agreed_by_raiser_at = clock.now()
    panel = facts.is_last_stage and answers
    if panel or (made.agreed_by_raiser_at and made.agreed_by_responder_at):
        move(made, "resolve", facts)
        leave(stage, "resolved")
        settled_without(person, made)
        made.resolved_at = clock.now()
        made.feedback_due_on = rulebook.book().due_for("escalation.feedback", clock.today()).by
        if made.feedback_due_on:
            plan_reminders("escalation.feedback", made, made.feedback_due_on)
    other = made.raiser_id if answers else stage.responder_id
    if other:
        tell(other, "escalation_agreed", made, step=f"{made.state}.{clock.now():%Y%m%d%H%M%S}")
    audit.record(person, "escalation.agreed", made, children=made.children, state=made.state)
    return made


def give_feedback(person: Person, public_id: str, text: str) -> Escalation:
    """The raiser is told what came of it, and asked whether they are satisfied."""
    made, _, facts = permitted(person, public_id, "give_feedback", text=text)
    move(made, "give_feedback", facts)
    made.feedback, made.feedback_at = clean(text), clock.now()
    drop(made, "escalation.feedback", because="feedback given")
    tell(made.raiser_id, "escalation_feedback", made, step=f"{made.reopened}")
    audit.record(person, "escalation.feedback_given", made, children=made.children)
    return made


def answer_feedback(person: Person, public_id: str, satisfaction: str, words: str = "") -> Escalation:
    """Satisfied: yes, partly or no. "No" offers the next stage."""
    made, _, facts = permitted(person, public_id, "answer_feedback", satisfaction=satisfaction)
    move(made, "answer_feedback", facts)
    made.satisfaction, made.satisfaction_words = satisfaction, clean(words)
    audit.record(person, "escalation.feedback_answered", made, children=made.children, satisfaction=satisfaction)
    return made


def confirm_copied(person: Person, public_id: str) -> Escalation:
    """The person's agency copied the outcome to its own record."""
    made = queries.escalation_for(person, public_id, held=True)
    sides = (made.raiser_agency_id, made.against_agency_id)
    require(person.agency_id in sides, "Somebody of either agency confirms that its own record holds the outcome.")
    if made.state not in ("resolved", "feedback_given"):
        message = "There is no outcome to copy: it is not settled, or closed already."
        raise Refused([Refusal("there_is_an_outcome_to_copy", message, "The 10 Principles, 4")])
    made.copied_by = {**made.copied_by, person.agency.key: clock.now().isoformat()}
    audit.record(person, "escalation.copied", made, children=made.children, agency=person.agency.key)
    return made


def close(
    person: Person,
    public_id: str,
    *,
    outcome: str = "",
    learning: str = "",
    copied_by: Sequence[str] = (),
    copied_told_by: str = "",
    no_actions_because: str = "",
) -> Escalation:
    """Closed only with everything that closing needs; every missing item is named at once.

    `copied_by`: the agencies whose record holds the outcome. Whoever closes confirms it for their own; a coordinator for the
    other too, with who told them (`copied_told_by`). Raises `BadInput` for any other.
    """
    made, stage, facts = permitted(
        person,
        public_id,
        "close",
        outcome=outcome,
        learning=learning,
        copied_by=list(copied_by),
        no_actions_because=no_actions_because,
    )
    sides = {made.raiser_agency.key, made.against_agency.key}
    if set(copied_by) - sides:
        raise BadInput({"copied_by": f"Name an agency of the two sides: {', '.join(sorted(sides))}."})
    heard = set(copied_by) - set(made.copied_by) - {person.agency.key}
    if heard and "coordinator" not in queries.roles_of(person, made, stage):
        raise BadInput({"copied_by": "Confirm it for your own agency. The other one confirms its own."})
    if heard and not clean_line(copied_told_by):
        raise BadInput({"copied_told_by": "Say who told you that the other agency’s record holds it."})
    move(made, "close", facts)
    made.outcome, made.learning = outcome or made.outcome, clean(learning) or made.learning
    made.no_actions_because = clean(no_actions_because)
    made.copied_by = {
        **made.copied_by,
        **{key: clock.now().isoformat() for key in copied_by if key not in made.copied_by},
    }
    made.copied_told_by = clean_line(copied_told_by) if heard else ""
    made.closed_at = clock.now()
    drop(made, because="closed")
    audit.record(
        person,
        "escalation.closed",
        made,
        children=made.children,
        outcome=made.outcome,
        copied=sorted(made.copied_by),
        copied_told_by=made.copied_told_by,
        no_actions=made.no_actions_because,
    )
    return made


def withdraw(person: Person, public_id: str, reason: str) -> Escalation:
    """Only the raiser or their manager, with a reason. It stays in the record."""
    made, stage, facts = permitted(person, public_id, "withdraw", reason=reason)
    was_open = made.state == "open"
    move(made, "withdraw", facts)
    made.reason = clean(reason)
    if stage is not None:
        leave(stage, "withdrawn", reason=made.reason)
        settled_without(person, made)
    drop(made, because="withdrawn")
    if was_open and stage is not None:
        for one in (both_sides(made, stage) | {stage.responder_id or made.raiser_id}) - {person.id}:
            tell(one, "escalation_withdrawn", made)
    audit.record(person, "escalation.withdrawn", made, children=made.children, reason=made.reason)
    return made


def reopen(person: Person, public_id: str, reason: str, stage: int | None = None) -> Escalation:
    """On new information, or because the answer does not settle it: from the next stage, with its full time."""
    made = queries.escalation_for(person, public_id, held=True)
    numbers = queries.stage_numbers(made)
    wanted = stage if stage in numbers else next((n for n in numbers if n > (made.stage or 0)), numbers[-1])
    responder = queries.counterpart(made, wanted)
    made, _, facts = permitted(person, public_id, "reopen", responder, reason=reason)
    move(made, "reopen", facts)
    made.reopened += 1
    _keep_what_was_agreed(person, made)
    drop(made, "escalation.feedback", "escalation.cap", because="reopened")
    if made.cap_on is not None:
        plan_reminders("escalation.cap", made, queries.cap_heard_from(made, clock.today()))
    enter(person, made, wanted, responder)
    audit.record(person, "escalation.reopened", made, children=made.children, reason=clean(reason), stage=made.stage)
    return made


def _keep_what_was_agreed(person: Person, made: Escalation) -> None:
    """What was agreed and said before stays readable, and what closing asks for is asked again: an old copy proves nothing."""
    before = {
        "Agreed before it was opened again": made.agreed_statement,
        "Because": made.rationale,
        "Told to the raiser": made.feedback,
        "Satisfied": SATISFACTION.get(made.satisfaction, ""),
        "In the raiser's words": made.satisfaction_words,
        "Learned": made.learning,
    }
    db.session.add(
        EscalationEntry(
            public_id=new_public_id(),
            escalation_id=made.id,
            stage=made.stage or 0,
            kind="fact",
            text="\n".join(f"{what}: {words}" for what, words in before.items() if words),
            offer="",
            by_id=person.id,
            at=clock.now(),
        )
    )
    made.resolved_at = made.feedback_at = made.closed_at = made.feedback_due_on = None
    made.agreed_statement = made.rationale = made.outcome = made.feedback = made.learning = ""
    made.no_actions_because = ""
    made.satisfaction = made.satisfaction_words = ""
    made.copied_by, made.copied_told_by = {}, ""
