"""Adding a child, and what is written down: each refusal names its field and leaves nothing."""

from datetime import date

import pytest
from scenes import a_child, a_family, a_led_child, involved
from sqlalchemy import func, select

from audit.models import AuditEntry
from children import commands, queries
from children.models import Child, ChronologyEntry, FamilyMember, Involvement, SharingDecision, VoiceEntry
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted

SAM = "sam.worker@social.example.uk"
SHARED = dict(shared=True, what="Bruise", with_whom="Police", purpose="Protect", lawful_basis="public_task")


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        commands.involve(cast.sam, child, cast.judy, "chair")
        commands.involve(cast.sam, child, cast.erin, "coordinator")
        return child.public_id


@pytest.mark.parametrize(("given", "field"), [
    ({"name": ""}, "name"),
    ({"date_of_birth": None}, "date_of_birth"),
    ({"expected_date_of_birth": date(2026, 6, 1)}, "date_of_birth"),
    ({"date_of_birth": date(2026, 2, 27)}, "date_of_birth"),
    ({"date_of_birth": date(1990, 1, 1)}, "date_of_birth"),
    ({"date_of_birth": None, "expected_date_of_birth": date(2027, 6, 1)}, "expected_date_of_birth"),
    ({"date_of_birth": None, "expected_date_of_birth": date(2025, 6, 1)}, "expected_date_of_birth"),
    ({"relation": "cousin of a cousin"}, "relation"),
])  # fmt: skip
def test_wrong_input_about_a_child_names_the_field_and_writes_nothing(cast, unit, given, field):
    right = {"name": "Freya Example", "date_of_birth": date(2019, 3, 5)}
    with pytest.raises(BadInput) as wrong, unit():
        commands.add_child(cast.sam, **{**right, **given})
    assert list(wrong.value.errors) == [field]
    with unit(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Child)) == 0


def test_whoever_adds_a_child_works_with_the_child_from_today(cast, unit):
    with unit():
        child = a_child(cast.sam, what="social worker")
        works = db.session.scalars(select(Involvement)).one()
        assert (works.person_id, works.role, works.from_on) == (cast.sam.id, "professional", date(2026, 2, 26))
        assert not child.is_unborn


def test_siblings_share_a_household_or_are_related_from_afar(cast, unit):
    with unit():
        girl, boy, unborn = a_family(cast.sam)
        elsewhere = a_child(cast.sam, "Half Example", sibling=girl, same_household=False, relation="half_sibling")
        assert {one.name for one in queries.siblings(cast.sam, girl)} == {boy.name, unborn.name, elsewhere.name}
        assert girl in queries.siblings(cast.sam, elsewhere)
        assert elsewhere.household_id != girl.household_id


def test_an_unborn_child_is_born_and_keeps_the_record(cast, unit):
    with unit():
        unborn = a_family(cast.sam)[2]
        with pytest.raises(BadInput):
            commands.record_birth(cast.sam, unborn, date(2026, 2, 27))
        commands.record_birth(cast.sam, unborn, date(2026, 2, 25), "Ida Example")
        assert (unborn.name, unborn.expected_date_of_birth) == ("Ida Example", None)
        with pytest.raises(BadInput):
            commands.record_birth(cast.sam, unborn, date(2026, 2, 25))


def test_likely_doubles_are_offered_among_visible_children_only(cast, unit):
    with unit():
        a_child(cast.sam)
        assert [row.name for row in queries.likely_the_same(cast.sam, "freya example", None)] == ["Freya Example"]
        assert queries.likely_the_same(cast.carol, "Freya Example", date(2019, 3, 5)) == []


@pytest.mark.parametrize(("given", "field"), [
    ({"role": "friend"}, "role"),
    ({"from_on": date(2026, 3, 5), "to_on": date(2026, 3, 4)}, "to"),
])  # fmt: skip
def test_wrong_input_about_an_involvement(freya, cast, unit, given, field):
    with pytest.raises(BadInput) as wrong, unit():
        commands.involve(cast.sam, queries.child(cast.sam, freya), cast.pip, **{"role": "professional", **given})
    assert list(wrong.value.errors) == [field]


def test_nobody_is_involved_twice_in_the_same_role_or_after_leaving(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        with pytest.raises(BadInput):
            commands.involve(cast.sam, child, cast.ned, "professional")
        cast.tia.left_on = date(2026, 2, 25)
        cast.tia.version += 1
        with pytest.raises(BadInput):
            commands.involve(cast.sam, child, cast.tia, "professional")


def test_who_may_end_an_involvement(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        sams = queries.role_held(child, cast.sam, "professional")
        neds = queries.role_held(child, cast.ned, "professional")
        with pytest.raises(NotPermitted):
            commands.end_involvement(cast.ned, child, sams)
        with pytest.raises(BadInput):
            commands.end_involvement(cast.mia, child, neds, date(2026, 2, 1))
        commands.end_involvement(cast.erin, child, neds, date(2026, 3, 2))
        assert queries.may_see(cast.ned, freya)
        commands.end_involvement(cast.ned, child, neds)
        assert not queries.may_see(cast.ned, freya)
        with pytest.raises(BadInput):
            commands.end_involvement(cast.mia, child, neds)


def test_a_conflict_is_declared_by_oneself_or_by_who_leads_or_manages(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        with pytest.raises(NotPermitted):
            commands.declare_conflict(cast.ned, child, cast.heidi, "Her aunt.")
        with pytest.raises(BadInput):
            commands.declare_conflict(cast.mia, child, cast.heidi, " ")
        assert commands.declare_conflict(cast.mia, child, cast.heidi, "Her aunt.")
        assert commands.declare_conflict(cast.mia, child, cast.heidi, "Her aunt.") is None


@pytest.mark.parametrize(("given", "field"), [
    ({"views": "  "}, "views"),
    ({"how": "guessed"}, "how"),
    ({"expressed_on": date(2026, 2, 27)}, "expressed_on"),
    ({"tool": "Three houses"}, "tool_explanation"),
])  # fmt: skip
def test_wrong_input_about_a_childs_words(freya, cast, unit, given, field):
    with pytest.raises(BadInput) as wrong, unit():
        commands.record_voice(cast.sam, queries.child(cast.sam, freya), **{"views": "I want nan.", **given})
    assert list(wrong.value.errors) == [field]


def test_a_retraction_is_an_entry_of_its_own_and_nothing_is_deleted(freya, cast, unit):
    with unit():
        child = queries.child(cast.ned, freya)
        first = commands.record_voice(cast.ned, child, views="He hit me.")
        with pytest.raises(BadInput) as wrong:
            commands.retract_voice(cast.ned, child, first, views="He did not.", why_retracted="", discussed="")
        assert set(wrong.value.errors) == {"why_retracted", "discussed"}
        commands.retract_voice(
            cast.ned, child, first, views="He did not.", why_retracted="Afraid of a row.", discussed="Who helps her."
        )
        rows = db.session.execute(queries.voice(cast.sam, child)).all()
        assert [(row.views, row.retracts) for row in rows] == [("He did not.", first.public_id), ("He hit me.", None)]


def test_the_lead_hears_at_once_that_a_child_was_told_not_to_talk(cast, unit, dispatch, mailbox):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned)
        commands.record_voice(cast.ned, child, views="I must not say.", told_not_to_talk=True)
    dispatch()
    mails = [mail for mail in mailbox.to(SAM) if "own words" in mail.title]
    assert len(mails) == 1 and "I must not say" not in mails[0].text


def test_a_child_not_heard_for_twenty_working_days_is_said_to_the_lead(cast, unit, clock, dispatch, mailbox):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        commands.set_plan(cast.mia, child, "child_in_need")
        child_id = child.public_id
    clock.set("2026-03-05 10:00")
    dispatch()
    with unit():
        commands.record_voice(cast.sam, queries.child(cast.sam, child_id), views="School is better.")
    for moment in ("2026-03-26 08:01", "2026-04-01 08:01", "2026-04-02 08:01"):
        clock.set(moment)
        dispatch()
        dispatch()
        late = [mail for mail in mailbox.to(SAM) if "20 working days" in mail.title]
        assert len(late) == (1 if moment.startswith("2026-04-02") else 0), moment


@pytest.mark.parametrize(("given", "field"), [
    ({"text": ""}, "text"),
    ({"kind": "rumour"}, "kind"),
    ({"happened_on": date(2026, 2, 27)}, "happened_on"),
    ({"happened_to": date(2026, 2, 1)}, "happened_to"),
    ({"kind": "professional_judgement", "reason": "Because."}, "rests_on"),
    ({"kind": "professional_judgement", "reason": "Because.", "rests_on": ["elsewhere"]}, "rests_on"),
])  # fmt: skip
def test_wrong_input_about_an_event(freya, cast, unit, given, field):
    right = {"happened_on": date(2026, 2, 20), "kind": "fact", "text": "Bruise seen."}
    with pytest.raises(BadInput) as wrong, unit():
        commands.add_chronology(cast.ned, queries.child(cast.ned, freya), **{**right, **given})
    assert list(wrong.value.errors) == [field]


def test_a_judgement_rests_on_facts_of_the_same_child_and_says_how(freya, cast, unit):
    with unit():
        child, other = queries.child(cast.sam, freya), a_child(cast.sam, "Other Example")
        day = {"happened_on": date(2026, 2, 20)}
        fact = commands.add_chronology(cast.sam, child, kind="fact", text="Bruise seen.", **day)
        foreign = commands.add_chronology(cast.sam, other, kind="fact", text="Elsewhere.", **day)
        judged = {"kind": "professional_judgement", "text": "Not explained.", **day}
        with pytest.raises(BadInput):
            commands.add_chronology(cast.sam, child, **judged, rests_on=[foreign.public_id], reason="Because.")
        with pytest.raises(BadInput):
            commands.add_chronology(cast.sam, child, **judged, rests_on=[fact.public_id])
        entry = commands.add_chronology(cast.sam, child, **judged, rests_on=[fact.public_id], reason="Size and place.")
        assert entry.rests_on == [fact.public_id]


def test_not_sharing_needs_its_reasons(freya, cast, unit):
    with unit():
        child = queries.child(cast.sam, freya)
        with pytest.raises(BadInput) as wrong:
            commands.record_sharing_decision(cast.sam, child, **{**SHARED, "shared": False})
        assert list(wrong.value.errors) == ["reasons"]
        with pytest.raises(BadInput) as wrong:
            commands.record_sharing_decision(cast.sam, child, **{**SHARED, "with_whom": "", "consent": "maybe"})
        assert set(wrong.value.errors) == {"with", "consent"}
        commands.record_sharing_decision(cast.sam, child, **{**SHARED, "shared": False}, reasons="Not safe yet.")


def test_a_coordinator_reads_and_does_not_write(freya, cast, unit):
    with unit():
        child = queries.child(cast.erin, freya)
        for act in (
            lambda: commands.record_voice(cast.erin, child, views="I want nan."),
            lambda: commands.add_chronology(cast.erin, child, happened_on=date(2026, 2, 20), kind="fact", text="Seen."),
            lambda: commands.record_sharing_decision(cast.erin, child, **SHARED),
        ):
            with pytest.raises(NotPermitted):
                act()
        commands.record_voice(cast.judy, child, views="The chair heard her in the meeting.")


@pytest.mark.parametrize(("given", "field"), [
    ({"name": ""}, "name"),
    ({"relation": ""}, "relation"),
    ({"parental_responsibility": "perhaps"}, "parental_responsibility"),
    ({"email": "not an address"}, "email"),
])  # fmt: skip
def test_wrong_input_about_the_family(freya, cast, unit, given, field):
    with pytest.raises(BadInput) as wrong, unit():
        commands.add_family_member(
            cast.sam, queries.child(cast.sam, freya), **{"name": "Father", "relation": "father", **given}
        )
    assert list(wrong.value.errors) == [field]


@pytest.mark.parametrize(("plan", "category", "field"), [("rescue", None, "plan"), ("s47", "fear", "category")])
def test_a_plan_is_one_of_the_known_ones(freya, cast, unit, plan, category, field):
    with pytest.raises(BadInput) as wrong, unit():
        commands.set_plan(cast.mia, queries.child(cast.mia, freya), plan, category)
    assert list(wrong.value.errors) == [field]


COMMANDS = {
    "add a child": lambda cast, child: a_child(cast.sam, "Noah Example", sibling=child),
    "involve": lambda cast, child: commands.involve(cast.sam, child, cast.pip, "professional"),
    "end an involvement": lambda cast, child: commands.end_involvement(
        cast.mia, child, queries.role_held(child, cast.ned, "professional")
    ),
    "declare a conflict": lambda cast, child: commands.declare_conflict(cast.sam, child, cast.sam, "Her uncle."),
    "record her words": lambda cast, child: commands.record_voice(cast.sam, child, views="I want nan."),
    "add to the chronology": lambda cast, child: commands.add_chronology(
        cast.sam, child, happened_on=date(2026, 2, 20), kind="fact", text="Seen."
    ),
    "decide on sharing": lambda cast, child: commands.record_sharing_decision(cast.sam, child, **SHARED),
    "set the plan": lambda cast, child: commands.set_plan(cast.mia, child, "s47"),
    "nominate": lambda cast, child: commands.nominate(cast.mia, child, cast.sam),
    "name an interim lead": lambda cast, child: commands.nominate(cast.mia, child, cast.sam, interim=True),
    "family": lambda cast, child: commands.add_family_member(cast.sam, child, name="Dad", relation="father"),
}


@pytest.mark.parametrize("act", COMMANDS)
def test_a_command_that_is_stopped_anywhere_leaves_nothing(freya, cast, sweep, act):
    assert sweep(lambda: COMMANDS[act](cast, queries.child(cast.mia, freya))) >= 3


def test_each_version_counts_the_entries_about_the_row(freya, cast, unit):
    """I-1: no change without an entry, no entry without a change."""
    with unit():
        child = queries.child(cast.sam, freya)
        commands.set_plan(cast.mia, child, "s47")
        commands.nominate(cast.mia, child, cast.sam)
        commands.accept(cast.sam, child)
        commands.record_voice(cast.sam, child, views="I want nan.")
        commands.add_family_member(cast.sam, child, name="Dad", relation="father")
        commands.set_plan(cast.mia, child, "none")
    with unit(writes=False):
        counted = dict(
            db.session.execute(
                select(AuditEntry.subject_id, func.count())
                .where(AuditEntry.changes.is_(True))
                .group_by(AuditEntry.subject_id)
            ).all()
        )
        for model in (Child, Involvement, VoiceEntry, ChronologyEntry, FamilyMember, SharingDecision):
            for row in db.session.scalars(select(model)):
                assert row.version == counted[row.public_id], row
        lead = queries.leading(queries.child(cast.sam, freya).id)
        assert lead.version == counted[lead.public_id]
