"""What is said and agreed in a part that is held in confidence is not there for anybody who was not admitted to it."""

from datetime import date
from typing import Any

import pytest
from meeting_scenes import answered
from room_scenes import an_invited_meeting, begin, ready_to_conclude
from scenes import involved

from actions import commands as actions
from actions.models import Action
from foundation.database import db
from meetings import commands, queries
from meetings.commands.calendars import listed

SAID, AGREED, WANTED = "KX-SAID-7f3a91", "KX-AGREED-7f3a91", "KX-WANTED-7f3a91"


@pytest.fixture
def held(unit: Any, cast: Any, clock: Any) -> dict[str, str]:
    """A strategy discussion of which Tia is not admitted to one part. There Nia says something, and Pip is asked to do
    something. Ned works with the child and is not on the list."""
    with unit():
        here, children = an_invited_meeting(cast)
        meeting = queries.meeting_for(cast.sam, here)
        involved(cast.sam, meeting.children, cast.ned)
        next(one for one in listed(meeting) if one.person_id == cast.tia.id).confidential_part = False
    clock.set("2026-02-27 14:02")
    with unit():
        begin(cast, here, "mia", "nia", "pip", "tia")
        commands.say(cast.nia, here, kind="fact", text="Bruise of 3 cm.", source="GP")
        said = commands.say(cast.nia, here, kind="fact", text=f"{SAID} lives near.", source="GP", confidential=True)
        commands.say(cast.nia, here, kind="fact", text="Weight is well.", source="GP")
        meeting = queries.meeting_for(cast.mia, here)
        given = {
            "due_on": date(2026, 3, 3),
            "children": meeting.children,
            "meeting_id": meeting.id,
            "checker_id": cast.mia.id,
        }
        for text, owner, in_confidence in (
            ("See the child alone", cast.sam, False),
            (f"Trace {AGREED}", cast.pip, True),
            ("Ask the school nurse", cast.tia, False),
        ):
            wanted = f"{WANTED} is known." if in_confidence else "She can speak freely."
            made = actions.note_action(
                cast.mia, text=text, outcome_wanted=wanted, owner=owner, confidential=in_confidence, **given
            )
            if in_confidence:
                action = made.public_id
        db.session.flush()
        return {"meeting": here, "child": children[0], "statement": said.public_id, "action": action}


def concluded(unit: Any, cast: Any, held: dict[str, str]) -> None:
    here = held["meeting"]
    with unit():
        ready_to_conclude(cast, here, [held["child"]])
        commands.conclude(cast.mia, here, analysis="It cannot be ruled out.")
    with unit():
        for kind in ("decision_letter", "minutes"):
            if kind == "minutes" or queries.meeting_for(cast.mia, here).kind.has_decision_letter:
                paper = commands.draft_paper(cast.mia, here, kind)
                commands.approve_paper(cast.mia, here, kind, paper.number)
    with unit():
        if queries.meeting_for(cast.mia, here).kind.has_decision_letter:
            commands.issue_decision(cast.sam, here)
        commands.issue_minutes(cast.sam, here)


def pages_of(held: dict[str, str]) -> list[str]:
    here = f"/meetings/{held['meeting']}"
    return [
        here, f"{here}/room", f"{here}/room/screen", f"{here}/room/screen/now", f"{here}/agenda", f"{here}/minutes", f"{here}/minutes/print", f"{here}/decision-letter",
        f"{here}/invite.ics", f"/children/{held['child']}", f"/children/{held['child']}/chronology",
        f"/children/{held['child']}/timeline", "/", "/?by=child", "/actions?owner=&state=", "/actions.csv?owner=&state=",
        f"/actions/{held['action']}", f"/search?q={AGREED}", "/search?q=A-2026",
    ]  # fmt: skip


def answers_of(held: dict[str, str]) -> list[str]:
    here = f"/meetings/{held['meeting']}"
    return [
        here, f"{here}/statements", f"{here}/statements/{held['statement']}", f"{here}/minutes", f"{here}/decision-letter",
        f"{here}/invite.ics", "/actions", f"/actions/{held['action']}", "/worklist", f"/children/{held['child']}",
        f"/children/{held['child']}/chronology", f"/audit?subject={held['action']}", f"/audit?subject={held['statement']}",
        f"/audit?subject={held['meeting']}", f"/audit?subject={held['child']}",
    ]  # fmt: skip


def leaks(text: str) -> list[str]:
    return [word for word in (SAID, AGREED, WANTED) if word in text]


@pytest.mark.parametrize("over", [False, True], ids=["as it runs", "when it is over"])
@pytest.mark.parametrize("reader", ["tia", "ned", "heidi"])
def test_S20_what_was_held_in_confidence_is_nowhere_for_who_was_not_admitted(
    reader: str, over: bool, held: dict[str, str], client_as: Any, api_as: Any, unit: Any, cast: Any
) -> None:
    if over:
        concluded(unit, cast, held)
    client, program = client_as(reader), api_as(reader)
    for page in pages_of(held):
        answer = client.get(page)
        shown = answer.text.replace(f"q={AGREED}", "").replace(f'value="{AGREED}"', "")
        assert not [word for word in leaks(shown) if page != f"/search?q={AGREED}" or word != AGREED], page
    for path in answers_of(held):
        assert not leaks(program.get(path).text), path
    assert client.get(f"/actions/{held['action']}").status_code == 404
    assert program.get(f"/meetings/{held['meeting']}/statements/{held['statement']}").status_code == 404
    if reader == "tia" and over:
        rows = answered(program.get("/actions"))["items"]
        assert len(rows) == 2 and not [row for row in rows if row.get("confidential")], "absent, and not left blank"
        said = answered(program.get(f"/meetings/{held['meeting']}/statements"))["items"]
        assert len(said) == 2


def test_those_admitted_and_those_named_on_it_read_it(
    held: dict[str, str], client_as: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any
) -> None:
    here = f"/meetings/{held['meeting']}"
    for reader in ("mia", "nia", "pip"):
        page = client_as(reader).get(f"{here}/room").text
        assert AGREED in page and "In confidence" in page
    assert AGREED not in client_as("mia").get(f"{here}/room/screen").text, "everybody reads along on the wall"
    concluded(unit, cast, held)
    for reader in ("mia", "nia", "pip"):
        assert AGREED in client_as(reader).get(here).text and AGREED in client_as(reader).get(f"{here}/minutes").text
    assert client_as("pip").get(f"/actions/{held['action']}").status_code == 200
    dispatch()
    assert not any(leaks(mail.text + mail.html + mail.title) for mail in mailbox.all())


def test_those_who_may_not_read_it_are_not_reminded_of_it(
    held: dict[str, str], client_as: Any, unit: Any, cast: Any, clock: Any, dispatch: Any, mailbox: Any
) -> None:
    with unit():
        cast.pip.manager_id = cast.tia.id
    concluded(unit, cast, held)
    with unit(writes=False):
        reference = db.session.scalars(db.select(Action.reference).where(Action.public_id == held["action"])).one()
    for day in ("2026-02-27 16:00", "2026-03-02 09:00", "2026-03-03 09:00", "2026-03-04 09:00", "2026-03-06 09:00"):
        clock.set(day)
        dispatch()
    told = {mail.address for mail in mailbox.all() if reference in mail.title + mail.text}
    assert "pip.sergeant@police.example.uk" in told and "tia.teacher@school.example.uk" not in told


def test_only_what_was_agreed_in_a_meeting_can_be_kept_to_a_part_of_it(
    held: dict[str, str], api_as: Any, cast: Any, unit: Any
) -> None:
    with unit(writes=False):
        pip = cast.pip.public_id
    body = {
        "text": "Trace the car",
        "outcome_wanted": "It is known.",
        "owner": pip,
        "due_on": "2026-03-03",
        "confidential": True,
    }
    mia = api_as("mia")
    alone = answered(mia.post("/actions", {**body, "children": [held["child"]]}), 422)
    assert [error["field"] for error in alone["errors"]] == ["confidential"]
    made = answered(mia.post("/actions", {**body, "meeting": held["meeting"]}), 201)
    assert made["confidential"] is True
    assert api_as("tia").get(f"/actions/{made['id']}").status_code == 404
