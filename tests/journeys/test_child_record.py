"""A social worker adds two children, records what one of them said, and takes on the lead; her colleague hears and sees it."""

import re
from collections.abc import Callable
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def test_from_adding_a_child_to_leading_for_her(
    page: Page,
    open_page: Callable[..., Page],
    phone: Page,
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
    troubles: Any,
) -> None:
    troubles.allow("422|409")
    sign_in(page, "sam.worker@social.example.uk")
    page.goto("/children")
    axe(page)
    kit.press(page.get_by_role("button", name="Add a child"))
    page.get_by_label("Name", exact=True).fill("Freya Example")
    page.get_by_label("First language").fill("Polish")
    kit.press(page.get_by_role("button", name="Add the child and involve me"))
    expect(page.get_by_role("alert")).to_contain_text("Give the date of birth")
    expect(page.get_by_label("First language")).to_have_value("Polish")
    axe(page)
    for part, typed in (("day", "5"), ("month", "3"), ("year", "2019")):
        page.locator(f"#date_of_birth-{part}").fill(typed)
    kit.press(page.get_by_role("button", name="Add the child and involve me"))
    expect(page.get_by_role("heading", name="Freya Example")).to_be_visible()
    record = page.url

    kit.press(page.get_by_role("link", name="Add a brother or sister"))
    page.get_by_label("Name", exact=True).fill("Unborn Sibling")
    for part, typed in (("day", "1"), ("month", "6"), ("year", "2026")):
        page.locator(f"#expected_date_of_birth-{part}").fill(typed)
    kit.press(page.get_by_role("button", name="Add the child and involve me"))
    expect(page.get_by_role("heading", name="Unborn Sibling")).to_be_visible()

    page.goto(f"{record}/involvements")
    page.get_by_label("Person").fill("ned.nurse@nhs.example.uk")
    page.get_by_label("What they do").fill("health visitor")
    kit.press(page.get_by_role("button", name="Involve this person"))
    expect(page.get_by_role("alert")).to_contain_text("Ned Nurse is involved")
    axe(page)

    page.goto(f"{record}/voice")
    axe(page)
    page.get_by_label("What did the child say or show?").fill("I want to sleep at nan's.")
    page.get_by_label("Talked", exact=True).check()
    kit.press(page.get_by_role("button", name="Record it"))
    expect(page.get_by_text("I want to sleep at nan's.")).to_be_visible()
    page.goto(f"{record}/chronology")
    for part, typed in (("day", "20"), ("month", "feb"), ("year", "26")):
        page.locator(f"#happened_on-{part}").fill(typed)
    page.get_by_label("What happened, or what was said").fill("Bruise of 3 cm on the left arm.")
    kit.press(page.get_by_role("button", name="Add to the chronology"))
    expect(page.locator(".cv-said__text", has_text="Bruise of 3 cm")).to_be_visible()
    axe(page)
    for path in ("sharing-decisions", "family", "conflicts"):
        page.goto(f"{record}/{path}")
        axe(page)

    mia = open_page()
    sign_in(mia, "mia.manager@social.example.uk")
    mia.goto(f"{record}/lead-professional")
    axe(mia)
    mia.get_by_label("Person").fill("Sam Worker")
    kit.press(mia.get_by_role("button", name="Nominate a lead professional"))
    expect(mia.get_by_role("alert")).to_contain_text("The nomination is made")
    page.goto(record)
    kit.press(page.get_by_role("link", name="Answer the nomination"))
    kit.press(page.get_by_role("button", name="Accept: I lead for this child"))
    expect(page.get_by_text("Sam Worker").first).to_be_visible()
    axe(page)
    page.goto(record)
    expect(page.locator("#first")).to_contain_text("I want to sleep at nan's.")
    expect(page.locator("#household")).to_contain_text("Unborn Sibling")
    look(page, "child")
    axe(page)
    page.goto(f"{record}/access")
    axe(page)

    sign_in(phone, "ned.nurse@nhs.example.uk")
    phone.goto(record)
    expect(phone.locator("#first")).to_contain_text(re.compile("Sam Worker.*Children's Social Care", re.DOTALL))
    axe(phone)
    look(phone, "child_on_a_phone")


@pytest.mark.parametrize(
    "path",
    ["/account", "/people", "/agencies", "/roles", "/help", "/accessibility", "/local-arrangements", "/people/new"],
)
def test_pages_of_the_people_are_whole_on_a_phone(
    phone: Page, sign_in: Callable[..., None], axe: Callable[[Page], None], look: Callable[[Page, str], Any], path: str
) -> None:
    sign_in(phone, "frank.system@social.example.uk")
    phone.goto(path)
    axe(phone)
    look(phone, "people" + path.replace("/", "_"))
