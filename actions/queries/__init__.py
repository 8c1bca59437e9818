"""Reads of the actions' room."""

from actions.queries.origins import Origin, comes_from, origin_of
from actions.queries.parts import (
    action_visible_to,
    answerable_for,
    checkers_of,
    events_open_to,
    link_by_token,
    owner_not_reached,
)
from actions.queries.rows import (
    ActionRow,
    actions_of_escalation,
    actions_of_meeting,
    extensions_of,
    held_by,
    history_of,
    one_row,
    open_actions_of_children,
    overdue,
    owned_by,
    rows,
    searched,
    to_be_checked_by,
    with_children,
)

__all__ = [
    "ActionRow",
    "Origin",
    "action_visible_to",
    "actions_of_escalation",
    "actions_of_meeting",
    "answerable_for",
    "checkers_of",
    "comes_from",
    "events_open_to",
    "extensions_of",
    "held_by",
    "history_of",
    "link_by_token",
    "one_row",
    "open_actions_of_children",
    "origin_of",
    "overdue",
    "owned_by",
    "owner_not_reached",
    "rows",
    "searched",
    "to_be_checked_by",
    "with_children",
]
