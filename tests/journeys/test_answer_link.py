"""A doctor without an account opens the link of an invitation: answers, hands in a report, and sees how to get there."""

import re
from typing import Any

import browser as kit
import pytest
import scenes
from playwright.sync_api import expect

from foundation import clock as the_clock
from meetings import commands, queries

pytestmark = pytest.mark.journey

DOCTOR = "gil.doctor@surgery.example.uk"
REPORT = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture
def meeting(unit: Any, cast: Any) -> str:
    """A strategy discussion tomorrow at 14:00, to which Gil is invited; gives its public id."""
    with unit():
        child = scenes.a_child(cast.sam)
        here = commands.propose(
            cast.sam,
            type_key="strategy_s47",
            children=[child],
            trigger_kind="threshold_decision",
            trigger_at=the_clock.now(),
            purpose="Decide whether to start a section 47 enquiry",
        ).public_id
        doctor = commands.invitee(cast.sam, name="Gil Doctor", email=DOCTOR, agency=cast.nia.agency)
        for other in (doctor, cast.pip):
            commands.add_invitee(cast.sam, here, other)
        starts_at = the_clock.now().replace(day=27, hour=14, minute=0)
        commands.schedule(cast.sam, here, starts_at=starts_at, minutes_long=60, chair=cast.mia, place="Room 2")
        commands.change(cast.sam, here, online_url="https://video.example.uk/room-7", reason="Some join online.")
        reasons = {role.key: "Asked by telephone." for role in queries.meeting_for(cast.sam, here).kind.invitees.must}
        commands.invite(cast.sam, here, missing_reasons=reasons)
        return here


@pytest.mark.parametrize("size", [kit.DESKTOP, kit.PHONE], ids=["desktop", "phone"])
def test_from_the_mail_to_the_answer(meeting, server, mailbox, open_page, sign_in, axe, look, size, tmp_path):
    where = "phone" if size is kit.PHONE else "desktop"
    server.cycle()
    link = re.search(r"http\S+/r/[a-z2-7]+", mailbox.to(DOCTOR)[-1].text).group()
    page = open_page(size)
    page.goto(link)
    page.get_by_role("heading", name="An invitation for you").wait_for()
    axe(page)
    look(page, f"answer-link-{where}")

    page.get_by_label("I send my apologies: I cannot come").check()
    kit.press(page.get_by_role("button", name="Send my answer to Sam Worker"))
    expect(page.get_by_text("Say why you cannot come.").first).to_be_visible()
    page.get_by_label("Somebody comes in my place").check()
    page.get_by_label("Their name").fill("Dora Deputy")
    page.get_by_label("Their work e-mail address").fill("dora@surgery.example.uk")
    page.get_by_label("How senior are they?").select_option("practitioner")
    kit.press(page.get_by_role("button", name="Send my answer to Sam Worker"))
    expect(page.get_by_text("must be a team manager or above").first).to_be_visible()
    axe(page)
    look(page, f"answer-link-deputy-{where}")
    page.get_by_label("I will come").check()
    kit.press(page.get_by_role("button", name="Send my answer to Sam Worker"))
    expect(page.get_by_text("Your answer is in: you are coming.")).to_be_visible()

    (tmp_path / "report.pdf").write_bytes(REPORT)
    page.get_by_text("Hand in a written report").click()
    page.get_by_label("Or the report as a file").set_input_files(tmp_path / "report.pdf")
    kit.press(page.get_by_role("button", name="Hand in my report"))
    expect(page.get_by_text("Your report is here.")).to_be_visible()

    kit.press(page.get_by_role("button", name="Mail me a code"))
    page.get_by_text("A code is on its way").wait_for()
    server.cycle()
    code = re.search(r"\b\d{6}\b", mailbox.to(DOCTOR)[-1].text).group()
    page.get_by_label("The six digits from the mail").fill(code)
    kit.press(page.get_by_role("button", name="Show me the details"))
    page.get_by_role("link", name="Join online").wait_for()
    assert "Freya" not in page.content()
    axe(page)
    look(page, f"answer-link-details-{where}")

    desk = open_page(size)
    sign_in(desk, "sam.worker@social.example.uk")
    desk.goto(f"/meetings/{meeting}")
    row = desk.get_by_role("row", name=re.compile("Gil Doctor"))
    expect(row.get_by_text("by link")).to_be_visible()
    expect(row.get_by_text("Report is here")).to_be_visible()
    axe(desk)
    look(desk, f"answers-table-{where}")
    kit.press(row.get_by_role("link", name=re.compile("^Open")))
    axe(desk)
    look(desk, f"invitation-with-link-{where}")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Report as a PDF").click()
    assert download.value.suggested_filename.endswith("-report.pdf")
