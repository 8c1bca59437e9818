"""The dates that a meeting owes: computed by the rule book, stored with their working, and answered one by one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

import rulebook
import working_time
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings.models import Meeting, MeetingChild, MeetingDue
from meetings.pattern import limit_of
from notifications.commands import drop, plan_reminders

Trigger = date | datetime


def owe_from_trigger(meeting: Meeting, expected_birth: date | None = None) -> list[MeetingDue]:
    """The limits that count from what was asked for: the trigger itself, the asking, an expected birth."""
    triggers: dict[str, Trigger] = {meeting.trigger_kind: meeting.trigger_at, "requested": meeting.asked_at}
    if expected_birth:
        triggers["expected_delivery_date"] = expected_birth
    owed = []
    for rule in meeting.kind.limits:
        names = (rule.trigger, *rule.also_triggered_by)
        counted_from = next((triggers[name] for name in names if name in triggers), None)
        if counted_from is not None:
            duty = "hold" if rule.holds == meeting.type else "step"
            owed.append(owe(meeting, rule, counted_from, duty))
    return owed


def owe_reports(meeting: Meeting) -> None:
    """The reports' dates, counted back from the start; counted anew when the start moves."""
    assert meeting.starts_at is not None
    for due in _standing(meeting, "report"):
        drop(due, because="the meeting was moved")
    db.session.execute(delete(MeetingDue).where(MeetingDue.meeting_id == meeting.id, MeetingDue.duty == "report"))
    for rule in meeting.kind.reports:
        due = owe(meeting, rule, meeting.starts_at, "report")
        remind(due, "meeting.report_due")


def owe_papers(meeting: Meeting) -> None:
    """Letter, record and dissent window, counted from the conclusion."""
    assert meeting.ended_at is not None
    for rule in meeting.kind.outputs:
        counted_from = meeting.ended_at if rule.trigger.endswith("concluded") else meeting.opened_at
        is_window = rule.key.endswith(".dissent_window")
        due = owe(meeting, rule, counted_from or meeting.ended_at, "window" if is_window else "output")
        if rule.key.endswith(".decision_letter"):
            remind(due, "meeting.decision_letter")
        elif rule.is_record:
            remind(due, "meeting.record_due")
        elif is_window:
            remind(due, "meeting.dissent_window")


def owe_follow_up(meeting: Meeting, child_id: int | None, start: rulebook.FollowUp) -> MeetingDue:
    """A meeting that this one's decision for a child starts. The clock runs from this sitting, even if later ones follow."""
    assert meeting.ended_at is not None
    due = owe(meeting, rulebook.book().rule(start.timer), meeting.ended_at, "follow_up", child_id)
    remind(due, "meeting.not_booked")
    if due.statutory:
        remind(due, "meeting.limit_missed")
    return due


def owe(
    meeting: Meeting, rule: rulebook.DatedRule, counted_from: Trigger, duty: str, child_id: int | None = None
) -> MeetingDue:
    """One date, with its working. A rule that the meeting owes already keeps its first date: no clock is reset."""
    here = MeetingDue.child_id == child_id if child_id is not None else MeetingDue.child_id.is_(None)
    stands = db.session.scalar(
        select(MeetingDue).where(MeetingDue.meeting_id == meeting.id, MeetingDue.rule == rule.key, here)
    )
    if stands is not None:
        return stands
    made = MeetingDue(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        child_id=child_id,
        rule=rule.key,
        duty=duty,
        **counted(rule, counted_from),
    )
    db.session.add(made)
    db.session.flush()
    return made


def counted(rule: rulebook.DatedRule, counted_from: Trigger) -> dict[str, Any]:
    """The columns of a date: what, by when, the working, and on whose authority."""
    due = rulebook.book().due_for(rule.key, counted_from)
    return {
        "what": rule.what,
        "due_on": due.by,
        "due_at": due.at,
        "working": list(due.working),
        "provisional": due.provisional,
        "warning_only": rule.warning_only,
        "statutory": rule.statutory,
        "force": rule.source.force,
        "source": rule.source.sentence,
        "verified": rule.source.verified_words,
        "edition": rule.source.edition,
    }


def remind(due: MeetingDue, reminder: str) -> None:
    """Plan the rule book's reminders around the date."""
    anchor = due.due_at or due.due_on
    if anchor is None:
        return
    if rulebook.book().reminders[reminder].unit != "elapsed_hours" and isinstance(anchor, datetime):
        anchor = clock.local(anchor).date()
    plan_reminders(reminder, due, anchor)


def remind_of_limits(meeting: Meeting) -> None:
    """What is said where no date is set in time, or the last day passes without the meeting."""
    for due in standing(meeting):
        if due.duty == "hold" and not due.warning_only:
            remind(due, "meeting.not_booked")
            if due.statutory:
                remind(due, "meeting.limit_missed")


def count_anew(meeting: Meeting, before: datetime) -> None:
    """The meeting before this one in its series is held at another time now: the limit of this one runs from there."""
    limit = limit_of(meeting.kind)
    assert limit is not None
    for due in standing(meeting):
        if due.rule == limit.key and due.met_at is None:
            drop(due, because="the meeting before it was moved")
            db.session.delete(due)
    db.session.flush()
    meeting.trigger_at = before
    due = owe(meeting, limit, before, "hold")
    meeting.late = bool(due.due_on and meeting.starts_at and clock.local(meeting.starts_at).date() > due.due_on)
    remind_of_limits(meeting)


def meet(due: MeetingDue, how: str) -> None:
    """The date is answered: what was planned about it no longer matters."""
    if due.met_at is None:
        due.met_at, due.met_how = clock.now(), how
        drop(due, because=how)


def meet_duty(meeting: Meeting, duty: str, how: str, ending: str = "") -> None:
    """Answer every open date of the meeting of that duty whose rule ends with `ending`."""
    for due in _standing(meeting, duty):
        if due.rule.endswith(ending):
            meet(due, how)


def meet_what_it_held(meeting: Meeting) -> None:
    """The meeting was held: its own limits are answered, and those by which earlier meetings of its children asked for it."""
    meet_duty(meeting, "hold", f"held as {meeting.reference}")
    children = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    open_follow_ups = db.session.scalars(
        select(MeetingDue).where(
            MeetingDue.duty == "follow_up", MeetingDue.met_at.is_(None), MeetingDue.child_id.in_(children)
        )
    )
    for due in open_follow_ups:
        if rulebook.book().rule(due.rule).holds == meeting.type:
            meet(due, f"held as {meeting.reference}")


def inherit_limits(meeting: Meeting) -> None:
    """An earlier meeting of these children started this one's clock: its statutory date stands on this meeting too."""
    children = select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)
    started = db.session.scalars(
        select(MeetingDue)
        .where(MeetingDue.duty == "follow_up", MeetingDue.met_at.is_(None), MeetingDue.child_id.in_(children))
        .order_by(MeetingDue.due_on)
    )
    for due in started:
        rule = rulebook.book().rule(due.rule)
        owned = select(MeetingDue.id).where(MeetingDue.meeting_id == meeting.id, MeetingDue.rule == due.rule)
        if rule.holds == meeting.type and db.session.scalar(owned) is None:
            copy_due(due, meeting, "hold")


def copy_due(due: MeetingDue, meeting: Meeting, duty: str) -> None:
    """The same date on another meeting: postponing or reconvening never restarts a clock (our rule `clock_not_reset`)."""
    kept = ("rule", "what", "due_on", "due_at", "working", "provisional", "warning_only", "statutory")
    words = ("force", "source", "verified", "edition")
    columns = {name: getattr(due, name) for name in (*kept, *words)}
    db.session.add(MeetingDue(public_id=new_public_id(), meeting_id=meeting.id, duty=duty, **columns))
    db.session.flush()


def standing(meeting: Meeting) -> list[MeetingDue]:
    """Every date of the meeting."""
    return list(db.session.scalars(select(MeetingDue).where(MeetingDue.meeting_id == meeting.id)))


def working_days_late(meeting: Meeting, held_on: date) -> int:
    """Working days past the first date by which it had to be held; 0 in time. Counted from the first due date."""
    last = min((due.due_on for due in standing(meeting) if due.duty == "hold" and due.due_on), default=None)
    if last is None or held_on <= last:
        return 0
    return working_time.england_and_wales().working_days_between(last, held_on)


def _standing(meeting: Meeting, duty: str) -> list[MeetingDue]:
    return [due for due in standing(meeting) if due.duty == duty]
