"""What is mailed about case audits: a link, never a name."""

from sqlalchemy import select

from children.models import CaseAudit
from foundation.database import db
from notifications.composing import Message, Moot, composes, rendered
from notifications.models import Outbox

WORDS = {
    "case_audit.drawn": (
        "You are asked to look at records",
        "Records were drawn at random for you to look at, of cases on which you did not work. The page lists them with the day "
        "by which they are graded; until then each is open to you, to read alone.",
        "/case-audits",
    ),
    "case_audit.graded": (
        "A record was looked at in an audit",
        "The record of a child with whom you work was looked at. The page says what is good and what has to be put right.",
        "/case-audits/{}",
    ),
}


@composes(*WORDS, folds=True)
def about_an_audit(row: Outbox) -> Message | Moot:
    one = db.session.scalars(select(CaseAudit).where(CaseAudit.public_id == row.about_id)).one()
    subject, words, path = WORDS[row.kind]
    return Message(subject, **rendered("child", words=words, path=path.format(one.public_id)))
