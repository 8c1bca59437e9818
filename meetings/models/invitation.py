"""Who is asked, what they answer, and what each of them did on the day."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from foundation.database import Base, Identified, Versioned
from meetings.models.series import Seat
from people.models import SENIORITY_RANK, Agency, Person

RESPONSES = {
    "no_reply": "No answer yet",
    "accepted": "Coming",
    "declined": "Not coming",
    "tentative": "Perhaps",
    "delegated": "Somebody else comes",
    "undeliverable": "Not reached: the mail came back",
}
SOURCES = {"calendar": "from their calendar", "link": "by link", "page": "on this page", "telephone": "by telephone"}
ATTENDANCE = {
    "attended": "Attended",
    "deputy_attended": "A deputy attended",
    "apology_with_report": "Apology, with a report",
    "apology_without_report": "Apology, no report",
    "no_contact": "No contact",
    "not_relevant": "Not relevant",
    "invited_late": "Invited late",
}
MEANS = {"in_person": "In person", "video": "By video", "telephone": "By telephone"}
# What somebody is there as. Only professionals of an agency count towards quorum (rule book: never counts).
CAPACITIES = {
    "professional": "For their agency",
    "chair": "Chair",
    "legal": "Legal adviser",
    "minute_taker": "Minute taker",
    "observer": "Observer",
    "family": "Family",
    "advocate": "Advocate",
    "interpreter": "Interpreter",
    "originating_area": "From the area the family left",
}


class Invitation(Identified, Versioned, Base):
    """One person asked to one meeting.

    Three numbers keep calendars right (CALENDAR.md 1.1): the meeting's own `sequence`, `last_sequence` (the last one
    sent to this person) and `min_sequence` (their last significant change; an answer to less is stale).
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_invitation_person", "person_id", "withdrawn_at"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))  # theirs at the time, kept if they move
    capacity: Mapped[str] = mapped_column(String(30), default="professional")
    role: Mapped[str] = mapped_column(String(60), default="")  # the role label of the rule book that they fill
    why: Mapped[str] = mapped_column(String(300), default="")
    required: Mapped[bool] = mapped_column(Boolean, default=True)
    direct_contact: Mapped[bool] = mapped_column(Boolean, default=True)
    confidential_part: Mapped[bool] = mapped_column(Boolean, default=True)  # admitted to the confidential part
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime | None]
    invited_late: Mapped[bool] = mapped_column(Boolean, default=False)
    withdrawn_at: Mapped[datetime | None]

    token: Mapped[str] = mapped_column(
        String(40), unique=True
    )  # in the organiser's address: it proves whose reply it is
    seat_id: Mapped[int | None] = mapped_column(
        ForeignKey("series_seat.id"), index=True
    )  # in the series of the meeting
    last_sequence: Mapped[int | None] = mapped_column(Integer)
    min_sequence: Mapped[int] = mapped_column(Integer, default=0)
    first_message_id: Mapped[str] = mapped_column(String(200), default="")

    response: Mapped[str] = mapped_column(String(20), default="no_reply")
    response_source: Mapped[str | None] = mapped_column(String(20))
    responded_at: Mapped[datetime | None]
    response_stamp: Mapped[datetime | None]  # DTSTAMP of the applied calendar answer
    for_series: Mapped[bool] = mapped_column(Boolean, default=False)  # answered with the series as a whole
    comment: Mapped[str] = mapped_column(Text, default="")
    deputy_named: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict
    )  # name, email, seniority; not invited by it
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # once whoever convenes invited them

    report_received_at: Mapped[datetime | None]
    report: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
    seat: Mapped[Seat | None] = relationship()

    @property
    def reply_token(self) -> str:
        """The secret in the organiser's address: one for a person and a calendar entry."""
        return self.seat.token if self.seat else self.token

    @property
    def comes_with_authority(self) -> bool:
        """Whether whoever comes may decide for the agency: the deputy, where one is named."""
        if self.response == "delegated" and self.deputy_named.get("seniority"):
            return SENIORITY_RANK[self.deputy_named["seniority"]] >= SENIORITY_RANK["manager"]
        return self.person.can_decide


class Answer(Identified, Base):
    """Every answer that came, also those that counted for nothing, with where it came from and why.

    `key` says which answer of a calendar it is: the database holds it once, however often and by whomever it is delivered.
    `proof` is why it was taken for theirs: the secret address, the domain vouched for, or a person who judged.
    """

    __tablename__ = "invitation_answer"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    response: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))  # applied, stale, duplicate, reset (by a change of the meeting)
    taken_down_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str | None] = mapped_column(String(64), unique=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_mail.id"))
    stamp: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    proof: Mapped[str] = mapped_column(String(10), default="")
    answered_by: Mapped[str] = mapped_column(String(254), default="")  # who sent it, where that is somebody else
    deputy: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # who comes instead, as they were named


class ReportFile(Identified, Base):
    """A report handed in as a file. The name that it came under is not kept: it often names a child."""

    __tablename__ = "report_file"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # a key of `foundation.uploads.KINDS`
    size: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime]


class OfferedTime(Identified, Base):
    """When an invitee who cannot come, or perhaps, could come instead. Nothing is moved by it."""

    __tablename__ = "offered_time"
    __table_args__ = (Index("ix_offered_time_meeting", "meeting_id", "withdrawn_at"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    offered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Attendance(Identified, Base):
    """What one invited person did on the day; arrival and leaving decide who counts at which minute."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "invitation_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    status: Mapped[str] = mapped_column(String(30))
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    means: Mapped[str] = mapped_column(String(20), default="in_person")
    can_decide: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Text, default="")  # why not relevant
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
