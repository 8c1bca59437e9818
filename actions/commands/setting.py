"""Setting actions: noted while a meeting runs, opened when it is concluded, or set at once."""

from collections.abc import Iterable, Sequence
from datetime import date

import audit
from actions.commands.telling import add_step, plan_due, tell_owner
from actions.models import PRIORITIES, Action
from actions.queries import action_visible_to, grounds_of, is_barred_from, origin_of
from children.models import Child
from children.queries import children_by_ids
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput, Refusal, Refused
from foundation.text import clean, clean_line, search_key
from people.models import Person

# No instruction begins with one of these: such a sentence describes, or leaves open who does what.
NO_VERB = """a an the this that these those there it he she they we i you his her their our my its who what when where if and or
    but of in on at by for with from to as no not any some all every everyone everybody nobody somebody someone anyone
    ongoing continuing monitoring agency agencies team professionals school health police social mother mum father dad
    child children parent parents family gp"""
LONGEST_TEXT = 2000


def note_action(
    person: Person,
    *,
    text: str,
    outcome_wanted: str,
    owner: Person | None,
    due_on: date | None,
    children: Sequence[Child],
    meeting_id: int | None = None,
    escalation_id: int | None = None,
    priority: str = "plan",
    evidence_wanted: str = "",
    checker_id: int | None = None,
    belongs_to_lead: bool = False,
    due_working: str = "",
    confidential: bool = False,
    rests_on: str = "",
) -> Action:
    """Write an action down without opening it: nobody is told or reminded before `open_actions`.

    `children` are entities that the caller found for `person`. `due_working`: how the date was counted, line by line.
    `confidential`: it arose in the part of the meeting that is held in confidence. `rests_on`: the public id of an assumption
    about one of the children, or of a service at work with them.
    Raises `BadInput` unless the text says what is done, exactly one person in service owns it, and its date is to come.
    """
    given = _checked(text, outcome_wanted, owner, due_on, children, priority)
    assert owner is not None and due_on is not None
    action = Action(
        public_id=new_public_id(),
        reference=next_reference("A"),
        **given,
        priority=priority,
        state="open",
        owner=owner,
        agency=owner.agency,
        due_on=due_on,
        original_due_on=due_on,
        due_working=clean(due_working),
        extensions=0,
        evidence_wanted=clean(evidence_wanted)[:LONGEST_TEXT],
        checker_id=checker_id,
        meeting_id=meeting_id,
        escalation_id=escalation_id,
        belongs_to_lead=belongs_to_lead,
        confidential=confidential,
        **_grounds(person, children, rests_on),
        set_by=person,
        noted_at=clock.now(),
        children=list(children),
    )
    db.session.add(action)
    db.session.flush()
    add_step(action, "noted", person)
    audit.record(
        person, "action.noted", action, children=children, text=action.text, owner=owner.public_id, due_on=due_on
    )
    return action


def edit_noted(
    person: Person,
    action_id: str,
    *,
    text: str,
    outcome_wanted: str,
    owner: Person | None,
    due_on: date | None,
    children: Sequence[Child],
    priority: str = "plan",
    evidence_wanted: str = "",
    confidential: bool = False,
) -> Action:
    """Change what is only noted so far; once it is open, its words stand."""
    action = _noted(person, action_id)
    given = _checked(text, outcome_wanted, owner, due_on, children, priority)
    assert owner is not None and due_on is not None
    action.text, action.text_key, action.outcome_wanted = given["text"], given["text_key"], given["outcome_wanted"]
    action.priority, action.evidence_wanted = priority, clean(evidence_wanted)[:LONGEST_TEXT]
    action.confidential = confidential
    action.owner, action.agency = owner, owner.agency
    action.due_on = action.original_due_on = due_on
    action.children = list(children)
    audit.record(
        person, "action.edited", action, children=children, text=action.text, owner=owner.public_id, due_on=due_on
    )
    return action


def drop_noted(person: Person, action_id: str) -> Action:
    """Take back what is only noted so far. It stays in the record as cancelled; nobody was told of it."""
    action = _noted(person, action_id)
    # The machine speaks of actions that have begun; this one never did, so there is no event for it.
    action.state, action.closed_at = "cancelled", clock.now()
    action.cancelled_reason = "Taken back before it began."
    add_step(action, "dropped", person)
    audit.record(person, "action.dropped", action, children=action.children)
    return action


def open_actions(person: Person, actions: Iterable[Action]) -> list[Action]:
    """What was noted begins: each owner is told, and the reminders of its date are planned."""
    opened = [action for action in actions if action.opened_at is None and action.state == "open"]
    for action in opened:
        action.opened_at = clock.now()
        add_step(action, "opened", person)
        audit.record(person, "action.opened", action, children=action.children)
        tell_owner(action, "action.set")
        plan_due(action)
    return opened


def set_action(
    person: Person,
    *,
    text: str,
    outcome_wanted: str,
    owner: Person | None,
    due_on: date | None,
    child_ids: Sequence[str] = (),
    meeting: str = "",
    escalation: str = "",
    priority: str = "plan",
    evidence_wanted: str = "",
    belongs_to_lead: bool = False,
    confidential: bool = False,
    rests_on: str = "",
) -> Action:
    """Set an action: noted and opened at once. In a meeting that still runs it is noted, and begins when that concludes.

    `child_ids`, `meeting` and `escalation` are public ids, each of which `person` must be able to see; without
    `child_ids` it is for the children of the meeting or escalation.
    """
    if meeting and escalation:
        raise BadInput({"escalation": "An action comes from a meeting or from an escalation, not from both."})
    if confidential and not meeting:
        raise BadInput(
            {"confidential": "Only what was agreed in a meeting can be kept to those admitted to a part of it."}
        )
    held = origin_of(person, "meeting", public_id=meeting) if meeting else None
    raised = origin_of(person, "escalation", public_id=escalation) if escalation else None
    origin = held or raised
    action = note_action(
        person,
        text=text,
        outcome_wanted=outcome_wanted,
        owner=owner,
        due_on=due_on,
        children=children_by_ids(person, child_ids or (origin.child_ids if origin else ())),
        meeting_id=held.id if held else None,
        escalation_id=raised.id if raised else None,
        priority=priority,
        evidence_wanted=evidence_wanted,
        checker_id=origin.checker_id if origin else None,
        belongs_to_lead=belongs_to_lead,
        confidential=confidential,
        rests_on=rests_on,
    )
    if origin is None or not origin.runs:
        open_actions(person, [action])
    return action


def _grounds(person: Person, children: Sequence[Child], rests_on: str) -> dict[str, int]:
    """The column for what the action rests on. Raises `BadInput` where that is not there for these children."""
    if not rests_on:
        return {}
    for ground in grounds_of(person, children):
        if ground.public_id == rests_on:
            return {ground.column: ground.id}
    raise BadInput({"rests_on": "Choose an assumption or a service of the children for whom this is done."})


def _noted(person: Person, action_id: str) -> Action:
    action = action_visible_to(person, action_id)
    if action.opened_at is not None or action.state != "open":
        raise Refused(
            [Refusal("it_is_only_noted", f"{action.reference} has begun: its words stand.", "DOMAIN, “Actions”")]
        )
    return action


def _checked(
    text: str, outcome_wanted: str, owner: Person | None, due_on: date | None, children: Sequence[Child], priority: str
) -> dict[str, str]:
    """The cleaned texts. Raises `BadInput` with a message for each field that is not right."""
    text, outcome_wanted = clean_line(text), clean(outcome_wanted)
    errors: dict[str, str] = {}
    if message := _what_is_wrong_with(text):
        errors["text"] = message
    if not outcome_wanted:
        errors["outcome_wanted"] = "Say what will be different for the child when it is done."
    elif len(outcome_wanted) > LONGEST_TEXT:
        errors["outcome_wanted"] = f"Use at most {LONGEST_TEXT} characters."
    if owner is None:
        errors["owner"] = "Name exactly one person. A team, “all” or an agency is nobody."
    elif owner.left_on is not None:
        errors["owner"] = "This person has left. Name somebody who is in service."
    elif is_barred_from(owner, children):
        errors["owner"] = "This person cannot take on this action. Name somebody else."
    if due_on is None:
        errors["due_on"] = "Give a date. “Ongoing” is none: give the day on which it is looked at again."
    elif due_on < clock.today():
        errors["due_on"] = "Give a date from today on."
    if not children:
        errors["children"] = "Name the child, or the children, for whom this is done."
    if priority not in PRIORITIES:
        errors["priority"] = f"Choose one of: {', '.join(PRIORITIES)}."
    if errors:
        raise BadInput(errors)
    return {"text": text, "text_key": search_key(text), "outcome_wanted": outcome_wanted}


def _what_is_wrong_with(text: str) -> str:
    words = text.lower().replace("’", "'").split()
    if len(words) < 2 or not words[0][0].isalpha():
        return "Begin with a verb and say what is done: “See the child alone at school”."
    if words[0].strip(".,:;'") in NO_VERB.split():
        return "Begin with what the owner does: “See …”, “Ask …”, “Send …”."
    return f"Use at most {LONGEST_TEXT} characters." if len(text) > LONGEST_TEXT else ""
