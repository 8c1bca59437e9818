"""What is mailed about meetings: a neutral calendar entry or a reference with a link, never a name or a fact."""

from meetings.messages import entries, reminders, silence

__all__ = ["entries", "reminders", "silence"]
