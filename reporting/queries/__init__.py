"""Reads over several rooms."""

from reporting.queries.child import dates_owed, meetings_of
from reporting.queries.search import Hits, search
from reporting.queries.worklist import GROUPINGS, Children, Item, Worklist, worklist

__all__ = [
    "GROUPINGS",
    "Children",
    "Hits",
    "Item",
    "Worklist",
    "dates_owed",
    "meetings_of",
    "search",
    "worklist",
]
