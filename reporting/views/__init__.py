"""Pages over several rooms."""

from flask import Blueprint

pages = Blueprint("reporting", __name__)

from reporting.views import (  # noqa: E402
    engine,
    explaining,
    finding,
    holding,
    learning,
    mailbox,
    patterns,
    policies,
    timeline,
    watching,
    working,
)

__all__ = [
    "engine",
    "explaining",
    "finding",
    "holding",
    "learning",
    "mailbox",
    "pages",
    "patterns",
    "policies",
    "timeline",
    "watching",
    "working",
]
