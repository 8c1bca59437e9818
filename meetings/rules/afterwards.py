"""Letters, minutes, corrections and closing: the rules after a meeting."""

from meetings.models import Meeting
from meetings.rules.facts import DISSENT, LETTERS, Facts, for_children, rule


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
    return for_children(
        facts, lambda child: not child.sharing_recorded, "Record what was shared, with whom and why, for"
    )
