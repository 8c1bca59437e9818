"""What makes the database refuse to change the chain. Run by the migrations on both engines, and after each of them.

SQLite's `INSERT OR REPLACE` passes delete triggers by unless recursive triggers are on in that connection, so an insert
over an existing key is refused too. PostgreSQL's `TRUNCATE` passes row triggers by, so it has a trigger of its own.
"""

from sqlalchemy import Connection, text

TABLES = ("audit_entry", "audit_payload")


def create(connection: Connection) -> None:
    """Create the triggers, replacing any that stand, and the head of an empty chain."""
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.execute(text(statement))
    connection.execute(
        text(
            f"insert into audit_head (id, seq, hash) select 1, 0, '{'0' * 64}' "
            "where not exists (select 1 from audit_head)"
        )
    )


def _sqlite() -> list[str]:
    refuse = "begin select raise(abort, 'The audit record cannot be changed.'); end"
    statements = []
    for table in TABLES:
        for name, moment in (
            ("update", f"before update on {table}"),
            ("delete", f"before delete on {table}"),
            ("replace", f"before insert on {table} when exists (select 1 from {table} where seq = new.seq)"),
        ):
            statements += [
                f"drop trigger if exists {table}_no_{name}",
                f"create trigger {table}_no_{name} {moment} {refuse}",
            ]
    return [
        *statements,
        "drop trigger if exists audit_entry_follows",
        "create trigger audit_entry_follows before insert on audit_entry when not exists "
        "(select 1 from audit_head where seq = new.seq - 1 and hash = new.prev_hash) "
        "begin select raise(abort, 'An audit entry must follow the newest one.'); end",
        "drop trigger if exists audit_entry_moves_head",
        "create trigger audit_entry_moves_head after insert on audit_entry "
        "begin update audit_head set seq = new.seq, hash = new.hash, at = new.at where id = 1; end",
    ]


def _postgresql() -> list[str]:
    statements = [
        "create or replace function audit_refuse() returns trigger language plpgsql as "
        "$$ begin raise exception 'The audit record cannot be changed.'; end $$",
        "create or replace function audit_follow() returns trigger language plpgsql as $$ begin "
        "update audit_head set seq = new.seq, hash = new.hash, at = new.at "
        "where id = 1 and seq = new.seq - 1 and hash = new.prev_hash; "
        "if not found then raise exception 'An audit entry must follow the newest one.'; end if; "
        "return new; end $$",
        "drop trigger if exists audit_entry_follows on audit_entry",
        "create trigger audit_entry_follows before insert on audit_entry for each row execute function audit_follow()",
    ]
    for table in TABLES:
        statements += [
            f"drop trigger if exists {table}_no_change on {table}",
            f"create trigger {table}_no_change before update or delete on {table} "
            "for each row execute function audit_refuse()",
            f"drop trigger if exists {table}_no_truncate on {table}",
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function audit_refuse()",
        ]
    return statements
