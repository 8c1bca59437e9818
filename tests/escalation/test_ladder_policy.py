"""A locality writes its own policy: checked whole, kept in versions, and never under the feet of a disagreement that runs."""

from datetime import date

import pytest
from ladder_scenes import raised, taken_up
from meeting_scenes import answered
from sqlalchemy import select

from audit.models import AuditEntry
from escalation import commands, queries
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refused
from people.models import Person

SHORT = (
    {"name": "Practitioners", "between": "the two", "holder": "practitioner", "amount": 1, "unit": "working_days"},
    {"name": "Managers", "between": "the two", "holder": "manager", "amount": 8, "unit": "working_hours"},
    {"name": "Partners", "between": "partners", "holder": "partner", "amount": 3, "unit": "working_days"},
)


def adopted(person, **given):
    usual = dict(name="Northshire", stages=SHORT, cap_working_days=10, source="Northshire 3.1, 2026",
                 effective_from=date(2026, 2, 26))  # fmt: skip
    return commands.adopt_policy(person, **{**usual, **given})


def test_what_runs_keeps_the_policy_it_began_under_and_what_begins_has_the_new_one(unit, cast, clock):
    """PEERS: grafana/oncall#2965, a step deleted and limits changed while it ran."""
    with unit():
        first = raised(cast)
    with unit():
        adopted(cast.erin)
    clock.set("2026-02-27 09:00")
    with unit():
        second = raised(cast)
        taken_up(cast, first, 1)
    with unit():
        old, new = queries.escalation_for(cast.ned, first), queries.escalation_for(cast.ned, second)
        assert [rung["number"] for rung in old.ladder] == [1, 2, 3, 4] and old.policy == "default"
        assert [rung["number"] for rung in new.ladder] == [1, 2, 3] and new.policy == "local.1"
        assert queries.open_stage(old).due_on == date(2026, 3, 4)  # three working days of managers, as it began
        assert queries.open_stage(new).due_on == date(2026, 3, 2)
        assert (old.cap_on, new.cap_on) == (date(2026, 3, 26), date(2026, 3, 13))


def test_a_new_holder_is_used_by_what_runs(unit, cast):
    with unit():
        first = raised(cast)
    with unit():
        mia = db.session.scalars(select(Person).where(Person.id == cast.mia.id)).one()
        judy = db.session.scalars(select(Person).where(Person.id == cast.judy.id)).one()
        mia.seniority, judy.seniority = "practitioner", "manager"
        taken_up(cast, first, 1)
        assert queries.open_stage(queries.escalation_for(cast.ned, first)).responder.name == "Judy Chair"


def test_a_version_counts_from_its_day_and_the_old_one_stays_readable(unit, cast, clock, client_as):
    with unit():
        adopted(cast.erin, effective_from=date(2026, 3, 9))
        assert queries.policy_on(date(2026, 3, 8)) == "default"
        assert queries.policy_on(date(2026, 3, 9)) == "local.1"
        adopted(cast.erin, seen=1, name="Northshire, second edition", effective_from=date(2026, 3, 9))
        assert queries.policy_on(date(2026, 3, 9)) == "local.2"
    clock.set("2026-03-09 10:00")
    tia = client_as("tia")
    page = tia.get("/rules/escalation-policies").text
    assert "Northshire, second edition" in page and "Version 1: Northshire" in page
    assert "Raised now, its last day would be <strong>Tuesday 10 March 2026" in page
    assert "Not in force" in tia.get("/rules/escalation-policies/1").text
    assert "Northshire" not in tia.get("/rules/escalation-policies/default").text.split("</h1>")[0].split("<h1")[1]
    assert tia.get("/rules/escalation-policies/7").status_code == 404


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"stages": ()}, {"stages-0-name"}),
        ({"stages": ({**SHORT[0], "name": "", "holder": "", "amount": None, "unit": "moons"},)},
         {"stages-0-name", "stages-0-holder", "stages-0-amount", "stages-0-unit"}),
        ({"stages": (SHORT[1], SHORT[0])}, {"stages-1-holder"}),
        ({"cap_working_days": 4}, {"cap_reason"}),
        ({"cap_working_days": 30}, {"cap_reason"}),
        ({"cap_working_days": None, "name": " ", "source": "", "effective_from": date(2026, 2, 25)},
         {"cap_working_days", "name", "source", "effective_from"}),
    ],
    ids=["no stage", "everything missing", "it descends", "longer than its cap", "longer than the book's", "the rest"],
)  # fmt: skip
def test_every_fault_of_a_policy_is_named_at_once(unit, cast, given, fields):
    with unit(), pytest.raises(BadInput) as wrong:
        adopted(cast.erin, **given)
    assert set(wrong.value.errors) == fields


def test_a_longer_one_needs_its_reason_and_only_a_coordinator_writes_it(unit, cast):
    with unit():
        adopted(cast.erin, cap_working_days=30, cap_reason="Agreed by the partners until the review in May.")
    with unit():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        assert entry.action == "escalation_policy.adopted"
    for name in ("mia", "paula", "frank", "tia"):
        with unit(), pytest.raises(NotPermitted):
            adopted(getattr(cast, name), seen=1)


def test_two_who_write_it_at_once_lose_nothing(unit, cast):
    with unit():
        adopted(cast.erin)
    with unit(), pytest.raises(Refused, match="Version 1 was added while you were working"):
        adopted(cast.erin, name="Mine", seen=0)
    with unit():
        assert adopted(cast.erin, name="Mine", seen=1).number == 2


def form_of(page, **more):
    import re

    kept = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    kept |= {name: value for value, name in re.findall(r'<input[^>]*value="([^"]*)"[^>]*name="([^"]+)"', page)}
    return {**kept, **more}


def test_it_is_written_on_a_page_looked_at_and_saved(cast, client_as, unit):
    erin = client_as("erin")
    opened = erin.get("/rules/escalation-policies/new?from=default")
    assert opened.status_code == 200 and "Practitioner to practitioner" in opened.text
    stages = {}
    for number, stage in enumerate(SHORT):
        stages |= {f"stages-{number}-{name}": str(value) for name, value in stage.items()}
    for number in range(3, 6):
        stages |= {f"stages-{number}-{name}": "" for name in ("name", "between", "holder", "amount")}
        stages[f"stages-{number}-unit"] = "working_days"
    rest = {
        "name": "Northshire", "cap_working_days": "10", "cap_reason": "", "source": "Northshire 3.1",
        "effective_from-day": "26", "effective_from-month": "2", "effective_from-year": "2026", "based_on": "default",
        "seen": "0",
    }  # fmt: skip
    guard = {name: value for name, value in form_of(opened.text).items() if name in ("csrf_token", "form_id")}
    wrong = erin.post(
        "/rules/escalation-policies/new", data={**guard, **rest, **stages, "stages-1-holder": "", "save": "1"}
    )
    assert wrong.status_code == 422 and "a stage without a role is a dead end" in wrong.text
    assert 'value="Northshire 3.1"' in wrong.text
    guard = {name: value for name, value in form_of(wrong.text).items() if name in ("csrf_token", "form_id")}
    shown = erin.post("/rules/escalation-policies/new", data={**guard, **rest, **stages, "preview": "1"})
    assert shown.status_code == 200 and "Raised now, these would be the dates" in shown.text
    with unit():
        assert queries.policy_on(date(2026, 2, 26)) == "default"
    guard = {name: value for name, value in form_of(shown.text).items() if name in ("csrf_token", "form_id")}
    saved = erin.post("/rules/escalation-policies/new", data={**guard, **rest, **stages, "save": "1"})
    assert saved.status_code == 303
    with unit():
        assert queries.policy_on(date(2026, 2, 26)) == "local.1"
    assert "In force" in erin.get("/rules/escalation-policies").text
    assert client_as("tia").get("/rules/escalation-policies/new").status_code == 403


def test_programs_read_which_policy_is_in_force(unit, cast, api_as):
    with unit():
        adopted(cast.erin)
    policies = {one["key"]: one for one in answered(api_as("tia").get("/rules/escalation-policies"))["items"]}
    assert [key for key, one in policies.items() if one["in_force"]] == ["local.1"]
    assert policies["local.1"]["stages"][1]["limit"] == {
        "amount": 8, "unit": "working_hours", "source": "Northshire 3.1, 2026",
    }  # fmt: skip


def test_a_stage_that_nobody_holds_is_seen_before_anybody_needs_it(client_as, count_queries):
    """PEERS: target/goalert#4548, nobody on the step."""
    tia = client_as("tia")
    with count_queries() as asked:
        page = tia.get("/rules/escalation-policies/holders").text
    assert "Nobody holds this" in page and "Paula" in page
    assert len(asked) <= 8, "\n".join(asked)
    assert "/rules/escalation-policies/holders" in tia.get("/roles").text
