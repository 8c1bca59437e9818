"""Indicators of meetings: whether they were held in time, with whom, and with the child's voice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

import rulebook
from foundation.database import db
from meetings.models import Attendance, ChildHeard, Dissent, Invitation, Meeting, MeetingChild, MeetingDue
from meetings.models.meeting import AFTER
from people.models import Agency
from reporting.queries.indicators.figures import Figure, Part, Period, figure, london_date, middle, working_days

CONFERENCES = ("icpc", "icpc_prebirth", "icpc_transfer_in", "rcpc")
PRESENT = ("attended", "deputy_attended")
NOT_COUNTED = ("not_relevant", "invited_late")
STRATEGY_KINDS = ("childrens_social_care", "health", "police")
HELD_BY = {
    "icpc_on_time": ("First conferences in time", ("icpc.hold_by", "icpc_prebirth.hold_by"), "first conferences"),
    "rcpc_on_time": ("Reviews in time", ("rcpc.first", "rcpc.subsequent", "icpc_prebirth.first_review"), "reviews"),
    "core_group_on_time": ("First core groups in time", ("core_group.first",), "first core groups"),
    "transfer_in_on_time": ("Transfers in, in time", ("icpc_transfer_in.hold_by",), "transfer conferences"),
}


def of_meetings(period: Period) -> Iterator[Figure]:
    """Three queries: dates that fell due, meetings that ended, who was there."""
    yield from _in_time(_dates(period))
    yield from _held(_ended(period))
    yield from _attendance(period)


def _dates(period: Period) -> Sequence[Any]:
    """Each date owed in the period once: of its meeting, or, while none is called, of the one that asked for it."""
    other = aliased(MeetingDue)
    called = (
        exists()
        .where(other.duty == "hold", other.rule == MeetingDue.rule, other.due_on == MeetingDue.due_on)
        .where(MeetingChild.meeting_id == other.meeting_id, MeetingChild.child_id == MeetingDue.child_id)
    )
    owed = or_(
        MeetingDue.duty.in_(("hold", "output")),
        (MeetingDue.duty == "follow_up") & MeetingDue.met_at.is_(None) & ~called,
    )
    return db.session.execute(
        select(MeetingDue.rule, MeetingDue.due_on, MeetingDue.due_at, MeetingDue.met_at)
        .join(Meeting, Meeting.id == MeetingDue.meeting_id)
        .where(
            owed,
            Meeting.state.not_in(("declined", "cancelled")),
            MeetingDue.met_how.not_like("carried over%"),
            or_(
                MeetingDue.due_on.between(period.from_on, period.to_on),
                (MeetingDue.due_at >= period.begins) & (MeetingDue.due_at < period.ends),
            ),
        )
    ).all()


def _in_time(dates: Sequence[Any]) -> Iterator[Figure]:
    records = {rule.key for rule in rulebook.book().rules.values() if rule.is_record}
    for key, (name, rules, what) in HELD_BY.items():
        rows = [row for row in dates if row.rule in rules]
        numerator, denominator = f"{what} held by their date", f"{what} whose date falls in the period, held or not"
        yield figure(key, name, numerator, denominator, _met(rows), len(rows))
        if key == "icpc_on_time":
            late = [
                working_days(row.due_on, london_date(row.met_at))
                for row in rows
                if row.met_at and row.due_on and london_date(row.met_at) > row.due_on
            ]
            yield figure(
                "icpc_days_late",
                "How late first conferences were",
                "working days late, the median",
                "first conferences held after their date",
                len(late),
                value=middle(late),
                unit="working days",
            )
    papers: dict[str, tuple[str, str, Callable[[str], bool]]] = {
        "decision_letter_on_time": (
            "Decision letters in time",
            "letters",
            lambda rule: rule.endswith(".decision_letter"),
        ),
        "record_on_time": ("Records in time", "records", records.__contains__),
    }
    for key, (name, what, belongs) in papers.items():
        rows = [row for row in dates if belongs(row.rule)]
        yield figure(key, name, f"{what} issued by their date", f"{what} due in the period", _met(rows), len(rows))


def _met(rows: Sequence[Any]) -> int:
    return sum(
        row.met_at is not None
        and (
            row.met_at <= row.due_at if row.due_at else row.due_on is not None and london_date(row.met_at) <= row.due_on
        )
        for row in rows
    )


def _ended(period: Period) -> Sequence[Any]:
    """The meetings that ended in the period, each with what is counted of it."""
    able = (
        select(func.count(func.distinct(Agency.kind)))
        .select_from(Attendance)
        .join(Invitation, Invitation.id == Attendance.invitation_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Attendance.meeting_id == Meeting.id, Attendance.can_decide, Attendance.status.in_(PRESENT))
        .where(Agency.kind.in_(STRATEGY_KINDS))
        .correlate(Meeting)
        .scalar_subquery()
    )
    of_children = select(func.count()).where(MeetingChild.meeting_id == Meeting.id).correlate(Meeting).scalar_subquery()
    heard = (
        select(func.count(func.distinct(ChildHeard.child_id)))
        .where(ChildHeard.meeting_id == Meeting.id, ChildHeard.voice_id.is_not(None))
        .correlate(Meeting)
        .scalar_subquery()
    )
    dissents = select(func.count()).where(Dissent.meeting_id == Meeting.id).correlate(Meeting).scalar_subquery()
    return db.session.execute(
        select(
            Meeting.type,
            Meeting.state,
            Meeting.predecessor_id,
            Meeting.proceed_reason,
            able.label("able"),
            of_children.label("children"),
            heard.label("heard"),
            dissents.label("dissents"),
        ).where(
            Meeting.ended_at >= period.begins, Meeting.ended_at < period.ends, Meeting.state.in_((*AFTER, "reconvened"))
        )
    ).all()


def _held(ended: Sequence[Any]) -> Iterator[Figure]:
    concluded = [row for row in ended if row.state in AFTER]
    strategy = [row for row in concluded if row.type == "strategy_s47"]
    conferences = [row for row in concluded if row.type in CONFERENCES]
    first = [row for row in ended if row.type in CONFERENCES and row.predecessor_id is None]
    yield figure(
        "strategy_full",
        "Strategy discussions with all three agencies",
        "with children’s social care, health and police there and able to decide",
        "strategy discussions held",
        sum(row.able == len(STRATEGY_KINDS) for row in strategy),
        len(strategy),
    )
    yield figure(
        "quorate_first_time",
        "Quorate at the first sitting",
        "quorate at their first sitting",
        "conferences first sat in the period",
        sum(row.state in AFTER and not row.proceed_reason for row in first),
        len(first),
    )
    reasons = rulebook.book().proceed_inquorate_reasons
    gone_on = Counter(row.proceed_reason for row in conferences if row.proceed_reason)
    yield figure(
        "proceeded_inquorate",
        "Went ahead without a quorum",
        "conferences that went ahead inquorate, by reason",
        "conferences concluded",
        sum(gone_on.values()),
        len(conferences),
        lines=[Part(reasons[key].text if key in reasons else key, count) for key, count in sorted(gone_on.items())],
    )
    yield figure(
        "voice_recorded",
        "The child’s voice is in the record",
        "child’s views recorded, for each child of a meeting",
        "children of the meetings concluded",
        sum(row.heard for row in concluded),
        sum(row.children for row in concluded),
        note="A reason why not is never counted as a voice.",
    )
    yield figure(
        "dissent_rate",
        "Conferences with a dissent",
        "conferences in which a professional dissented",
        "conferences concluded",
        sum(row.dissents > 0 for row in conferences),
        len(conferences),
        note="Higher is not worse.",
    )


def _attendance(period: Period) -> Iterator[Figure]:
    rows = db.session.execute(
        select(Agency.name, Attendance.status, func.count().label("times"))
        .select_from(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Invitation, Invitation.id == Attendance.invitation_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Meeting.ended_at >= period.begins, Meeting.ended_at < period.ends, Attendance.status.not_in(NOT_COUNTED))
        .where(Invitation.capacity == "professional")
        .group_by(Agency.name, Attendance.status)
    )
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        times[row.name][row.status] += row.times
    for key, name, numerator, wanted in (
        ("attendance_rate", "Who came", "came, or sent a deputy", PRESENT),
        ("no_contact_rate", "Who was not heard of", "neither came nor sent word", ("no_contact",)),
    ):
        lines = [
            Part(agency, sum(here[status] for status in wanted), sum(here.values()))
            for agency, here in sorted(times.items())
        ]
        yield figure(
            key,
            name,
            numerator,
            "invitations to meetings that ended, without those not relevant and those invited late",
            sum(line.count or 0 for line in lines),
            sum(line.of or 0 for line in lines),
            lines=lines,
        )
