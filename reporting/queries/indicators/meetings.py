"""Indicators of meetings: whether they and their papers were in time, and how they were held."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

import rulebook
from foundation.database import db
from meetings.models import Attendance, ChildHeard, Dissent, Invitation, Meeting, MeetingChild, MeetingDue
from meetings.models.meeting import AFTER
from people.models import Agency
from reporting.queries.indicators.deciding import columns_of_decisions, figures_of_decisions
from reporting.queries.indicators.figures import Behind, Figure, Part, Period, figure, london_date, working_days

CONFERENCES = ("icpc", "icpc_prebirth", "icpc_transfer_in", "rcpc")
PRESENT = ("attended", "deputy_attended")
STRATEGY_KINDS = ("childrens_social_care", "health", "police")
FIRST_REVIEWS, LATER_REVIEWS = ("rcpc.first", "icpc_prebirth.first_review"), ("rcpc.subsequent",)
HELD_BY = {
    "icpc_on_time": ("First conferences in time", ("icpc.hold_by", "icpc_prebirth.hold_by"), "first conferences"),
    "rcpc_on_time": ("Reviews in time", (*FIRST_REVIEWS, *LATER_REVIEWS), "reviews"),
    "core_group_on_time": ("First core groups in time", ("core_group.first",), "first core groups"),
    "transfer_in_on_time": ("Transfers in, in time", ("icpc_transfer_in.hold_by",), "transfer conferences"),
}


def of_meetings(period: Period) -> Iterator[Figure]:
    """Two queries: dates that fell due, meetings that ended."""
    yield from _in_time(_dates(period))
    yield from _held(_ended(period))


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
        select(MeetingDue.rule, MeetingDue.due_on, MeetingDue.due_at, MeetingDue.met_at, MeetingDue.meeting_id)
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
        lines = []
        if key == "rcpc_on_time":
            for label, those in (("First reviews", FIRST_REVIEWS), ("Later reviews", LATER_REVIEWS)):
                here = [row for row in rows if row.rule in those]
                lines.append(Part(label, sum(map(_is_met, here)), len(here)))
        yield _of_dates(key, name, numerator, denominator, rows, lines)
        if key == "icpc_on_time":
            late = [row for row in rows if row.met_at and row.due_on and london_date(row.met_at) > row.due_on]
            days = [working_days(row.due_on, london_date(row.met_at)) for row in late]
            yield figure(
                "icpc_days_late",
                "How late first conferences were",
                "working days late, in the middle and for nine of ten",
                "first conferences held after their date",
                len(late),
                days=days,
                unit="working days late",
                note=f"Together {sum(days)} working days." if len(days) >= 5 else "",
                behind=[Behind("meeting", row.meeting_id, True, row.due_on) for row in late],
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
        yield _of_dates(key, name, f"{what} issued by their date", f"{what} due in the period", rows)


def _of_dates(
    key: str, name: str, numerator: str, denominator: str, rows: Sequence[Any], lines: Sequence[Part] = ()
) -> Figure:
    behind = [
        Behind("meeting", row.meeting_id, _is_met(row), row.due_on or london_date(row.due_at)) for row in rows
    ]  # fmt: skip
    return figure(key, name, numerator, denominator, sum(map(_is_met, rows)), len(rows), lines=lines, behind=behind)


def _is_met(row: Any) -> bool:
    """Whether a date was kept."""
    if row.met_at is None:
        return False
    if row.due_at:
        return bool(row.met_at <= row.due_at)
    return row.due_on is not None and london_date(row.met_at) <= row.due_on


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

    def heard(*how: Any) -> Any:
        children = select(func.count(func.distinct(ChildHeard.child_id))).where(
            ChildHeard.meeting_id == Meeting.id, *how
        )
        return children.correlate(Meeting).scalar_subquery()

    def dissents(*wish: Any) -> Any:
        counted = select(func.count()).where(Dissent.meeting_id == Meeting.id, *wish)
        return counted.correlate(Meeting).scalar_subquery()

    return db.session.execute(
        select(
            Meeting.id,
            Meeting.type,
            Meeting.state,
            Meeting.ended_at,
            Meeting.predecessor_id,
            Meeting.proceed_reason,
            able.label("able"),
            of_children.label("children"),
            heard(ChildHeard.voice_id.is_not(None)).label("heard"),
            heard(ChildHeard.voice_id.is_(None), ChildHeard.reason_absent != "").label("explained"),
            dissents().label("dissents"),
            dissents(Dissent.wish == "challenge").label("challenges"),
            *columns_of_decisions(),
        ).where(
            Meeting.ended_at >= period.begins, Meeting.ended_at < period.ends, Meeting.state.in_((*AFTER, "reconvened"))
        )
    ).all()


def _held(ended: Sequence[Any]) -> Iterator[Figure]:
    concluded = [row for row in ended if row.state in AFTER]
    yield from figures_of_decisions(concluded)
    strategy = [row for row in concluded if row.type == "strategy_s47"]
    conferences = [row for row in concluded if row.type in CONFERENCES]
    first = [row for row in ended if row.type in CONFERENCES and row.predecessor_id is None]
    yield _of_meetings(
        "strategy_full",
        "Strategy discussions with all three agencies",
        "with children’s social care, health and police there and able to decide",
        "strategy discussions held",
        strategy,
        lambda row: row.able == len(STRATEGY_KINDS),
    )
    yield _of_meetings(
        "quorate_first_time",
        "Quorate at the first sitting",
        "quorate at their first sitting",
        "conferences first sat in the period",
        first,
        lambda row: row.state in AFTER and not row.proceed_reason,
    )
    reasons = rulebook.book().proceed_inquorate_reasons
    gone_on = Counter(row.proceed_reason for row in conferences if row.proceed_reason)
    yield _of_meetings(
        "proceeded_inquorate",
        "Went ahead without a quorum",
        "conferences that went ahead inquorate, by reason",
        "conferences concluded",
        conferences,
        lambda row: bool(row.proceed_reason),
        lines=[Part(reasons[key].text if key in reasons else key, count) for key, count in sorted(gone_on.items())],
    )
    views, explained, children = (
        sum(getattr(row, what) for row in concluded) for what in ("heard", "explained", "children")
    )
    yield figure(
        "voice_recorded",
        "The child’s voice is in the record",
        "child’s views recorded, for each child of a meeting",
        "children of the meetings concluded",
        views,
        children,
        second=[Part("A reason why not", explained), Part("Neither", children - views - explained)],
        note="A reason why not is never counted as a voice.",
        behind=[Behind("meeting", row.id, row.heard >= row.children, london_date(row.ended_at)) for row in concluded],
    )
    yield _of_meetings(
        "dissent_rate",
        "Conferences with a dissent",
        "conferences in which a professional dissented",
        "conferences concluded",
        conferences,
        lambda row: row.dissents > 0,
        lines=[
            Part("With a challenge", sum(row.challenges > 0 for row in conferences)),
            Part("For the record only", sum(row.dissents > 0 and not row.challenges for row in conferences)),
        ],
        note="Higher is not worse.",
    )


def _of_meetings(
    key: str,
    name: str,
    numerator: str,
    denominator: str,
    rows: Sequence[Any],
    counts: Callable[[Any], bool],
    **more: Any,
) -> Figure:
    behind = [Behind("meeting", row.id, counts(row), london_date(row.ended_at)) for row in rows]
    return figure(
        key, name, numerator, denominator, sum(map(counts, rows)), len(rows), behind=behind, **more
    )  # fmt: skip
