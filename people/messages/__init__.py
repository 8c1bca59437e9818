"""What the people's room mails, and whom its timers tell."""

from people.messages import links

__all__ = ["links"]
