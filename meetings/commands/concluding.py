"""How a sitting ends: concluded, or inquorate and reconvened, or going ahead with a reason."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

import audit
import rulebook
from actions.commands import open_actions
from actions.models import Action
from children.commands import set_plan
from children.models import Child
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, move
from foundation.text import clean
from meetings.commands import dates
from meetings.commands.calendars import add_to_list, listed, seat_chair
from meetings.commands.debriefing import offer_debriefs
from meetings.commands.deciding import checked_dates
from meetings.commands.issuing import draft_papers
from meetings.commands.moving import follow_leads, permitted, running
from meetings.commands.proposing import propose
from meetings.models import Attendance, Decision, Invitation, Meeting
from meetings.rules import Facts
from notifications.commands import tell
from people.models import Agency, Person


def find_inquorate(person: Person, public_id: str, version: int | None = None) -> Meeting:
    """The chair says that the quorum is not met. The managers and safeguarding leads of the absent agencies are told."""
    meeting, facts = permitted(person, public_id, "find_inquorate", version=version)
    move(meeting, "find_inquorate", facts)
    missing = facts.quorum.missing if facts.quorum else ()
    for manager in _answer_for(meeting, missing):
        tell(manager, "meeting_inquorate", meeting, step=f"{clock.now():%Y%m%d%H%M}")
    audit.record(person, "meeting.found_inquorate", meeting, children=meeting.children, missing=list(missing))
    return meeting


def proceed_inquorate(person: Person, public_id: str, reason: str, text: str) -> Meeting:
    """The chair goes ahead for a listed reason, in words; never twice running for a child. The record shows it."""
    meeting, facts = permitted(person, public_id, "proceed_inquorate", reason=reason, text=text)
    listed_reasons = rulebook.book().proceed_inquorate_reasons
    if reason not in listed_reasons or not clean(text):
        raise BadInput(
            {
                "reason": f"Choose one of: {', '.join(listed_reasons)}.",
                **({} if clean(text) else {"text": "Say more in your own words."}),
            }
        )
    move(meeting, "proceed_inquorate", facts)
    meeting.proceed_reason, meeting.proceed_text = reason, clean(text)
    audit.record(person, "meeting.proceeded_inquorate", meeting, children=meeting.children, reason=reason)
    return meeting


def reconvene(
    person: Person,
    public_id: str,
    *,
    interim_plan: str = "",
    starts_at: datetime | None = None,
    minutes_long: int | None = None,
) -> tuple[Meeting, Meeting]:
    """This sitting ends without a decision; a new one is linked, with the same list. No clock is reset."""
    meeting, facts = permitted(
        person, public_id, "reconvene", interim_plan=interim_plan, starts_at=starts_at, minutes_long=minutes_long
    )
    move(meeting, "reconvene", facts)
    assert starts_at is not None
    meeting.interim_plan = clean(interim_plan) or meeting.interim_plan
    _end(meeting, facts)
    successor = _successor(person, meeting, starts_at, minutes_long)
    for due in dates.standing(meeting):
        if due.duty == "hold" and due.met_at is None:
            if due.rule not in {d.rule for d in dates.standing(successor)}:
                dates.copy_due(due, successor, "hold")
            dates.meet(due, f"carried over to {successor.reference}")
    rule = meeting.kind.reconvene_rule or rulebook.book().rule("cross.inquorate_reconvene")
    due = dates.owe(successor, rule, clock.now(), "reconvene")
    dates.remind(due, "meeting.reconvene")
    audit.record(person, "meeting.reconvened", meeting, children=meeting.children, successor=successor.public_id)
    return meeting, successor


def conclude(person: Person, public_id: str, **given: Any) -> Meeting:
    """Decided. What it started is counted from now; actions are opened and their owners told; letter and record are owed,
    and drafted from what was recorded.

    `given`: `analysis`, `next_dates` (rule: date) for every child whose decision starts a meeting, and `missing_reasons`: why
    fathers and partners are not known (`fathers_and_partners`).
    """
    _set_next_dates(person, public_id, given.get("next_dates") or {})
    meeting, facts = permitted(person, public_id, "conclude", **given)
    move(meeting, "conclude", facts)
    meeting.analysis = clean(facts.text("analysis")) or meeting.analysis
    reasons = {key: clean(text) for key, text in (given.get("missing_reasons") or {}).items() if clean(text)}
    meeting.missing_reasons = {**meeting.missing_reasons, **reasons}
    _end(meeting, facts)
    dates.meet_what_it_held(meeting)
    dates.meet_duty(meeting, "reconvene", f"held as {meeting.reference}")
    dates.owe_papers(meeting)
    offer_debriefs(person, meeting)
    _start_what_follows(person, meeting)
    noted = db.session.scalars(
        select(Action).where(Action.meeting_id == meeting.id, Action.opened_at.is_(None), Action.state == "open")
    ).all()
    open_actions(person, noted)
    for lead in _leads_of_absent(meeting):
        tell(lead, "meeting_agency_absent", meeting)
    draft_papers(person, meeting)
    audit.record(
        person,
        "meeting.concluded",
        meeting,
        children=meeting.children,
        quorum=meeting.quorum_at_end,
        proceeded=meeting.proceed_reason,
    )
    follow_leads(person, meeting)
    return meeting


def _set_next_dates(person: Person, public_id: str, dated: dict[str, str]) -> None:
    """Keep each date with the decisions that start what it is for."""
    dated, problem = checked_dates(dated)
    if problem:
        raise BadInput({"next_dates": problem})
    if not dated:
        return
    meeting, _, _ = running(person, public_id)
    for decision in db.session.scalars(select(Decision).where(Decision.meeting_id == meeting.id)):
        owed = {start.timer for start in meeting.kind.follow_ups(decision.decision)}
        set_for = {rule: day for rule, day in dated.items() if rule in owed}
        if not set_for.items() <= decision.next_dates.items():
            decision.next_dates = {**decision.next_dates, **set_for}
            audit.record(person, "decision.dated", decision, children=meeting.children, next_dates=set_for)


def _end(meeting: Meeting, facts: Facts) -> None:
    meeting.ended_at = clock.now()
    meeting.quorum_at_end = facts.quorum.as_json() if facts.quorum else {}


def _start_what_follows(person: Person, meeting: Meeting) -> None:
    """The meetings that a decision starts, for each child; and what it does to the child's plan."""
    children = {child.id: child for child in meeting.children}
    for decision in db.session.scalars(select(Decision).where(Decision.meeting_id == meeting.id)):
        known = meeting.kind.decision(decision.decision)
        for start in meeting.kind.follow_ups(decision.decision):
            dates.owe_follow_up(meeting, decision.child_id, start)
        child = children.get(decision.child_id or 0)
        if child is not None:
            _change_plan(person, child, known, decision.category)


def _change_plan(person: Person, child: Child, decision: rulebook.Decision, category: str) -> None:
    if decision.makes_plan:
        set_plan(person, child, "child_protection", category or None, clock.today())
    elif decision.starts_s47 and child.plan != "child_protection":
        set_plan(person, child, "s47", None, clock.today())
    elif decision.ends_plan:
        set_plan(person, child, "child_in_need" if decision.key.endswith("cin") else "none", None, clock.today())


def _successor(person: Person, meeting: Meeting, starts_at: datetime, minutes_long: int | None) -> Meeting:
    successor = propose(
        person,
        type_key=meeting.type,
        children=meeting.children,
        trigger_kind=meeting.trigger_kind,
        trigger_at=meeting.trigger_at,
        purpose=meeting.purpose,
        subject=meeting.subject,
        coordinator=meeting.coordinator,
        siblings_considered=meeting.siblings_considered,
        predecessor=meeting,
    )
    successor.state = "scheduled"
    successor.named_agency_id = meeting.named_agency_id
    successor.chair, successor.chair_id = meeting.chair, meeting.chair_id
    successor.starts_at = starts_at
    successor.ends_at = starts_at + timedelta(minutes=minutes_long or meeting.minutes_long or 60)
    successor.place, successor.online_url = meeting.place, meeting.online_url
    successor.missing_reasons, successor.family_told = dict(meeting.missing_reasons), meeting.family_told
    successor.interim_plan = meeting.interim_plan
    seat_chair(person, successor)
    for invitation in listed(meeting):
        add_to_list(
            person,
            successor,
            invitation.person,
            required=invitation.required,
            capacity=invitation.capacity,
            role=invitation.role,
            why=invitation.why,
            direct_contact=invitation.direct_contact,
        )
    dates.owe_reports(successor)
    return successor


def _leads_of_absent(meeting: Meeting) -> list[int]:
    """Whom to tell that their agency was asked and nobody came: its safeguarding leads; without one, the managers of those
    who were asked. Source: The 10 Principles, 5b."""
    there: set[int] = set()
    owed: dict[int, set[int]] = {}
    for asked, status in db.session.execute(
        select(Invitation, Attendance.status)
        .join(Attendance, Attendance.invitation_id == Invitation.id)
        .where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    ):
        if status in ("attended", "deputy_attended"):
            there.add(asked.agency_id)
        elif asked.capacity == "professional" and asked.required and status not in ("not_relevant", "invited_late"):
            owed.setdefault(asked.agency_id, set()).add(asked.person.manager_id or asked.person_id)
    absent = {agency: people for agency, people in owed.items() if agency not in there}
    leads = db.session.execute(
        select(Person.agency_id, Person.id).where(
            Person.agency_id.in_(absent), Person.role == "safeguarding_lead", Person.left_on.is_(None)
        )
    ).all()
    led = {row.agency_id for row in leads}
    return sorted(
        {row.id for row in leads} | {one for agency, people in absent.items() if agency not in led for one in people}
    )


def _answer_for(meeting: Meeting, missing: tuple[str, ...]) -> list[int]:
    """Whom to tell that their agency was missing: managers of those invited from it, and its safeguarding leads."""
    invited = [i.person for i in listed(meeting) if i.agency.kind in missing]
    managers = {one.manager_id for one in invited if one.manager_id}
    leads = db.session.scalars(
        select(Person.id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Agency.kind.in_(missing), Person.role == "safeguarding_lead", Person.left_on.is_(None))
    )
    return sorted(managers | set(leads) | {one.id for one in invited if not one.manager_id})
