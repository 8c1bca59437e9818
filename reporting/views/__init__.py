"""Pages over several rooms."""

from reporting.views import (
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
from reporting.views.blueprint import pages

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
