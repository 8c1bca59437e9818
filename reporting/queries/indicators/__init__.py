"""The partnership's indicators (DOMAIN §10): numbers only, each with its numerator, its denominator and what they count.

They are no way into a case: whoever may read numbers reads the same ones, and fewer than five are shown to nobody.
"""

from reporting.queries.indicators.disagreements import Learning, learning, of_disagreements
from reporting.queries.indicators.figures import SMALL, Figure, Part, Period, quarter_of, quarters_until
from reporting.queries.indicators.meetings import of_meetings
from reporting.queries.indicators.work import of_work

# Whoever works with children, and the partners, read numbers (DOMAIN §11).
READERS = ("practitioner", "manager", "coordinator", "safeguarding_lead", "partner")


def indicators(period: Period) -> dict[str, list[Figure]]:
    """Every figure of the period under its heading; some ten queries, however much there is."""
    return {
        "Meetings": list(of_meetings(period)),
        "Between meetings": list(of_work(period)),
        "Disagreements": list(of_disagreements(period)),
    }


__all__ = [
    "READERS", "SMALL", "Figure", "Learning", "Part", "Period", "indicators", "learning", "quarter_of", "quarters_until",
]  # fmt: skip
