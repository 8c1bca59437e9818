"""One action: how it stands, and what may be done with it."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

import audit
from actions import queries
from actions.models import PRIORITIES
from actions.queries import ActionRow
from actions.views.blueprint import pages
from actions.views.moves import MOVES, SAID
from foundation.lifecycles import NotVisible
from people.models import Person
from people.sign_in import me


@pages.get("/actions/<action_id>")
def show(action_id: str) -> ResponseReturnValue:
    return render_template("actions/show.html", **page_of_one(action_id))


def page_of_one(action_id: str) -> dict[str, Any]:
    person = me()
    row = queries.one_row(person, action_id)
    action = queries.action_visible_to(person, action_id)
    audit.read(person, "action", row, children=row.children, kind="action")
    moves = [
        {
            "event": move.event,
            "label": MOVES[move.event].label,
            "refusals": move.refusals,
            "warning": MOVES[move.event].warning,
            "href": url_for("actions.move", action_id=action_id, event=move.event) if MOVES[move.event].form else "",
        }
        for move in queries.moves_for(person, action)
    ]
    return {
        "row": row,
        "moves": moves,
        "history": queries.history_of(person, row.id),
        "extensions": queries.extensions_of(person, row.id),
        "said": SAID,
        "priorities": PRIORITIES,
        "not_reached": queries.owner_not_reached(action.owner) if row.not_reached else "",
        "origin": _origin(person, row),
    }


def _origin(person: Person, row: ActionRow) -> Any:
    """The meeting or escalation that it came from, where the reader may see it."""
    try:
        if row.meeting_id:
            return queries.origin_of(person, "meeting", id=row.meeting_id)
        if row.escalation_id:
            return queries.origin_of(person, "escalation", id=row.escalation_id)
    except NotVisible:
        pass
    return None
