"""The caller's own entry of a meeting, for their calendar."""

from flask import Response

from meetings.api.blueprint import OfMeeting, api, found, read
from meetings.queries.entries import own_entry
from notifications.calendar import to_ical
from people.sign_in import caller


@api.get("/meetings/<meeting_id>/invite.ics")
def own_calendar_entry(path: OfMeeting) -> Response:
    """The entry as it was last sent to the caller."""
    meeting = found(path)
    entry = own_entry(caller(), meeting)
    read(meeting, "invitation")
    kind = f"text/calendar; method={entry.method}; charset=utf-8"
    return Response(
        to_ical(entry), content_type=kind, headers={"Content-Disposition": 'attachment; filename="invite.ics"'}
    )
