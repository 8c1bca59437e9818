"""Indicators of what is done between meetings: actions, who leads, voice and family, sharing, recording, requests."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, String, case, cast, exists, func, literal, null, or_, select, type_coerce, union_all

from actions.models import Action
from children.models import CONSENTS, Child, ChronologyEntry, FamilyMember, LeadGap, SharingDecision, VoiceEntry
from escalation.models import Escalation
from foundation import clock
from foundation.database import db
from meetings.models import Decision, Meeting
from reporting.queries.indicators.figures import Behind, Figure, Part, Period, figure, london_date, working_days
from reporting.queries.indicators.staff import entries_of_staff, figures_of_staff

IN_TIME = 2  # working days from an event to its entry
FATHERS = ("father", "dad", "partner")  # in a relation as people write it: "stepfather", "mother's partner"


def of_work(period: Period) -> Iterator[Figure]:
    """Four queries."""
    yield from _actions(period)
    children = _children_with_a_plan()
    yield _lead_gaps(period, children)
    yield _fathers(children)
    found = _entries(period)
    yield _told(found["voice"])
    yield _sharing(found["shared"])
    yield _requests(found["asked"])
    yield _recording(found["entry"])
    yield from figures_of_staff(found)


def _actions(period: Period) -> Iterator[Figure]:
    rows = db.session.execute(
        select(Action.id, Action.state, Action.original_due_on, Action.claimed_at, Action.extensions).where(
            Action.original_due_on.between(period.from_on, period.to_on),
            Action.opened_at.is_not(None),
            Action.state != "cancelled",
        )
    ).all()

    def in_time(row: Any) -> bool:
        return bool(row.state == "done" and row.claimed_at and london_date(row.claimed_at) <= row.original_due_on)

    def extended(row: Any) -> bool:
        return bool(row.extensions)

    of = "actions whose first date falls in the period"
    done, late = "done on or before their first date", "An extended action is not in time."
    for key, name, numerator, counts, note in (
        ("actions_on_time", "Actions in time", done, in_time, late),
        ("actions_extended", "Actions extended", "extended at least once", extended, ""),
    ):
        behind = [Behind("action", row.id, counts(row), row.original_due_on) for row in rows]
        yield figure(key, name, numerator, of, sum(map(counts, rows)), len(rows), note=note, behind=behind)


def _children_with_a_plan() -> Sequence[Any]:
    """Those with an open plan today, since when, and whether a father or partner is in the record with what he is to them."""
    relation = func.lower(FamilyMember.relation)
    known = exists().where(
        FamilyMember.household_id == Child.household_id,
        or_(*(relation.contains(word) for word in FATHERS)),
        FamilyMember.name != "",
        FamilyMember.parental_responsibility != "not_known",
    )
    return db.session.execute(
        select(Child.id, Child.plan_since, known.label("father_known")).where(Child.plan != "none")
    ).all()


def _lead_gaps(period: Period, children: Sequence[Any]) -> Figure:
    last = min(period.to_on, clock.today())
    gaps = db.session.execute(
        select(LeadGap.child_id, LeadGap.from_at, LeadGap.to_at).where(
            LeadGap.from_at < period.ends, or_(LeadGap.to_at.is_(None), LeadGap.to_at >= period.begins)
        )
    ).all()
    plans = [row.plan_since for row in children if row.plan_since and row.plan_since <= period.to_on]
    spans = [
        (max(london_date(gap.from_at), period.from_on), min(london_date(gap.to_at) if gap.to_at else last, last))
        for gap in gaps
    ]
    long = sum(working_days(first, end) > 1 for first, end in spans)
    return figure(
        "lead_gap_days",
        "Days on which nobody led",
        "days without a lead professional",
        "days, added up over the children with an open plan",
        sum(_days(first, end) for first, end in spans),
        sum(_days(max(since, period.from_on), last + timedelta(days=1)) for since in plans),
        note="" if 0 < long < 5 else f"Gaps of more than one working day: {long}.",
        behind=[Behind("child", gap.child_id, True, first) for gap, (first, _) in zip(gaps, spans, strict=True)],
    )


def _days(first: date, end: date) -> int:
    return max((end - first).days, 0)


def _fathers(children: Sequence[Any]) -> Figure:
    return figure(
        "father_recorded",
        "The father or partner is in the record",
        "with a father or partner whose parental responsibility is known",
        "children with an open plan today",
        sum(bool(row.father_known) for row in children),
        len(children),
        note="As it is today, whatever the quarter.",
        behind=[Behind("child", row.id, bool(row.father_known)) for row in children],
    )


def _entries(period: Period) -> dict[str, list[Any]]:
    """By kind: what children said with a decision after it, decisions to share, requests answered, entries of a chronology.
    One query: `id` of the child or the meeting, `flag` what is counted, `on`, `at` and `word` what that kind needs."""
    decided = exists().where(Decision.child_id == VoiceEntry.child_id, Decision.decided_at > VoiceEntry.entered_at)
    further = exists().where(
        Escalation.about_kind == "meeting_declined",
        Escalation.about_id == Meeting.public_id,
        Escalation.state != "draft",
    )

    def row(kind: str, id_: Any, flag: Any, on: Any, at: Any, word: Any) -> Any:
        yes = case((flag, 1), else_=0).label("flag")
        words = cast(word, String).label("word")
        return select(
            literal(kind).label("kind"), id_.label("id"), yes, type_coerce(on, Date).label("on"), at.label("at"), words
        )

    voice = row("voice", VoiceEntry.child_id, VoiceEntry.told_outcome.is_(True), VoiceEntry.expressed_on,
                VoiceEntry.entered_at, literal(""))  # fmt: skip
    entry = row("entry", ChronologyEntry.child_id, literal(True), ChronologyEntry.happened_on,
                ChronologyEntry.entered_at, literal(""))  # fmt: skip
    shared = row("shared", SharingDecision.child_id, SharingDecision.shared, null(),
                 SharingDecision.decided_at, SharingDecision.consent)  # fmt: skip
    asked = row("asked", Meeting.id, further, null(), Meeting.asked_at, Meeting.state)

    def in_period(instant: Any) -> Any:
        return (instant >= period.begins) & (instant < period.ends)

    rows = db.session.execute(
        union_all(
            voice.where(VoiceEntry.expressed_on.between(period.from_on, period.to_on), decided),
            entry.where(in_period(ChronologyEntry.entered_at)),
            shared.where(in_period(SharingDecision.decided_at)),
            asked.where(in_period(Meeting.asked_at), Meeting.state != "proposed"),
            *entries_of_staff(period),
        )
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for one in rows:
        found[one.kind].append(one)
    return found


def _told(rows: Sequence[Any]) -> Figure:
    return figure(
        "voice_told_outcome",
        "The child was told what came of it",
        "told the outcome",
        "views of children with a decision after them",
        sum(row.flag for row in rows),
        len(rows),
        behind=[Behind("child", row.id, bool(row.flag), row.on) for row in rows],
    )


def _sharing(rows: Sequence[Any]) -> Figure:
    kept = Counter(CONSENTS.get(row.word, "Consent not said") for row in rows if not row.flag)
    return figure(
        "sharing_not_shared",
        "Decisions not to share",
        "decisions not to share, by what was asked of the family",
        "sharing decisions",
        sum(kept.values()),
        len(rows),
        lines=[Part(consent, count) for consent, count in sorted(kept.items())],
        behind=[Behind("child", row.id, not row.flag, london_date(row.at)) for row in rows],
    )


def _requests(rows: Sequence[Any]) -> Figure:
    declined = [row for row in rows if row.word == "declined"]
    further = sum(row.flag for row in declined)
    return figure(
        "requests_declined",
        "Requests for a meeting declined",
        "declined",
        "requests answered",
        len(declined),
        len(rows),
        lines=[
            Part("A disagreement was raised about it", further),
            Part("Nobody took it further", len(declined) - further),
        ],
        behind=[Behind("meeting", row.id, row.word == "declined", london_date(row.at)) for row in rows],
    )


def _recording(rows: Sequence[Any]) -> Figure:
    lags = [working_days(row.on, london_date(row.at)) for row in rows]
    return figure(
        "recording_lag",
        "From the event to the record",
        f"entries made more than {IN_TIME} working days after the event",
        "chronology entries made in the period",
        sum(lag > IN_TIME for lag in lags),
        len(lags),
        days=lags,
        unit="working days",
        behind=[
            Behind("child", row.id, lag > IN_TIME, london_date(row.at)) for row, lag in zip(rows, lags, strict=True)
        ],
    )
