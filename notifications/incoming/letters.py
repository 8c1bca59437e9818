"""What kind of mail it is, and what it says: the order of CALENDAR.md 2.3. Nothing here asks the database."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message

from foundation.text import clean
from notifications.incoming import calendars
from notifications.incoming.calendars import LONGEST_COMMENT, CalendarSaid
from notifications.incoming.failures import Failure, failure_in
from notifications.incoming.parts import (
    LARGEST_MAIL,
    NeedsAPerson,
    dated,
    has_empty_return_path,
    is_automatic,
    is_packed,
    is_proven,
    leaves_of,
    sender_of,
    tokens_in,
    words_of,
)
from notifications.incoming.timing import TookTooLong, within

SECONDS = 10.0


@dataclass
class Letter:
    """A mail as it was understood. `kind`: `failure`, `receipt`, `calendar`, `automatic`, `words`, or `unclear` with
    `trouble`, which says to a person why nothing was taken from it."""

    kind: str = "unclear"
    rsvp: str = ""
    bounce: str = ""
    sender: str = ""
    sent_at: datetime | None = None
    proven: bool = False
    words: str = ""
    trouble: str = ""
    failure: Failure | None = None
    calendar: CalendarSaid | None = None


def letter_in(raw: bytes, recipient: str, authserv_id: str, seconds: float = SECONDS) -> Letter:
    """Take a mail apart, in ten seconds at most. Never raises for what it contains."""
    letter = Letter()
    if len(raw) > LARGEST_MAIL:
        # Only its head is looked at, so that whoever it is meant for hears of it.
        letter.trouble = "The mail is larger than we read."
        raw = raw[:16_384].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    look = _head if letter.trouble else _read
    try:
        within(seconds, lambda: look(letter, raw, recipient, authserv_id))
    except NeedsAPerson as why:
        letter.kind, letter.trouble = "unclear", str(why)
    except TookTooLong:
        letter.kind, letter.trouble = "unclear", f"The mail could not be read in {seconds:.0f} seconds."
    except (Exception, RecursionError) as trouble:
        letter.kind, letter.trouble = "unclear", f"The mail could not be read ({type(trouble).__name__})."
    return letter


def _head(letter: Letter, raw: bytes, recipient: str, authserv_id: str) -> None:
    head = message_from_bytes(raw, policy=policy.compat32)
    tokens = tokens_in(recipient, head)
    letter.rsvp, letter.bounce = tokens.get("rsvp", ""), tokens.get("bounce", "")
    letter.sender, letter.sent_at = sender_of(head), dated(head)
    letter.proven = is_proven(head, authserv_id)


def _read(letter: Letter, raw: bytes, recipient: str, authserv_id: str) -> None:
    # The head by itself first: what follows may be more than can be read, and still is meant for somebody.
    end = min((at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if at >= 0), default=len(raw))
    _head(letter, raw[: min(end + 4, 262_144)], recipient, authserv_id)
    mail = message_from_bytes(raw, policy=policy.compat32)
    leaves = list(leaves_of(mail))
    letter.words = clean(words_of(leaves))[:LONGEST_COMMENT]
    letter.failure = failure_in(mail, raw, leaves, letter.bounce)
    if letter.failure is not None:
        letter.kind = "failure"
    elif mail.get_content_type() == "multipart/report":
        letter.kind = "receipt"
    else:
        _read_message(letter, mail, leaves)


def _read_message(letter: Letter, mail: Message, leaves: list[Message]) -> None:
    """What somebody sent, or their calendar for them. A calendar comes first: true answers call themselves automatic."""
    found = calendars.calendar_in(leaves)
    if letter.rsvp and has_empty_return_path(mail) and (found or not is_automatic(mail)):
        raise NeedsAPerson("A machine sent this to the address for answers.")
    if found is not None:
        letter.calendar, letter.kind = found, "calendar"
    elif is_automatic(mail):
        letter.kind = "automatic"
    elif any(is_packed(part) for part in leaves):
        raise NeedsAPerson("The mail is signed, encrypted or packed, and is not opened.")
    else:
        letter.kind = "words"
