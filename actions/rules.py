"""Why a move of an action is refused. What a rule looks at is handed in as `Facts`."""

from dataclasses import dataclass
from datetime import date

from actions.models import Action
from foundation.lifecycles import rules_of
from people.models import Person
from working_time import written_day

ACTIONS = "DOMAIN, “Actions”"
NOBODY_ASSUMES = "Working Together to Safeguard Children 2023, multi-agency working: one named person for each action"
GOOD_PRACTICE = "Good practice, principle 2: nobody assumes that somebody else is doing it"
EVERY_EVENT = (
    "accept", "claim_done", "confirm_done", "send_back", "extend", "decline", "reassign", "cancel", "reopen",
)  # fmt: skip

rule = rules_of(Action).rule


@dataclass(frozen=True)
class Facts:
    """What is known at the moment of the move. `today` is the London date; `owner` the new owner, else the present one."""

    today: date
    person_id: int
    owner: Person
    is_checker: bool = False
    owner_is_barred: bool = False
    due_on: date | None = None
    reason: str = ""
    evidence: str = ""
    effect_for_child: str = ""


@rule(*EVERY_EVENT, source=ACTIONS)
def the_action_has_begun(action: Action, facts: Facts) -> str | None:
    """What is noted in a running meeting binds nobody before the meeting concludes."""
    if action.opened_at is not None:
        return None
    return "This is only noted so far. It begins when its meeting is concluded."


@rule("accept", source=ACTIONS)
def it_is_not_accepted_already(action: Action, facts: Facts) -> str | None:
    if action.accepted_at is None or action.proposed_owner_id is not None:
        return None
    return "Its owner has accepted it already."


@rule("decline", "send_back", "extend", "cancel", "reopen", source=ACTIONS, asks=True)
def a_reason_is_given(action: Action, facts: Facts) -> str | None:
    return None if facts.reason else "Say why, so that whoever reads this later can follow it."


@rule("claim_done", source=ACTIONS, asks=True)
def what_shows_that_it_is_done_is_said(action: Action, facts: Facts) -> str | None:
    return None if facts.evidence else "Say what shows that it is done: a note at least, or where the document is."


@rule("claim_done", source=ACTIONS, asks=True)
def what_changed_for_the_child_is_said(action: Action, facts: Facts) -> str | None:
    """No change is an answer; silence is not."""
    return None if facts.effect_for_child else "Say what has changed for the child. “No change” is an answer."


@rule("extend", source=ACTIONS, asks=True)
def the_new_date_is_later(action: Action, facts: Facts) -> str | None:
    if facts.due_on is not None and facts.due_on > action.due_on:
        return None
    return f"Give a date after {written_day(action.due_on)}, which is the date now."


@rule("extend", source=ACTIONS, asks=True)
def the_new_date_is_not_past(action: Action, facts: Facts) -> str | None:
    if facts.due_on is None or facts.due_on >= facts.today:
        return None
    return f"Give a date from {written_day(facts.today)} on."


@rule("extend", source=GOOD_PRACTICE)
def more_time_for_safety_is_agreed(action: Action, facts: Facts) -> str | None:
    """Nobody gives themselves more time with what keeps a child safe."""
    if action.priority != "safety" or facts.is_checker:
        return None
    return "This keeps a child safe: only whoever checks it can give it more time. Telephone them."


@rule("reassign", source=NOBODY_ASSUMES, asks=True)
def the_new_owner_is_somebody_else(action: Action, facts: Facts) -> str | None:
    return None if facts.owner.id != action.owner_id else f"{facts.owner.name} owns it now. Name somebody else."


@rule("reassign", "reopen", source=NOBODY_ASSUMES, asks=True)
def the_owner_is_in_service(action: Action, facts: Facts) -> str | None:
    return None if facts.owner.left_on is None else f"{facts.owner.name} has left. Name an owner who is in service."


@rule("reassign", "reopen", source="DOMAIN, “Roles and need-to-know”: special blocks", asks=True)
def the_owner_is_not_part_of_the_case(action: Action, facts: Facts) -> str | None:
    """Whoever is related to the child, or the subject of the case, is barred from it whatever their role."""
    return "This person cannot take on this action. Name somebody else." if facts.owner_is_barred else None
