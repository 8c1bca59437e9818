"""The one shape of a meeting, and of an invitation."""

from typing import Any

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from meetings import queries
from meetings.api.blueprint import Answer, at, day, read, reference
from meetings.models import Invitation, Meeting, MeetingDue, Seat
from meetings.models.meeting import BEFORE, RUNNING
from meetings.queries import Sheet
from meetings.queries.record import neighbours
from notifications.queries import Delivery, delivery_of
from people.sign_in import caller


def meeting_shape(meeting: Meeting) -> Answer:
    """The whole meeting as it stands now, with what the caller can do with it."""
    me = caller()
    sheet = queries.sheet_of(me, meeting)
    moves = queries.moves_of(me, sheet)
    before, after = neighbours(me, meeting)
    came = queries.convened_from(me, meeting)
    read(meeting, "meeting")
    return {
        "id": meeting.public_id,
        "reference": meeting.reference,
        "type": meeting.type,
        "state": meeting.state,
        "children": [{"id": child.public_id, "name": child.name or None} for child in sheet.children],
        "subject": meeting.subject,
        "purpose": meeting.purpose,
        "trigger": {"kind": meeting.trigger_kind, "at": at(meeting.trigger_at)},
        "asked_by": reference(meeting.asked_by),
        "chair": reference(meeting.chair),
        "coordinator": reference(meeting.coordinator),
        "starts_at": at(meeting.starts_at),
        "ends_at": at(meeting.ends_at),
        "place": meeting.place,
        "online_url": meeting.online_url or None,
        "late": meeting.late,
        "reason": meeting.reason,
        "interim_plan": meeting.interim_plan,
        "due": [_due(due, sheet) for due in sheet.dues],
        "quorum": _quorum(sheet),
        "escalation": {"id": came.public_id, "reference": came.reference} if came else None,
        "series": series_shape(queries.series_line(me, meeting), meeting),
        "predecessor": _neighbour(before),
        "successor": _neighbour(after),
        "allowed_events": moves.allowed,
        "blocked_events": [
            {"event": event, "refusals": [refusal.as_json() for refusal in refusals]}
            for event, refusals in moves.blocked
        ],
        "version": meeting.version,
    }


def series_shape(line: queries.SeriesLine | None, meeting: Meeting) -> Answer | None:
    """The series that a meeting belongs to, with those of its meetings that the caller may see; null where it stands alone."""
    if line is None:
        return None
    return {
        "id": line.series.public_id,
        "reference": line.series.reference,
        "every_weeks": line.series.every_weeks,
        "number": line.number,
        "usual_at": at(meeting.usual_at),
        "meetings": [
            {
                "id": row.public_id,
                "reference": row.reference,
                "state": row.state,
                "starts_at": at(row.starts_at),
                "moved": row.is_moved,
            }
            for row in line.meetings
        ],
    }


def _quorum(sheet: Sheet) -> Answer:
    """Before the meeting the forecast on the answers so far, while it runs the attendance, afterwards what was kept."""
    meeting = sheet.meeting
    if meeting.quorum_at_end:
        return {**meeting.quorum_at_end, "at_risk": False}
    outcome = sheet.quorum() if meeting.state in RUNNING else sheet.forecast()
    return {**outcome.as_json(), "at_risk": meeting.state in BEFORE and not outcome.met}


def _due(due: MeetingDue, sheet: Sheet) -> Answer:
    overdue = due.due_on < clock.today() if due.due_on else due.due_at is not None and due.due_at < clock.now()
    return {
        "rule": due.rule,
        "what": due.what,
        "duty": due.duty,
        "child": next((child.public_id for child in sheet.children if child.id == due.child_id), None),
        "by": day(due.due_on),
        "at": at(due.due_at),
        "overdue": overdue and due.met_at is None and due.duty != "window",
        "met": due.met_at is not None,
        "met_at": at(due.met_at),
        "met_how": due.met_how,
        "provisional": due.provisional,
        "warning_only": due.warning_only,
        "force": due.force,
        "source": due.source,
        "verified": due.verified,
        "working": due.working,
    }


def _neighbour(row: Any) -> Answer | None:
    return {"id": row.public_id, "reference": row.reference} if row else None


def shown_invitations(meeting: Meeting, rows: list[Invitation]) -> list[Answer]:
    """Invitations with how their mail fares, which concerns those who run the meeting."""
    roles = queries.roles_of(caller(), meeting)
    runs = bool(roles & {"chair", "coordinator", "convenor"})
    mails: dict[str, list[Delivery]] = {}
    for mail in delivery_of(*rows) if runs else ():
        mails.setdefault(mail.about_id, []).append(mail)
    if runs and meeting.series_id is not None:
        _with_series(rows, mails)
    return [invitation_shape(meeting, row, mails.get(row.public_id, []), runs=runs) for row in rows]


def _with_series(rows: list[Invitation], mails: dict[str, list[Delivery]]) -> None:
    """Add the mails about the whole series, in the order in which they were sent."""
    seats = db.session.scalars(select(Seat).where(Seat.id.in_([row.seat_id for row in rows if row.seat_id]))).all()
    own = {seat.public_id: row.public_id for row in rows for seat in seats if seat.id == row.seat_id}
    for mail in delivery_of(*seats):
        mails.setdefault(own[mail.about_id], []).append(mail)
    for some in mails.values():
        some.sort(key=lambda mail: mail.created_at)


def invitation_shape(meeting: Meeting, row: Invitation, mails: list[Delivery], *, runs: bool) -> Answer:
    """One invitation. What somebody wrote with their answer is for whoever convenes, and for themselves."""
    private = runs or row.person_id == caller().id
    return {
        "id": row.public_id,
        "person": {**(reference(row.person) or {}), "has_account": row.person.role is not None},
        "agency": row.agency.key,
        "capacity": row.capacity,
        "role": row.role,
        "why": row.why,
        "required": row.required,
        "response": row.response,
        "response_source": row.response_source,
        "responded_at": at(row.responded_at),
        "comment": row.comment if private else None,
        "deputy": _deputy(row) if private else None,
        "invited_at": at(row.invited_at),
        "invited_late": row.invited_late,
        "withdrawn_at": at(row.withdrawn_at),
        "report_received_at": at(row.report_received_at),
        "report": row.report if private else None,
        "calendar": {
            "last_sequence": row.last_sequence,
            "up_to_date": row.last_sequence is not None and row.min_sequence <= row.last_sequence,
        },
        "delivery": _delivery(mails) if runs else None,
        "version": row.version,
    }


def _deputy(row: Invitation) -> Answer | None:
    """Who comes in their place, and whether they were invited."""
    return {**row.deputy_named, "invited": row.deputy_id is not None} if row.deputy_named else None


def _delivery(mails: list[Delivery]) -> Answer | None:
    """How the newest mail about this invitation fares."""
    if not mails:
        return None
    last = mails[-1]
    return {
        "state": last.state,
        "reason": last.reason,
        "said": last.reply,
        "attempts": last.attempts,
        "sent_at": at(last.sent_at),
        "needs_attention": last.needs_attention,
    }
