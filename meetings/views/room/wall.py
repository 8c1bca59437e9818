"""The clean view for the wall: everybody in the room reads along, so nothing stands there that not everybody may read."""

from hashlib import sha256

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

import audit
from meetings import queries
from meetings.queries import Room
from meetings.views import pages
from meetings.views.room.desk import WORDS
from people.sign_in import me


@pages.get("/meetings/<meeting_id>/room/screen")
def screen(meeting_id: str) -> ResponseReturnValue:
    room = _room(meeting_id)
    audit.read(me(), "meeting_screen", room.meeting, children=room.sheet.children)
    return render_template("meetings/room_screen.html", **_shown(room))


@pages.get("/meetings/<meeting_id>/room/screen/now")
def screen_now(meeting_id: str) -> ResponseReturnValue:
    """The same for a screen that is up already. Where nothing has changed, nothing is shown anew and nothing entered."""
    room = _room(meeting_id)
    text = render_template("meetings/room/wall.html", **_shown(room))
    answer = make_response(text)
    answer.set_etag(sha256(text.encode()).hexdigest()[:32])
    answer.make_conditional(request)
    if answer.status_code != 304:
        audit.read(me(), "meeting_screen", room.meeting, children=room.sheet.children)
    return answer


def _room(meeting_id: str) -> Room:
    person = me()
    return queries.room_of(person, queries.meeting_for(person, meeting_id), wall=True)


def _shown(room: Room) -> dict[str, object]:
    sheet = room.sheet
    number = len(sheet.children)
    names = {
        child.id: child.name if child.name and not child.restricted else child.label(number).capitalize()
        for child in sheet.children
    }
    return {
        "room": room,
        "sheet": sheet,
        "meeting": room.meeting,
        "kind": room.meeting.kind,
        "names": names,
        "quorum": sheet.quorum() if sheet.attendance else None,
        "words": WORDS,
    }
