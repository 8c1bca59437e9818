"""What is mailed about meetings: a neutral calendar entry or a reference with a link, never a name or a fact."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

import rulebook
from children.queries import leads_of, line_managers_of_case
from foundation import clock
from foundation.database import db
from meetings.models import Dissent, Invitation, Meeting, MeetingChild, MeetingDue
from meetings.models.meeting import OVER
from meetings.queries.entries import entry_of
from meetings.queries.sheet import sheet_of
from notifications.composing import (
    CANCELLATION,
    INVITATION,
    Message,
    Moot,
    Notice,
    composes,
    fires,
    is_being_kept,
    rendered,
)
from notifications.models import Outbox, Timer
from people import links
from people.models import Person

NOT_SENT_ANY_LONGER = ("in_progress", "inquorate", "concluded", "decision_issued", "minutes_issued", *OVER)

# Kinds of mail about a meeting as a whole: the heading, and what they ask of the reader.
WORDS = {
    "meeting_proposed": ("A meeting is asked for", "Somebody asks for this meeting. Please schedule it, or decline with a reason."),
    "meeting_declined": (
        "A meeting you asked for is declined",
        "The meeting you asked for will not be arranged. The reason stands on its page; if you do not agree, you can take it "
        "further from there in one step.",
    ),
    "meeting_declined_by": (
        "An invitation is declined: check the quorum",
        "Somebody who has to come cannot. The meeting's page shows which agency is missing now and how to reach it.",
    ),
    "meeting_deputy_named": (
        "A deputy is named: invite them or ask for another",
        "Somebody who is invited names a person to come instead. The meeting's page shows who it is; one press invites them.",
    ),
    "meeting_link_given_back": (
        "An invitation reached the wrong person",
        "Somebody says that an invitation was not meant for them. Its link is closed. Check the address, then send it again.",
    ),
    "meeting_answer_in_doubt": (
        "An answer waits for you to judge",
        "Something came back for this meeting that could not be taken as an answer for certain. Its page says why; nothing was "
        "changed.",
    ),
    "meeting_time_proposed": (
        "Another time is proposed",
        "Somebody who is invited proposes another time. The meeting stays where it is until you take it or refuse it on its page.",
    ),
    "meeting_time_kept": (
        "The meeting stays at its time",
        "You proposed another time for this meeting. It stays at the time in your invitation. Please answer whether you come.",
    ),
    "meeting_not_reached": (
        "An invitation did not arrive: check the quorum",
        "Mail to somebody who is invited came back. The meeting's page shows who it is. Check the address, or telephone.",
    ),
    "meeting_inquorate": (
        "Your agency was missing from a meeting",
        "This meeting could not decide because your agency was not there. It sits again soon; please see that somebody comes.",
    ),
    "decision_letter_issued": ("A decision letter is ready for you", "Sign in to read the decision letter of this meeting."),
    "minutes_issued": ("A record is ready for you", "Sign in to read the record of this meeting. Corrections can be asked for there."),
    "correction_asked": ("A correction is asked for", "Somebody asks for a correction of a record you approved. Please decide on it."),
    "correction_decided": ("Your correction is answered", "The chair has answered the correction you asked for."),
    "meeting.reply": ("Please answer an invitation", "You have not answered yet. Please answer from your calendar, or on the meeting's page."),
    "meeting.quorum_risk": (
        "Quorum at risk",
        "On the answers so far this meeting would not be quorate. Its page shows who has not answered and how to reach them.",
    ),
    "meeting.day_before": ("Your meeting on the next working day", "You are expected at this meeting on the next working day."),
    "meeting.report_due": ("A report is due", "A written report to this meeting is due. It is asked for whether or not you come."),
    "meeting.not_booked": ("A required meeting has no date", "A meeting that must be held has no date yet, or one after its limit. Please schedule it."),
    "meeting.limit_missed": ("A statutory limit has passed", "A meeting that is owed by law has not been held in time. The page shows by how much."),
    "meeting.decision_letter": ("A decision letter is due", "The decision letter of this meeting is due. Please approve and issue it."),
    "meeting.record_due": ("A record is due", "The record of this meeting is due. Please approve and issue it."),
    "meeting.reconvene": ("A meeting has to sit again", "This meeting was not quorate and has to sit again by the date on its page."),
    "meeting.dissent_window": ("Time left to challenge", "You recorded a dissent. There is one day left to turn it into a challenge."),
    "meeting.close_check": ("Open items stop a meeting from closing", "Something is still open on this meeting. Its page lists what."),
}  # fmt: skip


# --- to one invitee's calendar ---------------------------------------------------------------------------------------


@composes("meeting_invitation", "meeting_update", "meeting_reminder", priority=INVITATION)
def invitation(row: Outbox) -> Message | Moot:
    """The invitation, a change of it, or the same once more: one entry for this invitee's calendar alone."""
    asked, meeting = _invited(row.about_id)
    if asked.withdrawn_at is not None:
        return Moot("the invitation was withdrawn")
    if meeting.state in NOT_SENT_ANY_LONGER:
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    if meeting.starts_at is None or meeting.starts_at < clock.now():
        return Moot("the meeting's time has passed")
    if row.details.get("sequence", 0) < (asked.last_sequence or 0):
        return Moot("a newer version is on its way")
    start = {"meeting_invitation": "", "meeting_update": "Updated: ", "meeting_reminder": ""}[row.kind]
    return _entry_mail(row, asked, meeting, start, "REQUEST")


@composes("meeting_cancelled", "meeting_withdrawn", priority=CANCELLATION, always_sent=True)
def cancellation(row: Outbox) -> Message | Moot:
    """The entry leaves the calendar: the meeting is off, or only this invitation is withdrawn. No reason is given."""
    asked, meeting = _invited(row.about_id)
    if not row.details.get("starts_at"):
        return Moot("it never had a date")
    withdrawn = row.kind == "meeting_withdrawn"
    return _entry_mail(row, asked, meeting, "Withdrawn: " if withdrawn else "Cancelled: ", "CANCEL", uninvite=withdrawn)


def _entry_mail(
    row: Outbox, asked: Invitation, meeting: Meeting, start: str, method: str, *, uninvite: bool = False
) -> Message:
    then = {
        name: datetime.fromisoformat(row.details[name]) for name in ("starts_at", "ends_at") if row.details.get(name)
    }
    starts_at = meeting.starts_at if method == "REQUEST" else then["starts_at"]
    ends_at = meeting.ends_at if method == "REQUEST" else then["ends_at"]
    assert starts_at is not None and ends_at is not None
    entry = entry_of(
        asked,
        meeting,
        method=method,
        sequence=int(row.details.get("sequence", asked.last_sequence or 0)),
        starts_at=starts_at,
        ends_at=ends_at,
        uninvite=uninvite,
    )
    words = rendered(
        "meeting_entry",
        kind=row.kind,
        reference=meeting.reference,
        starts_at=starts_at,
        ends_at=ends_at,
        where=entry.location,
        url=entry.url,
        asked_by=(meeting.coordinator or meeting.asked_by).name,
        has_account=asked.person.role is not None,
        answered=asked.response not in ("no_reply", "undeliverable"),
        answer=_private_way(asked) if method == "REQUEST" else "",
    )
    return Message(subject=start + entry.summary, entry=entry, **words)


def _private_way(asked: Invitation) -> str:
    """The address at which this invitee answers without an account. A preview, or a repeat of a mail, makes no secret."""
    return f"/r/{links.make('invitation', asked.public_id, asked.person)}" if is_being_kept() else "/r/…"


# --- reminders -------------------------------------------------------------------------------------------------------


@fires("meeting.reply")
def unanswered(timer: Timer) -> list[Notice] | Moot:
    """Everybody who has not answered is asked once more."""
    meeting = _meeting(timer.subject_id)
    if meeting.state != "invited":
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    silent = [i for i in _listed(meeting) if i.response == "no_reply"]
    if not silent:
        return Moot("replied")
    return [Notice(i.person_id, "meeting.reply", step=timer.step) for i in silent]


@fires("meeting.quorum_risk")
def quorum_at_risk(timer: Timer) -> list[Notice] | Moot:
    """Chair and coordinator hear of it while there is time to do something."""
    meeting = _meeting(timer.subject_id)
    if meeting.state != "invited":
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    if sheet_of(meeting.asked_by, meeting).forecast().met:
        return Moot("quorum met on accepted replies")
    return _to((meeting.chair_id, meeting.coordinator_id or meeting.asked_by_id), "meeting.quorum_risk", timer)


@fires("meeting.day_before")
def day_before(timer: Timer) -> list[Notice] | Moot:
    """Those who said that they come."""
    meeting = _meeting(timer.subject_id)
    if meeting.state != "invited":
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    return [
        Notice(i.person_id, "meeting.day_before", step=timer.step) for i in _listed(meeting) if i.response == "accepted"
    ]


@fires("meeting.close_check")
def still_open(timer: Timer) -> list[Notice] | Moot:
    meeting = _meeting(timer.subject_id)
    if meeting.state != "minutes_issued":
        return Moot("meeting closed")
    return _to((meeting.coordinator_id or meeting.asked_by_id,), "meeting.close_check", timer)


@fires("meeting.report_due")
def report_due(timer: Timer) -> list[Notice] | Moot:
    """Everybody asked for a report who has not handed one in; their managers from the first day after."""
    due, meeting = _owed(timer.subject_id)
    if due.met_at is not None or meeting.state not in ("scheduled", "invited"):
        return Moot(due.met_how or f"the meeting is {meeting.state.replace('_', ' ')}")
    owing = [i for i in _listed(meeting) if i.capacity == "professional" and i.report_received_at is None]
    told: list[int | None] = [i.person_id for i in owing]
    if timer.offset >= 1:
        told += [i.person.manager_id for i in owing]
    return _to(told, "meeting.report_due", timer)


@fires(
    "meeting.not_booked", "meeting.limit_missed", "meeting.decision_letter", "meeting.record_due", "meeting.reconvene"
)
def date_owed(timer: Timer) -> list[Notice] | Moot:
    """A date that is still open: the roles that the rule book names for this reminder and offset."""
    due, meeting = _owed(timer.subject_id)
    if due.met_at is not None:
        return Moot(due.met_how)
    if timer.kind == "meeting.not_booked" and _is_booked(due, meeting):
        return Moot("a meeting of that type is scheduled on or before the due date")
    roles = rulebook.book().reminders[timer.kind].recipients_at(timer.offset)
    return _to(_people(roles, due, meeting), timer.kind, timer)


@fires("meeting.dissent_window")
def window_closes(timer: Timer) -> list[Notice] | Moot:
    """Whoever dissented for the record only, a day before the window closes."""
    _, meeting = _owed(timer.subject_id)
    quiet = db.session.scalars(
        select(Dissent.person_id).where(Dissent.meeting_id == meeting.id, Dissent.wish == "record_only")
    ).all()
    return _to(quiet, "meeting.dissent_window", timer) if quiet else Moot("already challenged")


@composes(*WORDS, folds=True)
def about_a_meeting(row: Outbox) -> Message | Moot:
    """A reference, a sentence and a link."""
    meeting = _owed(row.about_id)[1] if row.about_kind == "meeting_due" else _meeting(row.about_id)
    if row.kind in ("meeting.reply", "meeting.day_before", "meeting.quorum_risk") and meeting.state != "invited":
        return Moot(f"the meeting is {meeting.state.replace('_', ' ')}")
    if row.kind == "meeting_proposed" and meeting.state != "proposed":
        return Moot("somebody has taken it up")
    if row.kind == "meeting.reply" and not any(
        i.person_id == row.recipient_id and i.response == "no_reply" for i in _listed(meeting)
    ):
        return Moot("replied")
    heading, sentence = WORDS[row.kind]
    words = rendered(
        "meeting",
        heading=heading,
        sentence=sentence,
        reference=meeting.reference,
        path=_way_to(meeting, row.recipient_id),
    )
    return Message(subject=f"{meeting.reference}: {heading}", **words)


def _way_to(meeting: Meeting, recipient_id: int) -> str:
    """The meeting's page; for somebody on the list who has no account a private address of their own."""
    asked = next((one for one in _listed(meeting) if one.person_id == recipient_id), None)
    return f"/meetings/{meeting.public_id}" if asked is None or asked.person.role is not None else _private_way(asked)


def _people(roles: Iterable[str], due: MeetingDue, meeting: Meeting) -> list[int | None]:
    """The people behind the rule book's recipients of a reminder."""
    children = (
        [due.child_id]
        if due.child_id
        else list(db.session.scalars(select(MeetingChild.child_id).where(MeetingChild.meeting_id == meeting.id)))
    )
    coordinator = meeting.coordinator_id or meeting.asked_by_id
    found: list[int | None] = []
    for role in roles:
        if role == "chair":
            found.append(meeting.chair_id)
        elif role == "coordinator":
            found.append(coordinator)
        elif role == "lead_professional":
            found += [lead.person_id for lead in leads_of(children).values()]
        elif role == "service_manager":
            managers = line_managers_of_case(children)
            above = db.session.scalars(select(Person.manager_id).where(Person.id.in_(managers)))
            found += [one for one in above if one] or sorted(managers)
        elif role == "safeguarding_partners":
            found += db.session.scalars(
                select(Person.id).where(Person.role == "partner", Person.left_on.is_(None))
            ).all()
    return found


def _is_booked(due: MeetingDue, meeting: Meeting) -> bool:
    """Whether a meeting of the type that must be held has a date that is not after the limit."""
    wanted = rulebook.book().rule(due.rule).holds
    last = due.due_on or (clock.local(due.due_at).date() if due.due_at else date.max)
    if due.duty == "hold":
        booked = [meeting] if meeting.state in ("scheduled", "invited", "in_progress", "inquorate") else []
    else:
        booked = list(
            db.session.scalars(
                select(Meeting)
                .join(MeetingChild, MeetingChild.meeting_id == Meeting.id)
                .where(
                    Meeting.type == wanted,
                    MeetingChild.child_id == due.child_id,
                    Meeting.state.in_(("scheduled", "invited", "in_progress", "inquorate")),
                )
            )
        )
    return any(one.starts_at and clock.local(one.starts_at).date() <= last for one in booked)


def _to(people: Iterable[int | None], kind: str, timer: Timer) -> list[Notice]:
    return [Notice(one, kind, step=timer.step) for one in dict.fromkeys(people) if one is not None]


def _meeting(public_id: str) -> Meeting:
    return db.session.scalars(select(Meeting).where(Meeting.public_id == public_id)).one()


def _owed(public_id: str) -> tuple[MeetingDue, Meeting]:
    row: Any = db.session.execute(
        select(MeetingDue, Meeting)
        .join(Meeting, Meeting.id == MeetingDue.meeting_id)
        .where(MeetingDue.public_id == public_id)
    ).one()
    return row[0], row[1]


def _invited(public_id: str) -> tuple[Invitation, Meeting]:
    row: Any = db.session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.public_id == public_id)
    ).one()
    return row[0], row[1]


def _listed(meeting: Meeting) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
        )
    )
