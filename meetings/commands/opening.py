"""Opening a meeting at its time, or holding one that cannot wait."""

from collections.abc import Sequence

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import move
from foundation.text import clean
from meetings.commands.calendars import listed, seat_chair
from meetings.commands.debriefing import offer_debriefs
from meetings.commands.moving import follow_leads, permitted, plan_about
from meetings.commands.scheduling import open_record_to_chair
from meetings.models import Attendance, Meeting
from people.models import Person


def open_meeting(
    person: Person,
    public_id: str,
    opening_statements: Sequence[str] = (),
    opening_statements_skipped_reason: str = "",
    version: int | None = None,
    no_interpreter_reason: str = "",
) -> Meeting:
    """The chair opens: the statements are ticked or skipped with a reason, the attendance list is laid out."""
    meeting, facts = permitted(
        person,
        public_id,
        "open",
        version=version,
        opening_statements=list(opening_statements),
        opening_statements_skipped_reason=opening_statements_skipped_reason,
        no_interpreter_reason=no_interpreter_reason,
    )
    move(meeting, "open", facts)
    meeting.opened_at = clock.now()
    meeting.opening_statements = list(opening_statements)
    meeting.opening_skipped_reason = clean(opening_statements_skipped_reason)
    meeting.no_interpreter_reason = clean(no_interpreter_reason) or meeting.no_interpreter_reason
    _lay_out_attendance(person, meeting)
    plan_about(meeting, over="the meeting has begun")
    offer_debriefs(person, meeting)
    audit.record(person, "meeting.opened", meeting, children=meeting.children)
    follow_leads(person, meeting)
    return meeting


def hold_now(person: Person, public_id: str, chair: Person | None = None) -> Meeting:
    """It cannot wait: held at once, without a round of invitations; people are added as they join, and nobody is absent."""
    meeting, facts = permitted(person, public_id, "hold_now", chair=chair)
    move(meeting, "hold_now", facts)
    if chair is not None:
        meeting.chair, meeting.chair_id = chair, chair.id
    meeting.held_at_once = True
    meeting.opened_at = meeting.starts_at = clock.now()
    meeting.changed_at = clock.now()
    seat_chair(person, meeting)
    open_record_to_chair(person, meeting)
    for invitation in listed(meeting):
        invitation.invited_late, invitation.invited_at = True, clock.now()
    _lay_out_attendance(person, meeting)
    plan_about(meeting, over="the meeting was held at once")
    audit.record(person, "meeting.held_at_once", meeting, children=meeting.children)
    follow_leads(person, meeting)
    return meeting


def _lay_out_attendance(person: Person, meeting: Meeting) -> None:
    """A row for each who is on the list: the chair is here, of the others nothing is known yet."""
    for invitation in listed(meeting):
        here = invitation.person_id == meeting.chair_id
        unknown = "invited_late" if invitation.invited_late else "no_contact"
        if invitation.response == "declined":
            unknown = "apology_with_report" if invitation.report_received_at else "apology_without_report"
        db.session.add(
            Attendance(
                public_id=new_public_id(),
                meeting_id=meeting.id,
                invitation_id=invitation.id,
                status="attended" if here else unknown,
                arrived_at=clock.now() if here else None,
                can_decide=invitation.person.can_decide,
                recorded_by_id=person.id,
                recorded_at=clock.now(),
            )
        )
    db.session.flush()
