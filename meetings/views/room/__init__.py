"""The meeting room: the one screen from which the chair runs a meeting, and from which everybody else takes part."""

from meetings.views.room import agreeing, deciding, ending, keeping, recording, seating, wall

__all__ = ["agreeing", "deciding", "ending", "keeping", "recording", "seating", "wall"]
