"""A faulty rule file stops the start, and says which entry is at fault and how."""

import shutil
from copy import deepcopy

import pytest
import yaml

from rulebook import RuleBookError, read_book
from rulebook.book import DATA


@pytest.fixture(scope="module")
def good_files():
    return {
        path.name: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in DATA.glob("*.yaml")
    }


@pytest.fixture
def broken(tmp_path, good_files):
    """Read a copy of the book in which `change` has spoilt one file; answers with the refusal."""

    def read(name, change):
        for path in DATA.glob("*.yaml"):
            shutil.copy(path, tmp_path)
        spoilt = deepcopy(good_files[name])
        change(spoilt)
        (tmp_path / name).write_text(yaml.dump(spoilt, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
        with pytest.raises(RuleBookError) as refusal:
            read_book(tmp_path)
        return refusal.value

    return read


def icpc(types):
    return next(kind for kind in types["meeting_types"] if kind["key"] == "icpc")


def hold_by(types):
    return icpc(types)["limits"][0]


@pytest.mark.parametrize(
    ("change", "key", "fault"),
    [
        (lambda m: hold_by(m).update(unit="fortnights"), "icpc.hold_by", "must be one of working_days"),
        (lambda m: hold_by(m).update(amount="fifteen"), "icpc.hold_by", "'amount' must be a whole number"),
        (lambda m: hold_by(m).update(amount=-1), "icpc.hold_by", "'amount' must be a whole number"),
        (lambda m: hold_by(m).update(amount=True), "icpc.hold_by", "'amount' must be a whole number"),
        (lambda m: hold_by(m).pop("amount"), "icpc.hold_by", "'amount' is missing"),
        (lambda m: hold_by(m).update(directoin="after"), "icpc.hold_by", "does not know the key 'directoin'"),
        (lambda m: hold_by(m).update(may_pause=True), "icpc.hold_by", "cannot be paused"),
        (lambda m: hold_by(m).update(trigger_day_counts=True), "icpc.hold_by", "must be false"),
        (lambda m: hold_by(m)["locality"].update(lengthen="yes"), "icpc.hold_by", "with_recorded_override"),
        (lambda m: hold_by(m).update(trigger="full_moon"), "icpc.hold_by", "add it to 'triggers' in words.yaml"),
        (lambda m: hold_by(m).update(source_id="NOWHERE"), "icpc.hold_by", "unknown source 'NOWHERE'"),
        (lambda m: hold_by(m).update(source_doc="Something"), "icpc.hold_by", "differs from the title"),
        (lambda m: hold_by(m).update(edition="2018"), "icpc.hold_by", "differs from the edition"),
        (lambda m: hold_by(m).update(force="law"), "icpc.hold_by", "must be one of statutory_guidance"),
        (lambda m: hold_by(m).update(force="local_procedure"), "icpc.hold_by", "only a rule of statutory guidance"),
        (lambda m: hold_by(m).update(force="our_design"), "icpc.hold_by", "our_design must cite OURS"),
        (
            lambda m: hold_by(m).update(verified_how="not_checked"),
            "icpc.hold_by",
            "'verified_on' must be a date, or null",
        ),
        (lambda m: hold_by(m).update(verified_on="lately"), "icpc.hold_by", "must be a date such as 2026-11-23"),
        (lambda m: hold_by(m).pop("force"), "icpc.hold_by", "'force' is missing"),
        (lambda m: hold_by(m).pop("holds"), "icpc", "must say 'holds'"),
        (lambda m: icpc(m)["reports"][0].update(key="icpc.hold_by"), "icpc.hold_by", "two entries of this key"),
        (lambda m: icpc(m)["quorum"].update(min_total=0), "icpc].quorum", "a quorum of nobody"),
        (
            lambda m: icpc(m)["quorum"].update(min_total=4),
            "icpc].quorum",
            "the required agencies and the others together",
        ),
        (lambda m: icpc(m)["quorum"].update(counting_mode="by_vote"), "icpc].quorum", "by_agency, by_discipline"),
        (lambda m: icpc(m)["quorum"]["required_agencies"].append("coastguard"), "icpc].quorum", "requires coastguard"),
        (lambda m: icpc(m)["invitees"]["must"].append("vicar"), "icpc].invitees", "invites vicar"),
        (lambda m: icpc(m)["starts"][0].update(timer="icpc.tea"), "icpc", "starts the timer icpc.tea"),
        (lambda m: icpc(m)["starts"][0].update(decisions=["plam"]), "core_group.first", "cannot decide"),
        (lambda m: icpc(m)["starts"][0].pop("decisions"), "core_group.first", "one of the two"),
        (lambda m: icpc(m)["decisions"][0].pop("label"), "plan", "'label' is missing"),
        (lambda m: icpc(m)["outputs"][1].pop("is_record"), "icpc", "exactly one"),
        (lambda m: icpc(m).update(chair=None), "icpc", "expected a mapping"),
        (lambda m: icpc(m).pop("voice_required"), "icpc", "'voice_required' is missing"),
        (lambda m: m["cross_type_rules"][0].pop("test"), "quorum_mode", "'test' is missing"),
        (lambda m: m["documents"]["OURS"].update(title="Other"), "OURS", "differs from the same document"),
        (lambda m: m.update(schema_version=2), "meeting_types.yaml", "schema version"),
    ],
)
def test_a_fault_in_the_meeting_types_is_named(broken, change, key, fault):
    refusal = broken("meeting_types.yaml", change)
    assert key in refusal.key
    assert fault in refusal.fault
    assert str(refusal).startswith("Rule book, ")


@pytest.mark.parametrize(
    ("change", "key", "fault"),
    [
        (lambda e: e["themes"].pop(), "escalation_policies.yaml", "names seven"),
        (lambda e: e["policies"][0]["stages"][2].update(amount=9), "default", "stages together"),
        (lambda e: e["policies"][0]["stages"].reverse(), "default", "in order"),
        (lambda e: e["policies"][1]["stages"][2].pop("limit_note"), "darlington", "needs a 'limit_note'"),
        (lambda e: e["policies"][1]["stages"][0].pop("responder_seniority"), "darlington", "one of the two"),
        (lambda e: e["policies"].pop(0), "stages", "needs a number"),
        (
            lambda e: e["separate_processes"][0].update(not_an_escalation=False),
            "cp_conference_dissent",
            "not_an_escalation",
        ),
    ],
)
def test_a_fault_in_the_escalation_policies_is_named(broken, change, key, fault):
    refusal = broken("escalation_policies.yaml", change)
    assert key in refusal.key
    assert fault in refusal.fault


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda x: x.update(offsets=[1, 0]), "in order"),
        (lambda x: x.update(offsets=[]), "needs offsets"),
        (lambda x: x.update(offsets=["soon"]), "list of whole numbers"),
        (lambda x: x.update(channel=["pigeon"]), "must be among ics, mail, inbox"),
        (lambda x: x.update(offset_unit="moons"), "must be one of"),
        (lambda x: x.update(moot_when=[]), "what makes it moot"),
        (lambda x: x.pop("what"), "'what' is missing"),
    ],
)
def test_a_fault_in_the_reminders_is_named(broken, change, fault):
    refusal = broken("reminders.yaml", lambda file: change(file["reminders"][0]))
    assert "meeting.invite" in refusal.key
    assert fault in refusal.fault


@pytest.mark.parametrize(
    ("change", "key", "fault"),
    [
        (lambda w: w["roles"]["gp"].update(agencies=["coastguard"]), "roles.gp", "unknown agency coastguard"),
        (lambda w: w["roles"]["gp"].update(disciplines=["plumbing"]), "roles.gp", "names the discipline plumbing"),
        (lambda w: w["roles"]["lead_agency"].pop("resolved_from"), "roles.lead_agency", "'resolved_from' is missing"),
        (lambda w: w["forces"].pop("our_design"), "forces", "has no words for our_design"),
        (lambda w: w["record_fields"].pop("analysis"), "icpc", "'analysis' has no words"),
        (lambda w: w["subjects"].update(child=""), "subjects", "'child' must be text"),
    ],
)
def test_a_fault_in_the_words_is_named(broken, change, key, fault):
    refusal = broken("words.yaml", change)
    assert key in refusal.key
    assert fault in refusal.fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("reminders: [", "is not well-formed YAML"),
        ("- a list", "expected a mapping"),
        ("", "expected a mapping"),
        ("!!python/object/apply:os.getcwd []", "is not well-formed YAML"),
    ],
)
def test_a_file_that_is_no_rule_file_is_refused(tmp_path, content, fault):
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "reminders.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleBookError, match=fault) as refusal:
        read_book(tmp_path)
    assert refusal.value.key == "reminders.yaml"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RuleBookError, match=r"meeting_types\.yaml: cannot be read"):
        read_book(tmp_path)
