"""What is mailed about disagreements: a reference and a link, words without blame; alarms before each limit and after it,
again until somebody acts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

import rulebook
from escalation import queries
from escalation.models import Escalation, EscalationStage, IroDispute
from escalation.queries import coordinators, partners
from foundation import clock
from foundation.database import db
from notifications.commands import morning_of, plan
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Person
from people.visibility import visible_to

WORDS = {
    "escalation_entered": ("A professional disagreement has reached a stage", "Differences of view are normal and welcome. The page shows what is asked, of whom, and by when."),
    "escalation_vacant": ("A stage was passed because nobody holds it", "Nobody holds this stage in the agency that has to answer, so it went on to the next. Please name somebody for the role."),
    "escalation_answered": ("There is an answer", "Something was added to this disagreement. Please read it and say how it stands."),
    "escalation_agreed": ("Agreement was recorded", "The other side recorded what was agreed. Please look whether you see it in the same way."),
    "escalation_feedback": ("The outcome, and a question for you", "You are told what came of the disagreement you raised, and asked whether you are satisfied."),
    "escalation_withdrawn": ("A disagreement was withdrawn", "It is withdrawn, and stays in the record."),
    "escalation_paused": ("A disagreement is paused", "Both agencies agreed to wait for some days. The page shows until when."),
    "escalation.stage_due": ("An answer is due", "The limit of this stage is near. Please answer, or say what is needed."),
    "escalation.stage_due_hours": ("An answer is due within hours", "This is on the fast track: its limit runs through nights and weekends. Please answer now."),
    "escalation.overdue": ("The limit has passed without an outcome", "Nothing moves by itself. Please answer, agree, or take it up to the next stage in one click."),
    "escalation.feedback": ("Feedback is owed", "The person who raised this has not been told the outcome yet."),
    "escalation.cap": ("Open for longer than the policy's cap", "This disagreement has been open for more than the working days that the policy allows."),
}  # fmt: skip


@fires("escalation.stage_due", "escalation.stage_due_hours", "escalation.overdue")
def limit_of_a_stage(timer: Timer) -> list[Notice] | Moot:
    """The responder before it; after it raiser, responder, both managers and the coordinator, and at the last stage of any
    policy the partners. Acknowledging stops nothing."""
    stage, escalation = _stage(timer.subject_id)
    if stage.ended_at is not None or escalation.state != "open":
        return Moot(stage.result.replace("_", " ") or escalation.state)
    responder = db.session.get(Person, stage.responder_id) if stage.responder_id else None
    raiser = escalation.raiser
    people: dict[str, list[int | None]] = {
        "responder": [stage.responder_id],
        "responder_manager": [responder.manager_id] if responder else [],
        "raiser": [raiser.id],
        "raiser_manager": [raiser.manager_id],
        "coordinator": [*sorted(coordinators())],
    }
    roles = _recipients(timer)
    told = [one for role in roles for one in people.get(role, [])]
    top = timer.kind == "escalation.overdue" and stage.number == queries.stage_numbers(escalation)[-1]
    if responder is None or top:
        told += sorted(coordinators() | partners())
    return _to(told, timer)


@fires("escalation.feedback")
def feedback_owed(timer: Timer) -> list[Notice] | Moot:
    escalation = _escalation(timer.subject_id)
    if escalation.state != "resolved":
        return Moot("feedback given")
    responder = queries.last_responder(queries.stages_of(escalation))
    told: list[int | None] = [responder.id] if responder else []
    if timer.offset >= 1 or responder is None:
        told += sorted(coordinators())
    return _to(told, timer)


@fires("escalation.cap")
def over_the_cap(timer: Timer) -> list[Notice] | Moot:
    escalation = _escalation(timer.subject_id)
    if escalation.state in ("closed", "withdrawn"):
        return Moot(escalation.state)
    return _to(sorted(partners() | coordinators()), timer)


@composes(*WORDS, folds=False)
def about_a_disagreement(row: Outbox) -> Message | Moot:
    """A reference, a sentence and a link; nothing to somebody who may not see it any longer. The partners hear that the cap
    has passed before it is theirs to read: their link leads to what is."""
    escalation = _stage(row.about_id)[1] if row.about_kind == "escalation_stage" else _escalation(row.about_id)
    heading, sentence = WORDS[row.kind]
    reader = db.session.get_one(Person, row.recipient_id)
    seen = db.session.scalar(
        select(Escalation.id).where(Escalation.id == escalation.id, visible_to(reader, Escalation))
    )
    if seen is None and row.kind != "escalation.cap":
        return Moot("they may not see it any longer")
    words = rendered(
        "meeting",
        heading=heading,
        sentence=sentence,
        reference=escalation.reference,
        path=f"/escalations/{escalation.public_id}" if seen else "/escalations",
    )
    return Message(subject=f"{escalation.reference}: {heading}", **words)


DISPUTE_WORDS = {
    "iro_dispute_raised": ("A reviewing officer has raised a dispute", "Please answer for the authority. The page shows what is asked and by when."),
    "iro_dispute_answered": ("There is an answer to your dispute", "The authority has answered. Please read it and say how it stands."),
    "iro_dispute_referred": ("It was referred to Cafcass", "The reviewing officer has referred this to Cafcass. The dates here run on."),
    "iro_dispute_settled": ("A dispute is settled", "The reviewing officer has recorded how it ended."),
    "iro_dispute_due": ("A date of a dispute is near or has passed", "It is not settled. Please answer, or say what is needed; it stays open until the reviewing officer ends it."),
}  # fmt: skip


@fires("iro_dispute.due")
def date_of_a_dispute(timer: Timer) -> list[Notice] | Moot:
    """Both sides and the manager of whoever answers, around each date; after the last one again each fifth working day."""
    made = _dispute(timer.subject_id)
    if made.state != "open":
        return Moot(made.state)
    if clock.today() > made.total_on:
        again = morning_of(clock.today(), 5)
        plan("iro_dispute.due", made, again, step=f"{clock.local(again).date()}")
    told = (made.raised_by_id, made.answers_id, made.answers.manager_id)
    return [Notice(one, "iro_dispute_due", step=timer.step) for one in dict.fromkeys(told) if one is not None]


@composes(*DISPUTE_WORDS, folds=False)
def about_a_dispute(row: Outbox) -> Message | Moot:
    """A reference, a sentence and a link; nothing to somebody who may not see it any longer."""
    made = _dispute(row.about_id)
    reader = db.session.get_one(Person, row.recipient_id)
    if db.session.scalar(select(IroDispute.id).where(IroDispute.id == made.id, visible_to(reader, IroDispute))) is None:
        return Moot("they may not see it any longer")
    heading, sentence = DISPUTE_WORDS[row.kind]
    path = f"/escalations/iro/{made.public_id}"
    words = rendered("meeting", heading=heading, sentence=sentence, reference=made.reference, path=path)
    return Message(subject=f"{made.reference}: {heading}", **words)


def _dispute(public_id: str) -> IroDispute:
    return db.session.scalars(select(IroDispute).where(IroDispute.public_id == public_id)).one()


def _recipients(timer: Timer) -> Iterable[str]:
    return rulebook.book().reminders[timer.kind].recipients_at(timer.offset)


def _to(people: Iterable[int | None], timer: Timer) -> list[Notice]:
    return [Notice(one, timer.kind, step=timer.step) for one in dict.fromkeys(people) if one is not None]


def _escalation(public_id: str) -> Escalation:
    return db.session.scalars(select(Escalation).where(Escalation.public_id == public_id)).one()


def _stage(public_id: str) -> tuple[EscalationStage, Escalation]:
    row: Any = db.session.execute(
        select(EscalationStage, Escalation)
        .join(Escalation, Escalation.id == EscalationStage.escalation_id)
        .where(EscalationStage.public_id == public_id)
    ).one()
    return row[0], row[1]
