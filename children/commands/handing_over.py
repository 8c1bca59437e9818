"""Handing over: to a successor who was nominated, or everything that a leaver led. Until the one leads the other does."""

import audit
from children import queries
from children.commands.gaps import mind_the_gap
from children.commands.leading import activate, active, facts_of, lapse, nominate, nomination, take, taken
from children.commands.writing import MAY_WRITE, WRITES
from children.models import Child, Involvement, LeadProfessional
from children.queries import MANAGES, NOMINATES, SKIPPED
from children.rules import LeadFacts
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, move, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person


def propose_handover(
    person: Person,
    child: Child,
    note: str = "",
    successor: Person | None = None,
    *,
    load_agreed_by: Person | None = None,
    load_reason: str = "",
) -> LeadProfessional:
    """Whoever leads hands over to the successor who is nominated (or is named here), with the story so far. Until the
    successor accepts, the old lead goes on leading."""
    roles = taken(person, child)
    require(roles & (MANAGES | {"lead"}), "Whoever leads, or a team manager, proposes a handover.")
    lead = active(child)
    waiting = queries.pending(child.id)
    if successor is not None and (waiting is None or waiting.person_id != successor.id):
        waiting = nominate(
            person, child, successor, handover_of=lead, load_agreed_by=load_agreed_by, load_reason=load_reason
        )
    facts = LeadFacts(successor_is_nominated=waiting is not None, handover_note=clean(note))
    move(lead, "propose_handover", facts)
    assert waiting is not None
    lead.handover_note = clean(note)
    audit.record(person, "lead.handover_proposed", lead, children=[child], to=waiting.public_id)
    notifications.tell(waiting.person_id, "lead.handover_proposed", waiting)
    db.session.flush()
    return lead


def accept_handover(
    person: Person, child: Child, introduction: str = "", introduction_skipped_reason: str = ""
) -> LeadProfessional:
    """The successor leads from this instant, and the old lead no longer: one transaction, no child without a lead.

    The joint introduction to child and family is recorded, or why there was none.
    """
    taken(person, child)
    old, new = active(child), nomination(child)
    require(new.person_id == person.id, "Only the successor accepts a handover.")
    met = clean(introduction) or ((skipped := clean(introduction_skipped_reason)) and f"{SKIPPED}{skipped}")
    move(old, "accept_handover", LeadFacts(introduction=met))
    old.introduction = met
    _hand_over(person, child, old, new)
    return new


def withdraw_handover(person: Person, child: Child, reason: str = "") -> LeadProfessional:
    """The handover is off: the old lead goes on, and the successor's nomination ends."""
    roles = taken(person, child)
    lead, waiting = active(child), queries.pending(child.id)
    permitted = roles & (MANAGES | {"lead"}) or (waiting is not None and waiting.person_id == person.id)
    require(permitted, "Whoever leads, the successor, or a team manager withdraws a handover.")
    move(lead, "withdraw_handover", LeadFacts(reason=clean(reason)))
    lead.reason = clean(reason)
    audit.record(person, "lead.handover_withdrawn", lead, children=[child], reason=lead.reason)
    if waiting is not None:
        lapse(person, child, waiting, clean(reason))
    db.session.flush()
    return lead


def record_family_view(person: Person, child: Child, text: str) -> LeadProfessional:
    """What the family and the child say about who leads, or is to lead. Until it is written down it is owed."""
    require(taken(person, child) & (NOMINATES | WRITES), MAY_WRITE)
    lead = queries.leading(child.id) or nomination(child)
    if not clean(text):
        raise BadInput({"family_view": "Write down what the family says, or why they could not be asked."})
    lead.family_view = clean(text)
    audit.record(person, "lead.family_view_recorded", lead, children=[child])
    db.session.flush()
    return lead


def hand_over_everything(actor: Person | None, leaver: Person, to: Person | None) -> list[str]:
    """What a leaver leads. With `to`, they lead from this instant under the same rules, and go on with the leaver's other
    children; a child from whose record `to` is barred is not theirs to take."""
    held = queries.held_by(leaver)
    texts = _texts(held)
    if to is None:
        return texts
    for lead in held:
        child = lead.child
        take(child)
        if lead.leads:
            left = f"{SKIPPED}left the service."
            new = replace(actor, child, lead, to, note="Whoever led left the service.", introduction=left)
            notifications.tell(to.id, "lead.taken_over", new)
        else:
            lapse(actor, child, lead, "The nominee left the service.")
            mind_the_gap(actor, child)
    for works in queries.current_involvements_of(leaver):
        _continue(actor, works, to)
    return texts


def replace(
    actor: Person | None,
    child: Child,
    lead: LeadProfessional | None,
    to: Person,
    *,
    note: str,
    introduction: str,
    elsewhere: bool = False,
) -> LeadProfessional:
    """`to` leads from this instant in place of `lead`, where somebody leads; a successor who was nominated is taken back
    unless it is `to`. `elsewhere`: `to` may lead in another area, without an account of this one."""
    waiting = queries.pending(child.id)
    if waiting is not None and waiting.person_id != to.id:
        lapse(actor, child, waiting, note)
        waiting = None
    if waiting is None:
        waiting = LeadProfessional(
            public_id=new_public_id(),
            child_id=child.id,
            child=child,
            person_id=to.id,
            person=to,
            state="named",
            nominated_by_id=(actor or (lead.person if lead else to)).id,
            nominated_at=clock.now(),
            starts_on=clock.today(),
            handover_of_id=lead.id if lead else None,
        )
        move(waiting, "nominate", facts_of(child, to, elsewhere=elsewhere))
        db.session.add(waiting)
        audit.record(actor, "lead.nominated", waiting, children=[child], person=to.public_id)
        db.session.flush()
    if lead is None:
        activate(actor, child, waiting, elsewhere=elsewhere)
        return waiting
    if lead.state == "active":
        move(lead, "propose_handover", LeadFacts(handover_note=note))
        lead.handover_note = note
    move(lead, "accept_handover", LeadFacts(introduction=introduction))
    lead.introduction = introduction
    _hand_over(actor, child, lead, waiting, elsewhere=elsewhere)
    return waiting


def _hand_over(
    person: Person | None, child: Child, old: LeadProfessional, new: LeadProfessional, *, elsewhere: bool = False
) -> None:
    """The old row first: the database holds that never two lead, and nobody else sees the instant between."""
    old.ended_at = clock.now()
    audit.record(person, "lead.handed_over", old, children=[child], to=new.public_id)
    notifications.drop(old, because="handed over")
    db.session.flush()
    activate(person, child, new, before=old.person, elsewhere=elsewhere)
    db.session.flush()


def _continue(actor: Person | None, works: Involvement, to: Person) -> None:
    child = works.child
    if not queries.is_barred(to, child.id) and not queries.is_involved(to, [child.id], [works.role]):
        continued = Involvement(
            public_id=new_public_id(),
            child=child,
            person=to,
            role=works.role,
            agency_id=to.agency_id,
            from_on=clock.today(),
            direct_contact=works.direct_contact,
            what=works.what,
        )
        db.session.add(continued)
        audit.record(actor, "involvement.began", continued, children=[child], person=to.public_id, role=works.role)
    works.to_on, works.ended_at, works.end_reason = clock.today(), clock.now(), "Left the service."
    audit.record(actor, "involvement.ended", works, children=[child], reason=works.end_reason)


def _texts(held: list[LeadProfessional]) -> list[str]:
    leads, nominations = sum(lead.leads for lead in held), sum(not lead.leads for lead in held)
    counted = ((leads, "lead professional for {} child{}"), (nominations, "nominated to lead for {} child{}"))
    return [words.format(number, "" if number == 1 else "ren") for number, words in counted if number]
