"""What is done with a child's record."""

from children.commands.gaps import (
    close_gap,
    watch_for_gap,
)
from children.commands.involving import (
    ENDS,
    INVOLVES,
    declare_conflict,
    end_involvement,
    involve,
)
from children.commands.leading import (
    accept,
    accept_handover,
    activate_due,
    appoint_deputy,
    decline,
    end,
    hand_over_everything,
    nominate,
    propose_handover,
    withdraw_handover,
)
from children.commands.record import (
    add_child,
    add_family_member,
    record_birth,
    set_plan,
)
from children.commands.writing import (
    HEARS,
    WRITES,
    add_chronology,
    record_sharing_decision,
    record_voice,
    retract_voice,
)

__all__ = [
    "ENDS",
    "HEARS",
    "INVOLVES",
    "WRITES",
    "accept",
    "accept_handover",
    "activate_due",
    "add_child",
    "add_chronology",
    "add_family_member",
    "appoint_deputy",
    "close_gap",
    "declare_conflict",
    "decline",
    "end",
    "end_involvement",
    "hand_over_everything",
    "involve",
    "nominate",
    "propose_handover",
    "record_birth",
    "record_sharing_decision",
    "record_voice",
    "retract_voice",
    "set_plan",
    "watch_for_gap",
    "withdraw_handover",
]
