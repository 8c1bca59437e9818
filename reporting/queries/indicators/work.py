"""Indicators of what is done between meetings: actions, who leads, the child's voice, sharing, recording."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import String, cast, exists, func, literal, or_, select, union_all

from actions.models import Action
from children.models import Child, ChronologyEntry, LeadGap, SharingDecision, VoiceEntry
from foundation import clock
from foundation.database import db
from meetings.models import Decision, Meeting
from reporting.queries.indicators.figures import Figure, Period, figure, london_date, middle, working_days

YES = ("1", "true", "declined")  # as the one engine writes it, as the other does; and the state of a request
IN_TIME = 2  # working days from an event to its entry


def of_work(period: Period) -> Iterator[Figure]:
    """Five queries."""
    yield from _actions(period)
    yield from _lead_gaps(period)
    yield from _counts(period)
    yield from _recording(period)


def _actions(period: Period) -> Iterator[Figure]:
    rows = db.session.execute(
        select(Action.state, Action.original_due_on, Action.claimed_at, Action.extensions).where(
            Action.original_due_on.between(period.from_on, period.to_on),
            Action.opened_at.is_not(None),
            Action.state != "cancelled",
        )
    ).all()
    in_time = [
        row
        for row in rows
        if row.state == "done" and row.claimed_at and london_date(row.claimed_at) <= row.original_due_on
    ]
    of = "actions whose first date falls in the period"
    yield figure("actions_on_time", "Actions in time", "done on or before their first date", of, len(in_time), len(rows),
                 note="An extended action is not in time.")  # fmt: skip
    yield figure("actions_extended", "Actions extended", "extended at least once", of,
                 sum(row.extensions > 0 for row in rows), len(rows))  # fmt: skip


def _lead_gaps(period: Period) -> Iterator[Figure]:
    last = min(period.to_on, clock.today())
    gaps = db.session.execute(
        select(LeadGap.from_at, LeadGap.to_at).where(
            LeadGap.from_at < period.ends, or_(LeadGap.to_at.is_(None), LeadGap.to_at >= period.begins)
        )
    ).all()
    plans = db.session.scalars(
        select(Child.plan_since).where(
            Child.plan != "none", Child.plan_since.is_not(None), Child.plan_since <= period.to_on
        )
    )
    spans = [
        (max(london_date(gap.from_at), period.from_on), min(london_date(gap.to_at) if gap.to_at else last, last))
        for gap in gaps
    ]
    long = sum(working_days(first, end) > 1 for first, end in spans)
    yield figure(
        "lead_gap_days",
        "Days on which nobody led",
        "days without a lead professional",
        "days, added up over the children with an open plan",
        sum(_days(first, end) for first, end in spans),
        sum(_days(max(since, period.from_on), last + timedelta(days=1)) for since in plans if since),
        note="" if 0 < long < 5 else f"Gaps of more than one working day: {long}.",
    )


def _days(first: date, end: date) -> int:
    return max((end - first).days, 0)


def _counts(period: Period) -> Iterator[Figure]:
    """What is counted where it lies, in one query."""
    decided = exists().where(Decision.child_id == VoiceEntry.child_id, Decision.decided_at > VoiceEntry.entered_at)
    told = VoiceEntry.told_outcome.is_(True)
    voices = (
        select(literal("voice").label("kind"), cast(told, String).label("what"), func.count().label("times"))
        .where(VoiceEntry.expressed_on.between(period.from_on, period.to_on), decided)
        .group_by(told)
    )
    shared = (
        select(literal("shared"), cast(SharingDecision.shared, String), func.count())
        .where(SharingDecision.decided_at >= period.begins, SharingDecision.decided_at < period.ends)
        .group_by(SharingDecision.shared)
    )
    asked = (
        select(literal("asked"), Meeting.state, func.count())
        .where(Meeting.asked_at >= period.begins, Meeting.asked_at < period.ends, Meeting.state != "proposed")
        .group_by(Meeting.state)
    )
    found: Counter[tuple[str, bool]] = Counter()
    for row in db.session.execute(union_all(voices, shared, asked)):
        found[row.kind, row.what in YES] += row.times

    def of(kind: str) -> int:
        return found[kind, True] + found[kind, False]

    yield figure("voice_told_outcome", "The child was told what came of it", "told the outcome",
                 "views of children with a decision after them", found["voice", True], of("voice"))  # fmt: skip
    yield figure("sharing_not_shared", "Decisions not to share", "decisions not to share", "sharing decisions",
                 found["shared", False], of("shared"))  # fmt: skip
    yield figure("requests_declined", "Requests for a meeting declined", "declined", "requests answered",
                 found["asked", True], of("asked"))  # fmt: skip


def _recording(period: Period) -> Iterator[Figure]:
    rows = db.session.execute(
        select(ChronologyEntry.happened_on, ChronologyEntry.entered_at).where(
            ChronologyEntry.entered_at >= period.begins, ChronologyEntry.entered_at < period.ends
        )
    )
    lags = [working_days(row.happened_on, london_date(row.entered_at)) for row in rows]
    yield figure(
        "recording_lag",
        "From the event to the record",
        f"entries made more than {IN_TIME} working days after the event",
        "chronology entries made in the period",
        sum(lag > IN_TIME for lag in lags),
        len(lags),
        value=middle(lags),
        unit="working days, the median",
    )
