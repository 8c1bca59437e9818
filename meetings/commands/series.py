"""What is done to a series as one: inviting to it, moving it, calling it off, and who is on all of its lists."""

from typing import Any

import audit
from foundation import clock
from foundation.database import db
from foundation.lifecycles import BadInput, Refusal, Refused, move, refusals
from foundation.text import clean
from meetings import queries
from meetings.commands.calendars import (
    add_to_list,
    announce,
    announce_series,
    listed,
    note_invited,
    raise_sequence,
    seat_of,
)
from meetings.commands.moving import note_arrangements, plan_about, sheet_for
from meetings.models import Invitation, Meeting, MeetingSeries, Seat
from meetings.queries.links import SERIES_LINK
from meetings.queries.series import following, meetings_of, places_of, seats_of
from notifications.commands import drop, tell
from people import links
from people.models import Person


def invite_series(person: Person, series: MeetingSeries, **arranged: Any) -> int:
    """Send everybody on a list the whole series as one entry; whoever is asked to one meeting of it, that one. How many
    people that is. Raises `Refused` with what every meeting of it lacks."""
    refused: dict[str, Refusal] = {}
    opened = []
    for meeting in meetings_of(series):
        if meeting.state != "scheduled":
            continue
        note_arrangements(meeting, **arranged)
        facts = queries.facts_of(person, sheet_for(person, meeting.public_id, "invite"))
        refused |= {one.message: one for one in refusals(meeting, "invite", facts)}
        opened.append((meeting, facts))
    if refused:
        raise Refused(refused.values())
    for meeting, facts in opened:
        move(meeting, "invite", facts)
        meeting.announced_at = clock.now()
        for invitation in listed(meeting):
            note_invited(meeting, invitation)
        plan_about(meeting)
        audit.record(person, "meeting.invited", meeting, children=meeting.children, series=series.reference)
    series.announced_at = clock.now()
    db.session.flush()
    seats = seats_of(series)
    for seat in seats:
        send_series_first(seat)
    return len(seats)


def send_series_first(seat: Seat) -> None:
    """The first mail about the meetings of a series that one person is asked to: whole, or the single one."""
    asked = [
        (meeting, one) for meeting, one in places_of(seat) if one.withdrawn_at is None and meeting.state == "invited"
    ]
    if len(asked) > 1 or seat.whole:
        seat.whole = True
        announce_series(seat, "series_invitation")
        return
    for meeting, invitation in asked:
        announce(meeting, invitation, "meeting_invitation", significant=True)


def add_to_others(person: Person, meeting: Meeting, invitation: Invitation, scope: str) -> None:
    """Whoever was put on the list of one meeting is asked to those that follow too, or to all to come: one mail in all."""
    series = meeting.series
    assert series is not None
    places = [(meeting, invitation)]
    for one in following(meeting, scope):
        if one.id == meeting.id or one.state not in ("proposed", "scheduled", "invited", "postponed"):
            continue
        known = {other.person_id for other in listed(one)}
        seated = add_to_list(
            person,
            one,
            invitation.person,
            required=invitation.required,
            capacity=invitation.capacity,
            role=invitation.role,
            why=invitation.why,
            direct_contact=invitation.direct_contact,
        )
        if invitation.person_id not in known:
            places.append((one, seated))
    seat = seat_of(series, invitation)
    out = [place for place in places if place[0].state == "invited"]
    if series.announced_at is None or not out:
        return
    if seat.last_sequence or seat.whole or any(asked.last_sequence is not None for _, asked in out):
        # They held an entry before: the new one stands above whatever they were sent.
        series.counter += 1
        seat.sequence = series.counter
        for _, asked in out:
            asked.last_sequence = asked.min_sequence = series.counter
    for where, asked in out:
        note_invited(where, asked)
        drop(asked, "meeting_invitation", because="told with the series")
    db.session.flush()
    seat.whole = True
    announce_series(seat, "series_invitation")


def withdraw_from_others(person: Person, meeting: Meeting, seat: Seat, scope: str, reason: str) -> None:
    """Whoever is taken off the list of one meeting is taken off those that follow too, or off all to come. Where no meeting
    of the series is left to them, the entry leaves their calendar as one; else each meeting leaves it by itself."""
    meant = {one.id for one in following(meeting, scope)}
    places = [place for place in places_of(seat) if place[1].withdrawn_at is None]
    gone = [place for place in places if place[0].id in meant]
    if any(where.chair_id == seat.person_id for where, _ in gone):
        raise BadInput({"person": "They chair one of these meetings. Name another chair first."})
    as_one = seat.whole and len(gone) == len(places)
    if as_one:
        seat.series.counter += 1
    for where, invitation in gone:
        invitation.withdrawn_at = clock.now()
        links.revoke("invitation", invitation.public_id)
        if as_one:
            invitation.last_sequence = invitation.min_sequence = seat.series.counter
        elif invitation.last_sequence is not None and where.state == "invited":
            raise_sequence(where)
            announce(where, invitation, "meeting_withdrawn", significant=True)
        audit.record(
            person,
            "invitation.withdrawn",
            invitation,
            children=where.children,
            meeting=where.public_id,
            reason=clean(reason),
        )
    if as_one:
        links.revoke(SERIES_LINK, seat.public_id)
        drop(seat, because="the invitation was withdrawn")
        seat.sequence = seat.last_sequence = seat.series.counter
        seat.whole = False
        step = f"{seat.sequence}.{clock.now():%Y%m%d%H%M%S}"
        tell(seat.person_id, "series_withdrawn", seat, step=step, details={"entry": seat.sequence})
