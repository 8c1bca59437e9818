"""What this room itself writes: several reminders that come due together, folded into one mail."""

from sqlalchemy import select

from foundation.database import db
from notifications.composing import Message, Moot, compose, composes, rendered
from notifications.mail import first_link
from notifications.models import Outbox


@composes("digest")
def compose_digest(row: Outbox) -> Message | Moot:
    """Each reminder that is folded into `row` and still matters, by its reference and link; one alone as it would have been."""
    folded = db.session.scalars(
        select(Outbox).where(Outbox.folded_into_id == row.id).order_by(Outbox.due_at, Outbox.id)
    )
    asked = [compose(one) for one in folded]
    left = [message for message in asked if isinstance(message, Message)]
    if not left:
        return Moot("; ".join(dict.fromkeys(moot.reason for moot in asked if isinstance(moot, Moot))))
    if len(left) == 1:
        return left[0]
    reminders = [{"subject": message.subject, "link": first_link(message.text)} for message in left]
    return Message(f"{len(left)} reminders", **rendered("digest", reminders=reminders))
