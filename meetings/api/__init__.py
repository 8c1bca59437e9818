"""Meetings for programs: what the pages do, through the same commands."""

from meetings.api import (
    attendance,
    calendar,
    deciding,
    dissenting,
    hearing,
    invitations,
    judging,
    listing,
    moving,
    papers,
    protecting,
    series,
)
from meetings.api.blueprint import api

__all__ = [
    "api",
    "attendance",
    "calendar",
    "deciding",
    "dissenting",
    "hearing",
    "invitations",
    "judging",
    "listing",
    "moving",
    "papers",
    "protecting",
    "series",
]
