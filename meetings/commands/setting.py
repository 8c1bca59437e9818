"""So that a family can take part, and so that each agency knows its own: interpreter, private space, plain words, no part."""

from collections.abc import Collection

from sqlalchemy import select

import audit
from children.models import Child, FamilyMember
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, require
from foundation.text import clean, clean_line, search_key
from meetings import queries
from meetings.commands.at_table import RUNS
from meetings.commands.moving import running, stands
from meetings.models import BOOKED, INTERPRETS, InterpreterBooking, Meeting, NoPart
from meetings.models.meeting import BEFORE, RUNNING
from meetings.models.setting import AGREED, NEVER
from people.models import Person

NO_RELATIVE = Refusal(
    "the_interpreter_is_no_relative",
    "An interpreter is never a family member, a friend or a child. Book somebody else.",
    "Pan-Lancashire 1.10 Use of Interpreters",
)


def book_interpreter(
    person: Person,
    public_id: str,
    *,
    language: str,
    for_whom: str,
    name: str,
    who: str,
    from_where: str = "",
    state: str = "booked",
) -> InterpreterBooking:
    """Somebody interprets for the family. Whoever belongs to the family, or is a child, is refused, by what is said of
    them and by name. Source: Pan-Lancashire 1.10; The 10 Principles, 6b."""
    meeting = _arranged(person, public_id)
    errors = {}
    if not clean_line(language):
        errors["language"] = "Say which language."
    if not clean_line(for_whom):
        errors["for_whom"] = "Say for whom."
    if not clean_line(name):
        errors["name"] = "Name whoever interprets."
    if who not in INTERPRETS:
        errors["who"] = "Say who they are."
    elif who not in NEVER and not clean_line(from_where):
        errors["from_where"] = "Say from which agency they come."
    if state not in BOOKED:
        errors["state"] = f"Choose one of: {', '.join(BOOKED)}."
    if errors:
        raise BadInput(errors)
    if who in NEVER or search_key(clean_line(name)) in _names_of_family(meeting):
        audit.refused(person, "interpreter.booked", "meeting", meeting.public_id)
        raise Refused([NO_RELATIVE])
    booked = InterpreterBooking(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        language=clean_line(language)[:100],
        for_whom=clean_line(for_whom)[:200],
        name=clean_line(name)[:200],
        from_where=clean_line(from_where)[:200],
        state=state,
        booked_by_id=person.id,
        booked_at=clock.now(),
    )
    db.session.add(booked)
    audit.record(person, "interpreter.booked", booked, children=meeting.children, meeting=meeting.public_id)
    db.session.flush()
    return booked


def settle_booking(person: Person, public_id: str, booking_id: str, *, confirmed: bool) -> InterpreterBooking:
    """Confirmed by whoever comes; or taken back."""
    meeting = _arranged(person, public_id)
    booked = db.session.scalar(
        select(InterpreterBooking).where(
            InterpreterBooking.public_id == booking_id,
            InterpreterBooking.meeting_id == meeting.id,
            InterpreterBooking.withdrawn_at.is_(None),
        )
    )
    if booked is None:
        raise NotVisible("interpreter")
    if confirmed:
        booked.state = "confirmed"
    else:
        booked.withdrawn_at = clock.now()
    what = "interpreter.confirmed" if confirmed else "interpreter.withdrawn"
    audit.record(person, what, booked, children=meeting.children, meeting=meeting.public_id)
    return booked


def note_setting(
    person: Person,
    public_id: str,
    *,
    private: str = "",
    private_reason: str = "",
    children_present: str = "",
    children_reason: str = "",
) -> Meeting:
    """Whether the family can speak in private, and whether a child hears what is for adults. What is not well stands in
    the record, with its reason. Source: The 10 Principles, 6b."""
    meeting = _arranged(person, public_id)
    errors = {}
    if private == "no" and not clean(private_reason):
        errors["private_reason"] = "Say why it is not private, and what is done about it."
    if children_present == "yes" and not clean(children_reason):
        errors["children_reason"] = "Say why a child is there, and what the child is spared."
    if errors:
        raise BadInput(errors)
    given = {
        "private": private,
        "private_reason": clean(private_reason) if private == "no" else "",
        "children_present": children_present,
        "children_reason": clean(children_reason) if children_present == "yes" else "",
    }
    meeting.setting = {key: text for key, text in given.items() if text}
    audit.record(person, "meeting.setting_noted", meeting, children=meeting.children, **meeting.setting)
    return meeting


def say_plainly(person: Person, public_id: str, *, agreement: str, heard: str, agreed: str) -> Meeting:
    """What was agreed as the family takes it home, and what the parent heard. It stands in the family's edition.
    Source: The 10 Principles, 7b."""
    meeting, _, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes writes the agreement down.")
    errors = {}
    if not clean(agreement):
        errors["agreement"] = "Write what was agreed, in plain words."
    if not clean(heard):
        errors["heard"] = "Write what the parent heard, in their words; or why they were not asked."
    if agreed not in AGREED:
        errors["agreed"] = f"Choose one of: {', '.join(AGREED)}."
    if errors:
        raise BadInput(errors)
    meeting.plain_words = {"agreement": clean(agreement), "heard": clean(heard), "agreed": agreed}
    audit.record(person, "meeting.said_plainly", meeting, children=meeting.children, agreed=agreed)
    return meeting


def say_no_part(person: Person, public_id: str, agency_id: int, because: str) -> NoPart:
    """An agency at the table has no action in this plan, for a reason. Source: The 10 Principles, 5b."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes writes down what each agency takes on.")
    if agency_id not in {one.agency_id for one in sheet.invitations}:
        raise BadInput({"agency": "Choose an agency that is on the list."})
    if not clean(because):
        raise BadInput({"because": "Say why it has no part."})
    kept = select(NoPart).where(NoPart.meeting_id == meeting.id, NoPart.agency_id == agency_id)
    said = db.session.scalar(kept) or NoPart(public_id=new_public_id(), meeting_id=meeting.id, agency_id=agency_id)
    said.because, said.said_by_id, said.said_at = clean(because), person.id, clock.now()
    db.session.add(said)
    audit.record(person, "meeting.no_part_said", meeting, children=meeting.children, agency=agency_id)
    return said


def _arranged(person: Person, public_id: str) -> Meeting:
    """A meeting that is still to come or runs, for whoever arranges it."""
    meeting = queries.meeting_for(person, public_id)
    require(queries.roles_of(person, meeting) & RUNS, "Whoever chairs, coordinates or convenes arranges this.")
    stands(
        meeting, (*BEFORE, *RUNNING), "the_meeting_is_not_over", "This meeting is over. Ask for a correction instead."
    )
    return meeting


def _names_of_family(meeting: Meeting) -> Collection[str]:
    """The names of the children and of their families, as they are searched for."""
    households = {child.household_id for child in meeting.children}
    adults = db.session.scalars(select(FamilyMember.name).where(FamilyMember.household_id.in_(households)))
    children = db.session.scalars(select(Child.name).where(Child.household_id.in_(households)))
    return {search_key(name) for name in (*adults, *children)}
