"""What the partnership learns: its indicators, and its disagreements over time. Numbers only, never a person."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

import audit
from foundation import clock
from foundation.lifecycles import require
from people.sign_in import me
from reporting.queries.indicators import READERS, Period, indicators, learning, quarter_of, quarters_until
from reporting.views import pages

REFUSED = "Those who work with children, and the safeguarding partners, read the numbers."


@pages.get("/reports/indicators")
def report_of_indicators() -> ResponseReturnValue:
    """The indicators of a period: this quarter unless asked."""
    require(me().role in READERS, REFUSED)
    this = quarter_of(clock.today())
    typed_from, typed_to = request.args.get("from", ""), request.args.get("to", "")
    from_on, to_on = _day(typed_from, this.from_on), _day(typed_to, this.to_on)
    wrong = ""
    if from_on is None or to_on is None:
        wrong = "Give each date as year, month and day, like 2026-03-31."
    elif to_on < from_on:
        wrong = "The last day comes before the first."
    period = Period(from_on, to_on) if from_on and to_on and not wrong else this
    audit.read(me(), "indicators", me())
    return render_template(
        "reporting/indicators.html",
        period=period,
        groups=indicators(period),
        quarters=quarters_until(clock.today(), 5),
        wrong=wrong,
        typed=(typed_from or period.from_on.isoformat(), typed_to or period.to_on.isoformat()),
    ), 422 if wrong else 200


@pages.get("/reports/disagreements")
def report_of_disagreements() -> ResponseReturnValue:
    """Themes over time, where disagreements stop, how long each stage takes, who is satisfied."""
    require(me().role in READERS, REFUSED)
    audit.read(me(), "indicators", me(), about="disagreements")
    return render_template("reporting/disagreements.html", learned=learning())


def _day(typed: str, otherwise: date) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else otherwise
    except ValueError:
        return None
