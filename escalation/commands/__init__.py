"""What people do with a professional disagreement."""

from escalation.commands.climbing import escalate, fast_track, pause, resume, skip_stage
from escalation.commands.policies import HOLDERS, MOST_STAGES, UNITS, adopt_policy
from escalation.commands.raising import draft, edit_draft, raise_disagreement
from escalation.commands.settling import (
    answer_feedback,
    close,
    confirm_copied,
    give_feedback,
    reopen,
    resolve,
    respond,
    withdraw,
)

__all__ = [
    "HOLDERS",
    "MOST_STAGES",
    "UNITS",
    "adopt_policy",
    "answer_feedback",
    "close",
    "confirm_copied",
    "draft",
    "edit_draft",
    "escalate",
    "fast_track",
    "give_feedback",
    "pause",
    "raise_disagreement",
    "reopen",
    "resolve",
    "respond",
    "resume",
    "skip_stage",
    "withdraw",
]
