"""A lead ends before anybody follows, and the gap is closed by a handover; a child is expected, born, and goes home."""

from collections.abc import Callable
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
SAM, MIA, NED = "sam.worker@social.example.uk", "mia.manager@social.example.uk", "ned.nurse@nhs.example.uk"


def filled(page: Page, field: str, day: str, month: str, year: str) -> None:
    for part, typed in (("day", day), ("month", month), ("year", year)):
        page.locator(f"#{field}-{part}").fill(typed)


def added(page: Page, name: str, field: str, *day: str) -> str:
    page.goto("/children/new")
    page.get_by_label("Name", exact=True).fill(name)
    filled(page, field, *day)
    kit.press(page.get_by_role("button", name="Add the child and involve me"))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    return page.url


def test_a_lead_ends_with_nobody_to_follow_and_a_handover_closes_the_year(
    page: Page,
    open_page: Callable[..., Page],
    phone: Page,
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
) -> None:
    sign_in(page, SAM)
    record = added(page, "Freya Example", "date_of_birth", "5", "3", "2019")
    page.goto(f"{record}/involvements")
    page.get_by_label("Person").fill(NED)
    kit.press(page.get_by_role("button", name="Involve this person"))
    lead = f"{record}/lead-professional"

    mia, ned = open_page(), open_page()
    sign_in(mia, MIA)
    sign_in(ned, NED)
    mia.goto(lead)
    expect(mia.locator("#move-nominate")).to_contain_text("Sam Worker (Northshire Children's Social Care): leads for 0")
    mia.locator("#nominate-person").fill(SAM)
    kit.press(mia.get_by_role("button", name="Nominate a lead professional"))
    page.goto(lead)
    kit.press(page.get_by_role("button", name="Accept: I lead for this child"))

    # The gap: a manager ends the lead and nobody follows.
    mia.goto(lead)
    mia.locator("#end-reason").fill("Long sick leave.")
    kit.press(mia.get_by_role("button", name="End the lead"))
    expect(mia.locator("#who")).to_contain_text("Nobody leads")
    axe(mia)
    mia.locator("#nominate-person").fill(NED)
    kit.press(mia.get_by_role("button", name="Nominate a lead professional"))
    ned.goto(lead)
    kit.press(ned.get_by_role("button", name="Accept: I lead for this child"))
    expect(ned.locator("#who")).to_contain_text("Ned Nurse")
    expect(ned.locator("#who")).to_contain_text("2nd worker in 12 months")

    # And back again: Ned goes on leading until Sam has accepted and met the child with him.
    mia.goto(lead)
    mia.locator("#nominate-person").fill(SAM)
    kit.press(mia.get_by_role("button", name="Nominate a lead professional"))
    ned.goto(lead)
    ned.locator("#propose_handover-handover_note").fill("Her story so far, her voice, the risks, whom to tell.")
    kit.press(ned.get_by_role("button", name="Propose a handover"))
    page.goto(lead)
    expect(page.locator("#who")).to_contain_text("Ned Nurse")
    page.locator("#accept_handover-introduction").fill("Met Freya and her mother together at home.")
    kit.press(page.get_by_role("button", name="Take over now"))
    expect(page.locator("#who")).to_contain_text("Sam Worker")
    expect(page.locator("#who")).to_contain_text("Handovers with an introduction to the child: 1 of 1")
    axe(page)
    page.goto("/what-i-hold")
    expect(page.locator("#children")).to_contain_text("Freya Example")
    axe(page)
    look(page, "what_i_hold")
    for path in ("areas", "safe-contact"):
        page.goto(f"{record}/{path}")
        axe(page)
    sign_in(phone, MIA)
    for path in (lead, f"{record}/areas", f"{record}/safe-contact", "/what-i-hold", "/record-quality", "/case-audits"):
        phone.goto(path)
        axe(phone)


def test_from_an_unborn_child_to_the_way_home(
    page: Page, sign_in: Callable[..., None], axe: Callable[[Page], None], look: Callable[[Page, str], Any]
) -> None:
    sign_in(page, SAM)
    record = added(page, "Unborn Example", "expected_date_of_birth", "1", "6", "2026")
    expect(page.locator("#first")).to_contain_text("Pre-birth initial conference")
    kit.press(page.get_by_role("link", name="How these were counted, and propose"))
    axe(page)
    look(page, "around_the_birth")
    kit.press(page.get_by_role("link", name="Propose it").first)
    expect(page.locator("#type-icpc_prebirth")).to_be_checked()
    page.goto(f"{record}/voice")
    page.get_by_label("What did the child say or show?").fill("Kicks when her brother sings.")
    page.get_by_label("What is daily life like for this baby?").fill("A cot stands ready at nan's.")
    kit.press(page.get_by_role("button", name="Record it"))
    expect(page.get_by_text("A cot stands ready at nan's.")).to_be_visible()

    page.goto(f"{record}/birth")
    filled(page, "date_of_birth", "25", "2", "2026")
    page.get_by_label("Name, where the child has one now").fill("Nora Example")
    kit.press(page.get_by_role("button", name="Record the birth"))
    expect(page.get_by_role("heading", name="Nora Example")).to_be_visible()
    kit.press(page.get_by_role("link", name="Leaving hospital"))
    filled(page, "planned_discharge_on", "6", "3", "2026")
    kit.press(page.get_by_role("button", name="Keep this day"))
    expect(page.locator("#dates")).to_contain_text("Hospital discharge planning meeting")
    expect(page.locator("#dates")).to_contain_text("Thursday 5 March")
    axe(page)
    kit.press(page.get_by_role("link", name="Propose it").first)
    expect(page.locator("#type-discharge")).to_be_checked()
