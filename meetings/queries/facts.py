"""What the rules of a meeting look at, and which moves a reader may make now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

import rulebook
import working_time
from children.access import children_visible_to
from children.models import LEADING, Child, LeadProfessional
from foundation import clock
from foundation.database import db
from foundation.lifecycles import Refusal, possible, refusals
from meetings.models import Invitation, Meeting
from meetings.queries.family import adults_missing, services_not_asked
from meetings.queries.series import series_facts
from meetings.queries.sheet import ChildLine, Sheet, first_limit
from meetings.rules import SENIORITY, ChairFacts, ChildFacts, Facts
from people.models import Person
from people.queries import chairs_training_until

# Who may make which move (DOMAIN §3.2): roles in this meeting, not job titles.
WHO: dict[str, tuple[str, ...]] = {
    "decline": ("convenor",),
    "schedule": ("coordinator", "convenor"),
    "invite": ("coordinator", "convenor"),
    "change": ("coordinator", "convenor"),
    "postpone": ("chair", "coordinator", "convenor"),
    "cancel": ("chair", "convenor", "service_manager"),
    "open": ("chair",),
    "hold_now": ("convenor", "csc_manager"),
    "find_inquorate": ("chair",),
    "proceed_inquorate": ("chair",),
    "reconvene": ("chair",),
    "conclude": ("chair",),
    "issue_decision": ("chair", "coordinator"),
    "issue_minutes": ("coordinator",),
    "correct": ("chair", "coordinator", "convenor", "asked"),
    "close": ("coordinator",),
}
ROLE_WORDS = {
    "chair": "the chair",
    "coordinator": "the coordinator of this meeting",
    "convenor": "whoever convenes it",
    "service_manager": "a service manager",
    "csc_manager": "a manager of children's social care",
    "asked": "somebody who was asked to it",
}


@dataclass(frozen=True)
class Moves:
    """What a reader may do now, and what they might do but for the reasons given."""

    allowed: list[str]
    blocked: list[tuple[str, list[Refusal]]]


def roles_of(person: Person, meeting: Meeting, sheet: Sheet | None = None) -> set[str]:
    """The roles of `person` in this meeting: chair, coordinator, convenor, asker, asked, csc_manager, service_manager."""
    roles = set()
    if person.id == meeting.chair_id:
        roles.add("chair")
    if person.id == meeting.coordinator_id:
        roles.add("coordinator")
    if person.id == meeting.asked_by_id:
        roles.add("asker")
    if _is_asked(person, meeting, sheet):
        roles.add("asked")
    known = sheet.children if sheet is not None and sheet.reader.id == person.id else meeting.children
    if convenes(person, meeting.kind, known, roles):
        roles.add("convenor")
        if meeting.coordinator_id is None:
            roles.add("coordinator")
    rank = SENIORITY[person.seniority]
    if person.agency.kind == "childrens_social_care" and rank >= SENIORITY["manager"]:
        roles.add("csc_manager")
    if rank >= SENIORITY["senior_manager"]:
        roles.add("service_manager")
    return roles


def may(roles: set[str], meeting: Meeting, event: str) -> bool:
    """Whether one of `roles` may make the move. A statutory meeting is cancelled by a service manager only."""
    allowed = ("service_manager",) if event == "cancel" and meeting.kind.statutory else WHO[event]
    return bool(roles & set(allowed))


def who_may(meeting: Meeting, event: str) -> str:
    """The sentence for somebody who may not."""
    allowed = ("service_manager",) if event == "cancel" and meeting.kind.statutory else WHO[event]
    words = " or ".join(ROLE_WORDS[role] for role in allowed)
    return f"Only {words} can do this."


def moves_of(person: Person, sheet: Sheet) -> Moves:
    """The moves of a page: what the machine knows, this person may, and no rule refuses; and the refused, with reasons."""
    meeting = sheet.meeting
    roles = roles_of(person, meeting, sheet)
    facts = facts_of(person, sheet)
    allowed: list[str] = []
    blocked: list[tuple[str, list[Refusal]]] = []
    for event in possible(meeting):
        if not may(roles, meeting, event):
            continue
        if reasons := refusals(meeting, event, facts, asked=False):
            blocked.append((event, reasons))
        else:
            allowed.append(event)
    return Moves(allowed, blocked)


def facts_of(person: Person, sheet: Sheet, given: Mapping[str, Any] | None = None) -> Facts:
    """Gather the facts for a move of `person`, with what was `given` for it."""
    meeting, given = sheet.meeting, given or {}
    calendar = working_time.england_and_wales()
    today, now = clock.today(), clock.now()
    starts_at = given.get("starts_at") or meeting.starts_at
    day = clock.local(starts_at).date() if starts_at else None
    limit = first_limit(sheet.dues)
    chair = given.get("chair") or meeting.chair
    trained_until = chairs_training_until(given["chair"]) if given.get("chair") else None
    agreed_by = given.get("late_agreed_by")
    before = meeting.state in ("proposed", "postponed", "scheduled")
    return Facts(
        today=today,
        now=now,
        given=given,
        chair=chair_facts(chair, sheet, trained_until) if chair else None,
        start_day=day,
        day_closed=(calendar.why_closed(day) or "") if day else "",
        day_is_weekend=day is not None and day.weekday() >= 5,
        working_days_to_start=_working_days_to(meeting.starts_at, today),
        limit_on=(limit.due_on or _london_day(limit.due_at)) if limit else None,
        limit_name=limit.what if limit else "",
        limit_is_statutory=limit.statutory if limit else False,
        agreed_by_seniority=agreed_by.seniority if agreed_by else _seniority_of(meeting.late_agreed_by),
        actor_seniority=person.seniority,
        trigger_has_happened=meeting.trigger_at <= now,
        must_unfilled=tuple(must_unfilled(sheet)) if meeting.state == "scheduled" else (),
        services_not_asked=tuple(services_not_asked(sheet)) if meeting.state == "scheduled" else (),
        adults_missing=adults_missing(sheet),
        invited=len(sheet.invitations),
        family_invited=any(i.capacity == "family" for i in sheet.invitations),
        interpreter_is_family=_interpreter_is_family(sheet),
        interpreter_needed=any(child.interpreter_needed for child in sheet.children),
        interpreters=sheet.interpreters + sum(i.capacity == "interpreter" for i in sheet.invitations),
        siblings_unlisted=sheet.siblings_unlisted if before else 0,
        quorum=sheet.quorum() if sheet.attendance else None,
        children=_children_facts(sheet),
        agencies_unasked=tuple(
            sorted(
                name
                for key, name in sheet.agencies_present().items()
                if key not in sheet.asked and key not in sheet.positions_from
            )
        ),
        actions_unowned=sheet.actions_unowned if meeting.state == "in_progress" else 0,
        approved=_approved(sheet),
        dates_open=tuple(dict.fromkeys(due.what for due in sheet.dues if _is_open(due))),
        actions_not_taken=sheet.actions_declined if meeting.state == "minutes_issued" else 0,
        challenges_unlinked=sum(1 for d in sheet.dissents if d.wish == "challenge" and d.escalation_id is None),
        reconvene_by=reconvene_by(meeting, today),
        **(series_facts(meeting, day) if day and given.get("starts_at") and not given.get("with_series") else {}),
    )


def reconvene_by(meeting: Meeting, today: date) -> date | None:
    """The last day on which an inquorate meeting sits again: its type's own limit, else ten working days."""
    rule = meeting.kind.reconvene_rule
    return rulebook.book().due_for(rule.key if rule else "cross.inquorate_reconvene", today).by


def must_unfilled(sheet: Sheet) -> list[str]:
    """Words of the roles that must come and have neither a person nor a reason. A role that applies only in some cases
    ("if in hospital") is for people to judge and never blocks."""
    meeting = sheet.meeting
    unfilled = []
    for role in meeting.kind.invitees.must:
        if role.only_if or meeting.missing_reasons.get(role.key):
            continue
        if not any(fills(role, invitation, sheet) for invitation in sheet.invitations):
            unfilled.append(role.name)
    return unfilled


def fills(role: rulebook.Role, invitation: Invitation, sheet: Sheet) -> bool:
    """Whether the person invited fills `role` of the rule book."""
    person = invitation.person
    if invitation.role == role.key:
        return True
    if role.kind in ("agency", "discipline", "role"):
        return role.is_satisfied_by(invitation.agency.kind, person.discipline, (person.role or "",))
    if role.resolved_from == "lead_professional":
        return any(child.lead_id == person.id for child in sheet.children)
    if role.resolved_from == "agency_of_the_proposer":
        return invitation.agency_id == sheet.meeting.asked_by.agency_id
    if role.resolved_from == "agency_of_the_lead_professional":
        return invitation.agency_id in sheet.lead_agencies
    if role.kind == "named_for_meeting" and role.names_agency:
        return invitation.agency_id == sheet.meeting.named_agency_id
    # A referrer, a core group, owners of actions: whoever is on the list for another reason stands for them, and a page
    # says so; where nobody is, the role is named by hand or a reason is given.
    return role.kind == "from_case" and invitation.capacity == "professional"


def chair_facts(chair: Person, sheet: Sheet, trained_until: date | None = None) -> ChairFacts:
    roles = set()
    if chair.id in {child.lead_id for child in sheet.children}:
        roles.add("lead_professional")
    if chair.id in {child.lead_manager_id for child in sheet.children}:
        roles.add("line_manager_of_lead_professional")
    if any(i.person_id == chair.id and i.report_received_at for i in sheet.invitations):
        roles.add("author_of_a_report")
    if sheet.meeting.named_agency_id and chair.agency_id == sheet.meeting.named_agency_id:
        roles.update(("manager_of_the_person", "head_of_audited_organisation"))
    return ChairFacts(chair.name, chair.seniority, frozenset(roles), trained_until, sheet.meeting.chair_id == chair.id)


def _children_facts(sheet: Sheet) -> tuple[ChildFacts, ...]:
    meeting = sheet.meeting
    decided = {decision.child_id: decision for decision in sheet.decisions}
    facts = []
    for child in sheet.children:
        decision = decided.get(child.id)
        known = meeting.kind.decision(decision.decision) if decision else None
        facts.append(
            ChildFacts(
                label=child.label(len(sheet.children)),
                decision=known,
                category=decision.category if decision else "",
                heard=child.spoke or child.heard,
                lead=child.lead_state,
                lead_is_social_worker=bool(child.lead_state and child.lead_is_social_worker),
                proceeded_before=child.id in sheet.went_ahead,
                sharing_recorded=child.sharing_recorded,
                dates_missing=_dates_missing(meeting, decision),
                difference_said=child.summed_up or bool(decision and decision.what_is_different),
            )
        )
    return tuple(facts)


def _dates_missing(meeting: Meeting, decision: Any) -> tuple[str, ...]:
    if decision is None:
        return ()
    owed = [start for start in meeting.kind.follow_ups(decision.decision) if start.next_date_required]
    return tuple(
        rulebook.book().rule(start.timer).what.lower() for start in owed if start.timer not in decision.next_dates
    )


def _approved(sheet: Sheet) -> frozenset[str]:
    newest = {paper.kind: paper for paper in sheet.papers if paper.proposal_to is None}
    return frozenset(kind for kind, paper in newest.items() if paper.approved_at)


def _is_open(due: Any) -> bool:
    """What must be answered before the meeting is closed: its own papers; what it started lives on elsewhere."""
    return due.met_at is None and due.duty == "output" and not due.warning_only


def _interpreter_is_family(sheet: Sheet) -> bool:
    interpreters = {i.person_id for i in sheet.invitations if i.capacity == "interpreter"}
    return bool(interpreters & {i.person_id for i in sheet.invitations if i.capacity == "family"})


def _is_asked(person: Person, meeting: Meeting, sheet: Sheet | None) -> bool:
    if sheet is not None and sheet.reader_is_asked is not None and sheet.reader.id == person.id:
        return sheet.reader_is_asked
    if sheet is not None:
        return any(invitation.person_id == person.id for invitation in sheet.invitations)
    return (
        db.session.scalar(
            select(Invitation.id).where(
                Invitation.meeting_id == meeting.id,
                Invitation.person_id == person.id,
                Invitation.withdrawn_at.is_(None),
            )
        )
        is not None
    )


def convenes(
    person: Person, kind: rulebook.MeetingType, children: Iterable[ChildLine | Child], roles: set[str]
) -> bool:
    """A person involved with a child in the agency or role that the type names as convenor; `any_agency`: whoever asked,
    and the lead professional (DOMAIN §3.2). No query where `children` are lines of a sheet that `person` reads."""
    key, children = kind.convenor.key, list(children)
    if key in ("any_agency", "lead_professional"):
        if key == "any_agency" and "asker" in roles:
            return True
        leads = _leads(children)
        # Where nobody leads yet, whoever asked convenes: a gap must not keep people from the table.
        return person.id in leads or (not leads and "asker" in roles)
    kinds = {"police_and_csc": ("police", "childrens_social_care")}.get(key)
    if kinds is None:
        role = rulebook.book().role(key)
        if not role.is_satisfied_by(person.agency.kind, person.discipline, (person.role or "",)):
            return False
    elif person.agency.kind not in kinds:
        return False
    return _may_open_one(person, children) if children else bool(roles)


def _leads(children: list[ChildLine | Child]) -> set[int]:
    """Who leads for any of the children."""
    lines = [child for child in children if isinstance(child, ChildLine)]
    if len(lines) == len(children):
        return {line.lead_id for line in lines if line.lead_id and line.lead_state == "active"}
    found = select(LeadProfessional.person_id).where(
        LeadProfessional.child_id.in_([child.id for child in children]), LeadProfessional.state.in_(LEADING)
    )
    return set(db.session.scalars(found))


def _may_open_one(person: Person, children: list[ChildLine | Child]) -> bool:
    """Whether `person` works with any of the children."""
    lines = [child for child in children if isinstance(child, ChildLine)]
    if len(lines) == len(children):
        return any(line.may_open for line in lines)
    seen = select(Child.id).where(
        Child.id.in_([child.id for child in children]), Child.id.in_(children_visible_to(person))
    )
    return db.session.scalar(seen.limit(1)) is not None


def _working_days_to(starts_at: datetime | None, today: date) -> int | None:
    if starts_at is None:
        return None
    day = clock.local(starts_at).date()
    return working_time.england_and_wales().working_days_between(today, day) if day >= today else 0


def _seniority_of(person: Person | None) -> str:
    return person.seniority if person else ""


def _london_day(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None


def late_invitation(now: datetime, starts_at: datetime, days: int) -> bool:
    """Whether an invitation sent `now` is late: less than `days` working days before the start (DOMAIN §6.1)."""
    here, there = clock.local(now).date(), clock.local(starts_at).date()
    if there - here > timedelta(days=21):
        return False
    return working_time.england_and_wales().working_days_between(here, there) < days
