"""How likely a quorum is, and whom to ring first: for whoever runs the meeting."""

from flask import render_template
from flask.typing import ResponseReturnValue

import rulebook
from foundation.lifecycles import NotVisible, require
from meetings import queries
from meetings.commands import RUNS
from meetings.models import RESPONSES
from meetings.queries.forecast import forecast_of
from meetings.views import pages
from meetings.views.trying import sheet_of_meeting, was_shown
from people.sign_in import me


@pages.get("/meetings/<meeting_id>/forecast")
def forecast(meeting_id: str) -> ResponseReturnValue:
    sheet = sheet_of_meeting(meeting_id)
    if sheet.meeting.state != "invited":
        raise NotVisible("forecast")
    roles = queries.roles_of(me(), sheet.meeting, sheet)
    require(roles & RUNS, "Whoever chairs, coordinates or convenes sees who is likely to come.")
    was_shown(sheet, "meeting_forecast")
    return render_template(
        "meetings/forecast.html",
        meeting=sheet.meeting,
        found=forecast_of(sheet),
        line=rulebook.book().figures["quorum.chance"],
        responses=RESPONSES,
    )
