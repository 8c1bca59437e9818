"""The children's part of the JSON API: what the pages do, through the same commands."""

from children.api import leading, listing, record
from children.api.blueprint import api

__all__ = ["api", "leading", "listing", "record"]
