"""Pages of the people's room."""

from people.views import account, directory, help, signing_in, supervision, training
from people.views.blueprint import pages

__all__ = ["account", "directory", "help", "pages", "signing_in", "supervision", "training"]
