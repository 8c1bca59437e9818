"""Everything that stands about one meeting, read once for a page, its rules and its API answer alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, false, literal, or_, select
from sqlalchemy.orm import aliased

from children.access import children_visible_to
from children.models import LEADING, PENDING, Child, ChildRelation, LeadProfessional, SharingDecision, VoiceEntry
from foundation.database import db
from meetings.models import (
    Attendance,
    ChildHeard,
    Correction,
    Decision,
    Dissent,
    DissentAsked,
    Invitation,
    Meeting,
    MeetingChild,
    MeetingDue,
    Paper,
    Position,
    ProtectiveStep,
    Statement,
)
from meetings.models.meeting import AFTER, RUNNING
from meetings.quorum import Outcome, Present, count
from people.models import Agency, Person
from people.visibility import visible_to


@dataclass(frozen=True)
class ChildLine:
    """One child of the meeting. `name` is empty where the reader may not know it."""

    id: int
    public_id: str
    name: str
    number: int
    unborn: bool
    interpreter_needed: bool
    plan: str
    lead_id: int | None = None
    lead_name: str = ""
    lead_agency_id: int | None = None
    lead_manager_id: int | None = None
    lead_state: str = ""
    lead_is_social_worker: bool = False
    sharing_recorded: bool = False
    spoke: bool = False
    may_open: bool = False  # the reader may see this child's own record
    restricted: bool = False  # not named to everybody who is asked
    heard: bool = False  # in this meeting: words taken down, or the reason why there are none
    words: str = ""  # the child's own, taken down for this meeting, where the reader may see the record
    reason_absent: str = ""  # why there are none

    def label(self, of: int) -> str:
        """Which one, without a name."""
        return "the child" if of == 1 else f"child {self.number} of {of}"


@dataclass(frozen=True)
class PaperLine:
    """One version of a paper without its text."""

    kind: str
    number: int
    proposal_to: int | None
    approved_at: datetime | None
    issued_at: datetime | None


@dataclass
class Sheet:
    """What stands about `meeting`, as `reader` may see it. Lists that the state does not need yet are empty."""

    meeting: Meeting
    reader: Person
    children: list[ChildLine]
    invitations: list[Invitation]
    dues: list[MeetingDue]
    attendance: dict[int, Attendance]  # by invitation
    steps: Sequence[Any] = ()
    decisions: list[Decision] = field(default_factory=list)
    heard: dict[int, ChildHeard] = field(default_factory=dict)  # by child
    asked: dict[int, DissentAsked] = field(default_factory=dict)  # by agency
    positions_from: frozenset[int] = frozenset()  # agencies that gave their position on any decision
    dissents: Sequence[Any] = ()
    actions_unowned: int | None = None  # None: not counted yet
    actions_declined: int | None = None  # None: not counted yet
    reader_is_asked: bool | None = None  # None: the list of invitations says it
    papers: Sequence[Paper | PaperLine] = ()
    corrections: list[Correction] = field(default_factory=list)

    @property
    def lead_agencies(self) -> set[int]:
        return {child.lead_agency_id for child in self.children if child.lead_agency_id}

    def people(self) -> list[Present]:
        """Everybody whose attendance is recorded, as quorum looks at them."""
        return [
            _present(self, invitation, self.attendance[invitation.id])
            for invitation in self.invitations
            if invitation.id in self.attendance
        ]

    def quorum(self, moment: datetime | None = None) -> Outcome:
        """The count on the attendance as recorded, at `moment` (None: of those who are there now)."""
        return count(self.meeting.kind.quorum, self.people(), moment)

    def forecast(self) -> Outcome:
        """The count if exactly those come who have said so."""
        return self.quorum_with(one for one in self.invitations if one.response in ("accepted", "delegated"))

    def quorum_with(self, coming: Iterable[Invitation]) -> Outcome:
        """The count if exactly these come."""
        return count(self.meeting.kind.quorum, [_present(self, invitation, None) for invitation in coming])

    def agencies_present(self) -> dict[int, str]:
        """The agencies of those who attended and count, by id with their names."""
        there = {"attended", "deputy_attended"}
        return {
            invitation.agency_id: invitation.agency.name
            for invitation in self.invitations
            if invitation.id in self.attendance
            and self.attendance[invitation.id].status in there
            and invitation.capacity in ("professional", "chair")
        }


def sheet_of(reader: Person, meeting: Meeting) -> Sheet:
    """Read the sheet: four queries before the meeting, up to ten while it runs and after it, whatever the amount."""
    sheet = Sheet(
        meeting=meeting,
        reader=reader,
        children=children_of_meeting(reader, meeting),
        invitations=_invitations(meeting),
        dues=dues_of(meeting),
        attendance={},
        steps=_steps(meeting),
    )
    if meeting.state in (*RUNNING, *AFTER, "reconvened"):
        _read_record(sheet)
    if meeting.state in AFTER:
        _read_papers(sheet)
    return sheet


def _read_record(sheet: Sheet) -> None:
    here = sheet.meeting.id
    rows = db.session.scalars(select(Attendance).where(Attendance.meeting_id == here))
    sheet.attendance = {row.invitation_id: row for row in rows}
    sheet.decisions = list(
        db.session.scalars(select(Decision).where(Decision.meeting_id == here).order_by(Decision.child_id))
    )
    sheet.heard = {
        row.child_id: row for row in db.session.scalars(select(ChildHeard).where(ChildHeard.meeting_id == here))
    }
    sheet.asked = {
        row.agency_id: row for row in db.session.scalars(select(DissentAsked).where(DissentAsked.meeting_id == here))
    }
    sheet.positions_from = frozenset(
        db.session.scalars(
            select(Position.agency_id).where(Position.meeting_id == here, Position.position != "not_asked").distinct()
        )
    )
    sheet.dissents = db.session.execute(
        select(
            Dissent.id,
            Dissent.public_id,
            Dissent.person_id,
            Dissent.reasons,
            Dissent.wish,
            Dissent.recorded_at,
            Dissent.challenged_at,
            Dissent.escalation_id,
            Dissent.decision_id,
            Person.name.label("by"),
            Agency.key.label("agency"),
            Agency.name.label("agency_name"),
        )
        .join(Person, Person.id == Dissent.person_id)
        .join(Agency, Agency.id == Dissent.agency_id)
        .where(Dissent.meeting_id == here)
        .order_by(Dissent.id)
    ).all()


def _read_papers(sheet: Sheet) -> None:
    here = sheet.meeting.id
    sheet.papers = list(
        db.session.scalars(
            select(Paper)
            .where(Paper.meeting_id == here, visible_to(sheet.reader, Paper))
            .order_by(Paper.kind, Paper.number)
        )
    )
    sheet.corrections = list(
        db.session.scalars(select(Correction).where(Correction.meeting_id == here).order_by(Correction.id))
    )


def dues_of(meeting: Meeting) -> list[MeetingDue]:
    """The dates that the meeting owes, soonest first."""
    return list(
        db.session.scalars(
            select(MeetingDue)
            .where(MeetingDue.meeting_id == meeting.id)
            .order_by(MeetingDue.due_on.is_(None), MeetingDue.due_on, MeetingDue.due_at, MeetingDue.id)
        )
    )


def _steps(meeting: Meeting) -> Sequence[Any]:
    return db.session.execute(
        select(ProtectiveStep.kind, ProtectiveStep.text, ProtectiveStep.taken_at, Person.name.label("by"))
        .join(Person, Person.id == ProtectiveStep.taken_by_id)
        .where(ProtectiveStep.meeting_id == meeting.id)
        .order_by(ProtectiveStep.id)
    ).all()


def _invitations(meeting: Meeting) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation)
            .join(Agency, Agency.id == Invitation.agency_id)
            .where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
            .order_by(Agency.kind, Agency.name, Invitation.id)
        )
    )


def children_of_meeting(reader: Person, meeting: Meeting) -> list[ChildLine]:
    """The children in the order of the record. Whoever is asked to the meeting or runs it knows whom it is about; a
    restricted brother or sister is named only to those who may see that child's own record."""
    lead, leader, words = aliased(LeadProfessional), aliased(Person), aliased(VoiceEntry)
    asked = exists().where(
        Invitation.meeting_id == meeting.id, Invitation.person_id == reader.id, Invitation.withdrawn_at.is_(None)
    )
    runs = reader.id in (meeting.chair_id, meeting.coordinator_id, meeting.asked_by_id)
    knows = Child.id.in_(children_visible_to(reader))
    shared = exists().where(SharingDecision.child_id == Child.id, SharingDecision.decided_at >= meeting.asked_at)
    # Heard in this meeting: words entered in the child's record since it opened, or stated at the table.
    spoke = or_(
        exists().where(
            VoiceEntry.child_id == Child.id,
            VoiceEntry.entered_at >= meeting.opened_at,
            VoiceEntry.retracts_id.is_(None),
        )
        if meeting.opened_at
        else false(),
        exists().where(
            Statement.meeting_id == meeting.id,
            Statement.kind == "child_voice",
            Statement.withdrawn_at.is_(None),
            Statement.child_id == Child.id,
        ),
    )
    rows = db.session.execute(
        select(
            Child.id,
            Child.public_id,
            Child.name,
            Child.expected_date_of_birth,
            Child.interpreter_needed,
            Child.plan,
            lead.person_id.label("lead_id"),
            lead.state.label("lead_state"),
            leader.name.label("lead_name"),
            leader.agency_id.label("lead_agency_id"),
            leader.manager_id.label("lead_manager_id"),
            leader.registered_social_worker.label("lead_is_social_worker"),
            shared.label("sharing_recorded"),
            spoke.label("spoke"),
            or_(knows, and_(or_(asked, literal(runs)), MeetingChild.restricted.is_(False))).label("named"),
            knows.label("may_open"),
            MeetingChild.restricted,
            ChildHeard.id.label("heard_id"),
            words.views.label("words"),
            ChildHeard.reason_absent,
        )
        .join(MeetingChild, MeetingChild.child_id == Child.id)
        .outerjoin(lead, and_(lead.child_id == Child.id, lead.state.in_((*LEADING, *PENDING))))
        .outerjoin(leader, leader.id == lead.person_id)
        .outerjoin(ChildHeard, and_(ChildHeard.child_id == Child.id, ChildHeard.meeting_id == meeting.id))
        .outerjoin(words, words.id == ChildHeard.voice_id)
        .where(MeetingChild.meeting_id == meeting.id)
        .order_by(Child.id, lead.state.in_(PENDING))
    ).all()
    lines: dict[int, ChildLine] = {}
    for row in rows:
        if row.id in lines:
            continue  # a nomination beside the one who leads
        lines[row.id] = ChildLine(
            id=row.id,
            public_id=row.public_id,
            name=row.name if row.named else "",
            number=len(lines) + 1,
            unborn=row.expected_date_of_birth is not None,
            interpreter_needed=row.interpreter_needed,
            plan=row.plan,
            lead_id=row.lead_id,
            lead_name=row.lead_name or "",
            lead_agency_id=row.lead_agency_id,
            lead_manager_id=row.lead_manager_id,
            lead_state="active" if row.lead_state in LEADING else row.lead_state or "",
            lead_is_social_worker=bool(row.lead_is_social_worker),
            sharing_recorded=row.sharing_recorded,
            spoke=row.spoke,
            may_open=row.may_open,
            restricted=row.restricted,
            heard=row.heard_id is not None,
            words=(row.words or "") if row.may_open else "",
            reason_absent=row.reason_absent or "",
        )
    return list(lines.values())


def siblings_unlisted(meeting: Meeting, child_ids: set[int]) -> int:
    """How many brothers and sisters of the children (same household, or related) are not on the meeting's list."""
    households = select(Child.household_id).where(Child.id.in_(child_ids))
    related = select(ChildRelation.other_id).where(ChildRelation.child_id.in_(child_ids))
    found = select(Child.id).where(
        or_(Child.household_id.in_(households), Child.id.in_(related)), Child.id.not_in(child_ids)
    )
    return len(db.session.scalars(found).all())


def proceeded_before(meeting: Meeting, child_ids: set[int]) -> set[int]:
    """Those of the children whose last concluded meeting of this type went ahead inquorate."""
    rows = db.session.execute(
        select(MeetingChild.child_id, Meeting.proceed_reason)
        .join(Meeting, Meeting.id == MeetingChild.meeting_id)
        .where(
            MeetingChild.child_id.in_(child_ids),
            Meeting.type == meeting.type,
            Meeting.state.in_(AFTER),
            Meeting.id != meeting.id,
        )
        .order_by(Meeting.ended_at)
    )
    last = {row.child_id: row.proceed_reason for row in rows}
    return {child for child, reason in last.items() if reason}


def first_limit(dues: list[MeetingDue]) -> MeetingDue | None:
    """The first date by which the meeting must be held: of what is no mere warning, the earliest that is not met."""
    owed = [due for due in dues if due.duty == "hold" and not due.warning_only and due.met_at is None]
    return min(owed, key=_last_day, default=None)


def _last_day(due: MeetingDue) -> date:
    return due.due_on or (due.due_at.date() if due.due_at else date.max)


def _present(sheet: Sheet, invitation: Invitation, row: Attendance | None) -> Present:
    person, kind = invitation.person, sheet.meeting.kind
    also = set()
    if person.discipline == "lado":
        also.add("lado")
    if invitation.agency_id in sheet.lead_agencies:
        also.add("lead_agency")
    if invitation.agency_id == sheet.meeting.named_agency_id:
        also.update(role for role in kind.quorum.required_agencies if role in ("employer_hr", "audited_organisation"))
    return Present(
        name=person.name,
        agency=invitation.agency.kind,
        discipline=person.discipline,
        status=row.status if row else "attended",
        capacity=invitation.capacity,
        arrived_at=row.arrived_at if row else None,
        left_at=row.left_at if row else None,
        can_decide=row.can_decide if row else invitation.comes_with_authority,
        direct_contact=invitation.direct_contact,
        also=frozenset(also),
    )
