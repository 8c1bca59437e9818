"""What is done with a child's record."""

from children.commands.asking import answer_information, ask_information, follow_manager, look_with_fresh_eyes
from children.commands.assuming import note_assumption, record_belief, record_test
from children.commands.auditing import DRAWS, draw_sample, grade_case
from children.commands.changing import (
    ACKNOWLEDGE,
    INSTEAD,
    RULES_OF_CHANGES,
    acknowledge_change,
    publish_change,
    publish_tenancy_ending,
)
from children.commands.chronology import add_chronology
from children.commands.contact import KEEPS_SAFE, end_contact_rule, set_contact_rule
from children.commands.drafts import finish_draft, keep_draft
from children.commands.engaging import count_on_service, end_service, name_service, record_answer, state_service
from children.commands.family import ask_about_adult, give_account
from children.commands.gaps import follow_need, watch_absence
from children.commands.handing_over import (
    accept_handover,
    hand_over_everything,
    propose_handover,
    record_family_view,
    withdraw_handover,
)
from children.commands.hearing import keep_file, record_explanation, record_listening, record_need
from children.commands.involving import ENDS, INVOLVES, declare_conflict, end_involvement, involve, watch_silence
from children.commands.leading import accept, activate_due, appoint_deputy, decline, end, nominate
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
from children.commands.patterns import mark_indicator, record_engagement, settle_pattern
from children.commands.record import (
    add_child,
    add_family_member,
    plan_discharge,
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
from children.commands.sharing import record_sharing_decision
from children.commands.thinking import analyse, write_summary
from children.commands.writing import HEARS, WRITES, record_voice, retract_voice

__all__ = [
    "ACKNOWLEDGE",
    "ANSWERS",
    "ANSWER_RULE",
    "DRAWS",
    "ENDS",
    "GIVES_NOTICE",
    "HEARS",
    "INSTEAD",
    "INVOLVES",
    "KEEPS_SAFE",
    "LOOKS",
    "RULES_OF_CHANGES",
    "WRITES",
    "accept",
    "accept_handover",
    "accept_move",
    "acknowledge_change",
    "activate_due",
    "add_area_lived",
    "add_child",
    "add_chronology",
    "add_family_member",
    "analyse",
    "answer_information",
    "answer_referral",
    "appoint_deputy",
    "ask_about_adult",
    "ask_information",
    "count_on_service",
    "declare_conflict",
    "decline",
    "decline_move",
    "draw_sample",
    "end",
    "end_contact_rule",
    "end_involvement",
    "end_service",
    "finish_draft",
    "follow_manager",
    "follow_need",
    "give_account",
    "give_notice",
    "grade_case",
    "hand_over_everything",
    "hand_over_moves",
    "hand_over_referrals",
    "involve",
    "keep_draft",
    "keep_file",
    "keep_watching",
    "look_with_fresh_eyes",
    "mark_indicator",
    "name_service",
    "nominate",
    "note_assumption",
    "papers_came",
    "plan_discharge",
    "propose_handover",
    "publish_change",
    "publish_tenancy_ending",
    "record_answer",
    "record_belief",
    "record_birth",
    "record_engagement",
    "record_explanation",
    "record_family_view",
    "record_joint_look",
    "record_listening",
    "record_need",
    "record_sharing_decision",
    "record_test",
    "record_voice",
    "refer",
    "retract_voice",
    "say_whether_satisfied",
    "send_pack",
    "set_contact_rule",
    "set_plan",
    "settle_pattern",
    "state_service",
    "watch_absence",
    "watch_silence",
    "withdraw_handover",
    "withdraw_move",
    "write_summary",
]
