"""The pages of actions, as people use them."""

import csv
import html
import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from actions import commands
from audit.models import AuditEntry
from foundation.database import db

DAY = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}


def test_an_action_is_set_on_a_page_and_its_owner_told(
    client_as: Any, case: Any, unit: Any, cast: Any, sent: Any
) -> None:
    client = client_as("sam")
    assert "Poppy Canary" in client.get("/actions/new").text
    page = client.get(f"/actions/new?child={case.child}").text
    assert "Ned Nurse" in page and "Carol" not in page
    with unit():
        ned = cast.ned.public_id
    typed = {
        "children": [case.child], "text": "The school sees her", "outcome_wanted": "She is heard.", "owner": ned,
        "priority": "plan", **DAY,
    }  # fmt: skip
    wrong = client.post("/actions/new", data=typed)
    assert wrong.status_code == 422
    assert (
        "Begin with what the owner does" in wrong.text
        and "The school sees her" in wrong.text
        and 'value="20"' in wrong.text
    )
    missing = client.post("/actions/new", data={"children": [case.child], "text": "See her", "priority": "plan"})
    assert missing.status_code == 422 and "Enter the date" in missing.text
    done = client.post("/actions/new", data={**typed, "text": "See her alone"})
    assert done.status_code == 303
    sent()
    shown = client.get(done.location).text
    assert "A-2026-0001" in shown and "Ned Nurse has been told" in shown and "<title" in shown
    assert "Poppy" not in re.search(r"<title[^>]*>(.*?)</title>", shown, re.S)[1]  # type: ignore[index]


def test_an_address_stands_for_an_owner_and_a_wrong_one_is_named(
    client_as: Any, case: Any, gil: Any, unit: Any
) -> None:
    client = client_as("sam")
    typed = {
        "children": [case.child], "text": "Send the report", "outcome_wanted": "x", "priority": "plan", **DAY,
        "owner_email": "nobody@example.uk",
    }  # fmt: skip
    assert "Nobody in the partnership has this address" in client.post("/actions/new", data=typed).text
    assert client.post("/actions/new", data={**typed, "owner_email": "GIL@surgery.example.uk"}).status_code == 303


def test_an_owner_who_is_not_reached_is_shown_before_the_page_is_left(
    client_as: Any, case: Any, gil: Any, unit: Any, cast: Any, dispatch: Any, mailbox: Any
) -> None:
    from foundation.signals import mail_bounced
    from notifications.models import Outbox

    client = client_as("sam")
    with unit():
        action = commands.set_action(
            cast.sam,
            text="Send the report",
            outcome_wanted="x",
            owner=gil(),
            due_on=date(2026, 3, 20),
            child_ids=[case.child],
        ).public_id
    dispatch()
    with unit():
        row = db.session.scalars(db.select(Outbox).where(Outbox.kind == "action.set")).one()
        mail_bounced.send(None, outbox=row, text="550 no such user")
    dispatch()
    with unit(writes=False):
        sam, nia = cast.sam, cast.nia
    for somebody in (sam, nia):  # whoever set it, and the owner's manager
        assert any("not reached" in mail.title for mail in mailbox.to(somebody))
    page = client.get(f"/actions/{action}").text
    assert "Owner not reached" in page and "tel:01632960001" in page
    typed = {
        "children": [case.child], "text": "Send it again", "outcome_wanted": "x", "priority": "plan", **DAY,
        "owner_email": "gil@surgery.example.uk",
    }  # fmt: skip
    answer = client.post("/actions/new", data=typed, follow_redirects=True)
    assert "Owner not reached. Mail to Gil Doctor came back." in answer.text


def test_every_move_has_its_page_and_its_answer(
    client_as: Any, set_by_judy: Any, stored: Any, unit: Any, cast: Any
) -> None:
    action = set_by_judy()
    ned, judy = client_as("ned"), client_as("judy")
    page = ned.get(f"/actions/{action}").text
    assert "I will do it" in page and "Confirm that it is done" not in page
    assert ned.post(f"/actions/{action}/events", data={"event": "accept"}).status_code == 303
    again = ned.post(f"/actions/{action}/events", data={"event": "accept"})
    assert again.status_code == 409 and "accepted it already" in again.text

    short = ned.post(f"/actions/{action}/claim_done", data={"evidence": "Note of 2 March"})
    assert short.status_code == 422 and "“No change” is an answer" in short.text and "Note of 2 March" in short.text
    early = ned.post(
        f"/actions/{action}/extend",
        data={"reason": "I was ill", "due_on-day": "1", "due_on-month": "3", "due_on-year": "2026"},
    )
    assert early.status_code == 409 and "Give a date after Tue 10 Mar 2026" in early.text and "I was ill" in early.text
    assert ned.post(f"/actions/{action}/extend", data={"reason": "I was ill", **DAY}).status_code == 303
    page = ned.get(f"/actions/{action}").text
    assert "1st extension, 8 working days over the first date" in page and "First date" in page

    with unit():
        tia = cast.tia.public_id
    assert ned.post(f"/actions/{action}/reassign", data={"owner": ""}).status_code == 422
    assert ned.post(f"/actions/{action}/reassign", data={"owner": tia}).status_code == 303
    assert "Until they accept, Ned Nurse owns it" in ned.get(f"/actions/{action}").text
    done = {"evidence": "Note", "effect_for_child": "No change"}
    assert ned.post(f"/actions/{action}/claim_done", data=done).status_code == 303
    assert judy.post(f"/actions/{action}/send_back", data={"reason": "No note there."}).status_code == 303
    assert "No note there." in ned.get(f"/actions/{action}").text
    assert ned.post(f"/actions/{action}/claim_done", data=done).status_code == 303
    assert judy.post(f"/actions/{action}/events", data={"event": "confirm_done"}).status_code == 303
    assert judy.post(f"/actions/{action}/reopen", data={"reason": "It came back."}).status_code == 303
    assert judy.post(f"/actions/{action}/cancel", data={"reason": "Moved away."}).status_code == 303
    assert stored(action).state == "cancelled"
    assert ned.post(f"/actions/{action}/cancel", data={"reason": "x"}).status_code == 403
    assert ned.get(f"/actions/{action}/nonsense").status_code == 404
    for path in ("claim_done", "extend", "reassign", "decline"):
        assert ned.get(f"/actions/{action}/{path}").status_code == 200


def test_a_form_that_is_older_than_the_action_keeps_what_was_typed(
    client_as: Any, set_by_judy: Any, stored: Any, unit: Any, cast: Any
) -> None:
    action = set_by_judy()
    ned = client_as("ned")
    seen = re.search(r'name="version" value="(\d+)"', ned.get(f"/actions/{action}/claim_done").text)[1]  # type: ignore[index]
    with unit():
        commands.cancel(cast.judy, action, reason="Moved away.")
    before = stored(action)
    answer = ned.post(
        f"/actions/{action}/claim_done",
        data={"evidence": "Long note", "effect_for_child": "She spoke", "version": seen},
    )
    assert answer.status_code == 409
    assert (
        "This changed while you were working" in answer.text
        and "Long note" in answer.text
        and "Cancelled" in answer.text
    )
    assert stored(action) == before


@pytest.mark.parametrize("who", ["carol", "pip", "frank"])
def test_for_those_who_may_not_see_it_there_is_nothing(client_as: Any, set_by_judy: Any, who: str) -> None:
    action = set_by_judy()
    client = client_as(who)
    nowhere = [client.get(f"/actions/{id}") for id in (action, "aaaaaaaaaaaaaaaaaaaa")]
    assert [answer.status_code for answer in nowhere] == [404, 404]
    assert (
        client.post(f"/actions/{action}/claim_done", data={"evidence": "x", "effect_for_child": "y"}).status_code == 404
    )
    text = client.get("/actions?owner=&state=").text
    assert "A-2026" not in text and "Poppy" not in text
    assert "A-2026" not in client.get("/actions.csv?owner=&state=").text


def test_the_list_is_filtered_searched_and_paged(client_as: Any, set_by_judy: Any, clock: Any) -> None:
    late = set_by_judy(due_on=date(2026, 2, 27), text="Ask the dentist about 50% of visits")
    for _ in range(30):
        set_by_judy(owner="sam", due_on=date(2026, 3, 20))
    clock.set("2026-03-03 09:00")
    judy, ned, nia = client_as("judy"), client_as("ned"), client_as("nia")
    assert "Nothing is waiting for you here" in judy.get("/actions").text
    page = judy.get("/actions?owner=&state=unfinished").text
    assert "31 actions" in page and "page 1 of 2" in page and "2 working days late" in page
    assert "1 action" in ned.get("/actions").text
    assert late in nia.get("/actions?owner=team").text
    assert "1 action" in judy.get("/actions?owner=&overdue=1").text
    assert "1 action" in judy.get("/actions?owner=&q=50%25").text
    assert "1 action" in judy.get("/actions?owner=&q=a-2026-0001").text
    assert "No action matches" in judy.get("/actions?owner=&q=zebra").text
    assert "No action matches" in judy.get("/actions?owner=&state=done").text


def test_the_list_taken_away_holds_no_formula_and_is_on_record(
    client_as: Any, set_by_judy: Any, unit: Any, case: Any
) -> None:
    set_by_judy(outcome_wanted='=HYPERLINK("http://evil.test","x")', evidence_wanted="")
    client = client_as("judy")
    answer = client.get("/actions.csv?owner=&state=")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[1][2] == '\'=HYPERLINK("http://evil.test","x")'
    assert (
        rows[1][3] == "Poppy Canary" and answer.headers["Content-Disposition"] == 'attachment; filename="actions.csv"'
    )
    with unit(writes=False):
        assert db.session.scalars(
            db.select(AuditEntry.child_id).where(AuditEntry.action == "actions.export.read")
        ).all() == [case.child]


def test_what_was_typed_is_never_markup(client_as: Any, set_by_judy: Any) -> None:
    action = set_by_judy(text='Ask "><svg onload=alert(1)> {{7*7}}', outcome_wanted="</script><script>x</script>")
    page = client_as("judy").get(f"/actions/{action}").text
    assert "<svg onload" not in page and "<script>x" not in page and "{{7*7}}" in page


def queries_of(app: Flask, client: Any, path: str) -> int:
    count = []
    with app.app_context():
        engine = db.engine
    listen = lambda *_: count.append(1)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    answer = client.get(path)
    event.remove(engine, "before_cursor_execute", listen)
    assert answer.status_code == 200
    return len(count)


def test_the_number_of_queries_does_not_grow_with_the_list(
    app: Flask, client_as: Any, set_by_judy: Any, api_as: Any
) -> None:
    first = set_by_judy()
    judy = client_as("judy")
    few = [queries_of(app, judy, path) for path in ("/actions?owner=&state=", f"/actions/{first}")]
    for _ in range(20):
        set_by_judy()
    many = [queries_of(app, judy, path) for path in ("/actions?owner=&state=", f"/actions/{first}")]
    assert few == many
    assert max(many) <= 15 + 5, many  # reading, and the entry about it in a unit of its own


def test_a_childs_page_shows_what_is_still_to_be_done(client_as: Any, set_by_judy: Any, case: Any) -> None:
    action = set_by_judy()
    page = client_as("sam").get(f"/children/{case.child}").text
    assert "Open actions" in page and f"/actions/{action}" in page and "A-2026-0001" in page


def test_csv_cells() -> None:
    from foundation.spreadsheets import cell

    for formula in ("=1", "+1", "-1", "@SUM", "\t=1", "\r=1", "＝1"):
        assert cell(formula) == f"'{formula}"
    assert [cell(value) for value in (-1, 2.5, None, "+44 is at the front", "plain")] == [
        "-1", "2.5", "", "'+44 is at the front", "plain",
    ]  # fmt: skip


def test_a_team_owns_nothing_and_what_nobody_owns_has_a_list(
    client_as: Any, case: Any, unit: Any, cast: Any, set_by_judy: Any
) -> None:
    """Principle 2: nobody does what somebody else is thought to be doing."""
    sam = client_as("sam")
    typed = {
        "children": [case.child], "text": "See her alone", "outcome_wanted": "She is heard.", "priority": "plan",
        "owner": "Health visiting team", **DAY,
    }  # fmt: skip
    refused = sam.post("/actions/new", data=typed)
    assert refused.status_code == 422 and "A team, “all” or an agency is nobody." in html.unescape(refused.text)
    assert "has somebody who does it" in sam.get("/actions?owner=nobody").text
    here, there = set_by_judy("ned"), set_by_judy("sam", text="Ring the school")
    with unit():
        commands.decline(cast.ned, here, reason="I am not her health visitor any longer.")
    page = sam.get("/actions?owner=nobody").text
    assert f"/actions/{here}" in page and f"/actions/{there}" not in page and "Needs an owner" in page
