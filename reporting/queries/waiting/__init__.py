"""What waits for somebody, one question for each kind of work, each a row of the same columns.

Nobody's permission is asked here: `worklist` asks `visible_to` for every row. The questions are the same for everybody
of one profession on one day, so they are put together once for these and kept; who asks, and when, are parameters.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import Subquery, union_all

import working_time
from children.queries import eyes_since, figure, fresh_since
from foundation.clock import LONDON
from reporting.queries.waiting import (
    after,
    before,
    changing,
    disagreeing,
    leading,
    promised,
    referring,
    staff,
    undelivered,
    writing_up,
)
from reporting.queries.waiting.asked import LATER, OVERDUE, TODAY, WEEK, Asked
from reporting.queries.waiting.before import RISK_DAYS
from reporting.queries.waiting.convening import convened_by

__all__ = ["LATER", "OVERDUE", "TODAY", "WEEK", "work_of"]

WEEK_DAYS = 6  # what falls due so many days after today is still this week
OWED_DAYS = 42
QUESTIONS = (
    *before.QUESTIONS,
    *after.QUESTIONS,
    *promised.QUESTIONS,
    *leading.QUESTIONS,
    *disagreeing.QUESTIONS,
    *referring.QUESTIONS,
    *changing.QUESTIONS,
    *undelivered.QUESTIONS,
    *staff.QUESTIONS,
    *writing_up.QUESTIONS,
)


@lru_cache(maxsize=200)
def work_of(team: bool, agency_kind: str, discipline: str | None, role: str | None, today: date) -> Subquery:
    """Every kind of work that there is, as one table to read from."""
    calendar = working_time.england_and_wales()

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), LONDON)

    asked = Asked(
        team=team,
        convenes=convened_by(agency_kind, discipline, role),
        today=today,
        yesterday=midnight(calendar.previous_working_day(today)),
        tomorrow=midnight(today + timedelta(days=1)),
        week_ends=today + timedelta(days=WEEK_DAYS),
        next_week=midnight(today + timedelta(days=WEEK_DAYS + 1)),
        risk_until=midnight(calendar.add(today, RISK_DAYS) + timedelta(days=1)),
        owed_until=today + timedelta(days=OWED_DAYS),
        fresh_since=fresh_since(today),
        eyes_since=midnight(eyes_since(today)),
        drafts_old_since=midnight(today - timedelta(days=figure("draft.old"))),
    )
    return union_all(*(question(asked) for question in QUESTIONS)).subquery("work")
