"""What stands around a meeting besides its own sheet: answers and their history, how its mail fares, sittings before and
after it. One query for all three, however many people are asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, null, or_, select, union_all

from foundation.database import db
from meetings.models import Answer, Doubt, Invitation, Meeting, Proposal, Seat
from meetings.queries.series import IS_MOVED, InSeries
from notifications.models import MAIL_STATES, Outbox
from people.models import Person
from people.visibility import visible_to

# Kinds of mail that carry the entry of an invitee's calendar.
ENTRIES = {
    "meeting_invitation": "Invitation",
    "meeting_update": "Change",
    "meeting_reminder": "Sent once more",
    "meeting_cancelled": "Cancellation",
    "meeting_withdrawn": "Withdrawal",
    "series_invitation": "Invitation to the series",
    "series_update": "Change of the series",
    "series_reminder": "The series, sent once more",
    "series_cancelled": "Cancellation of the series",
    "series_withdrawn": "Withdrawal from the series",
}


@dataclass(frozen=True)
class AnswerLine:
    """One answer, counted or not, with who took it down."""

    response: str
    source: str
    outcome: str
    comment: str
    at: datetime
    taken_down_by: str


@dataclass(frozen=True)
class MailLine:
    """How one mail fares."""

    id: str
    kind: str
    state: str
    words: str
    at: datetime
    step: str

    @property
    def needs_attention(self) -> bool:
        return self.state in ("failed", "parked")

    @property
    def waits(self) -> bool:
        return self.state in ("deferred", "unknown", "due", "sending")

    @property
    def sequence(self) -> int:
        """Which version of the meeting's entry it carries (CALENDAR.md 1.1)."""
        number = self.step.partition(".")[0]
        return int(number) if number.isdigit() else 0

    @property
    def state_words(self) -> str:
        return MAIL_STATES[self.state]


@dataclass(frozen=True)
class Sitting:
    """The meeting before this one or after it."""

    public_id: str
    reference: str
    state: str
    starts_at: datetime | None
    is_before: bool


@dataclass
class Around:
    """Answers and mails by the public id of the invitation; mails about the meeting as a whole under ''."""

    answers: dict[str, list[AnswerLine]] = field(default_factory=lambda: defaultdict(list))
    mails: dict[str, list[MailLine]] = field(default_factory=lambda: defaultdict(list))
    sittings: list[Sitting] = field(default_factory=list)
    series: list[InSeries] = field(default_factory=list)  # the meetings of its series, itself among them
    proposed: int = 0  # times that invitees propose, not decided on yet
    doubtful: int = 0  # answers that a person has to judge

    def mail_of(self, invitation: Invitation) -> MailLine | None:
        """The newest mail to this invitee's calendar that still matters."""
        sent = [mail for mail in self.mails.get(invitation.public_id, ()) if mail.state != "moot"]
        return sent[-1] if sent else None

    def calendar_of(self, invitation: Invitation, meeting: Meeting) -> str:
        """What the invitee's calendar holds, as far as we know: `nothing`, `current`, `older`, `unknown`."""
        arrived = [m for m in self.mails.get(invitation.public_id, ()) if m.state == "sent" and m.kind in ENTRIES]
        if not arrived:
            return "nothing"
        return "current" if arrived[-1].sequence >= (invitation.last_sequence or 0) else "older"

    def holds(self, invitation: Invitation) -> int | None:
        """Which version stands in the invitee's calendar, counted from 1; nothing where no entry arrived."""
        arrived = [m for m in self.mails.get(invitation.public_id, ()) if m.state == "sent" and m.kind in ENTRIES]
        return arrived[-1].sequence + 1 if arrived else None

    def answered_before(self, invitation: Invitation) -> AnswerLine | None:
        """The newest answer to a version that is no longer the newest, where nothing that counts came after it."""
        lines = self.answers.get(invitation.public_id, [])
        newest = lines[-1] if lines else None
        return newest if newest is not None and newest.outcome in ("stale", "reset") else None

    def trouble(self, now: datetime) -> list[MailLine]:
        """Mail that the mail server put off, or that has waited for more than five minutes."""
        return [
            mail
            for mails in self.mails.values()
            for mail in mails
            if mail.state in ("deferred", "unknown") or (mail.state == "due" and (now - mail.at).total_seconds() > 300)
        ]

    def needing_attention(self) -> list[tuple[str, MailLine]]:
        return [(key, mail) for key, mails in self.mails.items() for mail in mails if mail.needs_attention]

    def last_contact(self, invitation: Invitation) -> tuple[str, datetime] | None:
        """What passed last between us and this invitee."""
        answers = [
            ("answered", line.at)
            for line in self.answers.get(invitation.public_id, ())
            if line.outcome not in ("reset", "noted")
        ]
        mails = [("mailed", m.at) for m in self.mails.get(invitation.public_id, ()) if m.state == "sent"]
        return max([*answers, *mails], key=lambda pair: pair[1], default=None)


def around(reader: Person, meeting: Meeting) -> Around:
    """Read it. What a proposed meeting cannot have yet is not asked for."""
    found = Around()
    if meeting.state == "proposed" and meeting.predecessor_id is None:
        return found
    parts = [
        _answers(meeting),
        _mails(meeting),
        _mails_to_all(meeting),
        *([_mails_of_series(meeting), _series(reader, meeting)] if meeting.series_id else ()),
        _sittings(reader, meeting),
        *_came_back(meeting),
    ]
    for row in sorted(db.session.execute(union_all(*parts)), key=lambda row: row.number):
        if row.what == "answer":
            line = AnswerLine(row.one, row.two, row.three, row.text, row.at, row.by)
            found.answers[row.about].append(line)
        elif row.what == "mail":
            # The mail server's own words say more than our reason where there are any.
            found.mails[row.about].append(MailLine(row.key, row.one, row.two, row.text or row.by, row.at, row.three))
        elif row.what == "proposal":
            found.proposed += 1
        elif row.what == "doubt":
            found.doubtful += 1
        elif row.what == "series":
            found.series.append(InSeries(row.key, row.one, row.two, row.at, row.three == "moved"))
        else:
            found.sittings.append(Sitting(row.key, row.one, row.two, row.at, row.three == "before"))
    return found


def _answers(meeting: Meeting) -> Any:
    by = func.coalesce(Person.name, Answer.answered_by)
    return (
        _columns(
            "answer", Answer.id, Answer.public_id, Invitation.public_id, Answer.at, Answer.response, Answer.source,
            Answer.outcome, Answer.comment, by,
        )
        .select_from(Answer)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .outerjoin(Person, Person.id == Answer.taken_down_by_id)
        .where(Invitation.meeting_id == meeting.id)
    )  # fmt: skip


def _mails(meeting: Meeting) -> Any:
    return (
        _columns(
            "mail", Outbox.id, Outbox.public_id, Outbox.about_id, Outbox.due_at, Outbox.kind, Outbox.state, Outbox.step,
            Outbox.reply, Outbox.reason,
        )
        .select_from(Outbox)
        .join(Invitation, and_(Outbox.about_kind == "invitation", Outbox.about_id == Invitation.public_id))
        .where(Invitation.meeting_id == meeting.id)
    )  # fmt: skip


def _mails_of_series(meeting: Meeting) -> Any:
    """Mails about the series as a whole, beside the invitation to this meeting of it."""
    return (
        _columns(
            "mail", Outbox.id, Outbox.public_id, Invitation.public_id, Outbox.due_at, Outbox.kind, Outbox.state, Outbox.step,
            Outbox.reply, Outbox.reason,
        )
        .select_from(Outbox)
        .join(Seat, and_(Outbox.about_kind == "series_seat", Outbox.about_id == Seat.public_id))
        .join(Invitation, Invitation.seat_id == Seat.id)
        .where(Invitation.meeting_id == meeting.id)
    )  # fmt: skip


def _mails_to_all(meeting: Meeting) -> Any:
    return _columns(
        "mail", Outbox.id, Outbox.public_id, literal(""), Outbox.due_at, Outbox.kind, Outbox.state, Outbox.step,
        Outbox.reply, Outbox.reason,
    ).where(Outbox.about_kind == "meeting", Outbox.about_id == meeting.public_id)  # fmt: skip


def _sittings(reader: Person, meeting: Meeting) -> Any:
    before = Meeting.id == meeting.predecessor_id
    return _columns(
        "sitting", Meeting.id, Meeting.public_id, literal(""), Meeting.starts_at, Meeting.reference, Meeting.state,
        case((before, "before"), else_="after"), literal(""), null(),
    ).where(or_(before, Meeting.predecessor_id == meeting.id), visible_to(reader, Meeting))  # fmt: skip


def _series(reader: Person, meeting: Meeting) -> Any:
    """The meetings of its series. They were written down in the order of the pattern, which is that of their numbers."""
    moved = case((IS_MOVED, "moved"), else_="")
    return _columns(
        "series", Meeting.id, Meeting.public_id, literal(""), Meeting.starts_at, Meeting.reference, Meeting.state, moved,
        literal(""), null(),
    ).where(Meeting.series_id == meeting.series_id, visible_to(reader, Meeting))  # fmt: skip


def _came_back(meeting: Meeting) -> list[Any]:
    """Proposed times and answers in doubt that wait for whoever convenes."""
    empty = (literal(""), literal(""), literal(""), literal(""), null())
    return [
        _columns("proposal", Proposal.id, Proposal.public_id, literal(""), Proposal.received_at, *empty).where(
            Proposal.meeting_id == meeting.id, Proposal.state == "open"
        ),
        _columns("doubt", Doubt.id, Doubt.public_id, literal(""), Doubt.received_at, *empty).where(
            Doubt.meeting_id == meeting.id, Doubt.outcome == ""
        ),
    ]


def _columns(
    what: str, number: Any, key: Any, about: Any, at: Any, one: Any, two: Any, three: Any, text: Any, by: Any
) -> Any:
    return select(
        literal(what).label("what"),
        number.label("number"),
        key.label("key"),
        about.label("about"),
        at.label("at"),
        one.label("one"),
        two.label("two"),
        three.label("three"),
        text.label("text"),
        cast(by, String).label("by"),
    )


def mails_about(meeting: Meeting) -> Sequence[str]:
    """Public ids of every mail about the meeting and its invitations, for those who decide what becomes of one."""
    own = select(Invitation.public_id).where(Invitation.meeting_id == meeting.id)
    seats = (
        select(Seat.public_id)
        .join(Invitation, Invitation.seat_id == Seat.id)
        .where(Invitation.meeting_id == meeting.id)
    )
    here = or_(
        and_(Outbox.about_kind == "invitation", Outbox.about_id.in_(own)),
        and_(Outbox.about_kind == "meeting", Outbox.about_id == meeting.public_id),
        and_(Outbox.about_kind == "series_seat", Outbox.about_id.in_(seats)),
    )
    return db.session.scalars(select(Outbox.public_id).where(here)).all()
