"""Who may see the rows of the people's room."""

from people.access import accounts, supervision, training

__all__ = ["accounts", "supervision", "training"]
