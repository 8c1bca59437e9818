"""What has to be planned around a birth: the conference before it, the way home from hospital, the review after it."""

from dataclasses import dataclass
from datetime import date, timedelta

import rulebook
from children.models import Child
from children.queries.moving import Counted, counted
from foundation import clock

AFTER_BIRTH = timedelta(weeks=8)  # as long as midwifery is asked to meetings (the rule book's words for it)


@dataclass(frozen=True)
class AroundBirth:
    """One date: what it is for, the type of meeting to propose, and how it was counted."""

    what: str
    type: str
    due: Counted


def around_birth(child: Child) -> list[AroundBirth]:
    """The dates of an unborn child, of a baby of a few weeks, and of any child with a planned discharge; asks no database."""
    wanted: list[tuple[str, str, date]] = []
    if child.expected_date_of_birth:
        wanted += [
            (f"icpc_prebirth.{one}", "icpc_prebirth", child.expected_date_of_birth) for one in ("ideal", "latest")
        ]
    if child.planned_discharge_on and child.planned_discharge_on >= clock.today():
        wanted.append(("discharge.before", "discharge", child.planned_discharge_on))
    born = child.date_of_birth
    if born and child.is_under_protection and clock.today() <= born + AFTER_BIRTH:
        wanted.append(("icpc_prebirth.first_review", "rcpc", born))
    book = rulebook.book()
    return [
        AroundBirth(f"{book.meeting_types[kind].name}: {book.rule(rule).what.lower()}", kind, counted(rule, since))
        for rule, kind, since in wanted
    ]
