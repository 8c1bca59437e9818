"""Letter and minutes: drafted from the record, every version kept, approved by the chair, issued to those entitled."""

from dataclasses import dataclass

from sqlalchemy import func, select

import audit
from children.queries import addresses_kept_back, safe_contact
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, move, require
from foundation.text import clean
from meetings import queries
from meetings.commands import dates
from meetings.commands.drafting import draft
from meetings.commands.moving import permitted, plan_about
from meetings.models import Correction, Invitation, Meeting, Paper, Recipient
from meetings.models.meeting import AFTER
from meetings.queries.contact import SAFE_CONTACT
from meetings.rules import LETTERS
from notifications.commands import plan_reminders, tell
from people.models import Person

PAPERS = {"minutes": "Minutes", "decision_letter": "Decision letter"}
LONGEST = 2 * 2**20
RUNS = {"chair", "coordinator", "convenor"}


class PaperChanged(Exception):
    """Somebody else saved a version first. Both texts stand, nothing is merged in silence."""

    def __init__(self, yours: str, theirs: Paper) -> None:
        super().__init__("This was changed while you were working.")
        self.yours, self.theirs = yours, theirs


@dataclass(frozen=True)
class Entitled:
    """Somebody to whom a paper goes: in which edition, and why."""

    person: Person
    edition: str
    why: str


def draft_paper(person: Person, public_id: str, kind: str) -> Paper:
    """The first version, drafted from what was recorded; the newest one where there is one already."""
    meeting = _after(person, public_id, kind)
    standing = newest(meeting, kind)
    if standing is not None:
        return standing
    text, family_text = draft(person, meeting, kind)
    paper = _version(meeting, kind, 1, text, family_text, None)
    audit.record(person, "paper.drafted", meeting, children=meeting.children, paper=kind, number=1)
    return paper


def draft_papers(person: Person, meeting: Meeting) -> None:
    """The first version of each paper that a meeting of this type owes, as part of its conclusion."""
    for kind in PAPERS:
        if kind == "minutes" or meeting.kind.has_decision_letter:
            _version(meeting, kind, 1, *draft(person, meeting, kind), None)


def save_paper(
    person: Person,
    public_id: str,
    kind: str,
    text: str,
    *,
    number: int,
    family_text: str | None = None,
    set_aside: bool = False,
) -> Paper:
    """A new version on top of version `number`. Raises `PaperChanged` where a newer one stands; `set_aside` keeps this
    text beside it as a proposal. Up to 2 MiB of text."""
    meeting = _after(person, public_id, kind)
    _require_hand(person, meeting)
    if len(text.encode()) > LONGEST:
        raise BadInput({"text": "This is longer than 2 MB. Shorten it, or put a part into a paper of its own."})
    standing = newest(meeting, kind)
    if standing is None:
        raise NotVisible("paper")
    if standing.issued_at is not None:
        message = "This was issued and does not change any longer. Record a correction beside it."
        raise Refused([Refusal("what_was_issued_stays", message, LETTERS)])
    if standing.number != number:
        if not set_aside:
            raise PaperChanged(clean(text), standing)
        kept = _version(meeting, kind, _last_number(meeting, kind) + 1, text, "", person, proposal_to=standing.number)
        audit.record(person, "paper.set_aside", meeting, children=meeting.children, paper=kind, number=kept.number)
        return kept
    if clean(text) == standing.text and (family_text is None or clean(family_text) == standing.family_text):
        return standing
    family = standing.family_text if family_text is None else family_text
    paper = _version(meeting, kind, _last_number(meeting, kind) + 1, text, family, person)
    audit.record(person, "paper.saved", meeting, children=meeting.children, paper=kind, number=paper.number)
    return paper


def approve_paper(person: Person, public_id: str, kind: str, number: int) -> Paper:
    """The chair approves one version; a later version needs approval of its own."""
    meeting = _after(person, public_id, kind)
    require(person.id == meeting.chair_id, "Only the chair approves this.")
    standing = newest(meeting, kind)
    if standing is None or standing.number != number:
        message = "There is a newer version. Read it, then approve that one."
        raise Refused([Refusal("the_newest_version_is_approved", message, LETTERS)])
    if standing.approved_at is None:
        standing.approved_by_id, standing.approved_at = person.id, clock.now()
        audit.record(person, "paper.approved", meeting, children=meeting.children, paper=kind, number=number)
    return standing


def entitled(meeting: Meeting) -> list[Entitled]:
    """Who gets a paper of this meeting: everybody on its list; family, advocates and interpreters without the part that
    was held in confidence."""
    return entitled_and_withheld(meeting)[0]


def entitled_and_withheld(meeting: Meeting) -> tuple[list[Entitled], list[Person]]:
    """The same; and who would get it, and does not, since it is not safe to write to them."""
    invited = db.session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    )
    rules = safe_contact([child.id for child in meeting.children])
    people, unsafe = [], []
    for invitation in invited:
        if invitation.capacity in ("interpreter", "observer", "minute_taker"):
            continue
        if invitation.person.role is None and rules.against(invitation.person):
            unsafe.append(invitation.person)
            continue
        family = invitation.capacity in ("family", "advocate") or not invitation.confidential_part
        why = "family" if invitation.capacity == "family" else invitation.agency.name
        people.append(Entitled(invitation.person, "family" if family else "full", why))
    return people, unsafe


def issue_decision(person: Person, public_id: str, version: int | None = None) -> tuple[Meeting, int]:
    """Send the approved decision letter, by link, to those entitled; how many that is."""
    meeting, facts = permitted(person, public_id, "issue_decision", version=version)
    move(meeting, "issue_decision", facts)
    told = _issue(meeting, "decision_letter")
    dates.meet_duty(meeting, "output", "the letter was issued", ".decision_letter")
    audit.record(person, "meeting.decision_issued", meeting, children=meeting.children, told=told)
    return meeting, told


def issue_minutes(person: Person, public_id: str, version: int | None = None) -> tuple[Meeting, int]:
    """Send the approved record, by link: the family's edition is without the confidential part."""
    meeting, facts = permitted(person, public_id, "issue_minutes", version=version)
    move(meeting, "issue_minutes", facts)
    told = _issue(meeting, "minutes")
    for due in dates.standing(meeting):
        if due.duty == "output" and not due.rule.endswith(".decision_letter"):
            dates.meet(due, "the record was issued")
    plan_reminders("meeting.close_check", meeting, clock.today())
    audit.record(person, "meeting.minutes_issued", meeting, children=meeting.children, told=told)
    return meeting, told


def correct(person: Person, public_id: str, text: str, reason: str) -> Correction:
    """A recipient asks for a correction; the chair decides. It stands beside the record, which never changes."""
    meeting, facts = permitted(person, public_id, "correct", text=text, reason=reason)
    move(meeting, "correct", facts)
    chairs = person.id == meeting.chair_id
    correction = Correction(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        text=clean(text),
        reason=clean(reason),
        asked_by_id=person.id,
        asked_at=clock.now(),
        decision="accepted" if chairs else "open",
        decided_by_id=person.id if chairs else None,
        decided_at=clock.now() if chairs else None,
    )
    db.session.add(correction)
    audit.record(person, "meeting.corrected", meeting, children=meeting.children, text=correction.text)
    if not chairs and meeting.chair_id:
        tell(meeting.chair_id, "correction_asked", meeting, step=correction.public_id)
    return correction


def decide_correction(
    person: Person, public_id: str, correction_id: str, accepted: bool, answer: str = ""
) -> Correction:
    """The chair accepts the correction, or notes that it was asked for; with an answer either way."""
    meeting = queries.meeting_for(person, public_id)
    require(person.id == meeting.chair_id, "Only the chair decides on a correction.")
    correction = db.session.scalar(
        select(Correction).where(Correction.public_id == correction_id, Correction.meeting_id == meeting.id)
    )
    if correction is None:
        raise NotVisible("correction")
    correction.decision = "accepted" if accepted else "noted"
    correction.decided_by_id, correction.decided_at, correction.answer = person.id, clock.now(), clean(answer)
    audit.record(person, "meeting.correction_decided", meeting, children=meeting.children, accepted=accepted)
    tell(correction.asked_by_id, "correction_decided", meeting, step=correction.public_id)
    return correction


def close(person: Person, public_id: str, version: int | None = None) -> Meeting:
    """Everything owed is done: the meeting is put away, to be read."""
    meeting, facts = permitted(person, public_id, "close", version=version)
    move(meeting, "close", facts)
    plan_about(meeting, over="the meeting is closed")
    audit.record(person, "meeting.closed", meeting, children=meeting.children)
    return meeting


def newest(meeting: Meeting, kind: str) -> Paper | None:
    """The newest version that is no proposal set aside."""
    return db.session.scalar(
        select(Paper)
        .where(Paper.meeting_id == meeting.id, Paper.kind == kind, Paper.proposal_to.is_(None))
        .order_by(Paper.number.desc())
        .limit(1)
    )


def _issue(meeting: Meeting, kind: str) -> int:
    paper = newest(meeting, kind)
    assert paper is not None
    _keep_addresses_back(meeting, paper)
    paper.issued_at = clock.now()
    people = entitled(meeting)
    for one in people:
        db.session.add(
            Recipient(
                public_id=new_public_id(), paper_id=paper.id, person_id=one.person.id, edition=one.edition, why=one.why
            )
        )
        tell(one.person.id, f"{kind}_issued", meeting, step=f"{kind}.{paper.number}")
    return len(people)


def _keep_addresses_back(meeting: Meeting, paper: Paper) -> None:
    """An address that only the lead professional sees stands in no letter and no record, in neither edition."""
    texts = " ".join(f"{paper.text} {paper.family_text}".casefold().split())
    if any(" ".join(one.casefold().split()) in texts for one in addresses_kept_back([c.id for c in meeting.children])):
        message = (
            "The text shows an address that is kept for the lead professional alone. Take it out, and approve it anew."
        )
        raise Refused([Refusal("an_address_that_is_kept_back_stands_in_no_paper", message, SAFE_CONTACT)])


def _after(person: Person, public_id: str, kind: str) -> Meeting:
    if kind not in PAPERS:
        raise NotVisible("paper")
    meeting = queries.meeting_for(person, public_id)
    _require_hand(person, meeting)
    if meeting.state not in AFTER:
        message = "The meeting has not been concluded: there is nothing to write up yet."
        raise Refused([Refusal("the_meeting_is_concluded", message, "The lifecycle of a meeting")])
    return meeting


def _require_hand(person: Person, meeting: Meeting) -> None:
    require(
        queries.roles_of(person, meeting) & RUNS, "The chair, the coordinator or whoever convened writes the papers."
    )


def _last_number(meeting: Meeting, kind: str) -> int:
    here = Paper.meeting_id == meeting.id, Paper.kind == kind
    return db.session.scalar(select(func.max(Paper.number)).where(*here)) or 0


def _version(
    meeting: Meeting,
    kind: str,
    number: int,
    text: str,
    family_text: str,
    writer: Person | None,
    proposal_to: int | None = None,
) -> Paper:
    paper = Paper(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        kind=kind,
        number=number,
        text=clean(text),
        family_text=clean(family_text),
        written_by_id=writer.id if writer else None,
        written_at=clock.now(),
        proposal_to=proposal_to,
    )
    db.session.add(paper)
    db.session.flush()
    return paper
