"""Asking, refusing, dating, inviting, putting off: the rules until a meeting is opened."""

from datetime import datetime, timedelta

from meetings.models import Invitation, Meeting
from meetings.rules.facts import CENSUS, INQUORATE, OURS, SENIORITY, STRATEGY, Facts, in_words, rule

CANCEL_REASONS = {
    "plan_ended": "The plan has ended",
    "moved_transfer_accepted": "The family moved, and the new area has taken over",
    "child_died": "The child has died",
    "duplicate": "There is another meeting for the same thing",
    "superseded": "Another meeting takes its place",
    "raised_in_error": "It was asked for in error",
}


def the_deputy_may_decide(meeting: Meeting, asked: Invitation, seniority: str) -> str | None:
    """Where a meeting decides for the agencies in the room, whoever comes instead of one who has to be there may decide
    too. Source: Working Together to Safeguard Children 2023, strategy discussions; DOMAIN §6, `deputy_attended`."""
    quorum = meeting.kind.quorum
    needed = quorum.decision_authority_required and asked.agency.kind in quorum.required_agencies
    if not needed or asked.capacity not in ("professional", "chair") or SENIORITY[seniority] >= SENIORITY["manager"]:
        return None
    return (
        "This meeting takes decisions for the agencies: whoever comes in your place must be a team manager or above. "
        "Name somebody else, or telephone whoever convenes it."
    )


@rule("decline", source="Convenor: anyone may ask for a meeting, and a refusal gives its reason", asks=True)
def a_refusal_gives_its_reason(meeting: Meeting, facts: Facts) -> str | None:
    return None if facts.text("reason") else "Say why the meeting is declined. The person who asked is told the reason."


@rule("decline", source="Working Together to Safeguard Children 2023, ch. 3")
def a_statutory_meeting_that_is_owed_is_held(meeting: Meeting, facts: Facts) -> str | None:
    if meeting.kind.statutory and facts.trigger_has_happened:
        return "This meeting is statutory and what it counts from has happened: schedule it instead of declining it."
    return None


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
        return f"Conferences are not held on a Saturday or Sunday: {in_words(facts.start_day)} is one. Choose a working day."
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


@rule("schedule", "change", source="Convenor product design; rule book, courses: chairing", asks=True)
def the_chairs_training_holds(meeting: Meeting, facts: Facts) -> str | None:
    """What was learnt about chairing has not run out on the day, or a reason is written down. None logged is no bar."""
    if facts.chair is None or facts.chair.trained_until is None:
        return None
    until, day = facts.chair.trained_until, facts.start_day or facts.today
    given_before = meeting.chair_training_reason if facts.chair.is_in_the_chair else ""
    if until >= day or facts.text("chair_training_reason") or given_before:
        return None
    return (
        f"The chair’s training in chairing held until {in_words(until)} {until.year}. Name somebody whose training holds, or "
        "give the reason why they chair all the same."
    )


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
        f"{in_words(facts.start_day)} is after the limit ({facts.limit_name}: {in_words(facts.limit_on)}). "
        "Choose an earlier day, or give the reason and name the manager who agrees."
    )


@rule(
    "schedule", "change", source="Convenor: calendars cannot hold a meeting of a series past its neighbour", asks=True
)
def it_stays_between_its_neighbours(meeting: Meeting, facts: Facts) -> str | None:
    """Outlook holds neither two meetings of a series on one day nor one that was moved past the next (CALENDAR.md 1.4)."""
    before, after, day = facts.series_before, facts.series_after, facts.start_day
    if day is None or ((before is None or before < day) and (after is None or day < after)):
        return None
    days = [f"after {in_words(before)}" if before else "", f"before {in_words(after)}" if after else ""]
    return (
        f"It has to stay {' and '.join(filter(None, days))}, between the meetings of its series. Choose a day there, or move "
        "all that follow."
    )


@rule("change", source="Convenor: a date after the limit carries its reason and a manager's name", asks=True)
def the_next_one_stays_within_its_limit(meeting: Meeting, facts: Facts) -> str | None:
    after, last = facts.series_after, facts.series_last_day
    named = SENIORITY.get(facts.agreed_by_seniority, 0) >= SENIORITY["manager"]
    if after is None or last is None or after <= last or (facts.text("late_reason") and named):
        return None
    return (
        f"The next one, on {in_words(after)}, would then be after its limit ({in_words(last)}). Move all that follow, or give "
        "the reason and name the manager who agrees."
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


@rule("invite", source="The 10 Principles, 5b: all agencies represented")
def every_role_that_must_come_has_a_person_or_a_reason(meeting: Meeting, facts: Facts) -> str | None:
    if not facts.must_unfilled:
        return None
    return f"Name somebody, or say why nobody comes, for: {', '.join(facts.must_unfilled)}."


@rule("invite", source="The 10 Principles, 3: adult and children’s services together")
def the_services_of_parents_are_asked(meeting: Meeting, facts: Facts) -> str | None:
    """What harms a parent harms the child: the service that sees the parent knows what nobody else at the table does."""
    if not facts.services_not_asked:
        return None
    return f"A parent uses {'; '.join(facts.services_not_asked)}. Invite somebody from there, or say why nobody comes."


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
    return f"The statutory limit ({in_words(facts.limit_on)}) will be missed. Record the interim safety plan."


@rule("cancel", source=OURS, asks=True)
def a_cancellation_has_a_listed_reason(meeting: Meeting, facts: Facts) -> str | None:
    if facts.text("reason") in CANCEL_REASONS:
        return None
    return f"Choose the reason: {'; '.join(words.lower() for words in CANCEL_REASONS.values())}."


def is_short_notice(now: datetime, starts_at: datetime) -> bool:
    """Whether an answer or a change comes less than a day before the start."""
    return starts_at - now < timedelta(days=1)
