"""Who may see what of a child's record."""

from children.access import around, record
from children.access.record import (
    answers_for_person,
    children_visible_to,
    covered_by,
    deputises_today,
    is_current,
    leads_today,
)

__all__ = [
    "answers_for_person",
    "around",
    "children_visible_to",
    "covered_by",
    "deputises_today",
    "is_current",
    "leads_today",
    "record",
]
