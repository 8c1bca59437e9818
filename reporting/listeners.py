"""What this room shows on a child's page."""

from children.models import Child
from children.panels import PanelRow, draw, panel
from foundation import clock
from meetings.models import STATES
from meetings.models.meeting import OVER
from people.models import Person
from reporting import queries
from rulebook import book

SHAPES = {"in_progress": "ok", "inquorate": "stop", "proposed": "wait", "postponed": "wait", "invited": "soon"}

draw("Timeline", picture="timeline.svg", page="timeline")


@panel("Meetings and decisions")
def meetings_of(person: Person, child: Child) -> list[PanelRow]:
    """Those to come first, then the latest, each with what it decided for this child."""
    rows = []
    for row in queries.meetings_of(person, child):
        kind, start = book().meeting_type(row.type), row.starts_at or row.opened_at
        ahead = start is not None and row.state not in OVER
        rows.append(
            PanelRow(
                text=kind.name,
                href=f"/meetings/{row.public_id}",
                reference=row.reference,
                tag=STATES[row.state],
                kind=SHAPES.get(row.state, "plain"),
                note=f"Decided: {kind.decision_label(row.decision)}" if row.decision else "",
                on=clock.local(start).date() if start and ahead else None,
            )
        )
    return rows


@panel("Dates that are owed")
def dates_owed(person: Person, child: Child) -> list[PanelRow]:
    """What has to be held or written by when, soonest first, each with its working."""
    today = clock.today()
    rows = []
    for row in queries.dates_owed(person, child):
        day = row.due_on or (clock.local(row.due_at).date() if row.due_at else None)
        late = day is not None and day < today
        rows.append(
            PanelRow(
                text=row.what,
                href=f"/meetings/{row.public_id}",
                reference=row.reference,
                tag="Late" if late else "",
                kind="late" if late else "plain",
                on=day,
                due=row,
            )
        )
    return rows
