"""Who may make which move now, and the facts that the rules look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

import rulebook
import working_time
from actions.models import Action
from escalation.models import Escalation, EscalationStage
from escalation.queries.counterparts import answers_to_an_earlier_one, can_answer
from escalation.queries.find import is_overdue, last_responder, stages_of, the_open_one
from escalation.queries.ladder import fast_track_stage, rung_of, stage_numbers
from escalation.rules import Facts
from foundation import clock
from foundation.database import db
from foundation.lifecycles import Refusal, possible, refusals
from meetings.models import Decision, Dissent, Invitation, Meeting, MeetingDue
from meetings.models.meeting import RUNNING
from people.models import Person

# Who may make which move (DOMAIN §4.4). Whoever stands in does so only while nobody else can.
WHO: dict[str, tuple[str, ...]] = {
    "raise_": ("raiser",),
    "respond": ("responder", "raiser", "responders_stand_in", "raisers_stand_in"),
    "escalate": ("raiser", "raisers_manager", "coordinator_when_overdue"),
    "skip_stage": ("raisers_manager", "raisers_lead"),
    "fast_track": ("raiser", "raisers_manager"),
    "pause": ("raisers_manager", "responders_manager"),
    "resume": ("raisers_manager", "responders_manager", "raiser"),
    "resolve": ("raiser", "responder", "responders_stand_in", "raisers_stand_in"),
    "give_feedback": ("responder", "responders_stand_in"),
    "answer_feedback": ("raiser", "raisers_stand_in"),
    "close": ("coordinator", "responder"),
    "withdraw": ("raiser", "raisers_manager"),
    "reopen": ("raiser", "raisers_manager", "responder", "coordinator"),
}
ROLE_WORDS = {
    "raiser": "the person who raised it",
    "responder": "the person who answers at this stage",
    "raisers_manager": "the raiser's line manager",
    "raisers_lead": "the safeguarding lead of the raiser's agency",
    "responders_manager": "the responder's line manager",
    "coordinator": "the coordinator",
    "coordinator_when_overdue": "the coordinator once the limit has passed",
}


@dataclass(frozen=True)
class Moves:
    """What a reader may do now, and what they might do but for the reasons given."""

    allowed: list[str]
    blocked: list[tuple[str, list[Refusal]]]


def roles_of(
    person: Person,
    escalation: Escalation,
    stage: EscalationStage | None,
    stages: Sequence[EscalationStage] | None = None,
) -> set[str]:
    """What `person` is in this disagreement. Where nobody holds the stage, or one of the two sides has left, somebody stands
    in, so that no state is without a way forward."""
    raiser = escalation.raiser
    responder = stage.responder if stage else last_responder(stages_of(escalation) if stages is None else stages)
    coordinates = person.role == "coordinator"
    holds = {
        "raiser": person.id == raiser.id,
        "raisers_manager": person.id == raiser.manager_id,
        "raisers_lead": person.role == "safeguarding_lead" and person.agency_id == escalation.raiser_agency_id,
        "raisers_stand_in": raiser.left_on is not None and (coordinates or person.id == raiser.manager_id),
        "responder": responder is not None and person.id == responder.id,
        "responders_manager": responder is not None and person.id == responder.manager_id,
        "responders_stand_in": _stands_in(person, responder),
        "coordinator": coordinates,
        "coordinator_when_overdue": coordinates and is_overdue(stage),
    }
    return {role for role, held in holds.items() if held}


def moves_of(person: Person, escalation: Escalation, stages: Sequence[EscalationStage]) -> Moves:
    """The moves of a page: what the machine knows, this person may, and no rule refuses; and the refused, with reasons."""
    stage = the_open_one(stages)
    roles = roles_of(person, escalation, stage, stages)
    facts = facts_of(escalation, stage)
    allowed: list[str] = []
    blocked: list[tuple[str, list[Refusal]]] = []
    for event in possible(escalation):
        if not roles & set(WHO[event]):
            continue
        if reasons := refusals(escalation, event, facts, asked=False):
            blocked.append((event, reasons))
        else:
            allowed.append(event)
    return Moves(allowed, blocked)


def marks_of(escalation: Escalation, stages: Sequence[EscalationStage]) -> list[str]:
    """The marks of DOMAIN §4.4 that it bears: `overdue` and `paused` while they hold, the others for good."""
    here = the_open_one(stages)
    marks = {
        "overdue": is_overdue(here),
        "fast_tracked": escalation.fast_tracked,
        "paused": bool(here and here.paused_until and here.paused_until >= clock.today()),
        "stage_skipped": any(stage.result in ("skipped", "vacant") for stage in stages),
        "reopened": bool(escalation.reopened),
    }
    return [mark for mark, holds in marks.items() if holds]


def facts_of(
    escalation: Escalation,
    stage: EscalationStage | None,
    given: Mapping[str, Any] | None = None,
    responder: Person | None = None,
) -> Facts:
    """The facts for a move; `responder` is whoever is to answer at the stage that it enters."""
    given = given or {}
    today = clock.today()
    calendar = working_time.england_and_wales()
    numbers = stage_numbers(escalation)
    here = escalation.stage or 0
    until = given.get("until")
    until_dissent, conference_runs = dissent_first(escalation) if escalation.state == "draft" else (None, False)
    copied = {**escalation.copied_by, **dict.fromkeys(given.get("copied_by") or (), "now")}
    return Facts(
        today=today,
        given=given,
        responder_named=responder is not None,
        responder_elsewhere=responder is not None
        and responder.agency_id != escalation.against_agency_id
        and responder.role != "partner",
        responder_decided=responder is not None and responder.id == escalation.decision_maker_id,
        responder_answers_to_an_earlier_one=responder is not None and answers_to_an_earlier_one(escalation, responder),
        responder_can_answer=responder is None or can_answer(escalation, responder),
        is_last_stage=bool(numbers) and here == numbers[-1],
        later_stages=tuple(number for number in numbers if number > here),
        fast_track_from_here=escalation.state == "draft" or here < fast_track_stage(escalation),
        pause_days=calendar.working_days_between(today, until) if until and until >= today else 0,
        pause_days_allowed=int(rung_of(escalation, here)["pause_days"]) if here else 0,
        is_paused=bool(stage and stage.paused_until and stage.paused_until >= today),
        was_paused=bool(stage and stage.paused_from),
        limit_has_passed=is_overdue(stage),
        actions_open_or_done=db.session.scalar(
            select(func.count()).where(Action.escalation_id == escalation.id, Action.state != "cancelled")
        )
        or 0,
        agencies_to_copy=tuple(
            agency.name for agency in (escalation.raiser_agency, escalation.against_agency) if agency.key not in copied
        ),
        dissent_until=until_dissent,
        conference_runs=conference_runs,
    )


def dissent_first(escalation: Escalation) -> tuple[datetime | None, bool]:
    """Of a conference's decision: until when the raiser's recorded dissent may become a challenge (London's clocks), and
    whether the raiser still sits at the table at which it was decided."""
    if escalation.about_kind != "decision" or not escalation.about_id:
        return None, False
    row = db.session.execute(
        select(Meeting.state, Meeting.type, Invitation.id.label("seat"), MeetingDue.due_at, Dissent.id.label("dissent"))
        .join(Decision, Decision.meeting_id == Meeting.id)
        .outerjoin(Invitation, (Invitation.meeting_id == Meeting.id) & (Invitation.person_id == escalation.raiser_id))
        .outerjoin(MeetingDue, (MeetingDue.meeting_id == Meeting.id) & (MeetingDue.duty == "window"))
        .outerjoin(
            Dissent,
            (Dissent.meeting_id == Meeting.id)
            & (Dissent.person_id == escalation.raiser_id)
            & (Dissent.wish == "record_only"),
        )
        .where(Decision.public_id == escalation.about_id)
    ).first()
    if row is None or not rulebook.book().meeting_types[row.type].dissent:
        return None, False
    still_open = row.dissent is not None and row.due_at is not None and clock.now() <= row.due_at
    return clock.local(row.due_at) if still_open else None, row.state in RUNNING and row.seat is not None


def _stands_in(person: Person, responder: Person | None) -> bool:
    """Whether `person` answers where nobody holds the stage (the coordinator and the partners, who were told), or in place
    of somebody who has left (their manager, or the coordinator)."""
    if responder is None:
        return person.role in ("coordinator", "partner")
    return responder.left_on is not None and (person.role == "coordinator" or person.id == responder.manager_id)
