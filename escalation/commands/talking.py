"""What is said while it runs: answers and offers, conversations as each side has them, and what keeps the child safe
meanwhile."""

from datetime import datetime

from sqlalchemy import select

import audit
from escalation import queries
from escalation.commands.stages import permitted
from escalation.models import CONVERSATION, KINDS, SATISFACTION, VERSION, Escalation, EscalationEntry, EscalationStage
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, move, require
from foundation.text import clean, clean_line
from notifications.commands import tell
from people.models import Person


def respond(
    person: Person, public_id: str, *, kind: str, text: str, offer: str = "", settles: str = ""
) -> EscalationEntry:
    """An answer or a reply: a fact or a professional judgement, with what is offered; the raiser says whether what was
    answered settles it. No clock is stopped by it."""
    made, stage, facts = permitted(person, public_id, "respond")
    errors = {}
    if kind not in KINDS:
        errors["kind"] = f"Choose one of: {', '.join(KINDS)}."
    if not clean(text):
        errors["text"] = "Write the answer and its reasons."
    if settles and settles not in SATISFACTION:
        errors["satisfaction"] = f"Choose one of: {', '.join(SATISFACTION)}."
    elif settles and not queries.roles_of(person, made, stage) & {"raiser", "raisers_stand_in"}:
        errors["satisfaction"] = "Only the person who raised it says whether the answer settles it."
    if errors:
        raise BadInput(errors)
    move(made, "respond", facts)
    assert stage is not None
    entry = written_down(person, made, stage, kind, text, offer=clean(offer), settles=settles)
    _tell_the_other(person, made, stage, entry)
    audit.record(person, "escalation.answered", made, children=made.children, stage=stage.number, settles=settles)
    return entry


def record_conversation(
    person: Person, public_id: str, *, held_at: datetime | None, with_whom: str, text: str
) -> EscalationEntry:
    """Who spoke, when, and what was said, as one side has it. The other side is told, and may put its version beside it."""
    made, stage = _running(person, public_id)
    errors = {}
    if held_at is None:
        errors["held_at"] = "Say when you spoke."
    elif held_at > clock.now():
        errors["held_at"] = "This is still to come. Say when you spoke."
    if not clean_line(with_whom):
        errors["with"] = "Say who spoke with whom."
    if not clean(text):
        errors["text"] = "Write what was said."
    if errors:
        raise BadInput(errors)
    entry = written_down(person, made, stage, CONVERSATION, text, held_at=held_at, with_whom=clean_line(with_whom))
    _tell_the_other(person, made, stage, entry)
    audit.record(person, "escalation.conversation_recorded", made, children=made.children, stage=stage.number)
    return entry


def add_version(person: Person, public_id: str, entry_id: str, text: str) -> EscalationEntry:
    """The other side's version of a conversation, beside the first. Neither is changed."""
    made, stage = _running(person, public_id)
    first = db.session.scalar(
        select(EscalationEntry).where(
            EscalationEntry.public_id == entry_id,
            EscalationEntry.escalation_id == made.id,
            EscalationEntry.kind == CONVERSATION,
        )
    )
    if first is None:
        raise NotVisible("conversation")
    require(first.by.agency_id != person.agency_id, "The other side puts its version beside yours.")
    if not clean(text):
        raise BadInput({"text": "Write what was said, as you have it."})
    if db.session.scalar(select(EscalationEntry.id).where(EscalationEntry.beside_id == first.id)):
        message = "The other version stands there already. Record another conversation, or add a reply."
        raise Refused([Refusal("each_side_has_one_version", message, "The 10 Principles, 4.5")])
    entry = written_down(person, made, stage, VERSION, text, beside_id=first.id)
    _tell_the_other(person, made, stage, entry)
    audit.record(person, "escalation.version_added", made, children=made.children, stage=stage.number)
    return entry


def agree_safety(person: Person, public_id: str, text: str) -> Escalation:
    """What both sides hold to until it is settled. Whoever does something by a date has an action for it."""
    made, stage = _running(person, public_id)
    if not clean(text):
        raise BadInput({"interim_safety": "Write what keeps the child safe until it is settled."})
    made.interim_safety = clean(text)
    entry = written_down(person, made, stage, "fact", f"Agreed until it is settled: {made.interim_safety}")
    _tell_the_other(person, made, stage, entry)
    audit.record(person, "escalation.safety_agreed", made, children=made.children, stage=stage.number)
    return made


def written_down(
    person: Person, made: Escalation, stage: EscalationStage, kind: str, text: str, **more: object
) -> EscalationEntry:
    """An entry in what was said."""
    entry = EscalationEntry(
        public_id=new_public_id(),
        escalation_id=made.id,
        stage=stage.number,
        kind=kind,
        text=clean(text),
        by_id=person.id,
        at=clock.now(),
        **more,
    )
    db.session.add(entry)
    return entry


def _running(person: Person, public_id: str) -> tuple[Escalation, EscalationStage]:
    """The disagreement and its open stage, for somebody of either side."""
    made = queries.escalation_for(person, public_id, held=True)
    stage = queries.open_stage(made)
    require(
        queries.may_write(person, made, queries.stages_of(made)), "Only the two sides and the coordinator write here."
    )
    if stage is None:
        message = "It does not run: raise it first, or open it again."
        raise Refused([Refusal("it_runs", message, "The 10 Principles, 4")])
    return made, stage


def _tell_the_other(person: Person, made: Escalation, stage: EscalationStage, entry: EscalationEntry) -> None:
    for one in {made.raiser_id, stage.responder_id or made.raiser_id} - {person.id}:
        tell(one, "escalation_answered", made, step=entry.public_id)
