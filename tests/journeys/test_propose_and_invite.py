"""Thursday 16:40: a social worker proposes a strategy discussion, sets its time, looks at the mails, invites, takes answers."""

import re
from typing import Any

import browser as kit
import pytest
import scenes
from playwright.sync_api import expect

from children import commands as child_commands

pytestmark = pytest.mark.journey

SAM = "sam.worker@social.example.uk"


@pytest.fixture
def household(unit: Any, cast: Any) -> None:
    """Freya, known to health, school and Mia; her brother; an unborn child."""
    with unit():
        children = scenes.a_family(cast.sam)
        for name in ("nia", "tia", "mia"):
            child_commands.involve(cast.sam, children[0], getattr(cast, name), "professional")


@pytest.mark.parametrize("size", [kit.DESKTOP, kit.PHONE], ids=["desktop", "phone"])
def test_from_the_child_to_the_last_answer(household, open_page, sign_in, axe, look, size, server):
    page = open_page(size)
    where = "phone" if size is kit.PHONE else "desktop"
    sign_in(page, SAM)

    page.goto("/meetings")
    axe(page)
    look(page, f"meetings-none-{where}")
    kit.press(page.get_by_role("button", name="Propose a meeting"))

    page.get_by_label("Freya Example", exact=True).check()
    page.get_by_role("group", name="Brothers and sisters").wait_for()
    page.get_by_label("Unborn Example", exact=True).check()
    page.locator("#part-children .cv-picked__one").nth(1).wait_for()
    page.get_by_label("Strategy discussion (section 47)").check()
    page.get_by_text("Nobody represents police").wait_for()
    expect(page.locator("#part-panel").get_by_text("Friday 27 February").first).to_be_visible()
    page.locator("#part-panel summary").first.click()
    axe(page)
    look(page, f"propose-{where}")

    kit.press(page.get_by_role("button", name="Save and go on to the time"))
    expect(page.get_by_text("Say in a sentence what this meeting is for.").first).to_be_visible()
    page.get_by_label("What is this meeting to settle?").fill("Decide whether to start a section 47 enquiry")
    kit.press(page.get_by_role("button", name="Save and go on to the time"))

    page.get_by_role("heading", name="Set date, chair and place").wait_for()
    axe(page)
    look(page, f"schedule-{where}")
    for part, value in (("Day", "27"), ("Month", "2"), ("Year", "2026"), ("Time", "14:00")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Who chairs?").select_option(label="Mia Manager · Northshire Children's Social Care")
    page.get_by_label("Where?").fill("Civic Centre, room 2")
    kit.press(page.get_by_role("button", name="Save, no mail"))

    page.get_by_role("heading", name="Look at the invitations before they go out").wait_for()
    kit.press(page.get_by_role("button", name="Add somebody"))
    page.get_by_label("Somebody of the partnership").fill("Pip Sergeant")
    kit.press(page.get_by_role("button", name="Add to the list, no mail"))
    kit.press(page.get_by_role("button", name=re.compile("^Preview")))
    kit.press(page.get_by_role("link", name=re.compile("the mail to Pip Sergeant")))
    expect(page.get_by_text("pip.sergeant@police.example.uk")).to_be_visible()
    assert "Freya" not in page.locator("#mail").inner_text()
    axe(page)
    look(page, f"invite-{where}")
    kit.press(page.get_by_role("button", name=re.compile(r"^Invite \d people")))

    page.get_by_text("Quorum at risk").wait_for()
    server.cycle()
    page.reload()
    axe(page)
    look(page, f"invited-{where}")
    kit.press(page.get_by_role("row", name=re.compile("Pip Sergeant")).get_by_role("link"))
    page.get_by_label("Coming", exact=True).check()
    kit.press(page.get_by_role("button", name="Take it down, no mail"))
    expect(page.get_by_text("The answer is taken down. No mail was sent.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Pip Sergeant")).get_by_text("by telephone")).to_be_visible()
    axe(page)
    look(page, f"answered-{where}")


def test_it_can_be_proposed_without_a_script(household, browser, server, axe, look):
    context = browser.new_context(base_url=server.url, java_script_enabled=False, viewport=kit.DESKTOP)
    page = context.new_page()
    kit.sign_in(page, SAM)
    page.goto("/meetings/propose")
    page.get_by_label("Freya Example", exact=True).check()
    page.get_by_label("Strategy discussion (section 47)").check()
    kit.press(page.get_by_role("button", name="Show what follows from this"))
    expect(page.get_by_text("Nobody represents police")).to_be_visible()
    page.get_by_label("What is this meeting to settle?").fill("Decide whether to start a section 47 enquiry")
    kit.press(page.get_by_role("button", name=re.compile("^Save draft")))
    expect(page.get_by_text("is saved as a draft")).to_be_visible()
    look(page, "proposed-without-script")
    context.close()
