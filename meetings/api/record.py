"""What is said, heard, thought, decided and disagreed with in a meeting; and steps to protect a child."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import BadInput, NotVisible
from foundation.paging import after
from foundation.problems import Body, Listing, require_match
from meetings import commands, queries
from meetings.api.blueprint import (
    Answer,
    Day,
    Flag,
    Id,
    Line,
    OfDissent,
    OfMeeting,
    OfStatement,
    Text,
    agency_named,
    api,
    at,
    day,
    found,
    listed,
    named,
    read,
    who,
)
from meetings.models import Decision, Dissent, Meeting, Position, ProtectiveStep, Statement
from meetings.queries import record
from people.sign_in import caller


class NewStatement(Body):
    """`by`: the person, or the invitation, of who said it; left out, the caller."""

    kind: str = Field(max_length=30)
    text: Text
    by: Id = ""
    child: Id = ""
    source: Line = ""
    happened_on: Day | None = None
    rests_on: list[Id] = Field(default_factory=list, max_length=100)
    reason: Text = ""
    confidence: str = Field("", max_length=10)
    what_else: Text = ""
    confidential: Flag = False


class NewVoice(Body):
    """The child's own words, kept in the child's record too, or why there are none."""

    child: Id
    views: Text = ""
    reason_absent: Text = ""
    how: str = Field("talked", max_length=30)
    expressed_on: Day | None = None
    tool: str = Field("", max_length=100)
    tool_explanation: str = Field("", max_length=4000)


class NewDecision(Body):
    """`decision`: a key of the meeting's type. `next_dates`: a date for each rule that it starts."""

    decision: str = Field(max_length=60)
    rationale: Text
    child: Id = ""
    text: Text = ""
    alternatives: Text = ""
    category: str = Field("", max_length=20)
    next_dates: dict[Line, Day] = Field(default_factory=dict, max_length=50)


class NewPosition(Body):
    """`agency`: its KEY, where whoever runs the meeting writes it down for somebody. The child is named by itself or by
    the `decision` for it."""

    position: str = Field(max_length=30)
    words: Text = ""
    child: Id = ""
    decision: Id | None = None
    agency: str | None = Field(None, max_length=60)


class NewDissent(Body):
    """`by`: whose it is, where the chair writes it down in their words."""

    reasons: Text
    by: Id | None = None
    agency: str | None = Field(None, max_length=60)
    decision: Id = ""
    wish: str = Field("record_only", max_length=20)
    outcome_sought: str = Field("", max_length=20000)
    effect_on_child: str = Field("", max_length=20000)
    immediate_risk: Flag | None = None
    interim_safety: str = Field("", max_length=20000)


class DissentAnswer(Body):
    """An agency was asked whether it dissents: "none" is an answer."""

    agency: str = Field(max_length=60)
    dissents: Flag = False


class NewStep(Body):
    kind: str = Field(max_length=30)
    text: Text


class AnalysisText(Body):
    text: Text


class Apart(Body):
    """Part of the meeting is held without the family: why, and what they were told."""

    why: Text
    family_told: Text


# --- what each agency knows ------------------------------------------------------------------------------------------


@api.get("/meetings/<meeting_id>/statements")
def list_statements(path: OfMeeting, query: Listing) -> Answer:
    """What was said, of the four kinds; without what the caller was not admitted to."""
    meeting = found(path)
    rows, following = after(record.statements(caller(), meeting), Statement.id, query.cursor, query.limit)
    read(meeting, "statements")
    return listed(_statements(meeting, rows), following)


@api.post("/meetings/<meeting_id>/statements")
def say(path: OfMeeting, body: NewStatement) -> tuple[Answer, int]:
    """Write down one statement."""
    meeting = found(path)
    made = commands.say(caller(), path.meeting_id, **body.model_dump())
    return _statement(meeting, made.public_id), 201


@api.get("/meetings/<meeting_id>/statements/<statement_id>")
def show_statement(path: OfStatement) -> Answer:
    """One statement."""
    meeting = found(path)
    read(meeting, "statement")
    return _statement(meeting, path.statement_id)


@api.delete("/meetings/<meeting_id>/statements/<statement_id>")
def take_back(path: OfStatement) -> Answer:
    """A slip of the pen, taken back while the meeting runs."""
    meeting = found(path)
    shape = _statement(meeting, path.statement_id)
    taken = commands.take_back(caller(), path.meeting_id, path.statement_id)
    return {**shape, "withdrawn_at": at(taken.withdrawn_at)}


def _statement(meeting: Meeting, statement_id: str) -> Answer:
    row = db.session.execute(
        record.statements(caller(), meeting).where(Statement.public_id == statement_id)
    ).one_or_none()
    if row is None:
        raise NotVisible("statement")
    return _statements(meeting, [row])[0]


def _statements(meeting: Meeting, rows: list[Any]) -> list[Answer]:
    named_facts = {fact for row in rows for fact in row.rests_on}
    seen = record.statements_seen(caller(), meeting, named_facts)
    return [
        {
            "id": row.public_id,
            "kind": row.kind,
            "by": who(row, "by"),
            "child": row.child,
            "text": row.text,
            "source": row.source,
            "happened_on": day(row.happened_on),
            "rests_on": [fact for fact in row.rests_on if fact in seen],
            "reason": row.reason,
            "confidence": row.confidence or None,
            "what_else": row.what_else,
            "confidential": row.confidential,
            "entered_by": {"id": row.entered_by_id, "name": row.entered_by_name},
            "entered_at": at(row.entered_at),
        }
        for row in rows
    ]


@api.post("/meetings/<meeting_id>/voice")
def hear_child(path: OfMeeting, body: NewVoice) -> tuple[Answer, int]:
    """What the child says to this meeting, or why it is missing."""
    given = body.model_dump(exclude={"child", "expressed_on"})
    if body.expressed_on:
        given["expressed_on"] = body.expressed_on
    heard = commands.hear_child(caller(), path.meeting_id, body.child, **given)
    db.session.flush()
    return {
        "id": heard.public_id,
        "child": body.child,
        "heard": heard.voice_id is not None,
        "reason_absent": heard.reason_absent,
        "entered_at": at(heard.entered_at),
    }, 201


@api.get("/meetings/<meeting_id>/analysis")
def show_analysis(path: OfMeeting) -> tuple[Answer, int, dict[str, str]]:
    """The analysis as it stands; the version of this text is its ETag."""
    meeting = found(path)
    read(meeting, "analysis")
    return _analysis(meeting)


@api.put("/meetings/<meeting_id>/analysis")
def analyse(path: OfMeeting, body: AnalysisText) -> tuple[Answer, int, dict[str, str]]:
    """What we think is happening, and what else it could be, on top of the version that `If-Match` names."""
    require_match(found(path).analysis_version)
    return _analysis(commands.analyse(caller(), path.meeting_id, body.text))


def _analysis(meeting: Meeting) -> tuple[Answer, int, dict[str, str]]:
    version = meeting.analysis_version
    return {"text": meeting.analysis, "version": version}, 200, {"ETag": f'"{version}"'}


@api.post("/meetings/<meeting_id>/confidential-slot")
def hold_apart(path: OfMeeting, body: Apart) -> Answer:
    """Part of the meeting is held without the family."""
    meeting = commands.hold_apart(caller(), path.meeting_id, why=body.why, family_told=body.family_told)
    return {**meeting.confidential_slot}


# --- positions, decisions, dissent -----------------------------------------------------------------------------------


@api.get("/meetings/<meeting_id>/positions")
def list_positions(path: OfMeeting, query: Listing) -> Answer:
    """Each agency's position; the others' only once one's own agency has given its own."""
    meeting = found(path)
    rows, following = after(record.positions(caller(), meeting), Position.id, query.cursor, query.limit)
    read(meeting, "positions")
    return listed([_position(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/positions")
def give_position(path: OfMeeting, body: NewPosition) -> tuple[Answer, int]:
    """Give a position; one that was given before is kept beside it."""
    meeting = found(path)
    agency = agency_named(body.agency)
    made = commands.give_position(
        caller(),
        path.meeting_id,
        position=body.position,
        child=body.child or _child_of(meeting, body.decision),
        words=body.words,
        agency_id=agency.id if agency else None,
    )
    row = db.session.execute(record.positions(caller(), meeting).where(Position.id == made.id)).one_or_none()
    return _position(row) if row else {"id": made.public_id}, 201


def _child_of(meeting: Meeting, decision_id: str | None) -> str:
    """The child whom a decision is for."""
    if decision_id is None:
        return ""
    try:
        decision = queries.decision_of(caller(), meeting, decision_id)
    except NotVisible:
        raise BadInput({"decision": "Choose a decision of this meeting."}) from None
    return next((child.public_id for child in meeting.children if child.id == decision.child_id), "")


def _position(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "child": row.child,
        "agency": row.agency,
        "position": row.position,
        "words": row.words,
        "given_by": {"id": row.given_by_id, "name": row.given_by_name},
        "given_at": at(row.given_at),
        "replaced_at": at(row.replaced_at),
    }


@api.get("/meetings/<meeting_id>/decisions")
def list_decisions(path: OfMeeting, query: Listing) -> Answer:
    """What was decided for each child, with the quorum of that minute."""
    meeting = found(path)
    rows, following = after(record.decisions(caller(), meeting), Decision.id, query.cursor, query.limit)
    read(meeting, "decisions")
    return listed([_decision(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/decisions")
def decide(path: OfMeeting, body: NewDecision) -> tuple[Answer, int]:
    """The chair records the decision for a child; decided again, it is replaced."""
    meeting = found(path)
    dated = {rule: when.isoformat() for rule, when in body.next_dates.items()}
    made = commands.decide(caller(), path.meeting_id, **body.model_dump(exclude={"next_dates"}), next_dates=dated)
    row = db.session.execute(record.decisions(caller(), meeting).where(Decision.id == made.id)).one()
    return _decision(row), 201


def _decision(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "child": row.child,
        "decision": row.decision,
        "text": row.text,
        "rationale": row.rationale,
        "alternatives": row.alternatives,
        "category": row.category or None,
        "decided_by": who(row, "decided_by"),
        "decided_at": at(row.decided_at),
        "quorum": row.quorum,
        "next_dates": row.next_dates,
        "version": row.version,
    }


@api.get("/meetings/<meeting_id>/dissents")
def list_dissents(path: OfMeeting, query: Listing) -> Answer:
    """Formal disagreements, in the dissenters' own words."""
    meeting = found(path)
    rows, following = after(record.dissents(caller(), meeting), Dissent.id, query.cursor, query.limit)
    read(meeting, "dissents")
    return listed([_dissent(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/dissents")
def dissent(path: OfMeeting, body: NewDissent) -> tuple[Answer, int]:
    """Disagree for the record, or to be challenged: with all three answers the disagreement is open at once, else drafted."""
    meeting = found(path)
    by = named(body.by, "by")
    agency = agency_named(body.agency)
    if agency is not None and agency.id != (by or caller()).agency_id:
        raise BadInput({"agency": "The dissenter does not work there. Leave it out: it is the dissenter's agency."})
    made = commands.dissent(
        caller(),
        path.meeting_id,
        reasons=body.reasons,
        wish=body.wish,
        decision=body.decision,
        by=by,
        challenge=body.model_dump(include={"outcome_sought", "effect_on_child", "immediate_risk", "interim_safety"}),
    )
    return _one_dissent(meeting, made), 201


@api.post("/meetings/<meeting_id>/dissents/<dissent_id>/challenge")
def challenge(path: OfDissent) -> Answer:
    """A dissent that was recorded only becomes a challenge, within 72 hours of the conclusion."""
    return _one_dissent(found(path), commands.challenge(caller(), path.meeting_id, path.dissent_id))


@api.post("/meetings/<meeting_id>/dissent-answers")
def ask_dissent(path: OfMeeting, body: DissentAnswer) -> tuple[Answer, int]:
    """The chair asked an agency whether it dissents."""
    agency = agency_named(body.agency)
    assert agency is not None
    asked = commands.ask_dissent(caller(), path.meeting_id, agency.id, body.dissents)
    return {"agency": agency.key, "dissents": asked.dissents, "asked_at": at(asked.asked_at)}, 201


def _one_dissent(meeting: Meeting, made: Dissent) -> Answer:
    db.session.flush()
    return _dissent(db.session.execute(record.dissents(caller(), meeting).where(Dissent.id == made.id)).one())


def _dissent(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "by": {"id": row.by_id, "name": row.by_name, "agency": row.agency},
        "agency": row.agency,
        "decision": row.decision,
        "reasons": row.reasons,
        "wish": row.wish,
        "recorded_at": at(row.recorded_at),
        "challenged_at": at(row.challenged_at),
    }


# --- protecting ------------------------------------------------------------------------------------------------------


@api.get("/meetings/<meeting_id>/protective-steps")
def list_steps(path: OfMeeting, query: Listing) -> Answer:
    """What was done to keep a child safe at once."""
    meeting = found(path)
    rows, following = after(record.protective_steps(caller(), meeting), ProtectiveStep.id, query.cursor, query.limit)
    read(meeting, "protective_steps")
    return listed([_step(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/protective-steps")
def protect(path: OfMeeting, body: NewStep) -> tuple[Answer, int]:
    """A step to keep a child safe now; no rule stands in its way, in any state."""
    meeting = found(path)
    made = commands.protect(caller(), path.meeting_id, body.kind, body.text)
    db.session.flush()
    query = record.protective_steps(caller(), meeting).where(ProtectiveStep.id == made.id)
    return _step(db.session.execute(query).one()), 201


def _step(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "text": row.text,
        "taken_by": who(row, "taken_by"),
        "taken_at": at(row.taken_at),
    }
