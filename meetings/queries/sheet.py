"""Everything that stands about one meeting, read once for a page, its rules and its API answer alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, exists, false, literal, or_, select
from sqlalchemy.orm import aliased

from children.access import children_visible_to
from children.models import (
    LEADING,
    PENDING,
    CaseSummary,
    Child,
    FamilyMember,
    LeadProfessional,
    SharingDecision,
    VoiceEntry,
)
from foundation import clock
from foundation.database import db
from meetings.models import (
    Attendance,
    ChildHeard,
    Correction,
    Decision,
    DissentAsked,
    Invitation,
    Meeting,
    MeetingChild,
    MeetingDue,
    Paper,
    Statement,
)
from meetings.models.meeting import AFTER, BEFORE
from meetings.queries.gathered import DissentLine, StepLine, gathered
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
    born: date | None = None
    summed_up: bool = False  # the case summary was written anew since the meeting opened

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
    steps: list[StepLine] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    asked: dict[int, DissentAsked] = field(default_factory=dict)  # by agency
    positions_from: frozenset[int] = frozenset()  # agencies that gave their position on any decision
    dissents: list[DissentLine] = field(default_factory=list)
    actions_unowned: int = 0  # their owner has left
    actions_declined: int = 0  # they wait for another owner
    siblings_unlisted: int = 0
    went_ahead: frozenset[int] = frozenset()  # children whose last meeting of this type went ahead inquorate
    offers: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)  # other times, by invitation
    interpreters: int = 0  # who are booked
    no_part: frozenset[int] = frozenset()  # agencies that said why they take nothing on
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
    """Read the sheet: four queries, and two more once papers may stand, whatever the amount."""
    children, decisions = children_and_decisions(reader, meeting)
    sheet = Sheet(meeting, reader, children, invitations=[], dues=dues_of(meeting), attendance={}, decisions=decisions)
    read_table(sheet)
    found = gathered(meeting)
    sheet.steps, sheet.dissents, sheet.positions_from = found.steps, found.dissents, found.positions_from
    sheet.actions_unowned, sheet.actions_declined = found.actions_unowned, found.actions_declined
    sheet.siblings_unlisted, sheet.went_ahead, sheet.offers = found.siblings_unlisted, found.went_ahead, found.offers
    sheet.interpreters = found.interpreters
    if meeting.state in AFTER:
        _read_papers(sheet)
    return sheet


def read_table(sheet: Sheet) -> None:
    """Who is on the list, what they did on the day, and whether their agency was asked for dissent."""
    here = sheet.meeting.id
    rows = db.session.execute(
        select(Invitation, Attendance, DissentAsked)
        .join(Agency, Agency.id == Invitation.agency_id)
        .outerjoin(Attendance, Attendance.invitation_id == Invitation.id)
        .outerjoin(
            DissentAsked,
            and_(DissentAsked.meeting_id == Invitation.meeting_id, DissentAsked.agency_id == Invitation.agency_id),
        )
        .where(Invitation.meeting_id == here, Invitation.withdrawn_at.is_(None))
        .order_by(Agency.kind, Agency.name, Invitation.id)
    ).all()
    sheet.invitations = [row[0] for row in rows]
    sheet.attendance = {row[0].id: row[1] for row in rows if row[1] is not None}
    sheet.asked = {row[0].agency_id: row[2] for row in rows if row[2] is not None}


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


def children_of_meeting(reader: Person, meeting: Meeting) -> list[ChildLine]:
    """The children of the meeting as the reader may know them."""
    return children_and_decisions(reader, meeting)[0]


def children_and_decisions(reader: Person, meeting: Meeting) -> tuple[list[ChildLine], list[Decision]]:
    """The children in the order of the record, and what is decided for each. Whoever is asked to the meeting or runs it
    knows whom it is about; a restricted brother or sister is named only to those who may see that child's own record."""
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
    needed = exists().where(FamilyMember.household_id == Child.household_id, FamilyMember.interpreter_needed)
    anew = exists().where(
        CaseSummary.child_id == Child.id, CaseSummary.written_at >= (meeting.opened_at or clock.now())
    )
    rows = db.session.execute(
        select(
            Child.id,
            Child.public_id,
            Child.name,
            Child.date_of_birth,
            Child.expected_date_of_birth,
            or_(Child.interpreter_needed, needed).label("interpreter_needed"),
            (anew if meeting.opened_at else false()).label("summed_up"),
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
            Decision,
        )
        .join(MeetingChild, MeetingChild.child_id == Child.id)
        .outerjoin(lead, and_(lead.child_id == Child.id, lead.state.in_((*LEADING, *PENDING))))
        .outerjoin(leader, leader.id == lead.person_id)
        .outerjoin(ChildHeard, and_(ChildHeard.child_id == Child.id, ChildHeard.meeting_id == meeting.id))
        .outerjoin(words, words.id == ChildHeard.voice_id)
        .outerjoin(Decision, and_(Decision.child_id == Child.id, Decision.meeting_id == meeting.id))
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
            summed_up=row.summed_up,
            born=row.date_of_birth,
        )
    decisions = list(dict.fromkeys(row.Decision for row in rows if row.Decision is not None))
    if not lines and meeting.state not in BEFORE:
        decisions = list(db.session.scalars(select(Decision).where(Decision.meeting_id == meeting.id)))
    return list(lines.values()), decisions


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
