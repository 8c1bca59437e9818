"""What the rule book says, asked as the other rooms ask it."""

from datetime import date, datetime

import pytest

from rulebook import NoSuchRule, book
from working_time import Limit

BOOK = book()
TYPES = [
    "strategy_s47",
    "strategy_complex",
    "icpc",
    "icpc_prebirth",
    "icpc_transfer_in",
    "rcpc",
    "core_group",
    "cin_review",
    "taf",
    "professionals",
    "discharge",
    "court_outcome",
    "lado",
    "mace",
    "rapid_review",
    "s11_audit",
]
CONFERENCES = {"icpc", "icpc_prebirth", "icpc_transfer_in", "rcpc"}


def types_where(question):
    return {kind.key for kind in BOOK.meeting_types.values() if question(kind)}


def test_the_sixteen_types_in_their_order():
    assert list(BOOK.meeting_types) == TYPES


def test_what_other_rooms_ask_of_a_type():
    assert types_where(lambda kind: kind.has_decision_letter) == CONFERENCES
    assert types_where(lambda kind: kind.is_conference) == CONFERENCES
    assert types_where(lambda kind: kind.dissent_window_rule) == CONFERENCES
    assert types_where(lambda kind: kind.may_be_held_at_once) == {
        "strategy_s47",
        "strategy_complex",
        "discharge",
        "professionals",
    }
    assert types_where(lambda kind: kind.lead_must_be_social_worker) == CONFERENCES | {"strategy_s47", "core_group"}
    assert types_where(lambda kind: kind.restricted) == {"strategy_complex", "lado", "rapid_review"}
    assert types_where(lambda kind: not kind.quorum.chair_may_proceed_inquorate) == {
        "strategy_s47",
        "strategy_complex",
        "discharge",
        "rapid_review",
    }
    assert types_where(lambda kind: kind.reconvene_rule) == {"strategy_s47"}


@pytest.mark.parametrize(
    ("kind", "record", "letter"),
    [
        ("icpc", "icpc.record", "icpc.decision_letter"),
        ("core_group", "core_group.plan", None),
        ("mace", "mace.actions", None),
        ("s11_audit", "s11_audit.letter", None),
        ("rapid_review", "rapid_review.complete", None),
    ],
)
def test_the_record_that_a_type_owes(kind, record, letter):
    of_type = BOOK.meeting_type(kind)
    assert of_type.record_rule.key == record
    assert (of_type.decision_letter_rule and of_type.decision_letter_rule.key) == letter


@pytest.mark.parametrize(
    ("kind", "decision", "timers"),
    [
        ("strategy_s47", "s47_joint", ["icpc.hold_by"]),
        ("strategy_s47", "no_s47_assess", []),
        ("icpc", "plan", ["core_group.first", "rcpc.first"]),
        ("icpc", "no_plan_cin", ["cin_review.first"]),
        ("icpc", "no_plan_nfa", []),
        ("icpc_prebirth", "plan_from_birth", ["core_group.first", "rcpc.first", "icpc_prebirth.first_review"]),
        ("icpc_transfer_in", "accept_changed_plan", ["core_group.first", "rcpc.first"]),
        ("rcpc", "plan_changes", ["rcpc.subsequent"]),
        ("rcpc", "plan_ends_cin", ["cin_review.first"]),
        ("core_group", "plan_updated", ["core_group.subsequent"]),
        ("core_group", "ask_early_review", ["core_group.subsequent", "rcpc.early"]),
        ("taf", "close_needs_met", []),
    ],
)
def test_the_timers_that_a_decision_starts(kind, decision, timers):
    assert [start.timer for start in BOOK.meeting_type(kind).follow_ups(decision)] == timers


def test_a_plan_is_made_with_a_category_and_never_ended_without_a_quorum():
    decisions = [decision for kind in BOOK.meeting_types.values() for decision in kind.decisions]
    assert {decision.key for decision in decisions if decision.needs_category} == {
        "plan",
        "plan_from_birth",
        "accept_plan",
        "accept_changed_plan",
    }
    assert all(decision.makes_plan == decision.needs_category for decision in decisions)
    assert all(decision.ends_plan == decision.needs_quorum for decision in decisions)
    assert not next(decision for decision in BOOK.meeting_type("mace").decisions if decision.key == "plan").makes_plan


def test_every_decision_and_field_has_words_that_are_not_its_key():
    for kind in BOOK.meeting_types.values():
        for key, label in [*((d.key, d.label) for d in kind.decisions), *kind.opening, *kind.record_fields]:
            assert label
            assert "_" not in label, key
    assert BOOK.meeting_type("strategy_s47").decision_label("s47_joint") == "Section 47 enquiry, jointly with police"
    assert BOOK.trigger_words("threshold_decision") == "Threshold decision that significant harm is suspected"
    assert BOOK.trigger_words("icpc.held") == "Initial child protection conference held"
    assert BOOK.agency_name("childrens_social_care") == "Children's social care"
    assert BOOK.discipline_name("health_visiting") == "Health visiting"
    assert BOOK.agency_name("lead_agency") == "The lead professional's agency"


def test_a_decision_that_a_type_cannot_come_to():
    with pytest.raises(KeyError, match="plan_continues, plan_changes"):
        BOOK.meeting_type("rcpc").decision("plan")


@pytest.mark.parametrize(
    ("role", "agency", "discipline", "satisfied"),
    [
        ("health_visiting_or_school_nursing", "health", "health_visiting", True),
        ("health_visiting_or_school_nursing", "health", "school_nursing", True),
        ("health_visiting_or_school_nursing", "health", "gp", False),
        ("health_visiting_or_school_nursing", "education", "school_nursing", False),
        ("police", "police", None, True),
        ("lado", "childrens_social_care", "lado", True),
        ("lado", "childrens_social_care", "social_work", False),
        ("lead_professional", "health", "gp", False),  # only the case can say
    ],
)
def test_who_fills_a_role(role, agency, discipline, satisfied):
    assert BOOK.role(role).is_satisfied_by(agency, discipline) == satisfied


def test_partners_are_known_by_the_role_of_their_account():
    partners = BOOK.role("safeguarding_partners")
    assert partners.is_satisfied_by("police", None, ["partner"])
    assert not partners.is_satisfied_by("police", None, ["manager"])
    assert not partners.is_satisfied_by("education", None, ["partner"])


@pytest.mark.parametrize(
    ("role", "kind", "resolved_from", "names_agency"),
    [
        ("lead_agency", "from_case", "agency_of_the_lead_professional", True),
        ("core_group_members", "from_case", "core_group", False),
        ("referrer_agency", "from_case", "agency_of_the_referrer", True),
        ("employer_hr", "named_for_meeting", None, True),
        ("audited_organisation", "named_for_meeting", None, True),
        ("interpreter_if_needed", "family", None, False),
    ],
)
def test_how_a_role_is_resolved(role, kind, resolved_from, names_agency):
    found = BOOK.role(role)
    assert (found.kind, found.resolved_from, found.names_agency) == (kind, resolved_from, names_agency)


# Sources


def test_a_source_in_words():
    source = BOOK.rule("icpc.hold_by").source
    assert source.sentence.startswith("Working Together to Safeguard Children 2023, ch.3 s.3")
    assert source.verified_words == (
        "Verified 23 Nov 2026 against other published procedures; a newer edition (2026) exists."
    )
    ours = BOOK.rule("strategy_s47.record").source
    assert (ours.sentence, ours.verified_words) == ("Convenor product design", "Our own choice, made 23 Nov 2026.")
    assert (
        BOOK.rule("cross.inquorate_reconvene").source.verified_words == "Verified 23 Nov 2026 against the page named."
    )
    assert BOOK.rule("iro_dispute.total").source.verified_words == "Not yet verified against the document named."


def test_statutory_limits_rest_on_statutory_guidance():
    statutory = {rule.key for rule in BOOK.rules.values() if rule.statutory}
    assert statutory == {
        "icpc.hold_by",
        "icpc_prebirth.hold_by",
        "rcpc.first",
        "rcpc.subsequent",
        "core_group.first",
        "rapid_review.notify",
        "rapid_review.complete",
    }
    assert all(BOOK.rules[key].source.is_statutory and BOOK.rules[key].lengthen_needs_override for key in statutory)


# Escalation


def test_the_default_policy():
    policy = BOOK.policy()
    assert [(stage.number, stage.rule.limit.amount) for stage in policy.stages] == [
        (0, 0),
        (1, 2),
        (2, 3),
        (3, 5),
        (4, 5),
    ]
    assert (policy.total_working_days, policy.cap_working_days, policy.stage_numbers) == (15, 20, (1, 2, 3, 4))
    assert [stage.is_last for stage in policy.stages] == [False, False, False, False, True]
    assert [stage.responder_seniority for stage in policy.stages[1:4]] == ["practitioner", "manager", "senior_manager"]
    assert policy.last_stage.responder_role == "partner"
    assert (policy.fast_track.goes_to, policy.fast_track.rule.limit) == (3, Limit(24, "elapsed_hours"))
    assert (policy.fast_track.then_stage, policy.fast_track.then_rule.limit.amount) == (4, 24)
    assert policy.fast_track.allowed_from == ("draft", "1", "2")
    assert (policy.pause.allowed, policy.pause.max_working_days) == (True, 5)
    assert policy.stage(1).rule.limit.may_pause
    assert policy.stage(3).meeting_required == "professionals"


def test_a_preset_without_a_number_asks_for_a_date_and_keeps_the_default_as_alert():
    stage = BOOK.policy("darlington").stage(3)
    assert stage.has_agreed_date
    assert stage.rule.limit.amount == 5
    assert not BOOK.policy("darlington").stage(1).has_agreed_date


def test_presets_are_drafts_and_take_over_what_they_do_not_say():
    presets = [policy for policy in BOOK.policies.values() if not policy.is_default]
    assert len(presets) == 7
    assert all(policy.must_be_confirmed_by_locality for policy in presets)
    assert BOOK.policy("london").cap_working_days == 20
    assert BOOK.rule("escalation.london.fast_track").limit == BOOK.rule("escalation.default.fast_track").limit


def test_seven_themes_and_what_is_kept_apart():
    assert len(BOOK.themes) == 7
    assert list(BOOK.separate_processes) == [
        "cp_conference_dissent",
        "iro_dispute",
        "whistleblowing",
        "family_complaint",
    ]
    assert BOOK.separate_processes["whistleblowing"].stores_nothing
    assert "raiser_satisfaction" in BOOK.escalation_rules["close_complete"].fields


# Reminders


def test_reminders():
    reminder = BOOK.reminders["action.due"]
    assert reminder.offsets == (-5, -1, 0, 1, 3, 5)
    assert reminder.recipients_at(0) == ("action_owner",)
    assert reminder.recipients_at(3) == ("action_owner", "owner_manager", "lead_professional")
    assert BOOK.reminders["escalation.overdue"].repeat_every == 5
    assert BOOK.reminders["lead.gap"].repeat_every == 1
    assert {reminder.key for reminder in BOOK.reminders.values() if reminder.at_once} == {
        "meeting.invite",
        "meeting.update",
        "lead.gap",
        "service.ended",
        "rules.newer_edition",
        "chronology.lag",
        "referral.pattern",
    }


# Looking up


@pytest.mark.parametrize(
    ("key", "amount", "unit"),
    [
        ("icpc.hold_by", 15, "working_days"),
        ("cross.inquorate_reconvene", 10, "working_days"),
        ("escalation.default.S1", 2, "working_days"),
        ("escalation.lincolnshire.S3", 2, "working_days"),
        ("escalation.default.fast_track", 24, "elapsed_hours"),
        ("escalation.sefton.S2.letter_after_meeting", 48, "elapsed_hours"),
        ("escalation.feedback", 2, "working_days"),
        ("escalation.default.cap", 20, "working_days"),
        ("cp_conference_dissent.window", 72, "elapsed_hours"),
        ("cp_conference_dissent.cheshire_west", 5, "working_days"),
        ("iro_dispute.informal", 10, "working_days"),
    ],
)
def test_any_dated_rule_by_its_key(key, amount, unit):
    rule = BOOK.rule(key)
    assert (rule.key, rule.limit.amount, rule.limit.unit) == (key, amount, unit)


def test_an_unknown_rule_is_answered_with_the_nearest():
    with pytest.raises(NoSuchRule, match=r"icpc\.hold_by") as refusal:
        BOOK.rule("icpc.holdby")
    assert "icpc.hold_by" in refusal.value.nearest


def test_a_date_from_the_book_says_what_day_0_was():
    found = BOOK.due_for("icpc.hold_by", date(2026, 2, 12))
    assert found.by == date(2026, 3, 5)
    assert found.working[0] == "Thu 12 Feb 2026 is day 0 (Strategy discussion that started the section 47 enquiry)"
    assert BOOK.due_for("cp_conference_dissent.window", datetime.fromisoformat("2026-03-28T12:00")).at
