"""The demonstration: every state stands somewhere, every account opens, and nothing of it is faked."""

import re
from collections import Counter
from html import unescape

import pytest
from sqlalchemy import func, select

from actions.models import Action
from audit.chain import verify
from audit.models import AuditEntry
from children.models import Child, JointLook, LeadGap, LeadProfessional, Referral
from convenor import demo
from convenor.demo.partnership import STAFF
from convenor.invariants import findings
from foundation import clock as the_clock
from foundation.database import db
from foundation.lifecycles import Refused
from foundation.unit_of_work import unit_of_work
from meetings.models import STATES, Meeting
from notifications.models import Outbox, Timer
from people.models import ROLES, Agency, Person

ACCOUNTS = {one.key: one for one in STAFF if one.role}
LINK = re.compile(r'href="(/[^"#]*)')


@pytest.fixture
def looked(northshire):
    """What a query finds in the demonstration."""

    def all_of(query):
        with northshire.app_context(), unit_of_work(writes=False):
            return list(db.session.execute(query))

    return all_of


def test_eight_agencies_twenty_five_people_twelve_households(looked):
    """Another authority, and the two of it to whom a child moves, stand beside them."""
    assert len(looked(select(Agency.id))) == 8 + 1
    """And, of the past that was taken over, a colleague who has left in each of five agencies and one household."""
    assert len(looked(select(Person.id))) == 25 + 5 + 2
    assert len(looked(select(Child.household_id).distinct())) == 12 + 1 + 3
    assert {row.role for row in looked(select(Person.role)) if row.role} == set(ROLES)


def test_every_state_of_a_meeting_stands_somewhere(looked):
    assert {row.state for row in looked(select(Meeting.state))} == set(STATES)


def test_actions_wait_in_every_way(looked):
    rows = looked(select(Action.state, Action.due_on, Action.extensions, Action.accepted_at))
    states = Counter(row.state for row in rows)
    assert states["done_claimed"] and states["declined"]
    assert any(row.state == "open" and row.due_on < the_clock.today() for row in rows)
    assert any(row.extensions for row in rows)
    assert any(row.state == "open" and row.accepted_at is None for row in rows)


def test_somewhere_nobody_leads_and_somewhere_an_answer_is_awaited(looked):
    assert looked(select(LeadGap.id).where(LeadGap.to_at.is_(None)))
    assert looked(select(LeadProfessional.id).where(LeadProfessional.state == "nominated"))


def test_referrals_wait_are_refused_are_asked_again_and_make_a_pattern(looked):
    rows = looked(
        select(Referral.outcome, Referral.answer_due_on, Referral.told_on, Referral.review_on, Referral.again_of_id)
    )
    assert {"", "threshold_not_met", "other_service"} <= {row.outcome for row in rows}
    assert any(not row.outcome and row.answer_due_on < the_clock.today() for row in rows)
    assert any(row.outcome and row.told_on is None for row in rows)
    assert any(row.again_of_id and row.review_on for row in rows)
    assert len(looked(select(JointLook.id).where(JointLook.looked_at.is_(None)))) == 1


def test_the_record_holds(northshire):
    with northshire.app_context():
        with unit_of_work(writes=False):
            found = verify(db.session())
        assert found.broken_at is None, found.reason
        assert findings() == []


def test_no_timer_failed_and_none_is_left_behind(looked):
    now = the_clock.now()
    assert not looked(select(Timer.kind, Timer.reason).where(Timer.state == "failed"))
    assert not looked(select(Timer.kind).where(Timer.state == "due", Timer.due_at <= now))


def test_the_mailbox_is_alive_and_not_flooded_and_names_no_child(looked):
    mails = looked(select(Outbox.state, Outbox.kind, Outbox.mail).where(Outbox.mail.is_not(None)))
    assert 100 < len(mails) < 750
    assert {mail.state for mail in mails} == {"sent"}
    assert sum(mail.kind == "meeting_invitation" for mail in mails) > 20
    names = [row.name for row in looked(select(Child.name))]
    for mail in mails:
        assert not [name for name in names if name.encode() in mail.mail]


def test_what_is_printed_says_whom_to_sign_in_as(northshire):
    printed = "\n".join(demo.who_can_sign_in(northshire))
    assert "demo-partnership" in printed
    for role in ROLES.values():
        assert role in printed


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("sam", "At risk"),
        ("mia", "Strategy discussion (section 47) is in progress"),
        ("ola", "You are nominated to lead"),
        ("judy", "is not quorate"),
        ("judy", "Approve the decision letter"),
        ("erin", "has no date: schedule it"),
        ("ned", "will you come?"),
        ("tom", "Accept or decline"),
        ("carol", "Nothing waits for you"),
        ("frank", "works with no child"),
    ],
)
def test_a_home_page_for_everybody(signed_in, who, shown):
    assert shown in unescape(signed_in(ACCOUNTS[who].email).get("/").text)


@pytest.mark.parametrize("who", ["sam", "mia", "judy", "ned", "rob", "grace"])
def test_every_page_that_the_home_page_leads_to_answers(northshire, signed_in, who):
    """Every link, followed as far as links go; of pages that differ in their address only, the first three."""
    client = signed_in(ACCOUNTS[who].email)
    places, waiting, seen, of_rule = northshire.url_map.bind(""), ["/"], {"/"}, Counter()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code in (200, 303), f"{who}: {answer.status_code} for {address}"
        if answer.mimetype != "text/html":
            continue
        for found in LINK.findall(answer.text):
            link = unescape(found)
            path = link.partition("?")[0]
            if link in seen or path.startswith("/static/"):
                continue
            seen.add(link)
            assert places.test(path, "GET"), f"{who}: nothing answers {path}, which {address} leads to"
            endpoint, _ = places.match(path, "GET")
            of_rule[endpoint] += 1
            if of_rule[endpoint] <= 3:
                waiting.append(link)
    assert len(seen) > 10


def test_a_relative_meets_the_child_nowhere(signed_in):
    client = signed_in(ACCOUNTS["heidi"].email)
    assert "Ben" not in client.get("/").text
    assert "0 results" in client.get("/search?q=ben").text


def test_it_is_loaded_at_any_hour_of_any_day(app, clock):
    clock.set("2026-03-29 00:20")  # the Sunday on which the clocks go forward
    demo.load(app)
    with app.app_context(), unit_of_work(writes=False):
        assert set(db.session.scalars(select(Meeting.state))) == set(STATES)
        before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    assert "demo-partnership" in "".join(
        demo.load(app)
    )  # a second `make run` says who can sign in, and changes nothing
    with app.app_context(), unit_of_work(writes=False):
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_it_refuses_a_database_that_holds_anything_else(app, cast):
    for load in (demo.load, demo.load_contract):
        with pytest.raises(Refused, match="holds records already"):
            load(app)


def test_the_command_says_so_in_one_line(installation):
    done = installation.run("demo")
    assert done.returncode == 1
    assert b"holds records already" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_the_reports_have_a_picture(signed_in, northshire):
    """Of each of the quarters before, most figures are shown; and nobody finds the past among their own work."""
    client = signed_in(ACCOUNTS["erin"].email)
    page = client.get("/reports/indicators?from=2025-10-01").text
    assert page.count("Too few") < 14 and page.count(" %</span>") > 12
    learned = client.get("/reports/disagreements").text
    assert "Settled at stage 3" in learned and "the limit is 5" in learned
    listed = client.get("/escalations").text
    assert "Taken over" not in listed and listed.index(">Open") < listed.index(">Closed")
    for who in ("sam", "ned", "mia"):
        for path in ("/escalations", "/meetings", "/actions", "/children"):
            assert (
                "E-2025-9" not in (shown := signed_in(ACCOUNTS[who].email).get(path).text) and "Yesteryear" not in shown
            )
