"""The partnership's indicators for programs."""

from datetime import date
from typing import Any

from pydantic import Field

import audit
from foundation.lifecycles import BadInput, require
from foundation.problems import Body
from people.sign_in import caller
from reporting.api.blueprint import api
from reporting.queries.indicators import READERS, Figure, Part, Period, indicators, is_quarter


class PeriodQuery(Body):
    """`from`, `to`: the first and the last day of a calendar quarter, London dates."""

    from_: date = Field(alias="from")
    to: date


@api.get("/reports/indicators")
def report_of_indicators(query: PeriodQuery) -> dict[str, Any]:
    """Each with numerator, denominator and definition; a count from one to four is null, and `hidden` says so."""
    me = caller()
    require(me.role in READERS, "Those who work with children, and the safeguarding partners, read the numbers.")
    if query.to < query.from_:
        raise BadInput({"to": "The last day comes before the first."})
    if query.to.year >= date.max.year or not is_quarter(query.from_, query.to):
        raise BadInput({"to": "Give the first and the last day of one quarter: from 2026-01-01 to 2026-03-31."})
    audit.read(me, "indicators", me)
    groups = indicators(Period(query.from_, query.to))
    return {
        "from": query.from_.isoformat(),
        "to": query.to.isoformat(),
        "items": [{"group": group, **_figure(figure)} for group, figures in groups.items() for figure in figures],
        "next": None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "name": figure.name,
        "definition": {"numerator": figure.numerator, "denominator": figure.denominator},
        **_part(figure.whole),
        "value": figure.value,
        "ninetieth": figure.ninetieth,
        "unit": figure.unit or None,
        "second": [{"name": part.label, **_part(part)} for part in figure.second],
        "note": figure.note or None,
        "by": [{"name": line.label, **_part(line)} for line in figure.lines],
    }


def _part(part: Part) -> dict[str, Any]:
    return {"numerator": part.count, "denominator": part.of, "percent": part.share, "hidden": part.hidden}
