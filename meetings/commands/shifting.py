"""Moving or calling off several meetings of a series in one go: this one and all that follow, or the whole."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, Refusal, Refused, move, refusals
from meetings import queries
from meetings.commands import dates
from meetings.commands.calendars import announce, announce_series, listed, reset_answer, seat_chair, what_it_says
from meetings.commands.moving import CHANGED, permitted, plan_about
from meetings.commands.scheduling import call_off, cancel, change, check_form, open_record_to_chair, take_over
from meetings.commands.series import send_series_first
from meetings.models import Invitation, Meeting, MeetingSeries, Seat
from meetings.models.meeting import OVER
from meetings.pattern import shifted
from meetings.queries.series import following, meetings_of, neighbours_in_time, places_of, seats_of
from notifications.commands import drop, tell
from notifications.models import Outbox
from people.models import Person

SCOPES = ("one", "following", "series")


def change_some(person: Person, public_id: str, scope: str, **given: Any) -> tuple[Meeting, int]:
    """Change this meeting (`one`), this and all that follow (`following`), or every one to come (`series`); how many people
    are told. All move by as many days as this one, to its new time of day. What one of them refuses, refuses all."""
    meeting = queries.meeting_for(person, public_id)
    if _checked(scope) == "one" or meeting.series is None:
        return change(person, public_id, **given)
    check_form(given)
    if given.get("version") not in (None, meeting.version):
        raise Refused([CHANGED])
    series, moved_from = meeting.series, meeting.starts_at
    moved_to: datetime | None = given.get("starts_at") or moved_from
    meant = following(meeting, scope)
    whole = scope == "series" and _is_all_of(series, meant)
    before = {one.id: (what_it_says(one), one.chair_id) for one in meant}
    if moved_from and moved_to:
        _move_each(person, meant, moved_from, moved_to, {**given, "version": None})
    if all((what_it_says(one), one.chair_id) == before[one.id] for one in meant):
        return meeting, 0
    if whole and moved_from and moved_to:
        _move_pattern(series, meeting, moved_from, moved_to)
    changed = [one for one in meant if what_it_says(one) != before[one.id][0]]
    for one in meant:
        plan_about(one)
        audit.record(
            person,
            "meeting.changed",
            one,
            children=one.children,
            starts_at=one.starts_at,
            place=one.place,
            reason=str(given.get("reason") or "").strip(),
            series=series.reference,
        )
    return meeting, _tell(series, changed, whole=whole)


def cancel_some(person: Person, public_id: str, scope: str, reason: str, text: str = "") -> tuple[Meeting, int]:
    """Call off this meeting, this and all that follow, or every one to come; how many people are told. Where nothing of
    the series is left, its entry leaves the calendars as one; else each meeting leaves it by itself."""
    meeting = queries.meeting_for(person, public_id)
    if _checked(scope) == "one" or meeting.series is None:
        return cancel(person, public_id, reason, text)
    series, meant = meeting.series, following(meeting, scope)
    if series.announced_at is None or not _is_all_of(series, meant):
        told = [cancel(person, one.public_id, reason, text)[1] for one in meant]
        return meeting, max(told, default=0)
    announced = [one for one in meant if call_off(person, one.public_id, reason, text)[1]]
    series.counter += 1
    series.sequence, series.changed_at = series.counter, clock.now()
    _number(announced, series.counter)
    db.session.flush()
    seats = seats_of(series)
    for seat in seats:
        drop(seat, because="the series was cancelled")
        if seat.whole:
            seat.sequence = seat.last_sequence = series.counter
            tell(seat.person_id, "series_cancelled", seat, step=_step(series), details={"entry": series.counter})
    for one in announced:
        for invitation in listed(one):
            if invitation.seat is not None and not invitation.seat.whole:
                announce(one, invitation, "meeting_cancelled", significant=True)
    return meeting, len(seats)


def _checked(scope: str) -> str:
    if scope not in SCOPES:
        raise BadInput({"scope": f"Choose one of: {', '.join(SCOPES)}."})
    return scope


def _is_all_of(series: MeetingSeries, meant: list[Meeting]) -> bool:
    """Whether no meeting of the series is left beside these: none was held, none runs."""
    ids = {one.id for one in meant}
    return all(one.id in ids or one.state in OVER for one in meetings_of(series))


def _move_each(
    person: Person, meant: list[Meeting], moved_from: datetime, moved_to: datetime, given: dict[str, Any]
) -> None:
    """Each by its own rules, its limit counted from where the one before it is now."""
    refused: dict[str, Refusal] = {}
    for one in meant:
        before, _ = neighbours_in_time(one)
        if before is not None and before.starts_at is not None:
            dates.count_anew(one, before.starts_at)
        own = dict(given)
        if given.get("starts_at") and one.starts_at is not None:
            own["starts_at"] = shifted(one.starts_at, moved_from, moved_to)
        _, facts = permitted(person, one.public_id, "change", **own, with_series=True)
        for reason in refusals(one, "change", facts):
            refused[f"{reason.rule} {one.id}"] = Refusal(
                reason.rule, f"{one.reference}: {reason.message}", reason.source
            )
            continue
        if refused:
            continue
        move(one, "change", facts)
        chair = one.chair_id
        take_over(one, own, facts.limit_on, facts.start_day)
        if one.chair_id != chair:
            seat_chair(person, one, tells=False)
            open_record_to_chair(person, one)
        dates.owe_reports(one)
    if refused:
        raise Refused(refused.values())


def _move_pattern(series: MeetingSeries, meeting: Meeting, moved_from: datetime, moved_to: datetime) -> None:
    """The pattern itself goes where the meetings went; also for those that were called off, which stay left out of it."""
    for one in meetings_of(series):
        if one.usual_at is not None:
            one.usual_at = shifted(one.usual_at, moved_from, moved_to)
    series.starts_at = shifted(series.starts_at, moved_from, moved_to)
    series.minutes_long = meeting.minutes_long or series.minutes_long
    series.place, series.online_url = meeting.place, meeting.online_url
    db.session.flush()


def _tell(series: MeetingSeries, changed: list[Meeting], *, whole: bool) -> int:
    """One mail to each person about the series as it is now, in which what changed has a new number; how many people."""
    series.changed_at = clock.now()
    invited = [one for one in changed if one.state == "invited"]
    numbered: list[Invitation] = []
    if invited:
        series.counter += 1
        series.sequence = series.counter if whole else series.sequence
        numbered = _number(invited, series.counter)
    db.session.flush()
    told = 0
    for seat in seats_of(series):
        news = [one for one in numbered if one.seat_id == seat.id]
        if news:
            _tell_one(seat, invited, news, whole=whole)
        elif any(one.last_sequence is None and where.state == "invited" for where, one in places_of(seat)):
            send_series_first(seat)  # somebody who chairs from now on
        told += bool(news)
    return told


def _tell_one(seat: Seat, invited: list[Meeting], news: list[Invitation], *, whole: bool) -> None:
    """The change to one person, together with what waits to go out to them."""
    at = clock.now() + timedelta(minutes=rulebook.book().reminders["meeting.update"].gather_minutes)
    if not seat.whole:
        by_meeting = {one.meeting_id: one for one in news}
        for meeting in invited:
            if meeting.id in by_meeting:
                announce(meeting, by_meeting[meeting.id], "meeting_update", significant=True, at=at)
        return
    if whole:
        seat.response = "no_reply"
    waits = _waiting(seat.public_id)
    kind, due = (waits.kind, waits.due_at) if waits else ("series_update", at)
    drop(seat, "series_invitation", "series_update", "series_reminder", because="joined with a later change")
    for invitation in news:
        drop(invitation, "meeting_update", because="told with the series")
    announce_series(seat, kind, at=max(due, clock.now()))


def _number(meetings: list[Meeting], number: int) -> list[Invitation]:
    """Give the change its number; whoever answered before answers anew. Who was told nothing yet is left out."""
    found = []
    for meeting in meetings:
        meeting.sequence = number
        for invitation in listed(meeting):
            if invitation.last_sequence is None:
                continue
            reset_answer(invitation)
            invitation.last_sequence = invitation.min_sequence = number
            found.append(invitation)
    return found


def _waiting(seat_id: str) -> Any:
    """The mail about the series that has not gone out yet, if there is one."""
    waits = select(Outbox.kind, Outbox.due_at).where(
        Outbox.about_kind == "series_seat", Outbox.about_id == seat_id, Outbox.state == "due", Outbox.attempts == 0
    )
    return db.session.execute(waits.where(Outbox.kind != "series_reminder").order_by(Outbox.id).limit(1)).one_or_none()


def _step(series: MeetingSeries) -> str:
    return f"{series.counter}.{clock.now():%Y%m%d%H%M%S}"
