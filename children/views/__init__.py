"""Pages of the children's room."""

from children.views import hearing, household, involving, leading, lists, record, referring, thinking, writing
from children.views.blueprint import pages

__all__ = [
    "hearing",
    "household",
    "involving",
    "leading",
    "lists",
    "pages",
    "record",
    "referring",
    "thinking",
    "writing",
]
