"""What is said around a meeting and the dates that it owes: a reference, a sentence and a link."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

import rulebook
from children.queries import leads_of, line_managers_of_case
from foundation import clock
from foundation.database import db
from meetings.messages.entries import private_way
from meetings.messages.words import WORDS
from meetings.models import Dissent, Invitation, Meeting, MeetingChild, MeetingDue
from meetings.queries.contact import unsafe_to_write
from meetings.queries.sheet import sheet_of
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people.models import Person


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
    if unsafe_to_write(meeting, db.session.get_one(Person, row.recipient_id)):
        return Moot("it is not safe to write to this person")
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
    return f"/meetings/{meeting.public_id}" if asked is None or asked.person.role is not None else private_way(asked)


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


def _listed(meeting: Meeting) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
        )
    )
