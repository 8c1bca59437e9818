"""Pages over several rooms."""

from flask import Blueprint

pages = Blueprint("reporting", __name__)

from reporting.views import engine, explaining, finding, learning, mailbox, patterns, policies, timeline, working  # noqa: E402

__all__ = [
    "engine",
    "explaining",
    "finding",
    "learning",
    "mailbox",
    "pages",
    "patterns",
    "policies",
    "timeline",
    "working",
]
