"""What is done to a series as one: inviting to it, moving it, calling it off, and who is on all of its lists."""

from typing import Any

import audit
from foundation import clock
from foundation.database import db
from foundation.lifecycles import Refusal, Refused, move, refusals
from meetings import queries
from meetings.commands.calendars import announce, announce_series, listed, note_invited
from meetings.commands.moving import note_arrangements, plan_about, sheet_for
from meetings.models import MeetingSeries, Seat
from meetings.queries.series import meetings_of, places_of, seats_of
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
