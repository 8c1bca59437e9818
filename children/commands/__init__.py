"""What is done with a child's record."""

from children.commands.family import ask_about_adult
from children.commands.gaps import (
    follow_need,
    watch_absence,
)
from children.commands.handing_over import (
    accept_handover,
    hand_over_everything,
    propose_handover,
    withdraw_handover,
)
from children.commands.hearing import keep_file, record_explanation, record_listening, record_need
from children.commands.involving import (
    ENDS,
    INVOLVES,
    declare_conflict,
    end_involvement,
    involve,
)
from children.commands.leading import (
    accept,
    activate_due,
    appoint_deputy,
    decline,
    end,
    nominate,
)
from children.commands.moving import (
    GIVES_NOTICE,
    accept_move,
    add_area_lived,
    decline_move,
    give_notice,
    hand_over_moves,
    papers_came,
    send_pack,
    withdraw_move,
)
from children.commands.moving import RULE as ANSWER_RULE
from children.commands.record import (
    add_child,
    add_family_member,
    record_birth,
    set_plan,
)
from children.commands.referring import (
    ANSWERS,
    LOOKS,
    answer_referral,
    hand_over_referrals,
    keep_watching,
    record_joint_look,
    refer,
    say_whether_satisfied,
)
from children.commands.thinking import analyse, write_summary
from children.commands.writing import (
    HEARS,
    WRITES,
    add_chronology,
    record_sharing_decision,
    record_voice,
    retract_voice,
)

__all__ = [
    "ANSWERS",
    "ANSWER_RULE",
    "ENDS",
    "GIVES_NOTICE",
    "HEARS",
    "INVOLVES",
    "LOOKS",
    "WRITES",
    "accept",
    "accept_handover",
    "accept_move",
    "activate_due",
    "add_area_lived",
    "add_child",
    "add_chronology",
    "add_family_member",
    "analyse",
    "answer_referral",
    "appoint_deputy",
    "ask_about_adult",
    "declare_conflict",
    "decline",
    "decline_move",
    "end",
    "end_involvement",
    "follow_need",
    "give_notice",
    "hand_over_everything",
    "hand_over_moves",
    "hand_over_referrals",
    "involve",
    "keep_file",
    "keep_watching",
    "nominate",
    "papers_came",
    "propose_handover",
    "record_birth",
    "record_explanation",
    "record_joint_look",
    "record_listening",
    "record_need",
    "record_sharing_decision",
    "record_voice",
    "refer",
    "retract_voice",
    "say_whether_satisfied",
    "send_pack",
    "set_plan",
    "watch_absence",
    "withdraw_handover",
    "withdraw_move",
    "write_summary",
]
