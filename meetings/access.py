"""Who may see a meeting and what was said in it.

A meeting is seen by those who are asked to it, who run it, and who work with one of its children. A restricted type (an
allegation, organised abuse, a rapid review) is seen by those named in it alone. Somebody who is barred from one of the
children sees nothing of it. Source: DOMAIN §11.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select, true
from sqlalchemy.orm import aliased

import rulebook
from actions.access import admits
from actions.models import Action
from children.access import children_visible_to
from children.models import ConflictOfInterest
from meetings.models import (
    Answer,
    Attendance,
    ChildHeard,
    Correction,
    CourtOutcome,
    Decision,
    Dissent,
    DissentAsked,
    Doubt,
    InterpreterBooking,
    Invitation,
    Meeting,
    MeetingChild,
    MeetingDue,
    MeetingSeries,
    NoPart,
    OfferedTime,
    OutcomeReview,
    Paper,
    Position,
    Proposal,
    ProtectiveStep,
    Recipient,
    ReportFile,
    RoomDraft,
    Seat,
    Statement,
)
from people.models import Person
from people.visibility import answers_for

# Who may be admitted to a part that is held without the family.
ADMITTED = ("professional", "chair", "legal", "minute_taker", "originating_area")
RESTRICTED = tuple(kind.key for kind in rulebook.book().meeting_types.values() if kind.restricted)
# Made once: an alias costs more than the condition that is built with it.
_here, _invitation, _child = aliased(Meeting), aliased(Invitation), aliased(MeetingChild)


@answers_for(Meeting)
def meetings(person: Person) -> ColumnElement[bool]:
    # Asked of each row that the rest of the question leaves over: the meetings of a whole partnership are never gone through.
    return _seen_by(person, Meeting)


def meetings_visible_to(person: Person) -> Select[int]:
    """The ids of the meetings that `person` may see, for `Model.meeting_id.in_(…)`."""
    return select(_here.id).where(_seen_by(person, _here))


def _seen_by(person: Person, here: Any) -> ColumnElement[bool]:
    """The condition on `here`, the meeting or an alias of it."""
    if person.left_on is not None or person.role in ("system_admin", "auditor", "agency_admin"):
        return false()
    asked = (
        exists()
        .where(
            _invitation.meeting_id == here.id, _invitation.person_id == person.id, _invitation.withdrawn_at.is_(None)
        )
        .correlate(here)  # always this meeting's, however deep the question stands
    )
    runs = or_(here.chair_id == person.id, here.coordinator_id == person.id, here.asked_by_id == person.id)
    cases = children_visible_to(person)
    works_with = exists().where(_child.meeting_id == here.id, _child.child_id.in_(cases)).correlate(here)
    conflicts = select(ConflictOfInterest.child_id).where(ConflictOfInterest.person_id == person.id)
    barred = exists().where(_child.meeting_id == here.id, _child.child_id.in_(conflicts)).correlate(here)
    return and_(or_(asked, runs, and_(here.type.not_in(RESTRICTED), works_with)), not_(barred))


@answers_for(MeetingChild)
def meeting_children(person: Person) -> ColumnElement[bool]:
    return MeetingChild.meeting_id.in_(meetings_visible_to(person))


@answers_for(Statement)
def statements(person: Person) -> ColumnElement[bool]:
    """What was said in confidence is there for those admitted to that part, and for whoever entered it."""
    admitted = _admitted(person, Statement.meeting_id)
    open_to = or_(Statement.confidential.is_(False), Statement.entered_by_id == person.id, admitted)
    return and_(Statement.meeting_id.in_(meetings_visible_to(person)), open_to)


@admits
def admitted_where_it_was_agreed(person: Person) -> ColumnElement[bool]:
    """Who reads an action that arose in a part held in confidence."""
    return _admitted(person, Action.meeting_id)


def _admitted(person: Person, meeting_id: Any) -> ColumnElement[bool]:
    """Whether `person` was admitted to what is held in confidence in the meeting with that id, or runs it."""
    # Aliases: a reader's own joins to the list or the meeting must not become part of this question.
    seat, here = aliased(Invitation), aliased(Meeting)
    seated = exists().where(
        seat.meeting_id == meeting_id,
        seat.person_id == person.id,
        seat.withdrawn_at.is_(None),
        seat.confidential_part.is_(True),
        seat.capacity.in_(ADMITTED),
    )
    runs = exists().where(here.id == meeting_id, or_(here.chair_id == person.id, here.coordinator_id == person.id))
    return or_(seated, runs)


@answers_for(Position)
def positions(person: Person) -> ColumnElement[bool]:
    """An agency sees the others' positions on a decision once it has given its own; whoever chairs writes them down."""
    own, here = aliased(Position), aliased(Meeting)
    gave = exists().where(
        own.meeting_id == Position.meeting_id,
        own.agency_id == person.agency_id,
        own.position != "not_asked",
        or_(own.child_id == Position.child_id, and_(own.child_id.is_(None), Position.child_id.is_(None))),
    )
    chairs = exists().where(here.id == Position.meeting_id, here.chair_id == person.id)
    return and_(
        Position.meeting_id.in_(meetings_visible_to(person)),
        or_(Position.agency_id == person.agency_id, gave, chairs),
    )


@answers_for(Answer)
def answers(person: Person) -> ColumnElement[bool]:
    seen = select(Invitation.id).where(Invitation.meeting_id.in_(meetings_visible_to(person)))
    return Answer.invitation_id.in_(seen)


@answers_for(Paper)
def papers(person: Person) -> ColumnElement[bool]:
    return Paper.meeting_id.in_(meetings_visible_to(person))


@answers_for(Recipient)
def recipients(person: Person) -> ColumnElement[bool]:
    return Recipient.paper_id.in_(select(Paper.id).where(papers(person)))


@answers_for(Invitation)
def invitations(person: Person) -> ColumnElement[bool]:
    return Invitation.meeting_id.in_(meetings_visible_to(person))


@answers_for(MeetingSeries)
def series(person: Person) -> ColumnElement[bool]:
    """Whoever may see one of its meetings knows that they are a series; which others there are, each of them says."""
    return MeetingSeries.id.in_(select(Meeting.series_id).where(Meeting.id.in_(meetings_visible_to(person))))


@answers_for(Seat)
def seats(person: Person) -> ColumnElement[bool]:
    seen = select(Invitation.seat_id).where(Invitation.meeting_id.in_(meetings_visible_to(person)))
    return Seat.id.in_(seen.where(Invitation.seat_id.is_not(None)))


@answers_for(OfferedTime)
def offered_times(person: Person) -> ColumnElement[bool]:
    return OfferedTime.meeting_id.in_(meetings_visible_to(person))


@answers_for(ReportFile)
def report_files(person: Person) -> ColumnElement[bool]:
    """A report is its author's, and theirs who run the meeting; the others hear it read out."""
    asked, here = aliased(Invitation), aliased(Meeting)
    runs = or_(here.chair_id == person.id, here.coordinator_id == person.id, here.asked_by_id == person.id)
    return exists().where(
        asked.id == ReportFile.invitation_id,
        here.id == asked.meeting_id,
        here.id.in_(meetings_visible_to(person)),
        or_(runs, asked.person_id == person.id),
    )


@answers_for(Attendance)
def attendance(person: Person) -> ColumnElement[bool]:
    return Attendance.meeting_id.in_(meetings_visible_to(person))


@answers_for(MeetingDue)
def dates(person: Person) -> ColumnElement[bool]:
    return MeetingDue.meeting_id.in_(meetings_visible_to(person))


@answers_for(ProtectiveStep)
def protective_steps(person: Person) -> ColumnElement[bool]:
    return ProtectiveStep.meeting_id.in_(meetings_visible_to(person))


@answers_for(ChildHeard)
def heard(person: Person) -> ColumnElement[bool]:
    return ChildHeard.meeting_id.in_(meetings_visible_to(person))


@answers_for(Decision)
def decisions(person: Person) -> ColumnElement[bool]:
    return Decision.meeting_id.in_(meetings_visible_to(person))


@answers_for(CourtOutcome)
def court_outcomes(person: Person) -> ColumnElement[bool]:
    """What a court decided for a child is for those who work with that child; a brother's or sister's for theirs."""
    return CourtOutcome.child_id.in_(children_visible_to(person))


@answers_for(OutcomeReview)
def outcome_reviews(person: Person) -> ColumnElement[bool]:
    return OutcomeReview.child_id.in_(children_visible_to(person))


@answers_for(InterpreterBooking)
def interpreters(person: Person) -> ColumnElement[bool]:
    return InterpreterBooking.meeting_id.in_(meetings_visible_to(person))


@answers_for(NoPart)
def parts(person: Person) -> ColumnElement[bool]:
    return NoPart.meeting_id.in_(meetings_visible_to(person))


@answers_for(Dissent)
def dissents(person: Person) -> ColumnElement[bool]:
    return Dissent.meeting_id.in_(meetings_visible_to(person))


@answers_for(DissentAsked)
def dissent_asked(person: Person) -> ColumnElement[bool]:
    return DissentAsked.meeting_id.in_(meetings_visible_to(person))


@answers_for(Correction)
def corrections(person: Person) -> ColumnElement[bool]:
    return Correction.meeting_id.in_(meetings_visible_to(person))


@answers_for(RoomDraft)
def drafts(person: Person) -> ColumnElement[bool]:
    """What somebody typed and did not enter is theirs alone."""
    return and_(RoomDraft.person_id == person.id, RoomDraft.meeting_id.in_(meetings_visible_to(person)))


@answers_for(Proposal)
def proposals(person: Person) -> ColumnElement[bool]:
    return Proposal.meeting_id.in_(meetings_visible_to(person))


@answers_for(Doubt)
def doubts(person: Person) -> ColumnElement[bool]:
    """About a meeting: who sees the meeting. What nobody knows is for a coordinator to look at."""
    unknown = and_(Doubt.meeting_id.is_(None), true() if person.role == "coordinator" else false())
    return or_(Doubt.meeting_id.in_(meetings_visible_to(person)), unknown)
