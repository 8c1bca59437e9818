"""What comes of an answer from somebody's calendar: whose it is, whether it counts, and what a person has to judge.

Whose: W1 to W9 of CALENDAR.md 2.5, where the secret of the reply address decides. Whether it counts: 2.7. Nothing that is in
doubt is applied, and nothing is dropped.
"""

from meetings.commands.replies.keeping import GIVEN
from meetings.commands.replies.taking import note_unclear, take_reply

__all__ = ["GIVEN", "note_unclear", "take_reply"]
