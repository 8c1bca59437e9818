"""The people on the list: who is asked, what goes out to them, and what comes of it."""

from meetings.views.inviting import adding, pressing, sending, showing, taking

__all__ = ["adding", "pressing", "sending", "showing", "taking"]
