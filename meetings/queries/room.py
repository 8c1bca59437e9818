"""Everything that the meeting room shows, in a handful of queries however many people are at the table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import aliased

from actions.models import Action, ActionChild
from foundation.database import db
from meetings.models import (
    Invitation,
    Meeting,
    Position,
    RoomDraft,
    Statement,
)
from meetings.queries.facts import Moves, moves_of, roles_of
from meetings.queries.gathered import done_and_dissented
from meetings.queries.sheet import Sheet, children_and_decisions, read_table
from people.models import Agency, Person
from people.visibility import visible_to


@dataclass(frozen=True)
class Said:
    """One statement as a reader sees it. `number` counts those of its kind that this reader may see, so that what is
    kept from them leaves no gap; `rests_on` are the numbers of facts."""

    public_id: str
    kind: str
    number: int
    text: str
    child_id: int | None
    agency_id: int | None
    agency: str
    by: str
    source: str
    happened_on: date | None
    rests_on: tuple[int, ...]
    reason: str
    confidence: str
    advice: str
    what_else: str
    confidential: bool
    entered_by_id: int
    entered_at: datetime


@dataclass(frozen=True)
class Stands:
    """Where an agency stands on the decision for a child; `first` is what it gave before it changed."""

    child_id: int | None
    agency_id: int
    agency: str
    position: str
    words: str
    given_at: datetime
    first: str = ""
    first_words: str = ""


@dataclass(frozen=True)
class Agreed:
    """An action of the meeting. `noted`: nobody is told of it before the meeting is concluded."""

    public_id: str
    reference: str
    text: str
    outcome_wanted: str
    priority: str
    state: str
    due_on: date
    owner_id: int
    owner_public_id: str
    owner: str
    agency: str
    owner_left: bool
    noted: bool
    accepted: bool
    confidential: bool
    child_ids: tuple[int, ...]


@dataclass
class Room:
    """The room as `sheet.reader` may see it. `given`: which agencies gave a position, for each child; for the rules and
    for whoever may know it, not for the page of an agency that has not given its own."""

    sheet: Sheet
    roles: set[str]
    moves: Moves
    said: list[Said] = field(default_factory=list)
    positions: list[Stands] = field(default_factory=list)
    given: dict[int | None, set[int]] = field(default_factory=dict)
    actions: list[Agreed] = field(default_factory=list)
    drafts: dict[str, RoomDraft] = field(default_factory=dict)
    agencies: Sequence[Agency] = ()

    @property
    def meeting(self) -> Meeting:
        return self.sheet.meeting

    def all_gave(self, child_id: int | None) -> bool:
        """Whether every agency that is here has said where it stands: then nobody's words sway another's."""
        here = set(self.sheet.agencies_present())
        return bool(here) and here <= self.given.get(child_id, set())


def room_of(reader: Person, meeting: Meeting, *, wall: bool = False) -> Room:
    """Read the room: seven queries. On the `wall` everybody reads along: nothing confidential, no position before all gave
    theirs, no name of a restricted child, nobody's drafts."""
    children, decisions = children_and_decisions(reader, meeting)
    sheet = Sheet(meeting, reader, children, invitations=[], dues=[], attendance={}, decisions=decisions)
    read_table(sheet)
    found = done_and_dissented(meeting)
    sheet.steps, sheet.dissents, sheet.went_ahead = found.steps, found.dissents, found.went_ahead
    sheet.interpreters, sheet.no_part = found.interpreters, found.no_part
    said = _said(sheet, wall)
    positions, given = _positions(sheet)
    actions = [one for one in actions_of_sheet(sheet) if not (wall and one.confidential)]
    drafts = {} if wall else _drafts(sheet)
    agencies = [] if wall else list(db.session.scalars(select(Agency).order_by(Agency.name)))
    roles = roles_of(reader, meeting, sheet)
    room = Room(sheet, roles, Moves([], []), said, positions, given, actions, drafts, agencies)
    if wall:
        room.positions = [one for one in positions if room.all_gave(one.child_id)]
    else:
        room.moves = moves_of(reader, sheet)
    return room


def _said(sheet: Sheet, wall: bool) -> list[Said]:
    speaks = aliased(Invitation)
    rows: Sequence[Any] = db.session.execute(
        select(Statement, speaks.agency_id, Agency.name.label("agency"), Person.name.label("by"))
        .outerjoin(speaks, speaks.id == Statement.invitation_id)
        .outerjoin(Agency, Agency.id == speaks.agency_id)
        .outerjoin(Person, Person.id == speaks.person_id)
        .where(
            Statement.meeting_id == sheet.meeting.id,
            Statement.withdrawn_at.is_(None),
            visible_to(sheet.reader, Statement),
            or_(Statement.confidential.is_(False), literal(not wall)),
        )
        .order_by(Statement.id)
    ).all()
    counted: dict[str, int] = defaultdict(int)
    facts: dict[str, int] = {}
    lines = []
    for made, agency_id, agency, by in rows:
        counted[made.kind] += 1
        if made.kind == "fact":
            facts[made.public_id] = counted["fact"]
        lines.append(
            Said(
                public_id=made.public_id,
                kind=made.kind,
                number=counted[made.kind],
                text=made.text,
                child_id=made.child_id,
                agency_id=agency_id,
                agency=agency or "",
                by=by or "",
                source=made.source,
                happened_on=made.happened_on,
                rests_on=tuple(facts[one] for one in made.rests_on if one in facts),
                reason=made.reason,
                confidence=made.confidence,
                advice=made.advice,
                what_else=made.what_else,
                confidential=made.confidential,
                entered_by_id=made.entered_by_id,
                entered_at=made.entered_at,
            )
        )
    return lines


def _positions(sheet: Sheet) -> tuple[list[Stands], dict[int | None, set[int]]]:
    """The positions that the reader may know, the newest of each agency; and which agencies gave one at all."""
    rows = db.session.execute(
        select(
            Position.child_id,
            Position.agency_id,
            Agency.name.label("agency"),
            Position.position,
            Position.words,
            Position.given_at,
            visible_to(sheet.reader, Position).label("visible"),
        )
        .join(Agency, Agency.id == Position.agency_id)
        .where(Position.meeting_id == sheet.meeting.id)
        .order_by(Position.id)
    ).all()
    given: dict[int | None, set[int]] = defaultdict(set)
    first: dict[tuple[int | None, int], Any] = {}
    newest: dict[tuple[int | None, int], Any] = {}
    for row in rows:
        given[row.child_id].add(row.agency_id)
        if row.visible:
            first.setdefault((row.child_id, row.agency_id), row)
            newest[row.child_id, row.agency_id] = row
    sheet.positions_from = frozenset(row.agency_id for row in rows if row.position != "not_asked")
    return [
        Stands(
            row.child_id,
            row.agency_id,
            row.agency,
            row.position,
            row.words,
            row.given_at,
            first[key].position if first[key] is not row else "",
            first[key].words if first[key] is not row else "",
        )
        for key, row in newest.items()
    ], given


def actions_of_sheet(sheet: Sheet) -> list[Agreed]:
    """The actions of the meeting that the reader may see, in the order in which they were noted. One query."""
    reader, meeting = sheet.reader, sheet.meeting
    asked = sheet.reader_is_asked or any(one.person_id == reader.id for one in sheet.invitations)
    takes_part = asked or reader.id in (meeting.chair_id, meeting.coordinator_id)
    rows = db.session.execute(
        select(
            Action.id,
            Action.public_id,
            Action.reference,
            Action.text,
            Action.outcome_wanted,
            Action.priority,
            Action.state,
            Action.due_on,
            Action.owner_id,
            Action.opened_at,
            Action.accepted_at,
            Action.confidential,
            Person.public_id.label("owner_public_id"),
            Person.name.label("owner"),
            Person.left_on,
            Agency.name.label("agency"),
            ActionChild.child_id,
            visible_to(reader, Action).label("visible"),
        )
        .join(Person, Person.id == Action.owner_id)
        .join(Agency, Agency.id == Action.agency_id)
        .outerjoin(ActionChild, ActionChild.action_id == Action.id)
        .where(Action.meeting_id == meeting.id, Action.state != "cancelled")
        .order_by(Action.id, ActionChild.child_id)
    ).all()
    of: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.id].append(row)
    sheet.actions_unowned = sum(1 for row, *_ in of.values() if row.left_on is not None)
    sheet.actions_declined = sum(1 for row, *_ in of.values() if row.state == "declined")
    return [
        Agreed(
            public_id=row.public_id,
            reference=row.reference,
            text=row.text,
            outcome_wanted=row.outcome_wanted,
            priority=row.priority,
            state=row.state,
            due_on=row.due_on,
            owner_id=row.owner_id,
            owner_public_id=row.owner_public_id,
            owner=row.owner,
            agency=row.agency,
            owner_left=row.left_on is not None,
            noted=row.opened_at is None,
            accepted=row.accepted_at is not None,
            confidential=row.confidential,
            child_ids=tuple(one.child_id for one in (row, *more) if one.child_id),
        )
        for row, *more in of.values()
        if row.visible or (takes_part and not row.confidential)
    ]


def _drafts(sheet: Sheet) -> dict[str, RoomDraft]:
    rows = db.session.scalars(
        select(RoomDraft).where(RoomDraft.meeting_id == sheet.meeting.id, visible_to(sheet.reader, RoomDraft))
    )
    return {draft.form: draft for draft in rows}
