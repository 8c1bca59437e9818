"""Supervision and debriefs in the JSON API: that they were held for those who answer for somebody, the rest for the two."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

import audit
from foundation import clock
from foundation.paging import after
from foundation.problems import Body, Listing
from people import commands, queries
from people.api.blueprint import Answer, api
from people.models import Debrief, Supervision, SupervisionLine
from people.sign_in import caller

LONG = 10_000


class OfLine(BaseModel):
    line_id: str = Field(max_length=20)


class OfDebrief(BaseModel):
    debrief_id: str = Field(max_length=20)


class NewLine(Body):
    supervisee: str = Field(max_length=20)
    supervisor: str = Field(max_length=20)


class Held(Body):
    held_on: date
    focus: str = Field(max_length=LONG)
    records_looked_at: Literal["sound", "to_mend", "no"]
    about_records: str = Field("", max_length=LONG)
    assumptions: str = Field("", max_length=LONG)
    agreed: str = Field("", max_length=LONG)


class DebriefEvent(Body):
    event: Literal["take", "decline", "hold"]
    debriefer: str | None = Field(None, max_length=20)
    arranged_for: date | None = None
    held_on: date | None = None
    note: str = Field("", max_length=LONG)


@api.get("/supervision")
def list_supervision() -> Answer:
    """Who supervises whom, of the caller and of those for whom they answer: the days, and nothing of what was said."""
    audit.read(caller(), "supervision", caller())
    rows = [*queries.supervision_lines(caller(), mine=True), *queries.supervision_lines(caller(), mine=False)]
    return {"items": [_row(row) for row in rows], "next": None}


@api.post("/supervision")
def arrange_supervision(body: NewLine) -> tuple[Answer, int]:
    """Somebody supervises somebody from today; for whoever manages them, or their safeguarding lead."""
    supervisee, supervisor = (queries.person(caller(), one) for one in (body.supervisee, body.supervisor))
    return _line(commands.arrange_supervision(caller(), supervisee, supervisor)), 201


@api.get("/supervision/<line_id>/held")
def list_held(path: OfLine, query: Listing) -> Answer:
    """When the two met; what was said only for the two."""
    line = queries.supervision_line(caller(), path.line_id)
    audit.read(caller(), "supervision", line)
    rows, following = after(queries.supervisions(caller(), line), Supervision.id, query.cursor, query.limit)
    return {"items": [_held(row) for row in rows], "next": following}


@api.post("/supervision/<line_id>/held")
def record_supervision(path: OfLine, body: Held) -> tuple[Answer, int]:
    """They met; one of the two says so."""
    line = queries.supervision_line(caller(), path.line_id)
    held = commands.record_supervision(caller(), line, **body.model_dump())
    return {"id": held.public_id, "held_on": held.held_on.isoformat(), "next_due_on": line.due_on.isoformat()}, 201


@api.get("/debriefs")
def list_debriefs() -> Answer:
    """Debriefs of the caller, those that they are asked to give, and that others for whom they answer were offered one."""
    audit.read(caller(), "debriefs", caller())
    mine = [{**_debrief(row), "note": row.note} for row in queries.debriefs(caller(), mine=True)]
    return {"items": [*mine, *(_debrief(row) for row in queries.debriefs(caller(), mine=False))], "next": None}


@api.post("/debriefs/<debrief_id>/events")
def debrief_event(path: OfDebrief, body: DebriefEvent) -> Answer:
    """Take it up with somebody, decline it, or record that it was held."""
    debrief = queries.debrief(caller(), path.debrief_id)
    if body.event == "take":
        debriefer = queries.person_or_none(caller(), body.debriefer) if body.debriefer else None
        commands.take_debrief(caller(), debrief, debriefer, body.arranged_for)
    elif body.event == "decline":
        commands.decline_debrief(caller(), debrief)
    else:
        commands.hold_debrief(caller(), debrief, body.held_on or clock.today(), body.note)
    return _state(debrief)


def _row(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "supervisee": row.supervisee,
        "supervisor": row.supervisor,
        "due_on": row.due_on.isoformat(),
        "last_held_on": row.last_held_on.isoformat() if row.last_held_on else None,
    }


def _line(line: SupervisionLine) -> Answer:
    return {
        "id": line.public_id,
        "supervisee": line.supervisee.name,
        "supervisor": line.supervisor.name,
        "due_on": line.due_on.isoformat(),
        "last_held_on": None,
    }


def _held(row: Any) -> Answer:
    said = ("focus", "assumptions", "records_looked_at", "about_records", "agreed")
    return {
        "id": row.public_id,
        "held_on": row.held_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        **({name: getattr(row, name) for name in said} if row.is_open else {}),
    }


def _debrief(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "person": row.person,
        "debriefer": row.debriefer,
        "state": row.state,
        "due_on": row.due_on.isoformat(),
        "held_on": row.held_on.isoformat() if row.held_on else None,
    }


def _state(debrief: Debrief) -> Answer:
    return {"id": debrief.public_id, "state": debrief.state}
