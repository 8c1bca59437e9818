"""What is mailed about referrals: a reference and a link, words without blame; an alarm until the referrer knows the answer."""

from collections.abc import Iterable

from sqlalchemy import select

import rulebook
from children import queries
from children.models import JointLook, Referral
from foundation.database import db
from notifications.composing import Message, Moot, Notice, composes, fires, rendered
from notifications.models import Outbox, Timer
from people import queries as people
from people.models import Person
from people.visibility import visible_to

WORDS = {
    "referral.made": (
        "A referral to your agency",
        "A child with whom you work was referred to your agency. The page shows by when the referrer is owed an answer "
        "and its reason.",
    ),
    "referral.answered": (
        "There is an answer to a referral",
        "The answer to your referral is written down, with its reason. Please read it, and say whether it settles the "
        "matter for you.",
    ),
    "referral.answer_due": (
        "A referral is waiting for its answer",
        "Whoever made this referral has not been told the answer and its reason. Please ask for it, write it down, or "
        "take it further: raising a disagreement is good practice.",
    ),
    "referral.watch": (
        "Ask again?",
        "You are still watching after a referral that was not taken up. Please look again: refer once more, choose "
        "another day, or say why watching ends.",
    ),
}
PATTERN_WORDS = {
    "referral.pattern": (
        "A pattern exists",
        "Concerns about a child were not taken up and have come back. Please look at them together, and write down "
        "what came of it.",
    ),
    "referral.pattern_exists": (
        "A pattern exists",
        "A concern that you raised does not stand alone. Those who lead and coordinate are asked to look at it "
        "together. Please keep watching, and refer again when you see more.",
    ),
}


@fires("referral.answer_due")
def answer_owed(timer: Timer) -> list[Notice] | Moot:
    """The referrer on the day; from the day after the coordinator too. That nobody answered, written down, silences nothing."""
    referral = _referral(timer.subject_id)
    if not referral.is_owed:
        return Moot("the referrer was told")
    return _to(referral, timer)


@fires("referral.watch")
def ask_again(timer: Timer) -> list[Notice] | Moot:
    referral = _referral(timer.subject_id)
    if referral.review_on is None:
        return Moot(referral.watch_ended_because or "the watch has ended")
    return _to(referral, timer)


@fires("referral.pattern")
def look_together(timer: Timer) -> list[Notice] | Moot:
    """Whoever leads and coordinates; where there is neither, the managers of those who work with the child."""
    look = _look(timer.subject_id)
    if look.looked_at is not None:
        return Moot("looked at together")
    lead = queries.leading(look.child_id)
    told = {lead.person_id} if lead is not None else set()
    told |= queries.people_in_role([look.child_id], "coordinator")
    told = told or queries.line_managers_of_case([look.child_id])
    return [Notice(one, timer.kind, step=timer.step) for one in sorted(told or people.coordinators())]


@composes(*WORDS, folds=False)
def about_a_referral(row: Outbox) -> Message | Moot:
    """A reference and a link. The partnership's coordinator hears of an answer that is owed though the record is closed to
    them: their link leads to their own work."""
    referral = _referral(row.about_id)
    if row.kind == "referral.answer_due" and not referral.is_owed:
        return Moot("the referrer was told")
    if row.kind == "referral.watch" and referral.review_on is None:
        return Moot(referral.watch_ended_because or "the watch has ended")
    reader = db.session.get_one(Person, row.recipient_id)
    seen = db.session.scalar(select(Referral.id).where(Referral.id == referral.id, visible_to(reader, Referral)))
    if seen is None and (row.kind != "referral.answer_due" or reader.role != "coordinator"):
        return Moot("they may not see it any longer")
    path = f"/children/{referral.child.public_id}/referrals/{referral.public_id}" if seen else "/"
    return _mail(*WORDS[row.kind], path, referral.reference)


@composes(*PATTERN_WORDS, folds=True)
def about_a_pattern(row: Outbox) -> Message | Moot:
    look = _look(row.about_id)
    if look.looked_at is not None:
        return Moot("looked at together")
    reader = db.session.get_one(Person, row.recipient_id)
    if queries.is_barred(reader, look.child_id):
        return Moot("not for this person")
    seen = queries.may_see(reader, look.child.public_id)
    return _mail(*PATTERN_WORDS[row.kind], f"/children/{look.child.public_id}/referrals" if seen else "/")


def _to(referral: Referral, timer: Timer) -> list[Notice]:
    people_of: dict[str, Iterable[int | None]] = {
        "referrer": [referral.followed_by_id],
        "referrer_manager": [referral.followed_by.manager_id],
        "coordinator": queries.people_in_role([referral.child_id], "coordinator") or people.coordinators(),
    }
    roles = rulebook.book().reminders[timer.kind].recipients_at(timer.offset)
    told = {one for role in roles for one in people_of[role] if one is not None}
    return [Notice(one, timer.kind, step=timer.step) for one in sorted(told)]


def _mail(heading: str, sentence: str, path: str, reference: str = "") -> Message:
    if not reference:
        return Message(heading, **rendered("child", words=sentence, path=path))
    words = rendered("meeting", heading=heading, sentence=sentence, reference=reference, path=path)
    return Message(f"{reference}: {heading}", **words)


def _referral(public_id: str) -> Referral:
    return db.session.scalars(select(Referral).where(Referral.public_id == public_id)).one()


def _look(public_id: str) -> JointLook:
    return db.session.scalars(select(JointLook).where(JointLook.public_id == public_id)).one()
