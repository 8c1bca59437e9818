"""Where the rooms above say what a timer or an outbox row becomes when its moment comes, and where people are reached.

Public: `fires`, `composes`, `Notice`, `Message`, `Moot`, `address_book`, `Recipient`, `stand_ins`, `rendered`,
`is_being_kept`.
"""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from email.headerregistry import Address
from typing import Any, TypedDict

from flask import current_app

from notifications.calendar import CalendarEntry
from notifications.models import Outbox, Timer

# The order in which mail goes out: cancellations, then invitations and changes, then the rest.
CANCELLATION, INVITATION, REMINDER = 0, 1, 2


@dataclass(frozen=True)
class Moot:
    """It no longer matters; `reason` is kept: "not sent: replied"."""

    reason: str


@dataclass(frozen=True)
class Notice:
    """Who is told what when a timer fires. `about` is the timer's own subject unless another is named."""

    recipient_id: int
    kind: str
    details: Mapping[str, Any] = field(default_factory=dict)
    step: str = ""
    about: Any = None


@dataclass(frozen=True)
class Message:
    """A mail as it is composed. `subject` names a reference, never a person; `to` only where the address book is not meant."""

    subject: str
    text: str
    html: str | None = None
    entry: CalendarEntry | None = None
    reply_to: str | None = None
    in_reply_to: str | None = None
    to: Address | None = None


class Rendered(TypedDict):
    """The two parts of a mail that people read."""

    text: str
    html: str


@dataclass(frozen=True)
class Recipient:
    """How somebody is reached. `undeliverable` says why mail came back; empty where it did not."""

    name: str
    email: str
    undeliverable: str = ""


@dataclass(frozen=True)
class Composer:
    compose: Callable[[Outbox], Message | Moot]
    priority: int
    folds: bool
    always_sent: bool


Firing = Callable[[Timer], Iterable[Notice] | Moot]
Composing = Callable[[Outbox], Message | Moot]
AddressBook = Callable[[int], Recipient]
StandIns = Callable[[list[int], date], Mapping[int, int]]

_firings: dict[str, Firing] = {}
_composers: dict[str, Composer] = {}
_address_book: list[AddressBook] = []
_stand_ins: list[StandIns] = []
_row: ContextVar[Outbox | None] = ContextVar("row", default=None)


def fires(*kinds: str) -> Callable[[Firing], Firing]:
    """Ask this function, when a timer of one of `kinds` comes due, whether it still matters and who is told what."""

    def keep(firing: Firing) -> Firing:
        _firings.update(dict.fromkeys(kinds, firing))
        return firing

    return keep


def composes(
    *kinds: str, priority: int = REMINDER, folds: bool = False, always_sent: bool = False
) -> Callable[[Composing], Composing]:
    """Ask this function for the mail when a row of one of `kinds` is first sent, and at each repeat whether it still matters.

    `folds`: several that are due for one person go out as one mail. `always_sent`: `drop` leaves it alone.
    """

    def keep(composing: Composing) -> Composing:
        _composers.update(dict.fromkeys(kinds, Composer(composing, priority, folds, always_sent)))
        return composing

    return keep


def address_book(book: AddressBook) -> AddressBook:
    """Register how a recipient is reached; asked when mail is composed."""
    _address_book[:] = [book]
    return book


def stand_ins(who: StandIns) -> StandIns:
    """Register who stands in for those who are away on a London date; what a timer says goes to both."""
    _stand_ins[:] = [who]
    return who


def always_sent() -> list[str]:
    """Kinds of mail that go out even when late, and though what they are about is over: cancellations."""
    return [kind for kind, composer in _composers.items() if composer.always_sent]


def composer_of(kind: str) -> Composer:
    """The composer of `kind`. Raises `LookupError` where no room composes it."""
    try:
        return _composers[kind]
    except KeyError:
        raise LookupError(f"No room composes mail of the kind {kind}.") from None


def fire(timer: Timer) -> list[Notice] | Moot:
    """What the room says to a timer whose moment has come. Raises `LookupError` where no room answers."""
    try:
        firing = _firings[timer.kind]
    except KeyError:
        raise LookupError(f"No room answers timers of the kind {timer.kind}.") from None
    said = firing(timer)
    return said if isinstance(said, Moot) else list(said)


def compose(row: Outbox) -> Message | Moot:
    """The mail that `row` is at this moment, or why there is none."""
    token = _row.set(row)
    try:
        return composer_of(row.kind).compose(row)
    finally:
        _row.reset(token)


def is_being_kept() -> bool:
    """Whether the mail that is composed now is the one that will be kept and sent: neither a preview nor a repeat. Only
    then may a secret be made for it."""
    row = _row.get()
    return row is not None and row.mail is None


def reached(recipient_id: int) -> Recipient:
    """How a recipient is reached. Raises `LookupError` where nobody keeps the addresses."""
    if not _address_book:
        raise LookupError("No room keeps an address book.")
    return _address_book[0](recipient_id)


def standing_in(recipient_ids: Iterable[int], on: date) -> Mapping[int, int]:
    """For those of `recipient_ids` who are away on that London date: who stands in."""
    return _stand_ins[0](list(recipient_ids), on) if _stand_ins else {}


def rendered(template: str, **context: Any) -> Rendered:
    """`text` and `html` of a mail from `templates/mail/<template>.txt` and `.html`: `Message(subject, **rendered("…"))`.

    Links in them begin with `base_url`, the site's own address, and never with what a request said.
    """
    row = _row.get()
    absent = row.details.get("in_place_of") if row is not None else None
    context = {
        "base_url": current_app.config["CONVENOR"].base_url,
        "in_place_of": reached(absent).name if absent else None,
        **context,
    }
    find = current_app.jinja_env.get_template
    return {
        "text": find(f"mail/{template}.txt").render(context).strip() + "\n",
        "html": find(f"mail/{template}.html").render(context).strip() + "\n",
    }
