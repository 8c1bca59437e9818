"""What comes in about an invitation: an answer of one's own or by telephone, a report."""

from flask import Response, flash
from flask.typing import ResponseReturnValue

import audit
from foundation.lifecycles import NotVisible
from foundation.uploads import KINDS
from meetings import commands, queries
from meetings.commands import Deputy
from meetings.forms.answering import OwnAnswerForm, ReportForm
from meetings.forms.inviting import AnswerForm
from meetings.models import RESPONSES
from meetings.views import pages
from meetings.views.answering import uploaded
from meetings.views.inviting.showing import page_of_invitation
from meetings.views.showing import page_of_meeting
from meetings.views.trying import sheet_of_meeting, to_meeting, tried
from people.sign_in import me

SEEN = "Whoever convenes sees it at once."


@pages.post("/meetings/<meeting_id>/answer")
def answer(meeting_id: str) -> ResponseReturnValue:
    """The reader's own answer, given on the meeting's page."""
    sheet = sheet_of_meeting(meeting_id)
    mine = next((one for one in sheet.invitations if one.person_id == me().id), None)
    if mine is None:
        raise NotVisible("invitation")
    form = OwnAnswerForm()
    given, deputy = form.response.data or "", Deputy(*form.deputy())
    asked = mine.public_id

    def act() -> None:
        commands.answer(me(), meeting_id, asked, given, comment=form.comment.data or "", deputy=deputy)

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return page_of_meeting(meeting_id, refusals, status, answer=form)
    told = "Whoever convenes has been told whom you name, and invites them." if given == "delegated" else SEEN
    flash(f"Your answer is in: {RESPONSES[given].lower()}. {told}", "success")
    return to_meeting(meeting_id, "answer")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/answer")
def take_down_answer(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    """An answer that came by telephone."""
    form = AnswerForm()

    def act() -> None:
        commands.answer(
            me(),
            meeting_id,
            invitation_id,
            form.response.data or "",
            source="telephone",
            comment=form.comment.data or "",
        )

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return page_of_invitation(meeting_id, invitation_id, answer=form, status=status, refused=refusals)
    flash("The answer is taken down. No mail was sent.", "success")
    return to_meeting(meeting_id, "people")


@pages.post("/meetings/<meeting_id>/invitations/<invitation_id>/report")
def take_in_report(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    form = ReportForm()

    def act() -> None:
        commands.record_report(me(), meeting_id, invitation_id, form.report.data or "", uploaded(form))

    status, refusals = tried(form, act) if form.validate_on_submit() else (422, [])
    if status:
        return page_of_invitation(meeting_id, invitation_id, report=form, status=status, refused=refusals)
    flash(
        "The report is here. It is read in the meeting, and does not count towards the quorum. No mail was sent.",
        "success",
    )
    return to_meeting(meeting_id, "papers")


@pages.get("/meetings/<meeting_id>/invitations/<invitation_id>/reports/<file_id>")
def report_file(meeting_id: str, invitation_id: str, file_id: str) -> Response:
    """A report as it was handed in: never shown in the browser, always kept as a file under a name of ours."""
    meeting = queries.meeting_for(me(), meeting_id)
    found = queries.report_file(me(), meeting, invitation_id, file_id)
    audit.read(me(), "report", found, children=meeting.children, meeting=meeting.public_id)
    name = f"{meeting.reference}-report.{found.kind}"
    return Response(
        found.content,
        content_type=KINDS[found.kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
