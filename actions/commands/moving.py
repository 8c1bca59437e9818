"""What happens to an action between its opening and its end: one function for each event."""

from dataclasses import replace
from datetime import date

import audit
from actions.commands.telling import (
    add_step,
    end_reminders,
    plan_check,
    plan_due,
    tell_answerable,
    tell_checkers,
    tell_owner,
)
from actions.models import Action, ActionExtension
from actions.queries import action_visible_to, answerable_for, events_open_to, facts_of, is_barred_from
from actions.rules import Facts
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, Refusal, Refused, move, refusals, require
from foundation.text import clean
from notifications.commands import drop, tell
from people import links
from people.models import Person

LONGEST = 4000
WHO_MAY = {
    "accept": "Only the owner named on an action can accept it.",
    "decline": "Only the owner named on an action can decline it.",
    "claim_done": "Only the owner says that an action is done; whoever checks it confirms it.",
    "confirm_done": "Whoever set it, the chair or the lead professional confirms it, not its owner.",
    "send_back": "Whoever set it, the chair or the lead professional sends it back.",
    "extend": "The owner, or whoever checks it, asks for more time.",
    "reassign": "The owner, their manager, or whoever answers for the action, names another owner.",
    "cancel": "Whoever set it, the chair or the lead professional cancels it.",
    "reopen": "Whoever set it, the chair or the lead professional opens it again.",
}


def accept(person: Person, action_id: str, *, version: int | None = None) -> Action:
    """The owner takes it on. Where somebody else was asked to take over, they are the owner from now on."""
    action, facts = _find(person, action_id, "accept", version)
    move(action, "accept", facts)
    if action.proposed_owner is not None:
        become_owner(action, action.proposed_owner)
    action.accepted_at = clock.now()
    add_step(action, "accept", person)
    audit.record(person, "action.accepted", action, children=action.children)
    tell_answerable(action, "action.accepted", person)
    return action


def decline(person: Person, action_id: str, *, reason: str, version: int | None = None) -> Action:
    """The owner says no, and the action goes back to whoever set it. Somebody who was only asked to take over leaves it
    where it is."""
    action, facts = _find(person, action_id, "decline", version, reason=clean(reason))
    if person.id == action.proposed_owner_id and person.id != action.owner_id:
        if reasons := refusals(action, "decline", facts):
            raise Refused(reasons)
        action.proposed_owner = None
        add_step(action, "stay", person, facts.reason)
        audit.record(person, "action.takeover_declined", action, children=action.children, reason=facts.reason)
        tell_owner(action, "action.takeover_declined")
    else:
        move(action, "decline", facts)
        action.proposed_owner, action.declined_reason, action.accepted_at = None, facts.reason, None
        add_step(action, "decline", person, facts.reason)
        audit.record(person, "action.declined", action, children=action.children, reason=facts.reason)
        end_reminders(action, "declined")
    tell_answerable(action, "action.declined", person)
    return action


def claim_done(
    person: Person, action_id: str, *, evidence: str, effect_for_child: str, version: int | None = None
) -> Action:
    """The owner says that it is done, by what this shows, and what has changed for the child."""
    action, facts = _find(
        person, action_id, "claim_done", version, evidence=clean(evidence), effect_for_child=clean(effect_for_child)
    )
    move(action, "claim_done", facts)
    action.evidence, action.effect_for_child, action.claimed_at = facts.evidence, facts.effect_for_child, clock.now()
    action.proposed_owner, action.sent_back_reason = None, ""
    add_step(action, "claim_done", person, f"{facts.evidence}\n\nFor the child: {facts.effect_for_child}")
    audit.record(
        person,
        "action.done_claimed",
        action,
        children=action.children,
        evidence=facts.evidence,
        effect_for_child=facts.effect_for_child,
    )
    tell_checkers(action, "action.done_claimed", person)
    plan_check(action, clock.today())
    return action


def confirm_done(person: Person, action_id: str, *, version: int | None = None) -> Action:
    """Whoever checks it has seen what shows it: it is done."""
    action, facts = _find(person, action_id, "confirm_done", version)
    move(action, "confirm_done", facts)
    action.confirmed_by_id, action.confirmed_at = person.id, clock.now()
    action.closed_at = clock.now()
    add_step(action, "confirm_done", person)
    audit.record(person, "action.done_confirmed", action, children=action.children)
    end_reminders(action, "confirmed done")
    tell_owner(action, "action.done_confirmed")
    return action


def send_back(person: Person, action_id: str, *, reason: str, version: int | None = None) -> Action:
    """What was claimed done is not done, or not shown: it is open again, with the reason."""
    action, facts = _find(person, action_id, "send_back", version, reason=clean(reason))
    move(action, "send_back", facts)
    action.sent_back_reason, action.claimed_at = facts.reason, None
    add_step(action, "send_back", person, facts.reason)
    audit.record(person, "action.sent_back", action, children=action.children, reason=facts.reason)
    drop(action, "action.evidence", because="sent back")
    tell_owner(action, "action.sent_back")
    return action


def extend(person: Person, action_id: str, *, due_on: date | None, reason: str, version: int | None = None) -> Action:
    """More time, with its reason and who agreed. The first date stays in view; the reminders follow the new one."""
    action, facts = _find(person, action_id, "extend", version, due_on=due_on, reason=clean(reason))
    move(action, "extend", facts)
    assert facts.due_on is not None
    action.extensions += 1
    db.session.add(
        ActionExtension(
            action_id=action.id,
            number=action.extensions,
            from_on=action.due_on,
            to_on=facts.due_on,
            reason=facts.reason,
            agreed_by_id=person.id,
            at=clock.now(),
        )
    )
    before, action.due_on = action.due_on, facts.due_on
    add_step(action, "extend", person, facts.reason)
    audit.record(
        person,
        "action.extended",
        action,
        children=action.children,
        from_on=before,
        to_on=facts.due_on,
        reason=facts.reason,
    )
    plan_due(action)
    if person.id != action.owner_id:
        tell_owner(action, "action.extended")
    tell_answerable(action, "action.extended", person)
    return action


def reassign(
    person: Person, action_id: str, *, owner: Person | None, reason: str = "", version: int | None = None
) -> Action:
    """Ask somebody else to take over. The owner stays the owner until they accept; where the owner has declined, nobody
    holds the action, and the new one owns it at once."""
    if owner is None:
        raise BadInput({"owner": "Name exactly one person. A team, “all” or an agency is nobody."})
    action, facts = _find(person, action_id, "reassign", version, owner=owner, reason=clean(reason))
    declined = action.state == "declined"
    move(action, "reassign", facts)
    if declined:
        become_owner(action, owner)
        action.declined_reason = ""
    else:
        action.proposed_owner = owner
    add_step(action, "reassign", person, f"{owner.name}, {owner.agency.name}. {facts.reason}".strip())
    audit.record(
        person, "action.reassigned", action, children=action.children, owner=owner.public_id, reason=facts.reason
    )
    if declined:
        plan_due(action)
        tell_owner(action, "action.set")
    else:
        tell(owner.id, "action.takeover_asked", action, step=str(action.version))
    return action


def cancel(person: Person, action_id: str, *, reason: str, version: int | None = None) -> Action:
    """It is not needed any longer, for a reason that stays with it."""
    action, facts = _find(person, action_id, "cancel", version, reason=clean(reason))
    move(action, "cancel", facts)
    action.cancelled_reason, action.proposed_owner, action.closed_at = facts.reason, None, clock.now()
    add_step(action, "cancel", person, facts.reason)
    audit.record(person, "action.cancelled", action, children=action.children, reason=facts.reason)
    end_reminders(action, "cancelled with reason")
    if person.id != action.owner_id:
        tell_owner(action, "action.cancelled")
    tell_answerable(action, "action.cancelled", person)
    return action


def reopen(
    person: Person, action_id: str, *, reason: str, owner: Person | None = None, version: int | None = None
) -> Action:
    """It has to be done after all. Its owner is told as if it were new; one who has left is replaced by `owner`."""
    action, facts = _find(person, action_id, "reopen", version, owner=owner, reason=clean(reason))
    move(action, "reopen", facts)
    if facts.owner.id != action.owner_id:
        become_owner(action, facts.owner)
    action.accepted_at = action.claimed_at = action.confirmed_at = action.confirmed_by_id = action.closed_at = None
    action.cancelled_reason = action.declined_reason = ""
    add_step(action, "reopen", person, facts.reason)
    audit.record(person, "action.reopened", action, children=action.children, reason=facts.reason)
    tell_owner(action, "action.reopened")
    plan_due(action)
    return action


def _find(person: Person, action_id: str, event: str, version: int | None, **given: object) -> tuple[Action, Facts]:
    """The action and what its rules look at. Raises `NotVisible`, `NotPermitted`, or `Refused` where `version` is not what
    the person had before them."""
    action = action_visible_to(person, action_id)
    answerable = answerable_for(action)
    require(event in events_open_to(person, action, answerable), WHO_MAY[event])
    if version is not None and version != action.version:
        raise Refused(
            [
                Refusal(
                    "changed_meanwhile",
                    "This changed while you were working. Look at it as it is now, then try again.",
                    "Two people at once",
                )
            ]
        )
    _require_short(given)
    facts = facts_of(person, action, answerable)
    if isinstance(owner := given.get("owner"), Person):
        facts = replace(facts, owner_is_barred=is_barred_from(owner, action.children))
    return action, replace(facts, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def _require_short(given: dict[str, object]) -> None:
    long = {name: f"Use at most {LONGEST} characters." for name, value in given.items() if _is_long(value)}
    if long:
        raise BadInput(long)


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > LONGEST


def become_owner(action: Action, owner: Person) -> None:
    """A change of owner: their agency of today, and the links of the one before are worth nothing."""
    action.owner, action.agency, action.proposed_owner, action.accepted_at = owner, owner.agency, None, None
    links.revoke("action", action.public_id, keep=owner)
