"""S-71: what the owner of the database can do to the chain once the triggers are put aside, and what the walk says."""

import pytest
from sqlalchemy import select

from audit import chain
from audit.models import AuditEntry
from foundation.database import db

NOT_CHECKABLE = "Without an anchor"


def rewrite(unit, owner, keep, change):
    """Forge the chain anew from the entries that `keep` lets through, each as `change` leaves it, hashes and head with it."""
    with unit(writes=False):
        rows = [dict(row._mapping) for row in db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.seq))]
    owner("delete from audit_payload", "delete from audit_entry")
    previous, forged = chain.START, []
    for seq, row in enumerate(filter(keep, rows), 1):
        link = {**row, "seq": seq, "prev_hash": previous}
        change(link)
        previous = link["hash"] = chain.link_hash(link)
        forged.append(link)
    with unit():
        db.session.execute(AuditEntry.__table__.insert(), forged)
    owner("update audit_head set seq = :seq, hash = :hash", seq=len(forged), hash=previous)


@pytest.mark.parametrize(("what", "statements", "found_at"), [
    ("one byte of a content", ["update audit_payload set content = replace(content, 'Word 4', 'word 4') where seq = 5"], 5),
    ("who did it", ["update audit_entry set actor = 'somebody' where seq = 5"], 5),
    ("the time of an entry", ["update audit_entry set at = '2026-01-01 00:00:00' where seq = 5"], 5),
    ("two entries swapped", [
        "update audit_payload set seq = 100 where seq = 5", "update audit_payload set seq = 5 where seq = 6",
        "update audit_payload set seq = 6 where seq = 100",
    ], 5),
    ("one from the middle", ["delete from audit_payload where seq = 5", "delete from audit_entry where seq = 5"], 6),
    ("all of a child's", [
        "delete from audit_payload where seq in (select seq from audit_entry where child_id = 'c1')",
        "delete from audit_entry where child_id = 'c1'",
    ], 3),
    ("the last ten, without the head", ["delete from audit_payload where seq > 2", "delete from audit_entry where seq > 2"], 3),
    ("the numbers moved on", [
        "delete from audit_payload", "update audit_entry set seq = seq + 100", "update audit_head set seq = 112",
    ], 101),
    ("the head", ["update audit_head set hash = 'x' || substr(hash, 2)"], 12),
])  # fmt: skip
def test_S71_a_changed_record_is_found_without_any_anchor(
    entries, owner, verify, database_kind, what, statements, found_at
):
    if database_kind == "postgresql":  # the foreign key is checked at once, and the owner can put it aside as well
        statements = ["alter table audit_payload drop constraint fk_audit_payload_seq", *statements]
    else:
        statements = ["pragma defer_foreign_keys = on", *statements]
    owner(*statements)
    verdict = verify()
    assert verdict.broken_at == found_at, verdict
    assert verdict.reason


@pytest.mark.parametrize(("what", "keep", "change"), [
    ("the last ten cut off, head and all", lambda row: row["seq"] <= 2, lambda link: None),
    ("a back-dated entry, everything behind it hashed anew", lambda row: True,
     lambda link: link.update(action="nothing") if link["seq"] == 5 else None),
    ("the whole table replaced by a forged chain", lambda row: True, lambda link: link.update(actor="somebody")),
])  # fmt: skip
def test_S71_a_forged_chain_is_found_by_the_anchor_kept_elsewhere(anchor, owner, unit, verify, what, keep, change):
    rewrite(unit, owner, keep, change)
    assert verify(anchor).broken_at is not None
    alone = verify()
    assert alone.broken_at is None
    assert alone.not_checkable.startswith(NOT_CHECKABLE)


def test_an_anchor_of_an_honest_chain_holds_for_ever(anchor, unit, verify):
    import audit

    with unit():
        audit.read(None, "record", type("Subject", (), {"public_id": "s"})())
    verdict = verify(anchor)
    assert (verdict.broken_at, verdict.not_checkable) == (None, "")


def test_S71_the_command_line_names_the_first_entry_that_does_not_hold(anchor, owner, settings, monkeypatch, tmp_path):
    import json

    from click.testing import CliRunner

    from convenor.cli import convenor

    for name in ("database_url", "secret_key", "env", "var"):
        monkeypatch.setenv(f"CONVENOR_{name.upper()}", str(getattr(settings, name)))
    kept = tmp_path / "last.json"
    kept.write_text(json.dumps(anchor))
    whole = CliRunner().invoke(convenor, ["audit", "verify", "--anchor", str(kept), "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)["entries"]) == (0, 12), whole.output
    owner("update audit_entry set actor = 'somebody' where seq = 5")
    broken = CliRunner().invoke(convenor, ["audit", "verify", "--anchor", str(kept)])
    assert broken.exit_code == 1
    assert broken.stderr.startswith("Entry 5 ")
