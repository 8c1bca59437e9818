"""What comes of one mail. The rooms above hear of answers and of what nobody could read, and say what becomes of them."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from foundation.database import db
from foundation.identifiers import hash_of
from foundation.signals import mail_unclear, reply_received
from notifications.incoming.calendars import EventSaid, Said
from notifications.incoming.failures import outbox_of, take_failure
from notifications.incoming.keeping import content_of
from notifications.incoming.letters import Letter, letter_in
from notifications.models import IncomingMail, Outbox

ANSWERING = ("REPLY", "COUNTER", "REFRESH")
NOT_FOR_US = ("REQUEST", "PUBLISH", "ADD", "CANCEL", "DECLINECOUNTER")
# Where a mail answers several times, what is said of it as a whole.
WEIGHT = ("review", "applied", "noted", "forwarded", "stale", "duplicate")


@dataclass(frozen=True)
class Reply:
    """An answer from somebody's calendar, as the mail claims it. `token` is the one that it came under, or empty.

    The receiver decides whose it is and whether it counts, and gives the outcome: `applied`, `noted`, `stale`,
    `duplicate`, `forwarded` or `review`. `number` tells the events of one mail apart; `proven`: our own server vouches
    for the sender's domain; `sent_at`: when the answer was given where several carry one stamp. One with a `trouble` is
    never announced as an answer: a person is told why.
    """

    method: str
    token: str
    uid: str
    answers: tuple[Said, ...]
    sender: str
    sequence: int
    dtstamp: datetime | None
    sent_at: datetime | None
    recurrence_id: datetime | date | None
    comment: str
    received_at: datetime
    mail_id: int
    number: int = 0
    proven: bool = False
    counter: tuple[datetime, datetime] | None = None
    trouble: str = ""

    @property
    def said(self) -> Said:
        """What the sender says; where they are not among those who answer, what the first of them says."""
        own = [one for one in self.answers if self.sender in one.addresses]
        return (own or list(self.answers) or [Said(self.sender, "")])[0]

    @property
    def attendee(self) -> str:
        return self.said.address

    @property
    def partstat(self) -> str:
        return self.said.partstat


@dataclass(frozen=True)
class Unclear:
    """A mail from which nothing was taken. `kind`: `unclear` and `words` wait for a person, `automatic` is a note.

    `token` and `uid` are what it came under and about; `about_kind` and `about_id` which mail of ours it answers; `reply`
    is what could be made out of an answer.
    """

    kind: str
    token: str
    uid: str
    about_kind: str
    about_id: str
    sender: str
    words: str
    reason: str
    received_at: datetime
    mail_id: int
    reply: Reply | None = None


@dataclass(frozen=True)
class Verdict:
    outcome: str
    reason: str = ""


def judge(stored: IncomingMail) -> Verdict:
    """The outcome of one mail."""
    letter = letter_in(content_of(stored), stored.recipient, current_app.config["CONVENOR"].authserv_id)
    token = letter.rsvp or letter.bounce
    stored.token = hash_of(token) if token else ""
    if letter.kind == "failure":
        assert letter.failure is not None
        outcome, reason = take_failure(stored, letter.failure, letter.bounce)
        return Verdict(outcome, reason)
    if letter.kind == "receipt":
        return Verdict("ignored", "A read receipt or report.")
    if letter.kind == "calendar":
        return _calendar(stored, letter)
    if letter.kind == "automatic":
        _pass_on(stored, letter, "automatic", "")
        return Verdict("autoreply")
    if letter.kind == "words":
        known = _pass_on(stored, letter, "words", "Somebody wrote instead of answering from a calendar.")
        return Verdict("message" if known or token else "unmatched")
    _pass_on(stored, letter, "unclear", letter.trouble)
    return Verdict("review", letter.trouble)


def pass_on_unread(stored: IncomingMail, reason: str) -> None:
    """A mail at which the program stumbled: whoever it is meant for is told that it is here, as far as its head says."""
    head = content_of(stored)[:16_384]
    _pass_on(stored, letter_in(head, stored.recipient, ""), "unclear", reason)


def _calendar(stored: IncomingMail, letter: Letter) -> Verdict:
    """What a calendar object brings about: an answer is announced, everything else changes nothing."""
    said = letter.calendar
    assert said is not None
    if said.method in NOT_FOR_US:
        uids = [event.uid for event in said.events if event.uid]
        ours = db.session.scalar(select(Outbox.entry_uid).where(Outbox.entry_uid.in_(uids)).limit(1)) if uids else None
        if ours is None:
            return Verdict("ignored", said.method)
        return _unclear(
            stored, letter, f"Somebody sent {said.method} for one of our meetings. Nothing was changed.", ours
        )
    if said.method not in ANSWERING:
        return _unclear(stored, letter, f"The calendar part asks for {said.method or 'nothing'}.")
    if not said.events:
        return Verdict("ignored", "no event")
    replies = [_reply(stored, letter, event, number) for number, event in enumerate(said.events)]
    outcomes = [outcome for reply in replies for outcome in _announced(stored, letter, reply)]
    for outcome in WEIGHT:
        if outcome in outcomes:
            return Verdict(outcome, next((reply.trouble for reply in replies if reply.trouble), said.difference))
    _pass_on(stored, letter, "unclear", "An answer to a meeting that nobody here knows.", said.events[0].uid)
    return Verdict("unmatched", "Nobody knows this meeting.")


def _announced(stored: IncomingMail, letter: Letter, reply: Reply) -> list[str]:
    """What the rooms above say to one answer; nothing where none of them knows it."""
    if reply.trouble:
        _pass_on(stored, letter, "unclear", reply.trouble, reply.uid, reply)
        return ["review"]
    return [str(one) for _, one in reply_received.send(None, reply=reply) if one]


def _reply(stored: IncomingMail, letter: Letter, event: EventSaid, number: int) -> Reply:
    assert letter.calendar is not None
    return Reply(
        method=letter.calendar.method,
        token=letter.rsvp or event.token,
        uid=event.uid,
        answers=event.answers,
        sender=letter.sender,
        sequence=event.sequence,
        dtstamp=event.stamp or letter.sent_at,
        sent_at=event.replied_at or letter.sent_at,
        recurrence_id=event.recurrence,
        comment=event.comment,
        received_at=stored.received_at,
        mail_id=stored.id,
        number=number,
        proven=letter.proven,
        counter=event.proposal,
        trouble=event.trouble,
    )


def _unclear(stored: IncomingMail, letter: Letter, reason: str, uid: str = "") -> Verdict:
    _pass_on(stored, letter, "unclear", reason, uid)
    return Verdict("review", reason)


def _pass_on(
    stored: IncomingMail, letter: Letter, kind: str, reason: str, uid: str = "", reply: Reply | None = None
) -> bool:
    """Tell the rooms above; gives whether one of them knows what the mail is about."""
    ours = outbox_of(letter.bounce)
    if not uid and letter.calendar is not None:
        uid = next((event.uid for event in letter.calendar.events if event.uid), "")
    unclear = Unclear(
        kind=kind,
        token=letter.rsvp or (reply.token if reply else ""),
        uid=uid,
        about_kind=ours.about_kind if ours else "",
        about_id=ours.about_id if ours else "",
        sender=letter.sender,
        words=letter.words,
        reason=reason,
        received_at=stored.received_at,
        mail_id=stored.id,
        reply=reply,
    )
    return any(known for _, known in mail_unclear.send(None, unclear=unclear))
