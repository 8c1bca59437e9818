"""A nurse's disagreements: one met with silence, taken up, agreed and closed; one that cannot wait, opened again, withdrawn."""

from collections.abc import Callable
from datetime import date
from typing import Any

import browser as kit
import pytest
from playwright.sync_api import Page, expect

from children import commands as child_commands

pytestmark = pytest.mark.journey


@pytest.fixture
def child(unit: Any, cast: Any, installation: Any) -> None:
    with unit():
        poppy = child_commands.add_child(cast.sam, name="Poppy Example", date_of_birth=date(2019, 5, 4))
        child_commands.involve(cast.sam, poppy, cast.ned)
    installation.start()


def write_the_rest(page: Page) -> None:
    page.get_by_label("The outcome of a referral").check()
    page.get_by_label("Which one?").fill("The referral of 24 February")
    page.get_by_label("Which agency do you disagree with?").select_option(label="Northshire Children's Social Care")
    page.get_by_label("Who took the decision?").fill("sam.worker@social.example.uk")
    page.locator("input[name=theme]").first.check()
    page.get_by_label("What happens to the child if nothing changes?").fill("She is hurt again.")
    page.get_by_label("What outcome do you want?").fill("A strategy discussion.")


def test_from_raising_through_silence_to_closing(
    child: None,
    installation: Any,
    mailbox: Any,
    page: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    look: Callable[[Page, str], Any],
    troubles: kit.Troubles,
) -> None:
    troubles.allow("422|409")
    sign_in(page, "ned.nurse@nhs.example.uk")
    page.goto("/escalations/elsewhere")
    axe(page)
    kit.press(page.get_by_role("button", name="It is a professional disagreement"))
    axe(page)
    page.get_by_label("Poppy Example").check()
    page.get_by_label("What is your concern?").fill("A bruise that is not explained.")
    kit.press(page.get_by_role("button", name="Raise it, and tell"))
    expect(page.locator("main")).to_contain_text("telephone 999 now")
    expect(page.get_by_label("What is your concern?")).to_have_value("A bruise that is not explained.")
    axe(page)
    page.get_by_label("No", exact=True).check()
    write_the_rest(page)
    kit.press(page.get_by_role("button", name="Raise it, and tell"))
    expect(page.get_by_role("alert")).to_contain_text("It is raised")
    here = page.url
    axe(page)

    # Silence: the limit passes, and everybody concerned is told.
    installation.set_clock("2026-03-04 09:00")
    installation.cycle()
    installation.cycle()
    assert any("limit has passed" in mail.title for mail in mailbox.to("ned.nurse@nhs.example.uk"))
    sign_in(page, "ned.nurse@nhs.example.uk")
    page.goto(here)
    expect(page.locator("main")).to_contain_text("Limit passed")
    for _ in range(2):
        page.goto(here)
        kit.press(page.get_by_role("button", name="Take it up a stage"))
        page.get_by_label("What was tried at this stage?").fill("Two calls, and no answer.")
        kit.press(page.get_by_role("button", name="Take it up, and tell"))
    expect(page.locator("main")).to_contain_text("Meeting M-2026-")
    kit.press(page.get_by_role("link", name="Record a conversation"))
    axe(page)
    page.goto(here)

    # The senior manager answers on a phone.
    phone = open_page(kit.PHONE)
    sign_in(phone, "judy.chair@social.example.uk")
    phone.goto(here)
    axe(phone)
    look(phone, "ladder_on_a_phone")
    kit.press(phone.get_by_role("button", name="Agreed: record how"))
    axe(phone)
    phone.get_by_label("What was agreed?").fill("A discussion tomorrow at ten.")
    phone.get_by_label("The reasons").fill("The bruise was not known.")
    phone.get_by_label("The decision was changed").check()
    kit.press(phone.get_by_role("button", name="Record it, and ask"))
    page.goto(here)
    kit.press(page.get_by_role("button", name="Agreed: record how"))
    expect(page.get_by_label("What was agreed?")).to_have_value("A discussion tomorrow at ten.")
    kit.press(page.get_by_role("button", name="Record it, and ask"))
    phone.goto(here)
    kit.press(phone.get_by_role("button", name="Tell the raiser what came of it"))
    phone.get_by_label("What you tell the person who raised it").fill("It takes place tomorrow at ten.")
    kit.press(phone.get_by_role("button", name="Tell the raiser"))
    page.goto(here)
    kit.press(page.get_by_role("button", name="Say whether you are satisfied"))
    page.get_by_label("Yes").check()
    kit.press(page.get_by_role("button", name="Send my answer"))
    kit.press(page.get_by_role("button", name="Our own record holds the outcome"))
    phone.goto(here)
    kit.press(phone.get_by_role("button", name="Our own record holds the outcome"))
    phone.goto(f"{here}/close")
    phone.get_by_label("What does the partnership learn from it?").fill("Ask health before answering.")
    kit.press(phone.get_by_role("button", name="Close it"))
    expect(phone.locator("main")).to_contain_text("Set the actions that follow")
    expect(phone.get_by_label("What does the partnership learn from it?")).to_have_value("Ask health before answering.")
    axe(phone)
    phone.get_by_label("If no action follows: why not?").fill("It was held.")
    kit.press(phone.get_by_role("button", name="Close it"))
    expect(phone.get_by_role("alert")).to_contain_text("It is closed")
    axe(phone)
    look(phone, "ladder_closed_on_a_phone")


def test_what_cannot_wait_is_opened_again_and_withdrawn(
    child: None,
    page: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    troubles: kit.Troubles,
) -> None:
    troubles.allow("422|409")
    sign_in(page, "ned.nurse@nhs.example.uk")
    page.goto("/escalations/raise")
    page.get_by_label("Yes, or I am not sure").check()
    expect(page.locator("main")).to_contain_text("999")
    page.get_by_label("Poppy Example").check()
    page.get_by_label("What is your concern?").fill("A bruise that is not explained, and he is at home.")
    write_the_rest(page)
    kit.press(page.get_by_role("button", name="Raise it, and tell"))
    here = page.url
    kit.press(page.get_by_role("button", name="Waiting is not safe: fast track"))
    expect(page.locator("main")).to_contain_text("telephone 999 first")
    page.get_by_label("Why can it not wait?").fill("He comes home tonight.")
    kit.press(page.get_by_role("button", name="Put it before the senior managers now"))
    expect(page.get_by_label("Why can it not wait?")).to_have_value("He comes home tonight.")
    page.get_by_label("Which manager or designated lead did you consult?").fill("Nia Nurse-Manager")
    page.get_by_label("No", exact=True).check()
    axe(page)
    kit.press(page.get_by_role("button", name="Put it before the senior managers now"))
    expect(page.get_by_role("alert")).to_contain_text("with 24 hours")
    expect(page.locator("main")).to_contain_text("Senior managers")

    phone = open_page(kit.PHONE)
    sign_in(phone, "judy.chair@social.example.uk")
    for one in (phone, page):
        one.goto(f"{here}/resolve")
        if one is phone:
            one.get_by_label("What was agreed?").fill("A strategy discussion tonight.")
            one.get_by_label("The reasons").fill("He comes home.")
            one.get_by_label("The decision was changed").check()
        kit.press(one.get_by_role("button", name="Record it, and ask"))
    page.goto(here)
    kit.press(page.get_by_role("button", name="Open it again"))
    axe(page)
    page.get_by_label("Why?").fill("The discussion did not take place.")
    kit.press(page.get_by_role("button", name="Open it again, and tell"))
    expect(page.get_by_role("alert")).to_contain_text("It is open again")

    # Then nothing is left of it: withdrawn with its reason, and still in the record.
    page.goto(here)
    kit.press(page.get_by_role("button", name="Withdraw"))
    kit.press(page.get_by_role("button", name="Withdraw it"))
    expect(page.locator("main")).to_contain_text("Give the reason")
    axe(page)
    page.get_by_label("Why?").fill("The discussion takes place after all.")
    kit.press(page.get_by_role("button", name="Withdraw it"))
    expect(page.get_by_role("alert")).to_contain_text("stays in the record")
    expect(page.locator("main")).to_contain_text("Withdrawn")
    axe(page)
