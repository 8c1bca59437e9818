"""A dissent that was recorded only becomes a challenge, while the conference's window is open."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.lifecycles import BadInput, NotVisible, Refused, require
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.forms.challenging import ChallengeForm
from meetings.views import pages
from meetings.views.trying import was_shown
from people.sign_in import me


@pages.route("/meetings/<meeting_id>/dissents/<dissent_id>/challenge", methods=["GET", "POST"])
def challenge(meeting_id: str, dissent_id: str) -> ResponseReturnValue:
    """The dissenter says whom they consulted and what they want: the disagreement opens before the managers; without the
    answers it is a draft."""
    meeting = queries.meeting_for(me(), meeting_id)
    sheet = queries.sheet_of(me(), meeting)
    dissent = next((one for one in sheet.dissents if one.public_id == dissent_id), None)
    if dissent is None:
        raise NotVisible("dissent")
    require(dissent.person_id == me().id, "Only the dissenter turns their dissent into a challenge.")
    form = ChallengeForm()
    window = next((due for due in sheet.dues if due.duty == "window"), None)

    def page(status: int, refusals: object = ()) -> ResponseReturnValue:
        was_shown(sheet)
        shown = {"meeting": meeting, "dissent": dissent, "window": window, "form": form, "refusals": refusals}
        return render_template("meetings/challenge.html", **shown), status

    if not form.validate_on_submit():
        return page(422 if request.method == "POST" else 200)
    try:
        commands.challenge(me(), meeting_id, dissent_id, **form.given)
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors)
        return page(422)
    except Refused as refused:
        current_unit().abandon()
        return page(409, refused.refusals)
    flash("Your dissent is a challenge now. The decision stands in force until it is changed.", "success")
    return redirect(url_for("escalation.of_dissent", dissent_id=dissent_id), 303)
