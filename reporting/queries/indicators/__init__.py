"""The partnership's indicators (DOMAIN §10): numbers only, each with its numerator, its denominator and what they count.

They are no way into a case: whoever may read numbers reads the same ones, and fewer than five are shown to nobody. They are
given for whole quarters only: two periods that overlap would show the few that lie between them.
"""

from collections.abc import Callable, Iterator
from datetime import date

from reporting.queries.indicators.attending import of_attending
from reporting.queries.indicators.behind import BehindRow, lies_behind
from reporting.queries.indicators.disagreements import Learning, learning, of_disagreements
from reporting.queries.indicators.figures import SMALL, Figure, Part, Period, quarter_of, quarters_until
from reporting.queries.indicators.meetings import of_meetings
from reporting.queries.indicators.overrides import of_overrides
from reporting.queries.indicators.work import of_work

# Whoever works with children, and the partners, read numbers (DOMAIN §11).
READERS = ("practitioner", "manager", "coordinator", "safeguarding_lead", "partner")
FAMILIES: tuple[Callable[[Period], Iterator[Figure]], ...] = (
    of_disagreements, of_attending, of_meetings, of_work, of_overrides,
)  # fmt: skip
THEMES = {
    "In time": (
        "icpc_on_time", "icpc_days_late", "rcpc_on_time", "core_group_on_time", "transfer_in_on_time",
        "decision_letter_on_time", "record_on_time",
    ),
    "At the table": (
        "strategy_full", "quorate_first_time", "proceeded_inquorate", "attendance_rate", "no_contact_rate", "report_rate",
        "requests_declined", "stepped_down_unmet",
    ),
    "The child and the family": ("voice_recorded", "voice_told_outcome", "father_recorded", "interpreter_booked"),
    "Between meetings": ("actions_on_time", "actions_extended", "lead_gap_days", "sharing_not_shared", "recording_lag"),
    "Disagreements": (
        "escalations_raised", "escalation_in_limit", "escalation_days", "escalation_satisfied", "escalation_theme",
        "escalation_changed", "dissent_rate",
    ),
    "Those who do the work": ("supervision_in_time", "training_current"),
    "Rules": ("overrides_open",),
}  # fmt: skip


def indicators(period: Period) -> dict[str, list[Figure]]:
    """Every figure of the period under its theme; eleven queries, however much there is."""
    by_key = {one.key: one for family in FAMILIES for one in family(period)}
    return {theme: [by_key[key] for key in keys] for theme, keys in THEMES.items()}


def figure_of(period: Period, key: str) -> Figure | None:
    """The figure of that key; no more is asked than it takes to come to it."""
    return next((one for family in FAMILIES for one in family(period) if one.key == key), None)


def is_quarter(from_on: date, to_on: date) -> bool:
    """Whether these are the first and the last day of one calendar quarter."""
    return quarter_of(from_on) == Period(from_on, to_on)


__all__ = [
    "READERS", "SMALL", "BehindRow", "Figure", "Learning", "Part", "Period", "figure_of", "indicators", "is_quarter",
    "learning", "lies_behind", "quarter_of", "quarters_until",
]  # fmt: skip
