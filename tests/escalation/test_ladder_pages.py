"""Raising a disagreement on the pages, and the ladder that everybody concerned sees."""

import re

from scenes import a_child, involved


def test_raise_answer_and_take_up(client_as, unit, cast):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        child_id = child.public_id
    ned = client_as("ned")
    assert "Freya Example" in ned.get("/escalations/raise").text
    meant = ned.get(f"/escalations/raise?about=decision&child={child_id}&text=Decision+of+M-2026-0001").text
    assert "Decision of M-2026-0001" in meant
    assert client_as("carol").get(f"/escalations/raise?about=decision&child={child_id}").status_code == 200
    typed = {
        "immediate_risk": "no", "children": child_id, "against_agency": "csc", "decision_maker": "sam.worker@social.example.uk",
        "about_kind": "referral", "about_text": "The referral was not accepted", "theme": "thresholds",
        "concern": "A bruise that is not explained.", "effect_on_child": "Hurt again.", "outcome_sought": "A discussion.",
    }  # fmt: skip
    wrong = ned.post("/escalations/raise", data={**typed, "immediate_risk": "", "concern": ""})
    assert wrong.status_code == 422
    assert "telephone 999 now" in wrong.text and "Hurt again." in wrong.text
    saved = ned.post("/escalations/raise", data=typed)
    assert saved.status_code == 303, saved.text
    here = saved.headers["Location"]
    page = ned.get(here).text
    assert "Only you can see it" in page and "Freya" not in re.search("<title>(.*?)</title>", page)[1]
    assert ned.post(f"{here}/raise_").status_code == 303
    assert client_as("carol").get(here).status_code == 404
    sam = client_as("sam")
    assert "Why this date?" in sam.get(here).text
    assert sam.post(f"{here}/respond", data={"kind": "fact", "text": "It was read by two of us."}).status_code == 303
    assert "It was read by two of us." in ned.get(here).text
    empty = ned.post(f"{here}/escalate", data={"what_was_tried": "", "from_stage": "1"})
    assert empty.status_code == 422
    taken = ned.post(f"{here}/escalate", data={"what_was_tried": "Two talks.", "from_stage": "1"})
    assert taken.status_code == 303
    again = ned.post(f"{here}/escalate", data={"what_was_tried": "Two talks.", "from_stage": "1"})
    assert again.status_code == 409 and "has left stage 1 already" in again.text
    assert "Mia Manager" in ned.get(here).text
    assert "thresholds" not in ned.get("/escalations").text and "Whether criteria" in ned.get("/escalations").text


def test_every_move_has_its_page(client_as, unit, cast):
    from escalation.views.moving import MOVES

    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        from escalation import commands

        made = commands.draft(
            cast.ned, children=[child], about_kind="other", about_text="x", theme="roles",
            against_agency=cast.sam.agency, immediate_risk=False,
        )  # fmt: skip
        here = made.public_id
    ned = client_as("ned")
    for event in MOVES:
        assert ned.get(f"/escalations/{here}/{event}").status_code == 200
    assert ned.post(f"/escalations/{here}/raise_").status_code == 409
