"""Ten meetings or ten thousand: every list, page and answer asks the same few questions."""

from typing import Any

import pytest
from room_scenes import an_invited_meeting
from sqlalchemy import insert, select

from foundation.database import db
from foundation.identifiers import new_public_id
from meetings.models import Invitation, Meeting, MeetingChild, MeetingDue

MOST = {"/": 6, "/meetings/{meeting}": 10}
PAGES = (
    "/",
    "/meetings",
    "/meetings?mine=1",
    "/search?q=M-2026",
    "/search?q=freya",
    "/meetings/{meeting}",
    "/children/{child}",
)
ANSWERS = ("/worklist", "/meetings?limit=100", "/meetings/{meeting}", "/children/{child}")


def copies_of(model: Any, count: int, fresh: dict[str, Any], *where: Any) -> None:
    """`count` more rows like the one that is there, straight into the table; `fresh` makes what must differ."""
    table = model.__table__
    row = dict(db.session.execute(select(table).where(*where).limit(1)).mappings().one())
    row.pop("id", None)
    rows = [{**row, **{name: make(number) for name, make in fresh.items()}} for number in range(count)]
    for start in range(0, count, 2000):
        db.session.execute(insert(table), rows[start : start + 2000])


def more_meetings(like: str, count: int) -> None:
    """Meetings of the same child, people and dates as the one that stands."""
    first = db.session.execute(select(Meeting.id).where(Meeting.public_id == like)).scalar_one()
    before = db.session.execute(select(Meeting.id).order_by(Meeting.id.desc()).limit(1)).scalar_one()
    copies_of(
        Meeting, count,
        {"public_id": lambda _: new_public_id(), "uid": lambda _: new_public_id(), "reference": lambda n: f"M-2026-{before + n + 1:05}"},
        Meeting.id == first,
    )  # fmt: skip
    ids = list(db.session.scalars(select(Meeting.id).where(Meeting.id > before).order_by(Meeting.id)))
    copies_of(MeetingChild, count, {"meeting_id": lambda n: ids[n]}, MeetingChild.meeting_id == first)
    new = {"public_id": lambda _: new_public_id(), "meeting_id": lambda n: ids[n]}
    copies_of(MeetingDue, count, new, MeetingDue.meeting_id == first, MeetingDue.duty == "hold")
    asked = {**new, "token": lambda _: new_public_id()}
    copies_of(Invitation, count, asked, Invitation.meeting_id == first)


@pytest.fixture
def meeting(unit, cast):
    with unit():
        here, children = an_invited_meeting(cast)
        more_meetings(here, 9)
    return {"meeting": here, "child": children[0]}


def test_the_same_questions_for_ten_and_for_ten_thousand(meeting, cast, unit, client_as, api_as, count_queries):
    client, program = client_as("sam"), api_as("sam")

    def counted() -> dict[str, int]:
        found = {}
        for kind, ask, addresses in (("", client.get, PAGES), ("api ", program.get, ANSWERS)):
            for address in addresses:
                with count_queries() as asked:
                    assert ask(address.format(**meeting)).status_code == 200
                found[kind + address] = len(asked)
        return found

    counted()  # a session that was not seen for a minute is marked as seen, once
    for_ten = counted()
    with unit():
        more_meetings(meeting["meeting"], 9_990)
    assert counted() == for_ten
    assert {address: number for address, number in for_ten.items() if number > MOST.get(address, 15)} == {}
