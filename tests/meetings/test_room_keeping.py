"""What is typed in the room is kept for whoever typed it; what is confidential stays off the wall; and the room asks the
database the same few questions however many people are in it."""

from typing import Any

import pytest
from room_scenes import an_invited_meeting, begin
from sqlalchemy import select

from foundation.database import db
from meetings import commands, queries
from meetings.models import RoomDraft

SECRET = "Grandmother rang and asked not to be named."


@pytest.fixture
def meeting(unit: Any, cast: Any, clock: Any) -> tuple[str, str]:
    with unit():
        here, children = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
    return here, children[0]


def keep(client: Any, here: str, key: str, **fields: Any) -> Any:
    headers = {"Accept": "application/json"}
    return client.post(f"/meetings/{here}/room/drafts/{key}", data=fields, headers=headers)


def room(client: Any, here: str) -> str:
    answer = client.get(f"/meetings/{here}/room")
    assert answer.status_code == 200
    return str(answer.text)


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_what_was_half_typed_is_there_again_for_the_same_person_alone(meeting, client_as):
    here, _ = meeting
    mia = client_as("mia")
    answer = keep(
        mia,
        here,
        "fact",
        **{"fact-text": "Half a sent", "fact-happened_on-day": "3", "csrf_token": "t", "form_id": "f"},
    )
    assert answer.json == {"saved_at": "14:00", "version": 1}
    # Another day, another browser: signed in again.
    again = room(client_as("mia"), here)
    assert "Half a sent" in again and "Kept for you at 14:00, and not entered yet." in again
    assert 'name="fact-happened_on-day" type="text" value="3"' in again
    assert "Half a sent" not in room(client_as("nia"), here)


def test_a_draft_is_gone_once_it_is_entered_or_thrown_away(unit, meeting, client_as):
    here, _ = meeting
    mia = client_as("mia")
    keep(mia, here, "fact", **{"fact-text": "A bruise"})
    mia.post(f"/meetings/{here}/room/statements/fact", data={"fact-text": "A bruise of 3 cm"})
    keep(mia, here, "family", **{"family-text": "She fell"})
    with unit(writes=False):
        assert [draft.form for draft in db.session.scalars(select(RoomDraft))] == ["family"]
    assert mia.post(f"/meetings/{here}/room/drafts/family/thrown-away", data={"at": "known"}).status_code == 303
    with unit(writes=False):
        assert not list(db.session.scalars(select(RoomDraft)))


def test_a_form_that_was_refused_keeps_its_draft(unit, meeting, client_as):
    here, _ = meeting
    mia = client_as("mia")
    keep(mia, here, "judgement", **{"judgement-text": "Not explained"})
    assert (
        mia.post(f"/meetings/{here}/room/statements/judgement", data={"judgement-text": "Not explained"}).status_code
        == 422
    )
    assert "Not explained" in room(client_as("mia"), here)


def test_one_person_at_two_machines_sees_both_texts(meeting, client_as):
    here, _ = meeting
    desk, tablet = client_as("mia"), client_as("mia")
    keep(desk, here, "fact", **{"fact-text": "At the desk", "version": "0"})
    both = keep(tablet, here, "fact", **{"fact-text": "On the tablet", "version": "0"})
    assert both.status_code == 409
    assert both.json == {"yours": "On the tablet", "theirs": "At the desk", "version": 1}
    assert keep(tablet, here, "fact", **{"fact-text": "Both", "version": "1"}).json["version"] == 2


def test_a_dead_session_loses_nothing_that_was_kept(meeting, client_as, clock):
    here, child = meeting
    mia = client_as("mia")
    keep(mia, here, f"decision-{child}", **{f"decision-{child}-rationale": "Because of the"})
    clock.set("2026-02-27 15:00")
    dead = keep(mia, here, f"decision-{child}", **{f"decision-{child}-rationale": "Because of the bruise"})
    assert dead.status_code == 303 and "/sign-in" in dead.location
    assert "Because of the" in room(client_as("mia"), here)


def test_somebody_without_a_part_keeps_nothing_here(meeting, client_as):
    assert keep(client_as("carol"), meeting[0], "fact", **{"fact-text": "x"}).status_code == 404


# --- what stays off the wall -----------------------------------------------------------------------------------------


@pytest.fixture
def secret_said(unit: Any, cast: Any, meeting: Any) -> str:
    """A confidential fact between two open ones, and a judgement that rests on the confidential one; Tia is not admitted."""
    here = meeting[0]
    with unit():
        commands.say(cast.nia, here, kind="fact", text="Bruise of 3 cm.")
        hidden = commands.say(cast.mia, here, kind="fact", text=SECRET, confidential=True)
        commands.say(cast.pip, here, kind="fact", text="Called to the house on Sunday.")
        commands.say(
            cast.mia,
            here,
            kind="professional_judgement",
            text="The family keeps something back.",
            rests_on=[hidden.public_id],
            reason="What was rung in.",
        )
        sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
        next(one for one in sheet.invitations if one.person_id == cast.tia.id).confidential_part = False
    return str(here)


def test_S96_the_wall_shows_no_confidential_statement_and_no_gap(secret_said, client_as):
    mia = client_as("mia")
    assert SECRET in room(mia, secret_said)
    for path in ("screen", "screen/now"):
        wall = mia.get(f"/meetings/{secret_said}/room/{path}").text
        assert SECRET not in wall and "Confidential" not in wall and "rests on" not in wall
        assert "Fact 1" in wall and "Fact 2" in wall and "Fact 3" not in wall


def test_who_is_not_admitted_finds_neither_the_statement_nor_a_gap(secret_said, client_as):
    page = room(client_as("tia"), secret_said)
    assert SECRET not in page
    assert "Fact 1" in page and "Fact 2" in page and "Fact 3" not in page and "rests on fact" not in page
    assert "Fact 3" in room(client_as("nia"), secret_said)


def test_S96_the_wall_shows_positions_when_everybody_has_given_theirs(unit, cast, meeting, client_as):
    here, _ = meeting
    mia = client_as("mia")
    with unit():
        commands.give_position(cast.mia, here, position="agree")
        commands.give_position(cast.nia, here, position="dissent", words="No.")
    assert "dissents" not in mia.get(f"/meetings/{here}/room/screen").text
    with unit():
        commands.give_position(cast.pip, here, position="agree")
    assert "Riverside NHS Trust: dissents" in mia.get(f"/meetings/{here}/room/screen").text


def test_S96_the_wall_names_no_restricted_child(unit, cast, clock, client_as):
    from meetings.models import MeetingChild

    with unit():
        here, _ = an_invited_meeting(cast, siblings=1)
        meeting = queries.meeting_for(cast.mia, here)
        db.session.execute(
            MeetingChild.__table__.update()
            .where(MeetingChild.meeting_id == meeting.id, MeetingChild.child_id == meeting.children[1].id)
            .values(restricted=True)
        )
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
        children = [child.public_id for child in queries.meeting_for(cast.mia, here).children]
        for child in children:
            commands.say(cast.mia, here, kind="fact", text="Seen today.", child=child)
    mia = client_as("mia")
    assert "Sibling 1 Example" in room(mia, here)
    wall = mia.get(f"/meetings/{here}/room/screen").text
    assert "Sibling 1 Example" not in wall and "Child 2 of 2" in wall and "Freya Example" in wall


def test_a_wall_that_has_not_changed_is_not_read_again(unit, meeting, client_as, count_queries):
    from audit.models import AuditEntry

    mia, path = client_as("mia"), f"/meetings/{meeting[0]}/room/screen/now"
    first = mia.get(path)

    def entries() -> int:
        with unit(writes=False):
            return len(db.session.scalars(select(AuditEntry.seq)).all())

    before = entries()
    assert mia.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert entries() == before
    mia.post(f"/meetings/{meeting[0]}/room/statements/fact", data={"fact-text": "New."})
    assert "New." in mia.get(path, headers={"If-None-Match": first.headers["ETag"]}).text
    assert entries() > before


# --- how often the database is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 37])
def test_the_room_asks_fifteen_times_at_most_for_three_or_forty_invitees(
    unit, cast, clock, client_as, count_queries, more
):
    from people import commands as people
    from people.queries import agency_by_key

    with unit():
        crowd = [
            people.add_person(None, name=f"Guest {n}", email=f"guest{n}@nhs.example.uk", agency=agency_by_key("health"))
            for n in range(more)
        ]
        here, _ = an_invited_meeting(cast, *crowd, siblings=2)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
        for number in range(3 + more):
            commands.say(cast.nia, here, kind="fact", text=f"Fact {number}.")
    for name in ("mia", "nia"):
        client = client_as(name)
        room(client, here)
        with count_queries() as asked:
            room(client, here)
        assert len(asked) <= 15, "\n".join(asked)
        with count_queries() as asked:
            client.get(f"/meetings/{here}/room/screen")
        assert len(asked) <= 15


def test_an_inquorate_conference_asks_no_more_often(unit, cast, clock, client_as, count_queries):
    with unit():
        here, _ = an_invited_meeting(cast, kind="icpc", siblings=2)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia")
        commands.find_inquorate(cast.mia, here)
    mia = client_as("mia")
    room(mia, here)
    with count_queries() as asked:
        assert "Go ahead without a quorum" in room(mia, here)
    assert len(asked) <= 15, "\n".join(asked)
