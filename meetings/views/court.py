"""What courts decided for a child and the family, and the look at each child after a decision that nobody planned for."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import queries as children
from children.commands import WRITES
from children.models import Child
from meetings import commands
from meetings.forms.court import CourtOutcomeForm, ReviewForm
from meetings.models import COURT_OUTCOMES
from meetings.queries.court import earlier_outcomes, outcomes_about, reviews_of
from meetings.views import pages
from meetings.views.trying import sheet_of_meeting, tried, was_shown
from people.sign_in import me


@pages.route("/children/<child_id>/court-outcomes", methods=["GET", "POST"])
def court_outcomes(child_id: str) -> ResponseReturnValue:
    """Record one; where it was not expected, everything that follows is done in the same step."""
    child = children.child(me(), child_id)
    form = CourtOutcomeForm()
    if request.method == "GET":
        return _of_child(child, form, ReviewForm(formdata=None))
    if not form.validate():
        return _of_child(child, form, ReviewForm(formdata=None), 422)
    unexpected = form.unexpected.data == "yes"
    meeting: list[int | None] = []

    def record() -> None:
        given = form.given("decided_on", "outcome", "order_made")
        made = commands.record_court_outcome(
            me(), child, **given, expected=form.expected.data or "", unexpected=unexpected
        )
        meeting.append(made.meeting_id)

    status, _ = tried(form, record)
    if status:
        return _of_child(child, form, ReviewForm(formdata=None), status)
    flash(
        "A meeting is proposed for this child and every brother and sister, and whoever leads for each is told."
        if unexpected
        else "The decision stands in the record. Nobody is told.",
        "success",
    )
    found = next((row for row in outcomes_about(me(), child) if row.meeting and row.unexpected), None)
    if unexpected and found:
        return redirect(url_for("meetings.court", meeting_id=found.meeting), 303)
    return redirect(url_for("meetings.court_outcomes", child_id=child_id), 303)


@pages.post("/children/<child_id>/outcome-reviews/<review_id>")
def close_review(child_id: str, review_id: str) -> ResponseReturnValue:
    """For this child alone."""
    child = children.child(me(), child_id)
    form = ReviewForm()
    if not form.validate():
        return _of_child(child, CourtOutcomeForm(formdata=None), form, 422)
    status, _ = tried(form, lambda: commands.close_review(me(), review_id, form.view.data or ""))
    if status:
        return _of_child(child, CourtOutcomeForm(formdata=None), form, status)
    flash("It is closed for this child. Each of the others stays open until somebody has looked.", "success")
    return redirect(url_for("meetings.court_outcomes", child_id=child_id), 303)


def _of_child(child: Child, form: CourtOutcomeForm, review: ReviewForm, status: int = 200) -> ResponseReturnValue:
    rows = outcomes_about(me(), child)
    shown = {row.child_id for row in rows}
    also = [one for one in children.siblings(me(), child) if one.id in shown]
    audit.read(me(), "court_outcomes", child, children=[child, *also])
    return render_template(
        "meetings/court_outcomes.html",
        child=child,
        rows=rows,
        words=COURT_OUTCOMES,
        reviews=reviews_of(me(), child=child),
        form=form,
        review_form=review,
        may_write=bool(children.roles_in(me(), child.id) & WRITES),
    ), status


@pages.get("/meetings/<meeting_id>/court")
def court(meeting_id: str) -> ResponseReturnValue:
    """Earlier proceedings, and how far each child of the meeting has been looked at."""
    sheet = sheet_of_meeting(meeting_id)
    was_shown(sheet, "court_outcomes")
    return render_template(
        "meetings/court.html",
        meeting=sheet.meeting,
        sheet=sheet,
        rows=earlier_outcomes(me(), sheet.meeting),
        words=COURT_OUTCOMES,
        reviews={row.child_id: row for row in reviews_of(me(), meeting=sheet.meeting)},
    )
