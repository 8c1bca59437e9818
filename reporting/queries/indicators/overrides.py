"""The rules that the partnership has lengthened for itself, with a reason: how many are in force, and which."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Date, func, select

import rulebook
from escalation.models import PolicyVersion
from foundation.database import db
from reporting.queries.indicators.figures import Figure, Part, Period


def of_overrides(period: Period) -> Iterator[Figure]:
    """Versions of the locality's policy that were in force in the period with a cap beyond the rule book's. One query.

    They are rules and nobody's case, so that few of them are shown as they are. A version ends with the next one's first day.
    """
    begins = PolicyVersion.effective_from
    until = func.lead(begins, type_=Date()).over(order_by=(begins, PolicyVersion.number))
    rows = db.session.execute(select(PolicyVersion.number, PolicyVersion.cap_reason, begins, until.label("until")))
    lines = [
        Part(f"Policy for disagreements, version {row.number}, {_until(row.until)}", 1)
        for row in rows
        if row.cap_reason and row.effective_from <= period.to_on and (row.until is None or row.until > period.from_on)
    ]
    yield Figure(
        "overrides_open",
        "Limits longer than the rule book’s",
        "versions of a rule in force with a recorded reason for a longer limit",
        "counted alone; rules, and nobody’s case",
        Part("", len(lines)),
        lines=tuple(lines),
        note=f"The rule book’s cap for disagreements is {rulebook.book().policy().cap_working_days} working days.",
    )


def _until(day: date | None) -> str:
    return f"until {day:%-d %B %Y}" if day else "without an end date"
