"""What the meeting's page says of each invitee: what was sent, what their calendar holds, what they answered, and when."""

import re
from typing import Any

import pytest
from meeting_scenes import entry_of, replied

from meetings import commands, queries
from meetings.commands.calendars import listed

NIA = "nia.manager@nhs.example.uk"


@pytest.fixture
def row(client_as: Any) -> Any:
    """`row(here, "Nia Nurse-Manager")`: one line of the table of invitations, as Sam reads it."""

    def read(here: str, name: str) -> str:
        page = client_as("sam").get(f"/meetings/{here}").text
        found = next(part for part in page.split("<tr")[1:] if f">{name}" in part)
        return re.sub(r"\s+", " ", re.sub(r"<(?!/?tr)[^>]+>", " ", "<tr" + found.split("</tr>")[0]))

    return read


def test_it_says_which_version_they_hold_and_that_they_answered_an_older_one(
    invited: Any, row: Any, dispatch: Any, mailbox: Any, mail_in: Any, clock: Any, unit: Any, cast: Any
) -> None:
    here = invited()
    dispatch()
    assert "version 1, as it is now" in row(here, "Nia Nurse-Manager")
    assert "The quorum needs them" in row(here, "Nia Nurse-Manager") and 'class="cv-risk"' in row(here, "Pip Sergeant")
    first = mailbox.to(NIA)[0].raw
    assert mail_in(replied(first, "ACCEPTED")) == "applied"
    assert "Coming from their calendar" in row(here, "Nia Nurse-Manager")
    assert "cv-risk" not in row(here, "Nia Nurse-Manager")
    clock.set("2026-02-26 16:50")
    with unit():
        commands.change(cast.sam, here, place="Room 3", reason="More people come.")
    line = row(here, "Nia Nurse-Manager")
    assert "version 1 version 2 is on its way" in line and "Waiting to be sent Change" in line
    assert "Answered an earlier version coming" in line and "cv-risk" in line
    clock.set("2026-02-26 16:52")
    dispatch()
    line = row(here, "Nia Nurse-Manager")
    assert "version 2, as it is now" in line and "Sent Change, Thursday 26 February, 16:52" in line
    assert mail_in(replied(first, "DECLINED").replace(b"164000Z", b"165500Z")) == "stale"
    assert "Answered an earlier version not coming" in row(here, "Nia Nurse-Manager")


def test_one_press_sends_it_again_and_keeps_the_answer(
    invited: Any, row: Any, dispatch: Any, mailbox: Any, client_as: Any, unit: Any, cast: Any, clock: Any
) -> None:
    here = invited()
    dispatch()
    with unit():
        asked = next(one for one in listed(queries.meeting_for(cast.sam, here)) if one.person_id == cast.nia.id)
        asked_id = asked.public_id
        commands.answer(cast.nia, here, asked_id, "accepted")
    assert "Send again" in row(here, "Nia Nurse-Manager")
    clock.set("2026-02-26 16:50")
    assert client_as("sam").post(f"/meetings/{here}/invitations/{asked_id}/remind").status_code == 303
    dispatch()
    mail = mailbox.to(NIA)[-1]
    assert "once more. Your answer stands." in mail.text and len(mailbox.to(NIA)) == 2
    assert "Coming" in row(here, "Nia Nurse-Manager") and "Sent once more" in row(here, "Nia Nurse-Manager")


def test_one_press_sends_the_present_entry_to_everybody_and_asks_nobody_anew(
    invited: Any, row: Any, dispatch: Any, mailbox: Any, mail_in: Any, client_as: Any, clock: Any
) -> None:
    here = invited()
    dispatch()
    assert mail_in(replied(mailbox.to(NIA)[0].raw, "ACCEPTED")) == "applied"
    clock.set("2026-02-26 16:50")
    assert "Send the present entry again to 4 people" in client_as("sam").get(f"/meetings/{here}").text
    assert client_as("tia").post(f"/meetings/{here}/invitations/again").status_code == 403
    answer = client_as("sam").post(f"/meetings/{here}/invitations/again", follow_redirects=True)
    assert "4 people will get the present entry once more" in answer.text
    dispatch()
    first, again = (entry_of(mail.raw)[1] for mail in mailbox.to(NIA))
    assert again["SEQUENCE"] == first["SEQUENCE"] and again["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "Coming" in row(here, "Nia Nurse-Manager")
