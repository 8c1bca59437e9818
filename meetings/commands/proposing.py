"""Asking for a meeting, and declining one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import audit
import rulebook
from children.models import Child
from children.queries import people_in_role, people_involved
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, new_token, next_reference
from foundation.lifecycles import BadInput, NotPermitted, move
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands import dates
from meetings.commands.moving import follow_leads, permitted, plan_about
from meetings.commands.scheduling import check_form, take_over
from meetings.models import Meeting, MeetingChild
from notifications.commands import tell
from notifications.mail import reply_address
from people.models import Agency, Person

WITHOUT_CASES = ("system_admin", "auditor", "agency_admin")
# Subjects of meetings that are not about a child of the record.
WITHOUT_CHILD = ("organisation", "adult_in_position_of_trust", "incident", "child_or_place")


def propose(
    person: Person,
    *,
    type_key: str,
    children: Sequence[Child],
    trigger_kind: str,
    trigger_at: datetime,
    purpose: str,
    subject: str = "",
    named_agency: Agency | None = None,
    coordinator: Person | None = None,
    siblings_considered: bool = False,
    restricted_children: Sequence[Child] = (),
    predecessor: Meeting | None = None,
    escalation_id: int | None = None,
    wished: Mapping[str, Any] | None = None,
) -> Meeting:
    """Ask for a meeting. A draft sends nothing but the word to whoever convenes it, where that is somebody else.

    `children` are entities that the caller found for `person`. Dates that count from the trigger are computed and kept.
    `wished`: `starts_at`, `minutes_long`, `chair`, `place`, `online_url` as the asker would like them; whoever schedules
    decides.
    Raises `BadInput` for a type, trigger or subject that does not fit.
    """
    if person.role in WITHOUT_CASES:
        raise NotPermitted("Meetings are proposed by professionals who work with the child.")
    kind = _checked(type_key, children, trigger_kind, trigger_at, purpose, subject)
    _check_wishes(wished or {})
    meeting = put_down(
        person,
        kind.key,
        children,
        trigger_kind=trigger_kind,
        trigger_at=trigger_at,
        purpose=purpose,
        subject=subject,
        coordinator=coordinator,
        named_agency_id=named_agency.id if named_agency else None,
        siblings_considered=siblings_considered,
        hidden={child.id for child in restricted_children},
        predecessor_id=predecessor.id if predecessor else None,
        escalation_id=escalation_id,
        wished=wished or {},
    )
    dates.inherit_limits(meeting)
    dates.remind_of_limits(meeting)
    audit.record(
        person,
        "meeting.proposed",
        meeting,
        children=children,
        type=kind.key,
        trigger=trigger_kind,
        purpose=meeting.purpose,
    )
    for convenor in convenors(person, kind, children, coordinator):
        tell(convenor, "meeting_proposed", meeting)
    return meeting


def put_down(
    person: Person,
    type_key: str,
    children: Sequence[Child],
    *,
    purpose: str,
    subject: str,
    hidden: Collection[int],
    wished: Mapping[str, Any],
    uid: str = "",
    **given: Any,
) -> Meeting:
    """Write a new meeting down, with whom it is about and the dates that count from what it was asked for."""
    meeting = Meeting(
        public_id=new_public_id(),
        reference=next_reference("M"),
        type=type_key,
        state="proposed",
        purpose=clean(purpose),
        subject=clean(subject),
        asked_by=person,
        asked_at=clock.now(),
        changed_at=clock.now(),
        uid=uid or f"{new_token()}@{reply_address('uid').rpartition('@')[2]}",
        **given,
    )
    take_over(meeting, wished, None, None)
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(
        MeetingChild(meeting_id=meeting.id, child_id=child.id, restricted=child.id in hidden) for child in children
    )
    db.session.flush()
    dates.owe_from_trigger(meeting, _expected_birth(children))
    return meeting


def decline(person: Person, public_id: str, reason: str) -> Meeting:
    """The convenor refuses; whoever asked is told the reason, and may take it further in one click."""
    meeting, facts = permitted(person, public_id, "decline", reason=reason)
    move(meeting, "decline", facts)
    meeting.reason = clean(reason)
    plan_about(meeting, over="the meeting was declined")
    audit.record(person, "meeting.declined", meeting, children=meeting.children, reason=meeting.reason)
    tell(meeting.asked_by_id, "meeting_declined", meeting)
    return meeting


def not_needed(person: Person, meeting: Meeting, because: str) -> None:
    """What a meeting was asked for has come about before anybody arranged it: it is off, and no date of it is owed. One that
    is arranged already stays with whoever convenes it."""
    if meeting.state != "proposed":
        return
    move(meeting, "cancel", queries.facts_of(person, queries.sheet_of(person, meeting), {"reason": "superseded"}))
    meeting.reason = f"superseded: {because}"
    meeting.changed_at = clock.now()
    plan_about(meeting, over=because)
    for due in dates.standing(meeting):
        dates.meet(due, because)
    audit.record(person, "meeting.cancelled", meeting, children=meeting.children, reason=meeting.reason)
    follow_leads(person, meeting)


def _checked(
    type_key: str, children: Sequence[Child], trigger_kind: str, trigger_at: datetime, purpose: str, subject: str
) -> rulebook.MeetingType:
    book = rulebook.book()
    kind = book.meeting_types.get(type_key)
    if kind is None:
        raise BadInput({"type": f"Choose one of: {', '.join(book.meeting_types)}."})
    errors = {}
    if not clean_line(purpose):
        errors["purpose"] = "Say in a sentence what this meeting is for."
    if not children and kind.subject.key not in WITHOUT_CHILD:
        errors["children"] = f"Choose whom it is about ({kind.subject.label})."
    if kind.subject.key in WITHOUT_CHILD and not children and not clean_line(subject):
        errors["subject"] = f"Say what it is about ({kind.subject.label})."
    if kind.subject.key == "unborn_child" and not any(child.is_unborn for child in children):
        errors["children"] = "This meeting is about a child who is not yet born. Choose one with an expected date."
    known = triggers_of(kind)
    if trigger_kind not in known:
        errors["trigger.kind"] = f"Choose what it counts from: {', '.join(known)}."
    if trigger_at > clock.now() and trigger_kind in _HAPPENED:
        errors["trigger.at"] = "This has not happened yet. Give the moment when it did."
    if errors:
        raise BadInput(errors)
    return kind


def _check_wishes(wished: Mapping[str, Any]) -> None:
    check_form(wished)
    if wished.get("starts_at") and wished["starts_at"] < clock.now():
        raise BadInput({"starts_at": "Choose a time that has not passed."})


_HAPPENED = ("threshold_decision", "strategy_s47.initiated_s47", "became_aware", "allegation_known", "requested")


def triggers_of(kind: rulebook.MeetingType) -> dict[str, str]:
    """What a meeting of this type may count from, by key with its words."""
    book = rulebook.book()
    keys = [name for rule in kind.limits for name in (rule.trigger, *rule.also_triggered_by)]
    wanted = [key for key in dict.fromkeys(keys) if key not in ("inquorate", "concluded", "expected_delivery_date")]
    return {key: book.trigger_words(key) for key in [*wanted, "requested"]}


def _expected_birth(children: Sequence[Child]) -> date | None:
    return min((c.expected_date_of_birth for c in children if c.expected_date_of_birth), default=None)


def convenors(
    person: Person, kind: rulebook.MeetingType, children: Sequence[Child], coordinator: Person | None
) -> list[int]:
    """Whom to tell that `person` asks: the people involved in the agency that convenes, or the coordinator named."""
    return [one for one in _who_convenes(kind, children, coordinator) if one != person.id]


def _who_convenes(kind: rulebook.MeetingType, children: Sequence[Child], coordinator: Person | None) -> Sequence[int]:
    if coordinator is not None:
        return [coordinator.id]
    key = kind.convenor.key
    if key == "any_agency" or not children:
        return []
    role = rulebook.book().words.roles.get(key)
    involved = people_involved(children)
    if role is None and key not in rulebook.book().agencies:
        return []
    wanted = rulebook.book().role(key)
    ids = [one.person_id for one in involved if wanted.is_satisfied_by(one.agency_kind, one.discipline)]
    return ids or sorted(people_in_role([child.id for child in children], "manager"))
