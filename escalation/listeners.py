"""What the escalations' room hears: a dissent to be challenged, somebody who leaves; and where its actions come from."""

from typing import Any

from sqlalchemy import and_, select

import audit
from actions.queries.origins import Origin, comes_from
from children.models import Child
from escalation import commands, queries
from escalation.models import Escalation, EscalationChild, EscalationStage
from escalation.queries.challenges import challenges
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.signals import dissent_recorded, person_leaving
from meetings.challenged import tells_of_challenges
from meetings.models import POSITIONS, Decision, Dissent, Meeting, Position
from notifications.commands import tell
from people.models import Agency, Person
from people.visibility import visible_to

tells_of_challenges(challenges)


@comes_from("escalation")
def escalation_of_action(person: Person, *, public_id: str = "", id: int = 0) -> Origin | None:
    """The disagreement that an action comes from."""
    here = Escalation.public_id == public_id if public_id else Escalation.id == id
    rows = db.session.execute(
        select(Escalation.id, Escalation.public_id, Escalation.reference, Child.public_id.label("child"))
        .outerjoin(EscalationChild, EscalationChild.escalation_id == Escalation.id)
        .outerjoin(Child, and_(Child.id == EscalationChild.child_id, visible_to(person, Child)))
        .where(here, visible_to(person, Escalation))
    ).all()
    if not rows:
        return None
    found = rows[0]
    return Origin(
        found.id,
        found.public_id,
        found.reference,
        f"/escalations/{found.public_id}",
        child_ids=tuple(row.child for row in rows if row.child is not None),
    )


@dissent_recorded.connect
def open_a_challenge(dissent: Dissent, person: Person, by: Person, challenge: dict[str, Any], **_: Any) -> None:
    """A dissent that is to be challenged opens a disagreement in the dissenter's name, in the same unit of work: raised at
    once where the dissenter answered what that needs, else a draft. The decision stays in force, its text unchanged."""
    if dissent.wish != "challenge" or dissent.escalation_id is not None:
        return
    meeting = db.session.get_one(Meeting, dissent.meeting_id)
    decision = db.session.get(Decision, dissent.decision_id) if dissent.decision_id else None
    decided = db.session.get(Person, decision.decided_by_id) if decision else meeting.chair
    if decided is None or decided.agency_id == person.agency_id:
        raise BadInput({"wish": "Your own agency decided this: record the dissent, and take it to your manager."})
    about = [child for child in meeting.children if decision is None or child.id == decision.child_id]
    made = commands.draft(
        person,
        children=about or meeting.children,
        about_kind="dissent",
        about_id=dissent.public_id,
        about_text=f"Decision of {meeting.reference}"
        + (f": {meeting.kind.decision_label(decision.decision)}" if decision else ""),
        theme="assessment_outcome",
        against_agency=decided.agency,
        decision_maker=decided,
        decided_on=clock.local(decision.decided_at).date() if decision else None,
        immediate_risk=bool(challenge.get("immediate_risk")),
        concern=dissent.reasons
        + (f"\nSafeguarding lead consulted: {challenge['consulted']}" if challenge.get("consulted") else ""),
        outcome_sought=challenge.get("outcome_sought") or "",
        effect_on_child=challenge.get("effect_on_child") or "",
        interim_safety=challenge.get("interim_safety") or "",
        at_the_table=True,
    )
    dissent.escalation_id = made.id
    answered = challenge.get("immediate_risk") is not None and made.outcome_sought and made.effect_on_child
    if by.id != person.id or not answered:
        return
    commands.raise_disagreement(person, made.public_id)
    stage = queries.open_stage(made)
    if stage is not None and decision is not None:
        commands.written_down(person, made, stage, "fact", _as_it_was_decided(person, meeting, decision))


def _as_it_was_decided(person: Person, meeting: Meeting, decision: Decision) -> str:
    """The decision and its reasons; and where each agency stood, as far as the dissenter may know."""
    words = [f"Decided: {meeting.kind.decision_label(decision.decision)}. {decision.text}".strip(), decision.rationale]
    stands = db.session.execute(
        select(Agency.name, Position.position, Position.words)
        .join(Agency, Agency.id == Position.agency_id)
        .where(Position.meeting_id == meeting.id, Position.child_id.is_not_distinct_from(decision.child_id))
        .where(Position.replaced_at.is_(None), visible_to(person, Position))
        .order_by(Position.id)
    ).all()
    words += [f"{row.name}: {POSITIONS[row.position].lower()}. {row.words}".strip() for row in stands]
    return "\n".join(words)


@person_leaving.connect
def hand_over_stages(leaver: Person, to: Person | None, actor: Person | None) -> list[str]:
    """Stages at which the leaver answers; with `to`, theirs from now on. The limits do not move."""
    held = db.session.execute(
        select(EscalationStage, Escalation)
        .join(Escalation, Escalation.id == EscalationStage.escalation_id)
        .where(EscalationStage.responder_id == leaver.id, EscalationStage.ended_at.is_(None))
    ).all()
    for stage, escalation in held:
        if to is not None:
            fit = _may_take_over(escalation, stage, to)
            receiver = to if fit else queries.counterpart(escalation, stage.number, leaving=leaver)
            stage.responder_id = receiver.id if receiver else None
            for one in {stage.responder_id} if stage.responder_id else queries.coordinators() | queries.partners():
                tell(one, "escalation_entered", escalation, step=f"{escalation.reopened}.{stage.number}.{leaver.id}")
            taker = receiver.public_id if receiver else None
            audit.record(actor, "escalation.handed_over", escalation, children=escalation.children, to=taker)
    return [f"the answer to {escalation.reference}" for _, escalation in held]


def _may_take_over(escalation: Escalation, stage: EscalationStage, person: Person) -> bool:
    """The receiver of a leaver's work answers a disagreement only where they could have been named for the stage."""
    decided = stage.number > 1 and person.id == escalation.decision_maker_id
    theirs = person.agency_id == escalation.against_agency_id or person.role == "partner"
    return not decided and theirs and queries.can_answer(escalation, person)
