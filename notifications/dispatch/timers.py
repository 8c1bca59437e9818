"""Timers whose moment has come: the room is asked, and its answer becomes mails or nothing."""

from datetime import timedelta

import structlog
from sqlalchemy import select, text

import audit
import rulebook
from foundation import clock
from foundation.database import db
from foundation.text import clean_line
from foundation.unit_of_work import unit_of_work
from notifications import commands, composing, incoming
from notifications.composing import Moot, Notice
from notifications.dispatch.counts import Counts
from notifications.dispatch.mail_server import FIRST_PAUSE
from notifications.models import TIMER_IS_DUE, Timer

MOST_TRIES = 3  # of firing a timer

log = structlog.get_logger()


def fire_all(counts: Counts) -> int:
    """Fire every timer that is due; gives how many there were. Mail that was stored and not read is read as well."""
    done = 0
    while fired := _fire_next():
        counts.add(fired)
        done += 1
    while incoming.read_next():
        counts.add("read")
        done += 1
    return done


def _fire_next() -> str | None:
    """Fire the timer that is due longest: ask its room, write the mails, and close it, all in one unit of work."""
    timer_id = None
    try:
        with unit_of_work():
            timer = db.session.scalar(
                select(Timer)
                .where(text(TIMER_IS_DUE), Timer.due_at <= clock.now())
                .order_by(Timer.due_at, Timer.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if timer is None:
                return None
            timer_id = timer.id
            audit.name_request(f"timer-{timer.id}")
            return _fire(timer)
    except Exception as trouble:
        if timer_id is None:
            raise
        log.exception("timer_failed", timer=timer_id)
        return _put_off(timer_id, trouble)


def _fire(timer: Timer) -> str:
    said = composing.fire(timer)
    timer.ended_at = clock.now()
    if isinstance(said, Moot):
        timer.state, timer.reason = "moot", said.reason
        return "moot"
    timer.state = "fired"
    for notice in _with_stand_ins(said):
        about_kind = timer.subject_kind if notice.about is None else notice.about.__tablename__
        about_id = timer.subject_id if notice.about is None else notice.about.public_id
        commands.tell_row(
            notice.recipient_id,
            notice.kind,
            about_kind,
            about_id,
            notice.step or timer.step,
            {**timer.details, **notice.details},
            timer.planned_for,
        )
    _plan_next(timer)
    return "fired"


def _with_stand_ins(notices: list[Notice]) -> list[Notice]:
    """The notices, and one for whoever stands in for somebody who is away today and hears of it not otherwise."""
    deputies = composing.standing_in({notice.recipient_id for notice in notices}, clock.today())
    told = {(notice.recipient_id, notice.kind) for notice in notices}
    also = []
    for notice in notices:
        deputy = deputies.get(notice.recipient_id)
        if deputy is not None and (deputy, notice.kind) not in told:
            told.add((deputy, notice.kind))
            details = {**notice.details, "in_place_of": notice.recipient_id}
            also.append(Notice(deputy, notice.kind, details, notice.step, notice.about))
    return notices + also


def _plan_next(timer: Timer) -> None:
    """A reminder that repeats until moot is planned again when its last offset, or a repeat, has fired."""
    reminder = rulebook.book().reminders.get(timer.kind)
    if reminder is None or reminder.repeat_every is None or timer.details.get("offset") != reminder.offsets[-1]:
        return
    at = commands.morning_of(clock.today(), reminder.repeat_every)
    commands.plan_row(
        timer.kind, timer.subject_kind, timer.subject_id, at, "again", timer.recipient_id, dict(timer.details)
    )


def _put_off(timer_id: int, trouble: Exception) -> str:
    """A timer whose room stumbled is tried again a little later, three times in all; the others go on."""
    with unit_of_work():
        timer = db.session.get_one(Timer, timer_id)
        timer.tries += 1
        timer.reason = f"{type(trouble).__name__}: {clean_line(str(trouble))[:300]}"
        if timer.tries < MOST_TRIES:
            timer.due_at = clock.now() + timedelta(seconds=FIRST_PAUSE * 2**timer.tries)
        else:
            timer.state, timer.ended_at = "failed", clock.now()
    return "failed"
