"""What a meeting's page shows once it is held: decisions, dissent, papers, actions and what follows, in four queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, or_, union_all

from foundation.database import db
from meetings.models import (
    Correction,
    Invitation,
    Meeting,
    Paper,
)
from meetings.queries.around import Sitting
from meetings.queries.gathered import columns, dissent_of, dissents_of, step_of, steps_of
from meetings.queries.room import Agreed, actions_of_sheet
from meetings.queries.sheet import PaperLine, Sheet, children_and_decisions, dues_of
from people.models import Person
from people.visibility import visible_to


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
    children, decisions = children_and_decisions(reader, meeting)
    sheet = Sheet(meeting, reader, children, invitations=[], dues=dues_of(meeting), attendance={}, decisions=decisions)
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
    parts = [
        steps_of(meeting),
        dissents_of(meeting),
        _papers(sheet),
        _corrections(meeting),
        _sittings(sheet),
        _seat(sheet),
    ]
    rows: Sequence[Any] = db.session.execute(union_all(*parts)).all()
    for row in sorted(rows, key=lambda row: row.id):
        if row.what == "step":
            steps.append(step_of(row))
        elif row.what == "dissent":
            dissents.append(dissent_of(row))
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


def _papers(sheet: Sheet) -> Any:
    return columns(
        "paper", Paper, Paper.kind, at=Paper.approved_at, number=Paper.number, other_number=Paper.proposal_to,
        other_at=Paper.issued_at,
    ).where(Paper.meeting_id == sheet.meeting.id, visible_to(sheet.reader, Paper))  # fmt: skip


def _corrections(meeting: Meeting) -> Any:
    return columns("correction", Correction, Correction.decision).where(Correction.meeting_id == meeting.id)


def _sittings(sheet: Sheet) -> Any:
    meeting = sheet.meeting
    before = Meeting.id == meeting.predecessor_id
    part = columns(
        "sitting",
        Meeting,
        Meeting.state,
        text=Meeting.reference,
        at=Meeting.starts_at,
        number=case((before, 1), else_=0),
    )
    return part.where(or_(before, Meeting.predecessor_id == meeting.id), visible_to(sheet.reader, Meeting))


def _seat(sheet: Sheet) -> Any:
    return columns("seat", Invitation, Invitation.capacity).where(
        Invitation.meeting_id == sheet.meeting.id,
        Invitation.person_id == sheet.reader.id,
        Invitation.withdrawn_at.is_(None),
    )
