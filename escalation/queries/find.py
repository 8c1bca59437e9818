"""Reads of disagreements, their stages and what was said, and who holds an office of the partnership."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from escalation.models import Escalation, EscalationEntry, EscalationStage
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from people.models import Person
from people.visibility import visible_to

ENDED = ("closed", "withdrawn")


def escalation_for(person: Person, public_id: str, *, held: bool = False) -> Escalation:
    """The disagreement with both sides; `held` for a change: nobody else changes it until the unit of work ends. Raises
    `NotVisible`."""
    wanted = (
        select(Escalation)
        .options(
            joinedload(Escalation.raiser),
            joinedload(Escalation.against_agency),
            joinedload(Escalation.raiser_agency),
            joinedload(Escalation.decision_maker),
        )
        .where(Escalation.public_id == public_id, visible_to(person, Escalation))
    )
    if held:
        wanted = wanted.with_for_update(of=Escalation).execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotVisible("escalation")
    return found


def escalation_rows(person: Person, *, state: str = "", stage: int | None = None, mine: bool = False) -> Select[Any]:
    """Rows of a list: reference, theme, state, stage, by when; what still runs before what has ended."""
    now = EscalationStage
    rows = (
        select(
            Escalation.id,
            Escalation.public_id,
            Escalation.reference,
            Escalation.theme,
            Escalation.state,
            Escalation.stage,
            Escalation.fast_tracked,
            Escalation.reopened,
            now.due_on,
            now.due_at,
        )
        .outerjoin(now, (now.escalation_id == Escalation.id) & now.ended_at.is_(None))
        .where(visible_to(person, Escalation))
        .order_by(Escalation.state.in_(ENDED), Escalation.id)
    )
    if state:
        rows = rows.where(Escalation.state == state)
    if stage is not None:
        rows = rows.where(Escalation.stage == stage)
    if mine:
        rows = rows.where(or_(Escalation.raiser_id == person.id, now.responder_id == person.id))
    return cast(Select[Any], rows)


def stages_of(escalation: Escalation) -> list[EscalationStage]:
    """Every stage that was entered, in order."""
    return list(
        db.session.scalars(
            select(EscalationStage)
            .options(joinedload(EscalationStage.responder).joinedload(Person.agency))
            .where(EscalationStage.escalation_id == escalation.id)
            .order_by(EscalationStage.id)
        )
    )


def open_stage(escalation: Escalation) -> EscalationStage | None:
    """The one stage that is open, if any."""
    return the_open_one(stages_of(escalation))


def the_open_one(stages: Iterable[EscalationStage]) -> EscalationStage | None:
    """The one of `stages` that is open, if any."""
    return next((stage for stage in stages if stage.ended_at is None), None)


def last_responder(stages: Sequence[EscalationStage]) -> Person | None:
    """Who answered at the stage that was entered last; None where nobody held it."""
    return stages[-1].responder if stages else None


def may_know_the_raiser(person: Person, escalation: Escalation) -> bool:
    """Whether `person` may read who raised it: not a practitioner of another agency where the raiser asked for that, but
    always the coordinator, whoever leads or manages, and the partners."""
    if not escalation.name_held_back or person.agency_id == escalation.raiser_agency_id:
        return True
    return person.role != "practitioner" or person.seniority != "practitioner"


def entries_of(person: Person, escalation: Escalation) -> list[EscalationEntry]:
    return list(
        db.session.scalars(
            select(EscalationEntry)
            .options(joinedload(EscalationEntry.by).joinedload(Person.agency))
            .where(EscalationEntry.escalation_id == escalation.id, visible_to(person, EscalationEntry))
            .order_by(EscalationEntry.id)
        )
    )


def is_overdue(stage: EscalationStage | None) -> bool:
    """Whether the limit of the open stage has passed: a question, never a state."""
    if stage is None or stage.ended_at is not None:
        return False
    if stage.due_at is not None:
        return clock.now() > stage.due_at
    return stage.due_on is not None and clock.today() > stage.due_on
