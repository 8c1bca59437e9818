"""The demonstration: a fictional partnership whose past weeks are played through the real commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from audit.models import AuditEntry
from convenor.demo import contract
from convenor.demo.around import AROUND
from convenor.demo.disagreements import DISAGREEMENTS
from convenor.demo.heard import HEARD
from convenor.demo.history import history
from convenor.demo.households import households, plans
from convenor.demo.moving import MOVES
from convenor.demo.partnership import PASSWORD, STAFF, partnership
from convenor.demo.patterns import PATTERNS
from convenor.demo.records import RECORDS
from convenor.demo.referrals import REFERRALS
from convenor.demo.series import holly_series
from convenor.demo.staff import STAFF_STORIES
from convenor.demo.stage import Stage
from convenor.demo.stories import STORIES
from convenor.demo.taking_part import TAKING_PART
from foundation.database import db
from foundation.lifecycles import Refusal, Refused
from foundation.unit_of_work import unit_of_work
from notifications.dispatch import run_once
from people import passwords
from people.models import ROLES, Person


def load(app: Flask) -> list[str]:
    """Play it into an empty database; gives the lines that say who can sign in. Raises `Refused` where anything else stands:
    over its own past it changes nothing."""
    if _is_loaded(app):
        return who_can_sign_in(app)
    require_empty(app)
    passwords.use_quick_hashes()
    with _unhurried_disk(app):
        Stage(app).play(
            (
                partnership,
                history,
                households,
                plans,
                *STORIES,
                holly_series,
                *DISAGREEMENTS,
                *RECORDS,
                *HEARD,
                *PATTERNS,
                *STAFF_STORIES,
                *REFERRALS,
                *MOVES,
                *TAKING_PART,
                *AROUND,
            )
        )
        run_once(app)
    return who_can_sign_in(app)


@contextmanager
def _unhurried_disk(app: Flask) -> Iterator[None]:
    """SQLite writes without waiting for the disk after each of some thousand steps: what a crash would cost is played again."""

    def relax(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    with app.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        yield
        return
    event.listen(engine, "connect", relax)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", relax)
        engine.dispose()


def load_contract(app: Flask) -> list[str]:
    """The fixed small world; gives a line for each account and one for each child."""
    require_empty(app)
    passwords.use_quick_hashes()
    stage = Stage(app)
    stage.play((contract.world,))
    run_once(app)
    lines = [f"Sign in with any of these addresses and the password {PASSWORD}"]
    lines += [f"  {contract.address_of(key)}  sees {one.sees}" for key, one in contract.PEOPLE.items() if one.role]
    return [*lines, *(f"  {name}: /children/{public_id}" for name, public_id in stage.children.items())]


def _is_loaded(app: Flask) -> bool:
    """Whether the demonstration, and nobody's real account, is what the database holds."""
    if app.config["CONVENOR"].production:
        return False
    with app.app_context(), unit_of_work(writes=False):
        accounts = set(db.session.scalars(select(Person.email).where(Person.role.is_not(None))))
    return {one.email for one in STAFF if one.role} <= accounts


def require_empty(app: Flask) -> None:
    """Refuse a database that holds anything: nothing invented ever stands among real records."""
    reasons = []
    if app.config["CONVENOR"].production:
        reasons.append("The demonstration is not loaded in production: everybody knows its password.")
    with app.app_context(), unit_of_work(writes=False):
        held = db.session.scalar(select(func.count()).select_from(Person)) or 0
        entries = db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    if held or entries:
        reasons.append("This database holds records already. The demonstration is loaded into an empty one.")
    if reasons:
        raise Refused([Refusal("the_database_is_empty", text, "The demonstration") for text in reasons])


def who_can_sign_in(app: Flask) -> list[str]:
    """A line for each account: address, name, role, and what stands on the home page."""
    lines = [
        "A fictional partnership is loaded: Northshire. Every person and every child in it is invented.",
        f"Sign in with any of these addresses and the password {PASSWORD}",
        "",
    ]
    accounts = [one for one in STAFF if one.role and one.sees]
    width = max(len(one.email) for one in accounts)
    role_width = max(len(ROLES[one.role]) for one in accounts if one.role)
    for one in accounts:
        assert one.role
        lines.append(f"  {one.email:{width}}  {ROLES[one.role]:{role_width}}  {one.sees}")
    return lines
