"""Pages of the children's room."""

from children.views import household, involving, leading, lists, record, thinking, writing
from children.views.blueprint import pages

__all__ = ["household", "involving", "leading", "lists", "pages", "record", "thinking", "writing"]
