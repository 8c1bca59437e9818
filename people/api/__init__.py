"""The people's part of the JSON API."""

from people.api import directory
from people.api.blueprint import api

__all__ = ["api", "directory"]
