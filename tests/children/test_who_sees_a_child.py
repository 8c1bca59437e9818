"""Who may see a child's record: a role in the case, and nothing else."""

from datetime import date, timedelta

import pytest
from scenes import a_child, a_family, involved
from sqlalchemy import func, select

from children import commands, queries
from children.models import (
    AdultAccount,
    AdultAsked,
    Analysis,
    Assumption,
    Belief,
    CaseSummary,
    ChangeTask,
    Child,
    ChronologyEntry,
    Draft,
    Engagement,
    Explanation,
    FamilyMember,
    Household,
    IndicatorSeen,
    Involvement,
    LeadGap,
    LeadProfessional,
    Listening,
    NeedSeen,
    PatternSettled,
    SafetyNote,
    ServiceUse,
    SharingDecision,
    VoiceEntry,
    VoiceFile,
)
from foundation import clock as the_clock
from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.uploads import Upload
from people import commands as people_commands
from people.visibility import visible_to

SEES = ["sam", "mia", "ned", "nia", "pip", "tia", "sue"]
SEES_NOTHING = ["carol", "frank", "grace", "ada", "paula", "judy", "erin", "heidi"]


@pytest.fixture
def freya(cast, unit):
    """Freya with something of every kind in her record; Heidi works with her too, and is her aunt."""
    with unit():
        child = a_child(cast.sam, address="KX-ADDRESS")
        involved(cast.sam, child, cast.ned, cast.pip, cast.tia, cast.heidi)
        commands.add_family_member(cast.sam, child, name="Mother Example", relation="mother")
        commands.ask_about_adult(
            cast.sam, child, adult="father", answer="not_known", asked_whom="Mother", steps="Asked again soon."
        )
        heard = commands.record_voice(cast.sam, child, views="I want to sleep at nan's.")
        commands.keep_file(cast.sam, child, heard, Upload("txt", b"Dear nan"), "A letter to nan.")
        commands.record_need(cast.sam, child, need="stability", state="not_met", evidence="Third worker.")
        commands.record_explanation(cast.sam, child, about="The plan", explained=True, how="With pictures.")
        commands.record_listening(cast.sam, child, trusts="Nan.", advocacy="not_offered")
        fact = commands.add_chronology(cast.ned, child, happened_on=date(2026, 2, 20), kind="fact", text="Bruise seen.")
        commands.write_summary(cast.sam, child, who="A girl.", risks="Hurt.", what_is_different="Nothing.")
        commands.analyse(
            cast.sam, child, kind="analysis", thinking="Hurt.", alternatives="A fall.", rests_on=[fact.public_id],
            confidence="low", would_change="A witness.",
        )  # fmt: skip
        commands.record_sharing_decision(
            cast.sam,
            child,
            shared=True,
            what="Bruise",
            with_whom="Police",
            purpose="Protect",
            lawful_basis="public_task",
        )
        health = cast.ned.agency
        commands.state_service(cast.sam, child, health, "CAMHS")
        commands.note_assumption(cast.sam, child, text="Safe at nan's.", held_by="All", how_to_test="Visit.")
        commands.record_belief(cast.sam, child, kind="language", meaning="Polish at home.", said_by="Mother")
        commands.publish_tenancy_ending(cast.sam, child, text="Notice.", effective_on=date(2026, 4, 1))
        commands.record_engagement(
            cast.ned, child, engagement="avoids", change="none", evidence="Out.", safety="A dog."
        )
        commands.mark_indicator(cast.ned, child, indicator="unmet_needs", marked=True, evidence="No bed.")
        commands.settle_pattern(cast.ned, child, pattern="unmet", entries=[fact.public_id], reason="A bed came.")
        commands.keep_draft(cast.ned, child, text="To write up.")
        commands.set_plan(cast.sam, child, "s47")
        commands.nominate(cast.mia, child, cast.sam)
        commands.declare_conflict(cast.heidi, child, cast.heidi, "Her aunt.")
        return child.public_id


CHILD_LINKED = [
    AdultAccount,
    AdultAsked,
    Analysis,
    Assumption,
    Belief,
    CaseSummary,
    ChangeTask,
    Child,
    Engagement,
    Explanation,
    IndicatorSeen,
    PatternSettled,
    Listening,
    NeedSeen,
    ServiceUse,
    VoiceFile,
    Household,
    FamilyMember,
    Involvement,
    VoiceEntry,
    ChronologyEntry,
    LeadProfessional,
    LeadGap,
]


@pytest.mark.parametrize("model", CHILD_LINKED)
def test_a_role_in_the_case_opens_every_part_of_it(freya, cast, unit, model):
    with unit():
        for name in SEES:
            assert _count(model, getattr(cast, name)), f"{name} should see {model.__name__}"
        for name in SEES_NOTHING:
            assert _count(model, getattr(cast, name)) == 0, f"{name} should not see {model.__name__}"


def test_sharing_decisions_are_for_who_decided_and_who_runs_the_case(freya, cast, unit):
    with unit():
        assert [_count(SharingDecision, getattr(cast, name)) for name in ("sam", "mia", "ned", "pip", "sue")] == [
            1,
            1,
            0,
            0,
            0,
        ]


def test_notes_are_their_writers_and_the_note_for_visits_is_for_visitors(freya, cast, unit):
    with unit():
        sees = {model: [name for name in (*SEES, *SEES_NOTHING) if _count(model, getattr(cast, name))]
                for model in (Draft, SafetyNote)}  # fmt: skip
        assert sees == {Draft: ["ned"], SafetyNote: ["sam", "ned", "pip", "tia"]}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/involvements",
        "/voice",
        "/chronology",
        "/sharing-decisions",
        "/lead-professional",
        "/timeline",
        "/needs",
        "/listening",
        "/explanations",
        "/analyses",
    ],
)
def test_pages_and_api_answer_the_same_for_absent_and_for_hidden(freya, client_as, api_as, path):
    for name in ("ned", "mia"):
        assert client_as(name).get(f"/children/{freya}{path}").status_code == 200
        assert api_as(name).get(f"/children/{freya}{path}").status_code == 200
    for name in ("carol", "heidi", "frank"):
        client, program = client_as(name), api_as(name)
        hidden, absent = client.get(f"/children/{freya}{path}"), client.get(f"/children/{'a' * 20}{path}")
        assert hidden.status_code == absent.status_code == 404
        hidden, absent = program.get(f"/children/{freya}{path}"), program.get(f"/children/{'a' * 20}{path}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.data == absent.data


@pytest.mark.parametrize(
    "page",
    [
        "access",
        "family",
        "household",
        "birth",
        "conflicts",
        "services",
        "tenancy",
        "assumptions",
        "beliefs",
        "patterns",
        "engagement",
        "drafts",
    ],
)
def test_further_pages_are_closed_to_the_uninvolved(freya, client_as, page):
    assert client_as("carol").get(f"/children/{freya}/{page}").status_code == 404


def test_writing_is_closed_to_the_uninvolved_and_leaves_nothing(freya, api_as, unit):
    carol = api_as("carol")
    bodies = {
        "involvements": {"person": "x", "role": "professional"},
        "voice": {"views": "…"},
        "chronology": {"happened_on": "2026-02-20", "kind": "fact", "text": "…"},
        "sharing-decisions": {"shared": True, "what": "…", "with": "…", "purpose": "…", "lawful_basis": "consent"},
        "lead-professional/events": {"event": "accept"},
    }
    before = _counts(unit)
    for path, body in bodies.items():
        assert carol.post(f"/children/{freya}/{path}", body).status_code == 404
    assert _counts(unit) == before


def test_lists_and_searches_count_only_what_may_be_seen(freya, client_as, api_as):
    assert "Freya Example" in client_as("ned").get("/children?q=freya").text
    for name in ("carol", "heidi", "frank", "paula"):
        client = client_as(name)
        assert "Freya" not in client.get("/children").text
        assert "0 results" in client.get("/children?q=freya").text
        assert "0 results" in client.get("/children?q=KX-ADDRESS").text
        assert api_as(name).get("/children?q=freya").json == {"items": [], "next": None}


def test_a_record_closes_in_the_second_in_which_the_involvement_ends(freya, cast, unit, client_as):
    tia = client_as("tia")
    assert tia.get(f"/children/{freya}").status_code == 200
    with unit():
        child = queries.child(cast.sam, freya)
        works = queries.role_held(child, cast.tia, "professional")
        commands.end_involvement(cast.mia, child, works, reason="Changed school.")
    assert tia.get(f"/children/{freya}").status_code == 404


def test_an_involvement_opens_on_its_first_day_and_closes_after_its_last(freya, cast, unit, clock):
    with unit():
        commands.involve(
            cast.sam, queries.child(cast.sam, freya), cast.carol, "professional", date(2026, 3, 2), date(2026, 3, 4)
        )
    for day, seen in (("2026-03-01", False), ("2026-03-02", True), ("2026-03-04", True), ("2026-03-05", False)):
        clock.set(f"{day} 10:00")
        with unit(writes=False):
            assert bool(_count(Child, cast.carol)) is seen, day


def test_cover_opens_the_cases_for_its_days_but_never_past_a_conflict(freya, cast, unit, clock):
    with unit():
        for deputy in (cast.carol, cast.heidi):
            people_commands.plan_absence(cast.ned, cast.ned, date(2026, 3, 2), date(2026, 3, 3), deputy)
    clock.set("2026-03-02 10:00")
    with unit():
        assert _count(Child, cast.carol) == 1
        assert _count(Child, cast.heidi) == 0
    clock.set("2026-03-04 10:00")
    with unit():
        assert _count(Child, cast.carol) == 0


def test_a_new_child_of_the_family_is_kept_from_the_relative_too(freya, cast, unit):
    with unit():
        girl = queries.child(cast.sam, freya)
        a_child(cast.sam, "Noah Example", sibling=girl)
        commands.involve(cast.sam, queries.siblings(cast.sam, girl)[0], cast.heidi)
        assert _count(Child, cast.heidi) == 0
        assert queries.people_involved(queries.siblings(cast.sam, girl))[0].name == "Sam Worker"


def test_a_sibling_whom_one_may_not_see_is_not_named(cast, unit, client_as, api_as):
    with unit():
        girl, boy, _ = a_family(cast.sam)
        boy.name = boy.name_key = "KX-BROTHER"
        involved(cast.sam, girl, cast.tia)
        girl_id = girl.public_id
    assert "KX-BROTHER" in client_as("sam").get(f"/children/{girl_id}").text
    assert "KX-BROTHER" not in client_as("tia").get(f"/children/{girl_id}").text
    assert api_as("tia").get(f"/children/{girl_id}").json["household"]["children"] == []


def test_a_restricted_address_is_for_the_lead_alone(cast, unit, client_as, api_as):
    with unit():
        child = a_child(cast.sam, address="KX-ADDRESS", restricted_address=True, school="KX-SCHOOL")
        involved(cast.sam, child, cast.ned)
        commands.add_family_member(cast.sam, child, name="Mother", relation="mother", telephone="KX-TELEPHONE")
        commands.nominate(cast.mia, child, cast.sam)
        commands.accept(cast.sam, child)
        child_id = child.public_id
    shown = client_as("sam").get(f"/children/{child_id}").text
    assert all(canary in shown for canary in ("KX-ADDRESS", "KX-SCHOOL", "KX-TELEPHONE"))
    for name in ("ned", "mia"):
        assert "KX-" not in client_as(name).get(f"/children/{child_id}").text
        answer = api_as(name).get(f"/children/{child_id}")
        assert "KX-" not in answer.text
        assert "address" not in answer.json["household"]
    assert api_as("sam").get(f"/children/{child_id}").json["household"]["address"] == "KX-ADDRESS"


def test_the_marker_of_a_conflict_is_for_the_keeper_alone(freya, cast, unit, client_as):
    with unit():
        commands.accept(cast.sam, queries.child(cast.sam, freya))
    assert "Her aunt." in client_as("sam").get(f"/children/{freya}/access").text
    shown = client_as("mia").get(f"/children/{freya}/access")
    assert shown.status_code == 200 and "Her aunt." not in shown.text
    assert client_as("ned").get(f"/children/{freya}/access").status_code == 403


def test_several_children_are_there_together_or_not_at_all(cast, unit):
    with unit():
        girl, boy, unborn = a_family(cast.sam)
        involved(cast.sam, [girl, boy], cast.ned)
        assert queries.children_by_ids(cast.ned, [boy.public_id, girl.public_id]) == [boy, girl]
        with pytest.raises(NotVisible):
            queries.children_by_ids(cast.ned, [girl.public_id, unborn.public_id])


def test_every_read_leaves_an_entry(freya, client_as, api_as, cast, unit):
    from audit.models import AuditEntry

    client_as("ned").get(f"/children/{freya}")
    api_as("pip").get(f"/children/{freya}/voice")
    client_as("tia").get("/children")
    with unit(writes=False):
        read = db.session.execute(
            select(AuditEntry.actor, AuditEntry.action).where(
                AuditEntry.child_id == freya, AuditEntry.changes.is_(False)
            )
        ).all()
        assert {tuple(row) for row in read} == {
            (cast.ned.public_id, "child.read"),
            (cast.pip.public_id, "voice.read"),
            (cast.tia.public_id, "children.read"),
        }


def test_a_leaver_sees_nothing_and_their_manager_still_does(freya, cast, unit):
    with unit():
        cast.ned.left_on = the_clock.today() - timedelta(days=1)
        db.session.flush()
        assert _count(Child, cast.ned) == 0
        assert _count(Child, cast.nia) == 1
        cast.ned.version += 1


def _count(model, person):
    return db.session.scalar(select(func.count()).select_from(model).where(visible_to(person, model)))


def _counts(unit):
    with unit(writes=False):
        return [
            db.session.scalar(select(func.count()).select_from(model)) for model in (*CHILD_LINKED, SharingDecision)
        ]
