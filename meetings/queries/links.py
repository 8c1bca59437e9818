"""The private link of an invitation: what it opens, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload

from foundation import clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.models import Invitation, Meeting, MeetingDue, ReportFile, Seat
from meetings.models.meeting import RUNNING
from meetings.queries.contact import unsafe_to_write
from meetings.queries.series import lies_ahead, places_of
from people import links
from people.models import Person, PrivateLink
from people.visibility import visible_to

SERIES_LINK = "series"  # the kind of link that serves one person's invitations to the meetings of one series
OPEN = ("invited", *RUNNING)  # a meeting that a private link may still serve
OUTLIVES = timedelta(hours=24)  # a report may still be handed in on the day


@dataclass(frozen=True)
class InvitationLink:
    """A link with the one invitation that it serves. One of a series serves that to the meeting looked at, and names the
    `others` that it serves, itself among them."""

    link: PrivateLink
    asked: Invitation
    meeting: Meeting
    others: tuple[tuple[Meeting, Invitation], ...] = ()

    @property
    def person(self) -> Person:
        return self.asked.person

    @property
    def ends_at(self) -> datetime | None:
        starts = [one.starts_at for one in (self.meeting, *(other for other, _ in self.others)) if one.starts_at]
        last = max(starts, default=None)
        return last + OUTLIVES if last else None

    @property
    def takes_answers(self) -> bool:
        starts_at = self.meeting.starts_at
        return self.meeting.state == "invited" and starts_at is not None and clock.now() < starts_at


def invitation_by_token(token: str, wanted: str = "") -> InvitationLink | None:
    """The link that `token` opens, in use or over; nothing where there is none. One of a series leads to the meeting whose
    invitation is `wanted`, else to the next one."""
    link = links.opened(token, "invitation", SERIES_LINK)
    if link is None:
        return None
    others = _served(link) if link.kind == SERIES_LINK else ()
    if others:
        asked = _looked_at(others, wanted)
    else:
        asked = db.session.scalars(select(Invitation).where(Invitation.public_id == link.subject_id)).one()
    meeting = db.session.scalars(
        select(Meeting)
        .where(Meeting.id == asked.meeting_id)
        .options(joinedload(Meeting.chair), joinedload(Meeting.coordinator), joinedload(Meeting.asked_by))
    ).one()
    return InvitationLink(link, asked, meeting, others)


def _served(link: PrivateLink) -> tuple[tuple[Meeting, Invitation], ...]:
    """The meetings of the series that the link serves: those that stand, or all where none does any longer."""
    places = places_of(db.session.scalars(select(Seat).where(Seat.public_id == link.subject_id)).one())
    standing = tuple(place for place in places if place[1].withdrawn_at is None and place[0].state in OPEN)
    return standing or tuple(places)


def _looked_at(others: tuple[tuple[Meeting, Invitation], ...], wanted: str) -> Invitation:
    named = next((asked for _, asked in others if asked.public_id == wanted), None)
    ahead = next((asked for meeting, asked in others if lies_ahead(meeting)), others[-1][1])
    return named or ahead


def report_due_of(meeting: Meeting) -> date | None:
    """The London date by which written reports to the meeting are asked for."""
    due = select(MeetingDue.due_on).where(MeetingDue.meeting_id == meeting.id, MeetingDue.duty == "report")
    return db.session.scalar(due.order_by(MeetingDue.due_on).limit(1))


def invitation_link_is_in_use(here: InvitationLink) -> bool:
    """Until 24 hours after the start; not once it was revoked, the invitation withdrawn, the meeting called off or decided,
    nor where it is not safe to write to whoever holds it."""
    over = here.link.revoked_at or here.asked.withdrawn_at or here.person.left_on
    stands = here.meeting.state in OPEN
    if over or not stands or here.ends_at is None or clock.now() > here.ends_at:
        return False
    return not unsafe_to_write(here.meeting, here.person)


def report_files_of(reader: Person, asked: Invitation) -> Sequence[Row[*tuple[Any, ...]]]:
    """The report files of one invitation that `reader` may open, newest first, without their contents."""
    return db.session.execute(
        select(ReportFile.public_id, ReportFile.kind, ReportFile.size, ReportFile.handed_in_at)
        .where(ReportFile.invitation_id == asked.id, visible_to(reader, ReportFile))
        .order_by(ReportFile.id.desc())
    ).all()


def report_file(reader: Person, meeting: Meeting, invitation_id: str, file_id: str) -> ReportFile:
    """One report file with its content. Raises `NotVisible`."""
    found = db.session.scalar(
        select(ReportFile)
        .join(Invitation, Invitation.id == ReportFile.invitation_id)
        .where(
            ReportFile.public_id == file_id,
            Invitation.public_id == invitation_id,
            Invitation.meeting_id == meeting.id,
            visible_to(reader, ReportFile),
        )
    )
    if found is None:
        raise NotVisible("report")
    return found
