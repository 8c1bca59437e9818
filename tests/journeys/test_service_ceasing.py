"""A charity closes: it is published once, the lead finds the task with everything that leans on it, and answers."""

from collections.abc import Callable
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect
from scenes import a_led_child, involved

from children import commands
from people import commands as people_commands
from people import queries as people_queries

pytestmark = pytest.mark.journey


@pytest.fixture
def freya(unit: Any, cast: Any, clock: Any, installation: Any) -> str:
    """Sam leads for Freya; Lou of Lantern works with her, in its family support."""
    with unit():
        people_commands.add_agency(None, "lantern", "Lantern", "voluntary_sector")
        agency = people_queries.agency_by_key("lantern")
        lou = people_commands.add_person(None, name="Lou Lantern", email="lou@lantern.example.uk", agency=agency)
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, lou, cast.tia)
        commands.state_service(cast.sam, child, agency, "Family support")
        here = str(child.public_id)
    installation.set_clock("2026-02-26 16:45")
    installation.start()
    return here


def test_a_service_that_stops_reaches_the_lead_and_is_answered(
    freya: str,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    troubles: Any,
) -> None:
    troubles.allow("422")
    erin, sam = open_page(), open_page(kit.PHONE)
    sign_in(erin, "erin.coordinator@social.example.uk")
    erin.goto("/service-changes")
    axe(erin)
    kit.press(erin.get_by_role("link", name="Family support, Lantern"))
    erin.get_by_label("What happens, and what can people do instead?").fill("Funding ends. Ask the family hub.")
    erin.get_by_label("Lou Lantern").check()
    kit.press(erin.get_by_role("button", name="Publish it"))
    expect(erin.get_by_role("alert")).to_contain_text("Enter the date")
    axe(erin)
    for part, typed in (("day", "16"), ("month", "3"), ("year", "2026")):
        erin.locator(f"#effective_on-{part}").fill(typed)
    kit.press(erin.get_by_role("button", name="Publish it"))
    expect(erin.locator("main")).to_contain_text("None of them is a child whose record you may see")

    sign_in(sam, "sam.worker@social.example.uk")
    kit.press(sam.get_by_role("link", name="Family support stops: what takes its place?").first)
    expect(sam.locator("main")).to_contain_text("Involved: Lou Lantern")
    axe(sam)
    kit.press(sam.get_by_role("button", name="I have seen it"))
    expect(sam.get_by_role("alert")).to_contain_text("Say what takes its place")
    sam.get_by_label("What takes its place, and from when?").fill("The family hub, every Monday")
    kit.press(sam.get_by_role("button", name="I have seen it"))
    expect(sam.locator("main")).to_contain_text("The family hub, every Monday")
    sam.goto(f"/children/{freya}")
    expect(sam.locator("main")).to_contain_text("In its place: The family hub")
    for path in ("assumptions", "beliefs", "tenancy", "household"):
        sam.goto(f"/children/{freya}/{path}")
        axe(sam)
