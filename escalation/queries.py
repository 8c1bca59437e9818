"""Reads of disagreements, the facts for their rules, and who would answer at a stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

import rulebook
import working_time
from actions.models import Action
from children.queries import people_involved
from escalation.models import Escalation, EscalationEntry, EscalationStage
from escalation.rules import Facts
from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible, Refusal, possible, refusals
from people.models import Agency, Person
from people.queries import deputies_of
from people.visibility import visible_to

# Who may make which move (DOMAIN §4.4).
WHO: dict[str, tuple[str, ...]] = {
    "raise_": ("raiser",),
    "respond": ("responder", "raiser"),
    "escalate": ("raiser", "raisers_manager", "coordinator_when_overdue"),
    "skip_stage": ("raisers_manager", "raisers_lead"),
    "fast_track": ("raiser", "raisers_manager"),
    "pause": ("raisers_manager", "responders_manager"),
    "resume": ("raisers_manager", "responders_manager", "raiser"),
    "resolve": ("raiser", "responder"),
    "give_feedback": ("responder",),
    "answer_feedback": ("raiser",),
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


def escalation_for(person: Person, public_id: str) -> Escalation:
    """The disagreement with both sides. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Escalation)
        .options(
            joinedload(Escalation.raiser),
            joinedload(Escalation.against_agency),
            joinedload(Escalation.raiser_agency),
            joinedload(Escalation.decision_maker),
        )
        .where(Escalation.public_id == public_id, visible_to(person, Escalation))
    )
    if found is None:
        raise NotVisible("escalation")
    return found


def escalation_rows(person: Person, *, state: str = "", stage: int | None = None, mine: bool = False) -> Select[Any]:
    """Rows of a list: reference, theme, state, stage, by when."""
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
        .order_by(Escalation.id)
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
    return next((stage for stage in stages_of(escalation) if stage.ended_at is None), None)


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


def roles_of(person: Person, escalation: Escalation, stage: EscalationStage | None) -> set[str]:
    """What `person` is in this disagreement."""
    roles = set()
    raiser = escalation.raiser
    if person.id == raiser.id:
        roles.add("raiser")
    if raiser.manager_id == person.id:
        roles.add("raisers_manager")
    if person.role == "safeguarding_lead" and person.agency_id == escalation.raiser_agency_id:
        roles.add("raisers_lead")
    responder = stage.responder if stage else _last_responder(escalation)
    if responder is not None and person.id == responder.id:
        roles.add("responder")
    if responder is not None and responder.manager_id == person.id:
        roles.add("responders_manager")
    if person.role == "coordinator":
        roles.add("coordinator")
        if is_overdue(stage):
            roles.add("coordinator_when_overdue")
    return roles


def moves_of(person: Person, escalation: Escalation) -> Moves:
    """The moves of a page: what the machine knows, this person may, and no rule refuses; and the refused, with reasons."""
    stage = open_stage(escalation)
    roles = roles_of(person, escalation, stage)
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
    policy = rulebook.book().policy(escalation.policy)
    copied = {**escalation.copied_by, **dict.fromkeys(given.get("copied_by") or (), "now")}
    return Facts(
        today=today,
        given=given,
        responder_named=responder is not None,
        responder_in_raisers_line=responder is not None
        and responder.agency_id == escalation.raiser_agency_id
        and responder.role != "partner",
        responder_decided=responder is not None and responder.id == escalation.decision_maker_id,
        responder_answers_to_an_earlier_one=responder is not None and _answers_to_earlier(escalation, responder),
        is_last_stage=bool(numbers) and here == numbers[-1],
        later_stages=tuple(number for number in numbers if number > here),
        fast_track_from_here=escalation.state == "draft" or here < policy.fast_track.goes_to,
        pause_days=calendar.working_days_between(today, until) if until and until >= today else 0,
        pause_days_allowed=policy.pause.max_working_days,
        is_paused=bool(stage and stage.paused_until and stage.paused_until >= today),
        limit_has_passed=is_overdue(stage),
        actions_open_or_done=db.session.scalar(
            select(func.count()).where(Action.escalation_id == escalation.id, Action.state != "cancelled")
        )
        or 0,
        agencies_to_copy=tuple(
            agency.name for agency in (escalation.raiser_agency, escalation.against_agency) if agency.key not in copied
        ),
    )


def stage_numbers(escalation: Escalation) -> list[int]:
    """The stages of the frozen ladder, in order; of the policy in force while it is a draft."""
    if escalation.ladder:
        return [int(rung["number"]) for rung in escalation.ladder]
    return list(rulebook.book().policy(escalation.policy).stage_numbers)


def counterpart(escalation: Escalation, number: int) -> Person | None:
    """Who would answer at stage `number`: of the other agency, of the stage's seniority or role, never whoever decided,
    nor somebody who reports to an earlier responder; whoever is away is stood in for. None: nobody holds the stage."""
    rung = rung_of(escalation, number)
    found = [one for one in _holders(escalation, rung) if _may_answer(escalation, one, number)]
    if not found:
        return None
    chosen = found[0]
    deputy = deputies_of([chosen.id], clock.today()).get(chosen.id)
    if deputy is None:
        return chosen
    return db.session.get(Person, deputy) or chosen


def rung_of(escalation: Escalation, number: int) -> dict[str, Any]:
    """One stage of the ladder as it was frozen, or as the policy in force has it."""
    ladder = escalation.ladder or frozen(escalation.policy)
    return next(rung for rung in ladder if rung["number"] == number)


def frozen(policy_key: str) -> list[dict[str, Any]]:
    """The ladder of a policy as data: what a disagreement keeps from the moment it is raised."""
    policy = rulebook.book().policy(policy_key)
    return [
        {
            "number": stage.number,
            "name": stage.name,
            "between": stage.between,
            "seniority": stage.responder_seniority,
            "role": stage.responder_role,
            "rule": stage.rule.key,
            "amount": stage.rule.limit.amount,
            "unit": stage.rule.limit.unit,
            "source": stage.source.sentence,
            "force": stage.source.force,
            "meeting": stage.meeting_required,
        }
        for stage in policy.stages
        if stage.number > 0
    ]


def projection(escalation: Escalation, from_day: date) -> list[tuple[int, date]]:
    """Raised on `from_day`, these would be the last days of each stage, one after another (DOMAIN §4.1)."""
    days = []
    day = from_day
    calendar = working_time.england_and_wales()
    for rung in escalation.ladder or frozen(escalation.policy):
        due = working_time.due(limit_of(rung), day, calendar=calendar)
        if due.by is None:
            break
        day = due.by
        days.append((int(rung["number"]), day))
    return days


def limit_of(rung: Mapping[str, Any]) -> working_time.Limit:
    """The limit of a frozen stage."""
    return working_time.Limit(
        amount=rung["amount"],
        unit=rung["unit"],
        direction="after",
        trigger_day_counts=False,
        roll="none",
        statutory=False,
        may_pause=True,
    )


def coordinators() -> set[int]:
    """Ids of the partnership's coordinators in service."""
    return _in_service("coordinator")


def partners() -> set[int]:
    """Ids of the safeguarding partners in service."""
    return _in_service("partner")


def _in_service(role: str) -> set[int]:
    return set(db.session.scalars(select(Person.id).where(Person.role == role, Person.left_on.is_(None))))


def _holders(escalation: Escalation, rung: Mapping[str, Any]) -> Sequence[Person]:
    """Those who hold the stage in the other agency, the nearest first: the decision maker's own line, then others."""
    if rung["number"] == 1 and escalation.decision_maker is not None:
        return [escalation.decision_maker]
    people = (
        select(Person)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Person.left_on.is_(None), Person.role.is_not(None))
        .order_by(Person.id)
    )
    if rung["role"]:
        wanted = people.where(Person.role == rung["role"]).order_by(None)
        return list(
            db.session.scalars(wanted.order_by(Person.agency_id != escalation.against_agency_id, Person.id)).unique()
        )
    held = list(
        db.session.scalars(
            people.where(Person.agency_id == escalation.against_agency_id, Person.seniority == rung["seniority"])
        ).unique()
    )
    if rung["number"] == 1:
        involved = {one.person_id for one in people_involved(escalation.children)}
        return sorted(held, key=lambda one: one.id not in involved)
    above = _line_above(escalation.decision_maker)
    return sorted(held, key=lambda one: one.id not in above)


def _line_above(person: Person | None) -> list[int]:
    line: list[int] = []
    while person is not None and person.manager is not None and person.manager.id not in line:
        line.append(person.manager.id)
        person = person.manager
    return line


def _may_answer(escalation: Escalation, person: Person, number: int) -> bool:
    if person.id == escalation.raiser_id:
        return False
    if number > 1 and person.id == escalation.decision_maker_id:
        return False
    return not _answers_to_earlier(escalation, person)


def _answers_to_earlier(escalation: Escalation, person: Person) -> bool:
    earlier = {stage.responder_id for stage in stages_of(escalation) if stage.responder_id}
    return bool(earlier & set(_line_above(person)))


def _last_responder(escalation: Escalation) -> Person | None:
    answered = [stage for stage in stages_of(escalation) if stage.responder is not None]
    return answered[-1].responder if answered else None
