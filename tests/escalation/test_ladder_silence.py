"""Nobody answers: every limit alarms, and goes on alarming, to the right people, once each; and nothing ends by itself."""

from collections import Counter
from datetime import date, timedelta

import pytest
from ladder_scenes import NORTHSHIRE, WORKING_DAYS, raised, taken_up, what_is_wrong, working_day
from sqlalchemy import select

from escalation import commands, queries
from escalation.invariants import no_step_was_missed
from foundation import clock as the_clock
from foundation.database import db
from notifications.models import Attempt, Outbox
from people import commands as people_commands
from people.models import Person


@pytest.fixture
def here(unit, cast, clock):
    """Ned of health has raised a disagreement with Sam of social care; the Thursday before Easter, 16:30."""
    clock.set("2026-04-02 16:30")
    with unit():
        return raised(cast)


@pytest.fixture
def days_pass(clock, dispatch):
    """`days_pass(first, last)`: on each day the dispatcher runs at 08:00, and again an hour later."""

    def passed(first, last):
        day = first
        while day <= last:
            for hour in ("08:00", "09:00"):
                clock.set(f"{day} {hour}")
                dispatch()
            day += timedelta(days=1)

    return passed


def mails_by_day(unit, kind):
    """London day: how often each first name was mailed with `kind`."""
    found = {}
    with unit(writes=False):
        rows = db.session.execute(
            select(Outbox.sent_at, Outbox.state, Person.name, Person.left_on)
            .join(Person, Person.id == Outbox.recipient_id)
            .where(Outbox.kind == kind)
        )
        for sent_at, state, name, left_on in rows:
            if state == "moot" and left_on is not None:
                continue
            assert state == "sent", (kind, name, state)
            day = the_clock.local(sent_at).date()
            found.setdefault(day, Counter())[name.split()[0]] += 1
    return found


def each_once(*names):
    return Counter(dict.fromkeys(names, 1))


def test_sixty_working_days_of_silence(app, unit, cast, here, clock, days_pass, client_as):
    """At the first stage, Sam answers to Mia and Ned to Nia. Its limit is Wednesday 8 April."""
    limit = date(2026, 4, 8)
    last = working_day(limit, 60)
    days_pass(date(2026, 4, 3), last)
    assert mails_by_day(unit, "escalation.stage_due") == {
        date(2026, 4, 7): each_once("Sam"),
        limit: each_once("Sam", "Mia", "Ned"),
    }
    after = [1, 2, 3, *range(5, 61, 5)]
    assert mails_by_day(unit, "escalation.overdue") == {
        working_day(limit, days): each_once("Ned", "Sam", "Nia", "Mia", "Erin") for days in after
    }
    cap = working_day(date(2026, 4, 2), 20)
    assert mails_by_day(unit, "escalation.cap") == {
        cap: each_once("Paula", "Erin"), working_day(cap, 5): each_once("Paula", "Erin"),
    }  # fmt: skip
    with unit(writes=False):
        made = queries.escalation_for(cast.ned, here)
        stage = queries.open_stage(made)
        assert (made.state, made.stage, stage.ended_at, stage.due_on) == ("open", 1, None, limit)
        assert "escalate" in queries.moves_of(cast.ned, made, queries.stages_of(made)).allowed
    assert what_is_wrong(app) == []
    assert "Limit passed" in client_as("ned").get(f"/escalations/{here}").text


def test_after_the_last_step_silence_is_heard_otm_1566(unit, cast, here, clock, dispatch, days_pass, client_as):
    """PEERS, "after the last step: silence". Each stage runs out and is taken up; then 30 working days at the last."""
    limits, entered = {}, date(2026, 4, 2)
    for number, days in ((1, 2), (2, 3), (3, 5)):
        limits[number] = working_day(entered, days)
        tomorrow = working_day(limits[number], 1)
        days_pass(entered + timedelta(days=1), tomorrow)
        clock.set(f"{tomorrow} 15:00")
        with unit():
            stage = queries.open_stage(queries.escalation_for(cast.ned, here))
            assert (stage.number, stage.due_on) == (number, limits[number])
            taken_up(cast, here, number)
        dispatch()
        entered = tomorrow
    last = working_day(entered, 5)
    days_pass(entered + timedelta(days=1), working_day(last, 30))
    alarms = mails_by_day(unit, "escalation.overdue")
    for days in (1, 2, 3, 5, 10, 15, 20, 25, 30):
        heard = alarms[working_day(last, days)]
        assert heard == each_once("Paula", "Ned", "Nia", "Erin"), days
    for number in (1, 2, 3):
        assert alarms[working_day(limits[number], 1)]["Erin"] == 1
    begun = mails_by_day(unit, "escalation_entered")
    holders = Counter(name for day in begun.values() for name in day.elements())
    assert {name: holders[name] for name in ("Sam", "Judy", "Paula")} == {"Sam": 1, "Judy": 1, "Paula": 1}
    assert holders["Mia"] == 2, "told as Sam's manager, then as the one who answers"
    page = client_as("paula").get(f"/escalations/{here}").text
    assert "Limit passed" in page and "30 working days late" in page
    with unit():
        made = queries.escalation_for(cast.paula, here)
        assert (made.state, made.stage) == ("open", 4)
        tried = select(Outbox.id).where(Outbox.state == "sent", Outbox.id.not_in(select(Attempt.outbox_id)))
        assert db.session.scalars(tried).all() == []
        assert list(no_step_was_missed()) == []
        commands.resolve(cast.paula, here, agreed_statement="A discussion is held.", rationale="The child's safety.")
        assert made.state == "resolved"


def test_acknowledged_and_then_nothing_oncall_1792_bosun_2086(unit, cast, here, clock, days_pass, client_as):
    """PEERS: an answer that settles nothing stops neither the clock nor the alarm, and one click goes up."""
    with unit():
        commands.respond(cast.sam, here, kind="fact", text="I have seen it and will come back to you.")
        assert queries.open_stage(queries.escalation_for(cast.sam, here)).due_on == date(2026, 4, 8)
    days_pass(date(2026, 4, 3), date(2026, 4, 9))
    assert mails_by_day(unit, "escalation.overdue") == {date(2026, 4, 9): each_once("Ned", "Sam", "Nia", "Mia", "Erin")}
    ned = client_as("ned")
    assert f"/escalations/{here}/escalate" in ned.get(f"/escalations/{here}").text
    up = ned.post(f"/escalations/{here}/escalate", data={"what_was_tried": "It was seen, no more.", "from_stage": "1"})
    assert up.status_code == 303


def test_nobody_on_the_step_goalert_4548(app, unit, cast, here, clock, dispatch):
    """PEERS: a stage that nobody holds is passed in the same command; both agencies and the coordinator are told."""
    with unit():
        people_commands.leave(None, cast.mia, cast.judy)
        taken_up(cast, here, 1)
        stages = queries.stages_of(queries.escalation_for(cast.ned, here))
        assert [(stage.number, stage.result) for stage in stages] == [(1, "taken_up"), (2, "vacant"), (3, "")]
        assert stages[1].ended_at is not None and stages[1].reason == "no holder"
        assert stages[2].responder_id == cast.judy.id
    dispatch()
    told = mails_by_day(unit, "escalation_vacant")[date(2026, 4, 2)]
    assert {"Ned", "Nia", "Erin"} <= set(told) and set(told.values()) == {1}
    assert what_is_wrong(app) == []


def test_a_leaver_with_a_live_rung_caseflow_11811(app, unit, cast, here, clock, dispatch, days_pass):
    """PEERS: somebody leaves while a stage waits for them: it is refused, or goes to somebody who may answer, at once."""
    from foundation.lifecycles import Refused

    with unit(), pytest.raises(Refused, match="the answer to E-"):
        people_commands.leave(None, cast.sam, None)
    with unit():
        was = queries.open_stage(queries.escalation_for(cast.ned, here)).due_on
        # Ned's own agency cannot answer for the other one, whatever is handed over.
        people_commands.leave(None, cast.sam, cast.carol)
        stage = queries.open_stage(queries.escalation_for(cast.ned, here))
        taker = db.session.get_one(Person, stage.responder_id)
        assert taker.agency_id == cast.sam.agency_id and taker.left_on is None
        assert stage.due_on == was
        name = taker.name.split()[0]
    dispatch()
    assert mails_by_day(unit, "escalation_entered")[date(2026, 4, 2)][name] >= 1
    days_pass(date(2026, 4, 3), date(2026, 4, 9))
    heard = mails_by_day(unit, "escalation.overdue")[date(2026, 4, 9)]
    assert heard[name] == 1 and "Sam" not in heard
    assert what_is_wrong(app) == []


def test_the_calendar_of_these_tests():
    assert date(2026, 4, 7) in WORKING_DAYS and date(2026, 4, 6) not in WORKING_DAYS
    assert working_day(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_at_the_top_of_a_policy_of_three_stages_the_partners_are_told_and_alarmed(
    unit, cast, clock, dispatch, days_pass, client_as
):
    """Its last stage is held by a senior manager: the partners hear of it, may read it, and of its limit too."""
    clock.set("2026-04-07 10:00")
    with unit():
        commands.adopt_policy(cast.erin, **{**NORTHSHIRE, "effective_from": date(2026, 4, 7)})
    with unit():
        here = raised(cast)
        taken_up(cast, here, 1, 2)
        stage = queries.open_stage(queries.escalation_for(cast.paula, here))
        assert (stage.number, stage.responder.name, stage.due_on) == (3, "Judy Chair", date(2026, 4, 9))
    dispatch()
    assert mails_by_day(unit, "escalation_entered")[date(2026, 4, 7)]["Paula"] == 1
    days_pass(date(2026, 4, 8), date(2026, 4, 10))
    assert mails_by_day(unit, "escalation.overdue") == {
        date(2026, 4, 10): each_once("Ned", "Judy", "Nia", "Erin", "Paula")
    }
    assert client_as("paula").get(f"/escalations/{here}").status_code == 200


def test_silence_through_the_command_line(unit, cast, here, installation):
    """`convenor dispatch --once --now`, as somebody would run it day by day; run twice, nothing goes out twice."""
    limit = date(2026, 4, 8)
    for day in (date(2026, 4, 7), limit, date(2026, 4, 9), date(2026, 4, 9), date(2026, 4, 10)):
        done = installation.run("dispatch", "--once", "--now", f"{day}T08:30", "--json")
        assert done.returncode == 0, done.stderr
    assert mails_by_day(unit, "escalation.stage_due")[limit] == each_once("Sam", "Mia", "Ned")
    everybody = each_once("Ned", "Sam", "Nia", "Mia", "Erin")
    assert mails_by_day(unit, "escalation.overdue") == {date(2026, 4, 9): everybody, date(2026, 4, 10): everybody}
    with unit(writes=False):
        assert queries.escalation_for(cast.ned, here).state == "open"
