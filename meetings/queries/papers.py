"""Letter and minutes as a reader gets them: whoever writes sees every draft, everybody else what was issued to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from foundation.database import db
from foundation.lifecycles import NotVisible
from meetings.access import ADMITTED
from meetings.models import Correction, Invitation, Meeting, Paper, Recipient
from meetings.queries.facts import roles_of
from people.models import Person
from people.visibility import visible_to

WRITES = {"chair", "coordinator", "convenor"}
FULL, FAMILY = "full", "family"


@dataclass(frozen=True)
class PaperSeen:
    """One version in the edition that the reader gets: `full`, or `family`, which is without what was said in confidence."""

    paper: Paper
    edition: str
    writes: bool

    @property
    def text(self) -> str:
        return self.paper.text if self.edition == FULL else self.paper.family_text


def paper_for(person: Person, meeting: Meeting, kind: str) -> PaperSeen | None:
    """The newest version for those who write, else the one that was issued; None where there is none for `person`.

    A proposal that was set aside is nobody's newest version. Who was not sent the paper, and was not admitted to the
    confidential part, gets the edition without it.
    """
    writes = bool(roles_of(person, meeting) & WRITES)
    newest = (
        select(Paper)
        .where(
            Paper.meeting_id == meeting.id,
            Paper.kind == kind,
            Paper.proposal_to.is_(None),
            visible_to(person, Paper),
        )
        .order_by(Paper.number.desc())
        .limit(1)
    )
    paper = db.session.scalar(newest if writes else newest.where(Paper.issued_at.is_not(None)))
    if paper is None:
        return None
    return PaperSeen(paper, FULL if writes else _edition(person, meeting, paper), writes)


def _edition(person: Person, meeting: Meeting, paper: Paper) -> str:
    sent = db.session.scalar(
        select(Recipient.edition).where(Recipient.paper_id == paper.id, Recipient.person_id == person.id)
    )
    if sent:
        return sent
    admitted = select(Invitation.id).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id == person.id,
        Invitation.withdrawn_at.is_(None),
        Invitation.confidential_part.is_(True),
        Invitation.capacity.in_(ADMITTED),
    )
    return FULL if db.session.scalar(admitted) is not None else FAMILY


def versions_of(person: Person, meeting: Meeting, kind: str) -> Sequence[Any]:
    """Every version without its text, newest first: number, who wrote it and when, whether it was set aside, approved,
    issued."""
    by = aliased(Person)
    return db.session.execute(
        select(
            Paper.id,
            Paper.number,
            Paper.written_at,
            Paper.proposal_to,
            Paper.approved_at,
            Paper.issued_at,
            by.name.label("by"),
        )
        .outerjoin(by, by.id == Paper.written_by_id)
        .where(Paper.meeting_id == meeting.id, Paper.kind == kind, visible_to(person, Paper))
        .order_by(Paper.number.desc())
    ).all()


def version_of(person: Person, meeting: Meeting, kind: str, number: int) -> Paper:
    """One version. Raises `NotVisible`."""
    found = db.session.scalar(
        select(Paper).where(
            Paper.meeting_id == meeting.id, Paper.kind == kind, Paper.number == number, visible_to(person, Paper)
        )
    )
    if found is None:
        raise NotVisible("paper")
    return found


def sent_to(paper_id: int) -> Sequence[Any]:
    """To whom an issued version went: name, edition, why."""
    return db.session.execute(
        select(Person.name, Recipient.edition, Recipient.why)
        .join(Person, Person.id == Recipient.person_id)
        .where(Recipient.paper_id == paper_id)
        .order_by(Recipient.id)
    ).all()


def corrections_of(person: Person, meeting: Meeting) -> Sequence[Any]:
    """The corrections beside the record, oldest first, with who asked and who decided."""
    asker, decider = aliased(Person), aliased(Person)
    return db.session.execute(
        select(
            Correction.public_id,
            Correction.text,
            Correction.reason,
            Correction.asked_at,
            Correction.decision,
            Correction.decided_at,
            Correction.answer,
            asker.name.label("asked_by"),
            decider.name.label("decided_by"),
        )
        .join(asker, asker.id == Correction.asked_by_id)
        .outerjoin(decider, decider.id == Correction.decided_by_id)
        .where(Correction.meeting_id == meeting.id, visible_to(person, Correction))
        .order_by(Correction.id)
    ).all()
