"""What the pages of actions share: a move from a form, who may be named as owner, messages beside their fields."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_wtf import FlaskForm
from sqlalchemy import select

from actions import commands, queries
from actions.forms import OwnerFields
from actions.models import Action
from children import queries as children
from foundation.database import db
from foundation.lifecycles import BadInput
from people.models import Person
from people.queries import person_by_email
from people.sign_in import me
from people.visibility import visible_to


def make(person: Person, action_id: str, event: str, form: FlaskForm | None, version: int | None) -> Action:
    """Call the command of `event` with what was typed."""
    given = {} if form is None else {field.name.removeprefix(form._prefix): field.data for field in form}
    for name in ("csrf_token", "owner_email"):
        given.pop(name, None)
    if isinstance(form, OwnerFields):
        given["owner"] = owner_of(form)
    command: Callable[..., Action] = getattr(commands, event)
    return command(person, action_id, version=version, **given)


def owners(about: list[Any]) -> list[tuple[str, str]]:
    """Those who work with the children; everybody else is named by address."""
    involved = children.people_involved(about) if about else []
    known = {one.public_id: f"{one.name} · {one.agency_name}" for one in involved if "family" not in one.roles}
    mine = {me().public_id: f"{me().name} · {me().agency.name}"}
    return [("", "Choose a person"), *(mine | known).items()]


def owner_of(form: OwnerFields) -> Person | None:
    """The one person named. Raises `BadInput` where an address is nobody's."""
    if email := form.owner_email.data:
        found = person_by_email(email)
        if found is None:
            raise BadInput(
                {"owner_email": "Nobody in the partnership has this address. Check it, or have them added first."}
            )
        return found
    if not form.owner.data:
        return None
    return db.session.scalar(select(Person).where(Person.public_id == form.owner.data, visible_to(me(), Person)))


def put_beside(form: FlaskForm, wrong: BadInput) -> None:
    """Each message beside its field."""
    for name, message in wrong.errors.items():
        field = form._fields.get(name)
        if field is None:
            form.form_errors.append(message)
        else:
            field.errors = (*field.errors, message)


def warn_if_not_reached(action: Action) -> None:
    if action.is_open and (why := queries.owner_not_reached(action.owner)):
        flash(f"Owner not reached. {why}", "warning")
