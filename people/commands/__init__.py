"""What is done with agencies, people, sessions and tokens, and for those who work with children."""

from people.commands.accounts import (
    OVER_ALL,
    WITH_CASES,
    add_agency,
    add_person,
    confirm_alias,
    correct_address,
    is_address,
    may_correct_address,
)
from people.commands.debriefs import (
    RULE,
    THEIRS,
    decline_debrief,
    hold_debrief,
    offer_debrief,
    take_debrief,
)
from people.commands.keys import close_feed, create_token, open_feed, revoke_token
from people.commands.leaving import held_by, leave, plan_absence, withdraw_absence
from people.commands.signing_in import (
    FREE_TRIES,
    IDLE,
    LONGEST_SESSION,
    SignInRefused,
    change_password,
    end_all_sessions,
    see,
    set_keyboard_shortcuts,
    sign_in,
    sign_out,
)
from people.commands.supervision import (
    NOT_THEIRS,
    arrange_supervision,
    end_supervision,
    hand_over_supervision,
    record_supervision,
)
from people.commands.training import (
    WHO_LOGS,
    log_training,
    withdraw_training,
)

__all__ = [
    "FREE_TRIES",
    "IDLE",
    "LONGEST_SESSION",
    "NOT_THEIRS",
    "OVER_ALL",
    "RULE",
    "THEIRS",
    "WHO_LOGS",
    "WITH_CASES",
    "SignInRefused",
    "add_agency",
    "add_person",
    "arrange_supervision",
    "change_password",
    "close_feed",
    "confirm_alias",
    "correct_address",
    "create_token",
    "decline_debrief",
    "end_all_sessions",
    "end_supervision",
    "hand_over_supervision",
    "held_by",
    "hold_debrief",
    "is_address",
    "leave",
    "log_training",
    "may_correct_address",
    "offer_debrief",
    "open_feed",
    "plan_absence",
    "record_supervision",
    "revoke_token",
    "see",
    "set_keyboard_shortcuts",
    "sign_in",
    "sign_out",
    "take_debrief",
    "withdraw_absence",
    "withdraw_training",
]
