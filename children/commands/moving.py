"""A child moves to another area: written notice, papers, and the receiving lead's answer. Until then the giving lead holds."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

import audit
import rulebook
from children import queries
from children.commands.handing_over import replace
from children.commands.involving import work_with
from children.commands.leading import activate, taken
from children.commands.sharing import record_sharing_decision
from children.commands.writing import MAY_WRITE, WRITES
from children.models import PAPERS, AreaLived, AreaMove, Child, LeadProfessional, SharingDecision
from children.queries import SKIPPED
from children.rules import MoveFacts
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput, Refusal, Refused, move, require
from foundation.text import clean, clean_line
from notifications import commands as notifications
from people import links
from people.models import Person

RULE, ALARM, LINK = "area.answer_by", "area.answer", "area_move"
GIVES_NOTICE = frozenset({"lead", "line_manager", "manager", "coordinator"})
PRINCIPLE_3 = "The 10 Principles, principle 3.5: across boundaries, and families that move"


def give_notice(
    person: Person,
    child: Child,
    *,
    direction: str,
    theirs: Person,
    ours: Person | None = None,
    their_manager: Person | None = None,
    notice: str,
    notice_on: date | None = None,
    needs_conference: bool = False,
) -> AreaMove:
    """The written notice of the London date `notice_on` went to the other area, or came from there.

    `theirs` leads there, `ours` is to lead here where the child comes. Whoever leads on the giving side holds until the
    other has accepted: for a child who comes and for whom nobody leads here, that is the lead of the old area.
    """
    roles = taken(person, child)
    require(
        roles & GIVES_NOTICE or (direction == "in" and roles & WRITES), "Whoever leads, manages or coordinates does."
    )
    lead, notice_on = queries.leading(child.id), notice_on or clock.today()
    errors = {}
    if not clean(notice):
        errors["notice"] = "Write down what the notice says."
    if notice_on > clock.today():
        errors["notice_on"] = "The day cannot be in the future."
    if theirs.agency_id == person.agency_id:
        errors["person"] = "Name somebody of the other area."
    if direction == "in" and (ours is None or not ours.is_active):
        errors["ours"] = "Name who is to lead here: somebody in service with an account."
    if errors:
        raise BadInput(errors)
    if queries.standing_move(child.id) is not None:
        text = "A notice waits for its answer already. Withdraw it first."
        raise Refused([Refusal("one_notice_waits_at_a_time", text, PRINCIPLE_3)])
    if direction == "out" and lead is None:
        text = "Nobody leads for this child. Nominate somebody first, who holds until the other area has accepted."
        raise Refused([Refusal("somebody_holds_until_then", text, PRINCIPLE_3)])
    if direction == "in" and lead is None:
        lead = _holds_there(person, child, theirs)
    assert lead is not None
    receiving = theirs if direction == "out" else ours
    assert receiving is not None
    due = rulebook.book().due_for(RULE, notice_on)
    assert due.by is not None
    made = AreaMove(
        public_id=new_public_id(),
        reference=next_reference("T"),
        child=child,
        direction=direction,
        agency=theirs.agency,
        giving=lead.person,
        receiving=receiving,
        their_manager=their_manager,
        notice_on=notice_on,
        notice=clean(notice),
        needs_conference=needs_conference,
        answer_due_on=due.by,
        working=list(due.working),
        papers={},
        state="named",
        entered_by=person,
        entered_at=clock.now(),
    )
    move(made, "give_notice", MoveFacts())
    db.session.add(made)
    audit.record(person, "area_move.noticed", made, children=[child], to=theirs.agency.key, direction=direction)
    db.session.flush()
    notifications.tell(receiving.id, "area.notice", made)
    notifications.plan_reminders(ALARM, made, made.answer_due_on)
    return made


def send_pack(
    person: Person, one: AreaMove, papers: Collection[str], *, purpose: str, lawful_basis: str, consent: str = ""
) -> SharingDecision:
    """Papers went to the other area: each with its day, and the whole as a decision to share, in the log of such decisions."""
    _check_papers(papers)
    decision = record_sharing_decision(
        person,
        one.child,
        shared=True,
        what=f"{one.reference}: {'; '.join(PAPERS[paper] for paper in papers)}",
        with_whom=f"{one.theirs.name}, {one.agency.name}",
        purpose=purpose,
        lawful_basis=lawful_basis,
        consent=consent,
    )
    _tick(person, one, papers, "area_move.pack_sent")
    return decision


def papers_came(person: Person, one: AreaMove, papers: Collection[str]) -> AreaMove:
    """Papers have come from the old area."""
    require(queries.roles_in(person, one.child_id) & WRITES, MAY_WRITE)
    _check_papers(papers)
    _tick(person, one, papers, "area_move.papers_came")
    return one


def accept_move(person: Person, one: AreaMove, introduction: str = "", told_how: str = "") -> LeadProfessional:
    """The receiving lead leads from this instant, and the giving lead no longer: one transaction.

    For somebody without an account, whoever leads, manages or coordinates here writes down what they said, and how.
    """
    require(_may_answer(person, one), "Whoever is to lead in the receiving area answers.")
    facts = MoveFacts(said_by_them=person.id == one.receiving_id, told_how=clean(told_how))
    move(one, "accept", facts)
    child = one.child
    taken(person, child)
    lead = queries.leading(child.id)
    work_with(person, child, one.receiving)
    met = clean(introduction) or f"{SKIPPED}the child moved to another area."
    new = replace(
        person, child, lead, one.receiving, note=f"{one.reference}: {one.notice}", introduction=met, elsewhere=True
    )
    _answered(person, one, "area_move.accepted", told_how)
    return new


def decline_move(person: Person, one: AreaMove, reason: str, told_how: str = "") -> AreaMove:
    """The receiving area does not take over, and says why; the giving lead goes on, and both sides' managers hear of it."""
    require(_may_answer(person, one), "Whoever is to lead in the receiving area answers.")
    facts = MoveFacts(said_by_them=person.id == one.receiving_id, told_how=clean(told_how), reason=clean(reason))
    move(one, "decline", facts)
    one.reason = clean(reason)
    _answered(person, one, "area_move.declined", told_how)
    return one


def withdraw_move(person: Person, one: AreaMove, reason: str) -> AreaMove:
    """The child does not move after all: the giving lead goes on."""
    require(
        queries.roles_in(person, one.child_id) & GIVES_NOTICE, "Whoever leads, manages or coordinates withdraws it."
    )
    move(one, "withdraw", MoveFacts(reason=clean(reason)))
    one.reason = clean(reason)
    _answered(person, one, "area_move.withdrawn", "")
    return one


def add_area_lived(
    person: Person,
    child: Child,
    *,
    area: str,
    from_on: date | None = None,
    to_on: date | None = None,
    who_knows: str = "",
) -> AreaLived:
    """An area in which the child lived before."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    errors = {}
    if not clean_line(area):
        errors["area"] = "Name the area."
    if from_on and to_on and to_on < from_on:
        errors["to_on"] = "The last day must not be before the first."
    if errors:
        raise BadInput(errors)
    lived = AreaLived(
        public_id=new_public_id(),
        child_id=child.id,
        area=clean_line(area),
        from_on=from_on,
        to_on=to_on,
        who_knows=clean(who_knows),
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(lived)
    audit.record(person, "area_lived.added", lived, children=[child])
    db.session.flush()
    return lived


def hand_over_moves(actor: Person | None, leaver: Person, to: Person | None) -> list[str]:
    """Notices that a leaver was to accept: with `to`, they are asked now."""
    asked = db.session.scalars(
        select(AreaMove).where(AreaMove.receiving_id == leaver.id, AreaMove.state == "noticed")
    ).all()
    for one in asked if to is not None else ():
        assert to is not None
        one.receiving_id, one.receiving = to.id, to
        audit.record(actor, "area_move.handed_over", one, children=[one.child], to=to.public_id)
        notifications.tell(to.id, "area.notice", one)
    return (
        [f"is asked to take over {len(asked)} child{'' if len(asked) == 1 else 'ren'} from another area"]
        if asked
        else []
    )


def _holds_there(person: Person, child: Child, theirs: Person) -> LeadProfessional:
    """The lead of the old area stands as the child's lead here too, until ours accepts: no instant without one."""
    work_with(person, child, theirs)
    lead = LeadProfessional(
        public_id=new_public_id(),
        child_id=child.id,
        child=child,
        person_id=theirs.id,
        person=theirs,
        state="accepted",
        nominated_by_id=person.id,
        nominated_at=clock.now(),
        starts_on=clock.today(),
    )
    db.session.add(lead)
    db.session.flush()
    activate(person, child, lead, elsewhere=True)
    return lead


def _may_answer(person: Person, one: AreaMove) -> bool:
    writes_down = one.receiving.role is None and queries.roles_in(person, one.child_id) & GIVES_NOTICE
    return person.id == one.receiving_id or bool(writes_down)


def _answered(person: Person, one: AreaMove, action: str, told_how: str) -> None:
    one.answered_at, one.answered_by_id, one.told_how = clock.now(), person.id, clean(told_how)
    audit.record(person, action, one, children=[one.child], reason=one.reason or None)
    notifications.drop(one, because="answered")
    links.revoke(LINK, one.public_id)
    for told in queries.both_sides(one) - {person.id}:
        notifications.tell(told, "area.answered", one)
    db.session.flush()


def _check_papers(papers: Collection[str]) -> None:
    if not papers or not set(papers) <= set(PAPERS):
        raise BadInput({"papers": "Tick the papers."})


def _tick(person: Person, one: AreaMove, papers: Collection[str], action: str) -> None:
    today = clock.today().isoformat()
    one.papers = {**{paper: today for paper in papers}, **one.papers}
    audit.record(person, action, one, children=[one.child], papers=sorted(papers))
    db.session.flush()
