"""After the meeting: whoever convenes edits the minutes, the chair approves that version, and it goes out."""

import re
from typing import Any

import browser as kit
import pytest
from room_scenes import an_invited_meeting, begin, ready_to_conclude

from meetings import commands

pytestmark = pytest.mark.journey


@pytest.fixture
def concluded(unit: Any, cast: Any, clock: Any, installation: Any) -> str:
    with unit():
        here, children = an_invited_meeting(cast)
    clock.set("2026-02-27 14:02")
    with unit():
        begin(cast, here, "mia", "nia", "pip")
        ready_to_conclude(cast, here, children)
        commands.conclude(cast.mia, here, analysis="A non-accidental injury cannot be ruled out.")
    installation.set_clock("2026-02-27 15:10")
    installation.start()
    return here


def test_from_the_draft_to_the_issued_minutes(concluded, open_page, sign_in, axe, look, troubles):
    troubles.allow("409|422")
    minutes = f"/meetings/{concluded}/minutes"
    page, chair = open_page(), open_page(kit.PHONE)
    sign_in(page, "sam.worker@social.example.uk")
    page.goto(minutes)
    text = page.locator("textarea[name=text]")
    assert "A non-accidental injury" in text.input_value()
    text.fill(text.input_value() + "\n\nThe next visit is on Monday.")
    kit.press(page.get_by_role("button", name=re.compile("^Save")).first)
    page.get_by_text("ersion 2").first.wait_for()
    axe(page)
    look(page, "minutes-edited")
    sign_in(chair, "mia.manager@social.example.uk")
    chair.goto(minutes)
    axe(chair)
    kit.press(chair.get_by_role("button", name=re.compile("^Approve")).first)
    chair.get_by_text(re.compile("pproved")).first.wait_for()
    look(chair, "minutes-approved-on-a-phone")
    page.goto(minutes)
    kit.press(page.get_by_role("button", name=re.compile(r"^Issue")))
    page.get_by_text("Minutes issued").first.wait_for()
    axe(page)
    look(page, "minutes-issued")
