"""What waits for somebody, one question for each kind of work, each a row of the same columns.

Nobody's permission is asked here: `worklist` asks `visible_to` for every row. The questions are the same for everybody
of one profession on one day, so they are put together once for these and kept; who asks, and when, are parameters.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

import rulebook
import working_time
from actions.models import Action
from children.access import is_current
from children.models import LEADING, PENDING, Involvement, LeadGap, LeadProfessional
from escalation.models import Escalation, EscalationStage
from foundation.clock import LONDON
from foundation.database import Instant
from meetings.models import Correction, Invitation, Meeting, MeetingChild, MeetingDue, Paper
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from notifications.models import MAIL_NEEDS_ATTENTION, Outbox
from people.models import Agency, Person

OVERDUE, TODAY, WEEK, LATER = range(4)
SAFETY, DUTY, PLAN, ADMINISTRATION = range(4)
COLUMNS: dict[str, Any] = {
    "kind": String(),
    "rank": Integer(),
    "public_id": String(),
    "reference": String(),
    "what": Text(),
    "more": Text(),
    "state": String(),
    "due_on": Date(),
    "due_at": Instant(),
    "bucket": Integer(),
    "owner_id": Integer(),
    "other_id": Integer(),
    "meeting_id": Integer(),
    "action_id": Integer(),
    "child_id": Integer(),
}
COMING = ("accepted", "delegated")
WEEK_DAYS = 6  # what falls due so many days after today is still this week
OWED_DAYS = 42
RISK_DAYS = 5  # working days before its start in which a meeting's quorum is a worry


ME, NOW = bindparam("me", type_=Integer()), bindparam("now", type_=Instant())


@dataclass(frozen=True)
class Asked:
    """What the questions depend on, besides who asks (`ME`) and when (`NOW`).

    `convenes`: the types of meeting that this profession's agency convenes. `week_ends` is the last London date that
    counts as this week; `yesterday`, `tomorrow`, `next_week` are the instants at which a London day begins; up to
    `risk_until` a start is close enough for its quorum to be a worry, and up to `owed_until` a meeting that nobody has asked
    for yet is one to ask for.
    """

    team: bool
    convenes: tuple[str, ...]
    today: date
    yesterday: datetime
    tomorrow: datetime
    week_ends: date
    next_week: datetime
    risk_until: datetime
    owed_until: date

    def whose(self, column: Any) -> ColumnElement[bool]:
        """The column names the one who asks, or somebody whom they manage."""
        if not self.team:
            return column == ME  # type: ignore[no-any-return]
        return column.in_(select(Person.id).where(Person.manager_id == ME))  # type: ignore[no-any-return]


@lru_cache(maxsize=200)
def work_of(team: bool, agency_kind: str, discipline: str | None, role: str | None, today: date) -> Subquery:
    """Every kind of work that there is, as one table to read from."""
    calendar = working_time.england_and_wales()

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), LONDON)

    asked = Asked(
        team=team,
        convenes=_convened_by(agency_kind, discipline, role),
        today=today,
        yesterday=midnight(calendar.previous_working_day(today)),
        tomorrow=midnight(today + timedelta(days=1)),
        week_ends=today + timedelta(days=WEEK_DAYS),
        next_week=midnight(today + timedelta(days=WEEK_DAYS + 1)),
        risk_until=midnight(calendar.add(today, RISK_DAYS) + timedelta(days=1)),
        owed_until=today + timedelta(days=OWED_DAYS),
    )
    return union_all(*(question(asked) for question in QUESTIONS)).subquery("work")


def _question(asked: Asked, kind: str, rank: Any, **given: Any) -> Select[Any]:
    """One select with all `COLUMNS`; those not given are empty. Without a `bucket` of its own a row falls by its date."""
    given |= {"kind": literal(kind), "rank": literal(rank) if isinstance(rank, int) else rank}
    given.setdefault("bucket", _bucket(asked, given.get("due_on"), given.get("due_at")))
    return select(
        *((given[name] if name in given else cast(null(), type_)).label(name) for name, type_ in COLUMNS.items())
    )


def _bucket(asked: Asked, due_on: Any, due_at: Any) -> ColumnElement[int]:
    steps: list[tuple[Any, int]] = []
    if due_on is not None:
        steps += [(due_on < asked.today, OVERDUE), (due_on == asked.today, TODAY), (due_on <= asked.week_ends, WEEK)]
    if due_at is not None:
        steps += [(due_at < NOW, OVERDUE), (due_at < asked.tomorrow, TODAY), (due_at < asked.next_week, WEEK)]
    return case(*steps, else_=literal(LATER)) if steps else literal(LATER)


def _about_meeting(asked: Asked, kind: str, rank: Any, **given: Any) -> Select[Any]:
    """A question about a meeting: its address, reference and type stand in the row."""
    here = {
        "public_id": Meeting.public_id,
        "reference": Meeting.reference,
        "what": Meeting.type,
        "meeting_id": Meeting.id,
    }
    return _question(asked, kind, rank, **{**here, "state": Meeting.state, **given})


# --- meetings --------------------------------------------------------------------------------------------------------


def _answers(asked: Asked) -> Select[Any]:
    """Invitations that are not answered yet."""
    return (
        _about_meeting(
            asked,
            "answer",
            PLAN,
            due_at=Meeting.starts_at,
            owner_id=Invitation.person_id,
            other_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        )
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            asked.whose(Invitation.person_id),
            Invitation.withdrawn_at.is_(None),
            Invitation.response == "no_reply",
            Meeting.state == "invited",
            Meeting.starts_at >= NOW,
        )
    )


def _to_run(asked: Asked) -> Select[Any]:
    """Meetings that the chair opens today, or should have, and those that have begun and not ended."""
    running = Meeting.state.in_(RUNNING)
    return _about_meeting(
        asked,
        "run",
        case((running, SAFETY), else_=DUTY),
        due_at=func.coalesce(Meeting.starts_at, Meeting.opened_at),
        bucket=case((and_(~running, Meeting.starts_at < NOW), OVERDUE), else_=literal(TODAY)),
        owner_id=Meeting.chair_id,
    ).where(
        asked.whose(Meeting.chair_id),
        or_(running, and_(Meeting.state == "invited", Meeting.starts_at < asked.tomorrow)),
    )


def _at_risk(asked: Asked) -> Select[Any]:
    """Meetings that start soon and to which an agency that must come has not said that it comes. The count itself is on the
    meeting's page; this is the part of it that a list can ask for."""
    other = aliased(Invitation)
    somebody_comes = exists().where(
        other.meeting_id == Invitation.meeting_id,
        other.agency_id == Invitation.agency_id,
        other.withdrawn_at.is_(None),
        other.response.in_(COMING),
    )
    silent = (
        Invitation.meeting_id == Meeting.id,
        Invitation.withdrawn_at.is_(None),
        Invitation.required.is_(True),
        Invitation.capacity == "professional",
        Invitation.response.not_in(COMING),
        ~somebody_comes,
        Agency.id == Invitation.agency_id,
        _may_decide(),
    )
    first = select(func.min(Agency.name)).where(*silent).correlate(Meeting)
    number = select(func.count(Invitation.agency_id.distinct())).where(*silent).correlate(Meeting)
    return _about_meeting(
        asked,
        "risk",
        DUTY,
        due_at=Meeting.starts_at,
        owner_id=func.coalesce(Meeting.chair_id, Meeting.asked_by_id),
        more=first.scalar_subquery(),
        state=cast(number.scalar_subquery(), String),
    ).where(
        or_(asked.whose(Meeting.chair_id), _convened(asked)),
        Meeting.state == "invited",
        Meeting.starts_at >= NOW,
        Meeting.starts_at < asked.risk_until,
        exists().where(*silent).correlate(Meeting),
    )


def _may_decide() -> ColumnElement[bool]:
    """Where a type's quorum names every agency that it needs, the others put nothing at risk."""
    named = {
        kind.key: kind.quorum.required_agencies
        for kind in rulebook.book().meeting_types.values()
        if kind.quorum.min_other_agencies == 0
    }
    return or_(
        Meeting.type.not_in(named),
        *(and_(Meeting.type == key, Agency.kind.in_(agencies)) for key, agencies in named.items()),
    )


def _to_schedule(asked: Asked) -> Select[Any]:
    """Meetings that are asked for, or put off without a day, and have no date; the first limit is what presses."""
    return _about_meeting(
        asked,
        "schedule",
        DUTY,
        due_on=_first_limit(MeetingDue.due_on),
        due_at=_first_limit(MeetingDue.due_at),
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        other_id=Meeting.asked_by_id,
    ).where(Meeting.state.in_(("proposed", "postponed")), _convened(asked))


def _to_invite(asked: Asked) -> Select[Any]:
    """Meetings with a date whose invitations have not gone out."""
    return _about_meeting(
        asked,
        "invite",
        DUTY,
        due_at=Meeting.starts_at,
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
    ).where(Meeting.state == "scheduled", _convened(asked))


def _reports(asked: Asked) -> Select[Any]:
    """Reports that somebody who is invited still has to hand in."""
    first = (
        select(func.min(MeetingDue.due_on))
        .where(MeetingDue.meeting_id == Meeting.id, MeetingDue.duty == "report", MeetingDue.met_at.is_(None))
        .correlate(Meeting)
        .scalar_subquery()
    )
    return (
        _about_meeting(asked, "report", DUTY, due_on=first, owner_id=Invitation.person_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .where(
            asked.whose(Invitation.person_id),
            Invitation.withdrawn_at.is_(None),
            Invitation.capacity == "professional",
            Invitation.report_received_at.is_(None),
            Invitation.response != "declined",
            Meeting.state == "invited",
            first.is_not(None),
        )
    )


def _papers(asked: Asked) -> Select[Any]:
    """Letters and records that are owed: to draft, for the chair to approve, then to issue."""
    kind = case((MeetingDue.rule.endswith(".decision_letter"), "decision_letter"), else_="minutes")
    newer = aliased(Paper)
    here = (Paper.meeting_id == Meeting.id, Paper.kind == kind, Paper.proposal_to.is_(None))
    newest = (
        *here,
        ~exists().where(
            newer.meeting_id == Paper.meeting_id,
            newer.kind == Paper.kind,
            newer.proposal_to.is_(None),
            newer.number > Paper.number,
        ),
    )
    drafted = exists().where(*here).correlate(Meeting, MeetingDue)
    approved = exists().where(*newest, Paper.approved_at.is_not(None)).correlate(Meeting, MeetingDue)
    convened = _convened(asked)
    return (
        _about_meeting(
            asked,
            "paper",
            DUTY,
            more=kind,
            state=case((approved, "approved"), (drafted, "drafted"), else_=""),
            due_on=MeetingDue.due_on,
            due_at=MeetingDue.due_at,
            owner_id=case(
                (and_(drafted, ~approved), Meeting.chair_id),
                else_=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
            ),
            other_id=Meeting.chair_id,
        )
        .join(MeetingDue, MeetingDue.meeting_id == Meeting.id)
        .where(
            Meeting.state.in_(AFTER),
            MeetingDue.duty == "output",
            MeetingDue.met_at.is_(None),
            MeetingDue.warning_only.is_(False),
            ~MeetingDue.rule.endswith(".dissent_window"),
            or_(
                and_(drafted, ~approved, asked.whose(Meeting.chair_id)),
                and_(or_(~drafted, approved), convened),
            ),
        )
    )


def _follow_ups(asked: Asked) -> Select[Any]:
    """Meetings that an earlier decision started and that nobody has asked for yet, once for all brothers and sisters. They
    are the lead's to propose."""
    held, child, later = aliased(MeetingDue), aliased(MeetingChild), aliased(Meeting)
    on_its_way = exists().where(
        held.rule == MeetingDue.rule,
        held.duty == "hold",
        held.meeting_id == later.id,
        later.state.in_((*BEFORE, *RUNNING)),
        child.meeting_id == later.id,
        child.child_id == MeetingDue.child_id,
    )
    twin, lead = aliased(MeetingDue), aliased(LeadProfessional)
    told_already = exists().where(
        twin.meeting_id == MeetingDue.meeting_id,
        twin.rule == MeetingDue.rule,
        twin.met_at.is_(None),
        twin.child_id < MeetingDue.child_id,
        lead.child_id == twin.child_id,
        lead.person_id == LeadProfessional.person_id,
        lead.state.in_(LEADING),
    )
    return (
        _about_meeting(
            asked,
            "owed",
            DUTY,
            what=MeetingDue.what,
            more=MeetingDue.rule,
            due_on=MeetingDue.due_on,
            due_at=MeetingDue.due_at,
            owner_id=LeadProfessional.person_id,
        )
        .join(MeetingDue, MeetingDue.meeting_id == Meeting.id)
        .join(LeadProfessional, LeadProfessional.child_id == MeetingDue.child_id)
        .where(
            asked.whose(LeadProfessional.person_id),
            LeadProfessional.state.in_(LEADING),
            MeetingDue.duty == "follow_up",
            MeetingDue.met_at.is_(None),
            or_(MeetingDue.due_on.is_(None), MeetingDue.due_on <= asked.owed_until),
            ~on_its_way,
            ~told_already,
        )
    )


def _corrections(asked: Asked) -> Select[Any]:
    return (
        _about_meeting(
            asked,
            "correction",
            ADMINISTRATION,
            due_at=Correction.asked_at,
            bucket=literal(WEEK),
            owner_id=Meeting.chair_id,
            other_id=Correction.asked_by_id,
        )
        .join(Correction, Correction.meeting_id == Meeting.id)
        .where(asked.whose(Meeting.chair_id), Correction.decision == "open")
    )


def _to_close(asked: Asked) -> Select[Any]:
    """Meetings whose record is out and that nobody has put away."""
    return _about_meeting(
        asked, "close", ADMINISTRATION, owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id)
    ).where(Meeting.state == "minutes_issued", _convened(asked))


def _convened(asked: Asked) -> ColumnElement[bool]:
    """Whose it is to arrange: the coordinator named; where there is none, those of the convening agency who work with one
    of the children, and whoever asked where they may convene a meeting of that type."""
    child = aliased(MeetingChild)
    works_with = exists().where(
        child.meeting_id == Meeting.id,
        child.child_id == Involvement.child_id,
        asked.whose(Involvement.person_id),
        Involvement.role.in_(("professional", "manager", "coordinator")),
        is_current(),
    )
    without_coordinator = or_(
        and_(Meeting.type.in_((*asked.convenes, *CONVENED_BY_ASKER)), asked.whose(Meeting.asked_by_id)),
        and_(Meeting.type.in_(asked.convenes), works_with),
    )
    return or_(asked.whose(Meeting.coordinator_id), and_(Meeting.coordinator_id.is_(None), without_coordinator))


CONVENED_BY_ASKER = tuple(
    kind.key
    for kind in rulebook.book().meeting_types.values()
    if kind.convenor.key in ("any_agency", "lead_professional")
)


def _convened_by(agency_kind: str, discipline: str | None, role: str | None) -> tuple[str, ...]:
    """Types of meeting that somebody of this profession convenes where they work with the child."""
    book = rulebook.book()

    def convenes(key: str) -> bool:
        if key == "police_and_csc":
            return agency_kind in ("police", "childrens_social_care")
        if key in ("any_agency", "lead_professional"):
            return False
        return book.role(key).is_satisfied_by(agency_kind, discipline, (role or "",))

    return tuple(kind.key for kind in book.meeting_types.values() if convenes(kind.convenor.key))


def _first_limit(column: Any) -> Any:
    return (
        select(func.min(column))
        .where(
            MeetingDue.meeting_id == Meeting.id,
            MeetingDue.duty == "hold",
            MeetingDue.met_at.is_(None),
            MeetingDue.warning_only.is_(False),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


# --- actions ---------------------------------------------------------------------------------------------------------


def _about_action(asked: Asked, kind: str, **given: Any) -> Select[Any]:
    here = {
        "public_id": Action.public_id,
        "reference": Action.reference,
        "what": Action.text,
        "state": Action.state,
        "due_on": Action.due_on,
        "action_id": Action.id,
        "owner_id": Action.owner_id,
    }
    rank = case((Action.priority == "safety", SAFETY), (Action.priority == "plan", PLAN), else_=ADMINISTRATION)
    return _question(asked, kind, rank, **{**here, **given}).where(Action.opened_at.is_not(None))


def _actions(asked: Asked) -> Select[Any]:
    """What somebody owns and has not done; `more` says whether they have taken it on."""
    return _about_action(
        asked, "do", other_id=Action.set_by_id, more=case((Action.accepted_at.is_(None), "new"), else_="accepted")
    ).where(asked.whose(Action.owner_id), Action.state == "open")


def _takeovers(asked: Asked) -> Select[Any]:
    return _about_action(asked, "take_over", owner_id=Action.proposed_owner_id, other_id=Action.owner_id).where(
        asked.whose(Action.proposed_owner_id), Action.state == "open"
    )


def _to_check(asked: Asked) -> Select[Any]:
    """Claimed done, or declined and without an owner who does it: it waits for whoever checks it or set it."""
    checker = func.coalesce(Action.checker_id, Action.set_by_id)
    named = or_(asked.whose(Action.checker_id), and_(Action.checker_id.is_(None), asked.whose(Action.set_by_id)))
    return _about_action(asked, "check", owner_id=checker, other_id=Action.owner_id).where(
        named, Action.state.in_(("done_claimed", "declined"))
    )


# --- who leads -------------------------------------------------------------------------------------------------------


def _nominations(asked: Asked) -> Select[Any]:
    """Nominations to answer, within one working day, and handovers to accept."""
    leads = aliased(LeadProfessional)
    handed = exists().where(leads.child_id == LeadProfessional.child_id, leads.state == "handover_proposed")
    return _question(
        asked,
        "lead",
        PLAN,
        state=case((handed, "handover_proposed"), else_=LeadProfessional.state),
        due_at=LeadProfessional.nominated_at,
        bucket=case((LeadProfessional.nominated_at < asked.yesterday, OVERDUE), else_=literal(TODAY)),
        owner_id=LeadProfessional.person_id,
        other_id=LeadProfessional.nominated_by_id,
        child_id=LeadProfessional.child_id,
    ).where(
        asked.whose(LeadProfessional.person_id),
        or_(LeadProfessional.state == "nominated", and_(LeadProfessional.state.in_(PENDING), handed)),
    )


def _gaps(asked: Asked) -> Select[Any]:
    """Children for whom nobody leads: for the managers of those who work with them, and for the coordinator of the case."""
    answers = exists().where(
        Involvement.child_id == LeadGap.child_id,
        is_current(),
        Person.id == Involvement.person_id,
        or_(
            and_(Involvement.role == "professional", asked.whose(Person.manager_id)),
            and_(Involvement.role.in_(("manager", "coordinator")), asked.whose(Involvement.person_id)),
        ),
    )
    return _question(
        asked, "gap", SAFETY, due_at=LeadGap.from_at, bucket=literal(OVERDUE), child_id=LeadGap.child_id
    ).where(LeadGap.to_at.is_(None), answers)


# --- mail ------------------------------------------------------------------------------------------------------------

_NEEDS_ATTENTION: ColumnElement[bool] = literal_column(f"outbox.{MAIL_NEEDS_ATTENTION}")


def _mail_about_meetings(asked: Asked) -> Select[Any]:
    return (
        _mail(asked)
        .join(Meeting, and_(Outbox.about_kind == "meeting", Outbox.about_id == Meeting.public_id))
        .where(_NEEDS_ATTENTION, or_(asked.whose(Meeting.chair_id), _convened(asked)))
    )


def _mail_about_invitations(asked: Asked) -> Select[Any]:
    return (
        _mail(asked)
        .join(Invitation, and_(Outbox.about_kind == "invitation", Outbox.about_id == Invitation.public_id))
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(_NEEDS_ATTENTION, or_(asked.whose(Meeting.chair_id), _convened(asked)))
    )


def _mail(asked: Asked) -> Select[Any]:
    return _about_meeting(
        asked,
        "mail",
        ADMINISTRATION,
        due_at=Outbox.due_at,
        bucket=literal(TODAY),
        owner_id=func.coalesce(Meeting.coordinator_id, Meeting.asked_by_id),
        other_id=Outbox.recipient_id,
    ).select_from(Outbox)


def _disagreements(asked: Asked) -> Select[Any]:
    """Stages of disagreements that wait for an answer, and those whose limit has passed for whoever raised them."""
    overdue = or_(EscalationStage.due_on < asked.today, EscalationStage.due_at < NOW)
    mine = asked.whose(EscalationStage.responder_id)
    raised = and_(asked.whose(Escalation.raiser_id), overdue)
    return (
        _question(
            asked,
            "disagreement",
            SAFETY,
            public_id=Escalation.public_id,
            reference=Escalation.reference,
            what=Escalation.about_text,
            more=case((mine, literal("answer")), else_=literal("silent")),
            state=cast(EscalationStage.number, String),
            due_on=EscalationStage.due_on,
            due_at=EscalationStage.due_at,
            owner_id=EscalationStage.responder_id,
            other_id=case((Escalation.name_held_back, null()), else_=Escalation.raiser_id),
        )
        .join_from(EscalationStage, Escalation, Escalation.id == EscalationStage.escalation_id)
        .where(EscalationStage.ended_at.is_(None), Escalation.state == "open", or_(mine, raised))
    )


def _satisfied(asked: Asked) -> Select[Any]:
    """Outcomes that the raiser was told, and has not said yet whether they settle it."""
    return (
        _question(
            asked,
            "satisfied",
            PLAN,
            public_id=Escalation.public_id,
            reference=Escalation.reference,
            what=Escalation.about_text,
            owner_id=Escalation.raiser_id,
        )
        .select_from(Escalation)
        .where(Escalation.state == "feedback_given", Escalation.satisfaction == "", asked.whose(Escalation.raiser_id))
    )


QUESTIONS = (
    _answers,
    _to_run,
    _at_risk,
    _to_schedule,
    _to_invite,
    _reports,
    _papers,
    _follow_ups,
    _corrections,
    _to_close,
    _actions,
    _takeovers,
    _to_check,
    _nominations,
    _gaps,
    _disagreements,
    _satisfied,
    _mail_about_meetings,
    _mail_about_invitations,
)
