"""An unexpected outcome in court: one form, and three brothers and sisters are on the list of the meeting and looked at."""

from datetime import date
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import expect
from scenes import a_child

pytestmark = pytest.mark.journey


@pytest.fixture
def girl(unit: Any, cast: Any, installation: Any) -> str:
    with unit():
        child = a_child(cast.sam, address="1 Example Street")
        a_child(cast.sam, "Noah Example", sibling=child)
        a_child(cast.sam, "Mary Example", sibling=child, same_household=False, address="9 Far Street")
        a_child(cast.sam, "Unborn Example", expected_date_of_birth=date(2026, 5, 1), sibling=child)
        public_id = str(child.public_id)
    installation.start()
    return public_id


def test_a_court_decides_otherwise_than_planned(girl, open_page, sign_in, axe, look, troubles):
    troubles.allow("422")
    page = open_page(kit.PHONE)
    sign_in(page, "sam.worker@social.example.uk")
    page.goto(f"/children/{girl}")
    kit.press(page.get_by_role("link", name="Court outcomes"))
    for label, text in (("Day", "26"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(label).fill(text)
    page.get_by_label("Returned or left at home").check()
    page.get_by_label("What did the court order?").fill("All go home today.")
    page.get_by_label("No, it was not expected").check()
    record = page.get_by_role("button", name="Record it; where it was not expected, propose the meeting")
    kit.press(record)
    expect(page.get_by_role("alert")).to_contain_text("Write what was expected")
    page.get_by_label("What was expected instead?").fill("A care order.")
    axe(page)
    kit.press(record)
    looked_at = page.locator("#reviews li")
    expect(looked_at).to_have_count(4)
    for name in ("Freya Example", "Noah Example", "Mary Example", "Unborn Example"):
        expect(looked_at.filter(has_text=name)).to_contain_text("Open")
    axe(page)
    look(page, "court-outcome-each-child")
    kit.press(page.get_by_role("link", name="Noah Example"))
    page.get_by_label("How safe is this child now, and why?").fill("He stays with his grandmother.")
    kit.press(page.get_by_role("button", name="Close it for this child alone"))
    expect(page.locator("main")).to_contain_text("He stays with his grandmother.")
    axe(page)
