"""Opening, quorum and concluding: the rules while a meeting sits."""

import rulebook
from meetings.models import Meeting
from meetings.rules.facts import (
    CENSUS,
    DISSENT,
    INQUORATE,
    LEAD,
    OURS,
    STRATEGY,
    VOICE,
    Facts,
    for_children,
    in_words,
    protects,
    rule,
)


@rule("open", source=OURS)
def the_day_has_come(meeting: Meeting, facts: Facts) -> str | None:
    if facts.start_day and facts.today < facts.start_day:
        return f"It starts on {in_words(facts.start_day)}. Change the date first if it is to be held now."
    return None


@rule("open", source="Pan Sussex 5.3/5.4 Pre-Birth Conference, 5.4.1 professional difference statement", asks=True)
def the_opening_statements_are_made(meeting: Meeting, facts: Facts) -> str | None:
    said = set(facts.given.get("opening_statements") or ())
    owed = [label for key, label in opening_of(meeting.kind) if key not in said]
    if not owed or facts.text("opening_statements_skipped_reason"):
        return None
    return f"Say and tick, or give the reason for leaving out: {'; '.join(owed)}."


@rule("open", source="Pan-Lancashire 1.10 Use of Interpreters; The 10 Principles, 6b", asks=True)
def a_language_need_has_its_interpreter(meeting: Meeting, facts: Facts) -> str | None:
    """Nobody of the family sits through what they cannot follow. A reason is written down where it has to be held."""
    given = meeting.no_interpreter_reason or facts.text("no_interpreter_reason")
    if not facts.interpreter_needed or facts.interpreters or meeting.interpreter or given:
        return None
    return "The family needs an interpreter and none is booked. Book one, or give the reason why it opens without."


@rule("hold_now", source=STRATEGY)
def this_type_may_be_held_at_once(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.may_be_held_at_once:
        return None
    return f"A meeting of this type ({meeting.kind.name}) is not held at once: schedule it and invite."


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
        until = f" It must be by {in_words(facts.reconvene_by)}." if facts.reconvene_by else ""
        return f"Give the new date and time.{until}"
    if facts.given["starts_at"] < facts.now:
        return "Choose a time that has not passed."
    if facts.reconvene_by and facts.start_day and facts.start_day > facts.reconvene_by:
        return f"It must sit again by {in_words(facts.reconvene_by)}. The statutory limit is not reset by this."
    return None


@rule("reconvene", source=CENSUS, asks=True)
def it_sits_again_on_a_working_day(meeting: Meeting, facts: Facts) -> str | None:
    if facts.given.get("starts_at") and facts.day_closed and meeting.kind.is_conference:
        return f"That day is no working day ({facts.day_closed}). Choose another."
    return None


@rule("conclude", source=STRATEGY)
def the_meeting_is_quorate(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.proceed_reason or (facts.quorum and facts.quorum.met):
        return None
    sentence = facts.quorum.sentence if facts.quorum else "Nobody's attendance is recorded."
    return f"{sentence} Protect first, then reconvene, or go ahead where the type allows it."


@rule("conclude", source="The 10 Principles, 1c; a decision is made for each child separately")
def every_child_has_a_decision(meeting: Meeting, facts: Facts) -> str | None:
    return for_children(facts, lambda child: child.decision is None, "Record the decision and its reasons for")


@rule("conclude", source="Working Together to Safeguard Children 2023, the child protection plan")
def a_plan_has_its_category_of_harm(meeting: Meeting, facts: Facts) -> str | None:
    return for_children(
        facts,
        lambda c: bool(c.decision and c.decision.needs_category and not c.category),
        "Name the category of harm for",
    )


@rule("conclude", source=VOICE)
def every_child_was_heard_or_there_is_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    if not meeting.kind.voice_required:
        return None
    return for_children(facts, lambda child: not child.heard, "Record the child's voice, or why it is missing, for")


@rule("conclude", source="The 10 Principles, 1e: analysis, not description")
def there_is_an_analysis(meeting: Meeting, facts: Facts) -> str | None:
    owed = any(field.key == "analysis" for field in meeting.kind.record_fields)
    if not owed or meeting.analysis.strip() or facts.text("analysis"):
        return None
    return "Write the analysis: what do we think is happening, and what else could it be?"


@rule("conclude", source="The 10 Principles, 1e: case summaries review effectiveness")
def a_review_says_what_is_different(meeting: Meeting, facts: Facts) -> str | None:
    if not meeting.kind.reviews_a_plan:
        return None
    return for_children(
        facts,
        lambda child: not child.difference_said,
        "Say with the decision, or in a new case summary, what is different since the last review for",
    )


@rule("conclude", source="The 10 Principles, 7d: fathers and partners in files")
def fathers_and_partners_are_in_the_record(meeting: Meeting, facts: Facts) -> str | None:
    """A plan is made with those who live with the child in mind, and not with those alone who answer the door."""
    reasons = {**meeting.missing_reasons, **(facts.given.get("missing_reasons") or {})}
    if not facts.adults_missing or reasons.get("fathers_and_partners", "").strip():
        return None
    return f"Nobody knows of: {', '.join(facts.adults_missing)}. Add them to the household, ask, or say why it is not known."


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
    if meeting.kind.lead_must_be_social_worker and any(c.decision and protects(c.decision) for c in facts.children):
        return for_children(
            facts,
            lambda c: not c.lead_is_social_worker,
            "A social worker must lead, or be named interim lead (one click, 2 working days at most), for",
        )
    return for_children(facts, lambda child: not child.lead, "Nominate a lead professional for")


def opening_of(kind: rulebook.MeetingType) -> tuple[rulebook.LabelledKey, ...]:
    """The statements with which a meeting of this type opens; a type without a list of its own makes the three that
    every meeting needs."""
    if kind.opening:
        return kind.opening
    always = ("introductions_and_agencies", "confidentiality", "professional_difference_statement")
    return tuple(item for item in rulebook.book().meeting_type("icpc").opening if item.key in always)
