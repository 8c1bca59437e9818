"""Mail that comes in: stored first, then read, and read twice it counts once.

Two doors, one way: `convenor mail-in` and the mailbox that is looked into. `keeping` keeps the bytes, `letters` takes them
apart without asking the database, `judge` says what comes of it, and `reading` holds these together. The only things that
a mail can bring about are an answer, a comment, a proposal, and a note that something was not delivered. What cannot be
read for certain is kept, with the outcome `review`, and a person is told why.
"""

from notifications.incoming.calendars import Said
from notifications.incoming.judge import Reply, Unclear
from notifications.incoming.keeping import forget_old, store, take
from notifications.incoming.reading import read, read_next, receive

__all__ = ["Reply", "Said", "Unclear", "forget_old", "read", "read_next", "receive", "store", "take"]
