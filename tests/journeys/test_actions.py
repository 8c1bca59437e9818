"""A lead professional sets an action for a doctor without an account, who does all of it from a link on a phone."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect

from children import commands as child_commands
from people import commands as people_commands
from people import queries as people_queries

pytestmark = pytest.mark.journey

DOCTOR = "gil@surgery.example.uk"


@pytest.fixture
def child(unit: Any, cast: Any, installation: Any) -> str:
    """Poppy, whom Sam leads for; and Gil, a doctor who is only reached by mail."""
    with unit():
        people_commands.add_person(
            None, name="Gil Doctor", email=DOCTOR, agency=people_queries.agency_by_key("health"), manager=cast.nia
        )
        child = child_commands.add_child(cast.sam, name="Poppy Example", date_of_birth=date(2019, 5, 4))
        child_commands.involve(cast.sam, child, cast.ned)
        child_commands.nominate(cast.mia, child, cast.sam)
        child_commands.accept(cast.sam, child)
        public_id = child.public_id
    installation.start()
    return public_id


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]


def test_from_setting_an_action_to_confirming_it(
    child: str,
    installation: Any,
    mailbox: Any,
    page: Page,
    phone: Page,
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
    troubles: Any,
) -> None:
    troubles.allow("422|409|410")
    sign_in(page, "sam.worker@social.example.uk")
    page.goto("/actions")
    axe(page)
    page.goto(f"/actions/new?child={child}")
    axe(page)
    page.get_by_label("What is to be done?").fill("The report")
    page.get_by_label("What will be different for the child?").fill("Her asthma is treated.")
    page.get_by_label("Or the e-mail address of somebody else").fill(DOCTOR)
    for part, typed in (("day", "12"), ("month", "3"), ("year", "2026")):
        page.locator(f"#due_on-{part}").fill(typed)
    kit.press(page.get_by_role("button", name="Set the action and tell its owner"))
    expect(page.locator("#text-error")).to_contain_text("Begin with what the owner does")
    expect(page.get_by_label("What will be different for the child?")).to_have_value("Her asthma is treated.")
    axe(page)
    page.get_by_label("What is to be done?").fill("Send the report on her asthma")
    kit.press(page.get_by_role("button", name="Set the action and tell its owner"))
    expect(page.get_by_role("alert")).to_contain_text("Gil Doctor has been told")
    action = page.url
    axe(page)
    look(page, "action")

    installation.cycle()
    here = found(r"http://\S+(/a/[a-z2-7]+)", mailbox.to(DOCTOR)[-1].text)
    phone.goto(here)
    expect(phone.get_by_text("Sam Worker")).to_be_visible()
    expect(phone.get_by_text("asthma")).to_have_count(0)
    axe(phone)
    look(phone, "action_link_on_a_phone")
    kit.press(phone.get_by_role("button", name="Mail me a code"))
    installation.cycle()
    phone.get_by_label("The six digits from the mail").fill(found(r"\b(\d{6})\b", mailbox.to(DOCTOR)[-1].text))
    kit.press(phone.get_by_role("button", name="Show me the text"))
    expect(phone.get_by_text("Send the report on her asthma")).to_be_visible()
    axe(phone)
    kit.press(phone.get_by_role("button", name="I will do it"))
    expect(phone.get_by_role("alert")).to_contain_text("You have accepted it")

    phone.locator("summary", has_text="I need more time").click()
    for part, typed in (("day", "20"), ("month", "3"), ("year", "2026")):
        phone.locator(f"#extend-due_on-{part}").fill(typed)
    phone.get_by_label("Why is more time needed?").fill("The surgery is closed.")
    kit.press(phone.get_by_role("button", name="Take this date"))
    expect(phone.get_by_text("First date")).to_be_visible()
    phone.locator("summary", has_text="It is done").click()
    phone.get_by_label("What shows that it is done?").fill("Report sent by secure mail.")
    kit.press(phone.get_by_role("button", name="Say that it is done"))
    expect(phone.get_by_text("What has changed for the child?")).not_to_have_count(0)
    axe(phone)
    expect(phone.get_by_label("What shows that it is done?")).to_have_value("Report sent by secure mail.")
    phone.get_by_label("What has changed for the child?").fill("No change")
    kit.press(phone.get_by_role("button", name="Say that it is done"))
    expect(phone.get_by_text("There is nothing for you to do here now.")).to_be_visible()

    page.goto(action)
    expect(page.get_by_text("1st extension, 6 working days over the first date")).to_be_visible()
    expect(page.get_by_text("Report sent by secure mail.").first).to_be_visible()
    kit.press(page.get_by_role("button", name="Send it back"))
    axe(page)
    page.goto(action)
    kit.press(page.get_by_role("button", name="Confirm that it is done"))
    expect(page.get_by_role("alert")).to_contain_text("It is done")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 700})
    axe(page)
    page.goto("/actions?owner=&state=")
    axe(page)
    look(page, "actions_on_a_phone")
