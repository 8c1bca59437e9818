"""What each agency knows, the child's voice, and the analysis."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from foundation import clock
from foundation.lifecycles import NotVisible, Refused
from foundation.unit_of_work import current_unit
from meetings import commands
from meetings.forms.room import SAYING
from meetings.views import pages
from meetings.views.room.desk import Desk, again, somebody


@pages.post("/meetings/<meeting_id>/room/statements/<key>")
def say(meeting_id: str, key: str) -> ResponseReturnValue:
    """`key`: fact, judgement, family or words."""
    if key not in SAYING:
        raise NotVisible("form")
    desk = Desk(meeting_id)
    form = desk.sent(key)
    given = {
        name: form[name].data
        for name in ("source", "happened_on", "rests_on", "reason", "confidence", "what_else", "advice")
        if name in form and form[name].data
    }

    def act() -> str:
        commands.say(
            desk.person,
            meeting_id,
            kind=form.kind,
            text=form.text.data,
            by=(form.by.data or "") if desk.keeps else "",
            child=form.child.data or "",
            confidential=form.confidential.data,
            **given,
        )
        return ""

    return desk.enter(form, "known", act)


@pages.post("/meetings/<meeting_id>/room/statements/<statement_id>/taken-back")
def take_back(meeting_id: str, statement_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)

    def act() -> str:
        commands.take_back(desk.person, meeting_id, statement_id)
        return "It is taken back: it no longer stands in what was said."

    return desk.enter(None, "known", act)


@pages.post("/meetings/<meeting_id>/room/statements/<statement_id>/second-opinion")
def ask_second_opinion(meeting_id: str, statement_id: str) -> ResponseReturnValue:
    """An action with one owner; noted like the others, and told when the meeting is concluded."""
    desk = Desk(meeting_id)
    form = desk.sent(f"second-{statement_id}")

    def act() -> str:
        owner = somebody(desk, form.owner.data or "", form.owner_other.data or "", "owner")
        asked = commands.ask_second_opinion(desk.person, meeting_id, statement_id, owner=owner, due_on=form.due_on.data)
        return f"{asked.reference} is noted: {asked.owner.name} gets a second opinion."

    return desk.enter(form, "known", act)


@pages.post("/meetings/<meeting_id>/room/children/<child_id>/voice")
def hear(meeting_id: str, child_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent(f"hear-{child_id}")

    def act() -> str:
        commands.hear_child(
            desk.person,
            meeting_id,
            child_id,
            views=form.views.data or "",
            how=form.how.data or "talked",
            tool=form.tool.data or "",
            tool_explanation=form.tool_explanation.data or "",
            reason_absent=form.reason_absent.data or "",
        )
        return "The child’s words stand in the child’s record too." if form.views.data else "The reason is recorded."

    return desk.enter(form, "child", act)


@pages.post("/meetings/<meeting_id>/room/analysis")
def analyse(meeting_id: str) -> ResponseReturnValue:
    """Saved as it is typed, and by its button. Where somebody else wrote meanwhile, both texts are shown."""
    desk = Desk(meeting_id)
    form = desk.sent("analysis")
    version = request.form.get("version", type=int)
    by_script = request.accept_mimetypes.best == "application/json"
    try:
        if by_script:
            meeting = commands.analyse(desk.person, meeting_id, form.text.data or "", version)
            return jsonify(saved_at=f"{clock.local(clock.now()):%H:%M}", version=meeting.analysis_version)

        def act() -> str:
            commands.analyse(desk.person, meeting_id, form.text.data or "", version)
            return ""

        return desk.enter(form, "analysis", act)
    except commands.TwoTexts as both:
        current_unit().abandon()
        if by_script:
            return jsonify(yours=both.yours, theirs=both.theirs, version=both.version), 409
        return again(meeting_id, form, 409, both=both)
    except Refused as refused:
        current_unit().abandon()
        return jsonify(message=f"Not saved: {refused}"), 422


@pages.post("/meetings/<meeting_id>/room/apart")
def hold_apart(meeting_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent("apart")

    def act() -> str:
        commands.hold_apart(desk.person, meeting_id, why=form.why.data or "", family_told=form.family_told.data or "")
        return "It is on record why a part is held without the family, and what they were told."

    return desk.enter(form, "analysis", act)
