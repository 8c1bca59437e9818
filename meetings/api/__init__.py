"""Meetings for programs: what the pages do, through the same commands."""

from meetings.api import attendance, calendar, invitations, judging, listing, moving, papers, record
from meetings.api.blueprint import api

__all__ = ["api", "attendance", "calendar", "invitations", "judging", "listing", "moving", "papers", "record"]
