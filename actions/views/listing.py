"""The list of actions, on a page and to take away."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from actions import queries
from actions.models import PRIORITIES, STATES
from actions.views.blueprint import pages
from foundation.database import db
from foundation.paging import page_of
from foundation.spreadsheets import csv_answer
from people.sign_in import me

FILTERS = {"me": "Mine", "team": "My team’s", "nobody": "Nobody owns this", "": "All that I may see"}
CSV_MOST = 5000


@pages.get("/actions")
def show_list() -> ResponseReturnValue:
    person = me()
    chosen = _chosen()
    page = page_of(
        queries.searched(person, **chosen),
        request.args.get("page", 1, int),
        lambda number: url_for("actions.show_list", page=number, **_address(chosen)),
    )
    rows = queries.with_children(person, page.items)
    audit.read(person, "actions", person, children=[child for row in rows for child in row.children])
    csv = url_for("actions.take_away", **_address(chosen))
    return render_template(
        "actions/list.html", rows=rows, page=page, chosen=chosen, filters=FILTERS, states=STATES, csv=csv
    )


@pages.get("/actions.csv")
def take_away() -> ResponseReturnValue:
    """The list as it is filtered, to take away. Each child on it gets an entry."""
    person = me()
    found = db.session.execute(queries.searched(person, **_chosen()).limit(CSV_MOST)).all()
    rows = queries.with_children(person, found)
    audit.read(person, "actions.export", person, children=[child for row in rows for child in row.children])
    header = (
        "Reference", "Action", "Outcome wanted", "For", "Kind", "Owner", "Agency", "Due", "First date", "Extensions",
        "State", "Colour", "Accepted", "Evidence", "Changed for the child",
    )  # fmt: skip
    return csv_answer(
        "actions.csv",
        header,
        (
            (
                row.reference,
                row.text,
                row.outcome_wanted,
                "; ".join(child.name for child in row.children),
                PRIORITIES[row.priority],
                row.owner_name,
                row.agency_name,
                row.due_on.isoformat(),
                row.original_due_on.isoformat(),
                row.extensions,
                row.state_words,
                row.rag,
                row.accepted_at.date().isoformat() if row.accepted_at else "",
                row.evidence,
                row.effect_for_child,
            )
            for row in rows
        ),
    )


def _chosen() -> dict[str, Any]:
    """What the list is filtered by; anything unknown is no filter."""
    state = request.args.get("state", "unfinished")
    return {
        "owner": request.args.get("owner", "me")[:40],
        "state": state if state in (*STATES, "unfinished") else "",
        "overdue": request.args.get("overdue") == "1",
        "text": request.args.get("q", "")[:200],
    }


def _address(chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "owner": chosen["owner"],
        "state": chosen["state"],
        "q": chosen["text"] or None,
        "overdue": "1" if chosen["overdue"] else None,
    }
