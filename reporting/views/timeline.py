"""A child's timeline: one picture over all rooms, and the same as a list."""

from datetime import timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries as children
from foundation import clock
from foundation.paging import page_of
from people.sign_in import me
from reporting.pictures import picture
from reporting.queries import timeline
from reporting.queries.timeline import AHEAD, LANES, YEAR
from reporting.queries.told import told, told_between
from reporting.views.blueprint import pages

SPANS = {"quarter": "Three months", "year": "One year", "all": "All of it"}
QUARTER = timedelta(days=92)
ROWS = 50
HEADERS = {"Content-Type": "image/svg+xml; charset=utf-8", "Content-Security-Policy": "default-src 'none'; sandbox"}


@pages.get("/children/<child_id>/timeline")
def timeline_of_child(child_id: str) -> ResponseReturnValue:
    """One year back unless asked, and what is planned for the next weeks."""
    child = children.child(me(), child_id)
    span, lane = request.args.get("of", "year"), request.args.get("lane", "")
    span, lane = span if span in SPANS else "year", lane if lane in LANES else ""
    today = clock.today()
    from_on, to_on = today - (QUARTER if span == "quarter" else YEAR), today + AHEAD
    if span == "all":
        from_on = min(from_on, timeline.first_day(me(), child) or from_on)
    audit.read(me(), "timeline", child, children=[child])
    drawn = told_between(me(), child, from_on, to_on)
    numbers = {event.public_id: event for event in drawn}
    page = page_of(
        timeline.events(me(), child, from_on, to_on, [lane] if lane else tuple(LANES)),
        request.args.get("page", 1, type=int),
        lambda number: url_for(
            "reporting.timeline_of_child", child_id=child.public_id, of=span, lane=lane or None, page=number
        ),
        ROWS,
    )
    return render_template(
        "reporting/timeline.html",
        child=child,
        picture=picture(drawn, from_on, to_on, child.plan_since),
        events=[numbers.get(event.public_id, event) for event in told(child, page.items)],
        page=page,
        spans=SPANS,
        span=span,
        lanes=LANES,
        lane=lane,
    )


@pages.get("/children/<child_id>/timeline.svg")
def timeline_drawn(child_id: str) -> ResponseReturnValue:
    """The picture alone, of one year back, for the child's own page."""
    child = children.child(me(), child_id)
    audit.read(me(), "timeline", child, children=[child])
    from_on, to_on = clock.today() - YEAR, clock.today() + AHEAD
    events = told_between(me(), child, from_on, to_on)
    drawn = picture(events, from_on, to_on, child.plan_since)
    return render_template("reporting/timeline.svg", picture=drawn), 200, HEADERS
