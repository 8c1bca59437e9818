"""The reader's own entry of a meeting, for their calendar."""

from flask import Response

import audit
from meetings import queries
from meetings.queries.entries import own_entry
from meetings.views import pages
from notifications.calendar import to_ical
from people.sign_in import me


@pages.get("/meetings/<meeting_id>/invite.ics")
def own_calendar_entry(meeting_id: str) -> Response:
    """The entry as it was last sent to the reader."""
    meeting = queries.meeting_for(me(), meeting_id)
    entry = own_entry(me(), meeting)
    audit.read(me(), "invitation", meeting, children=meeting.children)
    kind = f"text/calendar; method={entry.method}; charset=utf-8"
    return Response(
        to_ical(entry), content_type=kind, headers={"Content-Disposition": 'attachment; filename="invite.ics"'}
    )
