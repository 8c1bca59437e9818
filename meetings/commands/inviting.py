"""Inviting, reminding, and writing down what people answer, wherever the answer comes from."""

from datetime import datetime
from typing import Any

import audit
from foundation import clock
from foundation.lifecycles import BadInput, move, require
from foundation.text import clean, clean_line
from meetings import queries
from meetings.commands.calendars import (
    add_to_list,
    announce,
    listed,
    note_answer,
    note_invited,
    raise_sequence,
)
from meetings.commands.deputies import Deputy, checked_deputy
from meetings.commands.moving import note_arrangements, plan_about, sheet_for, stands
from meetings.commands.series import add_to_others, invite_series, withdraw_from_others
from meetings.models import RESPONSES, Invitation, Meeting
from meetings.models.invitation import CAPACITIES
from meetings.models.meeting import BEFORE
from notifications.commands import tell
from people import commands as people_commands
from people import links
from people import queries as people_queries
from people.models import Agency, Person

RUN_IT = {"coordinator", "convenor", "chair"}
LISTABLE = ("proposed", "scheduled", "invited", "postponed", "in_progress", "inquorate")


def invitee(person: Person, *, name: str, email: str, agency: Agency) -> Person:
    """Somebody without an account, by address: known already, or added so that they can be asked and reminded."""
    known = people_queries.person_by_email(email)
    if known is not None:
        return known
    return people_commands.add_person(person, name=name, email=email, agency=agency)


def add_invitee(
    person: Person,
    public_id: str,
    other: Person,
    *,
    required: bool = True,
    capacity: str = "professional",
    role: str = "",
    why: str = "",
    direct_contact: bool = True,
    scope: str = "one",
) -> Invitation:
    """Put somebody on the list. Where the invitations are out, only this person is told; as the meeting runs, they join.
    In a series on the list of this meeting alone (`one`), or also of those that follow, or of all to come (`scope`)."""
    meeting = listable(person, public_id)
    before = {invitation.id for invitation in listed(meeting)}
    errors = {}
    if capacity not in CAPACITIES:
        errors["capacity"] = f"Choose one of: {', '.join(CAPACITIES)}."
    if other.left_on is not None:
        errors["person"] = "This person has left. Name somebody who is in service."
    if errors:
        raise BadInput(errors)
    invitation = add_to_list(
        person,
        meeting,
        other,
        required=required,
        capacity=capacity,
        role=role,
        why=clean_line(why)[:300],
        direct_contact=direct_contact,
    )
    if meeting.series is not None and scope != "one":
        add_to_others(person, meeting, invitation, scope)
    elif meeting.state == "invited" and invitation.id not in before:
        if invitation.last_sequence is not None:
            raise_sequence(meeting)  # taken off the list before: the new entry must stand above its withdrawal
        send_first(meeting, invitation)
    elif meeting.state in ("in_progress", "inquorate"):
        invitation.invited_at, invitation.invited_late = clock.now(), True
    return invitation


def withdraw_invitee(
    person: Person, public_id: str, invitation_id: str, reason: str = "", *, scope: str = "one"
) -> Invitation:
    """Take somebody off the list. They are told that their invitation is withdrawn; the meeting stands for the others.
    `scope` as in `add_invitee`."""
    meeting = listable(person, public_id)
    invitation = queries.invitation_of(person, meeting, invitation_id)
    if invitation.withdrawn_at is not None:
        return invitation
    if invitation.person_id == meeting.chair_id:
        raise BadInput({"person": "The chair cannot be taken off the list. Name another chair first."})
    message = "The meeting is running: write down in the attendance what this person does."
    stands(meeting, BEFORE, "nobody_leaves_the_list_of_a_running_meeting", message)
    if invitation.seat is not None and scope != "one":
        withdraw_from_others(person, meeting, invitation.seat, scope, reason)
        return invitation
    invitation.withdrawn_at = clock.now()
    links.revoke("invitation", invitation.public_id)
    if invitation.last_sequence is not None and meeting.state == "invited":
        # A removal needs a number above the last one sent to this person (CALENDAR.md 1.1).
        raise_sequence(meeting)
        announce(meeting, invitation, "meeting_withdrawn", significant=True)
    audit.record(
        person,
        "invitation.withdrawn",
        invitation,
        children=meeting.children,
        meeting=meeting.public_id,
        reason=clean(reason),
    )
    return invitation


def invite(
    person: Person,
    public_id: str,
    *,
    missing_reasons: dict[str, str] | None = None,
    family_told: str = "",
    interpreter: str = "",
    version: int | None = None,
) -> tuple[Meeting, int]:
    """Send everybody on the list their own invitation; how many that is.

    `missing_reasons`: for a role that must come and has nobody, why (by role key). `family_told`: how and when, or why not.
    """
    sheet = sheet_for(person, public_id, "invite", version)
    meeting = sheet.meeting
    arranged: dict[str, Any] = {
        "missing_reasons": missing_reasons or {},
        "family_told": family_told,
        "interpreter": interpreter,
    }
    if meeting.series is not None and meeting.series.announced_at is None:
        return meeting, invite_series(person, meeting.series, **arranged)
    note_arrangements(meeting, **arranged)
    move(meeting, "invite", queries.facts_of(person, sheet))
    if meeting.announced_at is not None:
        raise_sequence(meeting)  # it was called off before: the new entry must stand above the cancellation
    meeting.announced_at = meeting.announced_at or clock.now()
    invited = listed(meeting)
    for invitation in invited:
        send_first(meeting, invitation)
    plan_about(meeting)
    audit.record(person, "meeting.invited", meeting, children=meeting.children, invited=len(invited))
    return meeting, len(invited)


def remind(person: Person, public_id: str, invitation_id: str) -> Invitation:
    """One click: ask this invitee again, with the same entry for the calendar."""
    meeting, invitation = _asked(person, public_id, invitation_id)
    announce(meeting, invitation, "meeting_reminder", significant=False)
    audit.record(person, "invitation.reminded", invitation, children=meeting.children, meeting=meeting.public_id)
    return invitation


def send_all_again(person: Person, public_id: str) -> tuple[Meeting, int]:
    """The present entry once more to everybody who has one, as after a change of words; answers stand. How many that is."""
    meeting = listable(person, public_id)
    if meeting.state != "invited":
        raise BadInput({"meeting": "The invitations are not out, or the meeting has begun."})
    again = [one for one in listed(meeting) if one.last_sequence is not None]
    for invitation in again:
        announce(meeting, invitation, "meeting_reminder", significant=False)
    audit.record(person, "meeting.sent_again", meeting, children=meeting.children, told=len(again))
    return meeting, len(again)


def answer(
    person: Person,
    public_id: str,
    invitation_id: str,
    response: str,
    *,
    source: str = "page",
    comment: str = "",
    deputy: Deputy | None = None,
) -> Invitation:
    """An answer given on the page by the invitee, or taken down by telephone by whoever convenes.

    Whoever answers for themselves that somebody else comes says who; by telephone it may be left open.
    """
    meeting = queries.meeting_for(person, public_id)
    invitation = queries.invitation_of(person, meeting, invitation_id)
    if source == "page":
        require(
            invitation.person_id == person.id,
            "Only the person invited answers here; take it down as a telephone answer.",
        )
    else:
        roles = queries.roles_of(person, meeting)
        require(roles & RUN_IT, "Only whoever convenes or chairs takes down an answer.")
    if response not in RESPONSES or response in ("no_reply", "undeliverable"):
        raise BadInput({"response": "Choose: accepted, declined, tentative or delegated."})
    message = "This meeting takes no answers now: it has begun, or is over, or its date is not set yet."
    stands(meeting, ("invited", "scheduled"), "the_meeting_takes_answers", message)
    named = {}
    if response == "delegated" and (source == "page" or deputy is not None):
        named = checked_deputy(meeting, invitation, deputy).as_json()
    apply_answer(
        meeting,
        invitation,
        response,
        source,
        comment=comment,
        taken_down_by=person if source != "page" else None,
        deputy=named,
    )
    audit.record(person, "invitation.answered", invitation, children=meeting.children, response=response, source=source)
    return invitation


def apply_answer(
    meeting: Meeting,
    invitation: Invitation,
    response: str,
    source: str,
    *,
    comment: str = "",
    sequence: int | None = None,
    stamp: Any = None,
    at: Any = None,
    taken_down_by: Person | None = None,
    deputy: dict[str, str] | None = None,
    for_series: bool = False,
    **came: Any,
) -> None:
    """The last answer counts; every answer stays in the history. Whoever convenes hears when the quorum is put at risk."""
    at = at or clock.now()
    note_answer(
        invitation,
        response,
        source,
        outcome="applied",
        at=at,
        sequence=sequence,
        comment=clean(comment)[:2000],
        taken_down_by=taken_down_by,
        stamp=stamp,
        deputy=deputy or {},
        **came,
    )
    invitation.response, invitation.response_source, invitation.responded_at = response, source, at
    invitation.response_stamp, invitation.comment = stamp, clean(comment)[:2000]
    invitation.deputy_named, invitation.deputy_id, invitation.for_series = deputy or {}, None, for_series
    if response == "declined" and invitation.required:
        tell_who_runs(meeting, invitation, "meeting_declined_by", at)
    if deputy:
        tell_who_runs(meeting, invitation, "meeting_deputy_named", at)


def tell_who_runs(meeting: Meeting, invitation: Invitation, kind: str, at: datetime) -> None:
    """Whoever chairs and whoever convenes hear of something about one invitation."""
    runs = {meeting.chair_id or meeting.asked_by_id, meeting.coordinator_id or meeting.asked_by_id}
    for who in runs - {invitation.person_id}:
        tell(
            who,
            kind,
            meeting,
            step=f"{invitation.public_id}.{at:%Y%m%d%H%M%S}",
            details={"agency": invitation.agency.name},
        )


def send_first(meeting: Meeting, invitation: Invitation) -> None:
    """The first invitation to one person, with how much notice it gives."""
    note_invited(meeting, invitation)
    announce(meeting, invitation, "meeting_invitation", significant=True)


def _asked(person: Person, public_id: str, invitation_id: str) -> tuple[Meeting, Invitation]:
    meeting = queries.meeting_for(person, public_id)
    roles = queries.roles_of(person, meeting)
    require(roles & RUN_IT, "Only whoever convenes or chairs reminds the people invited.")
    stands(meeting, ("invited",), "the_invitations_are_out", "The invitations are not out, or the meeting has begun.")
    return meeting, queries.invitation_of(person, meeting, invitation_id)


def listable(person: Person, public_id: str) -> Meeting:
    """A meeting whose list `person` may change. Raises `NotPermitted`, `Refused`."""
    meeting = queries.meeting_for(person, public_id)
    roles = queries.roles_of(person, meeting)
    require(roles & RUN_IT, "Only whoever convenes or chairs changes the list.")
    stands(meeting, LISTABLE, "the_list_may_change", "The list of this meeting does not change any longer.")
    return meeting
