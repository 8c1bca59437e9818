"""What a meeting's page shows once it is held: decisions, dissent, papers, actions and what follows, in five queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, String, case, cast, literal, null, or_, select, union_all

from foundation.database import db
from meetings.models import (
    Correction,
    Decision,
    Dissent,
    Invitation,
    Meeting,
    Paper,
    ProtectiveStep,
)
from meetings.queries.around import Sitting
from meetings.queries.room import Agreed, actions_of_sheet
from meetings.queries.sheet import PaperLine, Sheet, children_of_meeting, dues_of
from people.models import Agency, Person
from people.visibility import visible_to


@dataclass(frozen=True)
class StepLine:
    """A protective step."""

    kind: str
    text: str
    taken_at: datetime
    by: str


@dataclass(frozen=True)
class DissentLine:
    """A dissent, in the dissenter's own words."""

    public_id: str
    person_id: int
    by: str
    agency_name: str
    reasons: str
    wish: str
    escalation_id: int | None


@dataclass
class Afterwards:
    """The sheet with what the page needs; `actions` as far as the reader may see them."""

    sheet: Sheet
    sittings: list[Sitting] = field(default_factory=list)
    actions: list[Agreed] = field(default_factory=list)
    corrections: int = 0
    corrections_open: int = 0


def afterwards_of(reader: Person, meeting: Meeting) -> Afterwards:
    """Read it."""
    sheet = Sheet(meeting, reader, children_of_meeting(reader, meeting), invitations=[], dues=[], attendance={})
    sheet.dues = dues_of(meeting)
    sheet.decisions = list(
        db.session.scalars(select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.child_id))
    )
    found = Afterwards(sheet)
    _read_the_rest(found)
    found.actions = actions_of_sheet(sheet)
    return found


def _read_the_rest(found: Afterwards) -> None:
    """Papers without their text, dissents, protective steps, corrections, sittings before and after, and whether the
    reader was asked. One query for all."""
    sheet, meeting = found.sheet, found.sheet.meeting
    steps, dissents, papers, corrections = [], [], [], []
    sheet.reader_is_asked = False
    parts = [_steps(meeting), _dissents(meeting), _papers(sheet), _corrections(meeting), _sittings(sheet), _seat(sheet)]
    rows: Sequence[Any] = db.session.execute(union_all(*parts)).all()
    for row in sorted(rows, key=lambda row: row.id):
        if row.what == "step":
            steps.append(StepLine(row.key, row.text, row.at, row.by))
        elif row.what == "dissent":
            dissents.append(
                DissentLine(row.public_id, row.number, row.by, row.agency, row.text, row.key, row.other_number)
            )
        elif row.what == "paper":
            papers.append(PaperLine(row.key, row.number, row.other_number, row.at, row.other_at))
        elif row.what == "correction":
            corrections.append(row.key)
        elif row.what == "sitting":
            found.sittings.append(Sitting(row.public_id, row.text, row.key, row.at, bool(row.number)))
        else:
            sheet.reader_is_asked = True
    sheet.steps, sheet.dissents = steps, dissents
    sheet.papers = sorted(papers, key=lambda one: (one.kind, one.number))
    found.corrections, found.corrections_open = len(corrections), corrections.count("open")


def _columns(
    what: str,
    model: Any,
    key: Any,
    *,
    text: Any = "",
    at: Any = None,
    by: Any = "",
    agency: Any = "",
    number: Any = None,
    other_number: Any = None,
    other_at: Any = None,
) -> Any:
    """The columns that every part of the one question has; what a part lacks is empty."""
    return select(
        literal(what).label("what"),
        model.id.label("id"),
        model.public_id.label("public_id"),
        cast(key, String).label("key"),
        (literal(text) if isinstance(text, str) else text).label("text"),
        (cast(null(), DateTime(timezone=True)) if at is None else at).label("at"),
        (literal(by) if isinstance(by, str) else by).label("by"),
        (literal(agency) if isinstance(agency, str) else agency).label("agency"),
        (cast(null(), Integer) if number is None else number).label("number"),
        (cast(null(), Integer) if other_number is None else other_number).label("other_number"),
        (cast(null(), DateTime(timezone=True)) if other_at is None else other_at).label("other_at"),
    )


def _steps(meeting: Meeting) -> Any:
    # The first part gives its types to the others: a moment of each kind stands in it.
    step = ProtectiveStep
    part = _columns("step", step, step.kind, text=step.text, at=step.taken_at, by=Person.name, other_at=step.taken_at)
    return part.join(Person, Person.id == step.taken_by_id).where(step.meeting_id == meeting.id)


def _dissents(meeting: Meeting) -> Any:
    part = _columns(
        "dissent", Dissent, Dissent.wish, text=Dissent.reasons, at=Dissent.recorded_at, by=Person.name,
        agency=Agency.name, number=Dissent.person_id, other_number=Dissent.escalation_id,
    )  # fmt: skip
    part = part.join(Person, Person.id == Dissent.person_id).join(Agency, Agency.id == Dissent.agency_id)
    return part.where(Dissent.meeting_id == meeting.id)


def _papers(sheet: Sheet) -> Any:
    return _columns(
        "paper", Paper, Paper.kind, at=Paper.approved_at, number=Paper.number, other_number=Paper.proposal_to,
        other_at=Paper.issued_at,
    ).where(Paper.meeting_id == sheet.meeting.id, visible_to(sheet.reader, Paper))  # fmt: skip


def _corrections(meeting: Meeting) -> Any:
    return _columns("correction", Correction, Correction.decision).where(Correction.meeting_id == meeting.id)


def _sittings(sheet: Sheet) -> Any:
    meeting = sheet.meeting
    before = Meeting.id == meeting.predecessor_id
    part = _columns(
        "sitting",
        Meeting,
        Meeting.state,
        text=Meeting.reference,
        at=Meeting.starts_at,
        number=case((before, 1), else_=0),
    )
    return part.where(or_(before, Meeting.predecessor_id == meeting.id), visible_to(sheet.reader, Meeting))


def _seat(sheet: Sheet) -> Any:
    return _columns("seat", Invitation, Invitation.capacity).where(
        Invitation.meeting_id == sheet.meeting.id,
        Invitation.person_id == sheet.reader.id,
        Invitation.withdrawn_at.is_(None),
    )
