"""An owner without an account does all of it from a link."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from actions import commands
from audit.models import AuditEntry
from foundation.database import db
from people.models import PrivateLink


@pytest.fixture
def browser(app: Flask) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def link(set_by_judy: Any, dispatch: Any, mailbox: Any) -> tuple[str, str]:
    """An action of Gil's, and the path of the link that was mailed."""
    action = set_by_judy(owner="gil")
    dispatch()
    mail = mailbox.to("gil@surgery.example.uk")[-1]
    return action, re.search(r"http://convenor\.test(/a/[a-z2-7]+)", mail.text)[1]  # type: ignore[index]


def code_from(mailbox: Any) -> str:
    return re.search(r"\b(\d{6})\b", mailbox.to("gil@surgery.example.uk")[-1].text)[1]  # type: ignore[index]


def test_looking_changes_nothing_however_often(browser: Any, link: Any, unit: Any, stored: Any) -> None:
    action, path = link
    before = stored(action)

    def entries() -> int:
        with unit(writes=False):
            return db.session.scalar(db.select(db.func.count()).select_from(AuditEntry)) or 0

    known = entries()
    for headers in ({}, {"Purpose": "prefetch"}, {"User-Agent": "SafeLinks scanner"}):
        for _ in range(5):
            answer = browser.get(path, headers=headers)
            assert answer.status_code == 200
        assert browser.head(path).status_code == 200
    assert stored(action) == before and entries() == known


def test_the_page_shows_reference_date_and_who_asks_and_no_more(browser: Any, link: Any) -> None:
    page = browser.get(link[1]).text
    assert "A-2026-0001" in page and "Tuesday 10 March" in page and "Judy Chair" in page
    for secret in ("Poppy", "Canary", "alone at school", "heard what she wants", "Ned"):
        assert secret not in page


def test_accepting_asking_for_time_and_claiming_done(browser: Any, link: Any, stored: Any) -> None:
    action, path = link
    assert browser.post(f"{path}/accept").status_code == 303
    again = browser.post(f"{path}/accept")
    assert again.status_code == 409 and "accepted it already" in again.text
    wrong = browser.post(f"{path}/extend", data={"extend-reason": "Surgery closed"})
    assert wrong.status_code == 422 and "Surgery closed" in wrong.text
    day = {"extend-due_on-day": "20", "extend-due_on-month": "March", "extend-due_on-year": "2026"}
    assert browser.post(f"{path}/extend", data={"extend-reason": "Surgery closed", **day}).status_code == 303
    assert stored(action).due_on == date(2026, 3, 20)
    said = {"claim_done-evidence": "Report sent", "claim_done-effect_for_child": "No change"}
    assert browser.post(f"{path}/claim_done", data=said).status_code == 303
    row = stored(action)
    assert (row.state, row.evidence, row.effect_for_child) == ("done_claimed", "Report sent", "No change")
    late = browser.post(f"{path}/claim_done", data=said)
    assert late.status_code == 409 and "Report sent" in late.text
    for event in ("cancel", "confirm_done", "reassign", "nonsense"):
        assert browser.post(f"{path}/{event}").status_code == 404


def test_declining_with_a_reason(browser: Any, link: Any, stored: Any) -> None:
    action, path = link
    assert browser.post(f"{path}/decline").status_code == 422
    assert browser.post(f"{path}/decline", data={"decline-reason": "Not my patient."}).status_code == 303
    assert stored(action).declined_reason == "Not my patient."


def test_the_words_are_shown_once_for_a_code_from_the_mail(
    browser: Any, link: Any, dispatch: Any, mailbox: Any, clock: Any
) -> None:
    _, path = link
    assert browser.post(f"{path}/code").status_code == 303
    dispatch()
    code = code_from(mailbox)
    shown = browser.post(f"{path}/text", data={"code": f"{code[:3]} {code[3:]}"})
    assert "alone at school" in shown.text and "Poppy" not in shown.text
    assert browser.post(f"{path}/text", data={"code": code}).status_code == 422
    clock.set("2026-02-26 16:41")
    browser.post(f"{path}/code")
    dispatch()
    code = code_from(mailbox)
    clock.set("2026-02-26 16:57")
    assert "alone at school" not in browser.post(f"{path}/text", data={"code": code}).text


def test_five_wrong_codes_close_the_text(browser: Any, link: Any, dispatch: Any, mailbox: Any, unit: Any) -> None:
    _, path = link
    browser.post(f"{path}/code")
    dispatch()
    code = code_from(mailbox)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [browser.post(f"{path}/text", data={"code": wrong}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert browser.post(f"{path}/text", data={"code": code}).status_code == 429
    assert browser.post(f"{path}/code").status_code == 429
    with unit(writes=False):
        kept = db.session.scalars(db.select(PrivateLink.token_hash)).all()
    assert all(path.removeprefix("/a/") not in token for token in kept)


@pytest.mark.parametrize("end", ["another owner", "left", "long over", "long done"])
def test_a_link_that_is_over_says_so_and_nothing_else(
    browser: Any, link: Any, unit: Any, cast: Any, gil: Any, clock: Any, end: str
) -> None:
    from people import commands as people_commands

    action, path = link
    with unit():
        if end == "another owner":
            commands.reassign(cast.judy, action, owner=cast.tia)
            commands.accept(cast.tia, action)
        elif end == "left":
            people_commands.leave(None, gil(), cast.ned)
        elif end == "long done":
            commands.claim_done(gil(), action, evidence="x", effect_for_child="y")
            commands.confirm_done(cast.judy, action)
    clock.set({"long over": "2026-04-10 09:00", "long done": "2026-03-29 09:00"}.get(end, "2026-02-27 09:00"))
    answers = [
        browser.get(path),
        browser.post(f"{path}/accept"),
        browser.post(f"{path}/code"),
        browser.post(f"{path}/text"),
    ]
    assert [answer.status_code for answer in answers] == [410] * 4
    assert "This link is no longer in use" in answers[0].text and "A-2026" not in answers[0].text
    assert browser.get("/a/" + "a" * 32).status_code == 404


def test_the_next_owner_asked_by_mail_gets_a_link_and_takes_it_over(
    browser: Any, set_by_judy: Any, unit: Any, cast: Any, gil: Any, dispatch: Any, mailbox: Any, stored: Any
) -> None:
    action = set_by_judy(owner="ned")
    with unit():
        commands.reassign(cast.ned, action, owner=gil())
        doctor = gil().id
    dispatch()
    path = re.search(r"/a/[a-z2-7]+", mailbox.to("gil@surgery.example.uk")[-1].text)[0]  # type: ignore[index]
    assert browser.post(f"{path}/accept").status_code == 303
    assert stored(action).owner_id == doctor
