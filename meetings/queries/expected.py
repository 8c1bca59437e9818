"""Who belongs at the table for the ages of the children, and who is reached while the school is closed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

import rulebook
from children.access import is_current
from children.models import Involvement, age_on
from foundation import clock
from foundation.database import db
from meetings.queries.facts import fills
from meetings.queries.sheet import Sheet


@dataclass(frozen=True)
class Cover:
    """Somebody of a school on a day on which it is closed, with who is reached instead; empty where nobody has said."""

    name: str
    holiday: str
    cover: str


def not_asked(sheet: Sheet) -> list[str]:
    """Whom the ages of the children ask for and who is not on the list: a warning, never a bar. No query."""
    book, day = rulebook.book(), _day(sheet)
    ages = [age_on(child.born, day) for child in sheet.children]
    return [
        one.what
        for one in book.expected.values()
        if any(one.from_years <= age < one.below_years for age in ages)
        and not any(fills(book.role(one.role), asked, sheet) for asked in sheet.invitations)
    ]


def closed_school(sheet: Sheet) -> str:
    """The holiday in which the meeting lies, where somebody of a school is asked to come. No query."""
    day, asked = _day(sheet), any(one.agency.kind == "education" for one in sheet.invitations)
    return next((one.name for one in rulebook.book().school_holidays.values() if asked and one.holds(day)), "")


def school_cover(sheet: Sheet) -> list[Cover]:
    """Those of a school who are asked to come on a day in its holidays. One query, and none on other days."""
    holiday = closed_school(sheet)
    if not holiday:
        return []
    schools = [one for one in sheet.invitations if one.agency.kind == "education"]
    rows = db.session.execute(
        select(Involvement.person_id, Involvement.holiday_cover).where(
            Involvement.child_id.in_([child.id for child in sheet.children]),
            Involvement.person_id.in_([one.person_id for one in schools]),
            is_current(),
        )
    )
    covers = {row.person_id: row.holiday_cover for row in rows if row.holiday_cover}
    return [Cover(one.person.name, holiday, covers.get(one.person_id, "")) for one in schools]


def _day(sheet: Sheet) -> date:
    return clock.local(sheet.meeting.starts_at).date() if sheet.meeting.starts_at else clock.today()
