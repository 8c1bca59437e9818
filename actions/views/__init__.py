"""Pages of the actions' room."""

from actions.views import links, listing, moving, setting, showing
from actions.views.blueprint import pages

__all__ = ["links", "listing", "moving", "pages", "setting", "showing"]
