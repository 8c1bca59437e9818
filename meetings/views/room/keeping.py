"""What is typed is kept while it is typed."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from foundation import clock
from foundation.lifecycles import BadInput
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.views import pages
from people.sign_in import me

NOT_TYPED = ("csrf_token", "form_id", "version")


@pages.post("/meetings/<meeting_id>/room/drafts/<key>")
def keep(meeting_id: str, key: str) -> ResponseReturnValue:
    """Keep the form of that key as it stands on the page. Answers as the script of the page expects it."""
    typed = {name: values for name, values in request.form.lists() if name not in NOT_TYPED and name.startswith(key)}
    try:
        draft = commands.keep_draft(me(), meeting_id, key, typed, request.form.get("version", type=int))
    except commands.TwoTexts as both:
        current_unit().abandon()
        return jsonify(yours=both.yours, theirs=both.theirs, version=both.version), 409
    except BadInput:
        return jsonify(message="Not saved: there is no such form."), 422
    return jsonify(saved_at=f"{clock.local(clock.now()):%H:%M}", version=draft.version)


@pages.post("/meetings/<meeting_id>/room/drafts/<key>/thrown-away")
def throw_away(meeting_id: str, key: str) -> ResponseReturnValue:
    meeting = queries.meeting_for(me(), meeting_id)
    commands.drop_draft(me(), meeting, key)
    return redirect(
        url_for(
            "meetings.room",
            meeting_id=meeting_id,
            at=request.form.get("at", ""),
            _anchor=request.form.get("at") or None,
        ),
        303,
    )
