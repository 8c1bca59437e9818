"""Writing down what happens while a meeting runs: attendance, what is said, positions, decisions, dissent."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

import audit
from children.commands import record_voice
from children.models import CATEGORIES
from children.queries import child as find_child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotVisible, Refusal, Refused, move, require
from foundation.signals import dissent_recorded
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands.calendars import add_to_list, listed, seat_chair
from meetings.commands.moving import permitted, plan_about, running
from meetings.commands.scheduling import open_record_to_chair
from meetings.models import (
    ATTENDANCE,
    KINDS,
    MEANS,
    POSITIONS,
    WISHES,
    Attendance,
    ChildHeard,
    Decision,
    Dissent,
    DissentAsked,
    Invitation,
    Meeting,
    Position,
    ProtectiveStep,
    Statement,
)
from meetings.models.record import CONFIDENCE
from meetings.queries import Sheet
from meetings.rules import DISSENT
from people.models import Person

RUNS = {"chair", "coordinator", "convenor"}
STEPS = {
    "interim_safety": "Interim safety step",
    "referral": "Referral",
    "police": "Call to the police",
    "emergency_duty_team": "Call to the emergency duty team",
}


def open_meeting(
    person: Person,
    public_id: str,
    opening_statements: Sequence[str] = (),
    opening_statements_skipped_reason: str = "",
    version: int | None = None,
) -> Meeting:
    """The chair opens: the statements are ticked or skipped with a reason, the attendance list is laid out."""
    meeting, facts = permitted(
        person,
        public_id,
        "open",
        version=version,
        opening_statements=list(opening_statements),
        opening_statements_skipped_reason=opening_statements_skipped_reason,
    )
    move(meeting, "open", facts)
    meeting.opened_at = clock.now()
    meeting.opening_statements = list(opening_statements)
    meeting.opening_skipped_reason = clean(opening_statements_skipped_reason)
    _lay_out_attendance(person, meeting)
    plan_about(meeting, over="the meeting has begun")
    audit.record(person, "meeting.opened", meeting, children=meeting.children)
    return meeting


def hold_now(person: Person, public_id: str, chair: Person | None = None) -> Meeting:
    """It cannot wait: held at once, without a round of invitations; people are added as they join, and nobody is absent."""
    meeting, facts = permitted(person, public_id, "hold_now", chair=chair)
    move(meeting, "hold_now", facts)
    if chair is not None:
        meeting.chair, meeting.chair_id = chair, chair.id
    meeting.held_at_once = True
    meeting.opened_at = meeting.starts_at = clock.now()
    meeting.changed_at = clock.now()
    seat_chair(person, meeting)
    open_record_to_chair(person, meeting)
    for invitation in listed(meeting):
        invitation.invited_late, invitation.invited_at = True, clock.now()
    _lay_out_attendance(person, meeting)
    plan_about(meeting, over="the meeting was held at once")
    audit.record(person, "meeting.held_at_once", meeting, children=meeting.children)
    return meeting


def record_attendance(person: Person, public_id: str, rows: Sequence[dict[str, Any]]) -> Sheet:
    """Write down what each of some invited people does: `invitation` (or the person invited), `status`, `arrived_at`,
    `left_at`, `means`, `can_decide`, `reason`. Whoever runs the meeting does; the quorum is counted anew from it."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes the meeting records attendance.")
    errors = {}
    for number, row in enumerate(rows):
        invitation = _invitation_by(sheet, str(row.get("invitation")))
        problem = _attend(person, sheet, invitation, row)
        if problem:
            errors[f"attendance.{number}"] = problem
    if errors:
        raise BadInput(errors)
    audit.record(person, "attendance.recorded", meeting, children=meeting.children, rows=len(rows))
    db.session.flush()
    return sheet


def join(
    person: Person, public_id: str, other: Person, *, capacity: str = "professional", means: str = "in_person"
) -> Sheet:
    """Somebody who was not asked in time joins while the meeting runs."""
    meeting, sheet, roles = running(person, public_id)
    require(roles & RUNS, "Whoever chairs or convenes the meeting adds people to it.")
    invitation = add_to_list(person, meeting, other, capacity=capacity, why="joined as the meeting ran")
    invitation.invited_at, invitation.invited_late = invitation.invited_at or clock.now(), True
    if invitation not in sheet.invitations:
        sheet.invitations.append(invitation)
    row = {"status": "attended", "arrived_at": clock.now(), "means": means, "can_decide": other.can_decide}
    if problem := _attend(person, sheet, invitation, row):
        raise BadInput({"person": problem})
    audit.record(person, "attendance.recorded", meeting, children=meeting.children, rows=1)
    db.session.flush()
    return sheet


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
) -> Statement:
    """One statement, of one of the four kinds. `by`: the invitation of who said it (else the person's own).

    A judgement names the facts that it rests on and its reason (The 10 Principles, 1c).
    """
    meeting, sheet, roles = running(person, public_id)
    require(roles & {*RUNS, "asked"}, "Those at the table say what their agency knows.")
    speaker = _invitation_by(sheet, by) if by else _own(sheet, person)
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
    if by and speaker is None:
        errors["by"] = "Choose somebody who is on the list of this meeting."
    if errors:
        raise BadInput(errors)
    statement = Statement(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        child_id=_child_id(sheet, child),
        kind=kind,
        text=clean(text),
        invitation_id=speaker.id if speaker else None,
        source=clean_line(source)[:300],
        happened_on=happened_on,
        rests_on=list(rests_on),
        reason=clean(reason),
        confidence=confidence,
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
    line = _child_line(sheet, child)
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
    heard = sheet.heard.get(line.id)
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


def give_position(
    person: Person, public_id: str, *, position: str, child: str = "", words: str = "", agency_id: int | None = None
) -> Position:
    """An agency's position on the decision for a child, given before it sees the others'. A changed one keeps the first."""
    meeting, sheet, roles = running(person, public_id)
    own = agency_id is None or agency_id == person.agency_id
    require(
        ("asked" in roles and own) or roles & RUNS, "An agency's position is given by the person who speaks for it."
    )
    agency_id = agency_id or person.agency_id
    errors = {}
    if position not in POSITIONS:
        errors["position"] = f"Choose one of: {', '.join(POSITIONS)}."
    if position in ("dissent", "agree_with_reservation") and not clean(words):
        errors["words"] = "Say why, in your own words."
    if agency_id not in {invitation.agency_id for invitation in sheet.invitations}:
        errors["agency"] = "This agency is not at the table."
    if errors:
        raise BadInput(errors)
    child_id = _child_id(sheet, child)
    same = Position.child_id == child_id if child_id is not None else Position.child_id.is_(None)
    earlier = db.session.scalars(
        select(Position).where(
            Position.meeting_id == meeting.id, Position.agency_id == agency_id, same, Position.replaced_at.is_(None)
        )
    )
    for before in earlier:
        before.replaced_at = clock.now()
    given = Position(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        child_id=child_id,
        agency_id=agency_id,
        position=position,
        words=clean(words),
        given_by_id=person.id,
        given_at=clock.now(),
    )
    db.session.add(given)
    audit.record(
        person, "position.given", given, children=meeting.children, meeting=meeting.public_id, position=position
    )
    db.session.flush()
    return given


def decide(
    person: Person,
    public_id: str,
    *,
    decision: str,
    rationale: str,
    child: str = "",
    text: str = "",
    alternatives: str = "",
    category: str = "",
    next_dates: dict[str, str] | None = None,
) -> Decision:
    """The decision for one child, with reasons; the quorum of this minute is kept with it. Decided again, it is replaced."""
    meeting, sheet, roles = running(person, public_id)
    require("chair" in roles, "Only the chair records a decision.")
    kind = meeting.kind
    errors = {}
    if decision not in kind.decision_keys:
        errors["decision"] = f"Choose one of: {', '.join(kind.decision_keys)}."
    if not child and len(sheet.children) > 1:
        errors["child"] = "Say for which child: each has a decision of their own."
    if not clean(rationale):
        errors["rationale"] = "Give the reasons for this decision."
    if category and category not in CATEGORIES:
        errors["category"] = f"Choose one of: {', '.join(CATEGORIES)}."
    dated, problem = checked_dates(next_dates or {})
    if problem:
        errors["next_dates"] = problem
    if errors:
        raise BadInput(errors)
    child_id = _child_id(sheet, child)
    made = next((d for d in sheet.decisions if d.child_id == child_id), None)
    if made is None:
        made = Decision(public_id=new_public_id(), meeting_id=meeting.id, child_id=child_id, next_dates={})
        db.session.add(made)
    moment = clock.now()
    made.decision, made.text, made.rationale = decision, clean(text), clean(rationale)
    made.alternatives, made.category = clean(alternatives), category
    made.decided_by_id, made.decided_at = person.id, moment
    made.quorum = {**sheet.quorum(moment).as_json(), "at": moment.isoformat()}
    made.next_dates = dated or made.next_dates
    audit.record(
        person,
        "decision.made",
        made,
        children=meeting.children,
        meeting=meeting.public_id,
        decision=decision,
        quorate=made.quorum["met"],
    )
    db.session.flush()
    return made


def ask_dissent(person: Person, public_id: str, agency_id: int, dissents: bool) -> DissentAsked:
    """An agency was asked whether it dissents: "none" is an answer, silence is not."""
    meeting, sheet, roles = running(person, public_id)
    require("chair" in roles, "Only the chair asks for dissent.")
    asked = sheet.asked.get(agency_id)
    if asked is None:
        asked = DissentAsked(meeting_id=meeting.id, agency_id=agency_id)
        db.session.add(asked)
    asked.dissents, asked.asked_by_id, asked.asked_at = dissents, person.id, clock.now()
    audit.record(person, "meeting.dissent_asked", meeting, children=meeting.children, dissents=dissents)
    return asked


def dissent(
    person: Person,
    public_id: str,
    *,
    reasons: str,
    wish: str = "record_only",
    decision: str = "",
    by: Person | None = None,
) -> Dissent:
    """A formal disagreement, in the dissenter's own words: recorded only, or to be challenged. The decision stands."""
    meeting, sheet, roles = running(person, public_id)
    who = by or person
    require(
        who.id == person.id or "chair" in roles,
        "A dissent is recorded by the dissenter, or by the chair in their words.",
    )
    errors = {}
    if not clean(reasons):
        errors["reasons"] = "Write the reasons in the dissenter's own words."
    if wish not in WISHES:
        errors["wish"] = f"Choose one of: {', '.join(WISHES)}."
    invitation = next((i for i in sheet.invitations if i.person_id == who.id), None)
    if invitation is None:
        errors["by"] = "Only somebody who is at the table dissents here."
    if errors or invitation is None:
        raise BadInput(errors)
    made = Dissent(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        decision_id=queries.decision_of(person, meeting, decision).id if decision else None,
        person_id=who.id,
        agency_id=invitation.agency_id,
        reasons=clean(reasons),
        wish=wish,
        recorded_at=clock.now(),
        challenged_at=clock.now() if wish == "challenge" else None,
    )
    db.session.add(made)
    asked = sheet.asked.get(invitation.agency_id)
    if asked is None:
        db.session.add(
            DissentAsked(
                meeting_id=meeting.id,
                agency_id=invitation.agency_id,
                dissents=True,
                asked_by_id=person.id,
                asked_at=clock.now(),
            )
        )
    else:
        asked.dissents = True
    audit.record(person, "dissent.recorded", made, children=meeting.children, meeting=meeting.public_id, wish=wish)
    db.session.flush()
    dissent_recorded.send(made, person=who)
    return made


def challenge(person: Person, public_id: str, dissent_id: str) -> Dissent:
    """Within 72 hours of the conclusion a dissent that was recorded only may become a challenge."""
    meeting = queries.meeting_for(person, public_id)
    made = db.session.scalar(select(Dissent).where(Dissent.public_id == dissent_id, Dissent.meeting_id == meeting.id))
    if made is None:
        raise NotVisible("dissent")
    require(made.person_id == person.id, "Only the dissenter turns their dissent into a challenge.")
    if made.wish == "challenge":
        return made
    sheet = queries.sheet_of(person, meeting)
    window = next((due for due in sheet.dues if due.rule.endswith(".dissent_window")), None)
    if window and window.due_at and clock.now() > window.due_at:
        message = (
            "The 72 hours for a challenge have passed. Raise a professional disagreement instead: it has no such limit."
        )
        raise Refused([Refusal("the_window_is_open", message, DISSENT)])
    made.wish, made.challenged_at = "challenge", clock.now()
    audit.record(person, "dissent.challenged", made, children=meeting.children, meeting=meeting.public_id)
    dissent_recorded.send(made, person=person)
    return made


def protect(person: Person, public_id: str, kind: str, text: str) -> ProtectiveStep:
    """A step to keep a child safe now. In any state, by anybody who may see the meeting, at any hour: nothing refuses it."""
    meeting = queries.meeting_for(person, public_id)
    errors = {}
    if kind not in STEPS:
        errors["kind"] = f"Choose one of: {', '.join(STEPS)}."
    if not clean(text):
        errors["text"] = "Say what was done, by whom, and when it will be looked at again."
    if errors:
        raise BadInput(errors)
    step = ProtectiveStep(
        public_id=new_public_id(),
        meeting_id=meeting.id,
        kind=kind,
        text=clean(text),
        taken_by_id=person.id,
        taken_at=clock.now(),
    )
    db.session.add(step)
    audit.record(person, "protective_step.taken", step, children=meeting.children, meeting=meeting.public_id)
    return step


def hold_apart(person: Person, public_id: str, *, why: str, family_told: str) -> Meeting:
    """Part of the meeting is held without the family: who decided, why, and what the family were told."""
    meeting, _, roles = running(person, public_id)
    require("chair" in roles, "Only the chair decides to hold a part without the family.")
    if not clean(why) or not clean(family_told):
        raise BadInput({"why": "Say why, and what the family were told."})
    meeting.confidential_slot = {
        "decided_by": person.public_id,
        "why": clean(why),
        "family_told": clean(family_told),
        "at": clock.now().isoformat(),
    }
    audit.record(person, "meeting.held_apart", meeting, children=meeting.children)
    return meeting


def _lay_out_attendance(person: Person, meeting: Meeting) -> None:
    """A row for each who is on the list: the chair is here, of the others nothing is known yet."""
    for invitation in listed(meeting):
        here = invitation.person_id == meeting.chair_id
        unknown = "invited_late" if invitation.invited_late else "no_contact"
        if invitation.response == "declined":
            unknown = "apology_with_report" if invitation.report_received_at else "apology_without_report"
        db.session.add(
            Attendance(
                public_id=new_public_id(),
                meeting_id=meeting.id,
                invitation_id=invitation.id,
                status="attended" if here else unknown,
                arrived_at=clock.now() if here else None,
                can_decide=invitation.person.can_decide,
                recorded_by_id=person.id,
                recorded_at=clock.now(),
            )
        )
    db.session.flush()


def _attend(person: Person, sheet: Sheet, invitation: Invitation | None, row: dict[str, Any]) -> str:
    """Write one row; a message where it does not fit."""
    status, means = row.get("status"), row.get("means")
    if invitation is None:
        return "Choose somebody who is on the list of this meeting."
    if status not in ATTENDANCE:
        return f"Choose one of: {', '.join(ATTENDANCE)}."
    if means is not None and means not in MEANS:
        return f"Choose how they take part: {', '.join(MEANS)}."
    if status == "not_relevant" and not clean(str(row.get("reason") or "")):
        return "Say why this agency is not relevant today."
    arrived, left = row.get("arrived_at"), row.get("left_at")
    if arrived and left and left < arrived:
        return "Nobody leaves before they arrive."
    kept = sheet.attendance.get(invitation.id)
    if kept is None:
        kept = Attendance(public_id=new_public_id(), meeting_id=sheet.meeting.id, invitation_id=invitation.id)
        db.session.add(kept)
        sheet.attendance[invitation.id] = kept
    present = status in ("attended", "deputy_attended")
    kept.status = status
    kept.arrived_at = _moment(arrived) or kept.arrived_at or clock.now() if present else None
    kept.left_at = _moment(left) if present else None
    kept.means = means or kept.means or "in_person"
    kept.can_decide = bool(row["can_decide"]) if row.get("can_decide") is not None else invitation.person.can_decide
    kept.reason = clean(str(row.get("reason") or ""))
    kept.recorded_by_id, kept.recorded_at = person.id, clock.now()
    return ""


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _invitation_by(sheet: Sheet, public_id: str) -> Invitation | None:
    return next((i for i in sheet.invitations if public_id in (i.public_id, i.person.public_id)), None)


def _own(sheet: Sheet, person: Person) -> Invitation | None:
    return next((i for i in sheet.invitations if i.person_id == person.id), None)


def _child_line(sheet: Sheet, public_id: str) -> queries.ChildLine:
    line = next((child for child in sheet.children if child.public_id == public_id), None)
    if line is None:
        raise BadInput({"child": "Choose one of the children whom this meeting is about."})
    return line


def _child_id(sheet: Sheet, public_id: str) -> int | None:
    """The child meant; with one child on the list that one, unless another is named."""
    if public_id:
        return _child_line(sheet, public_id).id
    return sheet.children[0].id if len(sheet.children) == 1 else None


def _facts_among(person: Person, meeting: Meeting, ids: Sequence[str]) -> list[str]:
    return list(
        db.session.scalars(
            select(Statement.public_id).where(
                Statement.meeting_id == meeting.id, Statement.kind == "fact", Statement.public_id.in_(ids)
            )
        )
    )


def checked_dates(given: dict[str, str]) -> tuple[dict[str, str], str]:
    """The dates by rule, all of them to come; or a message."""
    dated = {}
    for rule, day in given.items():
        try:
            when = date.fromisoformat(day)
        except ValueError:
            return {}, "Give dates like 2026-03-27."
        if when <= clock.today():
            return {}, "Choose days that are still to come."
        dated[rule] = when.isoformat()
    return dated, ""
