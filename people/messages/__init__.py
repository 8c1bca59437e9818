"""What the people's room mails, and whom its timers tell."""

from people.messages import links, supervision, training

__all__ = ["links", "supervision", "training"]
