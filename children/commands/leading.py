"""The lead professional: nominated, accepted, active, handed over. Exactly one leads for a child at every instant.

Each command first takes the child's row for itself, so that two at once come one after the other.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

import audit
import working_time
from children import queries
from children.commands.asking import follow_manager
from children.commands.gaps import close_gap, follow_need, mind_the_gap
from children.commands.involving import work_with
from children.models import Child, LeadProfessional
from children.queries import MANAGES, NOMINATES
from children.rules import LeadFacts
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, move, require
from foundation.signals import lead_changed
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person

# What no longer matters once the nominee leads.
ASKING = ("lead.nominated", "lead.accept", "lead.start", "lead.handover_proposed")
INTERIM_DAYS = 2  # working days, at most


def nominate(
    person: Person,
    child: Child,
    nominee: Person,
    starts_on: date | None = None,
    interim: bool = False,
    handover_of: LeadProfessional | None = None,
    *,
    load_agreed_by: Person | None = None,
    load_reason: str = "",
) -> LeadProfessional:
    """Somebody is asked to lead from `starts_on` (London date, today unless told); the answer is due in one working day.

    An interim lead is not asked: they lead at once, in place of whoever led, for two working days at most, so that a
    protective decision is never held up. Where somebody leads already, the nomination prepares a handover.
    Whoever carries more than the rule book's ceilings is nominated only with the name and the reason of a manager.
    """
    roles = taken(person, child)
    permitted = NOMINATES if not interim else NOMINATES - {"lead"}
    require(
        roles & permitted,
        "A team manager, the coordinator or the chair of a meeting nominates; a lead, their successor.",
    )
    now = queries.leading(child.id)
    if starts_on and starts_on < clock.today():
        raise BadInput({"starts_on": "The first day cannot be in the past."})
    if now is not None and now.person_id == nominee.id:
        raise BadInput({"person": "This person leads for the child already."})
    above = "" if interim else queries.load_of(nominee).above
    if above and load_agreed_by and (errors := _errors_of_agreement(nominee, load_agreed_by, load_reason)):
        raise BadInput(errors)
    if interim and (waiting := queries.pending(child.id)):
        lapse(person, child, waiting, "An interim lead was named.")
    lead = LeadProfessional(
        public_id=new_public_id(),
        child_id=child.id,
        child=child,
        person_id=nominee.id,
        person=nominee,
        state="named",
        nominated_by_id=person.id,
        nominated_at=clock.now(),
        interim=interim,
        starts_on=starts_on or clock.today(),
        until_on=working_time.england_and_wales().add(clock.today(), INTERIM_DAYS) if interim else None,
        handover_of_id=handover_of.id if handover_of else now.id if now else None,
        load=above,
        load_agreed_by=load_agreed_by if above else None,
        load_reason=clean(load_reason) if above else "",
    )
    facts = facts_of(
        child,
        nominee,
        nomination_stands=queries.pending(child.id) is not None,
        above_the_line=above,
        a_manager_agrees=load_agreed_by is not None,
    )
    move(lead, "nominate", facts)
    db.session.add(lead)
    audit.record(
        person, "lead.nominated", lead, children=[child], person=nominee.public_id, interim=interim, load=above or None
    )
    db.session.flush()
    if above and load_agreed_by is not None and load_agreed_by.id != person.id:
        notifications.tell(load_agreed_by.id, "lead.load_agreed", lead)
    if interim:
        return _lead_at_once(person, child, lead, now)
    notifications.tell(nominee.id, "lead.nominated", lead)
    notifications.plan_reminders("lead.accept", lead, clock.now())
    return lead


def accept(person: Person, child: Child) -> LeadProfessional:
    """The nominee takes it on: from the first day, at once where that has come and nobody else leads."""
    taken(person, child)
    lead = nomination(child)
    require(lead.person_id == person.id, "Only whoever is nominated accepts.")
    move(lead, "accept")
    audit.record(person, "lead.accepted", lead, children=[child])
    notifications.drop(lead, "lead.accept", "lead.nominated", because="accepted")
    notifications.tell(lead.nominated_by_id, "lead.accepted", lead)
    if lead.starts_on > clock.today():
        notifications.plan("lead.start", lead, datetime.combine(lead.starts_on, time(0, 5), clock.LONDON))
    elif queries.leading(child.id) is None:
        activate(person, child, lead)
    db.session.flush()
    return lead


def decline(person: Person, child: Child, reason: str = "") -> LeadProfessional:
    """The nominee cannot lead, and says why; whoever nominated them hears of it. Where nobody leads, the gap begins."""
    taken(person, child)
    lead = nomination(child)
    require(lead.person_id == person.id, "Only whoever is nominated declines.")
    move(lead, "decline", LeadFacts(reason=clean(reason)))
    lead.reason = clean(reason)
    _take_back_proposal(person, child, lead, "the successor declined")
    audit.record(person, "lead.declined", lead, children=[child], reason=lead.reason)
    notifications.drop(lead, because="declined")
    notifications.tell(lead.nominated_by_id, "lead.declined", lead)
    db.session.flush()
    mind_the_gap(person, child)
    return lead


def activate_due(lead: LeadProfessional) -> LeadProfessional | None:
    """The first day of an accepted nomination has come. Nothing where it lapsed, or where a handover is still to be made."""
    child = lead.child
    take(child)
    db.session.refresh(lead)
    if lead.state != "accepted" or lead.starts_on > clock.today() or queries.leading(child.id) is not None:
        return None
    activate(None, child, lead)
    db.session.flush()
    return lead


def end(person: Person, child: Child, reason: str = "") -> LeadProfessional:
    """A manager ends the lead, or takes back a nomination where nobody leads. Whoever accepted for today follows at once;
    else the gap begins, unless the child's plan has ended."""
    require(taken(person, child) & MANAGES, "A team manager ends the lead.")
    lead, waiting = queries.leading(child.id), queries.pending(child.id)
    if lead is None and waiting is not None:
        lapse(person, child, waiting, clean(reason))
        follow_need(person, child)
        return waiting
    lead = active(child)
    _end(person, child, lead, clean(reason))
    if waiting is not None and waiting.state == "accepted" and waiting.starts_on <= clock.today():
        activate(person, child, waiting, before=lead.person)
    mind_the_gap(person, child)
    db.session.flush()
    return lead


def appoint_deputy(
    person: Person, child: Child, deputy: Person, from_on: date | None, to_on: date | None
) -> LeadProfessional:
    """Somebody stands in for the lead on these days, both included; the same qualification is asked of them."""
    require(taken(person, child) & MANAGES, "A team manager appoints the deputy.")
    lead = active(child)
    facts = facts_of(child, deputy, is_the_lead=deputy.id == lead.person_id, from_on=from_on, to_on=to_on)
    move(lead, "appoint_deputy", facts)
    lead.deputy_id, lead.deputy_from, lead.deputy_to = deputy.id, from_on, to_on
    lead.deputy = deputy
    audit.record(person, "lead.deputy_appointed", lead, children=[child], deputy=deputy.public_id)
    notifications.tell(deputy.id, "lead.deputy", lead, step=str(from_on))
    db.session.flush()
    return lead


def taken(person: Person, child: Child) -> frozenset[str]:
    take(child)
    return queries.roles_in(person, child.id)


def take(child: Child) -> None:
    """Hold the child's row until the end of the unit of work."""
    db.session.flush()
    held = select(Child).where(Child.id == child.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()


def facts_of(child: Child, nominee: Person, *, elsewhere: bool = False, **given: Any) -> LeadFacts:
    """What the rules look at. `elsewhere`: the nominee leads, or will, in another area, and needs no account of this one."""
    return LeadFacts(
        in_service=nominee.is_active or (elsewhere and nominee.left_on is None),
        agency_works_with_child=nominee.agency_id in queries.agencies_working_with([child.id]),
        may_see_the_record=not queries.is_barred(nominee, child.id),
        registered_social_worker=nominee.registered_social_worker,
        under_protection=child.is_under_protection,
        **given,
    )


def _errors_of_agreement(nominee: Person, agreed_by: Person, reason: str) -> dict[str, str]:
    errors = {}
    if not (agreed_by.is_active and agreed_by.can_decide) or agreed_by.id == nominee.id:
        errors["load_agreed_by"] = "Name a manager who is in service, and not the nominee."
    if not clean(reason):
        errors["load_reason"] = "Say why it can be carried, or what is taken off their hands."
    return errors


def nomination(child: Child) -> LeadProfessional:
    lead = queries.pending(child.id)
    if lead is None:
        raise Refused([Refusal("a_nomination_stands", "Nobody is nominated for this child.", "The lifecycle")])
    return lead


def active(child: Child) -> LeadProfessional:
    lead = queries.leading(child.id)
    if lead is None:
        raise Refused([Refusal("somebody_leads", "Nobody leads for this child. Nominate somebody.", "The lifecycle")])
    return lead


def activate(
    person: Person | None,
    child: Child,
    lead: LeadProfessional,
    before: Person | None = None,
    *,
    elsewhere: bool = False,
) -> None:
    somebody_else = queries.leading(child.id) is not None
    event = "activate" if lead.state == "accepted" else "take_over"
    move(lead, event, facts_of(child, lead.person, elsewhere=elsewhere, somebody_else_leads=somebody_else))
    lead.started_at = clock.now()
    audit.record(person, "lead.activated", lead, children=[child], person=lead.person.public_id)
    db.session.flush()
    work_with(person, child, lead.person)
    close_gap(person, child, because="a lead is active")
    notifications.drop(lead, *ASKING, because="active")
    for involved in queries.people_involved([child]):
        if involved.has_account and involved.person_id != lead.person_id:
            notifications.tell(involved.person_id, "lead.active", lead)
    follow_manager(person, child, before, lead)
    lead_changed.send(child, child=child, before=before, lead=lead.person)


def _lead_at_once(
    person: Person | None, child: Child, lead: LeadProfessional, now: LeadProfessional | None
) -> LeadProfessional:
    if now is not None:
        _end(person, child, now, "An interim lead was named.")
    activate(person, child, lead, before=now.person if now else None)
    notifications.tell(lead.person_id, "lead.interim", lead)
    if lead.until_on is not None:
        notifications.plan("lead.interim_over", lead, notifications.morning_of(lead.until_on, 1))
    db.session.flush()
    return lead


def _end(person: Person | None, child: Child, lead: LeadProfessional, reason: str) -> None:
    move(lead, "end", LeadFacts(reason=reason))
    lead.reason, lead.ended_at = reason, clock.now()
    audit.record(person, "lead.ended", lead, children=[child], reason=reason)
    notifications.drop(lead, because="ended")
    if person is None or person.id != lead.person_id:
        notifications.tell(lead.person_id, "lead.ended", lead)
    db.session.flush()


def lapse(person: Person | None, child: Child, waiting: LeadProfessional, reason: str) -> None:
    move(waiting, "lapse", LeadFacts(reason=reason))
    waiting.reason, waiting.ended_at = reason, clock.now()
    audit.record(person, "lead.nomination_ended", waiting, children=[child], reason=reason)
    notifications.drop(waiting, because="handover withdrawn")
    db.session.flush()


def _take_back_proposal(person: Person, child: Child, successor: LeadProfessional, reason: str) -> None:
    """A handover that was proposed to somebody who declines: the old lead goes on."""
    lead = queries.leading(child.id)
    if lead is not None and lead.state == "handover_proposed":
        move(lead, "withdraw_handover", LeadFacts(reason=reason))
        audit.record(person, "lead.handover_withdrawn", lead, children=[child], reason=reason)
