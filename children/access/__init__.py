"""Who may see what of a child's record."""

from children.access import around, patterns, record
from children.access.record import (
    WITHOUT_CASES,
    answers_for_person,
    children_visible_to,
    covered_by,
    deputises_today,
    is_current,
    leads_today,
)

__all__ = [
    "WITHOUT_CASES",
    "answers_for_person",
    "around",
    "children_visible_to",
    "covered_by",
    "deputises_today",
    "is_current",
    "leads_today",
    "patterns",
    "record",
]
