"""Asking an agency what it knows of a child, and looking at a case with fresh eyes."""

from sqlalchemy import select

import audit
import rulebook
from children import queries
from children.commands.involving import INVOLVES
from children.models import Child, FreshEyes, InformationRequest, LeadProfessional
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, require
from foundation.text import clean
from notifications import commands as notifications
from people.models import Person
from people.visibility import visible_to

EYES = "The 10 Principles, 4.2: management oversight, fresh eyes"


def ask_information(person: Person, child: Child, asked: Person, *, what: str, why: str) -> InformationRequest:
    """Somebody who works with the child is asked what their agency knows; the answer is due as the rule book says.
    Source: The 10 Principles, 9.1 (nobody has the full picture) and 3.1."""
    require(queries.roles_in(person, child.id) & INVOLVES, "Those who work with the child ask for information.")
    errors = {}
    if not queries.is_involved(asked, [child.id]):
        errors["person"] = "Ask somebody who works with the child; involve them first."
    if not clean(what):
        errors["what"] = "Say what you need to know. Ask for what is needed, and no more."
    if not clean(why):
        errors["why"] = "Say what it is needed for."
    if errors:
        raise BadInput(errors)
    due = rulebook.book().due_for("information.answer", clock.today())
    assert due.by is not None
    request = InformationRequest(
        public_id=new_public_id(),
        child_id=child.id,
        agency_id=asked.agency_id,
        asked_id=asked.id,
        what=clean(what),
        why=clean(why),
        due_on=due.by,
        asked_by_id=person.id,
        asked_at=clock.now(),
    )
    db.session.add(request)
    audit.record(person, "information.asked", request, children=[child], asked=asked.public_id, due=due.by)
    db.session.flush()
    notifications.tell(asked.id, "information.asked", request)
    return request


def answer_information(person: Person, child: Child, public_id: str, answer: str) -> InformationRequest:
    """Whoever was asked answers, or somebody else of their agency who works with the child."""
    request = db.session.scalar(
        select(InformationRequest).where(
            InformationRequest.public_id == public_id,
            InformationRequest.child_id == child.id,
            visible_to(person, InformationRequest),
        )
    )
    if request is None:
        raise NotVisible("request")
    require(person.agency_id == request.agency_id, "The agency that was asked answers.")
    if request.answered_at is not None:
        raise Refused([Refusal("it_is_answered_once", "This is answered already; both stand.", "Two people at once")])
    if not clean(answer):
        raise BadInput({"answer": "Write what your agency knows, or that it knows nothing, and who looked."})
    request.answer, request.answered_at, request.answered_by_id = clean(answer), clock.now(), person.id
    audit.record(person, "information.answered", request, children=[child])
    if request.asked_by_id != person.id:
        notifications.tell(request.asked_by_id, "information.answered", request)
    return request


def open_fresh_eyes(person: Person | None, child: Child, because: str) -> FreshEyes | None:
    """A look with fresh eyes is due; one that is open already stands for both reasons."""
    held = select(FreshEyes).where(FreshEyes.child_id == child.id, FreshEyes.reviewed_at.is_(None))
    if db.session.scalar(held) is not None:
        return None
    eyes = FreshEyes(public_id=new_public_id(), child_id=child.id, because=because, opened_at=clock.now())
    db.session.add(eyes)
    audit.record(person, "fresh_eyes.due", eyes, children=[child], because=because)
    db.session.flush()
    return eyes


def follow_manager(person: Person | None, child: Child, before: Person | None, lead: LeadProfessional) -> None:
    """Who leads has another manager than who led before: somebody else oversees the case, and looks at it anew."""
    led = select(LeadProfessional).where(
        LeadProfessional.child_id == child.id, LeadProfessional.id != lead.id, LeadProfessional.started_at.is_not(None)
    )
    if before is None and (last := db.session.scalars(led.order_by(LeadProfessional.id.desc())).first()) is not None:
        before = last.person
    if before is not None and before.manager_id != lead.person.manager_id and child.plan != "none":
        open_fresh_eyes(person, child, "new_manager")


def look_with_fresh_eyes(person: Person, child: Child, *, seen: str, different: str) -> FreshEyes:
    """Somebody who does not lead for the child reads the case from the start and says what they see. Refused for whoever
    leads: their eyes are not fresh. Source: The 10 Principles, 4.2."""
    require(queries.roles_in(person, child.id) - {"family"}, "Somebody who may open the record looks at the case.")
    lead = queries.leading(child.id)
    if lead is not None and lead.person_id == person.id:
        audit.refused(person, "fresh_eyes.looked", "child", child.public_id)
        raise Refused(
            [Refusal("the_eyes_are_fresh", "Whoever leads does not look with fresh eyes. Ask your manager.", EYES)]
        )
    errors = {}
    if not clean(seen):
        errors["seen"] = "Write what you see that those close to it may not."
    if not clean(different):
        errors["different"] = "Write what should be done differently, or why nothing."
    if errors:
        raise BadInput(errors)
    held = select(FreshEyes).where(FreshEyes.child_id == child.id, FreshEyes.reviewed_at.is_(None))
    eyes = db.session.scalar(held)
    if eyes is None:
        eyes = FreshEyes(public_id=new_public_id(), child_id=child.id, because="long_plan", opened_at=clock.now())
        db.session.add(eyes)
    eyes.seen, eyes.different = clean(seen), clean(different)
    eyes.reviewed_at, eyes.reviewed_by_id = clock.now(), person.id
    audit.record(person, "fresh_eyes.looked", eyes, children=[child])
    db.session.flush()
    return eyes
