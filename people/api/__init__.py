"""The people's part of the JSON API."""

from people.api import directory, supervision, training
from people.api.blueprint import api

__all__ = ["api", "directory", "supervision", "training"]
