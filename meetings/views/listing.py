"""The list of meetings."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from foundation.paging import page_of
from foundation.text import clean_line
from meetings import queries
from meetings.models import STATES
from meetings.models.meeting import AFTER, BEFORE, RUNNING
from meetings.views import pages
from people.sign_in import me

# What people look for: what is to come, what runs, what is still owed afterwards.
GROUPS = {
    "open": ("Everything that is not over", (*BEFORE, *RUNNING, *AFTER[:-1])),
    "ahead": ("To come", BEFORE),
    "now": ("In progress", RUNNING),
    "after": ("Held, papers owed", AFTER[:-1]),
}
WHOSE = {"": "All that I may see", "1": "Mine"}


@pages.get("/meetings")
def show_list() -> ResponseReturnValue:
    person, chosen = me(), _chosen()
    page = page_of(
        queries.meeting_rows(
            person,
            states=_states(chosen["state"]),
            mine=chosen["mine"] == "1",
            type_key=chosen["type"],
            reference=chosen["q"],
        ),
        request.args.get("page", 1, type=int),
        lambda number: url_for("meetings.show_list", page=number, **chosen),
    )
    audit.read(person, "meetings", person)
    return render_template(
        "meetings/list.html",
        page=page,
        chosen=chosen,
        at_risk=queries.at_risk_among(page.items),
        names={key: kind.name for key, kind in rulebook.book().meeting_types.items()},
        states=STATES,
        groups={key: words for key, (words, _) in GROUPS.items()},
        whose=WHOSE,
    )


def _chosen() -> dict[str, Any]:
    """What the list is filtered by; anything unknown is no filter."""
    state, kind = request.args.get("state", "open"), request.args.get("type", "")
    return {
        "q": clean_line(request.args.get("q", ""))[:40],
        "state": state if state in (*GROUPS, *STATES) else "",
        "type": kind if kind in rulebook.book().meeting_types else "",
        "mine": "1" if request.args.get("mine") == "1" else "",
    }


def _states(chosen: str) -> tuple[str, ...]:
    if chosen in GROUPS:
        return GROUPS[chosen][1]
    return (chosen,) if chosen else ()
