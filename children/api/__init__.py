"""The children's part of the JSON API: what the pages do, through the same commands."""

from children.api import family, hearing, leading, listing, record, referring, thinking
from children.api.blueprint import api

__all__ = ["api", "family", "hearing", "leading", "listing", "record", "referring", "thinking"]
