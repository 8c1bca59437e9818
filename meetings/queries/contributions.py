"""Each agency's contributions about one child: when it last wrote, answered, reported, came; and since when it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, select, type_coerce, union_all

import rulebook
import working_time
from children.access import is_current
from children.models import Child, ChronologyEntry, InformationRequest, Involvement, VoiceEntry
from foundation import clock
from foundation.database import Instant, db
from meetings.models import Attendance, CourtOutcome, Invitation, MeetingChild
from meetings.queries.setting import PRESENT
from people.models import Absence, Agency, Person

SIGNS = {
    "wrote": "Wrote",
    "heard": "Heard the child",
    "answered": "Answered an invitation",
    "reported": "Reported",
    "came": "Came",
    "told": "Gave information",
    "decided": "Recorded a court’s decision",
}


@dataclass
class Contribution:
    """One agency. `silent_since`: the day of its last sign, where it has given none for as long as the rule book says."""

    agency_id: int
    name: str
    people: list[Any]
    signs: dict[str, datetime] = field(default_factory=dict)
    silent_since: date | None = None


def silent_after() -> int:
    """After so many working days without a sign an agency is silent. Source: the rule book, `agency.silence`."""
    return rulebook.book().reminders["agency.silence"].offsets[0]


def contributions_about(child: Child) -> list[Contribution]:
    """Every agency that works with the child, by name. The caller has asked whether its reader may see the child. Three
    queries, however much there is."""
    found: dict[int, Contribution] = {}
    for one in _people(child):
        found.setdefault(one.agency_id, Contribution(one.agency_id, one.agency, [])).people.append(one)
    for row in _signs(child):
        if row.agency_id in found and row.at is not None:
            found[row.agency_id].signs[row.what] = row.at
    away = _away([one.person_id for part in found.values() for one in part.people])
    for part in found.values():
        part.silent_since = _silent(part, away)
    return sorted(found.values(), key=lambda part: part.name)


def _silent(part: Contribution, away: set[int]) -> date | None:
    """Silence is not the same as absence: where all of its people are on leave, the agency is away, not silent."""
    expected = [one for one in part.people if one.direct_contact and one.person_id not in away]
    if not expected:
        return None
    last = max((clock.local(at).date() for at in part.signs.values()), default=min(one.from_on for one in expected))
    calendar = working_time.england_and_wales()
    return last if calendar.working_days_between(max(last, calendar.first), clock.today()) > silent_after() else None


def _people(child: Child) -> Sequence[Any]:
    """Who works with the child now, and does what."""
    return db.session.execute(
        select(
            Involvement.person_id,
            Involvement.agency_id,
            Involvement.from_on,
            Involvement.direct_contact,
            Involvement.what,
            Person.name,
            Person.telephone,
            Agency.name.label("agency"),
        )
        .join(Person, Person.id == Involvement.person_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(
            Involvement.child_id == child.id, Involvement.role == "professional", is_current(), Person.left_on.is_(None)
        )
        .order_by(Agency.name, Person.name_key)
    ).all()


def _away(people: Sequence[int]) -> set[int]:
    today = clock.today()
    away = select(Absence.person_id).where(
        Absence.person_id.in_(people), Absence.from_on <= today, Absence.to_on >= today, Absence.withdrawn_at.is_(None)
    )
    return set(db.session.scalars(away))


def _signs(child: Child) -> Sequence[Any]:
    meetings = select(MeetingChild.meeting_id).where(MeetingChild.child_id == child.id)

    def latest(what: str, agency: Any, at: Any) -> Any:
        columns = literal(what).label("what"), agency.label("agency_id"), type_coerce(func.max(at), Instant).label("at")
        return select(*columns).group_by(agency)

    asked = latest("answered", Invitation.agency_id, Invitation.responded_at).where(
        Invitation.meeting_id.in_(meetings), Invitation.response.not_in(("no_reply", "undeliverable"))
    )
    came = latest("came", Invitation.agency_id, Attendance.recorded_at).join(
        Attendance, Attendance.invitation_id == Invitation.id
    )
    entry, voice, told = ChronologyEntry, VoiceEntry, InformationRequest
    wrote = latest("wrote", Person.agency_id, entry.entered_at).join(entry, entry.entered_by_id == Person.id)
    heard = latest("heard", Person.agency_id, voice.entered_at).join(voice, voice.recorded_by_id == Person.id)
    decided = latest("decided", Person.agency_id, CourtOutcome.recorded_at).join(
        CourtOutcome, CourtOutcome.recorded_by_id == Person.id
    )
    return db.session.execute(
        union_all(
            wrote.where(entry.child_id == child.id),
            heard.where(voice.child_id == child.id),
            asked,
            latest("reported", Invitation.agency_id, Invitation.report_received_at).where(
                Invitation.meeting_id.in_(meetings)
            ),
            came.where(Invitation.meeting_id.in_(meetings), Attendance.status.in_(PRESENT)),
            decided.where(CourtOutcome.child_id == child.id),
            latest("told", told.agency_id, told.answered_at).where(told.child_id == child.id),
        )
    ).all()
