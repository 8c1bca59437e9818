"""One invitee: what they answered and when, their report, their mail, and what may be done."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from foundation.lifecycles import NotVisible, Refusal
from meetings import queries
from meetings.commands import RUNS
from meetings.forms.answering import ReportForm
from meetings.forms.inviting import AnswerForm, WithdrawForm
from meetings.models import RESPONSES, SOURCES
from meetings.models.invitation import CAPACITIES
from meetings.queries.around import ENTRIES
from meetings.views import pages
from meetings.views.trying import sheet_of_meeting, was_shown
from people.models import SENIORITIES
from people.sign_in import me

LISTABLE = ("proposed", "scheduled", "invited", "postponed")
NOTES = {"automatic": "An automatic reply", "needs-action": "Has not decided"}
OUTCOMES = {"applied": "", "stale": "came too late to count", "duplicate": "came twice", "reset": "the meeting was moved",
            "restored": "counts again: the meeting is as it was",
            "no_effect": "had no effect", "noted": "for your notice, it is no answer"}  # fmt: skip


@pages.get("/meetings/<meeting_id>/invitations/<invitation_id>")
def invitation(meeting_id: str, invitation_id: str) -> ResponseReturnValue:
    return page_of_invitation(meeting_id, invitation_id)


def page_of_invitation(
    meeting_id: str,
    invitation_id: str,
    *,
    answer: AnswerForm | None = None,
    report: ReportForm | None = None,
    withdraw: WithdrawForm | None = None,
    status: int = 200,
    refused: Sequence[Refusal] = (),
) -> ResponseReturnValue:
    """One invitee: what they answered and when, their report, their mail, and what may be done."""
    sheet = sheet_of_meeting(meeting_id)
    meeting = sheet.meeting
    asked = next((one for one in sheet.invitations if one.public_id == invitation_id), None)
    runs = bool(queries.roles_of(me(), meeting, sheet) & RUNS)
    if asked is None or not (runs or asked.person_id == me().id):
        raise NotVisible("invitation")
    around = queries.around(me(), meeting)
    was_shown(sheet, "invitation")
    return render_template(
        "meetings/invitation.html",
        meeting=meeting,
        refused=refused,
        asked=asked,
        runs=runs,
        own=asked.person_id == me().id,
        answers=list(reversed(around.answers.get(invitation_id, []))),
        mails=[mail for mail in reversed(around.mails.get(invitation_id, [])) if mail.state != "moot"],
        holds=around.calendar_of(asked, meeting),
        files=queries.report_files_of(me(), asked) if asked.report_received_at else [],
        seniorities=SENIORITIES,
        responses={**RESPONSES, **NOTES},
        sources=SOURCES,
        outcomes=OUTCOMES,
        mail_kinds=ENTRIES,
        capacities=CAPACITIES,
        listable=meeting.state in LISTABLE,
        line=queries.series_line(me(), meeting),
        answerable=meeting.state == "invited",
        answer_form=answer or AnswerForm(formdata=None),
        report_form=report or ReportForm(formdata=None, data={"report": asked.report}),
        withdraw_form=withdraw or WithdrawForm(formdata=None),
    ), status
