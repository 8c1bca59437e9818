"""Indicators of the agencies at the table: who came, who was not heard of, whose report was there in time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from foundation.database import db
from meetings.models import Attendance, Invitation, Meeting, MeetingDue
from people.models import Agency
from reporting.queries.indicators.figures import Behind, Figure, Part, Period, figure, london_date

PRESENT = ("attended", "deputy_attended")
NOT_COUNTED = ("not_relevant", "invited_late")


def of_attending(period: Period) -> Iterator[Figure]:
    """Two queries: who was there, and the reports that were due."""
    yield from _attendance(_there(period))
    yield _reports(_reports_due(period))


def _there(period: Period) -> Sequence[Any]:
    return db.session.execute(
        select(Agency.name, Attendance.status, Meeting.id, Meeting.ended_at)
        .select_from(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Invitation, Invitation.id == Attendance.invitation_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Meeting.ended_at >= period.begins, Meeting.ended_at < period.ends, Attendance.status.not_in(NOT_COUNTED))
        .where(Invitation.capacity == "professional")
    ).all()


def _attendance(rows: Sequence[Any]) -> Iterator[Figure]:
    for key, name, numerator, wanted in (
        ("attendance_rate", "Who came", "came, or sent a deputy", PRESENT),
        ("no_contact_rate", "Who was not heard of", "neither came nor sent word", ("no_contact",)),
    ):
        yield figure(
            key,
            name,
            numerator,
            "invitations to meetings that ended, without those not relevant and those invited late",
            sum(row.status in wanted for row in rows),
            len(rows),
            lines=_by_agency(rows, lambda row, wanted=wanted: row.status in wanted),
            behind=[Behind("meeting", row.id, row.status in wanted, london_date(row.ended_at)) for row in rows],
        )


def _reports_due(period: Period) -> Sequence[Any]:
    """Each agency's invitation to a meeting whose reports were due in the period, with the day."""
    dues = (
        select(MeetingDue.meeting_id, func.max(MeetingDue.due_on).label("due_on"))
        .where(MeetingDue.duty == "report")
        .group_by(MeetingDue.meeting_id)
        .subquery()
    )
    return db.session.execute(
        select(Agency.name, Invitation.report_received_at, dues.c.due_on, Meeting.id)
        .select_from(Invitation)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .join(dues, dues.c.meeting_id == Meeting.id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(
            dues.c.due_on.between(period.from_on, period.to_on),
            Invitation.invited_at.is_not(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.capacity == "professional",
            Meeting.state.not_in(("declined", "cancelled", "postponed")),
        )
    ).all()


def _reports(rows: Sequence[Any]) -> Figure:
    def in_time(row: Any) -> bool:
        return row.report_received_at is not None and london_date(row.report_received_at) <= row.due_on

    came = sum(row.report_received_at is not None for row in rows)
    kept = sum(map(in_time, rows))
    return figure(
        "report_rate",
        "Reports in time",
        "written reports received by their date",
        "reports asked of the agencies invited, whose date falls in the period",
        kept,
        len(rows),
        second=[Part("Late", came - kept), Part("Not received", len(rows) - came)],
        lines=_by_agency(rows, in_time),
        behind=[Behind("meeting", row.id, in_time(row), row.due_on) for row in rows],
    )


def _by_agency(rows: Sequence[Any], counts: Any) -> list[Part]:
    here: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        here[row.name].append(bool(counts(row)))
    return [Part(agency, sum(counted), len(counted)) for agency, counted in sorted(here.items())]
