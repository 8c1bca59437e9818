"""What is done with actions: setting them, moving them on, handing them over, and the links of owners without an account."""

from actions.commands.handing_over import hand_over, hand_over_with_lead, plan_leaving
from actions.commands.links import ask_for_code, read_with_code
from actions.commands.moving import (
    accept,
    cancel,
    claim_done,
    confirm_done,
    decline,
    extend,
    reassign,
    reopen,
    send_back,
)
from actions.commands.reaching import owner_is_not_reached
from actions.commands.setting import drop_noted, edit_noted, note_action, open_actions, set_action

__all__ = [
    "accept",
    "ask_for_code",
    "cancel",
    "claim_done",
    "confirm_done",
    "decline",
    "drop_noted",
    "edit_noted",
    "extend",
    "hand_over",
    "hand_over_with_lead",
    "note_action",
    "open_actions",
    "owner_is_not_reached",
    "plan_leaving",
    "read_with_code",
    "reassign",
    "reopen",
    "send_back",
    "set_action",
]
