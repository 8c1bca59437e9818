"""Pages of the children's room."""

from children.views import (
    assuming,
    changes,
    contact,
    engaging,
    hearing,
    household,
    involving,
    leading,
    lists,
    moving,
    moving_links,
    quality,
    record,
    referring,
    thinking,
    writing,
)
from children.views.blueprint import pages

__all__ = [
    "assuming",
    "changes",
    "contact",
    "engaging",
    "hearing",
    "household",
    "involving",
    "leading",
    "lists",
    "moving",
    "moving_links",
    "pages",
    "quality",
    "record",
    "referring",
    "thinking",
    "writing",
]
