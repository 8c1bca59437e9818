"""What the pages of a meeting share: doing what was asked, and saying who was shown what."""

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

import audit
from foundation.lifecycles import BadInput, Refused
from foundation.unit_of_work import current_unit
from meetings import queries
from meetings.forms.typed import Typed
from meetings.models import Meeting
from meetings.queries import Sheet
from people.sign_in import me


def tried(form: Typed, act: Callable[[], object], **names: str) -> tuple[int, list[Any]]:
    """Do what was asked. The status of the page to show again, with the refusals, where it did not go through; 0 where it
    did. What was typed stays in `form`; nothing of the attempt stays in the database."""
    try:
        act()
    except BadInput as wrong:
        current_unit().abandon()
        form.blame(wrong.errors, **names)
        return 422, []
    except Refused as refused:
        current_unit().abandon()
        return 409, refused.refusals
    return 0, []


def was_shown(sheet: Sheet, what: str = "meeting") -> None:
    """Enter that the reader was shown `what` of the meeting, and of which children."""
    audit.read(me(), what, sheet.meeting, children=sheet.children)


def to_meeting(meeting: Meeting | str, anchor: str = "") -> ResponseReturnValue:
    public_id = meeting if isinstance(meeting, str) else meeting.public_id
    return redirect(url_for("meetings.show", meeting_id=public_id, _anchor=anchor or None), 303)


def people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def sheet_of_meeting(meeting_id: str) -> Sheet:
    """The sheet of the meeting that a path names, as the reader may see it."""
    return queries.sheet_of(me(), queries.meeting_for(me(), meeting_id))
