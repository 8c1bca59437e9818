"""The first thing that everybody sees: their work, in the demonstration, at a desk and in the hand."""

import browser as kit
import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def template(demonstration):
    """The demonstration in place of an empty database."""
    return demonstration


@pytest.fixture
def cast(clock):
    """The demonstration's people in place of the usual cast."""


def test_three_people_begin_their_day(open_page, server, sign_in, axe, look):
    for name, email, waits in (
        ("worker", "sam.worker@social.example.uk", "First core group"),
        ("manager", "mia.manager@social.example.uk", "Nobody leads since"),
        ("partner", "pip.sergeant@police.example.uk", "will you come?"),
    ):
        for width, size in (("desk", kit.DESKTOP), ("phone", kit.PHONE)):
            page = open_page(size)
            sign_in(page, email)
            page.get_by_role("heading", name="My work", exact=True).wait_for()
            expect(page.locator("body")).to_contain_text(waits)
            axe(page)
            look(page, f"worklist-{name}-{width}")
    page = open_page()
    sign_in(page, "mia.manager@social.example.uk")
    kit.press(page.get_by_role("link", name="My team’s work"))
    page.get_by_label("Grouped by").select_option(label="Person")
    kit.press(page.get_by_role("button", name="Group", exact=True))
    page.get_by_role("heading", name="Sam Worker").wait_for()
    axe(page)
    look(page, "worklist-team-by-person")


def test_a_row_leads_to_its_act_and_keys_lead_to_the_search(page, server, sign_in, axe, look):
    sign_in(page, "ola.outreach@social.example.uk")
    kit.press(page.get_by_role("link", name="You are nominated to lead").first)
    page.wait_for_url("**/lead-professional")
    page.keyboard.press("/")
    page.keyboard.type("tobi")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tobi Cedar").wait_for()
    axe(page)
    look(page, "search")
    kit.press(page.get_by_role("link", name="Tobi Cedar"))
    page.get_by_role("heading", name="Meetings and decisions").wait_for()
    axe(page)
    look(page, "child-with-meetings")


def test_somebody_new_is_told_what_comes(page, server, sign_in, axe, look):
    sign_in(page, "carol.outside@nhs.example.uk")
    page.get_by_text("Nothing waits for you.").wait_for()
    axe(page)
    look(page, "worklist-empty")
