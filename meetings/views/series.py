"""Planning a series from a meeting that has its date."""

from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

import rulebook
from foundation.lifecycles import BadInput, NotPermitted, Refusal, Refused
from meetings import commands, queries
from meetings.commands.planning import WHEN
from meetings.forms.series import SeriesForm
from meetings.pattern import Planned, limit_of
from meetings.queries import Sheet
from meetings.queries.facts import may, who_may
from meetings.views import pages
from meetings.views.trying import to_meeting, tried, was_shown
from people.sign_in import me

USUAL_COUNT = 6
USUAL_WEEKS = 4


@pages.route("/meetings/<meeting_id>/series", methods=["GET", "POST"])
def plan_series(meeting_id: str) -> ResponseReturnValue:
    """The dates first, each with its limit; then a meeting for each of them."""
    sheet = queries.sheet_of(me(), queries.meeting_for(me(), meeting_id))
    _require(sheet)
    form = SeriesForm()
    if request.method == "GET":
        limit = limit_of(sheet.meeting.kind)
        assert limit is not None
        form.every_weeks.data, form.count.data = min(USUAL_WEEKS, limit.limit.amount), USUAL_COUNT
        return _page(sheet, form)
    if not form.validate_on_submit():
        return _page(sheet, form, 422)
    if request.form.get("do") != "plan":
        return _page(sheet, form)
    version = request.form.get("version", type=int)
    given = form.given("every_weeks", "count", "until", "closed_day_reason")
    status, refusals = tried(form, lambda: commands.plan_series(me(), meeting_id, version=version, **given))
    if status:
        return _page(queries.sheet_of(me(), queries.meeting_for(me(), meeting_id)), form, status, refusals)
    flash(
        "The series is planned. No mail was sent. Look at the invitations: they go out for all of them at once.",
        "success",
    )
    return to_meeting(meeting_id, "series")


def _require(sheet: Sheet) -> None:
    meeting = sheet.meeting
    if not may(queries.roles_of(me(), meeting, sheet), meeting, "change"):
        raise NotPermitted(who_may(meeting, "change"))
    if limit_of(meeting.kind) is None or meeting.state != "scheduled" or meeting.series_id is not None:
        raise Refused([Refusal("a_series_begins_with_a_date", WHEN, "The lifecycle of a meeting")])


def _page(sheet: Sheet, form: SeriesForm, status: int = 200, refusals: list[Any] | None = None) -> ResponseReturnValue:
    limit = limit_of(sheet.meeting.kind)
    assert limit is not None
    dates: list[Planned] = []
    if not form.errors:
        try:
            dates = commands.planned(
                sheet.meeting,
                form.every_weeks.data or 0,
                count=form.count.data,
                until=form.until.data,
                keep_closed=bool(form.closed_day_reason.data),
            )
        except BadInput as wrong:
            form.blame(wrong.errors)
            status = 422
    was_shown(sheet)
    return render_template(
        "meetings/series.html",
        meeting=sheet.meeting,
        form=form,
        dates=dates,
        limit=limit,
        forces=rulebook.book().words.forces,
        refusals=refusals or [],
    ), status
