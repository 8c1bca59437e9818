"""Pages of the children's room."""

from children.views import involving, leading, lists, record, writing
from children.views.blueprint import pages

__all__ = ["involving", "leading", "lists", "pages", "record", "writing"]
