"""Pages over several rooms."""

from flask import Blueprint

pages = Blueprint("reporting", __name__)

from reporting.views import mailbox  # noqa: E402

__all__ = ["mailbox", "pages"]
