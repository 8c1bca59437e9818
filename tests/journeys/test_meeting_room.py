"""The chair runs a strategy meeting from its opening to its conclusion, in a browser."""

import re
from collections.abc import Callable
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect
from room_scenes import an_invited_meeting, begin

pytestmark = pytest.mark.journey

SECRET = "Grandmother rang the school on Monday and asked not to be named."


def open_title(page: Page, title: str) -> None:
    """Open a form that stands behind its title."""
    details = page.locator("details", has=page.locator("summary", has_text=title)).first
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()


def fill(page: Page, key: str, name: str, words: str) -> None:
    page.locator(f"#{key}-{name}").fill(words)


def press(page: Page, button: str, about: str) -> None:
    """A button of a list, by what it says to those who hear it out of its row."""
    kit.press(page.get_by_role("button", name=re.compile(rf"^{button}\W+{about}")))


@pytest.fixture
def meeting(unit: Any, cast: Any, installation: Any) -> tuple[str, str]:
    """Called for Friday 14:00, with Nia, Pip and Tia invited: the meeting, and the child."""
    with unit():
        here, children = an_invited_meeting(cast)
    installation.set_clock("2026-02-27 14:02")
    installation.start()
    return here, children[0]


def test_from_the_opening_to_the_conclusion(
    meeting: tuple[str, str],
    page: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
    troubles: kit.Troubles,
) -> None:
    here, child = meeting
    room = f"/meetings/{here}/room"
    sign_in(page, "mia.manager@social.example.uk")
    page.goto(room)
    axe(page)
    look(page, "room-1-before")

    # Opening: a chair who leaves something out is asked why, and loses no tick.
    boxes = page.locator("#form-opening input[type=checkbox]")
    boxes.nth(0).check()
    kit.press(page.get_by_role("button", name="Open the meeting"))
    expect(page.locator("body")).to_contain_text("Say and tick, or give the reason for leaving out")
    expect(page.locator("#form-opening input[type=checkbox]").nth(0)).to_be_checked()
    for number in range(page.locator("#form-opening input[type=checkbox]").count()):
        page.locator("#form-opening input[type=checkbox]").nth(number).check()
    kit.press(page.get_by_role("button", name="Open the meeting"))
    expect(page.locator(".cv-roombar")).to_contain_text("NOT QUORATE")

    # Who is here: two letters and Enter.
    for letters, name in (("nn", "Nia Nurse-Manager"), ("ps", "Pip Sergeant")):
        page.locator("#letters").fill(letters)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(f"{name} is here since 14:0")
    expect(page.locator(".cv-roombar__line")).to_contain_text("Quorate, counted by agency")

    # What each agency knows.
    open_title(page, "Add a fact")
    page.locator("#fact-by").select_option(label="Nia Nurse-Manager · Riverside NHS Trust")
    fill(page, "fact", "text", "Bruise of 3 cm on the left upper arm.")
    fill(page, "fact", "source", "GP")
    kit.press(page.locator("#form-fact").get_by_role("button", name="Write it down"))
    open_title(page, "Add a fact")
    page.locator("#fact-by").select_option(label="Mia Manager · Northshire Children's Social Care")
    fill(page, "fact", "text", SECRET)
    page.locator("#fact-confidential").check()
    kit.press(page.locator("#form-fact").get_by_role("button", name="Write it down"))
    open_title(page, "Add a judgement")
    page.locator("#judgement-by").select_option(label="Nia Nurse-Manager · Riverside NHS Trust")
    fill(page, "judgement", "text", "Not explained by the account given.")
    page.locator("#form-judgement input[type=checkbox]").first.check()
    fill(page, "judgement", "reason", "The shape is that of a grip.")
    kit.press(page.locator("#form-judgement").get_by_role("button", name="Write it down"))
    expect(page.locator("#known")).to_contain_text("rests on fact 1")
    open_title(page, "Add a family view")
    fill(page, "family", "text", "She fell off the trampoline.")
    fill(page, "family", "source", "Her mother")
    kit.press(page.locator("#form-family").get_by_role("button", name="Write it down"))

    # The connection goes while the chair types: nothing is lost, and the page says so.
    troubles.allow("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    fill(page, "analysis", "text", "A non-accidental injury cannot be ruled out.")
    expect(page.locator("#form-analysis .cv-save-status")).to_contain_text("there is no connection", timeout=10_000)
    page.context.set_offline(False)
    expect(page.locator("#form-analysis .cv-save-status")).to_contain_text("Saved 14:0", timeout=15_000)
    # Half a decision is typed when the page is left; it is there again afterwards, for this person alone.
    open_title(page, "Record the decision")
    fill(page, f"decision-{child}", "rationale", "Likely significant harm: ")
    expect(page.locator(f"#form-decision-{child} .cv-save-status")).to_contain_text("Saved 14:0", timeout=10_000)
    page.goto(room)
    expect(page.locator(f"#decision-{child}-rationale")).to_have_value("Likely significant harm:")
    expect(page.locator("#analysis-text")).to_have_value("A non-accidental injury cannot be ruled out.")
    other = open_page()
    sign_in(other, "nia.manager@nhs.example.uk")
    other.goto(room)
    expect(other.locator("body")).not_to_contain_text("Likely significant harm")
    axe(other)
    look(other, "room-as-an-agency")

    # A text that is half typed is saved before another form of the page is sent.
    open_title(page, "What does the child say about this")
    fill(page, f"hear-{child}", "views", "I don’t like it when he’s cross.")
    page.locator(f"#hear-{child}-how").select_option("drawing")
    fill(page, f"hear-{child}", "tool_explanation", "The house, and he is outside it.")
    press(page, "Left", "Pip Sergeant")
    expect(page.locator("main")).to_contain_text("Not quorate, counted by agency")
    look(page, "room-2-quorum-broken")
    press(page, "Back", "Pip Sergeant")
    expect(page.locator(".cv-roombar__line")).to_contain_text("Quorate, counted by agency")
    expect(page.locator(f"#hear-{child}-views")).to_have_value("I don’t like it when he’s cross.")
    kit.press(page.locator(f"#form-hear-{child}").get_by_role("button", name="Write it down"))
    expect(page.locator("#child")).to_contain_text("Heard")

    # Everything that is missing stands there at once, each with its way.
    kit.press(page.get_by_role("button", name="Conclude"))
    expect(page.locator("main")).to_contain_text("This cannot be done yet")
    expect(page.locator("#close")).to_contain_text("Ask about dissent")
    axe(page)
    look(page, "room-3-not-yet")

    # Positions, decision, dissent.
    open_title(page, "Say where an agency stands")
    page.locator(f"#form-position-{child}").get_by_label("Agrees", exact=True).check()
    kit.press(page.locator(f"#form-position-{child}").get_by_role("button", name="Record the position"))
    open_title(page, "Record the decision")
    page.get_by_label("Section 47 enquiry, jointly with police").check()
    fill(page, f"decision-{child}", "rationale", "Likely significant harm.")
    fill(page, f"decision-{child}", "no_supervision_reason", "Talked over with my manager today.")
    kit.press(page.locator(f"#form-decision-{child}").get_by_role("button", name="Record the decision"))
    expect(page.locator("#decisions")).to_contain_text("Quorate at 14:0")
    for agency in ("Northshire Police", "Riverside NHS Trust"):
        press(page, "None", agency)
    expect(page.locator("#dissent")).not_to_contain_text("Not asked yet")

    # An action, and who leads.
    open_title(page, "Note an action")
    fill(page, "action", "text", "See the child alone at school")
    page.locator("#action-owner").select_option(label="Tia Teacher · Elm Park Primary School")
    for part, value in (("day", "4"), ("month", "3"), ("year", "2026")):
        page.locator(f"#action-due_on-{part}").fill(value)
    fill(page, "action", "outcome_wanted", "She can speak freely.")
    kit.press(page.locator("#form-action").get_by_role("button", name="Note the action"))
    expect(page.locator("#actions")).to_contain_text("A-2026-0001")
    open_title(page, "Name who leads")
    kit.press(page.get_by_role("button", name="Name the manager of social care here as interim lead"))
    expect(page.locator("#lead")).to_contain_text("Mia Manager")
    axe(page)
    look(page, "room-4-ready")

    # The wall shows what everybody may read, and nothing else.
    wall = open_page()
    sign_in(wall, "mia.manager@social.example.uk")
    wall.goto(f"{room}/screen")
    expect(wall.locator("main")).to_contain_text("Bruise of 3 cm")
    assert SECRET not in wall.content()
    assert "FACT 2" not in wall.content().upper()
    axe(wall)
    look(wall, "room-wall")

    kit.press(page.get_by_role("button", name="Conclude, and tell 1 person"))
    expect(page.locator("main")).to_contain_text("The meeting is concluded")
    axe(page)
    look(page, "room-5-concluded")


def test_the_room_on_a_phone(
    meeting: tuple[str, str],
    unit: Any,
    cast: Any,
    clock: Any,
    phone: Page,
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
) -> None:
    here, _ = meeting
    clock.set("2026-02-27 14:02")
    with unit():
        begin(cast, here, "nia", "pip")
    sign_in(phone, "mia.manager@social.example.uk")
    phone.goto(f"/meetings/{here}/room")
    axe(phone)
    look(phone, "room-phone")
    for title in ("Somebody joins", "Add a judgement", "Add the child’s words"):
        open_title(phone, title)
    axe(phone)
    look(phone, "room-phone-open")
    phone.goto(f"/meetings/{here}/room/screen")
    axe(phone)
