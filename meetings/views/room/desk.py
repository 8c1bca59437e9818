"""The room as one person has it before them: what stands, what is missing, and the forms in which they may write."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

import audit
from foundation.lifecycles import BadInput, NotPermitted, Refused
from foundation.unit_of_work import current_unit
from meetings import commands
from meetings.forms.room import RoomForm
from meetings.models import ADVICE, ATTENDANCE, MEANS, OPTIMISM, POSITIONS, WISHES
from meetings.models.record import CONFIDENCE
from meetings.views.room.filling import Filling
from people.models import Person
from people.queries import person_named

SHAPES = {"fact": "fact", "professional_judgement": "judgement", "family_view": "family", "child_voice": "child"}


class Desk(Filling):
    """The room for `me()`. A form is filled with what was sent, else with what was kept of it before, else it is empty."""

    def enter(self, form: RoomForm | None, at: str, act: Callable[[], str], **names: str) -> ResponseReturnValue:
        """Do what the form asks and come back to its step with the sentence that `act` gives; where it does not go
        through, show the room again with what was typed and why. `names`: which field holds what a command calls
        otherwise."""
        public_id = self.meeting.public_id
        if form is not None and not form.validate():
            current_unit().abandon()
            return again(public_id, form, 422)
        try:
            said = act()
        except BadInput as wrong:
            current_unit().abandon()
            if form is None:
                return again(public_id, None, 422, said=" ".join(wrong.errors.values()))
            form.blame(wrong.errors, **names)
            return again(public_id, form, 422)
        except NotPermitted as no:
            current_unit().abandon()
            return again(public_id, form, 403, said=str(no))
        except Refused as refused:
            current_unit().abandon()
            return again(public_id, form, 409, refusals=refused.refusals)
        if form is not None:
            commands.drop_draft(self.person, self.meeting, form.key)
        if said:
            flash(said, "success")
        return redirect(url_for("meetings.room", meeting_id=public_id, at=at, _anchor=at), 303)


def again(public_id: str, form: RoomForm | None, status: int, **more: Any) -> ResponseReturnValue:
    """The room as it stands, with a form that did not go through in its place."""
    return page(Desk(public_id, form), **more), status


def page(desk: Desk, **more: Any) -> str:
    """The room, and the entry that says who was shown it."""
    audit.read(desk.person, "meeting_room", desk.meeting, children=desk.children)
    return render_template(
        "meetings/room.html",
        desk=desk,
        sheet=desk.sheet,
        meeting=desk.meeting,
        kind=desk.meeting.kind,
        words=WORDS,
        **{"refusals": [], "said": "", **more},
    )


WORDS: dict[str, Any] = {
    "attendance": ATTENDANCE,
    "means": MEANS,
    "positions": POSITIONS,
    "wishes": WISHES,
    "confidence": CONFIDENCE,
    "advice": ADVICE,
    "optimism": OPTIMISM,
    "shapes": SHAPES,
    "steps": commands.STEPS,
}


def somebody(desk: Desk, chosen: str, named: str, field: str) -> Person:
    """The one person meant: from the list of those at the table, or by address or name. Raises `BadInput`."""
    if named:
        found = person_named(desk.person, named)
        if found is None:
            raise BadInput({field: "Nobody in service goes by this. Use their e-mail address."})
        return found
    invited = next((one for one in desk.sheet.invitations if one.person.public_id == chosen), None)
    if invited is None:
        raise BadInput({field: "Name exactly one person."})
    return invited.person
