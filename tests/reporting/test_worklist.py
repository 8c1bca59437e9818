"""The home page and the search: what waits for whom, in two queries whatever the amount, and never what may not be seen."""

from datetime import date, timedelta

import pytest
from scenes import a_child, a_led_child, involved
from sqlalchemy import insert, select

from actions import commands as actions
from actions.models import Action, ActionChild
from audit.models import AuditEntry, AuditPayload
from children import commands as children
from children import queries as child_queries
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id, new_token
from meetings import commands as meetings
from meetings.models import Invitation, Meeting, MeetingChild
from reporting import queries
from reporting.queries.lines import line_of


def kinds_of(person, **given):
    return sorted(item.kind for item in queries.worklist(person, **given).items)


@pytest.fixture
def freya(cast, unit):
    """Freya, led for by Sam; health, police and school work with her; a meeting tomorrow that nobody has answered."""
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.pip, cast.tia)
        meeting = meetings.propose(
            cast.sam,
            type_key="strategy_s47",
            children=[child],
            trigger_kind="threshold_decision",
            trigger_at=the_clock.now() - timedelta(minutes=30),
            purpose="Decide whether to start a section 47 enquiry",
        )
        here = meeting.public_id
        assert "schedule" in kinds_of(cast.sam)
        for other in (cast.nia, cast.pip, cast.tia):
            meetings.add_invitee(cast.sam, here, other)
        starts = (the_clock.local(the_clock.now()) + timedelta(days=1)).replace(hour=14, minute=0)
        meetings.schedule(cast.sam, here, starts_at=starts, minutes_long=60, chair=cast.mia, place="Room 2")
        assert "invite" in kinds_of(cast.sam)
        meetings.invite(cast.sam, here)
        return child.public_id


def test_a_new_person_is_told_what_will_stand_here(client_as):
    shown = client_as("carol").get("/")
    assert "Nothing waits for you." in shown.text
    assert "Propose a meeting" in shown.text


def test_whoever_works_with_no_child_is_not_asked_to_propose(client_as):
    for name in ("frank", "grace", "ada"):
        shown = client_as(name).get("/").text
        assert "works with no child" in shown
        assert "Propose a meeting" not in shown


def test_an_invitation_waits_for_the_invitee_until_it_is_answered(freya, cast, unit):
    with unit(writes=False):
        assert kinds_of(cast.pip) == ["answer"]
        assert kinds_of(cast.ned) == []
    with unit():
        asked = db.session.scalar(select(Invitation).where(Invitation.person_id == cast.pip.id))
        meeting = db.session.get_one(Meeting, asked.meeting_id)
        meetings.answer(cast.pip, meeting.public_id, asked.public_id, "accepted")
    with unit(writes=False):
        assert kinds_of(cast.pip) == []


def test_the_quorum_is_at_risk_while_an_agency_that_decides_is_silent(freya, cast, unit):
    with unit(writes=False):
        risk = next(item for item in queries.worklist(cast.mia).items if item.kind == "risk")
        assert "3 other" not in line_of(risk).text  # the school decides nothing in a strategy discussion
        assert "Elm Park" not in risk.more
    with unit():
        for name in ("mia", "nia", "pip"):
            person = getattr(cast, name)
            asked = db.session.scalar(select(Invitation).where(Invitation.person_id == person.id))
            meeting = db.session.get_one(Meeting, asked.meeting_id)
            meetings.answer(person, meeting.public_id, asked.public_id, "accepted")
    with unit(writes=False):
        assert "risk" not in kinds_of(cast.mia)


def test_the_chair_finds_the_meeting_to_run_on_its_day(freya, cast, unit, clock):
    with unit(writes=False):
        assert "run" not in kinds_of(cast.mia)
    clock.set("2026-02-27 13:00")
    with unit(writes=False):
        assert "run" in kinds_of(cast.mia)


def test_an_action_waits_for_its_owner_and_then_for_whoever_checks_it(freya, cast, unit, clock):
    with unit():
        action = actions.set_action(
            cast.mia,
            text="See the child alone at school",
            outcome_wanted="She can speak freely",
            owner=cast.ned,
            due_on=date(2026, 3, 2),
            child_ids=[freya],
        )
        made = action.public_id
    with unit(writes=False):
        item = queries.worklist(cast.ned).items[0]
        assert (item.kind, line_of(item).act, item.is_overdue) == ("do", "Accept or decline", False)
        assert [child.name for child in item.children] == ["Freya Example"]
    clock.set("2026-03-04 09:00")
    with unit(writes=False):
        work = queries.worklist(cast.ned)
        assert (work.overdue, line_of(work.items[0]).tag) == (1, "2 days late")
    with unit():
        actions.claim_done(cast.ned, made, evidence="Seen on Tuesday.", effect_for_child="She spoke.")
    with unit(writes=False):
        assert kinds_of(cast.ned) == []
        assert "check" in kinds_of(cast.mia)


def test_a_nomination_waits_for_the_nominee_and_a_gap_for_the_manager(cast, unit):
    with unit():
        child = a_child(cast.sam)
        children.nominate(cast.mia, child, cast.sam)
        assert kinds_of(cast.sam) == ["lead"]
        children.decline(cast.sam, child, "Too many already.")
        assert kinds_of(cast.sam) == []
        assert kinds_of(cast.mia) == ["gap"]


def test_a_managers_row_speaks_of_whoever_it_waits_for(cast, unit):
    with unit():
        child = a_child(cast.sam)
        children.nominate(cast.mia, child, cast.sam)
        own, of_team = queries.worklist(cast.sam).items[0], queries.worklist(cast.mia, team=True).items[0]
        assert (line_of(own).text, line_of(own).act) == ("You are nominated to lead", "Answer")
        assert (line_of(of_team).text, line_of(of_team).act) == ("Nominated to lead", "Look at it")


def test_a_manager_sees_the_teams_work_and_nobody_else_does(freya, cast, unit, client_as):
    with unit(writes=False):
        assert kinds_of(cast.nia, team=True) == []
        assert "risk" in kinds_of(cast.mia, team=True)
    assert "My team’s work" in client_as("mia").get("/?team=1").text
    assert "My team’s work" not in client_as("sam").get("/?team=1").text


@pytest.mark.parametrize("by", list(queries.GROUPINGS))
def test_work_is_grouped_as_one_likes(freya, cast, unit, client_as, by):
    with unit(writes=False):
        work = queries.worklist(cast.mia, by=by)
        assert sum(len(group) for group in work.groups()) == work.total
    assert client_as("mia").get(f"/?by={by}").status_code == 200
    assert client_as("mia").get(f"/?by={by}&team=1").status_code == 200


def test_a_conflict_of_interest_empties_the_list_at_once(freya, cast, unit):
    with unit():
        child = child_queries.child(cast.sam, freya)
        children.declare_conflict(cast.pip, child, cast.pip, "A neighbour.")
    with unit(writes=False):
        assert kinds_of(cast.pip) == []


def test_who_is_invited_and_not_involved_reads_no_childs_name(freya, cast, unit, client_as):
    with unit():
        works = child_queries.role_held(child_queries.child(cast.sam, freya), cast.pip, "professional")
        children.end_involvement(cast.sam, child_queries.child(cast.sam, freya), works)
    shown = client_as("pip").get("/").text
    assert "will you come?" in shown
    assert "Freya" not in shown


@pytest.mark.parametrize("path", ["/", "/?by=household", "/?by=person&team=1", "/?by=priority"])
def test_the_same_few_queries_for_ten_and_for_two_thousand(freya, cast, unit, client_as, count_queries, path):
    client = client_as("mia")
    asked = []
    for more in (10, 1990):
        with unit():
            _many(cast, freya, more)
        client.get("/")
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 6


def test_fifty_rows_a_page(freya, cast, unit, client_as):
    with unit():
        _many(cast, freya, 60)
    client = client_as("mia")
    first, second = client.get("/").text, client.get("/?page=2").text
    assert first.count('class="cv-row"') == 50
    assert 60 < 50 + second.count('class="cv-row"') <= 200
    assert client.get("/?page=99").status_code == 303


def test_programs_get_the_same(freya, cast, unit, api_as):
    answer = api_as("pip").get("/worklist")
    assert answer.status_code == 200
    assert [item["kind"] for item in answer.json["items"]] == ["answer"]
    assert answer.json["next"] is None
    with unit():
        _many(cast, freya, 30)
    mia = api_as("mia")
    page, seen = mia.get("/worklist?limit=20").json, 0
    while True:
        seen += len(page["items"])
        if page["next"] is None:
            break
        page = mia.get(f"/worklist?limit=20&cursor={page['next']}").json
    assert seen == page["total"]
    assert mia.get("/worklist?cursor=x").status_code == 422


def test_every_look_at_the_work_leaves_an_entry(freya, client_as, cast, unit):
    client_as("mia").get("/")
    with unit(writes=False):
        found = select(AuditEntry.actor).where(AuditEntry.child_id == freya, AuditEntry.action == "worklist.read")
        assert db.session.scalars(found).all() == [cast.mia.public_id]


def test_search_finds_a_child_and_a_reference(freya, client_as, cast, unit):
    sam = client_as("sam")
    assert "Freya Example" in sam.get("/search?q=frey").text
    assert "Strategy discussion" in sam.get("/search?q=M-2026-0001").text
    with unit(writes=False):
        contents = db.session.scalars(
            select(AuditPayload.content)
            .join(AuditEntry, AuditEntry.seq == AuditPayload.seq)
            .where(AuditEntry.action == "search.read")
        ).all()
    assert any('"frey"' in content for content in contents)


def test_what_may_not_be_seen_is_searched_for_like_what_is_not_there(freya, client_as):
    """S-07: nothing is found, nothing is counted, and the page is the same but for what was typed."""
    for name in ("carol", "heidi", "frank", "grace"):
        client = client_as(name)
        for hidden, absent in (("freya", "nobod"), ("M-2026-0001", "M-2026-9999"), ("2019-03-05", "2018-03-05")):
            one, other = client.get(f"/search?q={hidden}").text, client.get(f"/search?q={absent}").text
            assert "0 results" in one
            assert _plain(one, hidden) == _plain(other, absent)


def test_no_sort_and_no_filter_says_more(freya, client_as):
    carol = client_as("carol")
    for query in ("q=%25", "q=_", "q=&page=2", "q=freya&sort=restricted_address", "q=freya&page=0", "q=' or 1=1"):
        shown = carol.get(f"/search?{query}")
        assert shown.status_code == 200
        assert "Freya" not in shown.text


def _plain(page, typed):
    """The page without what differs from one request to the next."""
    kept = [line for line in page.splitlines() if "nonce" not in line and "csrf" not in line]
    return "\n".join(kept).replace(typed, "…")


def _many(cast, child_id, number):
    """So many actions of Mia's and so many meetings that she chairs and is asked to, written in bulk."""
    child = child_queries.child(cast.sam, child_id)
    now, today = the_clock.now(), the_clock.today()
    rows = [
        {
            "public_id": new_public_id(),
            "reference": f"A-{new_public_id()[:12]}",
            "text": "See the child",
            "text_key": "see the child",
            "outcome_wanted": "Seen",
            "owner_id": cast.mia.id,
            "agency_id": cast.mia.agency_id,
            "due_on": today + timedelta(days=one % 40),
            "original_due_on": today,
            "noted_at": now,
            "opened_at": now,
            "set_by_id": cast.sam.id,
            "version": 0,
        }
        for one in range(number)
    ]
    db.session.execute(insert(Action), rows)
    made = select(Action.id).where(Action.id.not_in(select(ActionChild.action_id)))
    links = [{"action_id": one, "child_id": child.id} for one in db.session.scalars(made)]
    db.session.execute(insert(ActionChild), links)
    sittings = [
        {
            "public_id": new_public_id(),
            "reference": f"M-{new_public_id()[:12]}",
            "type": "strategy_s47",
            "state": "invited",
            "purpose": "…",
            "trigger_kind": "threshold_decision",
            "trigger_at": now,
            "asked_by_id": cast.sam.id,
            "asked_at": now,
            "chair_id": cast.mia.id,
            "starts_at": now + timedelta(days=1 + one % 30),
            "uid": new_token(),
            "changed_at": now,
            "version": 0,
        }
        for one in range(number)
    ]
    db.session.execute(insert(Meeting), sittings)
    fresh = list(db.session.scalars(select(Meeting.id).where(Meeting.id.not_in(select(MeetingChild.meeting_id)))))
    db.session.execute(insert(MeetingChild), [{"meeting_id": one, "child_id": child.id} for one in fresh])
    seats = [
        {
            "public_id": new_public_id(),
            "meeting_id": one,
            "person_id": person.id,
            "agency_id": person.agency_id,
            "invited_by_id": cast.sam.id,
            "token": new_token(),
            "version": 0,
        }
        for one in fresh
        for person in (cast.mia, cast.pip)
    ]
    db.session.execute(insert(Invitation), seats)
