"""What is said: statements, the child's voice, the analysis."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

import audit
from actions.commands import note_action
from actions.models import Action
from children.commands import record_voice
from children.queries import child as find_child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands.at_table import RUNS, child_line, id_of_child, invitation_by, own_invitation
from meetings.commands.moving import running
from meetings.models import ADVICE, KINDS, ChildHeard, Meeting, Statement
from meetings.models.record import CONFIDENCE
from people.models import Person


def say(
    person: Person,
    public_id: str,
    *,
    kind: str,
    text: str,
    by: str = "",
    child: str = "",
    source: str = "",
    happened_on: date | None = None,
    rests_on: Sequence[str] = (),
    reason: str = "",
    confidence: str = "",
    what_else: str = "",
    confidential: bool = False,
    advice: str = "",
) -> Statement:
    """One statement, of one of the four kinds. `by`: the invitation of who said it (else the person's own).

    A judgement names the facts that it rests on and its reason (The 10 Principles, 1c). Legal `advice` and a medical
    opinion are judgements, and open to challenge like any other (4.3, 4.4).
    """
    meeting, sheet, roles = running(person, public_id)
    require(roles & {*RUNS, "asked"}, "Those at the table say what their agency knows.")
    speaker = invitation_by(sheet, by) if by else own_invitation(sheet, person)
    errors = {}
    if kind not in KINDS:
        errors["kind"] = f"Choose one of: {', '.join(KINDS)}."
    if not clean(text):
        errors["text"] = "Write what was said."
    if kind == "professional_judgement" and not (rests_on and clean(reason)):
        errors["rests_on"] = "Name the facts that this judgement rests on, and the reason."
    if confidence and confidence not in CONFIDENCE:
        errors["confidence"] = f"Choose one of: {', '.join(CONFIDENCE)}."
    if rests_on and len(_facts_among(person, meeting, rests_on)) != len(set(rests_on)):
        errors["rests_on"] = "A judgement rests on facts that were stated in this meeting."
    if advice and (advice not in ADVICE or kind != "professional_judgement"):
        errors["advice"] = "Legal advice and medical opinions are written down as professional judgements."
    if by and speaker is None:
        errors["by"] = "Choose somebody who is on the list of this meeting."
    if errors:
        raise BadInput(errors)
    statement = Statement(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        child_id=id_of_child(sheet, child),
        kind=kind,
        text=clean(text),
        invitation_id=speaker.id if speaker else None,
        source=clean_line(source)[:300],
        happened_on=happened_on,
        rests_on=list(rests_on),
        reason=clean(reason),
        confidence=confidence,
        advice=advice,
        what_else=clean(what_else),
        confidential=confidential,
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(statement)
    audit.record(
        person, "statement.made", statement, children=meeting.children, meeting=meeting.public_id, statement_kind=kind
    )
    db.session.flush()
    return statement


def take_back(person: Person, public_id: str, statement_id: str) -> Statement:
    """A slip of the pen, while the meeting runs: taken back by whoever entered it. It stays in the audit record."""
    meeting, _, roles = running(person, public_id)
    statement = queries.statement_of(person, meeting, statement_id)
    require(
        statement.entered_by_id == person.id or "chair" in roles, "Whoever entered it, or the chair, takes it back."
    )
    statement.withdrawn_at = clock.now()
    audit.record(person, "statement.taken_back", statement, children=meeting.children, text=statement.text)
    return statement


def ask_second_opinion(
    person: Person, public_id: str, statement_id: str, *, owner: Person, due_on: date | None
) -> Action:
    """Advice is open to challenge: somebody gets a second opinion by a day. An action like any other of this meeting.
    Source: The 10 Principles, 4.3 and 4.4."""
    meeting, _, roles = running(person, public_id)
    require(roles & {*RUNS, "asked"}, "Those at the table ask for a second opinion.")
    statement = queries.statement_of(person, meeting, statement_id)
    if not statement.advice:
        raise BadInput({"owner": "A second opinion is asked for on legal advice or a medical opinion."})
    asked = note_action(
        person,
        text=f"Get a second opinion on the {ADVICE[statement.advice].lower()} of this meeting",
        outcome_wanted="What is decided for the child rests on more than one opinion.",
        owner=owner,
        due_on=due_on,
        children=[one for one in meeting.children if statement.child_id in (None, one.id)],
        meeting_id=meeting.id,
        checker_id=meeting.chair_id,
        confidential=statement.confidential,
    )
    audit.record(person, "statement.second_opinion_asked", statement, children=meeting.children, asked=asked.reference)
    return asked


def hear_child(
    person: Person,
    public_id: str,
    child: str,
    *,
    reason_absent: str = "",
    views: str = "",
    how: str = "talked",
    **more: Any,
) -> ChildHeard:
    """The child's voice for this meeting: the child's own words, kept in the child's record too, or why there are none."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & {*RUNS, "asked"}, "Those at the table bring the child's words.")
    line = child_line(sheet, child)
    if not clean(views) and not clean(reason_absent):
        raise BadInput({"views": "Write down the child's own words, or why they are missing."})
    voice_id = None
    if clean(views):
        entry = record_voice(
            person,
            find_child(person, child),
            views=views,
            how=how,
            expressed_on=more.pop("expressed_on", clock.today()),
            **more,
        )
        voice_id = entry.id
    heard = db.session.scalar(
        select(ChildHeard).where(ChildHeard.meeting_id == meeting.id, ChildHeard.child_id == line.id)
    )
    if heard is None:
        heard = ChildHeard(public_id=new_public_id(), meeting_id=meeting.id, child_id=line.id)
        db.session.add(heard)
    heard.voice_id = voice_id or heard.voice_id
    heard.reason_absent = clean(reason_absent)
    heard.entered_by_id, heard.entered_at = person.id, clock.now()
    audit.record(person, "meeting.child_heard", meeting, children=meeting.children, child=child)
    return heard


def analyse(person: Person, public_id: str, text: str, version: int | None = None) -> Meeting:
    """What do we think is happening, and what else could it be? `version` is that of this text (`analysis_version`): two
    people writing it at once lose nothing, the second is told and keeps both texts; elsewhere others write meanwhile."""
    meeting, _, roles = running(person, public_id)
    require(roles & {*RUNS, "asked"}, "Those at the table write the analysis.")
    if version is not None and version != meeting.analysis_version and clean(text) != meeting.analysis:
        raise TwoTexts(yours=clean(text), theirs=meeting.analysis, version=meeting.analysis_version)
    if clean(text) != meeting.analysis:
        meeting.analysis = clean(text)
        meeting.analysis_version += 1
        audit.record(person, "meeting.analysed", meeting, children=meeting.children, text=meeting.analysis)
    return meeting


class TwoTexts(Exception):
    """Two people wrote the same text. Both stand here; nothing is merged in silence."""

    def __init__(self, yours: str, theirs: str, version: int) -> None:
        super().__init__("This text was changed while you were writing.")
        self.yours, self.theirs, self.version = yours, theirs, version


def _facts_among(person: Person, meeting: Meeting, ids: Sequence[str]) -> list[str]:
    return list(
        db.session.scalars(
            select(Statement.public_id).where(
                Statement.meeting_id == meeting.id, Statement.kind == "fact", Statement.public_id.in_(ids)
            )
        )
    )
