"""Why a move of a meeting is refused: one function for one rule, each with its source (DOMAIN §3.2, rule book).

A rule looks only at the meeting and at the facts that were gathered for it. What a person gives with the event is in
`facts.given`; rules about that are marked `asks`, since a page cannot know it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import rulebook
from foundation.lifecycles import rules_of
from meetings.models import Meeting
from meetings.quorum import Outcome

rule = rules_of(Meeting).rule

CANCEL_REASONS = {
    "plan_ended": "The plan has ended",
    "moved_transfer_accepted": "The family moved, and the new area has taken over",
    "child_died": "The child has died",
    "duplicate": "There is another meeting for the same thing",
    "superseded": "Another meeting takes its place",
    "raised_in_error": "It was asked for in error",
}
SENIORITY = {"practitioner": 0, "manager": 1, "senior_manager": 2, "executive": 3}

OURS = "Convenor: our own rule"
STRATEGY = "Working Together to Safeguard Children 2023, strategy discussions"
INQUORATE = "Pan Sussex 7.8 Quorate Conferences; Swindon Quorate Child Protection Conferences"
VOICE = "The 10 Principles, 1b and 10"
CENSUS = "Children in need census, validation rule 8875"
LETTERS = "Pan Sussex 8.8 Administrative Arrangements and Record Keeping; NYSCP conference documents"
DISSENT = "Pan Sussex 5.7 Challenges by Professionals and Parents"
LEAD = "Working Together to Safeguard Children 2023, lead practitioner; The 10 Principles, 5c"


@dataclass(frozen=True)
class ChairFacts:
    """Whoever is to chair, as the rules look at them. `is_*`: what the type may forbid a chair to be."""

    name: str
    seniority: str
    roles: frozenset[str] = frozenset()  # keys of `must_not_be` that hold for this person


@dataclass(frozen=True)
class ChildFacts:
    """What is recorded in this meeting for one child. `label` says which one without a name ("child 1 of 2")."""

    label: str
    decision: rulebook.Decision | None = None
    category: str = ""
    heard: bool = False
    lead: str = ""  # "", nominated, active
    lead_is_social_worker: bool = False
    proceeded_before: bool = False  # the conference before this one went ahead inquorate too
    sharing_recorded: bool = False
    dates_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything that the rules of a meeting look at, gathered by `meetings.queries.facts_of`. Days are London dates."""

    today: date
    now: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    chair: ChairFacts | None = None
    start_day: date | None = None  # of the date that is given, else of the date that stands
    day_closed: str = ""  # why that day is no working day
    day_is_weekend: bool = False
    working_days_to_start: int | None = None
    limit_on: date | None = None  # the first date by which it must be held and is not yet
    limit_name: str = ""
    limit_is_statutory: bool = False
    agreed_by_seniority: str = ""  # of the manager who is named for a late date
    actor_seniority: str = "practitioner"
    trigger_has_happened: bool = True
    must_unfilled: tuple[str, ...] = ()  # words of roles that must come, without a person and without a reason
    invited: int = 0
    family_invited: bool = False
    interpreter_is_family: bool = False
    interpreter_needed: bool = False
    siblings_unlisted: int = 0
    quorum: Outcome | None = None
    children: tuple[ChildFacts, ...] = ()
    agencies_unasked: tuple[str, ...] = ()
    actions_unowned: int = 0
    approved: frozenset[str] = frozenset()  # kinds of paper of which the newest version is approved
    dates_open: tuple[str, ...] = ()
    actions_not_taken: int = 0
    challenges_unlinked: int = 0
    reconvene_by: date | None = None

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


# --- asking and declining -------------------------------------------------------------------------------------------


@rule("decline", source="Convenor: anyone may ask for a meeting, and a refusal gives its reason", asks=True)
def a_refusal_gives_its_reason(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.text("reason") else "Say why the meeting is declined. The person who asked is told the reason."


@rule("decline", source="Working Together to Safeguard Children 2023, ch. 3")
def a_statutory_meeting_that_is_owed_is_held(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.statutory and facts.trigger_has_happened:
        return "This meeting is statutory and what it counts from has happened: schedule it instead of declining it."
    return None


# --- date, chair, place ---------------------------------------------------------------------------------------------


@rule("schedule", "change", source=OURS, asks=True)
def it_has_a_start_and_an_end(meeting: Meeting, facts: Facts) -> str | None:
    if (facts.given.get("starts_at") or meeting.starts_at) and (facts.given.get("minutes_long") or meeting.ends_at):
        return None
    return "Give the date, the time, and how many minutes it will take."


@rule("schedule", "change", source=OURS, asks=True)
def it_lies_ahead(meeting: Meeting, facts: Facts) -> str | None:
    starts_at = facts.given.get("starts_at")
    return "Choose a time that has not passed." if starts_at and starts_at < facts.now else None


@rule("schedule", "change", source=CENSUS, asks=True)
def a_conference_is_not_on_a_weekend(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.is_conference and facts.day_is_weekend and facts.start_day:
        return (
            f"Conferences are not held on a Saturday or Sunday: {_day(facts.start_day)} is one. Choose a working day."
        )
    return None


@rule("schedule", "change", source=OURS, asks=True)
def a_closed_day_has_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    if not facts.day_closed or (meeting.kind.is_conference and facts.day_is_weekend):
        return None
    if facts.text("closed_day_reason") or meeting.closed_day_reason:
        return None
    return f"That day is no working day ({facts.day_closed}). Choose another, or say why it must be then."


@rule("schedule", "hold_now", source=OURS, asks=True)
def a_chair_is_named(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.chair else "Name the chair."


@rule(
    "schedule",
    "change",
    "hold_now",
    source="Working Together to Safeguard Children 2023, ch. 3: chair of a conference",
    asks=True,
)
def the_chair_is_independent(meeting: Meeting, facts: Facts) -> str | None:
    if facts.chair is None:
        return None
    against = [words for key, words in meeting.kind.chair.must_not_be if key in facts.chair.roles]
    return (
        f"{facts.chair.name} cannot chair this: they are {' and '.join(against)}. Choose somebody else."
        if against
        else None
    )


@rule("schedule", "change", "hold_now", source=STRATEGY, asks=True)
def the_chair_is_senior_enough(meeting: Meeting, facts: Facts) -> str | None:
    kind = meeting.kind
    if facts.chair is None or not (kind.quorum.decision_authority_required or kind.chair.independent):
        return None
    if SENIORITY[facts.chair.seniority] >= SENIORITY["manager"]:
        return None
    return f"The chair must be a manager or more senior ({kind.chair.rule}). {facts.chair.name} is not."


@rule(
    "schedule", "change", source="Convenor: a date after the limit carries its reason and a manager's name", asks=True
)
def a_late_date_has_a_reason_and_a_manager(meeting: Meeting, facts: Facts) -> str | None:
    if facts.limit_on is None or facts.start_day is None or facts.start_day <= facts.limit_on:
        return None
    reason = facts.text("late_reason") or meeting.late_reason
    named = SENIORITY.get(facts.agreed_by_seniority, 0) >= SENIORITY["manager"]
    if reason and named:
        return None
    return (
        f"{_day(facts.start_day)} is after the limit ({facts.limit_name}: {_day(facts.limit_on)}). Choose an earlier day, "
        "or give the reason and name the manager who agrees."
    )


@rule("schedule", source="The 10 Principles, 5a: siblings after care proceedings")
def every_sibling_is_listed(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.siblings_listed_required and facts.siblings_unlisted and not meeting.siblings_considered:
        return "Brothers and sisters are not all on the list. Add each of them, or record that each was considered."
    return None


@rule("change", source="Convenor: invitees plan around the date", asks=True)
def a_change_at_short_notice_has_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    soon = facts.working_days_to_start is not None and facts.working_days_to_start <= 2
    if soon and meeting.state == "invited" and not facts.text("reason"):
        return "It starts within 2 working days. Say why it changes; the people invited are told."
    return None


# --- inviting -------------------------------------------------------------------------------------------------------


@rule("invite", source="The 10 Principles, 5b: all agencies represented")
def every_role_that_must_come_has_a_person_or_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    if not facts.must_unfilled:
        return None
    return f"Name somebody, or say why nobody comes, for: {', '.join(facts.must_unfilled)}."


@rule("invite", source=OURS)
def somebody_is_invited(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.invited else "Nobody is on the list yet. Add the people who should come."


@rule("invite", "open", "conclude", source="Pan-Lancashire 1.10 Use of Interpreters")
def the_interpreter_is_no_relative(meeting: Meeting, facts: Facts) -> str | None:
    return (
        "An interpreter is never a family member, a friend or a child. Book somebody else."
        if facts.interpreter_is_family
        else None
    )


@rule("invite", source="The 10 Principles, 6b and 7: families are told, or there is a reason")
def the_family_is_told_or_there_is_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    wanted = bool(meeting.kind.invitees.family) or meeting.kind.family_told_required
    if not wanted or meeting.family_told or facts.family_invited:
        return None
    return "Record how the family was told of this meeting, or why they are not told."


@rule("invite", source=OURS)
def the_invitation_is_in_time(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.starts_at and meeting.starts_at < facts.now:
        return "The time of this meeting has passed. Move it before inviting."
    return None


# --- putting off ----------------------------------------------------------------------------------------------------


@rule("postpone", source=OURS, asks=True)
def a_postponement_has_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.text("reason") else "Say why the meeting is postponed."


@rule("postpone", source=OURS, asks=True)
def it_is_held_over_to_a_date(meeting: Meeting, facts: Facts) -> str | None:
    return (
        None
        if facts.given.get("starts_at") or facts.given.get("by")
        else "Give the new date, or the date by which it will be."
    )


@rule("postpone", source="Convenor: a second postponement is a senior decision")
def a_second_postponement_is_agreed_by_a_service_manager(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.postponements >= 1 and SENIORITY[facts.actor_seniority] < SENIORITY["senior_manager"]:
        return "It was postponed before. A service manager or somebody more senior has to postpone it again."
    return None


@rule("postpone", source=INQUORATE, asks=True)
def the_child_is_safe_until_then(meeting: Meeting, facts: Facts) -> str | None:
    if facts.limit_on is None or not facts.limit_is_statutory:
        return None
    until = facts.start_day if facts.given.get("starts_at") else facts.given.get("by")
    if until is None or until <= facts.limit_on or facts.text("interim_plan") or meeting.interim_plan:
        return None
    return f"The statutory limit ({_day(facts.limit_on)}) will be missed. Record the interim safety plan."


@rule("cancel", source=OURS, asks=True)
def a_cancellation_has_a_listed_reason(meeting: Meeting, facts: Facts) -> str | None:
    if facts.text("reason") in CANCEL_REASONS:
        return None
    return f"Choose the reason: {'; '.join(words.lower() for words in CANCEL_REASONS.values())}."


# --- opening --------------------------------------------------------------------------------------------------------


@rule("open", source=OURS)
def the_day_has_come(meeting: Meeting, facts: Facts) -> str | None:
    if facts.start_day and facts.today < facts.start_day:
        return f"It starts on {_day(facts.start_day)}. Change the date first if it is to be held now."
    return None


@rule("open", source="Pan Sussex 5.3/5.4 Pre-Birth Conference, 5.4.1 professional difference statement", asks=True)
def the_opening_statements_are_made(meeting: Meeting, facts: Facts) -> str | None:
    said = set(facts.given.get("opening_statements") or ())
    owed = [label for key, label in opening_of(meeting.kind) if key not in said]
    if not owed or facts.text("opening_statements_skipped_reason"):
        return None
    return f"Say and tick, or give the reason for leaving out: {'; '.join(owed)}."


@rule("hold_now", source=STRATEGY)
def this_type_may_be_held_at_once(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.may_be_held_at_once:
        return None
    return f"A meeting of this type ({meeting.kind.name}) is not held at once: schedule it and invite."


# --- quorum ---------------------------------------------------------------------------------------------------------


@rule("find_inquorate", source=INQUORATE)
def the_quorum_is_not_met(meeting: Meeting, facts: Facts) -> str | None:
    if facts.quorum and facts.quorum.met:
        return f"{facts.quorum.sentence} A quorum that is met cannot be declared away."
    return None


@rule("proceed_inquorate", source=INQUORATE)
def this_type_may_go_ahead_inquorate(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.quorum.chair_may_proceed_inquorate:
        return None
    return f"{meeting.kind.name}: this never goes ahead inquorate. Protect first, then reconvene."


@rule("proceed_inquorate", source=INQUORATE, asks=True)
def going_ahead_has_a_listed_reason_in_words(meeting: Meeting, facts: Facts) -> str | None:
    listed = rulebook.book().proceed_inquorate_reasons
    if facts.text("reason") in listed and facts.text("text"):
        return None
    return f"Choose a listed reason and say more in your own words: {'; '.join(r.text for r in listed.values())}."


@rule("proceed_inquorate", source="Swindon Quorate Child Protection Conferences")
def it_is_not_the_second_time_running(meeting: Meeting, facts: Facts) -> str | None:
    if any(child.proceeded_before for child in facts.children):
        return "The conference before this one went ahead inquorate too. Reconvene within 10 working days."
    return None


@rule(
    "proceed_inquorate",
    "conclude",
    source="Lincolnshire review conferences: a plan is not ended by an inquorate review",
)
def an_inquorate_meeting_does_not_end_a_plan(meeting: Meeting, facts: Facts) -> str | None:
    inquorate = meeting.state == "inquorate" or bool(meeting.proceed_reason)
    if inquorate and any(child.decision and child.decision.needs_quorum for child in facts.children):
        return "A plan cannot be ended without a quorum. Change that decision, or reconvene."
    return None


@rule("reconvene", source=INQUORATE, asks=True)
def an_interim_plan_is_recorded(meeting: Meeting, facts: Facts) -> str | None:
    if facts.text("interim_plan") or meeting.interim_plan:
        return None
    return "Record the interim safety plan, or that the existing plan was reviewed with those present."


@rule("reconvene", source=INQUORATE, asks=True)
def it_sits_again_within_the_limit(meeting: Meeting, facts: Facts) -> str | None:
    if not facts.given.get("starts_at"):
        until = f" It must be by {_day(facts.reconvene_by)}." if facts.reconvene_by else ""
        return f"Give the new date and time.{until}"
    if facts.given["starts_at"] < facts.now:
        return "Choose a time that has not passed."
    if facts.reconvene_by and facts.start_day and facts.start_day > facts.reconvene_by:
        return f"It must sit again by {_day(facts.reconvene_by)}. The statutory limit is not reset by this."
    return None


@rule("reconvene", source=CENSUS, asks=True)
def it_sits_again_on_a_working_day(meeting: Meeting, facts: Facts) -> str | None:
    if facts.given.get("starts_at") and facts.day_closed and meeting.kind.is_conference:
        return f"That day is no working day ({facts.day_closed}). Choose another."
    return None


# --- concluding -----------------------------------------------------------------------------------------------------


@rule("conclude", source=STRATEGY)
def the_meeting_is_quorate(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.proceed_reason or (facts.quorum and facts.quorum.met):
        return None
    sentence = facts.quorum.sentence if facts.quorum else "Nobody's attendance is recorded."
    return f"{sentence} Protect first, then reconvene, or go ahead where the type allows it."


@rule("conclude", source="The 10 Principles, 1c; a decision is made for each child separately")
def every_child_has_a_decision(meeting: Meeting, facts: Facts) -> str | None:
    return _for_children(facts, lambda child: child.decision is None, "Record the decision and its reasons for")


@rule("conclude", source="Working Together to Safeguard Children 2023, the child protection plan")
def a_plan_has_its_category_of_harm(meeting: Meeting, facts: Facts) -> str | None:
    return _for_children(
        facts,
        lambda c: bool(c.decision and c.decision.needs_category and not c.category),
        "Name the category of harm for",
    )


@rule("conclude", source=VOICE)
def every_child_was_heard_or_there_is_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    if not meeting.kind.voice_required:
        return None
    return _for_children(facts, lambda child: not child.heard, "Record the child's voice, or why it is missing, for")


@rule("conclude", source="The 10 Principles, 1e: analysis, not description")
def there_is_an_analysis(meeting: Meeting, facts: Facts) -> str | None:
    owed = any(field.key == "analysis" for field in meeting.kind.record_fields)
    if not owed or meeting.analysis.strip() or facts.text("analysis"):
        return None
    return "Write the analysis: what do we think is happening, and what else could it be?"


@rule("conclude", source=DISSENT)
def every_agency_was_asked_for_dissent(meeting: Meeting, facts: Facts) -> str | None:
    """'None' is an answer; silence is not."""
    if not facts.agencies_unasked or not meeting.kind.dissent:
        return None
    return f"Ask about dissent, and write down the answer, for: {', '.join(facts.agencies_unasked)}."


@rule("conclude", source="The 10 Principles, 2: nobody assumes that someone else is doing it")
def every_action_has_one_owner(meeting: Meeting, facts: Facts) -> str | None:
    if facts.actions_unowned:
        return f"{facts.actions_unowned} of the actions has an owner who is not in service. Name somebody else."
    return None


@rule("conclude", source="Working Together to Safeguard Children 2023, core groups and reviews")
def the_next_dates_are_set(meeting: Meeting, facts: Facts) -> str | None:
    missing = sorted({text for child in facts.children for text in child.dates_missing})
    return f"Set the date for: {', '.join(missing)}." if missing else None


@rule("conclude", source=LEAD)
def somebody_leads_for_every_child(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.lead_must_be_social_worker and any(c.decision and _protects(c.decision) for c in facts.children):
        return _for_children(
            facts,
            lambda c: not c.lead_is_social_worker,
            "A social worker must lead, or be named interim lead (one click, 2 working days at most), for",
        )
    return _for_children(facts, lambda child: not child.lead, "Nominate a lead professional for")


# --- afterwards -----------------------------------------------------------------------------------------------------


@rule("issue_decision", source=LETTERS)
def this_type_has_a_decision_letter(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.has_decision_letter:
        return None
    return f"{meeting.kind.name}: there is no decision letter. Issue the record."


@rule("issue_decision", source=LETTERS)
def the_chair_approved_the_letter(meeting: Meeting, facts: Facts) -> str | None:
    return (
        None
        if "decision_letter" in facts.approved
        else "The chair has not approved this version of the decision letter."
    )


@rule("issue_minutes", source=LETTERS)
def the_decision_letter_went_first(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.state == "concluded" and meeting.kind.has_decision_letter:
        return "Issue the decision letter first: people need the decision before they can wait for the record."
    return None


@rule("issue_minutes", source=LETTERS)
def the_chair_approved_the_minutes(meeting: Meeting, facts: Facts) -> str | None:
    return None if "minutes" in facts.approved else "The chair has not approved this version of the minutes."


@rule("correct", source="Convenor: the record never changes; a correction stands beside it", asks=True)
def a_correction_says_what_and_why(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.text("reason") and facts.text("text") else "Say what should be corrected, and why."


@rule("close", source="Convenor: a meeting is closed when nothing that the rules require is open")
def every_date_owed_is_answered(meeting: Meeting, facts: Facts) -> str | None:
    return f"Still open: {', '.join(facts.dates_open)}." if facts.dates_open else None


@rule("close", source="The 10 Principles, 2")
def every_action_is_with_its_owner(meeting: Meeting, facts: Facts) -> str | None:
    if facts.actions_not_taken:
        return f"{facts.actions_not_taken} of the actions was declined or has no owner yet. Find another owner."
    return None


@rule("close", source=DISSENT)
def every_challenge_is_taken_up(meeting: Meeting, facts: Facts) -> str | None:
    if facts.challenges_unlinked:
        return "A dissent is to be challenged and no disagreement has been opened for it yet."
    return None


@rule("close", source="The 10 Principles, 1 and 3: decisions to share, or not, are recorded with their reasons")
def sharing_decisions_are_recorded(meeting: Meeting, facts: Facts) -> str | None:
    return _for_children(
        facts, lambda child: not child.sharing_recorded, "Record what was shared, with whom and why, for"
    )


def opening_of(kind: rulebook.MeetingType) -> tuple[rulebook.LabelledKey, ...]:
    """The statements with which a meeting of this type opens; a type without a list of its own makes the three that
    every meeting needs."""
    if kind.opening:
        return kind.opening
    always = ("introductions_and_agencies", "confidentiality", "professional_difference_statement")
    return tuple(item for item in rulebook.book().meeting_type("icpc").opening if item.key in always)


def is_short_notice(now: datetime, starts_at: datetime) -> bool:
    """Whether an answer or a change comes less than a day before the start."""
    return starts_at - now < timedelta(days=1)


def _protects(decision: rulebook.Decision) -> bool:
    return decision.makes_plan or decision.keeps_plan or decision.starts_s47


def _for_children(facts: Facts, missing: Any, words: str) -> str | None:
    """`words` and for how many children, never which by name: messages travel into logs and inboxes."""
    without = [child for child in facts.children if missing(child)]
    if not without:
        return None
    if len(facts.children) == 1:
        return f"{words} the child."
    return f"{words} {', '.join(child.label for child in without)}."
