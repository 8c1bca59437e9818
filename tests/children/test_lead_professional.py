"""From nomination to handover: one leads at every instant, and where nobody does, the alarm says so."""

from datetime import date
from threading import Barrier, Thread

import pytest
from scenes import a_child, a_led_child, involved
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from children import commands, queries
from children.models import LeadGap, LeadProfessional
from children.rules import LeadFacts
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, NotPermitted, Refused, refusals, rules_of
from foundation.signals import lead_changed
from foundation.unit_of_work import unit_of_work
from people import commands as people_commands

FAMILY_MET = "Met Freya and her mother together at home."
NOTE = "Her story so far, her voice, the risks, open actions, dates, whom to tell."


@pytest.fixture
def freya(cast, unit):
    """Sam and Ned work with Freya; nobody leads."""
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


@pytest.fixture
def led(cast, unit):
    """Sam leads for Freya; Ned and Tia work with her."""
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        return child.public_id


# --- the rules, a line for each case ----------------------------------------------------------------------------

RULES = [
    ("nominate", "named", "the_lead_is_in_service", {"in_service": False}),
    ("nominate", "named", "the_leads_agency_works_with_the_child", {"agency_works_with_child": False}),
    ("nominate", "named", "the_leads_agency_works_with_the_child", {"may_see_the_record": False}),
    (
        "nominate",
        "named",
        "a_social_worker_leads_under_protection",
        {"under_protection": True, "registered_social_worker": False},
    ),
    ("nominate", "named", "one_nomination_stands_at_a_time", {"nomination_stands": True}),
    (
        "nominate",
        "named",
        "a_manager_agrees_to_a_load_above_the_line",
        {"above_the_line": "Thirteen", "a_manager_agrees": False},
    ),
    ("activate", "accepted", "nobody_else_leads", {"somebody_else_leads": True}),
    ("take_over", "nominated", "nobody_else_leads", {"somebody_else_leads": True}),
    ("decline", "nominated", "a_reason_is_given", {"reason": ""}),
    ("end", "active", "a_reason_is_given", {"reason": ""}),
    ("lapse", "accepted", "a_reason_is_given", {"reason": ""}),
    ("withdraw_handover", "handover_proposed", "a_reason_is_given", {"reason": ""}),
    ("propose_handover", "active", "a_successor_is_nominated", {"successor_is_nominated": False}),
    ("propose_handover", "active", "the_handover_note_is_written", {"handover_note": ""}),
    ("accept_handover", "handover_proposed", "the_family_met_both", {"introduction": ""}),
    ("appoint_deputy", "active", "the_deputy_is_somebody_else", {"is_the_lead": True}),
    ("appoint_deputy", "active", "the_deputy_has_dates", {"to_on": date(2026, 3, 1)}),
    ("appoint_deputy", "active", "the_lead_is_in_service", {"in_service": False}),
]
ALL_WELL = {
    "reason": "Because.",
    "handover_note": NOTE,
    "introduction": FAMILY_MET,
    "a_manager_agrees": True,
    "from_on": date(2026, 3, 2),
    "to_on": date(2026, 3, 6),
}


@pytest.mark.parametrize(("event", "state", "rule", "wrong"), RULES)
def test_each_rule_refuses_and_lets_pass(app, event, state, rule, wrong):
    lead = LeadProfessional(state=state)
    assert refusals(lead, event, LeadFacts(**ALL_WELL)) == []
    assert [refusal.rule for refusal in refusals(lead, event, LeadFacts(**{**ALL_WELL, **wrong}))] == [rule]


def test_no_rule_is_without_a_case(app):
    assert rules_of(LeadProfessional).names() == {rule for _, _, rule, _ in RULES}


# --- the story --------------------------------------------------------------------------------------------------


def test_a_lead_is_nominated_accepts_and_starts_the_same_day(freya, cast, unit, dispatch, mailbox):
    heard = []

    def listen(_child, **change):
        heard.append((change["before"], change["lead"].name))

    lead_changed.connect(listen)
    with unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.sam)
    dispatch()
    with unit():
        lead = commands.accept(cast.sam, queries.child(cast.sam, freya))
        assert (lead.state, heard) == ("active", [(None, "Sam Worker")])
        assert queries.leads_of([lead.child_id])[lead.child_id].name == "Sam Worker"
    dispatch()
    titles = {(mail.address.split("@")[0], mail.title) for mail in mailbox.all()}
    assert ("sam.worker", "You are asked to lead for a child") in titles
    assert ("mia.manager", "Lead professional: the nomination is accepted") in titles
    assert ("ned.nurse", "A lead professional has started") in titles
    assert not any("Freya" in str(mail.__dict__) for mail in mailbox.all())


def test_a_start_on_a_later_day_waits_for_it(freya, cast, unit, clock, dispatch):
    with unit():
        child = queries.child(cast.mia, freya)
        commands.nominate(cast.mia, child, cast.sam, starts_on=date(2026, 3, 2))
        assert commands.accept(cast.sam, child).state == "accepted"
    clock.set("2026-03-01 23:00")
    dispatch()
    assert _states(unit) == ["accepted"]
    clock.set("2026-03-02 00:06")
    dispatch()
    dispatch()
    assert _states(unit) == ["active"]


def test_silence_is_reminded_and_from_the_second_day_the_manager_hears(freya, cast, unit, clock, dispatch, mailbox):
    with unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.ned)
    dispatch()
    _wind(clock, dispatch, "2026-02-27 08:01", "2026-03-02 08:01")
    waited = [mail.address.split("@")[0] for mail in mailbox.all() if "waited for" in mail.title]
    assert sorted(waited) == ["ned.nurse", "ned.nurse", "nia.manager"]


def test_an_answer_that_came_in_time_silences_the_reminder(freya, cast, unit, clock, dispatch, mailbox):
    with unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.sam)
        commands.accept(cast.sam, queries.child(cast.sam, freya))
    _wind(clock, dispatch, "2026-02-27 08:01")
    assert not any("waited for" in mail.title for mail in mailbox.all())


def test_declining_needs_a_reason_and_opens_the_gap(freya, cast, unit):
    with unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.ned)
    with pytest.raises(Refused) as refused, unit():
        commands.decline(cast.ned, queries.child(cast.ned, freya))
    assert refused.value.refusals[0].rule == "a_reason_is_given"
    with unit():
        child = queries.child(cast.ned, freya)
        assert commands.decline(cast.ned, child, "Away from Monday.").state == "declined"
        assert child.id in queries.open_gaps([child.id])


def test_who_may_nominate_and_who_may_answer(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        for name in ("sam", "ned", "tia"):
            with pytest.raises(NotPermitted):
                commands.nominate(getattr(cast, name), child, cast.sam)
        commands.nominate(cast.nia, child, cast.sam)
        for name in ("mia", "ned"):
            with pytest.raises(NotPermitted):
                commands.accept(getattr(cast, name), child)
        with pytest.raises(BadInput):
            commands.nominate(cast.mia, child, cast.sam, starts_on=date(2026, 2, 25))


def test_a_nominee_comes_from_an_agency_that_works_with_the_child(freya, cast, unit):
    with pytest.raises(Refused) as refused, unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.pip)
    assert [reason.rule for reason in refused.value.refusals] == ["the_leads_agency_works_with_the_child"]
    assert _states(unit) == []


def test_under_protection_only_a_registered_social_worker_leads(freya, cast, unit):
    with unit():
        commands.set_plan(cast.mia, queries.child(cast.mia, freya), "s47")
    with pytest.raises(Refused) as refused, unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.ned)
    assert [reason.rule for reason in refused.value.refusals] == ["a_social_worker_leads_under_protection"]
    with unit():
        commands.nominate(cast.mia, queries.child(cast.mia, freya), cast.sam)


def test_a_handover_changes_hands_in_one_instant(led, cast, unit):
    with unit():
        child = queries.child(cast.sam, led)
        with pytest.raises(Refused):
            commands.propose_handover(cast.sam, child, NOTE)
        commands.propose_handover(cast.sam, child, NOTE, cast.ned)
        assert queries.leads_of([child.id])[child.id].name == "Sam Worker"
        with pytest.raises(NotPermitted):
            commands.accept_handover(cast.tia, child, FAMILY_MET)
        with pytest.raises(Refused):
            commands.accept_handover(cast.ned, child)
    with unit():
        child = queries.child(cast.ned, led)
        commands.accept_handover(cast.ned, child, introduction_skipped_reason="Mother asked for separate visits.")
        assert queries.leads_of([child.id])[child.id].name == "Ned Nurse"
        assert queries.open_gaps([child.id]) == {}
    assert _states(unit) == ["handed_over", "active"]


def test_a_handover_withdrawn_leaves_the_old_lead_and_ends_the_nomination(led, cast, unit):
    with unit():
        child = queries.child(cast.sam, led)
        commands.propose_handover(cast.sam, child, NOTE, cast.ned)
        commands.withdraw_handover(cast.ned, child, "Ned moves teams.")
    assert _states(unit) == ["active", "ended"]


def test_a_successor_who_declines_leaves_the_old_lead(led, cast, unit):
    with unit():
        child = queries.child(cast.sam, led)
        commands.propose_handover(cast.sam, child, NOTE, cast.ned)
        commands.decline(cast.ned, child, "Away from Monday.")
    assert _states(unit) == ["active", "declined"]


def test_ending_the_lead_is_for_a_manager_and_opens_the_gap(led, cast, unit, clock, dispatch, mailbox):
    with unit(), pytest.raises(NotPermitted):
        commands.end(cast.sam, queries.child(cast.sam, led), "Moving on.")
    with unit():
        commands.end(cast.mia, queries.child(cast.mia, led), "Moving on.")
    dispatch()
    told = [mail.address.split("@")[0] for mail in mailbox.all() if "No lead professional" in mail.title]
    assert sorted(told) == ["mia.manager", "nia.manager"]
    clock.set("2026-02-27 10:00")
    with unit():
        child = queries.child(cast.mia, led)
        commands.nominate(cast.mia, child, cast.sam)
        commands.accept(cast.sam, child)
        gap = db.session.scalars(select(LeadGap)).one()
        assert gap.to_at is not None and gap.to_at > gap.from_at


def test_the_alarm_rises_and_repeats_until_somebody_leads(led, cast, unit, clock, dispatch, mailbox):
    with unit():
        child = queries.child(cast.sam, led)
        commands.involve(cast.sam, child, cast.erin, "coordinator")
        cast.mia.manager = cast.judy
        cast.mia.version += 1
    with unit():
        commands.end(cast.mia, queries.child(cast.mia, led), "Moving on.")
    _wind(clock, dispatch, "2026-02-26 16:41", "2026-02-27 08:01", "2026-03-02 08:01", "2026-03-03 08:01")
    told = [mail.address.split(".")[0] for mail in mailbox.all() if "No lead professional" in mail.title]
    assert told.count("mia") == told.count("erin") == 4
    assert told.count("judy") == 3


def test_a_lead_that_ends_with_the_plan_leaves_no_gap(led, cast, unit):
    with unit():
        child = queries.child(cast.mia, led)
        commands.set_plan(cast.mia, child, "child_in_need")
        commands.set_plan(cast.mia, child, "none")
        commands.end(cast.mia, child, "The plan ended.")
        assert queries.open_gaps([child.id]) == {}


def test_a_plan_without_a_lead_is_a_gap_from_that_moment(freya, cast, unit):
    with unit():
        child = queries.child(cast.mia, freya)
        commands.set_plan(cast.mia, child, "child_protection", "neglect")
        assert child.id in queries.open_gaps([child.id])
        commands.set_plan(cast.mia, child, "none")
        assert queries.open_gaps([child.id]) == {}


def test_an_interim_lead_leads_at_once_in_place_of_who_is_no_social_worker(cast, unit):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        commands.nominate(cast.mia, child, cast.ned)
        commands.accept(cast.ned, child)
        commands.set_plan(cast.mia, child, "s47")
        lead = commands.nominate(cast.mia, child, cast.mia, interim=True)
        assert (lead.state, lead.until_on) == ("active", date(2026, 3, 2))
        assert queries.leads_of([child.id])[child.id].name == "Mia Manager"
        assert queries.open_gaps([child.id]) == {}
    assert _states(unit) == ["ended", "active"]


def test_a_deputy_stands_in_for_days_and_must_qualify(led, cast, unit, clock):
    with unit():
        child = queries.child(cast.mia, led)
        commands.set_plan(cast.mia, child, "s47")
        with pytest.raises(Refused) as refused:
            commands.appoint_deputy(cast.mia, child, cast.ned, date(2026, 3, 6), date(2026, 3, 2))
        assert {reason.rule for reason in refused.value.refusals} == {
            "a_social_worker_leads_under_protection",
            "the_deputy_has_dates",
        }
        commands.appoint_deputy(cast.mia, child, cast.judy, date(2026, 3, 2), date(2026, 3, 6))
        assert not queries.may_see(cast.judy, led)
    clock.set("2026-03-02 09:00")
    with unit():
        child = queries.child(cast.judy, led)
        assert queries.leads_of([child.id])[child.id].deputy_id == cast.judy.id
        assert "lead" in queries.roles_in(cast.judy, child.id)


def test_a_second_lead_is_refused_by_the_database_itself(led, cast, unit):
    with pytest.raises(IntegrityError), unit():
        child = queries.child(cast.sam, led)
        db.session.add(
            LeadProfessional(
                public_id=new_public_id(),
                child_id=child.id,
                person_id=cast.ned.id,
                state="active",
                nominated_by_id=cast.mia.id,
                nominated_at=the_clock.now(),
                starts_on=date(2026, 2, 26),
            )
        )


def test_two_at_once_leave_exactly_one_lead(freya, cast, unit, app):
    """Two managers name an interim lead in the same moment, in two units of work."""
    start, said = Barrier(2), []

    def name(manager, nominee):
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    by = getattr(cast, manager)
                    commands.nominate(by, queries.child(by, freya), getattr(cast, nominee), interim=True)
                said.append("named")
            except Refused:
                said.append("refused")

    threads = [Thread(target=name, args=pair) for pair in (("mia", "sam"), ("nia", "ned"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "named" in said and len(said) == 2
    assert _states(unit).count("active") == 1


def test_a_handover_accepted_twice_counts_once(led, cast, unit):
    with unit():
        child = queries.child(cast.sam, led)
        commands.propose_handover(cast.sam, child, NOTE, cast.ned)
        commands.accept_handover(cast.ned, child, FAMILY_MET)
    with pytest.raises(Refused), unit():
        commands.accept_handover(cast.ned, queries.child(cast.ned, led), FAMILY_MET)
    assert _states(unit) == ["handed_over", "active"]


# --- leaving ----------------------------------------------------------------------------------------------------


def test_a_leaver_who_leads_needs_a_receiver(led, cast, unit):
    with pytest.raises(Refused) as refused, unit():
        people_commands.leave(cast.frank, cast.sam, None)
    assert "lead professional for 1 child" in refused.value.refusals[0].message
    assert "Freya" not in refused.value.refusals[0].message
    assert _states(unit) == ["active"]


def test_with_a_receiver_the_lead_and_the_involvements_go_over_in_the_same_instant(led, cast, unit):
    with unit():
        assert people_commands.leave(cast.frank, cast.sam, cast.judy)
    with unit():
        child = queries.child(cast.judy, led)
        assert queries.leads_of([child.id])[child.id].name == "Judy Chair"
        assert queries.is_involved(cast.judy, [child.id], ["professional"])
        assert db.session.scalars(select(LeadGap)).all() == []


def test_a_receiver_who_may_not_lead_is_refused_and_nothing_moves(led, cast, unit):
    with unit():
        commands.set_plan(cast.mia, queries.child(cast.mia, led), "s47")
    with pytest.raises(Refused) as refused, unit():
        people_commands.leave(cast.frank, cast.sam, cast.ned)
    assert [reason.rule for reason in refused.value.refusals] == ["a_social_worker_leads_under_protection"]
    assert _states(unit) == ["active"]
    with unit():
        assert cast.sam.left_on is None


def _states(unit):
    with unit(writes=False):
        return list(db.session.scalars(select(LeadProfessional.state).order_by(LeadProfessional.id)))


def _wind(clock, dispatch, *moments):
    for moment in moments:
        clock.set(moment)
        dispatch()
        dispatch()
