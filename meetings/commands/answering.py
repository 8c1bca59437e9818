"""What an invitee does from a private link, without an account: answer, name a deputy, hand in a report, give it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

import audit
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotPermitted, Refusal, Refused, require
from foundation.text import clean
from foundation.uploads import Upload
from meetings import queries
from meetings.commands.calendars import add_to_list, announce, raise_sequence, reset_answer
from meetings.commands.deputies import Deputy, checked_deputy
from meetings.commands.inviting import RUN_IT, apply_answer, listable, send_first, tell_who_runs
from meetings.commands.moving import stands
from meetings.models import Invitation, Meeting, OfferedTime, ReportFile
from meetings.queries.links import SERIES_LINK, InvitationLink
from notifications.commands import drop
from people import commands as people_commands
from people import links
from people import queries as people_queries
from people.models import Person

LONGEST_REPORT = 50_000
LONGEST_OFFER = timedelta(hours=14)
BEGUN = Refusal(
    "the_meeting_takes_answers",
    "The meeting has begun: it takes no answers any longer. Telephone whoever convenes it.",
    "The lifecycle of a meeting",
)
ANSWERS = ("accepted", "tentative", "declined", "delegated")


@dataclass(frozen=True)
class Source:
    """Where something came from by link; kept in the record beside it."""

    address: str
    program: str


def answer_by_link(
    here: InvitationLink,
    response: str,
    source: Source,
    *,
    comment: str = "",
    deputy: Deputy | None = None,
    times: Sequence[tuple[datetime, datetime]] = (),
    for_series: bool = False,
) -> bool:
    """The last answer counts. Says whether anything changed: the same answer sent twice is one.

    Raises `BadInput` for an answer that is none, a decline without a reason, and a deputy who cannot stand in; `Refused`
    once the meeting has begun.
    """
    meeting, asked = here.meeting, here.asked
    comment = clean(comment)[:1000]
    if response not in ANSWERS:
        raise BadInput({"response": "Choose one of the answers."})
    if not here.takes_answers:
        raise Refused([BEGUN])
    if response == "declined" and not comment:
        raise BadInput({"comment": "Say why you cannot come. Your apology is passed on with it."})
    named = checked_deputy(meeting, asked, deputy).as_json() if response == "delegated" else {}
    offered = checked_times(times) if response in ("declined", "tentative") else []
    same = (asked.response, asked.comment, asked.deputy_named) == (response, comment, named)
    if same and asked.response_source == "link" and offered == queries.offers_of(asked):
        return False
    now = clock.now()
    apply_answer(
        meeting,
        asked,
        response,
        "link",
        comment=comment,
        sequence=asked.last_sequence,
        stamp=now,
        deputy=named,
        for_series=for_series,
    )
    offer(meeting, asked, offered)
    audit.record(
        here.person,
        "invitation.answered",
        asked,
        children=meeting.children,
        response=response,
        source="link",
        times=len(offered),
        address=source.address,
        program=source.program,
    )
    return True


def answer_series_by_link(here: InvitationLink, response: str, source: Source, **given: Any) -> bool:
    """One answer for every meeting of the series that still takes one; what was answered for a single one stays. Times that
    are offered are offered in place of the meeting that is looked at. Says whether anything changed."""
    open_places = [replace(here, meeting=meeting, asked=asked) for meeting, asked in here.others]
    open_places = [place for place in open_places if place.takes_answers]
    alike = [p for p in open_places if p.asked.for_series or p.asked.response not in ANSWERS or p.asked is here.asked]
    changed = False
    for place in alike or [here]:
        times = given.get("times", ()) if place.asked is here.asked else ()
        changed = answer_by_link(place, response, source, **{**given, "times": times}, for_series=True) or changed
    if here.asked.seat is not None:
        here.asked.seat.response = response
    return changed


def checked_times(times: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Times that lie ahead and have a length, soonest first. Raises `BadInput`, beside the number of the time."""
    errors = {}
    for number, (start, end) in enumerate(times, 1):
        if start <= clock.now():
            errors[f"from_{number}"] = "Choose a time that lies ahead."
        elif not timedelta() < end - start <= LONGEST_OFFER:
            errors[f"until_{number}"] = "Enter a later time of the same day, like 16:30."
    if errors:
        raise BadInput(errors)
    return sorted(set(times))


def offer(meeting: Meeting, asked: Invitation, times: list[tuple[datetime, datetime]]) -> None:
    """What is offered now stands in place of what was offered before; that stays in the record."""
    standing = (OfferedTime.invitation_id == asked.id, OfferedTime.withdrawn_at.is_(None))
    db.session.execute(update(OfferedTime).where(*standing).values(withdrawn_at=clock.now()))
    db.session.add_all(
        OfferedTime(
            public_id=new_public_id(),
            meeting_id=meeting.id,
            invitation_id=asked.id,
            starts_at=start,
            ends_at=end,
            offered_at=clock.now(),
        )
        for start, end in times
    )


def invite_deputy(person: Person, public_id: str, invitation_id: str) -> Invitation:
    """One click of whoever convenes: the deputy who was named is invited, in the same part as the one they stand in for."""
    meeting = listable(person, public_id)
    asked = queries.invitation_of(person, meeting, invitation_id)
    named = asked.deputy_named
    if not named or asked.deputy_id is not None:
        raise BadInput({"deputy": "No deputy is waiting to be invited here."})
    other = people_queries.person_by_email(named["email"])
    if other is None:
        seniority = named["seniority"] or "practitioner"
        other = people_commands.add_person(
            person, name=named["name"], email=named["email"], agency=asked.agency, seniority=seniority
        )
        db.session.flush()
    if other.left_on is not None:
        raise BadInput({"deputy": f"{other.name} has left. Ask for another deputy."})
    seated = add_to_list(
        person,
        meeting,
        other,
        required=asked.required,
        capacity=asked.capacity,
        role=asked.role,
        why=f"comes in place of {asked.person.name}"[:300],
        direct_contact=asked.direct_contact,
    )
    asked.deputy_id = other.id
    audit.record(
        person, "invitation.deputy_invited", asked, children=meeting.children, meeting=meeting.public_id, deputy=other.public_id
    )  # fmt: skip
    if meeting.state == "invited" and seated.response == "no_reply":
        if seated.last_sequence is not None:
            raise_sequence(meeting)
        send_first(meeting, seated)
    return seated


def refuse_deputy(person: Person, public_id: str, invitation_id: str) -> Invitation:
    """The deputy cannot stand in: the invitee is asked once more, and their answer is open again."""
    meeting = listable(person, public_id)
    asked = queries.invitation_of(person, meeting, invitation_id)
    if asked.response != "delegated":
        raise BadInput({"deputy": "No deputy is named here."})
    reset_answer(asked)
    if meeting.state == "invited":
        announce(meeting, asked, "meeting_reminder", significant=False)
    audit.record(person, "invitation.deputy_refused", asked, children=meeting.children, meeting=meeting.public_id)
    return asked


def hand_in_report(here: InvitationLink, source: Source, *, text: str = "", file: Upload | None = None) -> bool:
    """A report by link, typed or as a file. Says whether anything new came."""
    return take_report(
        here.person, here.meeting, here.asked, text, file, address=source.address, program=source.program
    )


def record_report(
    person: Person, public_id: str, invitation_id: str, text: str = "", file: Upload | None = None
) -> Invitation:
    """A written report came in. It is read out; it never counts towards quorum."""
    meeting = queries.meeting_for(person, public_id)
    asked = queries.invitation_of(person, meeting, invitation_id)
    if asked.person_id != person.id and not queries.roles_of(person, meeting) & RUN_IT:
        raise NotPermitted("The person invited hands in their report, or whoever convenes records it.")
    take_report(person, meeting, asked, text, file)
    return asked


def take_report(
    person: Person, meeting: Meeting, asked: Invitation, text: str, file: Upload | None, **details: str
) -> bool:
    """Keep a report; the same one sent twice is one. Every file stays. Raises `BadInput` where there is neither."""
    text = clean(text)[:LONGEST_REPORT]
    if not text and file is None:
        raise BadInput({"report": "Write the report, or choose a file."})
    known = file is not None and db.session.scalar(
        select(ReportFile.id).where(ReportFile.invitation_id == asked.id, ReportFile.fingerprint == file.fingerprint)
    )
    if (not text or text == asked.report) and (file is None or known):
        return False
    if file is not None and not known:
        db.session.add(
            ReportFile(
                public_id=new_public_id(),
                invitation_id=asked.id,
                kind=file.kind,
                size=len(file.content),
                fingerprint=file.fingerprint,
                content=file.content,
                handed_in_by_id=person.id,
                handed_in_at=clock.now(),
            )
        )
    asked.report, asked.report_received_at = text or asked.report, clock.now()
    audit.record(
        person,
        "invitation.reported",
        asked,
        children=meeting.children,
        meeting=meeting.public_id,
        file=file.kind if file else None,
        **details,
    )
    return True


def ask_for_details(here: InvitationLink) -> bool:
    """Mail a one-time code to the invited address. Raises `TooManyCodes`."""
    asked = links.ask_for_code(here.link, here.meeting.reference)
    if asked:
        audit.record(here.person, "invitation.code_asked", here.asked, children=here.meeting.children)
    return asked


def read_details(here: InvitationLink, code: str) -> bool:
    """Whether `code` shows the practical details, once. Raises `TooManyCodes` after five wrong ones."""
    if not links.code_is_right(here.link, code):
        audit.refused(here.person, "invitation.read", "invitation", here.asked.public_id)
        return False
    audit.read(here.person, "invitation", here.asked, children=here.meeting.children, by="link and code")
    return True


def give_back(here: InvitationLink, source: Source) -> None:
    """The mail reached somebody whom it was not meant for: the link ends, and whoever convenes hears of it."""
    end_links(here.asked)
    audit.record(
        None,
        "invitation.link_given_back",
        here.asked,
        children=here.meeting.children,
        address=source.address,
        program=source.program,
    )
    tell_who_runs(here.meeting, here.asked, "meeting_link_given_back", clock.now())


def stop_link(person: Person, public_id: str, invitation_id: str) -> Invitation:
    """The private links of this invitee are worth nothing from now on. They can still answer from their calendar."""
    meeting = queries.meeting_for(person, public_id)
    require(queries.roles_of(person, meeting) & RUN_IT, "Only whoever convenes or chairs ends a private link.")
    asked = queries.invitation_of(person, meeting, invitation_id)
    end_links(asked)
    audit.record(person, "invitation.link_stopped", asked, children=meeting.children, meeting=meeting.public_id)
    return asked


def end_links(asked: Invitation) -> None:
    """No private link of this invitee opens anything any more, one to the whole series neither."""
    links.revoke("invitation", asked.public_id)
    if asked.seat is not None:
        links.revoke(SERIES_LINK, asked.seat.public_id)


def renew_link(person: Person, public_id: str, invitation_id: str) -> Invitation:
    """A new link in place of the old ones, in the same invitation once more."""
    asked = stop_link(person, public_id, invitation_id)
    meeting = queries.meeting_for(person, public_id)
    stands(meeting, ("invited",), "the_invitations_are_out", "The invitations are not out, or the meeting has begun.")
    drop(asked, "meeting_reminder", because="a new link is sent")
    announce(meeting, asked, "meeting_reminder", significant=False)
    return asked
