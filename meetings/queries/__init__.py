"""Reads of the meetings' room."""

from meetings.queries.facts import Moves, facts_of, moves_of, roles_of
from meetings.queries.find import decision_of, invitation_of, meeting_for, meeting_rows, statement_of
from meetings.queries.room import Agreed, Room, Said, Stands, room_of
from meetings.queries.sheet import ChildLine, Sheet, sheet_of
from meetings.queries.suggest import Preview, preview_of

__all__ = [
    "Agreed",
    "ChildLine",
    "Moves",
    "Preview",
    "Room",
    "Said",
    "Sheet",
    "Stands",
    "decision_of",
    "facts_of",
    "invitation_of",
    "meeting_for",
    "meeting_rows",
    "moves_of",
    "preview_of",
    "roles_of",
    "room_of",
    "sheet_of",
    "statement_of",
]
