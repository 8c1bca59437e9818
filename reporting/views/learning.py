"""What the partnership learns: its indicators by quarter, the list behind each, and its disagreements over time."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from foundation import clock
from foundation.lifecycles import NotVisible, require
from foundation.paging import ROWS, Page
from people.sign_in import me
from reporting.queries.indicators import (
    READERS,
    Period,
    figure_of,
    indicators,
    is_quarter,
    learning,
    lies_behind,
    quarter_of,
    quarters_until,
)
from reporting.views.blueprint import pages

REFUSED = "Those who work with children, and the safeguarding partners, read the numbers."
QUARTERS = 9  # that may be chosen: this one and two years
WRONG = "Choose a quarter from the list. Other periods would show the few that lie between two of them."


@pages.get("/reports/indicators")
def report_of_indicators() -> ResponseReturnValue:
    """The indicators of a quarter: this one unless asked. It prints as the quarter's report."""
    require(me().role in READERS, REFUSED)
    period = _asked_for()
    audit.read(me(), "indicators", me())
    shown = period or quarter_of(clock.today())
    return render_template(
        "reporting/indicators.html",
        period=shown,
        themes=indicators(shown),
        quarters=list(reversed(quarters_until(clock.today(), QUARTERS))),
        now=clock.now(),
        wrong="" if period else WRONG,
    ), 200 if period else 422


@pages.get("/reports/indicators/<key>")
def report_behind(key: str) -> ResponseReturnValue:
    """What lies behind one figure, as far as the reader may see it."""
    require(me().role in READERS, REFUSED)
    period = _asked_for()
    if period is None:
        raise NotVisible("quarter")
    found = figure_of(period, key)
    if found is None:
        raise NotVisible("indicator")
    rows = lies_behind(me(), found)
    number = max(1, min(request.args.get("page", 1, int), -(-len(rows) // ROWS) or 1))
    shown = rows[(number - 1) * ROWS : number * ROWS]

    def address(number: int) -> str:
        return f"{url_for('.report_behind', key=key)}?from={period.from_on.isoformat()}&page={number}"

    audit.read(me(), "indicators", me(), children=[row for row in shown if row.kind == "child"], about=key)
    page = Page(shown, number, len(rows), ROWS, address)
    return render_template("reporting/behind.html", figure=found, period=period, page=page)


@pages.get("/reports/disagreements")
def report_of_disagreements() -> ResponseReturnValue:
    """Themes over time, where disagreements stop, how long each stage takes, who is satisfied."""
    require(me().role in READERS, REFUSED)
    audit.read(me(), "indicators", me(), about="disagreements")
    return render_template("reporting/disagreements.html", learned=learning())


def _asked_for() -> Period | None:
    """The quarter asked for by its first day, and its last where that is given; None where it is no quarter."""
    first, last = request.args.get("from", ""), request.args.get("to", "")
    if not first and not last:
        return quarter_of(clock.today())
    try:
        period = quarter_of(date.fromisoformat(first))
        from_on, to_on = date.fromisoformat(first), date.fromisoformat(last) if last else period.to_on
    except (ValueError, OverflowError):
        return None
    return period if is_quarter(from_on, to_on) else None
