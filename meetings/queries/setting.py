"""What is known of the family's languages and of who interprets; and each agency's part in a meeting and in its plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.models import Action
from children.models import Child, FamilyMember
from foundation import clock
from foundation.database import db
from meetings.models import InterpreterBooking, Meeting, MeetingChild, NoPart
from meetings.queries.sheet import Sheet
from people.models import Agency, Person
from people.visibility import visible_to

PRESENT = ("attended", "deputy_attended")


@dataclass
class AgencyPart:
    """One agency: whether it was asked and heard, whether it came, and what it does. `because`: why it does nothing."""

    id: int
    name: str
    key: str
    asked: int = 0
    answered: int = 0
    reports: int = 0
    last_report: datetime | None = None
    attended: int = 0
    actions: int = 0
    done: int = 0
    late: int = 0
    texts: list[str] = field(default_factory=list)
    because: str = ""
    counts: bool = False  # somebody is there for the agency itself

    @property
    def has_a_part(self) -> bool:
        return bool(self.actions or self.because)


def parts_of(reader: Person, sheet: Sheet) -> list[AgencyPart]:
    """Every agency on the list with its part, by name. Two queries besides the sheet's own."""
    parts: dict[int, AgencyPart] = {}
    for one in sheet.invitations:
        if one.capacity not in ("professional", "chair", "legal", "originating_area"):
            continue
        part = parts.setdefault(one.agency_id, AgencyPart(one.agency_id, one.agency.name, one.agency.key))
        part.counts = part.counts or one.capacity != "chair"
        part.asked += one.capacity != "chair"
        part.answered += one.capacity != "chair" and one.response not in ("no_reply", "undeliverable")
        part.reports += one.report_received_at is not None
        part.last_report = one.report_received_at or part.last_report
        came = sheet.attendance.get(one.id)
        part.attended += came is not None and came.status in PRESENT
    for row in _actions(reader, sheet.meeting):
        part = parts.get(row.agency_id) or parts.setdefault(row.agency_id, AgencyPart(row.agency_id, row.name, row.key))
        part.actions += 1
        part.done += row.state == "done"
        part.late += row.state in ("open", "done_claimed", "declined") and row.due_on < clock.today()
        part.texts.append(row.text)
    said = select(NoPart.agency_id, NoPart.because).where(NoPart.meeting_id == sheet.meeting.id)
    for none in db.session.execute(said):
        if none.agency_id in parts:
            parts[none.agency_id].because = none.because
    return sorted(parts.values(), key=lambda part: part.name)


def without_a_part(parts: Sequence[AgencyPart]) -> list[str]:
    """Names of the agencies that take nothing on and have not said why."""
    return [part.name for part in parts if part.counts and not part.has_a_part]


@dataclass(frozen=True)
class Speaks:
    """Somebody of the family and the language in which they follow."""

    who: str
    language: str
    needs_interpreter: bool


def languages_of(reader: Person, meeting: Meeting) -> list[Speaks]:
    """Whoever of the families does not follow in English, as far as `reader` may open the record. Two queries."""
    here = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    children = db.session.execute(
        select(Child.name, Child.first_language, Child.interpreter_needed).where(
            Child.id.in_(here), visible_to(reader, Child), Child.interpreter_needed | (Child.first_language != "")
        )
    )
    adults = db.session.execute(
        select(FamilyMember.name, FamilyMember.relation, FamilyMember.language, FamilyMember.interpreter_needed).where(
            FamilyMember.household_id.in_(select(Child.household_id).where(Child.id.in_(here))),
            visible_to(reader, FamilyMember),
            FamilyMember.language != "",
        )
    )
    return [
        *(Speaks(row.name, row.first_language, row.interpreter_needed) for row in children),
        *(Speaks(f"{row.name}, {row.relation}", row.language, row.interpreter_needed) for row in adults),
    ]


def bookings_of(reader: Person, meeting: Meeting) -> Sequence[InterpreterBooking]:
    """Who is booked, in the order of booking."""
    rows = select(InterpreterBooking).where(
        InterpreterBooking.meeting_id == meeting.id,
        InterpreterBooking.withdrawn_at.is_(None),
        visible_to(reader, InterpreterBooking),
    )
    return db.session.scalars(rows.order_by(InterpreterBooking.id)).all()


def _actions(reader: Person, meeting: Meeting) -> Sequence[Any]:
    return db.session.execute(
        select(Action.agency_id, Agency.name, Agency.key, Action.state, Action.due_on, Action.text)
        .join(Agency, Agency.id == Action.agency_id)
        .where(Action.meeting_id == meeting.id, Action.state != "cancelled", visible_to(reader, Action))
        .order_by(Action.id)
    ).all()
