"""Raised from where something stands, and what is no disagreement kept apart: signposted, and nothing recorded."""

from ladder_scenes import raised
from scenes import a_child, involved
from sqlalchemy import func, select

from actions import commands as actions
from audit.models import AuditEntry
from escalation.models import Escalation
from foundation import clock as the_clock
from foundation.database import db


def test_what_is_something_else_is_signposted_and_leaves_no_trace(client_as, unit):
    ned = client_as("ned")
    assert "/escalations/elsewhere" in ned.get("/escalations/raise").text

    def traces():
        with unit(writes=False):
            return [db.session.scalar(select(func.count()).select_from(model)) for model in (AuditEntry, Escalation)]

    before = traces()
    page = ned.get("/escalations/elsewhere")
    assert page.status_code == 200 and traces() == before
    # Today is Thursday 26 February: the informal part ends ten working days later, the whole twenty later.
    for words in (
        "12 March",
        "26 March",
        "Cafcass",
        "72 hours",
        "designated officer",
        "advocate",
        "/local-arrangements",
    ):
        assert words in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]


def test_an_action_that_was_declined_or_is_late_leads_there(client_as, unit, cast, clock):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        made = [
            actions.set_action(
                cast.ned, text=f"See the child {when}", outcome_wanted="She can speak.", owner=cast.sam,
                due_on=the_clock.today(), child_ids=[child.public_id],
            )
            for when in ("today", "alone")
        ]  # fmt: skip
        actions.decline(cast.sam, made[0].public_id, reason="I am away.")
        declined, late = (one.public_id for one in made)
        child_id = child.public_id
    ned = client_as("ned")
    assert f"about=action&amp;about_id={declined}" in ned.get(f"/actions/{declined}").text
    assert "Raise a disagreement" not in ned.get(f"/actions/{late}").text.split("<main")[1]
    clock.set("2026-03-02 09:00")
    ned = client_as("ned")
    assert f"about_id={late}" in ned.get(f"/actions/{late}").text
    form = ned.get(f"/escalations/raise?about=action&about_id={late}&text=Action+A+is+late&child={child_id}").text
    assert "Action A is late" in form and "What keeps the child safe" in form


def test_leaving_out_going_fast_withdrawing_and_opening_again_by_page(client_as, unit, cast):
    with unit():
        here, there = raised(cast), raised(cast)
    ned, nia, sam = client_as("ned"), client_as("nia"), client_as("sam")
    path = f"/escalations/{here}"
    assert nia.post(f"{path}/skip_stage", data={"reason": "", "to_stage": "3"}).status_code == 422
    wrong = nia.post(f"{path}/skip_stage", data={"reason": "The managers wrote already.", "to_stage": "2"})
    assert wrong.status_code == 409 and "The managers wrote already." in wrong.text
    assert ned.post(f"{path}/skip_stage", data={"reason": "x", "to_stage": "3"}).status_code == 403
    assert nia.post(f"{path}/skip_stage", data={"reason": "The managers wrote.", "to_stage": "3"}).status_code == 303
    assert "A stage was left out" in ned.get(path).text
    fast = {"reason": "He comes home tonight.", "consulted": "", "child_safe_tonight": "no"}
    kept = ned.post(f"/escalations/{there}/fast_track", data=fast)
    assert kept.status_code == 422 and "He comes home tonight." in kept.text
    assert ned.post(f"/escalations/{there}/fast_track", data={**fast, "consulted": "Nia"}).status_code == 303
    assert "Fast track" in sam.get(f"/escalations/{there}").text
    assert sam.post(f"{path}/withdraw", data={"reason": "x"}).status_code == 403
    assert ned.post(f"{path}/withdraw", data={"reason": ""}).status_code == 422
    assert nia.post(f"{path}/withdraw", data={"reason": "New facts."}).status_code == 303
    assert "New facts." in ned.get(path).text
    judy = client_as("judy")
    agreed = {"agreed_statement": "A discussion.", "rationale": "New facts.", "outcome": "changed"}
    assert judy.post(f"/escalations/{there}/resolve", data={**agreed, "outcome": ""}).status_code == 422
    for who in (judy, ned):
        assert who.post(f"/escalations/{there}/resolve", data=agreed).status_code == 303
    again = ned.post(f"/escalations/{there}/reopen", data={"reason": "It was not held.", "stage": "3"})
    assert again.status_code == 303
    page = ned.get(f"/escalations/{there}").text
    assert "Opened again" in page and "stage 3" not in page.split("<title")[1].split("</title")[0]
