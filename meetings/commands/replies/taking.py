"""An answer comes in: by its secret, or without one where our own mail server vouches for it (W1 to W9)."""

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.text import search_key
from meetings.commands.calendars import note_answer
from meetings.commands.places import meeting_of_entry, next_place, seat_named, seat_under
from meetings.commands.replies.counting import applied
from meetings.commands.replies.keeping import in_doubt, keep, put_before_somebody
from meetings.commands.replies.series import ANOTHER_ENTRY, to_series
from meetings.commands.replies.whose import from_somebody_else, is_open, their_words
from meetings.models import Doubt, Invitation, Meeting
from notifications.incoming import Reply, Unclear

NOT_PROVEN = "It came without the secret address that was given to this person: anybody may have sent it."


def take_reply(reply: Reply) -> str | None:
    """Let an answer take effect, or put it before a person; gives its outcome. None where no meeting here is meant."""
    seat = seat_under(reply.token)
    if seat is not None:
        return to_series(seat, reply, "token")
    meeting = meeting_of_entry(reply.uid, reply.recurrence_id)
    asked = _asked_under(reply.token)
    if asked is None:
        return None if meeting is None else _without_secret(meeting, reply)
    if meeting is None or asked.meeting_id != meeting.id:
        its_own = db.session.get_one(Meeting, asked.meeting_id)
        return in_doubt(its_own, asked, reply, ANOTHER_ENTRY)
    if not is_open(meeting, asked):
        keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = their_words(asked, reply)
    if not said:
        return from_somebody_else(meeting, asked, reply)
    return applied(meeting, asked, reply, said, "token")


def note_unclear(unclear: Unclear) -> bool:
    """A mail from which nothing was taken: a note beside the invitee for an automatic one, else for a person to judge."""
    asked, meeting = _meant(unclear)
    if unclear.kind == "automatic":
        if asked is not None:
            note_answer(
                asked, "automatic", "calendar", outcome="noted", at=clock.now(), comment=unclear.words[:2000],
                mail_id=unclear.mail_id, answered_by=unclear.sender,
            )  # fmt: skip
        return asked is not None
    if meeting is None and unclear.kind == "words":
        return False
    if unclear.reply is not None:
        in_doubt(meeting, asked, unclear.reply, unclear.reason, kind="unclear")
        return meeting is not None
    doubt = Doubt(
        public_id=new_public_id(),
        meeting_id=meeting.id if meeting else None,
        asked_id=asked.id if asked else None,
        mail_id=unclear.mail_id,
        kind=unclear.kind,
        sender=unclear.sender[:254],
        words=unclear.words,
        reasons=[unclear.reason],
        received_at=unclear.received_at,
    )
    put_before_somebody(doubt, meeting)
    return meeting is not None


def _asked_under(token: str) -> Invitation | None:
    """The invitation of a secret, held until the answer is in: two readers at once take it one after the other."""
    if not token:
        return None
    held = select(Invitation).where(Invitation.token == token).with_for_update(of=Invitation)
    return db.session.scalar(held.execution_options(populate_existing=True))


def _without_secret(meeting: Meeting, reply: Reply) -> str:
    """No secret came along. It counts only where our own mail server vouches for the sender's domain (W5 to W8)."""
    known = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    named = {search_key(address) for one in reply.answers for address in one.addresses}
    found = [one for one in db.session.scalars(known) if one.person.email_key in named]
    if not found:
        in_doubt(meeting, None, reply, f"It is signed by {reply.attendee or 'nobody'}, who was not asked.")
        return "forwarded"
    vouched = reply.proven and len(found) == 1 and search_key(reply.sender) == found[0].person.email_key
    if vouched and found[0].seat is not None:
        return to_series(found[0].seat, reply, "dmarc")
    asked = _asked_under(found[0].token)
    assert asked is not None
    if not is_open(meeting, asked):
        keep(asked, reply, reply.said, "no_effect")
        return "stale"
    said = their_words(asked, reply)
    if vouched:
        return applied(meeting, asked, reply, said, "dmarc")
    return in_doubt(meeting, asked, reply, NOT_PROVEN)


def _meant(unclear: Unclear) -> tuple[Invitation | None, Meeting | None]:
    """Whom and what a mail is about: by its secret, by the mail of ours that it answers, by its meeting."""
    seat = seat_under(unclear.token) or seat_named(unclear.about_kind, unclear.about_id)
    if seat is not None:
        return next_place(seat)
    asked = db.session.scalar(select(Invitation).where(Invitation.token == unclear.token)) if unclear.token else None
    if asked is None and unclear.about_kind == "invitation":
        asked = db.session.scalar(select(Invitation).where(Invitation.public_id == unclear.about_id))
    if asked is not None:
        return asked, db.session.get_one(Meeting, asked.meeting_id)
    if unclear.about_kind == "meeting":
        return None, db.session.scalar(select(Meeting).where(Meeting.public_id == unclear.about_id))
    return None, meeting_of_entry(unclear.uid)
