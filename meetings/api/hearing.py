"""What is said and heard in a meeting, in the child's own words too, and what is thought of it."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.paging import after
from foundation.problems import Body, Listing, require_match
from meetings import commands
from meetings.api.blueprint import (
    Answer,
    Day,
    Flag,
    Id,
    Line,
    OfMeeting,
    OfStatement,
    Text,
    api,
    at,
    day,
    found,
    listed,
    read,
    who,
)
from meetings.models import Meeting, Statement
from meetings.queries import record
from people.sign_in import caller


class NewStatement(Body):
    """`by`: the person, or the invitation, of who said it; left out, the caller. `advice` of a judgement: legal, medical."""

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
    advice: str = Field("", max_length=10)


class NewVoice(Body):
    """The child's own words, kept in the child's record too, or why there are none."""

    child: Id
    views: Text = ""
    reason_absent: Text = ""
    how: str = Field("talked", max_length=30)
    expressed_on: Day | None = None
    tool: str = Field("", max_length=100)
    tool_explanation: str = Field("", max_length=4000)


class AnalysisText(Body):
    text: Text


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
            "advice": row.advice or None,
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
