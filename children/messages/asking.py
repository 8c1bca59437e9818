"""What is mailed about information that was asked of an agency: a link, never a name."""

from sqlalchemy import select

from children import queries
from children.models import Child, InformationRequest
from foundation.database import db
from notifications.composing import Message, Moot, composes, rendered
from notifications.models import Outbox
from people.models import Person

WORDS = {
    "information.asked": (
        "Information is asked of you",
        "Somebody asks what your agency knows of a child you work with. Please answer by the day on the page, also where you "
        "know nothing.",
    ),
    "information.answered": ("Information you asked for is here", "The answer stands beside your question."),
}


@composes(*WORDS, folds=True)
def about_information(row: Outbox) -> Message | Moot:
    """For whoever may still open the child's record at the moment of sending."""
    request = db.session.scalars(select(InformationRequest).where(InformationRequest.public_id == row.about_id)).one()
    if row.kind == "information.asked" and request.answered_at is not None:
        return Moot("it is answered")
    child = db.session.get_one(Child, request.child_id)
    reader = db.session.get_one(Person, row.recipient_id)
    if not queries.may_see(reader, child.public_id):
        return Moot("not for this person")
    subject, words = WORDS[row.kind]
    return Message(subject, **rendered("child", words=words, path=f"/children/{child.public_id}/contributions"))
