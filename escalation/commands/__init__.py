"""What people do with a professional disagreement."""

from escalation.commands.climbing import escalate, fast_track, pause, resume, skip_stage
from escalation.commands.disputing import answer_dispute, raise_dispute, refer_dispute, settle_dispute
from escalation.commands.policies import HOLDERS, MOST_STAGES, UNITS, adopt_policy
from escalation.commands.raising import TEXTS, draft, edit_draft, raise_disagreement
from escalation.commands.settling import (
    answer_feedback,
    close,
    confirm_copied,
    give_feedback,
    reopen,
    resolve,
    withdraw,
)
from escalation.commands.talking import add_version, agree_safety, record_conversation, respond, written_down

__all__ = [
    "HOLDERS",
    "MOST_STAGES",
    "TEXTS",
    "UNITS",
    "add_version",
    "adopt_policy",
    "agree_safety",
    "answer_dispute",
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
    "raise_dispute",
    "record_conversation",
    "refer_dispute",
    "reopen",
    "resolve",
    "respond",
    "resume",
    "settle_dispute",
    "skip_stage",
    "withdraw",
    "written_down",
]
