"""Actions, and who leads for each child."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from actions import commands as actions
from children import commands as children
from children.models import Child
from foundation.lifecycles import BadInput, NotPermitted
from meetings.models import Meeting
from meetings.views import pages
from meetings.views.room.desk import Desk, somebody

NOT_RUNNING = "Actions are written down by whoever chairs or convenes, while the meeting runs."


@pages.post("/meetings/<meeting_id>/room/actions")
def note_action(meeting_id: str) -> ResponseReturnValue:
    """Written down, and nobody told before the meeting is concluded."""
    desk = Desk(meeting_id)
    form = desk.sent("action")

    def act() -> str:
        _require_to_keep(desk)
        meeting = desk.meeting
        made = actions.note_action(
            desk.person, **_given(desk, form), meeting_id=meeting.id, checker_id=meeting.chair_id
        )
        return f"{made.reference} is noted. {made.owner.name} is told when the meeting is concluded."

    return desk.enter(form, "actions", act)


@pages.post("/meetings/<meeting_id>/room/actions/<action_id>")
def edit_action(meeting_id: str, action_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    form = desk.sent(f"action-{action_id}")

    def act() -> str:
        _require_to_keep(desk)
        made = actions.edit_noted(desk.person, action_id, **_given(desk, form))
        return f"{made.reference} is changed."

    return desk.enter(form, "actions", act)


@pages.post("/meetings/<meeting_id>/room/actions/<action_id>/dropped")
def drop_action(meeting_id: str, action_id: str) -> ResponseReturnValue:
    desk = Desk(meeting_id)
    desk.form(f"action-{action_id}")  # of this meeting

    def act() -> str:
        _require_to_keep(desk)
        return f"{actions.drop_noted(desk.person, action_id).reference} is taken back. Nobody was told of it."

    return desk.enter(None, "actions", act)


@pages.post("/meetings/<meeting_id>/room/children/<child_id>/lead")
def name_lead(meeting_id: str, child_id: str) -> ResponseReturnValue:
    """Nominated and asked; or, with one press, interim lead from this minute, so that nothing protective is held up."""
    desk = Desk(meeting_id)
    child = desk.child(child_id)
    form = desk.sent(f"lead-{child_id}")
    interim = request.form.get("how") == "interim"

    def act() -> str:
        _require_to_keep(desk)
        asked = _interim(desk) if interim and not (form.person.data or form.other.data) else None
        who = asked or somebody(desk, form.person.data or "", form.other.data or "", "person")
        children.nominate(desk.person, _child_of(desk.meeting, child.id), who, interim=interim)
        if interim:
            return f"{who.name} leads from now on, for two working days at most, and is told."
        return f"{who.name} is nominated and asked. The answer is due in one working day."

    return desk.enter(form, "lead", act)


def _require_to_keep(desk: Desk) -> None:
    if not desk.keeps:
        raise NotPermitted(NOT_RUNNING)


def _interim(desk: Desk) -> Any:
    """By default the manager of children's social care who is in the meeting: the chair first."""
    managers = [
        one.person
        for one in sorted(desk.here, key=lambda one: one.person_id != desk.meeting.chair_id)
        if one.agency.kind == "childrens_social_care" and one.person.can_decide and one.person.registered_social_worker
    ]
    if not managers:
        raise BadInput({"person": "No manager of children’s social care is here. Name somebody."})
    return managers[0]


def _given(desk: Desk, form: Any) -> dict[str, Any]:
    named = {child.public_id: child.id for child in desk.children}
    chosen = [named[key] for key in form.children.data or [] if key in named]
    return {
        "text": form.text.data or "",
        "outcome_wanted": form.outcome_wanted.data or "",
        "owner": somebody(desk, form.owner.data or "", form.owner_other.data or "", "owner"),
        "due_on": form.due_on.data,
        "children": [child for child in desk.meeting.children if child.id in chosen],
        "priority": form.priority.data or "plan",
        "confidential": form.confidential.data,
    }


def _child_of(meeting: Meeting, child_id: int) -> Child:
    return next(child for child in meeting.children if child.id == child_id)
