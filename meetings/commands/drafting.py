"""Letter and minutes as they are first drafted, from what was recorded; the labels of fact and judgement travel along.

Two editions: the full one, and the family's without anything that was said in confidence.
"""

from collections import defaultdict

from sqlalchemy import and_, literal, or_, select

import rulebook
from actions.models import Action
from children.models import Child
from foundation import clock
from foundation.database import db
from meetings import queries
from meetings.models import (
    ADVICE,
    ATTENDANCE,
    KINDS,
    OPTIMISM,
    POSITIONS,
    Decision,
    InterpreterBooking,
    Invitation,
    Meeting,
    MeetingChild,
    MeetingDue,
    Position,
    Statement,
)
from meetings.models.record import HARMS
from meetings.models.setting import AGREED
from meetings.queries.family import FATHERS
from meetings.queries.setting import parts_of
from people.models import Agency, Person

ORDER = ("fact", "professional_judgement", "family_view", "child_voice")


def draft(person: Person, meeting: Meeting, kind: str) -> tuple[str, str]:
    """The full text and the family's, in Markdown."""
    write = _letter if kind == "decision_letter" else _minutes
    return write(person, meeting, False), write(person, meeting, True)


def _letter(person: Person, meeting: Meeting, family: bool) -> str:
    lines = [f"# Decision of {meeting.kind.name.lower()} {meeting.reference}", "", _held(meeting), ""]
    lines += _decisions(meeting) + _follow_ups(meeting) + _actions(meeting, family)
    lines += [
        "## If you do not agree",
        "",
        "Tell the chair. A professional may turn a recorded dissent into a challenge within 72 hours; a parent or child "
        "may ask the chair how to complain, and may have an advocate.",
    ]
    return "\n".join(lines).strip()


def _minutes(person: Person, meeting: Meeting, family: bool) -> str:
    lines = [
        f"# Record of {meeting.kind.name.lower()} {meeting.reference}",
        "",
        _held(meeting),
        "",
        meeting.purpose,
        "",
    ]
    lines += _plain_words(meeting) + _voices(meeting) + _attendance(person, meeting) + _setting(meeting)
    lines += _statements(meeting, family)
    if not family and meeting.missing_reasons.get(FATHERS):
        lines += ["## Fathers and partners", "", f"Not all known: {meeting.missing_reasons[FATHERS]}", ""]
    if meeting.analysis:
        lines += ["## Analysis", "", meeting.analysis, ""]
    lines += _decisions(meeting) + _dissents(person, meeting) + _actions(meeting, family)
    lines += _parts(person, meeting) + _follow_ups(meeting)
    if meeting.proceed_reason:
        reason = rulebook.book().proceed_inquorate_reasons[meeting.proceed_reason]
        lines += ["## Went ahead inquorate", "", f"{reason.text}. {meeting.proceed_text}", ""]
    return "\n".join(lines).strip()


def _held(meeting: Meeting) -> str:
    start = clock.local(meeting.opened_at or meeting.ended_at or clock.now())
    chair = meeting.chair.name if meeting.chair else "nobody"
    quorum = meeting.quorum_at_end.get("explanation", "")
    return f"Held on {start:%A} {start.day} {start:%B %Y}, {start:%H:%M}. Chair: {chair}. {quorum}"


def _plain_words(meeting: Meeting) -> list[str]:
    """What the family takes home stands first (The 10 Principles, 7b)."""
    said = meeting.plain_words
    if not said:
        return []
    heard = f"What the parent heard: {said['heard']} ({AGREED[said['agreed']].lower()})"
    return ["## What was agreed, in plain words", "", said["agreement"], "", heard, ""]


def _setting(meeting: Meeting) -> list[str]:
    """Who interpreted, whether it was private, and what a child heard (The 10 Principles, 6b)."""
    booked = db.session.scalars(
        select(InterpreterBooking)
        .where(InterpreterBooking.meeting_id == meeting.id, InterpreterBooking.withdrawn_at.is_(None))
        .order_by(InterpreterBooking.id)
    )
    lines = [f"- Interpreter, {one.language}, for {one.for_whom}: {one.name}, {one.from_where}" for one in booked]
    if meeting.no_interpreter_reason:
        lines.append(f"- Opened without an interpreter: {meeting.no_interpreter_reason}")
    if meeting.setting.get("private"):
        lines.append(
            f"- Not private: {meeting.setting['private_reason']}" if meeting.setting["private"] == "no" else "- Private"
        )
    if meeting.setting.get("children_present") == "yes":
        lines.append(f"- A child was there for adults’ matters: {meeting.setting['children_reason']}")
    return ["## Language and setting", "", *lines, ""] if lines else []


def _parts(person: Person, meeting: Meeting) -> list[str]:
    """What each agency takes on, or why it takes on nothing (The 10 Principles, 5b)."""
    if not any(one.makes_plan or one.keeps_plan for one in meeting.kind.decisions):
        return []
    parts = [one for one in parts_of(person, queries.sheet_of(person, meeting)) if one.counts or one.actions]
    said = {True: "has actions", False: "nothing, and no reason was given"}
    lines = [
        f"- {one.name}: {f'none, because {one.because}' if one.because else said[bool(one.actions)]}" for one in parts
    ]
    return ["## Role of each agency in the plan", "", *lines, ""]


def _voices(meeting: Meeting) -> list[str]:
    """The child's views are read first (The 10 Principles, 10)."""
    rows = db.session.scalars(
        select(Statement)
        .where(
            Statement.meeting_id == meeting.id,
            Statement.kind == "child_voice",
            Statement.withdrawn_at.is_(None),
            Statement.confidential.is_(False),
        )
        .order_by(Statement.id)
    ).all()
    if not rows:
        return []
    return [
        "## In the child's words",
        "",
        *(f"> {row.text}" + (f" — {row.source}" if row.source else "") for row in rows),
        "",
    ]


def _attendance(person: Person, meeting: Meeting) -> list[str]:
    sheet = queries.sheet_of(person, meeting)
    lines = ["## Who was there", ""]
    for invitation in sheet.invitations:
        row = sheet.attendance.get(invitation.id)
        if row is not None:
            lines.append(f"- {invitation.person.name}, {invitation.agency.name}: {ATTENDANCE[row.status].lower()}")
    return [*lines, ""]


def _statements(meeting: Meeting, family: bool) -> list[str]:
    rows = db.session.execute(
        select(Statement, Person.name, Invitation.capacity)
        .outerjoin(Invitation, Invitation.id == Statement.invitation_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(Statement.meeting_id == meeting.id, Statement.withdrawn_at.is_(None))
        .order_by(Statement.id)
    ).all()
    shown = [row for row in rows if not (family and row[0].confidential)]
    if not shown:
        return []
    lines = ["## What each agency knows", ""]
    for statement, name, _ in sorted(shown, key=lambda row: (ORDER.index(row[0].kind), row[0].id)):
        about = ", ".join(part for part in (name or "", statement.source) if part)
        mark = " (in confidence)" if statement.confidential else ""
        what = ADVICE.get(statement.advice, KINDS[statement.kind])
        label = f"{KINDS[statement.kind]}, {what.lower()}" if statement.advice else what
        lines.append(f"- **{label.upper()}**{mark}: {statement.text}" + (f" ({about})" if about else ""))
        if statement.reason:
            lines.append(f"  Because: {statement.reason}")
    return [*lines, ""]


def _decisions(meeting: Meeting) -> list[str]:
    rows = db.session.execute(
        select(Decision, Child.name, MeetingChild.restricted)
        .outerjoin(Child, Child.id == Decision.child_id)
        .outerjoin(
            MeetingChild,
            and_(MeetingChild.child_id == Decision.child_id, MeetingChild.meeting_id == Decision.meeting_id),
        )
        .where(Decision.meeting_id == meeting.id)
        .order_by(Decision.child_id)
    ).all()
    positions = _positions(meeting)
    lines = ["## Decisions", ""]
    for decision, name, restricted in rows:
        label = meeting.kind.decision_label(decision.decision)
        # The paper goes to everybody who was asked; a restricted brother or sister is named to none of them.
        about = "A child who is not named here" if restricted else name or meeting.subject
        lines += [f"### {about}: {label}", ""]
        if decision.category:
            lines += [f"Category of harm: {HARMS[decision.category].lower()}.", ""]
        lines += [text for text in (decision.text, f"Reasons: {decision.rationale}") if text]
        if decision.alternatives:
            lines.append(f"Also considered: {decision.alternatives}")
        stands = positions.get(decision.child_id, [])
        lines += [f"Where the agencies stood: {'; '.join(stands)}."] if stands else []
        if decision.what_is_different:
            lines.append(f"What is different for the child: {decision.what_is_different}")
        lines += [f"{words} {decision.optimism[key]}" for key, words in OPTIMISM.items() if key in decision.optimism]
        if decision.unmet:
            lines.append(f"Unmet: {'; '.join(decision.unmet)}. Decided all the same, because: {decision.unmet_reason}")
        lines += [f"Counted at that minute: {decision.quorum.get('explanation', '')}", ""]
    return lines


def _positions(meeting: Meeting) -> dict[int | None, list[str]]:
    """Where each agency stood on the decision for a child, by child: who agreed is part of it (The 10 Principles, 1c)."""
    rows = db.session.execute(
        select(Position.child_id, Agency.name, Position.position)
        .join(Agency, Agency.id == Position.agency_id)
        .where(Position.meeting_id == meeting.id, Position.replaced_at.is_(None))
        .order_by(Agency.name, Position.id)
    )
    found: dict[int | None, list[str]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(f"{row.name} {POSITIONS[row.position].lower()}")
    return found


def _dissents(person: Person, meeting: Meeting) -> list[str]:
    sheet = queries.sheet_of(person, meeting)
    if not sheet.dissents:
        return ["## Dissent", "", "Each agency was asked. Nobody dissented.", ""]
    return ["## Dissent", "", *(f"- {d.by}, {d.agency_name}: {d.reasons}" for d in sheet.dissents), ""]


def _actions(meeting: Meeting, family: bool) -> list[str]:
    rows = db.session.execute(
        select(Action.reference, Action.text, Action.outcome_wanted, Action.due_on, Action.confidential, Person.name)
        .join(Person, Person.id == Action.owner_id)
        .where(Action.meeting_id == meeting.id, Action.state != "cancelled")
        .where(or_(Action.confidential.is_(False), literal(not family)))
        .order_by(Action.id)
    ).all()
    if not rows:
        return []
    lines = ["## Actions", ""]
    for row in rows:
        due = f"{row.due_on:%A} {row.due_on.day} {row.due_on:%B %Y}"
        mark = " (in confidence)" if row.confidential else ""
        promised = f"{row.text} — {row.name}, by {due}. What will be different: {row.outcome_wanted}"
        lines.append(f"- {row.reference}{mark}: {promised}")
    return [*lines, ""]


def _follow_ups(meeting: Meeting) -> list[str]:
    rows = db.session.scalars(
        select(MeetingDue)
        .where(MeetingDue.meeting_id == meeting.id, MeetingDue.duty == "follow_up")
        .order_by(MeetingDue.due_on)
    ).all()
    if not rows:
        return []
    dated = dict.fromkeys(
        f"- {row.what}: by {row.due_on:%A} {row.due_on.day} {row.due_on:%B %Y}" for row in rows if row.due_on
    )
    return ["## What follows", "", *dated, ""]
