"""Who is there: attendance by agency, and joining for oneself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean
from meetings.commands.at_table import RUNS, invitation_by
from meetings.commands.calendars import add_to_list
from meetings.commands.moving import running
from meetings.models import ATTENDANCE, MEANS, Attendance, Invitation
from meetings.queries import Sheet
from people.models import Person


def record_attendance(person: Person, public_id: str, rows: Sequence[dict[str, Any]]) -> Sheet:
    """Write down what each of some invited people does: `invitation` (or the person invited), `status`, `arrived_at`,
    `left_at`, `means`, `can_decide`, `reason`. Whoever runs the meeting does; the quorum is counted anew from it."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes the meeting records attendance.")
    errors = {}
    for number, row in enumerate(rows):
        invitation = invitation_by(sheet, str(row.get("invitation")))
        problem = _attend(person, sheet, invitation, row)
        if problem:
            errors[f"attendance.{number}"] = problem
    if errors:
        raise BadInput(errors)
    audit.record(person, "attendance.recorded", meeting, children=meeting.children, rows=len(rows))
    db.session.flush()
    return sheet


def join(
    person: Person, public_id: str, other: Person, *, capacity: str = "professional", means: str = "in_person"
) -> Sheet:
    """Somebody who was not asked in time joins while the meeting runs."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes the meeting adds people to it.")
    invitation = add_to_list(person, meeting, other, capacity=capacity, why="joined as the meeting ran")
    invitation.invited_at, invitation.invited_late = invitation.invited_at or clock.now(), True
    if invitation not in sheet.invitations:
        sheet.invitations.append(invitation)
    row = {"status": "attended", "arrived_at": clock.now(), "means": means, "can_decide": other.can_decide}
    if problem := _attend(person, sheet, invitation, row):
        raise BadInput({"person": problem})
    audit.record(person, "attendance.recorded", meeting, children=meeting.children, rows=1)
    db.session.flush()
    return sheet


def _attend(person: Person, sheet: Sheet, invitation: Invitation | None, row: dict[str, Any]) -> str:
    """Write one row; a message where it does not fit."""
    status, means = row.get("status"), row.get("means")
    if invitation is None:
        return "Choose somebody who is on the list of this meeting."
    if status not in ATTENDANCE:
        return f"Choose one of: {', '.join(ATTENDANCE)}."
    if means is not None and means not in MEANS:
        return f"Choose how they take part: {', '.join(MEANS)}."
    if status == "not_relevant" and not clean(str(row.get("reason") or "")):
        return "Say why this agency is not relevant today."
    arrived, left = row.get("arrived_at"), row.get("left_at")
    if arrived and left and left < arrived:
        return "Nobody leaves before they arrive."
    kept = sheet.attendance.get(invitation.id)
    if kept is None:
        kept = Attendance(public_id=new_public_id(), meeting_id=sheet.meeting.id, invitation_id=invitation.id)
        db.session.add(kept)
        sheet.attendance[invitation.id] = kept
    present = status in ("attended", "deputy_attended")
    kept.status = status
    kept.arrived_at = _moment(arrived) or kept.arrived_at or clock.now() if present else None
    kept.left_at = _moment(left) if present else None
    kept.means = means or kept.means or "in_person"
    kept.can_decide = bool(row["can_decide"]) if row.get("can_decide") is not None else invitation.person.can_decide
    kept.reason = clean(str(row.get("reason") or ""))
    kept.recorded_by_id, kept.recorded_at = person.id, clock.now()
    return ""


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
