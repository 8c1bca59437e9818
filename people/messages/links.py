"""What is mailed about ways in: the one-time code of a private link."""

from sqlalchemy import select

from foundation.database import db
from notifications.composing import INVITATION, Message, Moot, composes, is_being_kept, rendered
from notifications.models import Outbox
from people.links import make_code
from people.models import PrivateLink


@composes("link.code", priority=INVITATION)
def compose_code(row: Outbox) -> Message | Moot:
    """The code that shows more, once. It is made here and now, so that it stands nowhere else in the clear."""
    link = db.session.scalars(select(PrivateLink).where(PrivateLink.public_id == row.about_id)).one()
    if link.revoked_at is not None:
        return Moot("the link is no longer in use")
    # A repeat sends what was kept, and a new code would make that one worthless.
    code = make_code(link) if is_being_kept() else ""
    return Message(subject=f"{row.details['reference']}: your code", **rendered("link_code", code=code))
