"""What people do with a meeting, in the order in which it runs."""

from meetings.commands.at_table import RUNS
from meetings.commands.attending import join, record_attendance
from meetings.commands.concluding import conclude, find_inquorate, proceed_inquorate, reconvene
from meetings.commands.deciding import decide, give_position
from meetings.commands.dissenting import ask_dissent, challenge, dissent
from meetings.commands.hearing import TwoTexts, analyse, hear_child, say, take_back
from meetings.commands.inviting import (
    add_invitee,
    answer,
    apply_answer,
    invite,
    invitee,
    record_report,
    remind,
    withdraw_invitee,
)
from meetings.commands.issuing import (
    PAPERS,
    Entitled,
    PaperChanged,
    approve_paper,
    close,
    correct,
    decide_correction,
    draft_paper,
    entitled,
    issue_decision,
    issue_minutes,
    newest,
    save_paper,
)
from meetings.commands.keeping import drop_draft, keep_draft
from meetings.commands.opening import hold_now, open_meeting
from meetings.commands.proposing import decline, propose, triggers_of
from meetings.commands.protecting import STEPS, hold_apart, protect
from meetings.commands.scheduling import cancel, change, postpone, schedule

__all__ = [
    "PAPERS",
    "RUNS",
    "STEPS",
    "Entitled",
    "PaperChanged",
    "TwoTexts",
    "add_invitee",
    "analyse",
    "answer",
    "apply_answer",
    "approve_paper",
    "ask_dissent",
    "cancel",
    "challenge",
    "change",
    "close",
    "conclude",
    "correct",
    "decide",
    "decide_correction",
    "decline",
    "dissent",
    "draft_paper",
    "drop_draft",
    "entitled",
    "find_inquorate",
    "give_position",
    "hear_child",
    "hold_apart",
    "hold_now",
    "invite",
    "invitee",
    "issue_decision",
    "issue_minutes",
    "join",
    "keep_draft",
    "newest",
    "open_meeting",
    "postpone",
    "proceed_inquorate",
    "propose",
    "protect",
    "reconvene",
    "record_attendance",
    "record_report",
    "remind",
    "save_paper",
    "say",
    "schedule",
    "take_back",
    "triggers_of",
    "withdraw_invitee",
]
