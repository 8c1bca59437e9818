"""Searching: a reference, or the name of a child, among what the reader may see."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from actions.models import STATES as ACTION_STATES
from children.models import PLANS
from escalation.models import STATES as ESCALATION_STATES
from foundation.paging import Page
from foundation.text import clean_line
from meetings.models import STATES as MEETING_STATES
from people.sign_in import me
from reporting import queries
from reporting.views.blueprint import pages
from rulebook import book

LONGEST = 200


@pages.get("/search")
def search() -> ResponseReturnValue:
    """What was searched for stands in the record; what may not be seen looks like what does not exist."""
    text = clean_line(request.args.get("q", ""))[:LONGEST]
    hits = queries.search(me(), text, request.args.get("page", 1, type=int))
    if text:
        audit.read(me(), "search", me(), children=hits.of("child"), searched=text, found=hits.total)

    def address(number: int) -> str:
        return url_for("reporting.search", q=text, page=number)

    return render_template(
        "reporting/search.html",
        text=text,
        hits=hits,
        pager=Page(hits.items, hits.number, hits.total, hits.size, address),
        types={kind.key: kind.name for kind in book().meeting_types.values()},
        meeting_states=MEETING_STATES,
        action_states=ACTION_STATES,
        themes={key: theme.text for key, theme in book().themes.items()},
        escalation_states=ESCALATION_STATES,
        plans=PLANS,
    )
